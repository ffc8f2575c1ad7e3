"""The customer's note."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.pages.call_desk.kit import DeskKit
from ui.widgets.icon_label import IconLabel
from ui.widgets.panel import Panel
from ui.widgets.text_label import TextLabel


class NotePanel(Panel):
    """What every agent is to know of this customer: "Hard of hearing: speak slowly"."""

    def __init__(self, *, kit: DeskKit, parent: QWidget | None = None) -> None:
        """Hidden while there is no note."""
        super().__init__("", theme=kit.theme, name="note_panel", parent=parent)
        self.setAccessibleName(self.tr("Note"))
        row = QHBoxLayout()
        row.setSpacing(kit.theme.px(8))
        row.addWidget(IconLabel("note", theme=kit.theme, tone="muted"))
        self._words = TextLabel(theme=kit.theme, wrap=True)
        row.addWidget(self._words, 1)
        self.body.addLayout(row)
        self.show_note("")

    @property
    def note(self) -> str:
        """The note it shows."""
        return self._words.text()

    def show_note(self, note: str) -> None:
        """Show the customer's note; "" hides the panel."""
        self._words.setText(note)
        self.setAccessibleDescription(note)
        self.setVisible(bool(note))
