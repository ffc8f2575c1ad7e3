"""The page of tasks by keys: due first, call, done, take, leave, later, new, and back again."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt

from models.person_task import PersonTask, PersonTaskKind
from tests.desktop.services.faxes import FaxRoom
from tests.ui.pages.outbox.rooms import ALT, FAX, Room
from ui.pages.tasks.later import later
from ui.pages.tasks.new_task_sheet import NewTaskSheet

CALL = PersonTaskKind.CALL_BACK


def stored(room: Room, task_id: uuid.UUID) -> PersonTask:
    with room.shop.database.read() as session:
        found = session.get_one(PersonTask, task_id)
        session.expunge_all()
        return found


def test_nothing_to_do_says_so(room: Room) -> None:
    room.show("tasks")
    assert room.focus == "tasks_empty"
    assert room.to_do.empty_state.accessibleName() == "Nothing is to be done"
    assert room.bars[-1] == ("Tasks", "0 to do")


def test_what_is_due_first_stands_first_and_late_ones_say_so(room: Room) -> None:
    room.task(CALL, "Wants to know the colour", hours=5, phone="(213) 555-0118")
    room.task(CALL, "Take the card", hours=-2, phone=FAX, best="after 5")
    room.show("tasks")
    assert room.rows(room.to_do) == [
        ("05:04", "Call back", "Take the card", "Nobody yet"),
        ("12:04", "Call back", "Wants to know the colour", "Nobody yet"),
    ]
    assert room.to_do.pill.text() == "Late by 2 h 00"
    facts = room.facts(room.to_do)
    assert (facts["Number"], facts["Best called"]) == (FAX, "after 5")
    assert room.bars[-1] == ("Tasks", "2 to do, 1 late")


def test_f2_calls_and_f10_says_that_it_is_done(room: Room) -> None:
    task = room.task(CALL, "Take the card", phone=FAX)
    room.show("tasks")
    room.key(Qt.Key.Key_F2)
    assert room.went == [("call", task)]
    room.key(Qt.Key.Key_F10)
    assert stored(room, task).done_by_id == room.desk.agent_id
    assert room.rows(room.to_do) == []
    room.key(Qt.Key.Key_F4)
    room.key(Qt.Key.Key_End)
    room.key(Qt.Key.Key_Return)
    assert [cells[1] for cells in room.rows(room.to_do)] == ["Call back"]
    assert room.to_do.pill.text() == "Done"
    room.key(Qt.Key.Key_Z, ALT)
    assert stored(room, task).done_at is None


def test_a_task_is_taken_and_left_to_others(room: Room) -> None:
    task = room.task(CALL, "Take the card", phone=FAX)
    room.show("tasks")
    room.key(Qt.Key.Key_T, ALT)
    assert stored(room, task).owner_id == room.desk.agent_id
    assert room.rows(room.to_do)[0][3] == "Dana"
    assert room.actions.get("tasks.take").reason == "You have it."
    room.key(Qt.Key.Key_G, ALT)
    assert stored(room, task).owner_id is None


def test_what_somebody_else_has_is_not_taken_from_them(room: Room) -> None:
    task = room.task(CALL, "Take the card", phone=FAX, owner_id=room.shop.agents[1])
    room.show("tasks")
    room.key(Qt.Key.Key_T, ALT)
    assert stored(room, task).owner_id == room.shop.agents[1]
    assert room.told == [("Omar has this task.", "held")]


def test_later_offers_moments_and_keeps_the_one_chosen(room: Room) -> None:
    task = room.task(CALL, "Take the card", phone=FAX)
    room.show("tasks")
    room.key(Qt.Key.Key_L, ALT)
    room.key(Qt.Key.Key_Down)
    room.key(Qt.Key.Key_Return)
    assert stored(room, task).due_at == room.desk.now() + timedelta(hours=2)
    assert room.told == [("It comes back 09:04.", "ok")]


def test_moments_are_in_order_and_never_over() -> None:
    friday = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)  # 15:30 in Los Angeles
    offered = later(friday, "America/Los_Angeles")
    assert [words for words, _due in offered] == [
        "In half an hour, 16:00", "In two hours, 17:30", "Tomorrow morning, Sat 28 Nov 09:00",
        "Tomorrow afternoon, Sat 28 Nov 14:00", "Monday morning, Mon 30 Nov 09:00",
        "In a week, Fri 4 Dec 09:00",
    ]  # fmt: skip
    assert [due for _words, due in offered] == sorted(due for _words, due in offered)
    assert all(due > friday for _words, due in offered)


def test_money_that_is_due_is_not_called_done_here(room: Room) -> None:
    task = room.task(PersonTaskKind.REFUND_DUE, "cancelled")
    room.show("tasks")
    assert room.rows(room.to_do)[0][2] == "The order was cancelled: give the money back"
    words = "It is done by itself once the refund is on record: Alt+0."
    assert room.actions.get("tasks.done").reason == words
    assert room.actions.get("tasks.later").reason == "The law says when."
    room.key(Qt.Key.Key_F10)
    assert stored(room, task).done_at is None


def test_a_given_up_fax_leads_to_the_outbox_and_its_order(room: Room) -> None:
    order = room.order()
    fax = room.queue_fax(order)
    room.give_up(fax, order)
    room.show("tasks")
    room.key(Qt.Key.Key_B, ALT)
    room.key(Qt.Key.Key_O, ALT)
    room.key(Qt.Key.Key_F, ALT)  # it comes from no fax: nothing happens
    assert room.went == [("dispatch", fax), ("order", order)]


def test_a_new_task_wants_words_and_a_number(room: Room) -> None:
    room.show("tasks")
    room.key(Qt.Key.Key_Insert)
    sheet = room.sheet
    assert isinstance(sheet, NewTaskSheet)
    room.key(Qt.Key.Key_F10)
    assert sheet.phone_row.error == (
        "Nobody can be called at this number. Type it with its area code."
    )
    room.type("213 555 0118")
    room.key(Qt.Key.Key_F10)
    assert sheet.words_row.error == "Say what is to be done."
    room.type("Send the catalogue")
    room.key(Qt.Key.Key_F10)
    assert room.window.open_sheet_now is None
    assert room.rows(room.to_do) == [("07:34", "Call back", "Send the catalogue", "Dana")]
    assert room.facts(room.to_do)["Number"] == "(213) 555-0118"


def test_a_card_number_in_a_new_task_is_wiped(room: Room) -> None:
    room.show("tasks")
    room.key(Qt.Key.Key_Insert)
    sheet = room.sheet
    assert isinstance(sheet, NewTaskSheet)
    room.type("42" * 8)
    assert sheet.words_row.text() == ""
    assert "card" in sheet.words_row.error


def test_a_call_that_a_fax_asks_for_says_what_about(room: Room, tmp_path: Path) -> None:
    fax_id = FaxRoom(room.shop, tmp_path / "fax.keys").arrive()
    task = room.task(CALL, "-", phone=FAX, received_fax_id=fax_id)
    with room.shop.database.write() as session:
        session.get_one(PersonTask, task).words = ""
    room.show("tasks")
    words = "Take the payment for the order from their fax"
    assert [cells[2] for cells in room.rows(room.to_do)] == [words]
    assert room.facts(room.to_do)["What about"] == words
    room.key(Qt.Key.Key_L, ALT)
    assert room.sheet.subtitle_label.text() == words
