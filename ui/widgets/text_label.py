"""A line or a paragraph of plain text in one of the theme's roles."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import Theme
from ui.theme_fonts import FontRole
from ui.widgets.polish import set_look


class TextLabel(QLabel):
    """A QLabel with a role and a tone. Text is never taken for markup: names come from outside."""

    def __init__(
        self,
        text: str = "",
        *,
        theme: Theme,
        role: FontRole = "body",
        tone: str = "",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make it.

        Args:
            text: what it says.
            theme: fonts and changes of them.
            role: size and weight.
            tone: "", muted, disabled, or a kind (held, bad, ok, info, neutral).
            wrap: break into lines where there is no room; otherwise it asks for its full width.
            parent: the owner.
        """
        super().__init__(text, parent)
        self._theme = theme
        self._role: FontRole = role
        self.setTextFormat(Qt.TextFormat.PlainText)
        # A name from right to left stays beside what it belongs to, not at the far end of its room.
        self.setAlignment(self.alignment() | Qt.AlignmentFlag.AlignAbsolute)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.set_tone(tone)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def setFont(self, font: QFont | str | Sequence[str]) -> None:
        """Remember the font: under a style sheet Qt forgets one that was set while hidden."""
        super().setFont(font)
        self._wanted_font = self.font()

    def showEvent(self, event: QShowEvent) -> None:
        """Have the font that was set last."""
        super().showEvent(event)
        self._keep_font()

    def changeEvent(self, event: QEvent) -> None:
        """Have it still where the style sheet was taken off and put on again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.isVisible():
            self._keep_font()

    def _keep_font(self) -> None:
        if self.font() != self._wanted_font:
            super().setFont(self._wanted_font)

    def set_tone(self, tone: str) -> None:
        """Change what its colour means."""
        set_look(self, "tone", tone)

    def set_role(self, role: FontRole) -> None:
        """Change its size and weight."""
        self._role = role
        self._on_theme_changed()

    def _on_theme_changed(self) -> None:
        self.setFont(self._theme.font(self._role))
