"""A card number typed or pasted into a field of ours is wiped at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

from models import card_guard
from ui import labels
from ui.widgets.field_row import FieldRow


class CardWatch(QObject):
    """Looks at one field after every key and every paste, before anybody else hears of the text.

    What looks like a card number is taken out of the field and out of its own undo. Listen to this
    instead of the field's `textEdited`, which carries the text as it was typed.

    Signals:
        text_edited(str): what stands in the field now; "" where it was wiped.
        card_refused(str): it was wiped; the words to show.
    """

    text_edited = Signal(str)
    card_refused = Signal(str)

    def __init__(
        self, edit: QLineEdit, *, allowed: Callable[[str], bool] = lambda _text: False
    ) -> None:
        """*allowed* says that a text which looks like a card number is something else after all."""
        super().__init__(edit)
        self._edit = edit
        self._allowed = allowed
        edit.textEdited.connect(self._on_edit_text_edited)

    def _on_edit_text_edited(self, text: str) -> None:
        if not card_guard.looks_like_card(text) or self._allowed(text):
            self.text_edited.emit(text)
            return
        wipe(self._edit)
        self.text_edited.emit("")
        self.card_refused.emit(labels.card_wiped())


def watch_row(row: FieldRow, *, allowed: Callable[[str], bool] = lambda _text: False) -> CardWatch:
    """Watch the line edit of a row; the message stands under it until the next key."""
    watch = CardWatch(row.line_edit, allowed=allowed)
    watch.text_edited.connect(lambda _text: row.clear_error())
    watch.card_refused.connect(row.set_error)
    return watch


def wipe(edit: QLineEdit) -> None:
    """Empty a field so that its undo does not bring the text back (`clear()` leaves it there)."""
    edit.setText("")
