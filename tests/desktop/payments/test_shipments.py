"""Orders with lines, shipped in parcels: what is taken for each, on which card, and what is let go."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop.payments import words
from desktop.payments.connection import ProcessorConnection
from desktop.payments.results import Authorized, Declined, Moved
from desktop.payments.runner import PaymentRunner
from desktop.payments.stripe_gateway import StripeGateway
from desktop.services import order_money, placing
from desktop.services.placing import CardEntry
from models.hold import HoldKind, HoldState
from models.ids import uuid7
from models.order import Order, OrderState
from models.payment import Payment
from models.payment_sums import PaymentSums, sums_of
from tests.desktop.factories import DeskShop, make_desk_shop
from tests.desktop.practice.support import MovableClock, enter_card, running_server

TOTAL = 2_999 + 790 + 300
"""Two lamps and three wicks, shipping, and 10 % tax, which each parcel carries its part of."""


class Counter:
    """A shop with a processor whose clock is the shop's, and a runner between them."""

    def __init__(self, shop: DeskShop, connection: ProcessorConnection) -> None:
        self.shop = shop
        self.connection = connection
        self.gateway = StripeGateway(connection=connection, answer_seconds=15)
        self.runner = PaymentRunner(
            database=shop.database, gateways=lambda: self.gateway, clock=shop.clock
        )

    def entry(self, card: str) -> CardEntry:
        return CardEntry(
            payment_method=enter_card(self.connection, card), brand="visa", last4="4242",
            code_asked=True, processor="practice", processor_run=self.connection.run_id,
        )  # fmt: skip

    def place(self, card: str = "visa_approved") -> uuid.UUID:
        """Two lamps and three wicks, authorized and released."""
        draft = self.shop.ready_draft(self.shop.line("LAMP-1", 2), self.shop.line("WICK-2", 3))
        order, _placed = self.shop.placed(draft, entry=self.entry(card))
        assert [type(one) for one in self.runner.run_created()] == [Authorized]
        with self.shop.database.write() as session:
            found = session.get_one(Order, order.id)
            for hold in found.open_holds:
                hold.end(HoldState.RELEASED, at=self.shop.clock.now(), by=None)
            order_money.settle(session, found, self.shop.desk().stamp())
            assert found.state is OrderState.RELEASED
        return order.id

    def ship(self, order_id: uuid.UUID, line: int, pieces: int) -> None:
        """Send *pieces* of a line, as the shipping service does."""
        with self.shop.database.write() as session:
            order = session.get_one(Order, order_id)
            order.lines[line].shipped += pieces
            whole = all(one.shipped == one.ordered for one in order.lines)
            state = OrderState.SHIPPED if whole else OrderState.PARTLY_SHIPPED
            if order.state is not state:
                order.move_to(state, kind="shipped", stamp=self.shop.desk().stamp())
            order_money.settle(session, order, self.shop.desk().stamp())

    def sums(self, order_id: uuid.UUID) -> list[PaymentSums]:
        with self.shop.database.read() as session:
            query = select(Payment).where(Payment.order_id == order_id)
            payments = session.scalars(query.order_by(Payment.created_at, Payment.id))
            return [sums_of(payment, at=self.shop.clock.now()) for payment in payments]

    def holds(self, order_id: uuid.UUID) -> list[tuple[HoldKind, Any]]:
        with self.shop.database.read() as session:
            order = session.get_one(Order, order_id)
            return [(hold.kind, hold.details.get("reason")) for hold in order.open_holds]


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    shop = make_desk_shop(tmp_path)

    class ShopClock(MovableClock):
        def __call__(self) -> Any:
            return shop.clock.now()

    with running_server(clock=ShopClock()) as connection:
        made = Counter(shop, connection)
        yield made
        made.gateway.close()
    shop.database.close()


def test_each_parcel_is_captured_when_it_leaves(counter: Counter) -> None:
    order = counter.place()
    counter.ship(order, 0, 1)
    assert [type(one) for one in counter.runner.run_created()] == [Moved]
    (first,) = counter.sums(order)
    assert (first.captured, first.held) == (1_000 + 790 + 100, TOTAL - 1_890)
    assert counter.holds(order) == []
    counter.ship(order, 0, 1)
    counter.ship(order, 1, 3)
    assert [type(one) for one in counter.runner.run_created()] == [Moved]
    while counter.runner.run_created():
        pass
    (whole,) = counter.sums(order)
    assert (whole.captured, whole.held, whole.capturing) == (TOTAL, 0, 0)
    assert counter.holds(order) == []
    assert counter.runner.recover() == ()


def test_a_card_with_one_capture_makes_the_rest_wait_for_another(counter: Counter) -> None:
    order = counter.place("mastercard_approved")
    counter.ship(order, 0, 2)
    assert [type(one) for one in counter.runner.run_created()] == [Moved]
    (first,) = counter.sums(order)
    assert (first.captured, first.held) == (2_990, 0)
    assert counter.holds(order) == [(HoldKind.PAYMENT, "card_needed")]
    with counter.shop.database.write() as session:
        placing.take_another_card(
            session, counter.shop.desk(), order, counter.entry("visa_approved"), command_id=uuid7()
        )
    assert [type(one) for one in counter.runner.run_created()] == [Authorized]
    assert counter.holds(order) == []
    assert [one.held for one in counter.sums(order)] == [0, TOTAL - 2_990]
    counter.ship(order, 1, 3)
    assert [type(one) for one in counter.runner.run_created()] == [Moved]
    assert [one.captured for one in counter.sums(order)] == [2_990, TOTAL - 2_990]
    assert counter.holds(order) == []


def test_an_authorization_that_ran_out_is_not_captured_and_asks_for_a_card(
    counter: Counter,
) -> None:
    order = counter.place()
    counter.ship(order, 0, 2)
    counter.shop.clock.advance(timedelta(days=7, minutes=1))
    (result,) = counter.runner.run_created()
    assert isinstance(result, Declined)
    assert result.code == words.AUTHORIZATION_EXPIRED
    assert counter.holds(order) == [(HoldKind.AUTHORIZATION_EXPIRED, words.AUTHORIZATION_EXPIRED)]
    (sums,) = counter.sums(order)
    assert (sums.captured, sums.held) == (0, 0)
    counter.ship(order, 1, 1)
    assert counter.runner.run_created() == (), "nothing is tried on what has run out"
    assert counter.holds(order) == [(HoldKind.AUTHORIZATION_EXPIRED, words.AUTHORIZATION_EXPIRED)]
    with counter.shop.database.write() as session:
        placing.take_another_card(
            session, counter.shop.desk(), order, counter.entry("visa_approved"), command_id=uuid7()
        )
    assert [type(one) for one in counter.runner.run_created()] == [Authorized]
    assert [type(one) for one in counter.runner.run_created()] == [Moved]
    assert counter.holds(order) == []
    assert counter.sums(order)[1].captured == 2_000 + 333 + 790 + 233


def test_what_was_cancelled_after_the_first_parcel_is_let_go(counter: Counter) -> None:
    order = counter.place()
    counter.ship(order, 0, 2)
    counter.runner.run_created()
    with counter.shop.database.write() as session:
        found = session.get_one(Order, order)
        found.move_to(OrderState.CANCELLED, kind="cancelled", stamp=counter.shop.desk().stamp())
        order_money.settle(session, found, counter.shop.desk().stamp())
    assert [type(one) for one in counter.runner.run_created()] == [Moved]
    (sums,) = counter.sums(order)
    assert (sums.captured, sums.held, sums.voiding) == (2_990, 0, False)
    assert counter.holds(order) == []
    assert counter.runner.run_created() == ()
