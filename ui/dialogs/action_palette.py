"""Any action by name (Ctrl+K)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.actions import DeskAction
from ui.theme import Theme
from ui.widgets.chip_paint import ChipColors, chip_width, paint_chip, plain_chip
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel

_ROLE = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


class ActionPalette(SideSheet):
    """Type a part of a name, choose with the arrows, run with Enter. Deleted when it closes.

    An action that cannot be used now is listed with its reason; Enter on it only keeps the reason
    in view.
    """

    def __init__(
        self, *, theme: Theme, actions: Sequence[DeskAction], parent: QWidget | None = None
    ) -> None:
        """List ``actions``; those that can be used come first."""
        super().__init__(
            "", theme=theme, name="palette_sheet", width=560, place="centre", parent=parent
        )
        self.title_label.setText(self.tr("Find any action"))
        self.setAccessibleName(self.tr("Find any action"))
        hidden = {"any_action"}
        listed = [action for action in actions if action.id not in hidden]
        self._listed = sorted(listed, key=lambda action: not action.isEnabled())
        self.search_edit = QLineEdit()
        self.search_edit.setObjectName("palette_search_edit")
        self.search_edit.setAccessibleName(self.tr("Name of the action"))
        self.search_edit.setPlaceholderText(self.tr("What do you want to do?"))
        self.search_edit.setFixedHeight(theme.px(36))
        self.search_edit.setFont(theme.font("say"))
        self.search_edit.installEventFilter(self)
        self.search_edit.textChanged.connect(self._on_search_text_changed)
        self.action_list = QListWidget()
        self.action_list.setObjectName("palette_list")
        self.action_list.setAccessibleName(self.tr("Actions"))
        self.action_list.setProperty("driven_by", "palette_search_edit")
        self.action_list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.action_list.setItemDelegate(_ActionDelegate(theme=theme, parent=self))
        self.action_list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.action_list.itemClicked.connect(self._on_item_clicked)
        self._none = TextLabel(self.tr("No action by that name."), theme=theme, tone="muted")
        self.scroll_area.hide()
        self._column.insertWidget(2, self.search_edit)
        self._column.insertWidget(3, self._none)
        self._column.insertWidget(4, self.action_list, 1)
        self._on_search_text_changed("")
        self.sheet_closed.connect(self.deleteLater)

    def shown(self) -> list[str]:
        """The ids of the actions listed now."""
        rows = range(self.action_list.count())
        return [self.action_list.item(row).data(_ROLE).id for row in rows]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while the field keeps the focus; Enter runs."""
        if watched is not self.search_edit or event.type() != QEvent.Type.KeyPress:
            return False
        if not isinstance(event, QKeyEvent):
            return False
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            last = self.action_list.count() - 1
            at = max(0, min(last, self.action_list.currentRow() + step))
            self.action_list.setCurrentRow(at)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.action_list.currentItem()
            if item is not None and not event.isAutoRepeat():
                self._on_item_clicked(item)
            return True
        return False

    def _on_search_text_changed(self, text: str) -> None:
        wanted = text.casefold().split()
        self.action_list.clear()
        for action in self._listed:
            words = f"{action.text()} {action.hint} {action.key_text}".casefold()
            if all(part in words for part in wanted):
                item = QListWidgetItem()
                item.setData(_ROLE, action)
                said = [action.text(), action.key_text, action.reason]
                item.setData(
                    Qt.ItemDataRole.AccessibleTextRole, ", ".join(part for part in said if part)
                )
                self.action_list.addItem(item)
        self.action_list.setCurrentRow(0)
        self._none.setVisible(not self.action_list.count())

    def _on_item_clicked(self, item: QListWidgetItem) -> None:
        action: DeskAction = item.data(_ROLE)
        if not action.isEnabled():
            return
        self.close_sheet()
        # The focus is back where it was, and this key press is over, before the action begins.
        QTimer.singleShot(0, action, partial(action.trigger))


class _ActionDelegate(QStyledItemDelegate):
    """Icon, name, reason, key."""

    def __init__(self, *, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, px = self._theme, self._theme.px
        action: DeskAction = index.data(_ROLE)
        rect = QRectF(option.rect)
        marked = bool(option.state & QStyle.StateFlag.State_Selected)
        if marked:
            painter.fillRect(option.rect, theme.color("accent"))
        ink = theme.color("onaccent" if marked else "text" if action.isEnabled() else "muted")
        side, left = px(16), rect.left() + px(12)
        box = QRectF(left, rect.center().y() - side / 2, side, side)
        if action.icon_name:
            theme.icons.paint(painter, box, action.icon_name, ink)
        left = box.right() + px(10)
        right = rect.right() - px(12)
        if action.key_text:
            right -= chip_width(theme, action.key_text)
            colors = ChipColors(None, ink, ink) if marked else plain_chip(theme)
            paint_chip(painter, theme, right, rect.center().y(), action.key_text, colors)
            right -= px(10)
        painter.setPen(ink)
        left = self._words(painter, theme.font("body"), left, right, rect, action.text())
        painter.setPen(ink if marked else theme.color("muted"))
        self._words(painter, theme.font("caption"), left + px(10), right, rect, action.reason)

    def _words(
        self,
        painter: QPainter,
        font: QFont,
        left: float,
        right: float,
        rect: QRectF,
        words: str,
    ) -> float:
        painter.setFont(font)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, int(right - left)))
        room = QRectF(left, rect.top(), max(0.0, right - left), rect.height())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)
        return left + metrics.horizontalAdvance(shown)
