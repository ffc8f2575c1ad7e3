"""One short line of error beside a field in a table."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.icon_label import IconLabel


class FieldNote(QWidget):
    """An icon and a sentence in the colours of an error; hidden while there is nothing to say."""

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("field_note")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(5))
        row.addWidget(IconLabel("warning-circle-fill", theme=theme, tone="bad_text", size=14))
        self._words = ElidedLabel(theme=theme, role="caption", tone="bad")
        row.addWidget(self._words, 1)
        self.hide()

    def text(self) -> str:
        """What it says, "" while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def show_note(self, text: str) -> None:
        """Say something, or nothing."""
        self._words.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
