"""What a page shows while there is nothing to show: how to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.icon_label import IconLabel
from ui.widgets.text_label import TextLabel


class EmptyState(QWidget):
    """An icon, one head line, one body line, one field, three actions at most."""

    def __init__(
        self,
        *,
        theme: Theme,
        name: str,
        icon: str,
        head: str,
        text: str,
        field: QWidget | None = None,
        buttons: tuple[QWidget, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Make it; ``field`` is given 44 px of height and at most 520 of width."""
        super().__init__(parent)
        self._theme = theme
        self._field = field
        self.setObjectName(name)
        self.setAccessibleName(head)
        self._column = QVBoxLayout(self)
        self._column.addStretch(2)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._column.addWidget(IconLabel(icon, theme=theme, tone="muted", size=44), 0, middle)
        self._head = TextLabel(head, theme=theme, role="head", wrap=True)
        self._text = TextLabel(text, theme=theme, tone="muted", wrap=True)
        for label in (self._head, self._text):
            label.setAlignment(middle)
            self._column.addWidget(label)
        if field is not None:
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(field, 20)
            row.addStretch(1)
            self._column.addLayout(row)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        for button in buttons:
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._column.addLayout(self._buttons)
        self._column.addStretch(3)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def add_button(self, button: QWidget) -> None:
        """Put one more action before the others."""
        self._buttons.insertWidget(1, button)

    def show_words(self, head: str, text: str) -> None:
        """Change the two lines."""
        self._head.setText(head)
        self._text.setText(text)
        self.setAccessibleName(head)

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(12))
        self._buttons.setSpacing(px(8))
        if self._field is not None:
            self._field.setFixedHeight(px(44))
            self._field.setMaximumWidth(px(520))
            self._field.setFont(self._theme.font("say"))
