"""Calls: begun by key, by typing and by a ring; parked, taken back, ended, found after a crash."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from sqlalchemy import select

from models.call import Call, CallOutcome
from models.checkout_report import FailedCheckoutReport
from tests.ui.pages.call_desk.seat import CALLER, CONTROL, Seat
from ui.pages.call_desk.desk_actions import CONTEXT
from ui.widgets.empty_state import EmptyState

F2, F3, F11, F12 = Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F11, Qt.Key.Key_F12


def calls(desk: Seat) -> list[tuple[str, str | None]]:
    with desk.workspace.database.read() as session:
        found = session.scalars(select(Call).order_by(Call.started_at)).all()
        return [(c.state.value, c.outcome.value if c.outcome else None) for c in found]


def test_typing_and_enter_begins_the_call_with_the_one_customer(desk: Seat) -> None:
    desk.player.wait_for_focus("waiting_caller_edit")
    desk.enter("(909) 555-0142")
    desk.player.wait_for_focus("entry_edit")
    desk.settle()
    assert desk.label("caller_name_label") == "Marguerite Holloway"
    assert calls(desk) == [("active", None)]


def test_a_shop_without_products_offers_to_bring_them_in(desk: Seat) -> None:
    waiting = desk.page.desk_view.waiting_view
    bring_in = desk.workspace.actions.get("bring_in")
    waiting.show_goods(False, bring_in)
    button = waiting.findChild(QWidget, "bring_in_button")
    assert button is not None
    assert button.isVisible()
    state = waiting.findChild(EmptyState)
    assert state is not None
    assert state.accessibleName() == "The shop has no products yet"
    desk.workspace.changes.broadcast({"products"})
    desk.settle()
    assert not button.isVisible()
    assert state.accessibleName() == "Ready for the next call"


def test_f2_takes_what_was_typed_along(desk: Seat) -> None:
    desk.type("1.909.555.0142")
    desk.key(F2)
    desk.player.wait_for_focus("entry_edit")
    desk.settle()
    assert desk.label("caller_name_label") == "Marguerite Holloway"


@pytest.mark.parametrize(
    "spelling",
    ["1.909-555-0142", "(909) 555 0142 x12", "+1 909 555 0142", "909.555.0142", "19095550142"],
)
def test_the_same_caller_under_every_spelling(desk: Seat, spelling: str) -> None:
    desk.call_with(spelling)
    assert desk.label("caller_name_label") == "Marguerite Holloway"


def test_several_wait_for_a_choice(desk: Seat) -> None:
    desk.call()
    desk.type("ho")
    finder = desk.page.desk_view.caller_panel.caller_edit
    assert finder.match_list.isVisible()
    desk.key(Qt.Key.Key_Down)
    wanted = finder.match_list.words.split(",")[0]
    assert finder.accessibleDescription().startswith(wanted)
    desk.enter()
    desk.player.wait_for_focus("entry_edit")
    desk.settle()
    assert desk.label("caller_name_label") == wanted


def test_a_ring_shows_the_number_and_f2_takes_it(desk: Seat) -> None:
    desk.page.ring("+19095550142")
    bar = desk.workspace.window.call_bar
    assert bar.state() == "Ringing"
    assert "(909) 555-0142: F2 takes the call" in desk.shown_texts()
    desk.key(F2)
    desk.player.wait_for_focus("entry_edit")
    desk.settle()
    assert desk.label("caller_name_label") == "Marguerite Holloway"
    assert bar.state() == "On call"
    assert "Caller-ID shown" in desk.shown_texts()


def test_a_ring_of_an_unknown_number_opens_the_form_with_it(desk: Seat) -> None:
    desk.page.ring("+19515550187")
    desk.key(F2)
    desk.player.wait_for_focus("customer_given_name_edit")
    assert desk.text("customer_phone_edit").replace(" ", "").endswith("5550187")


@pytest.mark.parametrize("shown", ["anonymous", "Restricted", "", "P"])
def test_a_withheld_number_begins_a_call_without_one(desk: Seat, shown: str) -> None:
    desk.page.ring(shown)
    assert "Number withheld: F2 takes the call" in desk.shown_texts()
    desk.key(F2)
    desk.player.wait_for_focus("caller_edit")
    assert desk.text("caller_edit") == ""
    assert "No caller-ID" in desk.shown_texts()
    assert desk.page.order_stage.open_form is None


def test_f3_to_another_caller_moves_the_order_and_says_so(desk: Seat) -> None:
    desk.call_with()
    desk.order()
    desk.key(F3)
    assert desk.focus == "caller_edit"
    desk.key(Qt.Key.Key_Escape)
    assert desk.focus == "entry_edit"
    assert desk.label("caller_name_label") == "Marguerite Holloway"
    desk.key(F3)
    desk.enter("Cape Hollow Keepers")
    desk.player.wait_for_focus("entry_edit")
    desk.settle()
    assert desk.label("caller_name_label") == "Cape Hollow Keepers"
    assert desk.said == (
        "The order is Cape Hollow Keepers's now, with that bill-to. Check ship-to: F6."
    )
    view = desk.page.view
    assert view is not None
    assert view.bill_to is not None
    assert view.bill_to.city == "Greenville"
    assert view.ship_to is None
    assert desk.lines() == [("LMP-2204", 1)]
    desk.key(Qt.Key.Key_Z, CONTROL)
    assert desk.lines() == [], "undo is of the lines"
    view = desk.page.view
    assert view is not None
    assert view.bill_to is not None
    assert view.bill_to.city == "Greenville"


def test_park_and_resume_one(desk: Seat) -> None:
    desk.call_with()
    desk.order()
    desk.key(F11)
    desk.player.wait_for_focus("waiting_caller_edit")
    desk.settle()
    assert desk.workspace.actions.get("resume").text() == "Resume parked (1)"
    assert "1 line" in desk.shown_texts()
    desk.key(F11, CONTROL)
    desk.player.wait_for_focus("entry_edit")
    desk.settle()
    assert desk.lines() == [("LMP-2204", 1)]
    assert desk.label("caller_name_label") == "Marguerite Holloway"
    assert desk.reason("resume") == "A call is going on: park it or wrap it up first."


def test_several_parked_calls_are_chosen_from(desk: Seat) -> None:
    for number in (CALLER, "6625550139"):
        desk.call_with(number)
        desk.order()
        desk.key(F11)
        desk.player.wait_for_focus("waiting_caller_edit")
        desk.settle()
    desk.key(F11, CONTROL)
    assert desk.focus == "parked_list"
    sheet = desk.workspace.window.open_sheet_now
    assert sheet is not None
    assert sheet.title_label.text() == "Parked calls"
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Return)
    desk.player.wait_for_focus("entry_edit")
    desk.settle()
    assert desk.label("caller_name_label") == "Cape Hollow Keepers"
    assert calls(desk) == [("parked", None), ("active", None)]


def test_the_list_of_parked_calls_is_left_by_escape(desk: Seat) -> None:
    for _ in range(2):
        desk.call_with()
        desk.key(F11)
        desk.player.wait_for_focus("waiting_caller_edit")
        desk.settle()
    desk.key(F11, CONTROL)
    desk.key(Qt.Key.Key_Escape)
    assert desk.focus == "waiting_caller_edit"
    assert [state for state, _outcome in calls(desk)] == ["parked", "parked"]


def test_wrap_up_marks_the_likely_outcome(desk: Seat) -> None:
    desk.call_with()
    desk.order()
    desk.key(F12)
    sheet = desk.workspace.window.open_sheet_now
    assert sheet is not None
    assert sheet.subtitle_label.text() == (
        "The order on the desk was not placed. Ending the call drops it."
    )
    assert desk.focus == "outcome_list"
    desk.key(Qt.Key.Key_Return)
    desk.until(lambda: not desk.page.in_call)
    desk.settle()
    assert calls(desk) == [("ended", CallOutcome.NO_ORDER.value)]
    assert [state for _number, state in desk.orders()] == ["cancelled"]


def test_wrap_up_takes_another_outcome_and_what_failed(desk: Seat) -> None:
    desk.call_with()
    desk.key(F12)
    desk.key(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_2, Qt.Key.Key_9)
    desk.key(Qt.Key.Key_Return)
    desk.until(lambda: not desk.page.in_call)
    desk.settle()
    assert calls(desk) == [("ended", CallOutcome.QUESTION.value)]
    with desk.workspace.database.read() as session:
        reports = session.scalars(select(FailedCheckoutReport)).all()
        assert [(r.failure.value, r.place.value) for r in reports] == [("blank_page", "home")]


def test_wrap_up_can_be_left(desk: Seat) -> None:
    desk.call_with()
    desk.key(F12)
    desk.key(Qt.Key.Key_Escape)
    assert desk.page.in_call
    assert desk.focus == "entry_edit"


def test_a_call_that_was_cut_off_goes_on(sit_down: Callable[[], Seat]) -> None:
    with sit_down() as first:
        first.call_with()
        first.order()
        first.order("WCK-0031", "3")
        number = first.page.view.number  # type: ignore[union-attr]
    with sit_down() as second:
        second.until(lambda: second.page.in_call)
        second.player.wait_for_focus("entry_edit")
        second.settle()
        assert second.lines() == [("LMP-2204", 1), ("WCK-0031", 3)]
        assert second.page.view.number == number  # type: ignore[union-attr]
        assert second.label("caller_name_label") == "Marguerite Holloway"
        assert len(calls(second)) == 1


def test_a_call_that_cannot_begin_keeps_what_was_typed(
    desk: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk.database_gone(monkeypatch):
        desk.player.type("9095550142")
        desk.key(F2)
        assert desk.text("waiting_caller_edit") == "9095550142"
        assert not desk.page.in_call
        assert desk.workspace.window.notices.database_banner.isVisible()
    desk.key(F2)
    desk.player.wait_for_focus("entry_edit")
    desk.settle()
    assert desk.label("caller_name_label") == "Marguerite Holloway"


@pytest.mark.parametrize("in_call", [False, True], ids=["waiting", "in a call"])
def test_every_action_works_or_says_why_not(desk: Seat, in_call: bool) -> None:
    if in_call:
        desk.call()
        desk.key(Qt.Key.Key_Escape)
    actions = desk.workspace.actions.listed(CONTEXT)
    assert len(actions) >= 20
    for action in actions:
        assert action.isEnabled() == (not action.reason), action.id
        if action.reason:
            assert action.reason[0].isupper(), action.id
            assert "!" not in action.reason
    blocked = {a.id for a in actions if a.reason}
    if in_call:
        assert blocked >= {"begin", "resume", "card", "finish", "confirmation", "use_duplicate"}
        assert not blocked & {"find_caller", "park", "wrap_up", "lines", "bill_to", "ship_to"}
    else:
        assert {a.id for a in actions} - blocked >= {"begin"}
        assert blocked >= {"card", "finish", "park", "wrap_up", "bill_to", "edit_customer"}


def test_f1_and_ctrl_k_list_every_action_of_the_page(desk: Seat) -> None:
    desk.call_with()
    listed = {action.id for action in desk.workspace.actions.listed(CONTEXT)}
    desk.key(Qt.Key.Key_F1)
    words = desk.shown_texts()
    missing = [a for a in desk.workspace.actions.listed(CONTEXT) if a.text() not in words]
    assert missing == []
    desk.key(Qt.Key.Key_Escape)
    desk.key(Qt.Key.Key_K, CONTROL)
    palette = desk.workspace.window.open_sheet_now
    assert palette is not None
    assert set(palette.shown()) >= listed  # type: ignore[attr-defined]
    desk.type("ship-to")
    desk.key(Qt.Key.Key_Return)
    desk.until(lambda: desk.page.order_stage.open_form is not None)
