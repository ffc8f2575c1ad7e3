"""Money after the call, by keys alone: a cheque that comes by post, and a card that is refunded."""

from __future__ import annotations

from pathlib import Path

import pypdf
from PySide6.QtCore import Qt

from desktop.demo.moves import known_caller, place, save_paper, take_card, two_lines, wrap_up
from desktop.paths import DataFolder
from desktop.payments.stripe_gateway import StripeGateway
from tests.desktop.parcels import send_everything
from tests.journeys import records
from tests.journeys.sitting import Sitting

F10, ESC, ENTER = Qt.Key.Key_F10, Qt.Key.Key_Escape, Qt.Key.Key_Return
CONTROL = Qt.KeyboardModifier.ControlModifier
TOTAL = 12_468


def money_sheet(desk: Sitting) -> None:
    desk.alt(Qt.Key.Key_0)
    desk.until(lambda: desk.workspace.window.open_sheet_now is not None)
    desk.player.settle()


def given_back(desk: Sitting, number: str) -> list[int]:
    """What the processor gave back of an order."""
    [intent] = desk.intents(number)
    gateway = StripeGateway(connection=desk.workspace.payments.connection())
    try:
        return [refund.amount_minor for refund in gateway.list_refunds(intent.intent_id)]
    finally:
        gateway.close()


def test_a_cheque_from_the_call_to_the_release(
    desk: Sitting, folder: DataFolder, tmp_path: Path
) -> None:
    known_caller(desk.player)
    two_lines(desk.player)
    desk.alt(Qt.Key.Key_M)
    desk.player.wait_for_focus("tender_list")
    desk.press(F10)
    desk.until(lambda: desk.page.payment_state == "awaiting_cheque")
    order = records.the_order(folder)
    assert (order.state, order.open_holds) == ("placed", ("payment",))
    assert order.hold_details["payment"] == {"reason": "awaiting_cheque"}
    save_paper(desk.player)
    saved = pypdf.PdfReader(tmp_path / "out" / f"confirmation-{order.number}.pdf")
    said = " ".join(" ".join(page.extract_text() for page in saved.pages).split())
    assert "We await your cheque or money order" in said
    assert "for $124.68, write order number" in said
    wrap_up(desk.player)
    assert records.calls(folder)[0].outcome == "order_held"

    money_sheet(desk)
    desk.player.wait_for_focus("money_cheques_table")
    desk.press(ENTER, ENTER)
    desk.player.wait_for_focus("cheque_amount_edit")
    desk.player.type("134.68")
    desk.press(ENTER)
    desk.player.type("1001")
    desk.press(F10)
    desk.until(lambda: records.the_order(folder).state == "released")
    order = records.the_order(folder)
    assert (order.open_holds, order.ended_holds) == ((), ("payment",))
    assert desk.intents(order.number) == []

    money_sheet(desk)
    desk.player.wait_for_focus("money_dues_table")
    act = desk.workspace.actions.get("money_act")
    assert act.text() == "A cheque for $10.00 has been sent"
    desk.press(F10)
    desk.until(lambda: "Nothing to see to" in desk.shown_texts())
    desk.press(ESC)
    assert "refund_sent" in records.the_order(folder).events


def test_what_was_captured_goes_back_at_the_processor(desk: Sitting, folder: DataFolder) -> None:
    known_caller(desk.player)
    two_lines(desk.player)
    take_card(desk.player, "visa_approved")
    place(desk.player, "approved")
    wrap_up(desk.player)
    number = records.the_order(folder).number
    order_id = send_everything(folder, at=desk.workspace.clock.now())
    desk.workspace.changes.broadcast({"orders"})
    desk.until(lambda: desk.intents(number)[0].amount_received_minor == TOTAL)
    desk.until(lambda: "payment_captured" in records.the_order(folder).events)

    desk.workspace.money.open_refund(order_id)
    desk.player.wait_for_focus("refund_amount_edit")
    desk.player.settle()
    desk.player.type("24.68")
    desk.tab_to("refund_reason_edit")
    desk.player.type("one lamp was scratched")
    desk.press(F10)
    desk.until(lambda: given_back(desk, number) == [2_468])
    desk.until(lambda: "payment_refunded" in records.the_order(folder).events)
    desk.player.settle()
    money_sheet(desk)
    assert "Nothing to see to" in desk.shown_texts()
    desk.press(ESC)
    assert desk.charges(number) == 1
