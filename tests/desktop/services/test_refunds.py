"""Refunds: never more than was captured, with a reason, by a day, and once."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from desktop.services import refunds
from desktop.services.desk import Desk, Refused
from desktop.services.refund_dues import refund_due_at
from desktop.services.refunds import RefundDueView, RefundStarted
from models.ids import uuid7
from models.order import OrderState
from models.payment import PaymentAttempt, Purpose, Tender
from models.person_task import PersonTask, PersonTaskKind
from models.store import Store
from tests.desktop.factories import DeskShop
from tests.desktop.services.money_book import (
    DECLINED,
    SUCCEEDED,
    UNKNOWN,
    MoneyBook,
    arrive,
    placed_by_card,
    placed_by_cheque,
)

CAPTURE, VOID, REFUND = Purpose.CAPTURE, Purpose.VOID, Purpose.REFUND
TOTAL = 6_596


@pytest.fixture
def unpaid(shop: DeskShop) -> MoneyBook:
    return placed_by_card(shop, shop.line("LAMP-1", 2), shop.line("WICK-2", 12))


@pytest.fixture
def book(unpaid: MoneyBook) -> MoneyBook:
    """Shipped, and 65.96 captured."""
    unpaid.authorized().ship()
    unpaid.answer(CAPTURE, SUCCEEDED)
    return unpaid


def give(
    book: MoneyBook,
    amount: int,
    reason: str = "scratched",
    *,
    desk: Desk | None = None,
    command_id: uuid.UUID | None = None,
) -> RefundStarted:
    with book.shop.database.write() as session:
        return refunds.refund(
            session, desk or book.desk, book.order_id, amount_minor=amount, reason=reason,
            command_id=command_id or uuid7(),
        )  # fmt: skip


def give_due(book: MoneyBook, *, reference: str = "") -> RefundStarted:
    [first, *_others] = due(book)
    with book.shop.database.write() as session:
        return refunds.refund_due_now(
            session, book.desk, first.id, command_id=uuid7(), reference=reference
        )


def due(book: MoneyBook) -> tuple[RefundDueView, ...]:
    with book.shop.database.read() as session:
        return refunds.due(session, book.desk)


def most(book: MoneyBook) -> int:
    with book.shop.database.read() as session:
        return refunds.refundable(session, book.desk, book.order_id).most_minor


def policy(book: MoneyBook, needed: bool) -> None:
    with book.shop.database.write() as session:
        session.scalars(select(Store)).one().settings = {refunds.NEEDS_SUPERVISOR: needed}


def test_a_part_goes_back_and_is_due_until_it_has(book: MoneyBook) -> None:
    started = give(book, 1_000)
    assert len(started.attempts) == 1
    assert book.waiting == [(REFUND, 1_000)]
    with book.shop.database.read() as session:
        attempt = session.get_one(PaymentAttempt, started.attempts[0])
        assert (attempt.reason, attempt.intent_id is not None) == ("scratched", True)
    [view] = due(book)
    assert (view.amount_minor, view.reason, view.is_under_way) == (1_000, "scratched", True)
    assert (view.brand, view.last4, view.customer_name) == ("visa", "4242", "Jane Roe")
    assert most(book) == TOTAL - 1_000
    book.answer(REFUND, SUCCEEDED)
    assert (due(book), book.dues) == ((), [(1_000, "scratched", True)])
    assert (book.sums[0].refunded, book.sums[0].given_back) == (1_000, 0)
    assert (most(book), book.waits, book.needs_card) == (TOTAL - 1_000, [], False)
    assert (book.settle(), book.state) == ((), OrderState.CLOSED)


def test_never_more_than_was_captured(book: MoneyBook) -> None:
    before = book.shop.every_row()
    with pytest.raises(Refused) as caught:
        give(book, TOTAL + 1)
    assert (caught.value.code, caught.value.field) == ("refund_too_much", "amount")
    assert caught.value.values == {"most": TOTAL}
    assert book.shop.every_row() == before
    give(book, TOTAL)
    assert most(book) == 0
    with pytest.raises(Refused, match="refund_too_much"):
        give(book, 1)
    book.answer(REFUND, SUCCEEDED)
    with pytest.raises(Refused, match="refund_too_much"):
        give(book, 1)
    assert [one.amount for one in book.asked if one.purpose is REFUND] == [TOTAL]


@pytest.mark.parametrize(
    ("amount", "reason", "code", "field"),
    [
        (0, "scratched", "refund_amount", "amount"),
        (-5, "scratched", "refund_amount", "amount"),
        (100, " ", "reason_missing", "reason"),
    ],
)
def test_what_a_refund_needs(
    book: MoneyBook, amount: int, reason: str, code: str, field: str
) -> None:
    with pytest.raises(Refused) as caught:
        give(book, amount, reason)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert (book.waiting, book.dues) == ([], [])


def test_a_held_card_has_nothing_to_give_back(unpaid: MoneyBook) -> None:
    unpaid.authorized()
    with pytest.raises(Refused) as caught:
        give(unpaid, 100)
    assert caught.value.values == {"most": 0}


def test_one_refund_at_a_time_on_one_card(book: MoneyBook) -> None:
    give(book, 1_000)
    with pytest.raises(Refused, match="refund_under_way"):
        give(book, 500)
    book.answer(REFUND, UNKNOWN)
    with pytest.raises(Refused, match="refund_under_way"):
        give(book, 500)
    assert book.dues == [(1_000, "scratched", False)]
    book.answer(REFUND, SUCCEEDED)
    give(book, 500)
    assert book.waiting == [(REFUND, 500)]


def test_the_same_command_refunds_once(book: MoneyBook) -> None:
    command_id = uuid7()
    first = give(book, 1_000, command_id=command_id)
    assert give(book, 1_000, command_id=command_id) == first
    assert book.waiting == [(REFUND, 1_000)]


def test_a_refused_refund_stays_due_and_is_asked_once_more_by_a_person(book: MoneyBook) -> None:
    give(book, 1_000)
    book.answer(REFUND, DECLINED)
    assert (book.waiting, book.settle()) == ([], ())
    [view] = due(book)
    assert (view.amount_minor, view.is_under_way) == (1_000, False)
    assert most(book) == TOTAL - 1_000
    give_due(book)
    assert book.waiting == [(REFUND, 1_000)]
    with pytest.raises(Refused, match="refund_under_way"):
        give_due(book)
    book.answer(REFUND, SUCCEEDED)
    assert (due(book), book.sums[0].refunded) == ((), 1_000)


def test_only_a_supervisor_unless_the_shop_says_otherwise(book: MoneyBook) -> None:
    with pytest.raises(Refused, match="supervisor_needed"):
        give(book, 100, desk=book.shop.desk())
    policy(book, needed=False)
    give(book, 100, desk=book.shop.desk())
    assert book.waiting == [(REFUND, 100)]


def test_two_cards_give_back_the_newest_first(unpaid: MoneyBook) -> None:
    unpaid.authorized().ship(LAMP_1=1)
    unpaid.answer(CAPTURE, SUCCEEDED)
    unpaid.another_card("pm_two")
    unpaid.authorized().ship()
    unpaid.answer(CAPTURE, SUCCEEDED)
    started = give(unpaid, 6_000)
    assert len(started.attempts) == 2
    assert unpaid.waiting == [(REFUND, 5_496), (REFUND, 504)]
    assert [sums.refunding for sums in unpaid.sums] == [504, 5_496]


# What is due ------------------------------------------------------------------------------------


def test_a_cheque_of_a_cancelled_order_is_due_back_by_hand(shop: DeskShop) -> None:
    book = placed_by_cheque(shop)
    amount = shop.order(book.order_id).total_minor
    arrive(book, amount)
    book.cancel()
    [view] = due(book)
    assert (view.tender, view.amount_minor, view.reason) == (Tender.CHEQUE, amount, "cancelled")
    assert (view.due_on, view.is_overdue) == (date(2026, 3, 11), False)
    with shop.database.read() as session:
        [task] = session.scalars(select(PersonTask))
        assert (task.kind, task.done_at, task.order_id) == (
            PersonTaskKind.REFUND_DUE, None, book.order_id,
        )  # fmt: skip
    book.wait(days=10)
    assert due(book)[0].is_overdue
    assert give_due(book, reference="Cheque 88") == RefundStarted(book.order_id, ())
    assert (due(book), book.waiting, book.dues) == ((), [], [(amount, "cancelled", True)])
    assert (book.sums[0].refunded, book.sums[0].refundable) == (amount, 0)
    with shop.database.read() as session:
        [task] = session.scalars(select(PersonTask))
        assert (task.done_at, task.done_by_id) == (shop.clock.now(), book.desk.agent_id)
    assert book.settle() == ()


def test_a_favour_on_a_cheque_is_a_promise_that_a_person_keeps(shop: DeskShop) -> None:
    book = placed_by_cheque(shop)
    amount = shop.order(book.order_id).total_minor
    arrive(book, amount)
    assert give(book, 300, "late") == RefundStarted(book.order_id, ())
    assert (book.waiting, book.dues) == ([], [(300, "late", False)])
    assert most(book) == amount - 300
    give(book, 200, "later")
    assert [(v.amount_minor, v.reason) for v in due(book)] == [(300, "late"), (200, "later")]
    with pytest.raises(Refused):
        give(book, amount - 499)
    give_due(book)
    assert [(v.amount_minor, v.reason) for v in due(book)] == [(200, "later")]
    assert (book.waits, book.state) == ([], OrderState.RELEASED)


def test_more_than_the_order_costs_is_due_back_at_once(shop: DeskShop) -> None:
    book = placed_by_cheque(shop)
    amount = shop.order(book.order_id).total_minor
    arrive(book, amount + 700)
    assert [(v.amount_minor, v.reason) for v in due(book)] == [(700, "overpaid")]
    assert book.state is OrderState.RELEASED
    book.total(amount - 100)
    assert sum(v.amount_minor for v in due(book)) == 800
    book.total(amount + 500)
    assert sum(v.amount_minor for v in due(book)) == 200
    book.total(amount + 700)
    assert (due(book), book.waits, book.needs_card) == ((), [], False)


def test_what_was_sent_back_is_asked_for_again_when_the_order_grows(shop: DeskShop) -> None:
    book = placed_by_cheque(shop)
    amount = shop.order(book.order_id).total_minor
    arrive(book, amount + 700)
    give_due(book)
    assert book.sums[0].given_back == 700
    book.total(amount + 300)
    assert book.needs_card
    book.total(amount)
    assert (book.needs_card, book.waits, due(book)) == (False, [], ())


def test_a_favour_and_then_a_cancelling_give_back_no_more_than_came(shop: DeskShop) -> None:
    book = placed_by_cheque(shop)
    amount = shop.order(book.order_id).total_minor
    arrive(book, amount)
    give(book, 300, "late")
    book.cancel()
    assert sorted(v.amount_minor for v in due(book)) == [300, amount - 300]
    give_due(book)
    give_due(book)
    assert (due(book), book.sums[0].refunded, book.sums[0].refundable) == ((), amount, 0)


def test_a_supervisor_may_give_what_is_due_with_words(shop: DeskShop) -> None:
    book = placed_by_cheque(shop)
    amount = shop.order(book.order_id).total_minor
    arrive(book, amount)
    book.cancel()
    give(book, amount, "does not want it")
    assert [(v.amount_minor, v.reason) for v in due(book)] == [(amount, "cancelled")]
    assert book.dues == [(amount, "cancelled", False)]


def test_the_codes_of_the_list_are_no_words_of_a_person(book: MoneyBook) -> None:
    give(book, 100, "cancelled")
    assert book.dues == [(100, "Cancelled", False)]


def test_the_list_is_the_most_urgent_first_and_of_this_store(shop: DeskShop) -> None:
    first = placed_by_cheque(shop)
    arrive(first, 5_000)
    first.wait(days=1)
    second = placed_by_cheque(shop)
    arrive(second, 5_000)
    assert [view.order_id for view in due(first)] == [first.order_id, second.order_id]


@pytest.mark.parametrize(
    ("at", "due_on"),
    [
        (datetime(2026, 3, 3, 3, 0, tzinfo=UTC), date(2026, 3, 11)),  # still Monday in California
        (datetime(2026, 3, 3, 9, 0, tzinfo=UTC), date(2026, 3, 12)),
        (datetime(2026, 7, 1, 19, 0, tzinfo=UTC), date(2026, 7, 13)),  # 3 July is the day off
        (datetime(2026, 12, 24, 19, 0, tzinfo=UTC), date(2027, 1, 6)),
    ],
)
def test_seven_working_days_are_counted_on_the_shops_calendar(at: datetime, due_on: date) -> None:
    found = refund_due_at(at, "America/Los_Angeles")
    local = found.astimezone(ZoneInfo("America/Los_Angeles"))
    assert (local.date(), local.hour, local.minute) == (due_on, 23, 59)
    assert found.tzinfo is UTC
