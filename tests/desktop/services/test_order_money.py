"""One look after an order's money, at every state: what is captured, let go, asked for, given back."""

from __future__ import annotations

import pytest

from desktop.services.desk import Refused
from models.hold import HoldKind
from models.order import OrderState
from models.payment import Purpose
from tests.desktop.factories import DeskShop
from tests.desktop.services.money_book import (
    CREATED,
    DECLINED,
    SUCCEEDED,
    UNKNOWN,
    Asked,
    MoneyBook,
    placed_by_card,
)

AUTHORIZE, CAPTURE, VOID, REFUND = Purpose.AUTHORIZE, Purpose.CAPTURE, Purpose.VOID, Purpose.REFUND


@pytest.fixture
def book(shop: DeskShop) -> MoneyBook:
    """Two lamps at 10.00 and twelve wicks at 3.33, ground is free from 50.00, 10 % tax."""
    made = placed_by_card(shop, shop.line("LAMP-1", 2), shop.line("WICK-2", 12))
    assert total(made) == 6_596
    return made


def total(book: MoneyBook) -> int:
    return book.shop.order(book.order_id).total_minor


def test_an_authorized_order_is_released_and_nothing_else_is_asked(book: MoneyBook) -> None:
    book.authorized()
    assert (book.state, book.waits, book.waiting) == (OrderState.RELEASED, [], [])
    before = book.shop.every_row()
    assert book.settle() == ()
    assert book.settle() == ()
    assert book.shop.every_row() == before


def test_shipping_everything_captures_the_total_and_lets_the_rest_go(book: MoneyBook) -> None:
    book.authorized(more=True).ship()
    assert book.waiting == [(CAPTURE, 6_596)]
    assert book.settle() == ()
    book.answer(CAPTURE, SUCCEEDED)
    [sums] = book.sums
    assert (sums.captured, sums.held, sums.rest) == (6_596, 0, 0)
    assert (book.state, book.waits, book.waiting, book.dues) == (OrderState.CLOSED, [], [], [])


def test_a_split_shipment_is_captured_piece_by_piece_where_the_processor_allows_it(
    book: MoneyBook,
) -> None:
    book.authorized(more=True).ship(LAMP_1=1)
    assert book.waiting == [(CAPTURE, 1_100)]
    book.answer(CAPTURE, SUCCEEDED)
    assert (book.state, book.waits) == (OrderState.PARTLY_SHIPPED, [])
    assert book.sums[0].held == 5_496
    book.ship(WICK_2=5)
    assert book.waiting == [(CAPTURE, 1_831)]
    book.answer(CAPTURE, SUCCEEDED)
    book.ship()
    assert book.waiting == [(CAPTURE, 6_596 - 1_100 - 1_831)]
    book.answer(CAPTURE, SUCCEEDED)
    assert (book.sums[0].captured, book.sums[0].rest) == (6_596, 0)
    assert (book.state, book.waits, book.waiting) == (OrderState.CLOSED, [], [])


def test_where_it_allows_one_capture_the_rest_waits_for_a_new_card(book: MoneyBook) -> None:
    book.authorized().ship(LAMP_1=1)
    assert book.waits == []
    assert not book.needs_card
    book.answer(CAPTURE, SUCCEEDED)
    assert book.sums[0].held == 0
    assert (book.state, book.waits) == (
        OrderState.PARTLY_SHIPPED, [(HoldKind.PAYMENT, "card_needed")],
    )  # fmt: skip
    assert book.needs_card
    book.another_card("pm_two")
    assert book.waiting == [(AUTHORIZE, 5_496)]
    book.authorized()
    assert (book.state, book.waits) == (OrderState.PARTLY_SHIPPED, [])
    book.ship()
    assert book.waiting == [(CAPTURE, 5_496)]
    book.answer(CAPTURE, SUCCEEDED)
    assert sum(sums.captured for sums in book.sums) == 6_596
    assert (book.waits, book.waiting) == ([], [])


def test_two_parcels_while_the_first_capture_is_not_answered(book: MoneyBook) -> None:
    book.authorized(more=True).ship(LAMP_1=1).ship(LAMP_1=1)
    assert book.waiting == [(CAPTURE, 1_100)]
    book.answer(CAPTURE, UNKNOWN)
    assert (book.settle(), book.waits) == ((), [])
    book.answer(CAPTURE, SUCCEEDED)
    assert book.waiting == [(CAPTURE, 1_100)]


def test_a_refused_capture_is_not_asked_again_but_for_another_card(book: MoneyBook) -> None:
    book.authorized().ship()
    book.answer(CAPTURE, DECLINED)
    assert book.waiting == []
    assert book.settle() == ()
    assert (book.state, book.waits) == (
        OrderState.SHIPPED, [(HoldKind.PAYMENT, "shipped_unpaid")],
    )  # fmt: skip
    assert book.sums[0].held == 0
    book.another_card("pm_two")
    book.authorized()
    assert book.waiting == [(CAPTURE, 6_596), (VOID, 6_596)]
    assert book.waits == []
    book.answer(CAPTURE, SUCCEEDED)
    book.answer(VOID, SUCCEEDED)
    assert (book.waits, book.waiting) == ([], [])
    assert [sums.captured for sums in book.sums] == [0, 6_596]


def test_a_shipped_order_that_is_paid_takes_no_card(book: MoneyBook) -> None:
    book.authorized().ship()
    book.answer(CAPTURE, SUCCEEDED)
    with pytest.raises(Refused, match="not_placed"):
        book.another_card("pm_two")


# Cancelled, at each state ------------------------------------------------------------------------


