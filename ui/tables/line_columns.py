"""How wide the columns of the line grid are."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from ui.tables.line_delegate import LineDelegate
from ui.tables.line_model import Column, LineModel
from ui.theme import Theme

#: So that the columns stand still while the first lines are keyed; px at k = 1.
_LEAST: Final = MappingProxyType(
    {Column.NUMBER: 35, Column.SKU: 90, Column.STOCK: 48, Column.QUANTITY: 44, Column.DISCOUNT: 54}
)

#: What a narrow window gives up, in this order.
_FIRST_TO_GO: Final = (Column.DISCOUNT, Column.STOCK, Column.PRICE, Column.SKU)


def column_widths(
    *, theme: Theme, model: LineModel, delegate: LineDelegate, room: int
) -> dict[Column, int]:
    """Widths from the metrics of content and heading; the item takes the rest, 0 is hidden.

    A discount that was given is never hidden.
    """
    widths: dict[Column, int] = {
        column: _wanted(theme, model, delegate, column)
        for column in Column
        if column != Column.ITEM
    }
    discounted = any(line.discount_text for line in model.rows)
    for column in _FIRST_TO_GO:
        if room - sum(widths.values()) >= theme.px(140):
            break
        if column != Column.DISCOUNT or not discounted:
            widths[column] = 0
    widths[Column.ITEM] = max(theme.px(60), room - sum(widths.values()))
    return widths


def _wanted(theme: Theme, model: LineModel, delegate: LineDelegate, column: Column) -> int:
    left, right = delegate.padding(column)
    heading = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
    words = QFontMetrics(theme.font("caption")).horizontalAdvance(heading)
    content = max(delegate.content_width(row, column) for row in range(model.rowCount()))
    return max(content, words + left + right + 2, theme.px(_LEAST.get(column, 0)))
