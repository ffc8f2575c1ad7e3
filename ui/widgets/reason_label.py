"""Why an action cannot be used, in words, under its button."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.actions import DeskAction
from ui.theme import Theme
from ui.widgets.text_label import TextLabel


class ReasonLabel(TextLabel):
    """Follows the reason of one action. It keeps its line while there is none: nothing moves."""

    def __init__(self, *, theme: Theme, action: DeskAction, parent: QWidget | None = None) -> None:
        """Show the reason of ``action``."""
        super().__init__("", theme=theme, role="caption", tone="muted", wrap=True, parent=parent)
        self._action = action
        self.setObjectName(action.id.replace(".", "_") + "_reason_label")
        action.changed.connect(self._on_action_changed)
        self._on_action_changed()

    def _on_action_changed(self) -> None:
        self.setText(self._action.reason)
        self.setMinimumHeight(self.fontMetrics().height())
