"""What is printed leaves the house, and what the mail brings back."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt

from models.dispatch import DispatchState
from tests.desktop import printed_letters as letters
from tests.desktop.printed_letters import letter, printed, queue, sent, three_letters
from tests.ui.pages.print_room.rooms import CONTROL, Room

F2, F5, F10 = Qt.Key.Key_F2, Qt.Key.Key_F5, Qt.Key.Key_F10
SPACE, ENTER, ESC, DOWN = Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down


def test_letters_are_mailed_today_or_on_the_day_that_is_typed(room: Room) -> None:
    printed(room.shop, three_letters(room.shop))
    room.shop.clock.advance(timedelta(hours=26))
    page = room.show()
    assert room.words("next_step") == "To mail"
    room.key(F5)
    assert (room.people, room.states) == (["Ash", "Birch", "Cedar"], ["Printed"] * 3)
    assert room.words("finish") == "3 letters mailed today"
    room.key(SPACE)
    assert (room.states[0], room.words("finish")) == ("Stays here", "2 letters mailed today")
    room.alt(Qt.Key.Key_D)
    room.type("yesterday")
    assert room.words("finish") == "2 letters mailed Mon 2 Mar"
    room.key(F10)
    assert room.told[-1] == ("2 letters mailed Mon 2 Mar.", "ok")
    assert room.people == ["Ash"]
    left = [(row.to_name, row.left_on) for row in letters.showing(room.shop, "mailed")]
    assert [(name, day and day.isoformat()) for name, day in left] == [
        ("Birch", "2026-03-02"), ("Cedar", "2026-03-02"),
    ]  # fmt: skip
    assert page.list_panel.mail_dock.day_row.text() == ""


def test_a_day_that_cannot_be_is_refused(room: Room) -> None:
    printed(room.shop, [letter(room.shop, "Ash")])
    page = room.show()
    room.key(F5)
    room.alt(Qt.Key.Key_D)
    room.type("soon")
    assert room.words("finish") == "The day of mailing cannot be read."
    room.key(F10)
    room.key(Qt.Key.Key_A, CONTROL)
    room.type("2/27")
    room.key(F10)
    row = page.list_panel.mail_dock.day_row
    assert (row.error, room.focus) == (
        "Some of these letters were not even here on that day.", "print_room_day_edit",
    )  # fmt: skip
    assert letters.names(room.shop, "mailed") == []


def test_what_comes_back_is_found_recorded_and_good_again(room: Room) -> None:
    ids = three_letters(room.shop)
    printed(room.shop, ids)
    page = room.show()
    room.key(F5)
    room.key(F10)
    room.alt(Qt.Key.Key_F)
    assert room.focus == "print_room_find_edit"
    assert page.list_panel.title_label.text() == "Mailed"
    room.type("bir")
    assert (room.people, room.states) == (["Birch"], ["Mailed Mon 2 Mar"])
    room.key(ENTER)
    assert room.focus == "print_room_table"
    room.alt(Qt.Key.Key_R)
    room.key(DOWN)
    room.key(ENTER)
    assert room.told[-1][0] == "On record against the address. A task asks for a better one."
    assert room.states == ["Came back: no such place"]
    assert letters.dispatch(room.shop, ids[1]).state is DispatchState.RETURNED

    letter(room.shop, "Birch", "50309")
    room.key(F2)
    assert room.states == ["Mail came back: no such place"]
    assert "brought back" in room.banner("flaw")
    assert room.words("finish") == "None of these can go: they are left out, or need putting right."
    room.alt(Qt.Key.Key_G)
    assert (room.states, room.banner("flaw")) == (["Ready"], "")
    assert room.told[-1] == ("Letters go to this address again.", "ok")


def test_the_list_has_the_focus_when_the_field_that_had_it_is_gone(room: Room) -> None:
    printed(room.shop, three_letters(room.shop))
    room.show()
    room.key(F5)
    room.alt(Qt.Key.Key_D)
    assert room.focus == "print_room_day_edit"
    room.key(F5)
    assert room.focus == "print_room_empty"


def test_one_is_taken_out_and_put_back(room: Room) -> None:
    three_letters(room.shop)
    room.show()
    assert room.words("undo") == "No letter was taken out."
    room.key(Qt.Key.Key_Delete)
    assert room.told[-1] == ("Taken out: Ash. Ctrl+Z puts it back.", "ok")
    assert room.people == ["Birch", "Cedar"]
    room.key(Qt.Key.Key_Z, CONTROL)
    assert room.people == ["Ash", "Birch", "Cedar"]
    assert room.words("undo") == "No letter was taken out."


def test_a_printed_letter_is_printed_again_or_not_mailed(room: Room) -> None:
    printed(room.shop, three_letters(room.shop))
    room.show()
    room.key(F5)
    room.alt(Qt.Key.Key_A)
    assert letters.names(room.shop, "ready") == ["Ash"]
    assert room.people == ["Birch", "Cedar"]
    room.key(Qt.Key.Key_Delete)
    assert room.told[-1] == ("Taken out: Birch. It is not mailed.", "ok")
    assert (room.people, letters.names(room.shop, "ready")) == (["Cedar"], ["Ash"])


def test_a_letter_leads_to_what_it_is_about(room: Room) -> None:
    order = room.order("Jane Roe")
    document = letters.add_document(room.shop, "Dear Jane", order_id=order)
    queue(room.shop, document)
    room.show()
    assert room.words("open") == "Open the order"
    room.alt(Qt.Key.Key_O)
    assert room.went == [("order", order)]
    room.alt(Qt.Key.Key_R)
    assert room.window.open_sheet_now is None


def test_another_page_shows_one_of_them_where_it_stands(room: Room) -> None:
    ids = three_letters(room.shop)
    elm = letter(room.shop, "Elm")
    printed(room.shop, ids[:2])
    sent(room.shop, [elm])
    page = room.show()
    page.show_one(str(ids[1]))
    room.settle()
    assert (page.list_panel.title_label.text(), room.people) == ("To mail", ["Ash", "Birch"])
    assert page.list_panel.table.current_id == str(ids[1])
    page.show_one(str(ids[2]))
    room.settle()
    assert (room.people, page.list_panel.table.current_id) == (["Cedar"], str(ids[2]))
    page.show_one(str(elm))
    room.settle()
    assert room.told[-1] == ("It is with its printer, or was taken out.", "info")
    assert room.people == ["Cedar"]


def test_letters_of_another_desk_appear_by_themselves(room: Room) -> None:
    page = room.show()
    assert (room.focus, page.preview.isVisible()) == ("print_room_empty", False)
    assert page.list_panel.empty_state.accessibleName() == "Nothing to print"
    three_letters(room.shop)
    room.changes.broadcast({"dispatches"})
    room.settle()
    assert (len(room.rows), room.focus) == (3, "print_room_table")
