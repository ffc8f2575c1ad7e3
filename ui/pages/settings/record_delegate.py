"""How a row of a list of the settings is drawn."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.pages.settings.record_brief import RecordBrief
from ui.theme import Theme
from ui.widgets.kinds import icon_of_kind

#: Height of a row at k = 1 (LOOKS §1, list row).
ROW = 36

#: The role under which a row's RecordBrief lies.
BRIEF_ROLE = int(Qt.ItemDataRole.UserRole)


class RecordDelegate(QStyledItemDelegate):
    """Title at the left, caption at the right, tint and bar on the current row, a hairline below."""

    def __init__(self, *, theme: Theme, parent: QObject) -> None:
        """Draw with ``theme``."""
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """One row."""
        return QSize(self._theme.px(80), self._theme.px(ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row."""
        brief = index.data(BRIEF_ROLE)
        if not isinstance(brief, RecordBrief):
            return
        theme, px = self._theme, self._theme.px
        rect = QRect(option.rect)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        if current:
            painter.fillRect(rect, theme.color("tint"))
            painter.fillRect(rect.left(), rect.top(), px(3), rect.height(), theme.color("accent"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line"))
        room = rect.adjusted(px(16), 0, -px(16), 0)
        if brief.icon:
            box = QRectF(room.left(), rect.center().y() - px(8) + 1, px(16), px(16))
            theme.icons.paint(painter, box, brief.icon, theme.color("text"))
            room.setLeft(room.left() + px(16 + 8))
        room.setRight(self._paint_caption(painter, room, brief))
        painter.setFont(theme.font("strong" if current else "body"))
        painter.setPen(theme.color("text"))
        _draw(painter, room, brief.title)

    def _paint_caption(self, painter: QPainter, room: QRect, brief: RecordBrief) -> int:
        """Draw the caption and return where the title has to end."""
        theme, px = self._theme, self._theme.px
        if not brief.caption:
            return room.right()
        kind = brief.tone != "muted"
        color = theme.color(f"{brief.tone}_text" if kind else "muted")
        painter.setFont(theme.font("caption"))
        painter.setPen(color)
        sign = px(13 + 5) if kind else 0
        wanted = QFontMetrics(painter.font()).horizontalAdvance(brief.caption) + 1
        width = min(wanted, room.width() * 6 // 10 - sign)
        left = room.right() - width + 1
        _draw(painter, QRect(left, room.top(), width, room.height()), brief.caption)
        if kind:
            box = QRectF(left - sign, room.center().y() - px(13) / 2 + 1, px(13), px(13))
            theme.icons.paint(painter, box, brief.sign or icon_of_kind(brief.tone), color)
        return left - sign - px(8)


def _draw(painter: QPainter, room: QRect, words: str) -> None:
    cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(room, int(flags | Qt.TextFlag.TextSingleLine), cut)
