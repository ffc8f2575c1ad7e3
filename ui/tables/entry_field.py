"""The field of the entry row: what is typed, what it may mean, and scanners that do not wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.tables.candidate_popup import CandidatePopup
from ui.tables.grid_edit import GridEdit
from ui.tables.line_row import Candidate
from ui.theme import Theme

#: Digits alone, this many or more, are a code (GTIN-8 is the shortest): only that very item will do.
CODE_DIGITS: Final = 8
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EntryField(GridEdit):
    """Types a question, shows the answers, and chooses one.

    Enter that comes before the answer is remembered; when the answer to exactly that text comes and
    one candidate is exact, it is chosen. Several codes may wait at once.

    Signals:
        search_requested(text): to be answered by ``answer`` with the same text.
        candidate_chosen(id): ``untouched`` tells whether something was typed since.
        note_changed(text): what to say beside the field, "" for nothing.
        emptied_by_enter: Enter in the empty field.
    """

    search_requested = Signal(str)
    candidate_chosen = Signal(str)
    note_changed = Signal(str)
    emptied_by_enter = Signal()

    def __init__(
        self, *, theme: Theme, pass_key: Callable[[QKeyEvent], bool], parent: QWidget
    ) -> None:
        """``pass_key`` gets the keys that are not for the field; True if it used one."""
        super().__init__(take_key=self._on_key, parent=parent)
        self._pass_key = pass_key
        self._waiting: list[str] = []
        self._answered = ""
        self._touched = False
        self.setObjectName("entry_edit")
        self.setAccessibleName(self.tr("SKU, barcode or words of the name"))
        self.setPlaceholderText(self.tr("SKU, barcode or words of the name"))
        self.popup = CandidatePopup(theme=theme, parent=self)
        self.popup.candidate_picked.connect(self._choose)
        self.textEdited.connect(self._on_text_edited)
        self.focus_left.connect(self.popup.hide)

    @property
    def untouched(self) -> bool:
        """Nothing has been typed since the last Enter or choice."""
        return not self._touched

    @property
    def waiting(self) -> tuple[str, ...]:
        """Texts whose Enter came before their answer, oldest first."""
        return tuple(self._waiting)

    def wipe(self) -> None:
        """Empty it for good: its undo does not bring the text back, and no answer to it counts."""
        self._waiting.clear()
        self._answered = ""
        self.popup.hide()
        self.setText("")

    def take_code(self, digits: str) -> None:
        """Go on with digits that were typed into another field of the grid."""
        self.setText(digits)
        self._on_text_edited(digits)

    def answer(self, text: str, candidates: Sequence[Candidate]) -> None:
        """Show what a text may mean, or choose it if Enter has been pressed already."""
        if text in self._waiting:
            self._waiting.remove(text)
            self._answer_waiting(text, candidates)
            return
        if text and text == self.text().strip() and self.hasFocus():
            self._show(text, candidates)

    def _answer_waiting(self, text: str, candidates: Sequence[Candidate]) -> None:
        exact = [found for found in candidates if found.exact]
        still_there = self.text().strip() == text and not self._touched
        if len(exact) == 1:
            if still_there:
                self.setText("")
            self.candidate_chosen.emit(exact[0].id)
            return
        if candidates and still_there and not _is_code(text):
            self.note_changed.emit(self.tr("Which one? Choose with ↑ ↓ and Enter."))
        else:
            self.note_changed.emit(self.tr("No item has this code: {code}").format(code=text))
        if still_there and self.hasFocus():
            self.selectAll()
            self._show(text, candidates)

    def _show(self, text: str, candidates: Sequence[Candidate]) -> None:
        self._answered = text
        best_first = sorted(candidates, key=lambda found: not found.exact)
        self.popup.show_under(self, text, best_first)
        self._describe()

    def _describe(self) -> None:
        self.setAccessibleDescription(
            self.popup.accessibleDescription() if self.popup.isVisible() else ""
        )

    def _on_text_edited(self, _text: str) -> None:
        text = self.text().strip()
        self._touched = True
        self.note_changed.emit("")
        if text:
            self.search_requested.emit(text)
        else:
            self.popup.hide()

    def _on_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in _ENTER:
            if not event.isAutoRepeat():
                self._on_enter()
            return True
        if self.popup.isVisible():
            steps = {
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: 7,
                Qt.Key.Key_PageUp: -7,
            }
            if key in steps:
                self.popup.move_mark(steps[Qt.Key(key)])
                self._describe()
                return True
            if key == Qt.Key.Key_Escape:
                self.popup.hide()
                return True
        return self._pass_key(event)

    def _on_enter(self) -> None:
        text = self.text().strip()
        if not text:
            self.emptied_by_enter.emit()
            return
        marked = self.popup.marked
        if marked is not None and self._answered == text:
            if marked.exact or not _is_code(text):
                self._choose(marked.id)
            else:
                self.note_changed.emit(self.tr("No item has this code: {code}").format(code=text))
                self.selectAll()
            return
        self.popup.hide()
        self._touched = False
        self._waiting.append(text)
        # The next code replaces this one; if there is no such item the text is still there.
        self.selectAll()
        self.search_requested.emit(text)

    def _choose(self, candidate_id: str) -> None:
        self.setText("")
        self.popup.hide()
        self._describe()
        self._touched = False
        self.note_changed.emit("")
        self.candidate_chosen.emit(candidate_id)


def _is_code(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) >= CODE_DIGITS
