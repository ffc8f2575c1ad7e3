"""Held orders decided by keys alone, and every way it can go otherwise."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.services import cancelling, verification
from models.ids import uuid7
from models.payment import AttemptState, Check
from tests.ui.pages.call_desk.seat import CONTROL
from tests.ui.pages.verification.held_shop import HOLLOWAY, QUARRY, Held
from tests.ui.pages.verification.verifier import ALT, Verifier
from ui.widgets.database_banner import DatabaseBanner
from ui.widgets.rail_button import RailButton

F2, F4, F9, F10 = Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F9, Qt.Key.Key_F10
DOWN, UP, ESC, ENTER = Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Escape, Qt.Key.Key_Return
ELSEWHERE = Held(ship_to=QUARRY)
NOTE = "She read the order number and the son's name"


def test_an_empty_queue_says_so(desk: Verifier) -> None:
    page = desk.open()
    assert desk.focus == "verification_empty"
    assert "Nothing is held" in desk.texts()
    assert desk.workspace.window.call_bar.state() == "Verification"
    assert page.keys.release.reason == "No order is held."
    desk.key(F10)
    assert desk.said == "No order is held."


def test_the_rail_counts_what_waits_before_the_page_is_opened(desk: Verifier) -> None:
    first, _second = desk.hold(), desk.hold(ELSEWHERE)
    desk.workspace.verification.refresh()
    desk.settle()
    buttons = desk.workspace.window.rail.findChildren(RailButton)
    (own,) = [button for button in buttons if "verification" in button.objectName()]
    assert own.badge == 1
    assert desk.state(first) == ("released", set())


def test_held_and_released(desk: Verifier) -> None:
    order_id = desk.hold(ELSEWHERE)
    other = desk.hold(replace(ELSEWHERE, minutes=5))
    desk.open()
    assert desk.focus == "queue_table"
    assert desk.rows() == [str(order_id), str(other)]
    assert desk.shown() == str(order_id)
    desk.note(NOTE)
    desk.key(F10)
    assert desk.state(order_id) == ("released", set())
    assert desk.notes(order_id) == [NOTE]
    assert "is released to fulfilment" in desk.said
    assert (desk.rows(), desk.shown()) == ([str(other)], str(other))
    assert desk.verification.note_edit.text() == "", "the next order has no note yet"
    assert desk.state(other) == ("placed", {"ship_to_differs"})


def test_a_release_needs_a_word_of_what_was_checked(desk: Verifier) -> None:
    order_id = desk.hold(ELSEWHERE)
    desk.open()
    desk.key(F10)
    desk.player.wait_for_focus("verification_note_edit")
    assert desk.error("verification_note_edit") == (
        "Say what you checked: it is kept with the order."
    )
    assert desk.state(order_id) == ("placed", {"ship_to_differs"})
    desk.type("x")
    assert desk.error("verification_note_edit") == ""


def test_one_reason_alone(desk: Verifier) -> None:
    order_id = desk.hold(replace(ELSEWHERE, checks={"street": Check.NO_MATCH}))
    page = desk.open()
    assert [a.text() for a in page.keys.reasons if a.isVisible()] == [
        "Ship-to alone", "Street alone",
    ]  # fmt: skip
    desk.note("The bank confirmed the street")
    desk.key(Qt.Key.Key_2, CONTROL)
    assert desk.state(order_id) == ("placed", {"ship_to_differs"})
    assert "is still held: Ship-to" in desk.said
    assert desk.shown() == str(order_id)
    assert [a for a in page.keys.reasons if a.isVisible()] == [], "one is left: F10 does it"
    desk.note(NOTE)
    desk.key(F10)
    assert desk.state(order_id) == ("released", set())
    assert desk.notes(order_id) == ["The bank confirmed the street", NOTE]


def test_up_and_down_go_through_the_queue_and_notes_stay_with_their_orders(desk: Verifier) -> None:
    first = desk.hold(ELSEWHERE)
    second = desk.hold(replace(ELSEWHERE, minutes=5))
    desk.open()
    desk.note("half a no")
    desk.key(DOWN)
    assert desk.shown() == str(second)
    assert desk.verification.note_edit.text() == ""
    desk.type("another")
    desk.key(UP)
    assert desk.shown() == str(first)
    assert desk.verification.note_edit.text() == "half a no"
    desk.key(ESC)
    assert desk.focus == "queue_table"
    desk.key(DOWN)
    assert desk.verification.note_edit.text() == "another"
    assert desk.notes(first) == desk.notes(second) == []


def test_notes_outlive_a_look_at_another_page(desk: Verifier) -> None:
    desk.hold(ELSEWHERE)
    desk.open()
    desk.note("half a no")
    desk.key(Qt.Key.Key_1, ALT)
    desk.key(Qt.Key.Key_2, ALT)
    assert desk.verification.note_edit.text() == "half a no"


def test_enter_keeps_a_note_and_goes_on_holding(desk: Verifier) -> None:
    order_id = desk.hold(ELSEWHERE)
    desk.open()
    desk.note("Busy line")
    desk.key(ENTER)
    assert desk.notes(order_id) == ["Busy line"]
    assert desk.state(order_id) == ("placed", {"ship_to_differs"})
    assert desk.verification.note_edit.text() == ""
    assert any("“Busy line”, Dana Okafor" in text for text in desk.texts())


def test_ask_again_tomorrow(desk: Verifier) -> None:
    first = desk.hold(ELSEWHERE)
    second = desk.hold(replace(ELSEWHERE, minutes=5))
    desk.open()
    desk.note("No answer")
    desk.key(Qt.Key.Key_T, ALT)
    assert desk.rows() == [str(second), str(first)]
    assert desk.notes(first) == ["No answer"]
    assert "09:00" in desk.said
    desk.key(ESC)
    desk.key(DOWN)
    assert desk.verification.keys.again.reason == "It stands back already."
    assert desk.verification.detail.strip.text().startswith("Nobody could be reached")


def test_call_back_says_the_billing_phone(desk: Verifier) -> None:
    order_id = desk.hold(ELSEWHERE)
    page = desk.open()
    wanted: list[uuid.UUID] = []
    page.call_wanted.connect(wanted.append)
    desk.key(F2)
    assert wanted == [order_id]
    assert desk.said == f"Call (909) 555-0142: the billing phone of {HOLLOWAY}"


def test_cancel_says_what_happens_to_the_money_first(desk: Verifier) -> None:
    order_id = desk.hold(ELSEWHERE)
    page = desk.open()
    seen = page.seen
    assert seen is not None
    desk.note("Not theirs")
    desk.key(Qt.Key.Key_Delete, CONTROL)
    sheet = desk.workspace.window.open_sheet_now
    assert sheet is not None
    assert sheet.money_banner.text() == (  # type: ignore[attr-defined]
        f"${seen.total_minor / 100:.2f} held on Visa ending 4242 is let go. Nothing of it is taken."
    )
    desk.key(ESC)
    assert desk.state(order_id) == ("placed", {"ship_to_differs"})
    assert page.note_edit.text() == "Not theirs"
    desk.key(Qt.Key.Key_Delete, CONTROL)
    desk.key(F10)
    assert desk.state(order_id) == ("cancelled", set())
    assert desk.notes(order_id) == ["Not theirs"]
    assert desk.said.endswith("is cancelled. F9 shows the letter")


def test_a_cancellation_needs_a_reason(desk: Verifier) -> None:
    order_id = desk.hold(ELSEWHERE)
    desk.open()
    desk.key(Qt.Key.Key_Delete, CONTROL)
    desk.player.wait_for_focus("cancel_note_edit")
    desk.key(F10)
    assert desk.error("cancel_note_edit") == "Say why: it stands in the order's history."
    assert desk.state(order_id) == ("placed", {"ship_to_differs"})
    desk.type("Never answered")
    desk.key(F10)
    assert desk.state(order_id) == ("cancelled", set())


def test_the_letter_follows(desk: Verifier) -> None:
    desk.hold(ELSEWHERE)
    page = desk.open()
    assert page.keys.letter.reason == "No order was cancelled here just now."
    desk.key(Qt.Key.Key_Delete, CONTROL)
    desk.type("Never answered")
    desk.key(F10)
    desk.key(F9)
    sheet = desk.workspace.window.open_sheet_now
    assert sheet is not None
    assert sheet.title_label.text().startswith("Cancellation, order P")
    desk.key(ESC)


def test_the_filter_shows_what_one_reason_holds(desk: Verifier) -> None:
    elsewhere = desk.hold(ELSEWHERE)
    code = desk.hold(Held(checks={"code": Check.NOT_PROVIDED}, minutes=5))
    page = desk.open()
    desk.key(F4)
    desk.player.wait_for_focus("reason_list")
    desk.key(DOWN)
    desk.key(DOWN)
    desk.key(ENTER)
    assert desk.rows() == [str(code)]
    assert page.keys.filter.text() == "Only: Code"
    desk.note(NOTE)
    desk.key(F10)
    assert desk.rows() == [str(elsewhere)], "nothing is left of it: all reasons again"
    assert page.keys.filter.text() == "All reasons"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (AttemptState.DECLINED, "This waits for a card: call back and take one."),
        (AttemptState.UNKNOWN,
         "This waits for the bank's answer, which is looked up by itself."),
    ],
)  # fmt: skip
def test_what_money_holds_no_key_releases(desk: Verifier, state: AttemptState, words: str) -> None:
    order_id = desk.hold(Held(state=state))
    page = desk.open()
    assert page.keys.release.reason == words
    desk.note(NOTE)
    desk.key(F10)
    assert desk.said == words
    assert desk.state(order_id) == ("placed", {"payment"})
    assert desk.notes(order_id) == []


def test_nobody_releases_their_own_where_the_shop_says_so(desk: Verifier) -> None:
    order_id = desk.hold(ELSEWHERE, own=True)
    desk.set_rules(own_release=False)
    page = desk.open()
    words = "You took this order: somebody else has to release it."
    assert page.keys.release.reason == words
    assert page.detail.strip.text() == words
    desk.note(NOTE)
    desk.key(F10)
    assert desk.state(order_id) == ("placed", {"ship_to_differs"})


def test_somebody_else_released_it_meanwhile(desk: Verifier) -> None:
    order_id = desk.hold(ELSEWHERE)
    page = desk.open()
    desk.note("half a no")
    other = replace(desk.desk_of(own=False), may_supervise=True)

    def work(session: Any) -> None:
        version = verification.detail(session, other, order_id).version
        verification.release_order(
            session, other, order_id, "Theirs", version=version, command_id=uuid7()
        )

    desk.write(work)
    desk.key(F10)
    assert desk.said == "Somebody else has released this already."
    assert page.note_edit.text() == "half a no", "nothing that was typed is lost"
    assert page.detail.strip.title() == "Somebody let this order go meanwhile"
    assert desk.notes(order_id) == ["Theirs"]
    assert page.keys.release.reason == "Nothing holds this order any more."
    desk.key(ENTER)
    assert desk.notes(order_id) == ["Theirs", "half a no"]


def test_an_order_that_changed_meanwhile_is_looked_at_again(desk: Verifier) -> None:
    order_id = desk.hold(ELSEWHERE)
    page = desk.open()
    desk.note(NOTE)
    desk.write(
        lambda s: verification.hold(s, desk.workspace.desk, order_id, "Odd", command_id=uuid7())
    )
    desk.key(F10)
    assert desk.said == "This order has changed meanwhile. Look at it again, then decide."
    assert desk.state(order_id) == ("placed", {"ship_to_differs", "manual"})
    assert page.note_edit.text() == NOTE
    desk.key(F10)
    assert desk.state(order_id) == ("released", set())


def test_somebody_else_cancelled_it_meanwhile(desk: Verifier) -> None:
    order_id = desk.hold(ELSEWHERE)
    desk.open()
    seen = desk.verification.seen
    assert seen is not None
    desk.write(
        lambda session: cancelling.cancel_order(
            session, desk.workspace.desk, order_id, note="Theirs", version=seen.version,
            command_id=uuid7(),
        )
    )  # fmt: skip
    desk.note(NOTE)
    desk.key(F10)
    assert desk.said == "Somebody else has released this already."
    assert desk.state(order_id) == ("cancelled", set())


def test_what_somebody_else_cancelled_is_not_asked_about(desk: Verifier) -> None:
    order_id = desk.hold(ELSEWHERE)
    desk.open()
    seen = desk.verification.seen
    assert seen is not None
    desk.write(
        lambda session: cancelling.cancel_order(
            session, desk.workspace.desk, order_id, note="Theirs", version=seen.version,
            command_id=uuid7(),
        )
    )  # fmt: skip
    desk.note(NOTE)
    desk.key(Qt.Key.Key_Delete, CONTROL)
    assert desk.said == "This order was cancelled already."
    assert desk.workspace.window.open_sheet_now is None
    assert desk.notes(order_id) == ["Theirs"]
    assert desk.rows() == []
    assert desk.verification.note_edit.text() == NOTE


def test_a_card_number_in_the_note_is_wiped(desk: Verifier) -> None:
    desk.hold(ELSEWHERE)
    desk.open()
    desk.note(("4242 " * 4).strip())
    assert desk.verification.note_edit.text() == ""
    assert desk.error("verification_note_edit").startswith("That looked like a card number")


def test_the_database_is_gone_and_nothing_typed_is_lost(
    desk: Verifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = desk.hold(ELSEWHERE)
    page = desk.open()
    desk.note(NOTE)
    with desk.database_gone(monkeypatch):
        desk.key(F10)
        banner = desk.workspace.window.notices.findChild(DatabaseBanner)
        assert isinstance(banner, DatabaseBanner)
        assert banner.isVisible()
        assert page.note_edit.text() == NOTE
        assert desk.shown() == str(order_id)
    desk.key(Qt.Key.Key_R, CONTROL)
    desk.key(F10)
    assert desk.state(order_id) == ("released", set())


def test_a_held_key_decides_once(desk: Verifier) -> None:
    first = desk.hold(ELSEWHERE)
    second = desk.hold(replace(ELSEWHERE, minutes=5))
    desk.open()
    desk.note(NOTE)
    window = desk.workspace.window.windowHandle()
    for _ in range(3):
        QTest.keyClick(window, F10)
    desk.settle()
    assert desk.state(first) == ("released", set())
    assert desk.state(second) == ("placed", {"ship_to_differs"}), "it had no word of its own"
