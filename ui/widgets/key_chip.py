"""The small cap that shows a key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.actions import DeskAction
from ui.theme import Theme


class KeyChip(QLabel):
    """A key as this system writes it; one made from an action is never typed twice."""

    def __init__(
        self,
        key: str | DeskAction,
        *,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        """Show a key, or the key of an action."""
        text = key.key_text if isinstance(key, DeskAction) else key
        super().__init__(text, parent)
        self._theme = theme
        self.setProperty("keycap", True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _on_theme_changed(self) -> None:
        self.setFont(self._theme.font("chip"))
