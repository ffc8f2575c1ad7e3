"""The box that finds the caller: a number, a name, an e-mail, a ZIP or an order number."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.services import customer_search
from desktop.services.customer_search import CustomerMatch
from models import phone_numbers
from models.card_guard import CardNumberRefused
from models.types import ColumnRefused
from ui import labels_counts
from ui.page_kit import PageKit
from ui.pages.call_desk.card_watch import CardWatch
from ui.pages.call_desk.match_list import MatchList
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.spoken import say_aloud

LENGTH = 200


class CallerFinder(QLineEdit):
    """Results come as one types. Enter opens the marked one.

    Enter before the answer has come is kept: when the answer is one customer, that one opens; when
    it is nobody, the new-customer form does; when it is several, the list waits for a choice.

    Signals:
        customer_found(CustomerMatch): one was chosen.
        new_customer_wanted(str): the text was nobody, and a new customer is wanted.
        text_refused(str): the text looked like a card number; it was wiped. The words say so.
        box_left: Esc with no list open, or Enter in the empty box.
    """

    customer_found = Signal(object)
    new_customer_wanted = Signal(str)
    text_refused = Signal(str)
    box_left = Signal()

    def __init__(
        self,
        *,
        kit: PageKit,
        name: str,
        host: QWidget,
        parent: QWidget | None,
        new_words: str = "",
    ) -> None:
        """*host* is what the list is laid over; *new_words* its last row, with `{text}` in it."""
        super().__init__(parent)
        self._kit = kit
        self._new_words = new_words or self.tr("New customer: {text}")
        self._asked = ""
        self._answered = ""
        self._under_way = False
        self._enter_waits = False
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Find the caller"))
        self.setPlaceholderText(self.tr("Number, name, e-mail, ZIP or order number"))
        self.setMaxLength(LENGTH)
        self.match_list = MatchList(theme=kit.theme, parent=host)
        self.match_list.row_chosen.connect(self._choose)
        watch = CardWatch(self, allowed=self._is_number)
        watch.text_edited.connect(self._on_watch_text_edited)
        watch.card_refused.connect(self.text_refused)
        self.installEventFilter(self)

    def look_up(self, text: str) -> None:
        """Search for a text that was not typed here (the caller-ID), and open a single match."""
        self.setText(text)
        self._enter_waits = True
        self._ask()

    def reset(self) -> None:
        """Empty the box and put the list away."""
        self.setText("")
        self._asked = self._answered = ""
        self._enter_waits = False
        self._hide_list()

    def area_hints(self) -> AreaHints:
        """The keys while it has the focus."""
        hints = (
            KeyHint("Enter", self.tr("open")),
            KeyHint("↑ ↓", self.tr("choose")),
            KeyHint("Esc", self.tr("back")),
        )
        return AreaHints(self.tr("Caller"), hints)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up, Down, Enter and Esc belong to the list; it goes when the focus does."""
        if event.type() == QEvent.Type.FocusOut:
            self._hide_list()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._on_enter()
            return True
        if self.match_list.isHidden():
            if key == Qt.Key.Key_Escape:
                self.box_left.emit()
                return True
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.match_list.move_mark(1 if key == Qt.Key.Key_Down else -1)
            self.setAccessibleDescription(self.match_list.words)
            return True
        if key == Qt.Key.Key_Escape:
            self._hide_list()
            return True
        return False

    def _on_enter(self) -> None:
        text = self.text().strip()
        if not text:
            self.box_left.emit()
            return
        if self._answered == text and not self.match_list.isHidden():
            self._choose(self.match_list.marked)
            return
        self._enter_waits = True
        if self._answered == text:
            self._answered = self._asked = ""
        self._ask()

    def _on_watch_text_edited(self, text: str) -> None:
        self._enter_waits = False
        if text.strip():
            self._ask()
        else:
            self._hide_list()
            self._asked = self._answered = ""

    def _is_number(self, text: str) -> bool:
        return phone_numbers.parse(text, self._kit.desk.country) is not None

    def _ask(self) -> None:
        text = self.text().strip()
        if self._under_way or not text or text == self._asked:
            return
        self._asked = text
        self._under_way = True
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: customer_search.search(session, desk, text),
            done=lambda matches: self._on_search_done(text, matches),
            failed=lambda error: self._on_search_failed(text, error),
        )

    def _on_search_failed(self, text: str, error: BaseException) -> None:
        if isinstance(error, CardNumberRefused | ColumnRefused):
            self._on_search_done(text, ())  # no record can hold such a text, so nobody has it
            return
        self._under_way = False
        self._asked = ""
        self._enter_waits = False
        self._kit.tasks.unhandled.emit(error, "find_caller")

    def _on_search_done(self, text: str, matches: tuple[CustomerMatch, ...]) -> None:
        self._under_way = False
        now = self.text().strip()
        if now != text:
            self._ask()
            return
        self._answered = text
        if not self._enter_waits:
            if self.hasFocus():
                self._show_list(text, matches)
            return
        self._enter_waits = False
        whole = [match for match in matches if match.whole]
        if len(whole) == 1 or len(matches) == 1:
            self._found((whole or list(matches))[0])
        elif not matches:
            self._wanted()
        else:
            self._show_list(text, matches)

    def _show_list(self, text: str, matches: tuple[CustomerMatch, ...]) -> None:
        new_words = self._new_words.format(text=text)
        self.match_list.show_matches(matches, new_words, under=self)
        said = self.tr("{count}. {marked}").format(
            count=labels_counts.customers(len(matches)), marked=self.match_list.words
        )
        self.setAccessibleDescription(self.match_list.words)
        say_aloud(self, said)

    def _hide_list(self) -> None:
        self.match_list.hide()
        self.setAccessibleDescription("")

    def _choose(self, row: int) -> None:
        match = self.match_list.match_at(row)
        if match is None:
            self._wanted()
        else:
            self._found(match)

    def _found(self, match: CustomerMatch) -> None:
        self.reset()
        self.customer_found.emit(match)

    def _wanted(self) -> None:
        text = self.text().strip()
        self.reset()
        self.new_customer_wanted.emit(text)
