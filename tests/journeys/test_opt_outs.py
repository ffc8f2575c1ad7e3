"""Opt-outs by keys alone: in a call, from a stranger, from an e-mail that is read out, from a fax."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from sqlalchemy import select

from desktop.demo.moves import known_caller
from desktop.paths import DataFolder
from models.dispatch import Dispatch
from models.document import Document
from models.opt_out import OptOut, OptOutRequest
from models.received_fax import FaxOutcome, FaxState, ReceivedFax
from tests.journeys import records
from tests.journeys.fax_hands import OPT_OUT, FaxHands
from tests.journeys.sitting import Sitting
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton

ENTER, ESC, F7 = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F7
Line = tuple[str, str, str]


class Books:
    """What has been recorded since; the practice shop has opt-outs of its own."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._lines = self._requests = 0
        self._lines, self._requests = len(self.ledger()), len(self.requests())

    def ledger(self) -> list[Line]:
        """How it reached us, the medium and the value of every line, in order."""
        with records.reading(self._folder) as session:
            rows = session.scalars(select(OptOut).order_by(OptOut.sequence)).all()
            found = [(row.channel.value, row.medium.value, row.value_key) for row in rows]
        return found[self._lines :]

    def requests(self) -> list[OptOutRequest]:
        """Every request, as it stands; for looking only."""
        with records.reading(self._folder) as session:
            rows = session.scalars(select(OptOutRequest).order_by(OptOutRequest.number)).all()
            session.expunge_all()
        return list(rows)[self._requests :]


def banner(desk: Sitting) -> tuple[str, str]:
    """What the caller's panel says of opt-outs."""
    (found,) = desk.workspace.window.findChildren(Banner, "caller_opt_out_banner")
    return (found.title(), found.text()) if found.isVisible() else ("", "")


def record(desk: Sitting, *keys: Qt.Key) -> None:
    """Press keys of the sheet, and wait until it has closed."""
    desk.press(*keys)
    desk.until(lambda: desk.workspace.window.open_sheet_now is None, "the sheet to close")
    desk.player.settle()


def test_in_a_call_it_takes_three_keys_and_the_cell_is_there_again(
    desk: Sitting, folder: DataFolder
) -> None:
    books = Books(folder)
    known_caller(desk.player)
    assert banner(desk) == ("Opted out: text, post", "No offers. Confirmations may go.")
    desk.press(F7)
    desk.press(ESC)
    assert desk.player.focus_is("entry_edit")
    assert books.requests() == []
    before = desk.player.counter.count
    record(desk, F7, Qt.Key.Key_1, ENTER)
    assert desk.player.counter.count - before == 3
    assert desk.player.focus_is("entry_edit")
    assert books.ledger() == [("phone", "call", "+19095550142")]
    assert banner(desk) == ("Opted out: calls, text, post", "No offers. Confirmations may go.")
    before = desk.player.counter.count
    record(desk, F7, Qt.Key.Key_0, ENTER)
    assert desk.player.counter.count - before == 3
    first, second = books.requests()
    assert (first.everything, second.everything) == (False, True)
    (call,) = records.calls(folder)
    assert (first.call_id is not None, first.display_name) == (True, call.customer)
    assert (first.confirm_by, first.confirm_document_id) == (None, None)
    desk.player.type("lmp")
    (entry,) = [
        edit
        for edit in desk.workspace.window.findChildren(QLineEdit, "entry_edit")
        if edit.hasFocus()
    ]
    assert entry.text() == "lmp"


def test_a_stranger_gives_only_a_number(desk: Sitting, folder: DataFolder) -> None:
    books = Books(folder)
    desk.press(F7)
    desk.player.wait_for_focus("opt_out_who_edit")
    desk.player.type("909 555 0163")
    desk.press(ENTER)
    desk.player.wait_for_focus("medium_call_check")
    record(desk, Qt.Key.Key_1, Qt.Key.Key_2, ENTER)
    assert books.ledger() == [
        ("phone", "call", "+19095550163"), ("phone", "text", "+19095550163"),
    ]  # fmt: skip
    (request,) = books.requests()
    assert (request.customer_id, request.call_id) == (None, None)
    assert (request.who["name"], request.who["address"]) == ("", None)


