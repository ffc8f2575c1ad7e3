"""Money to see to, refunds, and cheques that arrive, by keys alone in the real window."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from desktop.payments.gateway import OutcomeUnknown, RefundRequest, RefundView
from desktop.services import order_money
from models.hold import HoldKind
from models.order import Order, OrderState, Stamp
from models.payment import AttemptState, Payment, PaymentAttempt, Purpose, RefundDue, Tender
from models.store import Store
from tests.ui.pages.call_desk.seat import Seat
from tests.ui.pages.call_desk.test_tenders import give_terms
from ui.dialogs.cheque_sheet import ChequeSheet
from ui.dialogs.money_sheet import MoneySheet
from ui.dialogs.refund_sheet import RefundSheet
from ui.dialogs.terms_sheet import TermsSheet

F10, ESC, ENTER, TAB = Qt.Key.Key_F10, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Tab
ALT = Qt.KeyboardModifier.AltModifier
TOTAL = 10_362


def refunds_asked(desk: Seat) -> list[int]:
    """What the processor is asked to give back."""
    with desk.workspace.database.read() as session:
        asked = select(PaymentAttempt).where(PaymentAttempt.purpose == Purpose.REFUND)
        return [
            row.amount_minor for row in session.scalars(asked) if row.payment.tender is Tender.CARD
        ]


@pytest.fixture
def silent(desk: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """The processor does not answer when it is asked to give money back."""

    def lost(*_args: object, **_more: object) -> object:
        raise OutcomeUnknown("timeout")

    monkeypatch.setattr(desk.gateway, "refund", lost)
    monkeypatch.setattr(desk.gateway, "list_refunds", lost, raising=False)


def sheet_of(desk: Seat, kind: type[Any]) -> Any:
    desk.settle()
    sheet = desk.workspace.window.open_sheet_now
    assert isinstance(sheet, kind)
    return sheet


def open_money(desk: Seat) -> MoneySheet:
    desk.key(Qt.Key.Key_0, ALT)
    sheet: MoneySheet = sheet_of(desk, MoneySheet)
    return sheet


def by_cheque(desk: Seat) -> uuid.UUID:
    """An order by cheque, and the call over."""
    desk.call_with()
    desk.order()
    desk.key(Qt.Key.Key_M, ALT)
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "awaiting_cheque")
    return _leave(desk)


def by_card(desk: Seat) -> uuid.UUID:
    """An order whose card is authorized, and the call over."""
    desk.to_taken()
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    return _leave(desk)


def _leave(desk: Seat) -> uuid.UUID:
    view = desk.page.view
    assert view is not None
    desk.key(Qt.Key.Key_F12)
    desk.key(ENTER)
    desk.until(lambda: not desk.page.in_call)
    return view.id


def shipped(desk: Seat, order_id: uuid.UUID) -> None:
    """All of it left, and the processor took the money."""

    def work(session: Any) -> None:
        order = session.get_one(Order, order_id)
        now = desk.workspace.clock.now()
        stamp = Stamp(at=now, actor_id=None, workstation_id=None)
        for line in order.lines:
            line.shipped = line.ordered
        order.move_to(OrderState.SHIPPED, kind="shipped", stamp=stamp)
        order_money.settle(session, order, stamp)
        [attempt] = session.scalars(
            select(PaymentAttempt).where(PaymentAttempt.purpose == Purpose.CAPTURE)
        )
        for state in (AttemptState.SENT, AttemptState.SUCCEEDED):
            attempt.move_to(state, at=now)

    desk.write(work)


def expires_in(desk: Seat, order_id: uuid.UUID, **time: float) -> None:
    def work(session: Any) -> None:
        attempt = session.scalars(
            select(PaymentAttempt).join(Payment).where(Payment.order_id == order_id)
        ).one()
        attempt.expires_at = desk.workspace.clock.now() + timedelta(**time)

    desk.write(work)


def state_of(desk: Seat, order_id: uuid.UUID) -> tuple[str, list[HoldKind]]:
    with desk.workspace.database.read() as session:
        order = session.get_one(Order, order_id)
        return order.state.value, [hold.kind for hold in order.open_holds]


def dues(desk: Seat) -> list[tuple[int, bool]]:
    with desk.workspace.database.read() as session:
        rows = session.scalars(select(RefundDue).order_by(RefundDue.created_at, RefundDue.id))
        return [(row.amount_minor, row.done_at is not None) for row in rows]


def money_refund(desk: Seat, order_id: uuid.UUID) -> RefundSheet:
    desk.workspace.money.open_refund(order_id)
    sheet: RefundSheet = sheet_of(desk, RefundSheet)
    return sheet


def test_nothing_to_see_to_is_said_in_words(desk: Seat) -> None:
    open_money(desk)
    assert (
        "No refund is due, no authorization runs out, no cheque is awaited." in desk.shown_texts()
    )
    assert desk.reason("money_act") == "There is nothing to see to."
    desk.key(F10)
    desk.key(ESC)
    assert desk.workspace.window.open_sheet_now is None
    assert desk.focus == "waiting_caller_edit"


def test_a_cheque_arrives(desk: Seat) -> None:
    order_id = by_cheque(desk)
    assert desk.workspace.actions.get("money").text() == "Money to see to (1)"
    sheet = open_money(desk)
    [row] = sheet.table("cheques").rows
    assert (row.cells[0], row.cells[2], row.cells[4]) == ("today", "Marguerite Holloway", "103.62")
    assert desk.focus == "money_cheques_table"
    desk.key(ENTER)
    assert desk.focus == "money_act_button"
    desk.key(ENTER)
    sheet_of(desk, ChequeSheet)
    assert desk.focus == "cheque_amount_edit"
    desk.key(F10)
    assert desk.error("cheque_amount_edit") == (
        "Enter the amount that the cheque says, such as 12.50."
    )
    desk.enter("103.62")
    assert desk.focus == "cheque_number_edit"
    desk.enter("1001")
    assert desk.workspace.window.open_sheet_now is None
    assert state_of(desk, order_id) == ("released", [])
    assert desk.said.endswith("is in the books.")
    assert desk.workspace.actions.get("money").text() == "Money to see to"


def test_a_cheque_too_small_is_kept_only_at_a_second_f10(desk: Seat) -> None:
    order_id = by_cheque(desk)
    open_money(desk)
    desk.key(F10)
    desk.type("100")
    desk.key(F10)
    assert desk.error("cheque_amount_edit") == (
        "It is $3.62 less than the $103.62 that the order needs."
    )
    assert state_of(desk, order_id) == ("placed", [HoldKind.PAYMENT])
    assert desk.workspace.actions.get("cheque_take").text() == "Keep it, and wait for the rest"
    desk.retype("101")
    assert desk.workspace.actions.get("cheque_take").text() == "It is here"
    desk.key(F10)
    desk.key(F10)
    assert state_of(desk, order_id) == ("placed", [HoldKind.PAYMENT])
    sheet = open_money(desk)
    assert [row.cells[4] for row in sheet.table("cheques").rows] == ["2.62"]


def test_too_much_is_due_back_and_sent_by_hand(desk: Seat) -> None:
    by_cheque(desk)
    open_money(desk)
    desk.key(F10)
    desk.type("110")
    desk.key(F10)
    sheet = open_money(desk)
    [row] = sheet.table("dues").rows
    assert row.cells[3:] == ("Cheque or money order", "6.38")
    act = desk.workspace.actions.get("money_act")
    assert act.text() == "A cheque for $6.38 has been sent"
    desk.key(F10)
    assert (dues(desk), refunds_asked(desk)) == ([(638, True)], [])
    assert sheet.table("dues").rows == ()
    assert "Nothing to see to" in desk.shown_texts()


def test_an_authorization_that_runs_out_is_warned_of_and_opened(desk: Seat) -> None:
    order_id = by_card(desk)
    expires_in(desk, order_id, hours=30, minutes=5)
    desk.workspace.money.sweep()
    desk.settle()
    assert desk.said == "An authorization runs out within 30 hours: Alt+0"
    sheet = open_money(desk)
    [row] = sheet.table("expiring").rows
    assert (row.cells[0], row.cells[4]) == ("30 hours", "103.62")
    wanted: list[uuid.UUID] = []
    sheet.order_wanted.connect(wanted.append)
    desk.key(F10)
    assert wanted == [order_id]
    assert state_of(desk, order_id) == ("released", [])


def test_what_has_run_out_is_held_by_the_hourly_look(desk: Seat) -> None:
    order_id = by_card(desk)
    expires_in(desk, order_id, seconds=-1)
    desk.workspace.money.sweep()
    desk.until(lambda: state_of(desk, order_id)[0] == "placed")
    assert state_of(desk, order_id) == ("placed", [HoldKind.AUTHORIZATION_EXPIRED])


@pytest.mark.usefixtures("silent")
def test_a_part_is_refunded_with_a_reason(desk: Seat) -> None:
    order_id = by_card(desk)
    shipped(desk, order_id)
    money_refund(desk, order_id)
    assert desk.focus == "refund_amount_edit"
    assert desk.hint("refund_amount_edit") == "At most $103.62"
    desk.key(F10)
    assert desk.error("refund_amount_edit") == "Enter an amount such as 12.50."
    desk.type("200")
    desk.key(F10)
    assert desk.error("refund_amount_edit") == "No more than $103.62 can go back."
    desk.retype("20")
    assert desk.workspace.actions.get("refund_give").text() == "Refund $20.00"
    desk.key(F10)
    assert desk.error("refund_reason_edit") == "Say why: it stands in the order's history."
    assert refunds_asked(desk) == []
    desk.enter("scratched")
    assert refunds_asked(desk) == [2_000]
    assert dues(desk) == [(2_000, False)]
    assert desk.said == "The refund is on its way."
    sheet = open_money(desk)
    [row] = sheet.table("dues").rows
    assert row.cells[0] == "On its way"
    assert desk.reason("money_act") == "It is on its way: the processor has been asked."


def test_what_the_processor_gives_back_is_off_the_list(
    desk: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int]] = []

    def refund(intent_id: str, request: RefundRequest, *, key: str) -> RefundView:
        asked.append((intent_id, request.amount_minor))
        return RefundView(
            refund_id="re_1", intent_id=intent_id, status="succeeded",
            amount_minor=request.amount_minor, currency="USD",
            created_at=desk.workspace.clock.now(), metadata={"attempt": request.attempt},
        )  # fmt: skip

    monkeypatch.setattr(desk.gateway, "refund", refund)
    order_id = by_card(desk)
    shipped(desk, order_id)
    money_refund(desk, order_id)
    desk.enter("20")
    desk.press(TAB)
    desk.enter("scratched")
    desk.until(lambda: dues(desk) == [(2_000, True)])
    assert asked == [("pi_1", 2_000)]
    open_money(desk)
    assert "Nothing to see to" in desk.shown_texts()


@pytest.mark.usefixtures("silent")
def test_all_of_it_with_one_key(desk: Seat) -> None:
    order_id = by_card(desk)
    shipped(desk, order_id)
    money_refund(desk, order_id)
    desk.key(Qt.Key.Key_A, ALT)
    assert desk.text("refund_amount_edit") == "103.62"
    desk.enter("sent back")
    assert dues(desk) == [(TOTAL, False)]
    money_refund(desk, order_id)
    words = "Nothing can go back: nothing was taken, or all of it went back already."
    assert desk.label("refund_refusal_label") == words
    desk.key(F10)
    assert refunds_asked(desk) == [TOTAL]


def test_an_agent_is_told_that_a_supervisor_refunds(desk: Seat) -> None:
    order_id = by_card(desk)
    shipped(desk, order_id)
    money = desk.workspace.money
    money._desk = dataclasses.replace(money._desk, may_supervise=False)
    money_refund(desk, order_id)
    words = "Only a supervisor gives money back in this shop."
    assert (desk.label("refund_refusal_label"), desk.reason("refund_give")) == (words, words)
    desk.type("10")
    desk.key(F10)
    assert dues(desk) == []
    desk.key(ESC)
    desk.write(
        lambda session: setattr(
            session.scalars(select(Store)).one(), "settings", {"refund_needs_supervisor": False}
        )
    )
    money_refund(desk, order_id)
    assert desk.reason("refund_give") == ""


def test_a_supervisor_sets_the_terms_of_a_company(desk: Seat) -> None:
    desk.call_with()
    desk.order()
    give_terms(desk, days=0)
    desk.key(Qt.Key.Key_M, ALT)
    desk.key(Qt.Key.Key_2)
    desk.key(Qt.Key.Key_T, ALT)
    sheet_of(desk, TermsSheet)
    desk.retype("999")
    desk.key(F10)
    assert desk.error("terms_days_edit") == "Enter 0 to 180 days."
    desk.retype("45")
    desk.key(F10)
    desk.until(lambda: desk.focus == "tender_list")
    assert desk.reason("tender_place") == ""
    desk.key(ENTER)
    desk.enter("PO 1")
    desk.until(lambda: desk.page.payment_state == "on_terms")
