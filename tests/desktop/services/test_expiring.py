"""Authorizations that run out: warned of before, and held for a new card after."""

from __future__ import annotations

import pytest

from desktop.services import expiring
from desktop.services.desk import Refused
from models.hold import HoldKind, HoldState
from models.order import Order, OrderState, Stamp
from models.payment import Purpose
from tests.desktop.factories import RENO, DeskShop, card
from tests.desktop.services.money_book import (
    DECLINED,
    SUCCEEDED,
    MoneyBook,
    placed_by_card,
    placed_by_cheque,
)

AUTHORIZE, CAPTURE, VOID = Purpose.AUTHORIZE, Purpose.CAPTURE, Purpose.VOID
EXPIRED = [(HoldKind.AUTHORIZATION_EXPIRED, None)]


@pytest.fixture
def book(shop: DeskShop) -> MoneyBook:
    return placed_by_card(shop, shop.line("LAMP-1", 2)).authorized(days=7)


def soon(book: MoneyBook) -> list[tuple[int, int]]:
    """Hours left and amount of each warning."""
    with book.shop.database.read() as session:
        found = expiring.expiring(session, book.desk)
    return [(view.hours_left, view.amount_minor) for view in found]


def sweep(book: MoneyBook) -> int:
    with book.shop.database.write() as session:
        return expiring.sweep(session, book.desk)


def test_it_is_said_48_hours_before(book: MoneyBook) -> None:
    total = book.shop.order(book.order_id).total_minor
    book.wait(days=4, hours=23)
    assert soon(book) == []
    book.wait(hours=1)
    assert soon(book) == [(48, total)]
    book.wait(hours=10, minutes=30)
    assert soon(book) == [(37, total)]
    with book.shop.database.read() as session:
        [view] = expiring.expiring(session, book.desk)
    assert (view.brand, view.last4, view.customer_name) == ("visa", "4242", "Jane Roe")
    assert (view.state, view.is_held) == (OrderState.RELEASED, False)
    book.wait(hours=37, minutes=30)
    assert soon(book) == []


def test_what_is_captured_let_go_or_cancelled_runs_out_unsaid(shop: DeskShop) -> None:
    for number in range(3):
        made = placed_by_card(shop, method=f"pm_{number}").authorized(days=1)
        if number == 0:
            made.ship()
            made.answer(CAPTURE, SUCCEEDED)
        elif number == 1:
            made.cancel()
        else:
            made.total(0)
    assert soon(made) == []
    made.wait(days=2)
    assert sweep(made) == 0


def test_a_released_order_goes_back_and_asks_for_a_new_card(book: MoneyBook) -> None:
    book.wait(days=6, hours=23, minutes=59)
    assert (sweep(book), book.state) == (0, OrderState.RELEASED)
    book.wait(minutes=1)
    assert sweep(book) == 1
    assert (book.state, book.waits, book.needs_card) == (OrderState.PLACED, EXPIRED, True)
    before = book.shop.every_row()
    assert sweep(book) == 0
    assert book.shop.every_row() == before
    book.another_card("pm_two")
    assert (sweep(book), book.waits) == (0, EXPIRED)
    book.authorized()
    assert (book.state, book.waits) == (OrderState.RELEASED, [])
    with book.shop.database.read() as session:
        [hold] = session.get_one(Order, book.order_id).holds
        assert (hold.state, hold.ended_at) == (HoldState.RELEASED, book.shop.clock.now())
    assert book.waiting == []


def test_an_order_that_waits_for_verification_gets_both_holds(shop: DeskShop) -> None:
    view, _placed = shop.placed(shop.ready_draft(ship_to=RENO), entry=card())
    book = MoneyBook(shop, view.id).authorized(days=7)
    book.wait(days=8)
    assert sweep(book) == 1
    assert book.waits == [(HoldKind.SHIP_TO_DIFFERS, None), *EXPIRED]


def test_a_partly_shipped_order_keeps_its_state(book: MoneyBook) -> None:
    book.ship(LAMP_1=1)
    book.answer(CAPTURE, SUCCEEDED)
    assert book.waits == [(HoldKind.PAYMENT, "card_needed")]
    book.another_card("pm_two")
    book.authorized(days=7).wait(days=7)
    assert sweep(book) == 1
    assert (book.state, book.waits) == (OrderState.PARTLY_SHIPPED, EXPIRED)
    book.another_card("pm_three")
    book.authorized().ship()
    book.answer(CAPTURE, SUCCEEDED)
    assert (book.state, book.waits, book.waiting) == (OrderState.CLOSED, [], [])


def test_a_second_decline_after_the_expiry_still_asks(book: MoneyBook) -> None:
    book.wait(days=7)
    sweep(book)
    book.another_card("pm_two")
    book.answer(AUTHORIZE, DECLINED)
    assert book.waits == [*EXPIRED, (HoldKind.PAYMENT, "declined")]
    assert (sweep(book), book.needs_card) == (0, True)
    book.another_card("pm_three")
    book.authorized()
    assert (book.state, book.waits) == (OrderState.RELEASED, [])


def test_nothing_runs_out_of_a_cheque_or_before_the_bank_answers(shop: DeskShop) -> None:
    waits = placed_by_cheque(shop)
    fresh = placed_by_card(shop)
    waits.wait(days=30)
    assert (sweep(waits), soon(waits)) == (0, [])
    assert fresh.waits == []


def test_no_old_card_is_charged_after_it_ran_out(book: MoneyBook) -> None:
    book.wait(days=8)
    book.ship()  # somebody sent it before the sweep
    assert book.waiting == []
    assert book.waits == [(HoldKind.PAYMENT, "shipped_unpaid")]
    with pytest.raises(Refused, match="card_used"):
        book.another_card("pm_one")


def test_a_stamp_sweeps_every_store(book: MoneyBook) -> None:
    book.wait(days=8)
    stamp = Stamp(at=book.shop.clock.now(), actor_id=None, workstation_id=None)
    with book.shop.database.write() as session:
        assert expiring.sweep(session, stamp) == 1
    assert book.waits == EXPIRED
