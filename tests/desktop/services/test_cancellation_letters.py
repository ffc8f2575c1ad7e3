"""The letter of cancellation of an order: from the books to the paper, and the same paper again."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from desktop.documents.cancellation import render_cancellation
from desktop.documents.cancellation_data import MoneyWords
from desktop.services import cancellation_letters, cancelling, order_money
from desktop.services.confirmations import Letter, LetterWords
from desktop.services.desk import Refused
from models.document import Document, DocumentFile, DocumentKind
from models.ids import uuid7
from models.order import Order, OrderState
from models.payment import AttemptState, Payment, Purpose, RefundDue, Tender
from tests.desktop.factories import RENO, DeskShop
from tests.desktop.services.held import answer, detail, held, place

WORDS = LetterWords(
    hold=lambda kind: kind.value, card=lambda brand, last4: f"{brand.title()} ending {last4}"
)
CARD = "Visa ending 4242"


def cancel(shop: DeskShop, order_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    with shop.database.write() as session:
        return cancelling.cancel_order(
            session, shop.desk(), order_id, note="Could not be reached",
            version=detail(shop, order_id).version, command_id=uuid7(),
        ).attempts  # fmt: skip


def prepare(shop: DeskShop, order_id: uuid.UUID, *, command_id: uuid.UUID | None = None) -> Letter:
    with shop.database.write() as session:
        return cancellation_letters.prepare(
            session, shop.desk(), order_id, words=WORDS, render=render_cancellation,
            command_id=command_id or uuid7(),
        )  # fmt: skip


def money(shop: DeskShop, order_id: uuid.UUID) -> tuple[MoneyWords, ...]:
    with shop.database.read() as session:
        order = session.get_one(Order, order_id)
        return cancellation_letters.cancellation_data(session, shop.desk(), order, WORDS).money


def end_attempts(shop: DeskShop, purpose: Purpose) -> None:
    """What the runner would do with every attempt that waits."""
    with shop.database.write() as session:
        for payment in session.scalars(select(Payment)):
            for attempt in payment.attempts:
                if attempt.purpose is purpose and attempt.state is AttemptState.CREATED:
                    for step in (AttemptState.SENT, AttemptState.SUCCEEDED):
                        attempt.move_to(step, at=shop.clock.now())


def test_a_held_order_is_let_go_and_the_letter_says_so(shop: DeskShop) -> None:
    order_id = held(shop)
    total = detail(shop, order_id).total_minor
    (void,) = cancel(shop, order_id)
    assert money(shop, order_id) == (MoneyWords(kind="let_go", minor=total, paid_with=CARD),)
    made = prepare(shop, order_id)
    end_attempts(shop, Purpose.VOID)
    shop.clock.advance(timedelta(days=3))
    again = prepare(shop, order_id)
    assert (again.document_id, again.pdf) == (made.document_id, made.pdf), "the same paper"
    assert shop.count(Document, DocumentFile) == (1, 1)
    with shop.database.read() as session:
        document = session.get_one(Document, made.document_id)
        assert document.kind is DocumentKind.CANCELLATION
        assert document.order_id == order_id
        assert document.data["cancelled_on"] == "2026-03-02"
        assert document.data["order"]["opt_out"]["phone"] == ""
    assert isinstance(void, uuid.UUID)


def test_a_declined_card_was_not_charged(shop: DeskShop) -> None:
    order_id = place(shop)
    answer(shop, order_id, state=AttemptState.DECLINED)
    assert cancel(shop, order_id) == ()
    assert money(shop, order_id) == (MoneyWords(kind="not_charged", paid_with=CARD),)


def test_an_unknown_outcome_promises_only_what_will_be_so(shop: DeskShop) -> None:
    order_id = place(shop)
    answer(shop, order_id, state=AttemptState.UNKNOWN)
    total = detail(shop, order_id).total_minor
    cancel(shop, order_id)
    assert money(shop, order_id) == (MoneyWords(kind="asking", minor=total, paid_with=CARD),)


def test_what_was_captured_is_refunded_by_a_date(shop: DeskShop) -> None:
    order_id = held(shop)
    total = detail(shop, order_id).total_minor
    with shop.database.write() as session:
        payment = session.scalars(select(Payment)).one()
        order_money.new_attempt(session, payment, Purpose.CAPTURE, total, at=shop.clock.now())
    end_attempts(shop, Purpose.CAPTURE)
    cancel(shop, order_id)
    # Seven working days after Monday 2 March 2026.
    assert money(shop, order_id) == (
        MoneyWords(kind="refund_due", minor=total, paid_with=CARD, by=date(2026, 3, 11)),
    )
    assert shop.count(RefundDue) == (1,)


@pytest.mark.parametrize(
    ("tender", "kind"), [(Tender.CHEQUE, "no_cheque"), (Tender.TERMS, "no_bill")]
)
def test_other_tenders(shop: DeskShop, tender: Tender, kind: str) -> None:
    order_id = place(shop)
    with shop.database.write() as session:
        payment = session.scalars(select(Payment)).one()
        payment.tender, payment.last4 = tender, None
        payment.attempts[0].move_to(AttemptState.DECLINED, at=shop.clock.now())
    cancel(shop, order_id)
    assert [one.kind for one in money(shop, order_id)] == [kind]


def test_the_rest_of_a_partly_shipped_order(shop: DeskShop) -> None:
    order_id = held(shop, customer_id=shop.customer().id)
    with shop.database.write() as session:
        order = session.get_one(Order, order_id)
        for hold in list(order.open_holds):
            from desktop.services import holds

            holds.end_hold(order, hold, shop.desk().stamp())
        order.lines[0].ordered, order.lines[0].shipped, order.lines[0].amount_minor = 3, 1, 3_000
        for state in (OrderState.RELEASED, OrderState.PARTLY_SHIPPED):
            order.move_to(state, kind=state.value, stamp=shop.desk().stamp())
    cancel(shop, order_id)
    with shop.database.read() as session:
        order = session.get_one(Order, order_id)
        data = cancellation_letters.cancellation_data(session, shop.desk(), order, WORDS)
    assert data.part
    assert [(line.quantity, line.amount_minor) for line in data.order.lines] == [(2, 2_000)]


def test_no_letter_for_what_is_not_cancelled(shop: DeskShop) -> None:
    order_id = held(shop)
    with pytest.raises(Refused) as refused:
        prepare(shop, order_id)
    assert refused.value.code == "not_cancelled"
    assert shop.count(Document) == (0,)


def test_a_command_sent_twice_makes_one_letter(shop: DeskShop) -> None:
    order_id, command_id = held(shop, ship_to=replace(RENO, name="Ana")), uuid7()
    cancel(shop, order_id)
    one, other = (prepare(shop, order_id, command_id=command_id) for _ in range(2))
    assert one == other
    assert shop.count(Document) == (1,)
