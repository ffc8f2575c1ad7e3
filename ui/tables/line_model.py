"""The lines of an order as a table model, with the entry row at the end."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.tables.line_row import LineRow

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns, from left to right."""

    NUMBER = 0
    SKU = 1
    ITEM = 2
    STOCK = 3
    QUANTITY = 4
    PRICE = 5
    DISCOUNT = 6
    AMOUNT = 7


#: Columns whose text stands at the right.
RIGHT = frozenset(
    {Column.STOCK, Column.QUANTITY, Column.PRICE, Column.DISCOUNT, Column.AMOUNT, Column.NUMBER}
)


class LineModel(QAbstractTableModel):
    """Rows of LineRow, then one row that is empty but for its number."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with the entry row alone."""
        super().__init__(parent)
        self._rows: tuple[LineRow, ...] = ()
        self._headings = (
            "",
            self.tr("SKU"),
            self.tr("Item"),
            self.tr("Stock"),
            self.tr("Qty"),
            self.tr("Price"),
            self.tr("Disc."),
            self.tr("Amount"),
        )

    @property
    def rows(self) -> tuple[LineRow, ...]:
        """The lines."""
        return self._rows

    @property
    def entry_row(self) -> int:
        """The number of the entry row."""
        return len(self._rows)

    def set_rows(self, rows: Sequence[LineRow]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def line_at(self, row: int) -> LineRow | None:
        """The line of a row, None for the entry row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, line_id: str) -> int:
        """The row of a line, -1 if it is not there."""
        ids = [line.id for line in self._rows]
        return ids.index(line_id) if line_id in ids else -1

    def rowCount(self, parent: Index | None = None) -> int:
        """Lines and the entry row."""
        return 0 if parent is not None and parent.isValid() else len(self._rows) + 1

    def columnCount(self, parent: Index | None = None) -> int:
        """Always eight."""
        return 0 if parent is not None and parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell, and the words for assistive technology."""
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), column)
        line = self.line_at(index.row())
        caption = ""
        if line is not None and column == Column.ITEM:
            caption = ", ".join(part for part in (line.shortage, line.caption) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (self._headings[column], self.text(index.row(), column), caption)
            return " ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.ToolTipRole and line is not None and column == Column.ITEM:
            return ", ".join(part for part in (line.name, caption) if part)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The headings of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None

    def text(self, row: int, column: Column) -> str:
        """What a cell says, captions after the name apart."""
        if column == Column.NUMBER:
            return str(row + 1)
        line = self.line_at(row)
        if line is None:
            return ""
        if column == Column.STOCK:
            if line.stock is None:
                return ""
            return self.tr("Low: {n}").format(n=line.stock) if line.low else str(line.stock)
        return {
            Column.SKU: line.sku,
            Column.ITEM: line.name,
            Column.QUANTITY: str(line.quantity),
            Column.PRICE: line.price_text,
            Column.DISCOUNT: line.discount_text,
            Column.AMOUNT: line.amount_text,
        }[column]
