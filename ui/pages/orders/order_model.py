"""The rows of the list of orders, which grows as one scrolls."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop.services.desk import Desk
from desktop.services.order_search import OrderRow
from ui import labels, labels_orders

_Index = QModelIndex | QPersistentModelIndex
NUMBER, DAY, CUSTOMER, TOTAL, STATE = range(5)
ROW_ROLE = int(Qt.ItemDataRole.UserRole)


class OrderModel(QAbstractTableModel):
    """Holds what was read so far; asks for more when a view comes to its end.

    Signals:
        more_wanted: the view has come to the end of what there is.
    """

    more_wanted = Signal()

    def __init__(self, *, desk: Desk, parent: QObject) -> None:
        """Start empty."""
        super().__init__(parent)
        self._desk = desk
        self._rows: list[OrderRow] = []
        self._places: dict[uuid.UUID, int] = {}
        self._has_more = False

    @property
    def rows(self) -> Sequence[OrderRow]:
        """What was read, from top to bottom."""
        return self._rows

    def row_of(self, order_id: uuid.UUID) -> int:
        """Where an order stands; -1 where it does not."""
        return self._places.get(order_id, -1)

    def show(self, rows: Sequence[OrderRow], *, has_more: bool) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows, self._has_more = [], has_more
        self._places = {}
        self._take(rows)
        self.endResetModel()

    def append(self, rows: Sequence[OrderRow], *, has_more: bool) -> None:
        """Show more rows under those that are shown."""
        fresh = [row for row in rows if row.id not in self._places]
        if fresh:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self._take(fresh)
            self.endInsertRows()
        self._has_more = has_more

    def replace(self, rows: Sequence[OrderRow]) -> None:
        """Show rows as they are now, each where it stands."""
        for row in rows:
            at = self.row_of(row.id)
            if at >= 0:
                self._rows[at] = row
                self.dataChanged.emit(self.index(at, 0), self.index(at, STATE))

    def rowCount(self, parent: _Index | None = None) -> int:
        """How many were read so far."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Number, day, customer, total, state."""
        return 0 if parent is not None and parent.isValid() else 5

    def canFetchMore(self, parent: _Index) -> bool:
        """Whether there are more."""
        return not parent.isValid() and self._has_more

    def fetchMore(self, parent: _Index) -> None:
        """Ask for more; they come later."""
        if not parent.isValid():
            self.more_wanted.emit()

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's words, or the whole row for whoever draws it."""
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.words(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headings()[index.column()]} {self._text(row, index.column())}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headings()[section]
        return None

    def headings(self) -> tuple[str, ...]:
        """The words over the columns."""
        return (
            self.tr("Order"),
            self.tr("When"),
            self.tr("Customer"),
            self.tr("Total"),
            self.tr("State"),
        )

    def words(self, at: int) -> str:
        """A row in one sentence, as it is said."""
        if not 0 <= at < len(self._rows):
            return ""
        row = self._rows[at]
        parts = [self._text(row, column) for column in (NUMBER, CUSTOMER, STATE, TOTAL, DAY)]
        if row.days_left is not None and row.promise_at_risk:
            left = labels_orders.days_left(row.days_left)
            parts.append(self.tr("promise: {left}").format(left=left))
        return ", ".join(part for part in parts if part)

    def _text(self, row: OrderRow, column: int) -> str:
        if column == NUMBER:
            return row.shown_number
        if column == DAY:
            return labels_orders.list_day(row.at, self._desk.time_zone, self._desk.now())
        if column == CUSTOMER:
            return row.customer_name
        if column == TOTAL:
            return labels.money(row.total_minor, row.currency)
        return labels_orders.state(row.state, held=row.held, unknown=row.unknown)[0]

    def _take(self, rows: Sequence[OrderRow]) -> None:
        for row in rows:
            self._places[row.id] = len(self._rows)
            self._rows.append(row)
