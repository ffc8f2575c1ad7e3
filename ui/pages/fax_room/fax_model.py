"""The received faxes as rows."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.services.desk import Desk
from desktop.services.received_fax_shapes import FaxRow
from models.received_fax import FaxState
from ui import labels_counts, labels_fax

_Index = QModelIndex | QPersistentModelIndex

CAME, FROM, STATE = range(3)
ROW_ROLE: Final = Qt.ItemDataRole.UserRole
UNDER_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""The small line under a cell's own words."""


class FaxModel(QAbstractTableModel):
    """Came and age, who sent it and how much, the state and who has it."""

    def __init__(self, *, desk: Desk, parent: QObject) -> None:
        """Start empty."""
        super().__init__(parent)
        self._desk = desk
        self.rows: tuple[FaxRow, ...] = ()

    def show(self, rows: Sequence[FaxRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def row_of(self, fax_id: uuid.UUID) -> int:
        """Where a fax is, or -1."""
        return next((at for at, row in enumerate(self.rows) if row.id == fax_id), -1)

    def words(self, at: int) -> str:
        """A row in one sentence, for who cannot see it."""
        if not 0 <= at < len(self.rows):
            return ""
        row = self.rows[at]
        parts = [self._text(row, CAME), self._text(row, FROM), self._text(row, STATE)]
        parts += [self._under(row, FROM), self._under(row, STATE), self._under(row, CAME)]
        if not row.is_read:
            parts.insert(0, self.tr("unread"))
        return ", ".join(part for part in parts if part)

    def rowCount(self, parent: _Index | None = None) -> int:
        """How many faxes are read so far."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Three."""
        return 0 if parent is not None and parent.isValid() else 3

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, the small line under them, and the row itself."""
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == UNDER_ROLE:
            return self._under(row, column)
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.words(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (self.heading(column), self._text(row, column), self._under(row, column))
            return " ".join(part for part in parts if part)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.heading(section)
        return None

    def heading(self, column: int) -> str:
        """What stands over a column."""
        return (self.tr("Came"), self.tr("From, pages"), self.tr("State"))[column]

    def _text(self, row: FaxRow, column: int) -> str:
        if column == CAME:
            return labels_fax.came(row.received_at, self._desk.now(), self._desk.time_zone)
        if column == FROM:
            return labels_fax.sender(row, self._desk.country)
        return labels_fax.state(row)[0]

    def _under(self, row: FaxRow, column: int) -> str:
        if column == CAME:
            is_over = row.state is FaxState.DONE
            return "" if is_over else labels_fax.age(self._desk.now() - row.received_at)
        if column == FROM:
            pages = labels_counts.pages(row.pages) if row.pages else ""
            return ", ".join(part for part in (pages, row.customer_name) if part)
        if row.order_number and row.state is FaxState.DONE:
            return row.order_number
        if row.state is FaxState.DAMAGED:
            return labels_fax.damage_in_brief(row.damage)
        if row.is_junk_sender and row.state is not FaxState.DONE:
            return self.tr("junk sender")
        return labels_fax.taken(row)
