"""The note and the actions, always in one place under the order."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from models import card_guard
from ui import labels
from ui.pages.verification.actions import VerificationActions
from ui.pages.verification.note_field import NoteField
from ui.theme import Theme
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.reason_label import ReasonLabel


class ActionDock(QFrame):
    """What was checked, then Release, Call back, Ask again; Cancel stands apart at the right."""

    def __init__(
        self, *, theme: Theme, keys: VerificationActions, parent: QWidget | None = None
    ) -> None:
        """Make it of the page's actions."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("verification_dock")
        self.setAccessibleName(self.tr("Decision"))
        self.setProperty("card", True)
        self.note_edit = NoteField()
        self.note_row = FieldRow(
            self.tr("What you checked (kept with the order)"),
            theme=theme,
            name="verification_note_edit",
            editor=self.note_edit,
            action=keys.note,
            advance=False,
        )
        self.note_edit.textEdited.connect(self._on_note_text_edited)
        self._buttons = [
            KeyButton(theme=theme, action=keys.release, variant="primary", height=36),
            KeyButton(theme=theme, action=keys.call_back, height=36),
            KeyButton(theme=theme, action=keys.again, height=36),
        ]
        self._letter = KeyButton(theme=theme, action=keys.letter, height=36)
        self._cancel = KeyButton(theme=theme, action=keys.cancel, variant="danger", height=36)
        self._row = QHBoxLayout()
        for button in self._buttons:
            self._row.addWidget(button)
        self._row.addStretch(1)
        self._row.addWidget(self._letter)
        self._row.addWidget(self._cancel)
        self._reason = ReasonLabel(theme=theme, action=keys.release)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.note_row)
        self._column.addLayout(self._row)
        self._column.addWidget(self._reason)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def note(self) -> str:
        """What is typed."""
        return self.note_edit.text()

    def show_note(self, note: str) -> None:
        """Put a note back into the field; an error goes."""
        self.note_edit.setText(note)
        self.note_row.clear_error()

    def show_letter(self, offered: bool) -> None:
        """Offer the letter of the order that was just cancelled in place of the cancelling."""
        self._letter.setVisible(offered)
        self._cancel.setVisible(not offered)

    def set_compact(self, *, middle: bool, all_of_them: bool) -> None:
        """Drop the icons of the buttons where there is no room: first of those in the middle."""
        for button in (*self._buttons, self._letter, self._cancel):
            button.set_compact(all_of_them or (middle and button in self._buttons[1:]))

    def _on_note_text_edited(self, text: str) -> None:
        self.note_row.clear_error()
        if card_guard.looks_like_card(text):
            self.note_edit.clear()
            self.note_row.set_error(labels.card_wiped())

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(8), px(16), px(8))
        self._column.setSpacing(px(6))
        self._row.setSpacing(px(8))
