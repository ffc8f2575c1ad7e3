"""What stands in a page's place while there is no page to show."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.actions import DeskAction
from ui.theme import Theme
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_button import KeyButton
from ui.widgets.text_label import TextLabel


class SealedState(QWidget):
    """An icon, what it is, what to do, and at most one button for that."""

    def __init__(
        self,
        *,
        theme: Theme,
        name: str,
        actions: tuple[DeskAction, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        """*name* is the object name, ``<noun>_state``; of *actions* ``show_state`` shows one."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name)
        noun = name.removesuffix("_state")
        self._icon = IconLabel(theme=theme, tone="muted", size=44)
        self.head_label = TextLabel(theme=theme, role="head", wrap=True)
        self.head_label.setObjectName(f"{noun}_head_label")
        self.text_label = TextLabel(theme=theme, tone="muted", wrap=True)
        self.text_label.setObjectName(f"{noun}_text_label")
        middle = Qt.AlignmentFlag.AlignHCenter
        for label in (self.head_label, self.text_label):
            label.setAlignment(middle)
        self._buttons = [
            KeyButton(theme=theme, action=action, variant="primary") for action in actions
        ]
        self._row = QHBoxLayout()
        self._row.addStretch(1)
        for button in self._buttons:
            self._row.addWidget(button)
        self._row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addStretch(2)
        self._column.addWidget(self._icon, 0, middle)
        self._column.addWidget(self.head_label)
        self._column.addWidget(self.text_label)
        self._column.addLayout(self._row)
        self._column.addStretch(3)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_state(
        self, *, icon: str, tone: str, head: str, text: str, action: DeskAction | None = None
    ) -> None:
        """Say something else; *action* is what its button does."""
        self._icon.set_icon(icon, tone)
        self.head_label.setText(head)
        self.text_label.setText(text)
        self.text_label.setVisible(bool(text))
        for button in self._buttons:
            button.setVisible(button.desk_action is action)
        self.setAccessibleName(head)
        self.setAccessibleDescription(text)

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(8), px(16), px(8))
        self._column.setSpacing(px(12))
