"""The page of opt-outs by keys: what waits, what is to be confirmed, one of many, what can be done."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Qt

from desktop.services import opt_out_views
from desktop.services.opt_out_shapes import ConfirmState, OptOutView, OptOutWho
from models.channels import Channel, Medium
from models.dispatch import DispatchState
from models.opt_out import OptOutKind, OptOutRequest, RequestState, Topic
from tests.ui.pages.opt_outs.rooms import ALT, CONTROL, HOUSEHOLD, JANE, Room

STRANGER = OptOutWho(emails=("someone@example.org",))


def read(room: Room, view: OptOutView) -> OptOutView:
    with room.shop.database.read() as session:
        return opt_out_views.request(session, room.desk, view.id)


def show(room: Room, showing: int) -> None:
    """F4, and as many rows down."""
    room.key(Qt.Key.Key_F4)
    for _ in range(showing):
        room.key(Qt.Key.Key_Down)
    room.key(Qt.Key.Key_Return)


def test_what_waits_stands_with_its_days_the_most_urgent_first(room: Room) -> None:
    room.put_aside("A first name only", media=frozenset({Medium.POST}), days_ago=3)
    room.put_aside("Whose is it?", OptOutWho(phones=("909.555.0101",)), days_ago=40)
    room.record()
    room.show()
    assert room.rows() == [
        ("OPT-2", "(909) 555-0101", "Calls", "Letter, 21 Jan", "26 days late", "Not wanted"),
        ("OPT-1", "Not known yet", "Post", "Letter, 27 Feb", "11 days left", "Not wanted"),
    ]
    assert room.bars[-1] == ("Opt-outs", "2 waiting, 0 to confirm, 1 late")
    assert room.page.pill.accessibleName() == "26 days late"
    assert room.page.strip.title() == "It waits, and stops nothing yet. Latest day: 4 Feb 2026."
    assert room.page.strip.text() == "Whose is it?"
    assert room.focus == "opt_outs_table"


def test_all_of_a_request_stands_at_the_right(room: Room) -> None:
    who = OptOutWho(
        name="Ada Stroud", company="Larkspur", phones=("9095550143",), address=HOUSEHOLD
    )
    room.record(
        who, channel=Channel.MAIL, media=frozenset({Medium.CALL, Medium.POST}), days_ago=2,
        dated_on=room.day(5), topics=frozenset({Topic.CATALOGS}), words="No more catalogs",
        note="Blue ink", confirm_by=Medium.POST,
    )  # fmt: skip
    room.show()
    show(room, 2)
    assert room.facts() == {
        "Request": "OPT-1",
        "To stop": "Calls, post",
        "About": "Catalogs",
        "For whom": "This person",
        "Their words": "“No more catalogs”",
        "Our note": "Blue ink",
        "Reached us": "Letter, 28 Feb 2026",
        "Dated": "25 Feb 2026",
        "Company": "Larkspur",
        "Number": "(909) 555-0143",
        "Address": "The Strouds\n214 Alder Court, Flat 3\nRedlands, CA 92373\nUnited States",
        "Confirmation": "By letter: to confirm",
    }
    lines = room.page.stopped.shown()
    assert [medium for medium, _said in lines] == ["Calls", "Post"]
    assert lines[0][1] == "(909) 555-0143, catalogs"
    assert [said for _when, said in room.page.history.shown()] == [
        "Recorded by Dana: in force, done in 2 days"
    ]


def test_f4_shows_what_is_to_be_confirmed_and_what_is_late(room: Room) -> None:
    room.record(confirm_by=Medium.POST)
    gone = room.record(STRANGER, media=frozenset({Medium.EMAIL}), confirm_by=Medium.EMAIL,
                       confirm_to="someone@example.org")  # fmt: skip
    done = room.record(confirm_by=Medium.POST)
    room.confirm(gone, DispatchState.SENDING, DispatchState.FAILED, DispatchState.GIVEN_UP)
    room.confirm(done, DispatchState.SENDING, DispatchState.SENT, DispatchState.DELIVERED)
    room.put_aside("Late", days_ago=60)
    room.show()
    show(room, 1)
    assert [(row[0], row[5]) for row in room.rows()] == [
        ("OPT-2", "In trouble"),
        ("OPT-1", "To make"),
    ]
    assert room.page.strip.text() == "It was given up after several tries."
    assert room.page.history.shown()[-1][1] == "Confirmation: given up"
    show(room, 3)
    assert [row[0] for row in room.rows()] == ["OPT-4"]


def test_enter_and_f10_complete_what_waits(room: Room) -> None:
    room.put_aside("A first name only")
    room.show()
    room.key(Qt.Key.Key_Return)
    room.key(Qt.Key.Key_F10)
    assert room.went == [("complete", "OPT-1"), ("complete", "OPT-1")]


def test_enter_on_what_is_in_force_opens_no_form(room: Room) -> None:
    room.record()
    room.show()
    show(room, 2)
    room.key(Qt.Key.Key_Return)
    assert room.went == []


def test_nothing_to_record_wants_a_reason_and_can_be_taken_up_again(room: Room) -> None:
    view = room.put_aside("An empty page")
    room.show()
    room.key(Qt.Key.Key_C, ALT)
    room.key(Qt.Key.Key_Return)
    assert room.sheet.row.error == "Say why there is nothing to record."  # type: ignore[attr-defined]
    assert read(room, view).state is RequestState.PENDING
    room.type("A misdirected fax")
    room.key(Qt.Key.Key_Return)
    assert room.told == [("The request is closed.", "ok")]
    assert room.rows() == []
    assert (read(room, view).state, read(room, view).closed_reason) == (
        RequestState.CLOSED, "A misdirected fax",
    )  # fmt: skip
    show(room, 2)
    assert room.page.strip.text() == "A misdirected fax"
    room.key(Qt.Key.Key_F10)
    assert read(room, view).state is RequestState.PENDING
    assert room.told[-1] == ("It waits again.", "info")


def test_what_somebody_else_has_dealt_with_is_said_and_read_again(room: Room) -> None:
    view = room.put_aside("An empty page")
    room.show()
    show(room, 2)
    with room.shop.database.write() as session:
        row = session.get_one(OptOutRequest, view.id)
        row.move_to(RequestState.CLOSED, at=room.desk.now())
    room.page.refresh()
    room.settle()
    with room.shop.database.write() as session:
        session.get_one(OptOutRequest, view.id).move_to(RequestState.PENDING, at=room.desk.now())
    room.key(Qt.Key.Key_F10)
    assert room.told == [("Somebody else has taken it up already.", "held")]
    assert room.page.current is not None
    assert room.page.current.state is RequestState.PENDING


def test_f10_makes_the_confirmation_once(room: Room) -> None:
    view = room.record(confirm_by=Medium.POST)
    room.show()
    show(room, 1)
    room.key(Qt.Key.Key_F10)
    assert room.told == [("The letter waits in the print room.", "ok")]
    made = read(room, view)
    assert room.focus == "opt_outs_empty"
    assert (made.confirm_state, made.confirm_dispatch_state) == (
        ConfirmState.ON_ITS_WAY, DispatchState.QUEUED,
    )  # fmt: skip
    assert room.rows() == []


def test_a_confirmation_that_was_given_up_leaves_again(room: Room) -> None:
    view = room.record(confirm_by=Medium.FAX, confirm_to="(805) 555-0163")
    room.confirm(view, DispatchState.SENDING, DispatchState.FAILED, DispatchState.GIVEN_UP)
    before = read(room, view)
    room.show()
    show(room, 1)
    room.key(Qt.Key.Key_F10)
    assert room.told == [("The fax is in the outbox.", "ok")]
    after = read(room, view)
    assert after.confirm_document_id == before.confirm_document_id
    assert after.confirm_dispatch_id != before.confirm_dispatch_id


def test_alt_m_makes_all_and_names_those_that_need_a_look(room: Room) -> None:
    room.record(confirm_by=Medium.POST)
    room.record(confirm_by=Medium.FAX, confirm_to="(805) 555-0163")
    nowhere = room.record(confirm_by=Medium.POST)
    with room.shop.database.write() as session:
        row = session.get_one(OptOutRequest, nowhere.id)
        row.who = {**row.who, "address": None}
    room.show()
    show(room, 1)
    room.key(Qt.Key.Key_M, ALT)
    assert room.told == [("2 confirmations are on their way. Look at OPT-3.", "held")]
    assert [row[0] for row in room.rows()] == ["OPT-3"]


def test_keys_lead_to_the_page_the_confirmation_and_the_way_back(room: Room) -> None:
    view = room.record(confirm_by=Medium.FAX, confirm_to="(805) 555-0163")
    room.confirm(view, DispatchState.SENDING, DispatchState.SENT)
    room.show()
    show(room, 2)
    room.key(Qt.Key.Key_P, CONTROL)
    room.key(Qt.Key.Key_B, ALT)
    room.key(Qt.Key.Key_W, ALT)
    room.key(Qt.Key.Key_F2)
    room.key(Qt.Key.Key_O, ALT)
    room.key(Qt.Key.Key_C, ALT)
    assert room.went == [
        ("see", "OPT-1"),
        ("dispatch", "OPT-1"),
        ("withdraw", "OPT-1"),
        ("batch", ""),
    ]
    assert room.page.history.shown()[-1][1] == "Confirmation: taken by the fax server"


def test_a_withdrawal_says_so_and_cannot_be_withdrawn(room: Room) -> None:
    room.record(media=frozenset({Medium.EMAIL}))
    room.record(kind=OptOutKind.WITHDRAWAL, media=frozenset({Medium.EMAIL}), words="Again")
    room.show()
    show(room, 2)
    assert [row[2] for row in room.rows()] == ["Again: e-mail", "E-mail"]
    assert room.facts()["Wanted again"] == "E-mail"
    assert room.page.stopped_label.text() == "What may be sent again"
    room.key(Qt.Key.Key_W, ALT)
    assert room.went == []


def test_the_box_finds_one_among_all_by_number_name_or_value(room: Room) -> None:
    room.record(JANE)
    room.record(STRANGER, media=frozenset({Medium.EMAIL}))
    room.put_aside("Whose?")
    room.show()
    wanted = {
        "OPT-2": ["OPT-2"],
        "roe": ["OPT-1"],
        "909 555 0142": ["OPT-1"],
        "SomeOne@example.org": ["OPT-2"],
        "nobody": [],
    }
    for typed, found in wanted.items():
        room.key(Qt.Key.Key_F, CONTROL)
        room.type(typed)
        assert [row[0] for row in room.rows()] == found
    assert room.page.empty_state.accessibleName() == "No request fits"
    room.key(Qt.Key.Key_F, CONTROL)
    room.key(Qt.Key.Key_Escape)
    assert [row[0] for row in room.rows()] == ["OPT-3"]


def test_a_card_number_in_the_box_is_wiped_and_not_looked_for(room: Room) -> None:
    room.show()
    room.key(Qt.Key.Key_F, CONTROL)
    room.type("42" * 8)
    assert room.page.search_box.text() == ""
    assert room.page.note_label.isVisible()
    assert "42" not in room.page.note_label.text()


def test_another_page_shows_one_of_them(room: Room) -> None:
    room.record(JANE)
    wanted = room.record(STRANGER, media=frozenset({Medium.EMAIL}))
    room.record(JANE)
    room.show()
    room.page.show_one(str(wanted.id))
    room.settle()
    assert room.page.table.current_id == str(wanted.id)
    assert room.page.head_label.text() == "someone@example.org"


def test_the_call_that_shows_it_is_named(room: Room) -> None:
    from desktop.services import calls
    from models.ids import uuid7

    with room.shop.database.write() as session:
        call = calls.begin(session, room.desk, command_id=uuid7(), caller_id="+19095550142")
    view = room.record(call_id=call.id)
    assert isinstance(view.id, uuid.UUID)
    room.show()
    show(room, 2)
    assert room.facts()["Shown by"].startswith("The call of 07:04, ")
