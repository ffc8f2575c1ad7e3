"""Marks beside the words of a page: typing one drops its word into the field that has the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from ui.pages.fax_room.page_view import FaxPageView
from ui.pages.fax_room.page_words import MARK_LETTERS, marks_for, may_be_dropped, run_from, text_of


class WordPicker(QObject):
    """From ``start`` until a mark is whole, Esc, or another key, the letters are marks.

    With or without Alt, so that a hand that is used to it need not think; Shift takes all that
    belongs to the word up to the next gap. Tab goes on to the next field meanwhile.

    Signals:
        words_picked(str): what is to stand in the field.
        word_refused: it looks like a card number, so it is not taken over.
        picking_changed(bool): marks are shown, or gone.
    """

    words_picked = Signal(str)
    word_refused = Signal()
    picking_changed = Signal(bool)

    def __init__(self, *, view: FaxPageView, parent: QObject) -> None:
        """Pick from the words of *view*."""
        super().__init__(parent)
        self._view = view
        self._marks: dict[str, int] = {}
        self._typed = ""
        self._is_picking = False
        view.word_clicked.connect(self.pick)
        view.page_changed.connect(lambda _page, _pages: self.stop())

    @property
    def is_picking(self) -> bool:
        """Whether the marks are shown."""
        return self._is_picking

    def start(self) -> bool:
        """Show the marks; False where no word was read."""
        at = self._view.words_in_view()
        self._marks = dict(zip(marks_for(len(at)), at, strict=False))
        if not self._marks:
            return False
        self._typed = ""
        self._show()
        if not self._is_picking:
            self._is_picking = True
            app = QApplication.instance()
            if app is not None:
                app.installEventFilter(self)
            self.picking_changed.emit(True)
        return True

    def stop(self) -> None:
        """Take the marks away."""
        if not self._is_picking:
            return
        self._is_picking = False
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._view.show_marks({})
        self.picking_changed.emit(False)

    def pick(self, at: int, whole: bool) -> None:
        """Take a word of the page, or all that belongs to it."""
        words = self._view.words
        if not 0 <= at < len(words):
            return
        text = text_of(run_from(words, at)) if whole else text_of(words[at : at + 1])
        if may_be_dropped(text):
            self.words_picked.emit(text)
        else:
            self.word_refused.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keys are marks meanwhile; a shortcut of the same key sleeps."""
        if not isinstance(event, QKeyEvent) or not self._is_picking:
            return False
        if event.type() == QEvent.Type.ShortcutOverride and self._is_ours(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        return False

    def _is_ours(self, event: QKeyEvent) -> bool:
        letter = _letter(event)
        return bool(letter) or event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace)

    def _on_key(self, event: QKeyEvent) -> bool:
        letter = _letter(event)
        if letter:
            if not event.isAutoRepeat():
                self._type(letter, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return True
        if event.key() == Qt.Key.Key_Backspace:
            self._typed = self._typed[:-1]
            self._show()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.stop()
            return True
        if event.key() not in _PASSED:
            self.stop()
        return False

    def _type(self, letter: str, whole: bool) -> None:
        typed = self._typed + letter
        if typed in self._marks:
            at = self._marks[typed]
            self.stop()
            self.pick(at, whole)
        elif any(mark.startswith(typed) for mark in self._marks):
            self._typed = typed
            self._show()

    def _show(self) -> None:
        self._view.show_marks({at: mark for mark, at in self._marks.items()}, self._typed)


_PASSED = frozenset(
    {
        Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Control, Qt.Key.Key_Meta, Qt.Key.Key_AltGr,
        Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_CapsLock,
    }
)  # fmt: skip


def _letter(event: QKeyEvent) -> str:
    """The letter of a mark that a key stands for, whatever Alt makes of its text; else ""."""
    if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier):
        return ""
    key = event.key()
    if not Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
        return ""
    letter = chr(key).lower()
    return letter if letter in MARK_LETTERS else ""
