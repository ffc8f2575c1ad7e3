"""F7 at the call desk and elsewhere: whom it is about, and what the caller's panel says after it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from sqlalchemy import select

from desktop.services import opt_out_letters, person_tasks
from desktop.services.desk import Refused
from models.customer import Customer
from models.ids import uuid7
from models.opt_out import OptOutRequest
from models.person_task import PersonTaskKind
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