def test_from_an_e_mail_that_is_read_out_and_confirmed_by_e_mail(
    desk: Sitting, folder: DataFolder
) -> None:
    books = Books(folder)
    desk.alt(Qt.Key.Key_6)
    orders = desk.workspace.orders_page
    desk.until(lambda: getattr(orders.page, "story", None) is not None, "the first order's story")
    desk.press(F7)
    desk.player.settle()
    assert "asked not to be contacted for marketing by:" in desk.shown_texts()
    desk.press(Qt.Key.Key_F3)
    desk.player.wait_for_focus("opt_out_who_edit")
    desk.player.type("Pat.Quill@Example.com")
    desk.press(ENTER)
    desk.player.wait_for_focus("medium_call_check")
    desk.press(Qt.Key.Key_4)
    desk.alt(Qt.Key.Key_C)
    desk.alt(Qt.Key.Key_W)
    desk.player.wait_for_focus("opt_out_words_edit")
    desk.player.type("Please take me off your list")
    for _ in range(3):
        desk.alt(Qt.Key.Key_L)
    record(desk, ENTER)
    (line,) = books.ledger()
    assert line == ("email", "email", "pat.quill@example.com")
    (request,) = books.requests()
    assert request.words == "Please take me off your list"
    assert request.confirm_by is not None
    assert (request.confirm_by.value, request.confirm_to) == ("email", "pat.quill@example.com")
    with records.reading(folder) as session:
        sent = session.get_one(Dispatch, request.confirm_dispatch_id)
        assert (sent.route.value, sent.destination) == ("email", "pat.quill@example.com")
        assert session.get_one(Document, request.confirm_document_id) is not None


def test_the_mornings_letters_go_one_after_the_other(desk: Sitting, folder: DataFolder) -> None:
    books = Books(folder)
    desk.alt(Qt.Key.Key_5)
    desk.player.settle()
    desk.press(Qt.Key.Key_F2)
    desk.player.wait_for_focus("opt_out_who_edit")
    desk.player.type("12 Elm Ct, Keene NY 12942")
    desk.press(ENTER)
    desk.player.wait_for_focus("medium_call_check")
    desk.player.settle()
    desk.press(Qt.Key.Key_5, ENTER)
    desk.until(lambda: len(books.requests()) == 1, "the first letter")
    desk.player.wait_for_focus("opt_out_who_edit")
    desk.alt(Qt.Key.Key_A)
    desk.player.wait_for_focus("opt_out_note_edit")
    desk.player.type("wet, nothing but the word stop")
    desk.press(ENTER)
    desk.until(lambda: len(books.requests()) == 2, "the second letter")
    desk.player.wait_for_focus("opt_out_who_edit")
    record(desk, ESC)
    assert desk.workspace.window.key_bar.announcement() == "1 recorded, 1 set aside."
    first, second = books.requests()
    assert [(one.channel.value, one.state.value) for one in (first, second)] == [
        ("mail", "recorded"), ("mail", "pending"),
    ]  # fmt: skip
    assert first.confirm_by is not None
    assert (first.confirm_by.value, second.note) == ("post", "wet, nothing but the word stop")
    ((channel, medium, key),) = books.ledger()
    assert (channel, medium, key.startswith("12 ELM CT")) == ("mail", "post", True)


def test_from_a_fax_with_its_page_beside_the_form(
    fax_desk: Sitting, fax_folder: DataFolder
) -> None:
    books, desk, hands = Books(fax_folder), fax_desk, FaxHands(fax_desk)
    fax_id = hands.wait_for(OPT_OUT, FaxState.UNREVIEWED)
    hands.go_to(OPT_OUT)
    hands.open_window()
    hands.confirm()
    button = hands.page.findChild(KeyButton, "fax_room_opt_out_button")
    assert button is not None
    assert (button.isVisible(), button.accessibleDescription()) == (True, "F7")
    desk.press(F7)
    desk.player.wait_for_focus("medium_call_check")
    desk.player.settle()
    record(desk, Qt.Key.Key_3, ENTER)
    desk.until(lambda: hands.state(OPT_OUT) is None, "the fax to be done with")
    assert books.ledger() == [("fax", "fax", OPT_OUT)]
    (request,) = books.requests()
    assert request.fax_id == fax_id
    with records.reading(fax_folder) as session:
        fax = session.get_one(ReceivedFax, fax_id)
        assert (fax.state, fax.outcome) == (FaxState.DONE, FaxOutcome.OPT_OUT)
    desk.player.wait_for_focus("faxes_table")