def test_a_cancelled_order_lets_its_money_go(book: MoneyBook) -> None:
    book.authorized().cancel()
    assert (book.waiting, book.dues) == ([(VOID, 6_596)], [])
    assert book.settle() == ()
    book.answer(VOID, UNKNOWN)
    assert book.settle() == ()
    book.answer(VOID, SUCCEEDED)
    assert (book.sums[0].held, book.waiting, book.waits) == (0, [], [])


def test_what_is_authorized_after_the_cancelling_is_let_go(book: MoneyBook) -> None:
    book.answer(AUTHORIZE, UNKNOWN)
    book.cancel()
    assert book.waiting == [(AUTHORIZE, 6_596)]
    book.answer(AUTHORIZE, SUCCEEDED)
    assert book.waiting == [(VOID, 6_596)]
    assert book.state is OrderState.CANCELLED


def test_a_declined_order_is_cancelled_without_a_word_to_the_processor(book: MoneyBook) -> None:
    book.answer(AUTHORIZE, DECLINED)
    book.cancel()
    assert book.asked == [Asked(AUTHORIZE, DECLINED, 6_596)]
    assert not book.needs_card


def test_cancelling_the_unshipped_part_keeps_what_was_shipped(book: MoneyBook) -> None:
    book.authorized(more=True).ship(LAMP_1=1)
    book.answer(CAPTURE, SUCCEEDED)
    book.cancel()
    assert (book.waiting, book.dues) == ([(VOID, 5_496)], [])
    book.answer(VOID, SUCCEEDED)
    assert (book.sums[0].captured, book.waits, book.waiting) == (1_100, [], [])


def test_cancelling_while_the_capture_is_not_answered(book: MoneyBook) -> None:
    book.authorized(more=True).ship(LAMP_1=1).cancel()
    assert book.waiting == [(CAPTURE, 1_100)]
    book.answer(CAPTURE, SUCCEEDED)
    assert book.waiting == [(VOID, 5_496)]


def test_a_void_that_is_refused_is_not_asked_for_ever(book: MoneyBook) -> None:
    book.authorized().cancel()
    book.answer(VOID, DECLINED)
    assert (book.waiting, book.settle()) == ([], ())


def test_a_refused_capture_of_a_cancelled_order_frees_the_card(book: MoneyBook) -> None:
    book.authorized(more=True).ship(LAMP_1=1).cancel()
    book.answer(CAPTURE, DECLINED)
    assert book.waiting == [(VOID, 6_596)]
    assert book.waits == [(HoldKind.PAYMENT, "shipped_unpaid")]
    assert book.needs_card
    book.another_card("pm_two")
    assert (AUTHORIZE, 1_100) in book.waiting


# Another total, another card ---------------------------------------------------------------------


def test_a_bigger_order_wants_a_new_card_and_frees_the_old_one_only_then(book: MoneyBook) -> None:
    book.authorized().total(7_000)
    assert (book.state, book.waits) == (
        OrderState.PLACED, [(HoldKind.PAYMENT, "card_needed")],
    )  # fmt: skip
    book.another_card("pm_two")
    assert book.waiting == [(AUTHORIZE, 7_000)]
    book.answer(AUTHORIZE, DECLINED)
    assert (book.waiting, book.sums[0].held) == ([], 6_596)
    book.another_card("pm_three")
    book.authorized()
    assert book.waiting == [(VOID, 6_596)]
    assert (book.state, book.waits) == (OrderState.RELEASED, [])
    book.ship()
    assert book.waiting == [(VOID, 6_596), (CAPTURE, 7_000)]


def test_the_wait_for_a_card_ends_when_the_order_shrinks_again(book: MoneyBook) -> None:
    book.authorized().total(7_000).total(6_596)
    assert (book.state, book.waits, book.waiting) == (OrderState.RELEASED, [], [])
    book.total(5_000).ship()
    assert book.waiting == [(CAPTURE, 5_000)]
    book.answer(CAPTURE, SUCCEEDED)
    assert (book.sums[0].rest, book.dues) == (0, [])


def test_an_order_that_costs_nothing_any_more_frees_the_card(book: MoneyBook) -> None:
    book.authorized().total(0)
    assert (book.waiting, book.state) == ([(VOID, 6_596)], OrderState.RELEASED)


def test_a_card_that_ran_out_is_asked_for_anew_and_not_voided(book: MoneyBook) -> None:
    book.authorized(days=7).wait(days=7)
    book.settle()
    assert (book.state, book.waits) == (
        OrderState.PLACED, [(HoldKind.AUTHORIZATION_EXPIRED, None)],
    )  # fmt: skip
    assert (book.sums[0].held, book.sums[0].rest, book.waiting) == (0, 6_596, [])
    book.another_card("pm_two")
    book.authorized()
    assert (book.state, book.waits, book.waiting) == (OrderState.RELEASED, [], [])


def test_a_capture_under_way_when_it_runs_out_asks_for_no_second_card(book: MoneyBook) -> None:
    book.authorized(days=1).ship()
    book.wait(days=2)
    assert (book.settle(), book.waits, book.needs_card) == ((), [], False)
    book.answer(CAPTURE, DECLINED)
    assert (book.waits, book.needs_card) == ([(HoldKind.PAYMENT, "shipped_unpaid")], True)


@pytest.mark.parametrize("state", [CREATED, UNKNOWN])
def test_no_hold_says_anything_while_the_bank_has_not_answered(
    book: MoneyBook, state: object
) -> None:
    if state is UNKNOWN:
        book.answer(AUTHORIZE, UNKNOWN)
    held = book.waits
    assert (book.settle(), book.waits, book.needs_card) == ((), held, False)
