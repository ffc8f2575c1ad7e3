"""Rows of an icon and a few words; what asks for attention stands on amber ground."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.icon_label import IconLabel
from ui.widgets.polish import set_look
from ui.widgets.text_label import TextLabel


@dataclass(frozen=True)
class Mark:
    """One row: the words, the icon and its tone, a word at the right, and whether to stop at it."""

    text: str
    icon: str = "check"
    tone: str = "muted"
    trailing: str = ""
    attention: bool = False


class MarkRow(QFrame):
    """One row; it can be given other words, so that the next order needs no new widgets."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._icon = IconLabel(theme=theme, size=14, parent=self)
        self._text = TextLabel(theme=theme, wrap=True, parent=self)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._trailing = TextLabel(theme=theme, role="caption", tone="muted", parent=self)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._trailing, 0, Qt.AlignmentFlag.AlignVCenter)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_mark(self, mark: Mark) -> None:
        """Show *mark*."""
        set_look(self, "mark", "held" if mark.attention else "")
        self._icon.set_icon(mark.icon, mark.tone)
        self._text.setText(mark.text)
        self._text.set_role("strong" if mark.attention else "body")
        self._text.set_tone("held" if mark.attention else "")
        self._trailing.setText(mark.trailing)
        self._trailing.set_tone("held" if mark.attention else "muted")
        self._trailing.setVisible(bool(mark.trailing))
        self.setAccessibleName(" ".join(filter(None, (mark.text, mark.trailing))))

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(8), px(3), px(8), px(3))
        self._row.setSpacing(px(8))


class MarkRows(QWidget):
    """As many rows as there are marks, one under the other."""

    def __init__(self, *, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """Start without rows."""
        super().__init__(parent)
        self._theme = theme
        self._rows: list[MarkRow] = []
        self._marks: tuple[Mark, ...] = ()
        self.setObjectName(name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_marks(self, marks: list[Mark]) -> None:
        """Show *marks* in place of what was shown."""
        self._marks = tuple(marks)
        while len(self._rows) < len(marks):
            row = MarkRow(theme=self._theme, parent=self)
            self._rows.append(row)
            self._column.addWidget(row)
        for row, mark in zip(self._rows, marks, strict=False):
            row.show_mark(mark)
            row.show()
        for row in self._rows[len(marks) :]:
            row.hide()

    def shown(self) -> tuple[Mark, ...]:
        """The rows."""
        return self._marks
