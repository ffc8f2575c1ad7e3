"""A small rounded mark: an icon and a word."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.icon_label import IconLabel
from ui.widgets.kinds import icon_of_kind
from ui.widgets.polish import set_look
from ui.widgets.text_label import TextLabel

_LEAST_LETTERS = 11


class Pill(QFrame):
    """A state in one or two words, in the colours of its kind, never by colour alone."""

    def __init__(
        self,
        text: str = "",
        *,
        theme: Theme,
        kind: str = "neutral",
        icon: str = "",
        elide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Show ``text`` as ``kind`` (held, bad, ok, info, neutral); the icon is the kind's.

        One that may ``elide`` gives up the end of its words where there is no room for them.
        """
        super().__init__(parent)
        self._theme = theme
        self._elides = elide
        self._row = QHBoxLayout(self)
        self._icon = IconLabel(theme=theme, size=13, parent=self)
        self._label = (ElidedLabel if elide else TextLabel)(theme=theme, role="chip", parent=self)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._label)
        across = QSizePolicy.Policy.Maximum if elide else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.show_state(text, kind=kind, icon=icon)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def text(self) -> str:
        """The words it shows."""
        return self._label.text()

    def show_state(self, text: str, *, kind: str, icon: str = "") -> None:
        """Show another state."""
        set_look(self, "pill", kind)
        self._label.setText(text)
        self._label.set_tone(kind)
        self._keep_first_words()
        self._icon.set_icon(icon or icon_of_kind(kind), f"{kind}_text")
        self.setAccessibleName(text)

    def _keep_first_words(self) -> None:
        """What it is about can be read however little room there is."""
        if self._elides:
            least = self._label.fontMetrics().averageCharWidth() * _LEAST_LETTERS
            self._label.setMinimumWidth(min(self._label.sizeHint().width(), least))

    def _on_theme_changed(self) -> None:
        self._keep_first_words()
        px = self._theme.px
        # Never lower than two radii: Qt then drops the radius altogether.
        self.setMinimumHeight(px(8) * 2 + 2)
        self._row.setContentsMargins(px(8), px(1), px(9), px(1))
        self._row.setSpacing(px(5))
