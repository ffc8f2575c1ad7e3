"""What can be done with what is shown, always in the same place under it."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.actions import DeskAction
from ui.theme import Theme
from ui.widgets.deeds import Deeds
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.key_button import KeyButton
from ui.widgets.reason_label import ReasonLabel


class ActionDock(QFrame):
    """F10 at the left, then what can be done now; what cannot is in F1 and Ctrl+K with its reason."""

    def __init__(self, *, theme: Theme, actions: Deeds[Any], parent: QWidget | None = None) -> None:
        """Start without buttons; ``refresh`` makes those that were added since."""
        super().__init__(parent)
        self._theme = theme
        self._actions = actions
        self._buttons: dict[str, KeyButton] = {}
        self._reason: ReasonLabel | None = None
        self._compact = False
        self.setObjectName("action_dock")
        self.setAccessibleName(self.tr("What can be done"))
        self.setProperty("card", True)
        self._column = QVBoxLayout(self)
        self._flow_holder = QWidget()
        self._flow = FlowLayout(self._flow_holder)
        self._column.addWidget(self._flow_holder)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def refresh(self) -> None:
        """Show the buttons of what can be done now."""
        finish = self._actions.finish
        if finish is not None:
            self._button(finish, "primary").setVisible(True)
            if self._reason is None:
                self._reason = ReasonLabel(theme=self._theme, action=finish)
                self._column.addWidget(self._reason)
            self._reason.setVisible(bool(finish.reason))
        for action, made in self._actions.listed():
            variant = "danger" if action.is_danger else "primary" if action.is_primary else "plain"
            button = self._button(made, variant)
            button.setVisible(not made.reason)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More lines where it is narrower."""
        super().resizeEvent(event)
        self._fit()

    def set_compact(self, compact: bool) -> None:
        """Drop the icons (narrow form)."""
        self._compact = compact
        self._fit()

    def _fit(self) -> None:
        """Give the buttons the height that they need side by side; the icons go where it is high."""
        margins = self._column.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        two_lines = 2 * self._theme.px(36) + self._flow.spacing()
        self._show_icons(not self._compact)
        height = self._flow.heightForWidth(room)
        if height > two_lines and not self._compact:
            self._show_icons(False)
            height = self._flow.heightForWidth(room)
        self._flow_holder.setFixedHeight(max(self._theme.px(36), height))

    def _show_icons(self, shown: bool) -> None:
        for button in self._buttons.values():
            button.set_compact(not shown)

    def _button(self, action: DeskAction, variant: str) -> KeyButton:
        button = self._buttons.get(action.id)
        if button is None:
            button = KeyButton(
                theme=self._theme,
                action=action,
                variant=variant,  # type: ignore[arg-type]
                height=36,
            )
            button.set_compact(self._compact)
            self._buttons[action.id] = button
            if variant == "danger":
                self._flow.put_apart(button)
            elif variant == "primary":
                self._flow.put_first(button)
            else:
                self._flow.addWidget(button)
        return button

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(12), px(8), px(12), px(8))
        self._column.setSpacing(px(4))
        self._flow.setSpacing(px(8))
        self._fit()
