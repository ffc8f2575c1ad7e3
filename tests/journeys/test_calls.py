"""Whole calls by keys alone, and what the books and the processor say afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.demo.moves import known_caller, place, save_paper, take_card, two_lines, wrap_up
from desktop.demo.scenarios import SCENARIOS
from desktop.paths import DataFolder
from tests.journeys import records
from tests.journeys.sitting import Sitting

LINES = (("WCK-0031", 3), ("LMP-2204", 1))
CARD_KEYS = 26
"""Sixteen digits, Tab, four of the expiry, Tab, three of the code, Enter."""


def keys_of(desk: Sitting) -> int:
    return desk.player.counter.count + desk.player.card_keystrokes


def test_a_new_caller_ships_elsewhere_and_is_held(
    desk: Sitting, folder: DataFolder, tmp_path: Path
) -> None:
    SCENARIOS["new-caller"](desk.player)
    assert desk.player.card_keystrokes == CARD_KEYS
    assert keys_of(desk) <= 125
    order = records.the_order(folder)
    assert order.state == "placed"
    assert order.open_holds == ("ship_to_differs",)
    assert order.ended_holds == ()
    assert order.hold_details["ship_to_differs"]["parts"]
    assert order.lines == LINES
    assert order.amounts == (10_350, 1_290, 906, 12_546)
    assert order.customer == "Rosa Medina"
    assert order.ship_to == "Theo Medina, 88 Quarry Rd"
    assert order.payments == (("4242", ("succeeded",)),)
    assert order.events.count("payment_authorized") == 1
    assert "released" not in order.events
    (call,) = records.calls(folder)
    assert (call.state, call.outcome, call.form) == ("ended", "order_held", {})
    assert (call.customer, call.has_caller_id) == ("Rosa Medina", False)
    saved = (tmp_path / "out" / f"confirmation-{order.number}.pdf").read_bytes()
    (sha256,) = order.documents
    assert records.pdf_on_record(folder, sha256) == saved
    assert [view.status for view in desk.intents(order.number)] == ["requires_capture"]
    assert desk.intents(order.number)[0].amount_minor == 12_546


def test_a_returning_caller_is_released(desk: Sitting, folder: DataFolder) -> None:
    SCENARIOS["returning-caller"](desk.player)
    assert keys_of(desk) <= 60
    order = records.the_order(folder)
    assert (order.state, order.open_holds, order.ended_holds) == ("released", (), ())
    assert (order.lines, order.customer, order.ship_to) == (LINES, "Marguerite Holloway", "")
    assert order.amounts == (10_350, 1_290, 828, 12_468)
    assert order.payments == (("4242", ("succeeded",)),)
    (call,) = records.calls(folder)
    assert (call.number, call.has_caller_id) == ("+19095550142", True)
    assert (call.state, call.outcome) == ("ended", "order_placed")
    assert desk.charges(order.number) == 1


def test_declined_and_then_another_card(desk: Sitting, folder: DataFolder) -> None:
    known_caller(desk.player)
    two_lines(desk.player)
    take_card(desk.player, "generic_decline")
    place(desk.player, "declined")
    order = records.the_order(folder)
    assert (order.state, order.open_holds) == ("placed", ("payment",))
    assert order.hold_details["payment"]["reason"] == "declined"
    assert desk.charges(order.number) == 0
    take_card(desk.player, "mastercard_approved")
    place(desk.player, "approved")
    order = records.the_order(folder)
    assert (order.state, order.open_holds, order.ended_holds) == ("released", (), ("payment",))
    assert order.payments == (("0002", ("declined",)), ("4444", ("succeeded",)))
    assert order.events.count("released") == 1
    statuses = [view.status for view in desk.intents(order.number)]
    assert statuses == ["requires_capture", "requires_payment_method"]
    assert desk.charges(order.number) == 1
    assert desk.player.card_keystrokes == 2 * CARD_KEYS
    save_paper(desk.player)
    wrap_up(desk.player)


def test_an_unknown_outcome_is_found_out(desk: Sitting, folder: DataFolder) -> None:
    known_caller(desk.player)
    two_lines(desk.player)
    take_card(desk.player, "cut_after_charge")
    place(desk.player, "unknown")
    order = records.the_order(folder)
    assert (order.state, order.open_holds) == ("placed", ("payment",))
    assert order.hold_details["payment"]["reason"] == "unknown"
    assert order.payments == (("8210", ("unknown",)),)
    card = desk.workspace.actions.get("card")
    assert not card.isEnabled()
    desk.press(Qt.Key.Key_F8)
    assert not desk.page.host.is_open
    desk.press(Qt.Key.Key_F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    order = records.the_order(folder)
    assert (order.state, order.open_holds, order.ended_holds) == ("released", (), ("payment",))
    assert order.payments == (("8210", ("succeeded",)),)
    assert len(desk.intents(order.number)) == 1
    assert desk.charges(order.number) == 1


@pytest.mark.parametrize(
    ("card", "last4", "hold"),
    [
        ("street_mismatch", "0028", "street_check"),
        ("zip_mismatch", "0036", "postal_check"),
        ("code_mismatch", "0101", "code_check"),
    ],
)
def test_an_answer_that_is_no_match_holds_the_order(
    desk: Sitting, folder: DataFolder, card: str, last4: str, hold: str
) -> None:
    known_caller(desk.player)
    two_lines(desk.player)
    take_card(desk.player, card)
    place(desk.player, "approved")
    order = records.the_order(folder)
    assert (order.state, order.open_holds) == ("placed", (hold,))
    assert order.hold_details[hold] == {"answer": "no_match"}
    assert order.payments == ((last4, ("succeeded",)),)
    assert desk.charges(order.number) == 1
    wrap_up(desk.player)
    (call,) = records.calls(folder)
    assert call.outcome == "order_held"
