"""A block that says one thing: what happened, what it means, what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.icon_label import IconLabel
from ui.widgets.kinds import icon_of_kind
from ui.widgets.polish import set_look
from ui.widgets.say_box import SayBox
from ui.widgets.spoken import say_aloud
from ui.widgets.text_label import TextLabel


class Banner(QFrame):
    """An icon, a title, a text, words to say if there are any, and buttons at the right.

    ``square`` is the strip that runs from edge to edge of the window. It comes unasked, so a screen
    reader says it when it comes; not again while its title stays, as a countdown may be in its text.
    A banner is hidden while it has neither title nor text.
    """

    def __init__(
        self,
        *,
        theme: Theme,
        name: str,
        kind: str = "info",
        title: str = "",
        text: str = "",
        icon: str = "",
        say: str = "",
        square: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make it; ``name`` is the object name, ``<noun>_banner``."""
        super().__init__(parent)
        self._theme = theme
        self._is_made = False
        self.setObjectName(name)
        self.setProperty("square", square)
        self._row = QHBoxLayout(self)
        self._icon = IconLabel(theme=theme, size=16 if kind == "neutral" else 20, parent=self)
        self._title = TextLabel(theme=theme, role="strong", wrap=True)
        self._text = TextLabel(
            theme=theme, role="caption" if kind == "neutral" else "body", wrap=True
        )
        self._say = SayBox(theme=theme, framed=False)
        self._words = QVBoxLayout()
        for part in (self._title, self._text, self._say):
            self._words.addWidget(part)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._words, 1)
        self._buttons = QHBoxLayout()
        self._row.addLayout(self._buttons)
        self.show_message(kind=kind, title=title, text=text, icon=icon, say=say)
        self._is_made = True
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_message(
        self, *, kind: str, title: str = "", text: str = "", icon: str = "", say: str = ""
    ) -> None:
        """Say something else; nothing at all hides it."""
        set_look(self, "banner", kind)
        self._icon.set_icon(icon or icon_of_kind(kind), f"{kind}_text")
        for label, words in ((self._title, title), (self._text, text)):
            label.set_tone(kind)
            label.setText(words)
            label.setVisible(bool(words))
        self._say.say(say, kind=kind)
        name = title or text
        if self._is_made and self.property("square") and name and name != self.accessibleName():
            say_aloud(self, ". ".join(part for part in (title, text) if part))
        self.setAccessibleName(name)
        self.setAccessibleDescription(text if title else "")
        middle = Qt.AlignmentFlag.AlignTop if title else Qt.AlignmentFlag.AlignVCenter
        self._row.setAlignment(self._icon, middle)
        # While it is made it has no place yet, and would be shown as a window of its own.
        if self._is_made or not (title or text):
            self.setVisible(bool(title or text))

    def title(self) -> str:
        """The title it shows."""
        return self._title.text()

    def text(self) -> str:
        """The text it shows."""
        return self._text.text()

    def say_words(self) -> str:
        """The words to say that it shows."""
        return self._say.words()

    def add_button(self, button: QWidget) -> None:
        """Put a button at its right end."""
        self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(12), px(9), px(12), px(10))
        self._row.setSpacing(px(10))
        self._words.setSpacing(px(2))
        self._buttons.setSpacing(px(12))
