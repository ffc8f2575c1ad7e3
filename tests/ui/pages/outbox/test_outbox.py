"""The outbox by keys: what it shows of each, send again, to another number, print instead, take back."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from sqlalchemy import select

from models.dispatch import Dispatch, DispatchState
from models.person_task import PersonTask
from tests.ui.pages.outbox.rooms import ALT, CONTROL, PDF, Room
from ui.dialogs.send_sheet import SendSheet

STATE = DispatchState


def dispatches(room: Room) -> list[Dispatch]:
    with room.shop.database.read() as session:
        found = list(session.scalars(select(Dispatch).order_by(Dispatch.created_at, Dispatch.id)))
        session.expunge_all()
        return found


def test_an_empty_outbox_says_so_and_offers_nothing(room: Room) -> None:
    room.show("outbox")
    assert room.focus == "outbox_empty"
    assert room.outbox.empty_state.accessibleName() == "The outbox is empty"
    assert not room.outbox.detail.isVisible()
    assert room.actions.get("outbox.again").reason == "Nothing is chosen."
    assert room.bars[-1] == ("Outbox", "0 under way, 0 in trouble")


def test_the_newest_stands_first_with_how_it_stands(room: Room) -> None:
    order = room.order()
    first = room.queue_fax(order)
    room.shop.clock.advance(timedelta(minutes=1))
    second = room.queue_fax(order)
    room.move(second, STATE.SENDING, STATE.SENT, pages_sent=1, tries=1, job="12")
    room.show("outbox")
    number = room.shop.order(order).shown_number
    assert room.rows(room.outbox) == [
        ("07:05", "Jane Roe", f"Confirmation, order {number}", "Sending, page 2 of 2"),
        ("07:04", "Jane Roe", f"Confirmation, order {number}", "Waiting to go"),
    ]
    assert room.outbox.head_label.text() == "Fax to (805) 555-0163"
    assert room.outbox.pill.text() == "Sending, page 2 of 2"
    assert room.facts(room.outbox)["Tries"] == "1 of 5"
    assert room.actions.get("outbox.again").reason == "The server has it now."
    room.key(Qt.Key.Key_Down)
    assert room.outbox.pill.text() == "Waiting to go"
    assert room.actions.get("outbox.again").reason == ""
    assert room.bars[-1] == ("Outbox", "2 under way, 0 in trouble")
    assert str(first) == room.outbox.table.current_id


def test_delivered_is_said_only_of_what_the_server_confirmed(room: Room) -> None:
    sent = room.queue_fax()
    room.move(sent, STATE.SENDING, STATE.SENT, pages_sent=2, tries=1)
    room.show("outbox")
    assert room.outbox.pill.text() == "Sending, page 2 of 2"  # all pages out, nothing confirmed
    room.move(sent, STATE.DELIVERED)
    room.changes.broadcast({"dispatches"}, None)
    room.settle()
    assert room.outbox.pill.text() == "Delivered"
    assert room.facts(room.outbox)["Pages"] == "2 pages, all confirmed"
    assert [event for event, _words in room.outbox.history.shown()] == ["07:04"] * 3
    assert [words for _at, words in room.outbox.history.shown()] == [
        "Sending", "Taken by the fax server", "Delivered",
    ]  # fmt: skip


def test_what_was_given_up_says_why_and_goes_again_by_one_key(room: Room) -> None:
    order = room.order()
    fax = room.queue_fax(order)
    task = room.give_up(fax, order)
    room.show("outbox")
    assert room.outbox.strip.title() == "It was given up"
    assert room.outbox.strip.text() == (
        "The line was busy. A task says so. Send it again, to another number, or print it."
    )
    assert room.facts(room.outbox)["The server said"] == "Busy signal detected"
    assert room.bars[-1] == ("Outbox", "0 under way, 1 in trouble")
    room.key(Qt.Key.Key_A, ALT)
    assert [row.state for row in dispatches(room)] == [STATE.GIVEN_UP, STATE.QUEUED]
    assert room.told == [("It goes again.", "info")]
    with room.shop.database.read() as session:
        assert session.get_one(PersonTask, task).done_by_id == room.desk.agent_id
    assert room.bars[-1] == ("Outbox", "1 under way, 0 in trouble")


def test_to_another_number_is_looked_at_before_it_goes(room: Room) -> None:
    fax = room.queue_fax()
    room.give_up(fax)
    room.show("outbox")
    room.key(Qt.Key.Key_N, ALT)
    sheet = room.sheet
    assert isinstance(sheet, SendSheet)
    assert room.focus == "send_to_edit"
    room.key(Qt.Key.Key_F10)
    assert sheet.to_row.error == "Type the fax number."
    room.type("911")
    room.key(Qt.Key.Key_F10)
    assert sheet.to_row.error == (
        "This number may not be called: it is an emergency, short or premium number."
    )
    assert len(dispatches(room)) == 1
    sheet.to_row.line_edit.clear()
    room.type("213 555 0118")
    room.key(Qt.Key.Key_F10)
    assert room.window.open_sheet_now is None
    first, second = dispatches(room)
    assert (first.state, second.state) == (STATE.GIVEN_UP, STATE.QUEUED)
    assert (second.number, second.pages) == ("+12135550118", 3)
    assert second.file_sha256 != first.file_sha256  # the cover sheet names the other number
    assert room.told == [("It is in the outbox.", "ok")]


def test_a_card_number_typed_for_a_fax_number_is_wiped_and_goes_nowhere(room: Room) -> None:
    room.give_up(room.queue_fax())
    room.show("outbox")
    room.key(Qt.Key.Key_N, ALT)
    room.type("42" * 8)
    sheet = room.sheet
    assert isinstance(sheet, SendSheet)
    assert sheet.to_row.text() == ""
    assert "card" in sheet.to_row.error
    assert len(dispatches(room)) == 1


def test_what_waits_is_taken_back_at_once(room: Room) -> None:
    room.queue_fax()
    room.show("outbox")
    room.key(Qt.Key.Key_Delete, CONTROL)
    assert [row.state for row in dispatches(room)] == [STATE.STOPPED]
    assert room.outbox.pill.text() == "Taken back"
    assert room.actions.get("outbox.stop").reason == "It has left, or is over."


def test_what_the_server_has_is_asked_for_and_says_so(room: Room) -> None:
    fax = room.queue_fax()
    room.move(fax, STATE.SENDING, STATE.SENT, tries=1)
    room.show("outbox")
    room.key(Qt.Key.Key_Delete, CONTROL)
    [row] = dispatches(room)
    assert (row.state, row.stop_asked_at) == (STATE.SENT, room.desk.now())
    assert room.outbox.pill.text() == "Being taken back"
    assert room.actions.get("outbox.stop").reason == "The server has been asked for it."


def test_the_order_and_the_print_sheet_are_one_key_away(room: Room) -> None:
    order = room.order()
    fax = room.queue_fax(order)
    room.show("outbox")
    room.key(Qt.Key.Key_O, ALT)
    room.key(Qt.Key.Key_P, CONTROL)
    room.key(Qt.Key.Key_F, ALT)  # it answers no fax: nothing happens
    assert room.went == [("order", order), ("print", fax)]


def test_f4_shows_only_what_is_in_trouble(room: Room) -> None:
    room.queue_fax()
    room.give_up(room.queue_fax())
    room.show("outbox")
    assert len(room.rows(room.outbox)) == 2
    room.key(Qt.Key.Key_F4)
    for _ in range(2):
        room.key(Qt.Key.Key_Down)
    room.key(Qt.Key.Key_Return)
    assert [cells[3] for cells in room.rows(room.outbox)] == ["Given up"]
    assert room.outbox.list_panel.title_label.text() == "In trouble"


def test_the_fax_server_s_silence_stands_in_the_bar(room: Room) -> None:
    room.health = ("The fax server has not answered since 06:58",)
    room.show("outbox")
    assert room.bars[-1] == (
        "Outbox",
        "0 under way, 0 in trouble; The fax server has not answered since 06:58",
    )


def test_a_paper_that_was_put_there_keeps_its_bytes(room: Room) -> None:
    """What is sent again without another number is the very same paper."""
    room.give_up(room.queue_fax())
    room.show("outbox")
    room.key(Qt.Key.Key_A, ALT)
    first, second = dispatches(room)
    assert first.file_sha256 == second.file_sha256
    assert PDF.startswith(b"%PDF-")
