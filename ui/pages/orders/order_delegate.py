"""How a row of the list of orders is drawn."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop.services.order_search import OrderRow
from models.order import OrderState
from ui import labels_orders
from ui.pages.orders.order_model import CUSTOMER, DAY, NUMBER, ROW_ROLE, STATE, TOTAL
from ui.theme import Theme

ROW = 36
_Index = QModelIndex | QPersistentModelIndex


class OrderDelegate(QStyledItemDelegate):
    """Tint and bar on the current row, the state as icon and word in its colour, a hairline below."""

    def __init__(self, *, theme: Theme, view: QTableView) -> None:
        """Draw for *view*."""
        super().__init__(view)
        self._theme = theme
        self._view = view

    def padding(self, column: int) -> tuple[int, int]:
        """Left and right of a cell (LOOKS §1)."""
        px = self._theme.px
        return px(16 if column == NUMBER else 8), px(16 if column == STATE else 8)

    def wanted(self, column: int) -> int:
        """How wide a column is: of what it may hold, not of what it holds, so that nothing moves."""
        left, right = self.padding(column)
        metrics = QFontMetrics(self._font(column))
        if column == STATE:
            words = [
                labels_orders.state(state, held=held, unknown=unknown)[0]
                for state in OrderState
                for held, unknown in ((False, False), (True, False), (True, True))
            ]
            return (
                self._theme.px(16 + 6) + max(map(metrics.horizontalAdvance, words)) + left + right
            )
        sample = {NUMBER: "P4718 2063-5", DAY: "Nov 2025", TOTAL: "10,000.00"}.get(
            column, "Marguerite"
        )
        return metrics.horizontalAdvance(sample) + left + right + 2

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        theme, at = self._theme, index.column()
        row = index.data(ROW_ROLE)
        if not isinstance(row, OrderRow):
            return
        rect = QRect(option.rect)
        if index.row() == self._view.currentIndex().row():
            painter.fillRect(rect, theme.color("tint"))
            if at == NUMBER:
                bar = QRect(rect.left(), rect.top(), theme.px(3), rect.height())
                painter.fillRect(bar, theme.color("accent"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        left, right = self.padding(at)
        room = rect.adjusted(left, 0, -right, -1)
        if at == STATE:
            self._paint_state(painter, room, row)
            return
        painter.setFont(self._font(at))
        painter.setPen(theme.color("muted" if at == DAY else "text"))
        side = Qt.AlignmentFlag.AlignRight if at == TOTAL else Qt.AlignmentFlag.AlignLeft
        self._draw(painter, room, str(index.data() or ""), side)
        if at == CUSTOMER:
            self._paint_place(painter, room, row)

    def _paint_place(self, painter: QPainter, room: QRect, row: OrderRow) -> None:
        """The company or the town behind the name, where there is room for it."""
        more = row.company or row.place
        taken = painter.fontMetrics().horizontalAdvance(row.customer_name) + self._theme.px(8)
        rest = room.adjusted(taken, 0, 0, 0)
        if not more or rest.width() < self._theme.px(60):
            return
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.color("muted"))
        self._draw(painter, rest, more, Qt.AlignmentFlag.AlignLeft)

    def _paint_state(self, painter: QPainter, room: QRect, row: OrderRow) -> None:
        theme, px = self._theme, self._theme.px
        word, kind, icon = labels_orders.state(row.state, held=row.held, unknown=row.unknown)
        color = theme.color("muted" if kind == "neutral" else f"{kind}_text")
        side = px(16)
        box = QRectF(room.left(), room.center().y() - side / 2 + 1, side, side)
        theme.icons.paint(painter, box, icon, color)
        words = room.adjusted(side + px(6), 0, 0, 0)
        if row.promise_at_risk:
            # The promise runs on while an order is held; the warning is said in words by the row.
            mark = QRectF(room.right() - side + px(8), box.top(), side, side)
            theme.icons.paint(painter, mark, "warning-fill", theme.color("held_text"))
            words.setRight(int(mark.left()) - px(4))
        painter.setFont(self._font(STATE))
        painter.setPen(color)
        self._draw(painter, words, word, Qt.AlignmentFlag.AlignLeft)

    def _draw(self, painter: QPainter, room: QRect, words: str, side: Qt.AlignmentFlag) -> None:
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width() + 1)
        flags = side | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(flags | Qt.TextFlag.TextSingleLine), cut)

    def _font(self, column: int) -> QFont:
        return self._theme.font("strong" if column == TOTAL else "body")
