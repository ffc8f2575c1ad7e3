"""How a row of the list of faxes is drawn."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop.services.received_fax_shapes import FaxRow
from models.received_fax import FaxState
from ui import labels_fax
from ui.pages.fax_room.fax_model import CAME, FROM, ROW_ROLE, STATE, UNDER_ROLE
from ui.theme import Theme

ROW = 48
_Index = QModelIndex | QPersistentModelIndex


class FaxDelegate(QStyledItemDelegate):
    """Two lines a row: what it is, and under it in small how old, how much, and whose."""

    def __init__(self, *, theme: Theme, view: QTableView) -> None:
        """Draw for *view*."""
        super().__init__(view)
        self._theme = theme
        self._view = view

    def padding(self, column: int) -> tuple[int, int]:
        """Left and right of a cell (LOOKS §1)."""
        px = self._theme.px
        return px(16 if column == CAME else 8), px(16 if column == STATE else 8)

    def wanted(self, column: int) -> int:
        """How wide a column is: of what it may hold, not of what it holds, so that nothing moves."""
        left, right = self.padding(column)
        metrics = QFontMetrics(self._theme.font("body"))
        if column == STATE:
            word = max((labels_fax.tr("Unreviewed"), labels_fax.tr("On an order")), key=len)
            return self._theme.px(16 + 6) + metrics.horizontalAdvance(word) + left + right + 2
        small = QFontMetrics(self._theme.font("caption"))
        return (
            max(metrics.horizontalAdvance("28 Nov"), small.horizontalAdvance("59 min"))
            + left + right + 2
        )  # fmt: skip

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        theme, at = self._theme, index.column()
        row = index.data(ROW_ROLE)
        if not isinstance(row, FaxRow):
            return
        rect = QRect(option.rect)
        if index.row() == self._view.currentIndex().row():
            painter.fillRect(rect, theme.color("tint"))
            if at == CAME:
                bar = QRect(rect.left(), rect.top(), theme.px(3), rect.height())
                painter.fillRect(bar, theme.color("accent"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        left, right = self.padding(at)
        room = rect.adjusted(left, theme.px(5), -right, -theme.px(5) - 1)
        upper = QRect(room.left(), room.top(), room.width(), room.height() * 54 // 100)
        lower = QRect(room.left(), upper.bottom() + 1, room.width(), room.height() - upper.height())
        self._paint_upper(painter, upper, row, at, str(index.data() or ""))
        tone = "bad_text" if at == STATE and row.state is FaxState.DAMAGED else "muted"
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color(tone))
        self._draw(painter, lower, str(index.data(UNDER_ROLE) or ""))

    def _paint_upper(
        self, painter: QPainter, room: QRect, row: FaxRow, at: int, words: str
    ) -> None:
        theme, px = self._theme, self._theme.px
        tone = "text" if at == FROM else "muted"
        if at == STATE:
            _word, kind, icon = labels_fax.state(row)
            tone = "muted" if kind == "neutral" else f"{kind}_text"
            side = px(16)
            box = QRectF(room.left(), room.center().y() - side / 2 + 1, side, side)
            theme.icons.paint(painter, box, icon, theme.color(tone))
            room = room.adjusted(side + px(6), 0, 0, 0)
        painter.setFont(self._font(row, at))
        painter.setPen(theme.color(tone))
        self._draw(painter, room, words)

    def _font(self, row: FaxRow, column: int) -> QFont:
        is_bold = column == FROM and not row.is_read and row.state is not FaxState.DONE
        return self._theme.font("strong" if is_bold else "body")

    @staticmethod
    def _draw(painter: QPainter, room: QRect, words: str) -> None:
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width() + 1)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(flags | Qt.TextFlag.TextSingleLine), cut)
