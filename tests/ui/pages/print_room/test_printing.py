"""A morning in the print room by keys: batches, what came out, what goes wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from desktop.dispatch.print_batches import PrinterWord
from desktop.platform.print_jobs import JobState, PrintSystemJob
from desktop.services import print_room
from models.document import DocumentKind
from models.print_batch import BatchState
from models.session import DatabaseGone
from models.store import Store
from tests.desktop import printed_letters as letters
from tests.desktop.printed_letters import begin, letter, sent, texts_of, three_letters
from tests.ui.pages.print_room.rooms import CONTROL, Room
from ui import labels_print_room
from ui.pages.print_room.answer_sheet import AnswerSheet

F2, F4, F5, F6, F10 = (
    Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F10,
)  # fmt: skip
SPACE, ENTER, ESC, DOWN = Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down


def test_letters_stand_in_zip_order_and_are_printed_in_it_until_somebody_says_that_they_are_good(
    room: Room,
) -> None:
    three_letters(room.shop)
    page = room.show()
    assert room.focus == "print_room_table"
    assert room.people == ["Ash", "Birch", "Cedar"]
    assert room.rows[0] == ("Confirmation", "Ash", "New York, NY 10001", "1", "Ready")
    assert page.list_panel.title_label.text() == "Batch of 2 March, 07:04"
    assert page.list_panel.count_label.text() == "3 letters, 3 pages"
    assert room.bars[-1] == ("Print room", "3 ready")
    assert room.words("finish") == "Print 3 letters"
    assert room.banner("answer") == ""

    room.key(F10)
    ((title, pdf),) = room.jobs
    assert title.startswith("Order Desk batch 0704-")
    assert texts_of(pdf)[1:] == ["Dear Ash", "Dear Birch", "Dear Cedar"]
    assert room.told[-1] == ("3 letters went to Office LaserJet.", "ok")
    assert room.remembered["printer"] == "laser"
    assert room.rows == []
    assert room.bars[-1] == ("Print room", "0 ready, 3 to confirm")
    assert room.banner("answer") == (
        "Batch of 07:04: is the paper good? | 3 letters went to Office LaserJet. Nothing counts as"
        " printed until you say so."
    )
    assert letters.names(room.shop, "to_mail") == []

    room.alt(Qt.Key.Key_Y)
    assert room.told[-1] == ("3 letters printed, ready to mail.", "ok")
    assert (room.banner("answer"), len(room.jobs)) == ("", 1)
    assert letters.names(room.shop, "to_mail") == ["Ash", "Birch", "Cedar"]


def test_the_printers_own_word_stands_beside_the_question_and_decides_nothing(room: Room) -> None:
    batch = sent(room.shop, three_letters(room.shop))
    asked = (
        "Batch of 07:04: is the paper good? | 3 letters went to laser. Nothing counts as printed"
        " until you say so."
    )
    room.show()
    assert room.banner("answer") == asked
    job = PrintSystemJob(batch.job, "", "laser", JobState.STOPPED, 1)
    for word, words in (
        (PrinterWord(job, "It is out of paper."), " The printer has stopped in the middle of it."
         " The printer says: It is out of paper."),
        (PrinterWord(replace(job, state=JobState.DONE), ""), " The printer says that it is done."),
        (None, ""),
    ):  # fmt: skip
        room.printer_word = word
        room.changes.broadcast({"dispatches"})
        room.settle()
        assert room.banner("answer") == asked + words
    assert letters.names(room.shop, "to_mail") == []


def test_every_state_of_a_job_has_words_of_its_own() -> None:
    jobs = [PrintSystemJob("laser-1", "", "laser", state, 0) for state in JobState]
    words = {labels_print_room.printer_word(PrinterWord(job, "")) for job in jobs}
    assert len(words) == len(JobState)


def test_what_is_left_out_or_flawed_stays_and_new_batch_takes_all_in_again(room: Room) -> None:
    three_letters(room.shop)
    letter(room.shop, "Li", "20001", unprintable="美玲")
    room.show()
    assert room.banner("behind") == " | 1 letter stays behind until it is put right."
    room.key(SPACE)
    assert room.states == ["Left out", "2 characters cannot print", "Ready", "Ready"]
    assert room.words("finish") == "Print 2 letters"
    room.key(F6)
    assert "美 玲" in room.banner("flaw")
    room.key(SPACE)
    assert (room.states[1], room.banner("behind")) == ("Goes all the same", "")
    room.key(F10)
    assert texts_of(room.jobs[0][1])[1:] == ["Dear Li", "Dear Birch", "Dear Cedar"]
    assert (room.people, room.states) == (["Ash"], ["Left out"])
    assert room.words("finish") == "None of these can go: they are left out, or need putting right."
    room.key(F10)
    assert len(room.jobs) == 1
    room.key(F2)
    assert room.states == ["Ready"]


def test_one_alone_and_one_kind_alone(room: Room) -> None:
    three_letters(room.shop)
    letter(room.shop, "Stop", "20001", kind=DocumentKind.OPT_OUT_CONFIRMATION)
    page = room.show()
    room.key(Qt.Key.Key_PageDown)
    assert page.preview.panel.title_label.text() == "Opt-out letter"
    room.key(Qt.Key.Key_PageDown)
    room.key(Qt.Key.Key_P, CONTROL)
    assert texts_of(room.jobs[0][1])[1:] == ["Dear Birch"]
    assert room.people == ["Ash", "Stop", "Cedar"]
    room.key(F4)
    assert room.focus == "print_room_showing_list"
    room.key(DOWN)
    room.key(DOWN)
    room.key(ENTER)
    assert (room.people, room.focus) == (["Stop"], "print_room_table")
    assert page.list_panel.title_label.text() == "Batch of 2 March, 07:04: opt-out letter"
    assert room.words("finish") == "Print 1 letter"


def test_a_printer_that_takes_nothing_loses_nothing(room: Room) -> None:
    three_letters(room.shop)
    room.trouble = "Paper is jammed in it."
    room.show()
    room.key(F10)
    assert room.banner("trouble") == (
        "Office LaserJet has not taken the batch | Paper is jammed in it. 3 letters wait as before;"
        " F10 tries again."
    )
    assert (room.people, room.banner("answer")) == (["Ash", "Birch", "Cedar"], "")
    room.trouble = ""
    room.key(F10)
    assert (len(room.jobs), room.rows, room.banner("trouble")) == (1, [], "")


def test_esc_stops_a_batch_that_the_printer_has_not_yet(room: Room) -> None:
    three_letters(room.shop)
    page = room.show()
    room.start.clear()
    room.press(F10)
    assert room.banner("progress") == " | Putting 3 letters together."
    assert room.words("finish") == "A batch is on its way already."
    assert page.list_panel.cancel_button.isVisible()
    assert room.words("back") == "Cancel the batch"
    room.press(ESC)
    room.start.set()
    room.settle()
    assert room.told[-1] == ("The batch is cancelled. Its letters wait as before.", "info")
    assert (room.jobs, room.banner("progress"), room.banner("trouble")) == ([], "", "")
    assert (room.people, room.banner("answer")) == (["Ash", "Birch", "Cedar"], "")


def test_while_the_printer_has_it_nothing_can_be_stopped_and_nobody_is_asked(room: Room) -> None:
    three_letters(room.shop)
    page = room.show()
    room.gate.clear()
    room.press(F10)
    room.qtbot.waitUntil(
        lambda: room.banner("progress") == " | Handing 3 letters to Office LaserJet."
    )
    assert not page.list_panel.cancel_button.isVisible()
    page.refresh()
    room.qtbot.waitUntil(lambda: room.rows == [])
    assert room.banner("answer") == ""
    room.press(ESC)
    room.gate.set()
    room.settle()
    assert len(room.jobs) == 1
    assert room.banner("answer") != ""


def test_up_to_a_number_is_printed_and_the_rest_waits_again(room: Room) -> None:
    sent(room.shop, three_letters(room.shop))
    room.show()
    room.alt(Qt.Key.Key_N)
    sheet = room.sheet
    assert isinstance(sheet, AnswerSheet)
    assert (room.focus, sheet.record_button.isEnabled()) == ("answer_number_edit", False)
    room.key(ENTER)
    assert room.window.open_sheet_now is sheet
    room.type("4")
    assert sheet.number_row.error == "The batch has 3 letters."
    room.key(Qt.Key.Key_Backspace)
    room.type("2")
    assert [row.cells[3] for row in sheet.letter_table.rows] == ["Good", "Good", "Print again"]
    assert sheet.record_button.accessibleName() == "2 good, 1 again"
    room.key(ENTER)
    assert room.window.open_sheet_now is None
    assert room.told[-1] == ("2 letters printed, 1 back in the queue.", "ok")
    assert (room.people, room.focus) == (["Cedar"], "print_room_table")
    assert letters.names(room.shop, "to_mail") == ["Ash", "Birch"]


def test_exactly_these_are_ticked_by_keys(room: Room) -> None:
    sent(room.shop, three_letters(room.shop))
    room.show()
    room.alt(Qt.Key.Key_N)
    room.alt(Qt.Key.Key_A)
    room.key(Qt.Key.Key_Tab)
    while room.focus != "answer_table":
        room.key(Qt.Key.Key_Tab)
    room.key(DOWN)
    room.key(SPACE)
    room.key(F10)
    assert room.people == ["Birch"]
    assert letters.names(room.shop, "to_mail") == ["Ash", "Cedar"]


def test_none_of_it_waits_as_before(room: Room) -> None:
    sent(room.shop, three_letters(room.shop))
    room.show()
    room.alt(Qt.Key.Key_N)
    room.alt(Qt.Key.Key_N)
    room.key(F10)
    assert room.people == ["Ash", "Birch", "Cedar"]
    assert letters.names(room.shop, "to_mail") == []


def test_the_oldest_of_several_is_asked_about_first_and_a_crash_says_that_nobody_knows(
    room: Room,
) -> None:
    room.hand_over(begin(room.shop, [letter(room.shop, "Ash")]))
    sent(room.shop, [letter(room.shop, "Birch")])
    room.show()
    assert room.banner("answer") == (
        "Batch of 07:04: did it print? | Nobody knows whether it went to laser: look at the paper."
        " It has 1 letter. 1 more batch waits."
    )
    room.alt(Qt.Key.Key_Y)
    assert room.banner("answer").startswith("Batch of 07:04: is the paper good? | 1 letter went to")
    assert letters.names(room.shop, "to_mail") == ["Ash"]


def test_a_batch_that_never_got_to_its_printer_is_put_back_by_one_key(room: Room) -> None:
    batch = begin(room.shop, three_letters(room.shop))
    assert batch.state is BatchState.SENDING
    room.show()
    assert room.banner("answer") == (
        "Batch of 07:04: it never got to its printer | Work on it was cut short. 3 letters for laser"
        " wait to be put back."
    )
    assert room.words("good") == "It never got to its printer."
    room.alt(Qt.Key.Key_Y)
    assert letters.names(room.shop, "to_mail") == []
    room.alt(Qt.Key.Key_N)
    assert (room.people, room.banner("answer")) == (["Ash", "Birch", "Cedar"], "")


def test_another_desk_that_is_at_it_is_left_alone(room: Room) -> None:
    begin(room.shop, [letter(room.shop, "Ash")], desk=2)
    room.show()
    assert room.banner("answer") == ""
    room.shop.clock.advance(timedelta(minutes=3))
    room.page.refresh()
    room.settle()
    assert room.banner("answer") != ""


def test_without_a_printer_the_letters_are_saved_and_answered_for(room: Room) -> None:
    three_letters(room.shop)
    room.printers = ()
    room.show()
    assert room.words("finish") == "No printer was found. Save the letters as a PDF."
    target = room.folder / "letters-2026-03-02-0704.pdf"
    target.write_bytes(b"another")
    room.key(Qt.Key.Key_S, CONTROL)
    assert room.focus == "batch_path_edit"
    room.key(ENTER)
    assert target.read_bytes() == b"another"
    room.key(ENTER)
    assert texts_of(target)[1:] == ["Dear Ash", "Dear Birch", "Dear Cedar"]
    assert room.window.open_sheet_now is None
    assert room.banner("answer").endswith(
        "| 3 letters went to letters-2026-03-02-0704.pdf. Nothing counts as printed until you say so."
    )
    room.alt(Qt.Key.Key_Y)
    assert letters.names(room.shop, "to_mail") == ["Ash", "Birch", "Cedar"]


def test_the_printer_used_last_is_chosen_and_says_what_is_wrong_with_it(room: Room) -> None:
    letter(room.shop, "Ash")
    room.remembered["printer"] = "back"
    dock = room.show().list_panel.ready_dock
    assert (dock.printer_combo.currentText(), dock.printer is not None) == ("Back room", True)
    assert dock.printer_combo.accessibleDescription() == "It is paused."
    room.alt(Qt.Key.Key_P)
    room.key(Qt.Key.Key_Up)
    assert room.remembered["printer"] == "laser"


def test_without_a_window_envelopes_and_labels_are_printed(room: Room) -> None:
    order = room.order("Jane Roe")
    letter(room.shop, "Ash", "10001", order_id=order)
    letter(room.shop, "Long", "20001", address_fits=False)
    page = room.show()
    assert room.states == ["Ready", "Address too long"]
    assert not page.list_panel.ready_dock.piece_buttons[0].isVisible()
    room.alt(Qt.Key.Key_E)
    room.key(DOWN)
    assert room.states == ["Ready", "Ready"]
    assert page.list_panel.ready_dock.piece_buttons[0].isVisible()
    assert not page.preview.document_preview.guide_shown
    room.alt(Qt.Key.Key_V)
    assert room.sheet.accessibleName() == "Envelopes"
    room.key(F10)
    assert room.told[-1] == ("1 envelope went to Office LaserJet.", "ok")
    room.alt(Qt.Key.Key_L)
    room.key(Qt.Key.Key_S, CONTROL)
    assert [name for name, _pdf in room.jobs] == ["envelopes, laser"]
    (saved,) = room.folder.glob("labels-*.pdf")
    assert "5798 Mill Parkway" in texts_of(saved)[0]


def test_a_shop_without_windows_has_no_such_envelope(room: Room) -> None:
    letter(room.shop, "Long", address_fits=False)
    with room.shop.database.write() as session:
        session.get_one(Store, room.shop.store_id).settings = {"mailing": {"envelope": "plain"}}
    combo = room.show().list_panel.ready_dock.envelope_combo
    assert [combo.itemText(at) for at in range(combo.count())] == ["#10, no window"]
    assert (room.states, room.banner("behind")) == (["Ready"], "")


def test_an_empty_list_says_whether_anybody_could_look(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_asked: object, **_more: object) -> None:
        raise DatabaseGone("gone")

    with monkeypatch.context() as away:
        away.setattr(print_room, "waiting", gone)
        page = room.show()
        room.settle()
        assert page.list_panel.empty_state.accessibleName() == "Not read"
        room.problems.clear()
    page.refresh()
    room.settle()
    assert page.list_panel.empty_state.accessibleName() == "Nothing to print"


def test_a_database_that_is_gone_prints_nothing_and_what_was_read_stays(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_letters(room.shop)
    page = room.show()

    def gone(*_asked: object, **_more: object) -> None:
        raise DatabaseGone("gone")

    monkeypatch.setattr(print_room, "waiting", gone)
    monkeypatch.setattr(print_room, "begin_batch", gone)
    room.key(F10)
    assert room.jobs == []
    assert all("DatabaseGone" in problem for problem in room.problems)
    assert len(room.problems) == 2
    assert room.people == ["Ash", "Birch", "Cedar"]
    assert room.words("finish") == "Print 3 letters"
    room.problems.clear()
    monkeypatch.undo()
    page.refresh()
    room.key(F10)
    assert len(room.jobs) == 1
