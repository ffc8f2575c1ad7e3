"""How a row of a short list of choices is drawn."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme import Theme


class ChoiceDelegate(QStyledItemDelegate):
    """Words with air at both sides; tint and bar on the current row, as in every list (LOOKS §5)."""

    def __init__(self, *, theme: Theme, parent: QObject) -> None:
        """Draw with *theme*; the rows keep the height that the list gives them."""
        super().__init__(parent)
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row."""
        theme, px, rect = self._theme, self._theme.px, QRect(option.rect)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        if current:
            painter.fillRect(rect, theme.color("tint"))
            painter.fillRect(rect.left(), rect.top(), px(3), rect.height(), theme.color("accent"))
        room = rect.adjusted(px(12), 0, -px(12), 0)
        painter.setFont(theme.font("strong" if current else "body"))
        painter.setPen(theme.color("text"))
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(flags | Qt.TextFlag.TextSingleLine), cut)
