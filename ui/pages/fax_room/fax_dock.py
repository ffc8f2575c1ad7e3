"""What can be done with the fax as a whole, always in the same place under its page."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.pages.fax_room.fax_actions import FaxActions
from ui.theme import Theme
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.key_button import KeyButton


class FaxDock(QWidget):
    """The buttons of what can be done now; what cannot is in F1 and Ctrl+K with its reason."""

    def __init__(self, *, theme: Theme, actions: FaxActions, parent: QWidget | None = None) -> None:
        """Start without buttons; ``refresh`` makes those that were added since."""
        super().__init__(parent)
        self._theme, self._actions = theme, actions
        self._buttons: dict[str, KeyButton] = {}
        self.setObjectName("fax_dock")
        self.setAccessibleName(self.tr("What can be done with the fax"))
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._holder)
        theme.theme_changed.connect(self._fit)
        self._fit()

    def refresh(self) -> None:
        """Show the buttons of what can be done now."""
        for action, made in self._actions.listed():
            button = self._buttons.get(made.id)
            if button is None:
                variant = "danger" if action.is_danger else "plain"
                button = KeyButton(
                    theme=self._theme,
                    action=made,
                    variant=variant,  # type: ignore[arg-type]
                    height=36,
                    key_text=self._actions.key_text(action),
                )
                self._buttons[made.id] = button
                if action.is_danger:
                    self._flow.put_apart(button)
                else:
                    self._flow.addWidget(button)
            button.setVisible(not made.reason)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More lines where it is narrower."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Without icons where the buttons would need more lines with them."""
        px, room = self._theme.px, self.width()
        self._flow.setSpacing(px(8))
        self._show_icons(True)
        height = self._flow.heightForWidth(room)
        if height > px(36):
            self._show_icons(False)
            height = self._flow.heightForWidth(room)
        self._holder.setFixedHeight(max(px(36), height))

    def _show_icons(self, shown: bool) -> None:
        for button in self._buttons.values():
            button.set_compact(not shown)
