"""A button that shows its action's icon, words and key."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from ui.actions import DeskAction
from ui.theme import Theme
from ui.widgets.chip_paint import ChipColors, chip_width, paint_chip, plain_chip
from ui.widgets.polish import set_look

Variant = Literal["plain", "primary", "danger", "quiet"]

_HEIGHTS = {"plain": 32, "danger": 32, "quiet": 32, "primary": 40}


class KeyButton(QPushButton):
    """A QPushButton for one DeskAction: it triggers it and follows its words, icon and state.

    The style draws the empty control; icon, text and chip are drawn on it. Enter presses it as
    Space does, but never by repetition: a held key must not act twice.
    """

    def __init__(
        self,
        *,
        theme: Theme,
        action: DeskAction,
        variant: Variant = "plain",
        wide: bool = False,
        height: int = 0,
        key_text: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make it.

        Args:
            theme: fonts, sizes, colours.
            action: what it does; the object name is its id with ``_button``.
            variant: plain, primary (one on a page), danger (red edge), quiet (no edge).
            wide: fill the width, chip at the right end.
            height: in px at k = 1; by the variant if 0 (36 is the anchored height).
            key_text: another key on the chip (Enter where the button has the focus), "" for none.
            parent: the owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._action = action
        self._variant: Variant = variant
        self._wide = wide
        self._height = height or _HEIGHTS[variant]
        self._key_text = key_text
        self._compact = False
        self._bare = False
        self.setObjectName(action.id.replace(".", "_") + "_button")
        self.setProperty("variant", variant)
        self.setAutoDefault(False)
        across = QSizePolicy.Policy.Expanding if wide else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._on_action_changed)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def desk_action(self) -> DeskAction:
        """The action it stands for."""
        return self._action

    def set_variant(self, variant: Variant, *, height: int = 0) -> None:
        """Make it the primary one of its place, or an ordinary one again."""
        self._variant = variant
        self._height = height or _HEIGHTS[variant]
        set_look(self, "variant", variant)
        self._on_theme_changed()

    def set_compact(self, compact: bool) -> None:
        """Drop the icon (narrow form)."""
        self._compact = compact
        self.updateGeometry()
        self.update()

    def set_bare(self, bare: bool) -> None:
        """Show the icon and the key alone, where there is no room for words."""
        self._bare = bare
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for icon, words and chip at the theme's sizes."""
        px = self._theme.px
        parts = [self._icon_width(), self._words_width(), self._chip_width()]
        gaps = px(8) * (sum(1 for part in parts if part) - 1)
        return QSize(sum(parts) + gaps + px(12) + px(9), px(self._height))

    def minimumSizeHint(self) -> QSize:
        """A wide button may be cut in its words, another not."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), self._theme.px(88)), hint.height()) if self._wide else hint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses; a repeated key does nothing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
            return
        if event.key() == Qt.Key.Key_Space and event.isAutoRepeat():
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The empty control by the style, then what is on it."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.state &= ~QStyle.StateFlag.State_HasFocus
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        color = self._ink()
        px, middle = self._theme.px, self.height() / 2
        left = float(px(12))
        right = self.width() - px(9)
        chip = self._chip()
        if chip:
            at = right - chip_width(self._theme, chip)
            paint_chip(painter, self._theme, at, middle, chip, self._chip_colors(color))
            right = at - px(8)
        if self._icon_width():
            side = px(16)
            box = QRectF(left, middle - side / 2, side, side)
            self._theme.icons.paint(painter, box, self._action.icon_name, color)
            left += side + px(8)
        if not self._bare:
            painter.setFont(self._words_font())
            painter.setPen(color)
            room = QRectF(left, 0, right - left, self.height() - 1)
            words = painter.fontMetrics().elidedText(
                self._action.text(), Qt.TextElideMode.ElideRight, int(room.width()) + 1
            )
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(room, int(flags | Qt.TextFlag.TextSingleLine), words)
        painter.end()

    def _ink(self) -> QColor:
        if not self.isEnabled():
            return self._theme.color("disabled")
        names = {"primary": "onaccent", "danger": "bad_text"}
        return self._theme.color(names.get(self._variant, "text"))

    def _chip_colors(self, ink: QColor) -> ChipColors:
        if not self.isEnabled():
            return ChipColors(None, self._theme.color("line"), ink)
        if self._variant == "primary":
            edge = QColor(ink)
            edge.setAlphaF(0.6)
            return ChipColors(None, edge, ink)
        return plain_chip(self._theme)

    def _chip(self) -> str:
        return self._action.key_text if self._key_text is None else self._key_text

    def _icon_width(self) -> int:
        shown = self._action.icon_name and (self._bare or not self._compact)
        return self._theme.px(16) if shown else 0

    def _words_width(self) -> int:
        if self._bare:
            return 0
        return QFontMetrics(self._words_font()).horizontalAdvance(self._action.text()) + 1

    def _chip_width(self) -> int:
        return chip_width(self._theme, self._chip()) if self._chip() else 0

    def _words_font(self) -> QFont:
        return self._theme.font("strong" if self._variant == "primary" else "button")

    def _on_action_changed(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setAccessibleName(self._action.text())
        said = [self._chip(), self._action.reason]
        self.setAccessibleDescription(", ".join(part for part in said if part))
        self.setToolTip(self._action.reason)
        self.updateGeometry()
        self.update()

    def _on_theme_changed(self) -> None:
        self.setFont(self._words_font())
        self._on_action_changed()
