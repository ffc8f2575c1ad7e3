"""A button that tries a setting, and beneath it what came of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.actions import DeskAction
from ui.pages.settings.setting_field import SettingField
from ui.theme import Theme
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_button import KeyButton
from ui.widgets.text_label import TextLabel

_LOOKS = {
    "ok": ("check-circle-fill", "ok_text", "ok"),
    "bad": ("x-circle-fill", "bad_text", "bad"),
    "held": ("warning-fill", "held_text", "held"),
    "info": ("info-fill", "info_text", "info"),
    "busy": ("hourglass-medium", "muted", "muted"),
}


class TryField(SettingField):
    """It has no value of its own: nothing is saved of it, and reading only does not lock it."""

    def __init__(
        self, *, theme: Theme, action: DeskAction, name: str, parent: QWidget | None = None
    ) -> None:
        """Make it.

        Args:
            theme: sizes and colours.
            action: what the button does.
            name: the object name of the words, ``<noun>_words``.
            parent: the owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._button = KeyButton(theme=theme, action=action)
        self._icon = IconLabel(theme=theme, size=16)
        self._words = TextLabel(theme=theme, role="caption", wrap=True)
        self._words.setObjectName(name)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._foot.addWidget(self._words, 1)
        self.column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(self._foot)
        self.setFocusProxy(self._button)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.say("")

    def say(self, words: str, kind: str = "ok") -> None:
        """What came of it: ok, bad, held (something is to be done first), info, busy."""
        icon, ink, tone = _LOOKS[kind]
        self._icon.set_icon(icon, ink)
        self._icon.setVisible(bool(words))
        self._words.setText(words)
        self._words.set_tone(tone)
        self._words.setVisible(bool(words))
        self._button.setAccessibleDescription(words)

    def words(self) -> str:
        """What is said."""
        return self._words.text()

    def value(self) -> None:
        """None."""

    def show_value(self, value: Any) -> None:
        """Nothing."""

    def set_error(self, words: str) -> None:
        """As what came of it."""
        self.say(words, "bad")

    def error(self) -> str:
        """Nothing that is typed here can be wrong."""
        return ""

    def set_read_only(self, read_only: bool) -> None:
        """Whoever may read may try."""

    def first_editor(self) -> QWidget:
        """The button."""
        return self._button

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self.column.setSpacing(px(6))
        self._foot.setSpacing(px(6))
