"""Words that the agent reads out to the caller."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.theme_fonts import FontRole
from ui.widgets.polish import set_look
from ui.widgets.text_label import TextLabel


class SayBox(QFrame):
    """ "Say to the caller" and the words, larger than the rest, in quotation marks."""

    def __init__(
        self,
        words: str = "",
        *,
        theme: Theme,
        kind: str = "info",
        role: FontRole = "say",
        framed: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """Make it; ``framed`` is False inside a banner, ``role`` say_large on the payment panel."""
        super().__init__(parent)
        self._theme = theme
        self._framed = framed
        self._box = QVBoxLayout(self)
        self._title = TextLabel(self.tr("Say to the caller"), theme=theme, role="chip")
        self._words = TextLabel(theme=theme, role=role, wrap=True)
        self._box.addWidget(self._title)
        self._box.addWidget(self._words)
        self.say(words, kind=kind)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def words(self) -> str:
        """What is to be said, without the quotation marks."""
        return self._words.text().strip("“”")

    def say(self, words: str, *, kind: str) -> None:
        """Change the words; "" hides the box."""
        if self._framed:
            set_look(self, "banner", kind)
        self._title.set_tone(kind)
        self._words.set_tone(kind)
        self._words.setText(self.tr("“{words}”").format(words=words) if words else "")
        self.setAccessibleName(self.tr("Say to the caller"))
        self.setAccessibleDescription(words)
        # Without a parent it would be shown as a window; a layout shows it by itself.
        if not words or self.parentWidget() is not None:
            self.setVisible(bool(words))

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        if self._framed:
            self._box.setContentsMargins(px(14), px(10), px(14), px(12))
        else:
            self._box.setContentsMargins(0, px(6), 0, 0)
        self._box.setSpacing(px(3))
        title = self._theme.font("chip")
        title.setWeight(title.Weight.DemiBold)
        self._title.setFont(title)
