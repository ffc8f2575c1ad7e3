"""Words of the page into the form: clicked, or by their marks."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from desktop.services.received_fax_shapes import FaxDetail, WordLike
from ui.pages.fax_room.form_panel import FormPanel
from ui.pages.fax_room.page_view import FaxPageView
from ui.pages.fax_room.page_words import in_reading_order
from ui.pages.fax_room.word_picker import WordPicker


class WordSteps(QObject):
    """Knows the words of the fax that is shown; what looks like a card number never leaves the page.

    Signals:
        changed: there are words now, or none.
    """

    changed = Signal()

    def __init__(
        self,
        *,
        view: FaxPageView,
        form: FormPanel,
        announce: Callable[[str, str], None],
        parent: QObject,
    ) -> None:
        """Nothing was read yet."""
        super().__init__(parent)
        self._view, self._form, self._announce = view, form, announce
        self._fax: FaxDetail | None = None
        self._words: Sequence[Sequence[WordLike]] = ()
        self.picker = WordPicker(view=view, parent=self)
        self.picker.words_picked.connect(self._on_words_picked)
        self.picker.word_refused.connect(self._say_refused)
        view.page_changed.connect(lambda _page, _pages: self._show())

    def show_fax(self, fax: FaxDetail | None) -> None:
        """Another fax is shown, or the same one as it is now."""
        if fax is None or self._fax is None or fax.row.id != self._fax.row.id:
            self._words = ()
            self.picker.stop()
        self._fax = fax

    def show_words(self, fax_id: uuid.UUID, words: Sequence[Sequence[WordLike]]) -> None:
        """The words of a fax have come, one tuple for each page."""
        if self._fax is not None and self._fax.row.id == fax_id:
            self._words = words
            self._show()

    def show_marks(self) -> None:
        """Ctrl+M: marks beside the words that are in view."""
        if not self.picker.start():
            self._announce(self.tr("No words were read on this part of the page."), "info")

    def _show(self) -> None:
        numbers = [page.number for page in self._fax.pages] if self._fax is not None else []
        at = numbers.index(self._view.page) if self._view.page in numbers else -1
        found = self._words[at] if 0 <= at < len(self._words) else ()
        self._view.show_words(in_reading_order(found))
        self.changed.emit()

    def _on_words_picked(self, text: str) -> None:
        if self._form.is_open and not self._form.drop(text):
            self._say_refused()

    def _say_refused(self) -> None:
        words = self.tr("That looks like a card number, so it is not taken over.")
        self._announce(words, "bad")
