"""F7 at the call desk and elsewhere: whom it is about, and what the caller's panel says after it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget
from sqlalchemy import select

from desktop.services import (
    customer_views,
    mailings,
    opt_out_letters,
    person_tasks,
    print_addresses,
)
from desktop.services.desk import Refused
from models.customer import Customer
from models.ids import uuid7
from models.opt_out import OptOutRequest
from models.person_task import PersonTaskKind
from models.print_batch import ReturnedLetter
from tests.ui.accessibility import walk
from tests.ui.pages.call_desk.seat import Seat

F7, ENTER, ESC = Qt.Key.Key_F7, Qt.Key.Key_Return, Qt.Key.Key_Escape
ALT = Qt.KeyboardModifier.AltModifier


def visible(desk: Seat, name: str) -> QWidget | None:
    found = [w for w in desk.workspace.window.findChildren(QWidget, name) if w.isVisible()]
    return found[0] if found else None


def newest(desk: Seat) -> OptOutRequest:
    """The request that was recorded last; the sample shop has some of its own."""
    with desk.workspace.database.read() as session:
        found = session.scalars(
            select(OptOutRequest).order_by(OptOutRequest.number.desc()).limit(1)
        ).one()
        session.expunge_all()
        return found


def who(desk: Seat) -> str:
    """Whom the open sheet is about."""
    label = visible(desk, "opt_out_who_label")
    return str(label.property("text")) if label is not None else ""


def test_the_panel_says_it_at_once_in_both_forms(desk: Seat) -> None:
    desk.call_with()
    assert desk.workspace.actions.get("opt_out").key_text == "F7"
    assert "opt_out" in desk.page.call_actions()
    banner = visible(desk, "caller_opt_out_banner")
    assert banner is not None
    assert (banner.accessibleName(), banner.accessibleDescription()) == (
        "Opted out: text, post", "No offers. Confirmations may go.",
    )  # fmt: skip
    for key in (F7, Qt.Key.Key_1, ENTER):
        desk.key(key)
    assert desk.said == f"OPT-{newest(desk).number} is in force. Stopped: calls."
    assert banner.accessibleName() == "Opted out: calls, text, post"
    assert visible(desk, "caller_opt_out_pill") is None
    assert walk(desk.page) == []
    desk.workspace.window.resize(1000, 700)
    desk.settle()
    pill = visible(desk, "caller_opt_out_pill")
    assert pill is not None
    assert pill.accessibleName() == "Opted out: calls, text, post"
    assert visible(desk, "caller_opt_out_banner") is None


def test_a_caller_whom_nobody_knows_is_known_by_the_number_that_rings(desk: Seat) -> None:
    desk.page.ring("+1 909 555 0163")
    desk.key(Qt.Key.Key_F2)
    desk.until(lambda: desk.page.in_call, "the call")
    desk.settle()
    desk.key(F7)
    assert who(desk) == "Not on file: (909) 555-0163"
    desk.key(Qt.Key.Key_1)
    desk.key(ENTER)
    request = newest(desk)
    assert (request.customer_id, request.call_id) == (None, desk.page.calls.call.id)  # type: ignore[union-attr]


def test_between_calls_it_asks_who(desk: Seat) -> None:
    desk.key(F7)
    assert desk.focus == "opt_out_who_edit"
    desk.key(ESC)
    assert desk.focus == "waiting_caller_edit"


def test_on_other_pages_it_is_about_what_is_chosen_there(desk: Seat) -> None:
    room = desk.workspace

    def task(session: Any) -> None:
        ede = session.scalars(
            select(Customer).where(Customer.display_name == "Marguerite Holloway")
        ).one()
        person_tasks.add(
            session, room.desk, PersonTaskKind.CALL_BACK, "Call back",
            room.desk.now() + timedelta(hours=1), command_id=uuid7(), customer_id=ede.id,
        )  # fmt: skip

    desk.write(task)
    desk.key(Qt.Key.Key_8, ALT)
    desk.player.wait_for_focus("tasks_table")
    desk.key(F7)
    assert who(desk).startswith("Marguerite Holloway asked")
    desk.key(ESC)
    assert desk.focus == "tasks_table"
    for key in (Qt.Key.Key_7, Qt.Key.Key_2):
        desk.key(key, ALT)
        desk.key(F7)
        assert desk.focus == "opt_out_who_edit"
        desk.key(ESC)


def test_it_stands_though_its_confirmation_could_not_be_made(
    desk: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise Refused("no_letter")

    monkeypatch.setattr(opt_out_letters, "confirm", refuse)
    desk.call_with()
    desk.key(F7)
    desk.key(Qt.Key.Key_1)
    desk.key(Qt.Key.Key_L, ALT)
    desk.key(ENTER)
    request = newest(desk)
    assert (request.effective_at is not None, request.confirm_dispatch_id) == (True, None)
    assert desk.said == (
        f"OPT-{request.number} is in force. "
        "Its confirmation could not be made: the Opt-outs page lists it."
    )


def _mail_back(desk: Seat) -> None:
    """A letter to Marguerite Holloway's billing address came back."""

    def come_back(session: Any) -> None:
        home = session.scalars(
            select(Customer).where(Customer.display_name == "Marguerite Holloway")
        ).one()
        seen = customer_views.view(session, desk.workspace.desk, home.id)
        assert seen.bill_to is not None
        session.add(
            ReturnedLetter(
                id=uuid7(),
                store_id=desk.workspace.desk.store_id,
                address_key=print_addresses.address_key(seen.bill_to.address),
                reason="moved",
                returned_on=date(2025, 11, 3),
                agent_id=desk.workspace.desk.agent_id,
                created_at=desk.workspace.desk.now(),
            )
        )

    desk.write(come_back)


def test_the_panel_says_that_mail_came_back_from_where_the_bills_go(desk: Seat) -> None:
    desk.call_with()
    assert visible(desk, "caller_bad_address_label") is None
    _mail_back(desk)
    desk.workspace.changes.broadcast({"dispatches"})
    desk.settle()
    words = "Mail came back from 214 Alder Court, 3 Nov 2025: moved, no new address"
    assert desk.label("caller_bad_address_label") == words
    assert walk(desk.page) == []
    desk.workspace.window.resize(1000, 700)
    desk.settle()
    assert visible(desk, "caller_bad_address_label") is None
    assert desk.label("caller_note_label").startswith(f"{words}. Hard of hearing")

    def good(session: Any) -> None:
        (told,) = session.scalars(select(ReturnedLetter)).all()
        mailings.end_returned(session, desk.workspace.desk, told.id, command_id=uuid7())

    desk.write(good)
    desk.workspace.changes.broadcast({"dispatches"})
    desk.settle()
    assert desk.label("caller_note_label").startswith("Hard of hearing")
    desk.workspace.window.resize(1366, 768)
    desk.settle()
    assert visible(desk, "caller_bad_address_label") is None


def test_the_strip_has_room_for_what_is_stopped_at_twice_the_size(desk: Seat) -> None:
    desk.workspace.theme.set_text_scale(2.0)
    desk.call_with()
    desk.key(F7)
    desk.key(Qt.Key.Key_0)
    desk.key(ENTER)
    desk.settle()
    pill = visible(desk, "caller_opt_out_pill")
    assert pill is not None
    assert pill.accessibleName() == "Opted out: calls, text, post"
    area = visible(desk, "call_desk_area")
    assert isinstance(area, QScrollArea)
    assert area.horizontalScrollBar().maximum() == 0
