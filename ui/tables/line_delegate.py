"""How a cell of the line grid is drawn."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ui.tables.line_model import RIGHT, Column, Index, LineModel
from ui.theme import Theme


class LineDelegate(QStyledItemDelegate):
    """Hairlines, the tint and bar of the current row, and the text of each column."""

    def __init__(self, *, theme: Theme, model: LineModel, parent: QObject) -> None:
        """Draw the cells of ``model``."""
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self.current_row = 0

    def font_of(self, column: Column) -> QFont:
        """The font of a column."""
        return self._theme.font("strong" if column == Column.AMOUNT else "body")

    def padding(self, column: int) -> tuple[int, int]:
        """Left and right of the text; the outer columns line up with the panel's title."""
        px = self._theme.px
        left = px(16) if column == Column.NUMBER else px(8)
        right = px(16) if column == Column.AMOUNT else px(8)
        return left, right

    def content_width(self, row: int, column: Column) -> int:
        """What a cell needs, padding included."""
        left, right = self.padding(column)
        text = self._model.text(row, column)
        width = QFontMetrics(self.font_of(column)).horizontalAdvance(text) + left + right
        line = self._model.line_at(row)
        if column == Column.STOCK and line is not None and line.low:
            width += self._theme.px(16 + 5)
        return width

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height is the grid's."""
        return QSize(self.content_width(index.row(), Column(index.column())), self._theme.px(32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        theme, column = self._theme, Column(index.column())
        rect = QRect(option.rect)
        current = index.row() == self.current_row
        if current:
            painter.fillRect(rect, theme.color("tint"))
            if column == Column.NUMBER:
                bar = QRect(rect.left(), rect.top(), theme.px(3), rect.height())
                painter.fillRect(bar, theme.color("accent"))
        under = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(under, theme.color("line"))
        left, right = self.padding(column)
        room = rect.adjusted(left, 0, -right, -1)
        text = self._model.text(index.row(), column)
        painter.setFont(self.font_of(column))
        painter.setPen(self._ink(index.row(), column, current))
        if column == Column.ITEM:
            self._paint_item(painter, room, index.row())
            return
        side = Qt.AlignmentFlag.AlignRight if column in RIGHT else Qt.AlignmentFlag.AlignLeft
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() + 1)
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
        line = self._model.line_at(index.row())
        if column == Column.STOCK and line is not None and line.low:
            width = metrics.horizontalAdvance(shown) + theme.px(16 + 5)
            mark = QRectF(room.right() - width, room.top(), theme.px(16), room.height())
            theme.icons.paint(painter, mark, "warning-fill", theme.color("held_text"))

    def _ink(self, row: int, column: Column, current: bool) -> QColor:
        line = self._model.line_at(row)
        if column == Column.NUMBER:
            return self._theme.color("accent" if current else "muted")
        if column == Column.STOCK:
            return self._theme.color("held_text" if line is not None and line.low else "muted")
        return self._theme.color("text")

    def _paint_item(self, painter: QPainter, room: QRect, row: int) -> None:
        line = self._model.line_at(row)
        if line is None:
            return
        gap = self._theme.px(8)
        metrics = painter.fontMetrics()
        small = QFontMetrics(self._theme.font("caption"))
        short = small.horizontalAdvance(line.shortage) + gap if line.shortage else 0
        # What is not here has to be said: it keeps its room, and the name is cut.
        width = max(room.width() - short, room.width() // 3) + 1
        name = metrics.elidedText(line.name, Qt.TextElideMode.ElideRight, width)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(room, flags, name)
        rest = room.adjusted(metrics.horizontalAdvance(name) + gap, 0, 0, 0)
        painter.setFont(self._theme.font("caption"))
        if line.shortage:
            painter.setPen(self._theme.color("held_text"))
            painter.drawText(
                rest,
                flags,
                small.elidedText(line.shortage, Qt.TextElideMode.ElideRight, rest.width()),
            )
            rest.adjust(short, 0, 0, 0)
        painter.setPen(self._theme.color("muted"))
        # A few letters of a caption say nothing: it is whole, or left to the tool tip.
        if painter.fontMetrics().horizontalAdvance(line.caption) <= rest.width():
            painter.drawText(rest, flags, line.caption)
