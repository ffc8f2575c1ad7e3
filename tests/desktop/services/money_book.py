"""Hands on one order's money: answers of a processor, parcels, time, and looks at the books."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.payments.order_effects import OrderEffects
from desktop.services import holds, order_money, placing, tenders
from desktop.services.desk import Desk
from desktop.services.placing import CardEntry
from models.hold import HoldKind, HoldState
from models.ids import uuid7
from models.order import Order, OrderState
from models.payment import AttemptState, Check, Payment, PaymentAttempt, Purpose, RefundDue
from models.payment_sums import PaymentSums, sums_of
from tests.desktop.factories import DeskShop, card

CREATED, SENT = AttemptState.CREATED, AttemptState.SENT
SUCCEEDED, DECLINED, UNKNOWN = AttemptState.SUCCEEDED, AttemptState.DECLINED, AttemptState.UNKNOWN


@dataclass(frozen=True)
class Asked:
    """One attempt as the tests compare it: what for, how it stands, how much."""

    purpose: Purpose
    state: AttemptState
    amount: int


def supervisor(shop: DeskShop) -> Desk:
    """Desk 2, with somebody at it who may do everything."""
    desk = shop.desk(2)
    return Desk(
        store_id=desk.store_id, workstation_id=desk.workstation_id, agent_id=desk.agent_id,
        practice=True, currency="USD", country="US", time_zone=desk.time_zone, may_supervise=True,
        now=desk.now,
    )  # fmt: skip


class MoneyBook:
    """One order of a shop, and everything that can happen to its money."""

    def __init__(self, shop: DeskShop, order_id: uuid.UUID) -> None:
        self.shop = shop
        self.order_id = order_id
        self.desk = supervisor(shop)

    # What happens

    def answer(
        self,
        purpose: Purpose,
        state: AttemptState,
        *,
        more: bool = False,
        days: int = 7,
        settle: bool = True,
    ) -> uuid.UUID:
        """End (or doubt) the one open attempt of a purpose, and let the order follow.

        *more*: an authorization allows more captures than one; *days*: until it runs out.
        """
        with self.shop.database.write() as session:
            attempt = self._open(session, purpose)
            order = session.get_one(Order, self.order_id)
            now = self.shop.clock.now()
            attempt.intent_id = attempt.intent_id or f"pi_{attempt.payment_id.hex[-12:]}"
            if attempt.state is CREATED:
                attempt.move_to(SENT, at=now)
            attempt.move_to(state, at=now)
            if purpose is Purpose.AUTHORIZE:
                self._authorization(session, order, attempt, state, more, days)
            elif settle:
                order_money.settle(session, order, self.desk.stamp())
            return attempt.id

    def settle(self) -> tuple[uuid.UUID, ...]:
        """Look after the order's money; the attempts that this created."""
        with self.shop.database.write() as session:
            order = session.get_one(Order, self.order_id)
            return order_money.settle(session, order, self.desk.stamp())

    def authorized(self, *, more: bool = False, days: int = 7) -> MoneyBook:
        """The open authorization succeeds; what the bank checked matches."""
        self.answer(Purpose.AUTHORIZE, SUCCEEDED, more=more, days=days)
        return self

    def another_card(self, method: str, entry: CardEntry | None = None) -> uuid.UUID:
        """A new card entry."""
        with self.shop.database.write() as session:
            return placing.take_another_card(
                session, self.desk, self.order_id, entry or card(method), command_id=uuid7()
            ).attempt_id

    def ship(self, **pieces: int) -> MoneyBook:
        """Send pieces by SKU (with _ for -); everything that is left if none are named."""
        with self.shop.database.write() as session:
            order = session.get_one(Order, self.order_id)
            wanted = {sku.replace("_", "-"): count for sku, count in pieces.items()}
            for line in order.lines:
                line.shipped += wanted.get(line.sku, 0 if wanted else line.ordered - line.shipped)
            whole = all(line.shipped == line.ordered for line in order.lines)
            state = OrderState.SHIPPED if whole else OrderState.PARTLY_SHIPPED
            if order.state is not state:
                order.move_to(state, kind="shipped", stamp=self.desk.stamp())
            order_money.settle(session, order, self.desk.stamp())
        return self

    def cancel(self) -> MoneyBook:
        """Cancel the order, or what of it has not been shipped."""
        with self.shop.database.write() as session:
            order = session.get_one(Order, self.order_id)
            for hold in order.open_holds:
                holds.end_hold(order, hold, self.desk.stamp(), state=HoldState.ORDER_CANCELLED)
            order.move_to(OrderState.CANCELLED, kind="cancelled", stamp=self.desk.stamp())
            order_money.settle(session, order, self.desk.stamp())
        return self

    def total(self, minor: int) -> MoneyBook:
        """The order was changed: it comes to another total."""
        with self.shop.database.write() as session:
            order = session.get_one(Order, self.order_id)
            order.total_minor = minor
            order_money.settle(session, order, self.desk.stamp())
        return self

    def wait(self, **time: float) -> MoneyBook:
        """Time goes by."""
        self.shop.clock.advance(timedelta(**time))
        return self

    # What the books say

    @property
    def state(self) -> OrderState:
        """The order's."""
        with self.shop.database.read() as session:
            return session.get_one(Order, self.order_id).state

    @property
    def waits(self) -> list[tuple[HoldKind, Any]]:
        """The open holds and why each stands."""
        with self.shop.database.read() as session:
            order = session.get_one(Order, self.order_id)
            return [(hold.kind, hold.details.get("reason")) for hold in order.open_holds]

    @property
    def asked(self) -> list[Asked]:
        """Every attempt, oldest first."""
        with self.shop.database.read() as session:
            rows = session.scalars(
                select(PaymentAttempt)
                .join(Payment)
                .where(Payment.order_id == self.order_id)
                .order_by(PaymentAttempt.created_at, PaymentAttempt.id)
            )
            return [Asked(row.purpose, row.state, row.amount_minor) for row in rows]

    @property
    def waiting(self) -> list[tuple[Purpose, int]]:
        """What has been asked of the processor, and has no answer."""
        return [
            (one.purpose, one.amount)
            for one in self.asked
            if one.state in (CREATED, SENT, UNKNOWN)
        ]  # fmt: skip

    @property
    def sums(self) -> list[PaymentSums]:
        """Each payment's, oldest first."""
        with self.shop.database.read() as session:
            rows = session.scalars(
                select(Payment)
                .where(Payment.order_id == self.order_id)
                .order_by(Payment.created_at, Payment.id)
            )
            return [sums_of(row, at=self.shop.clock.now()) for row in rows]

    @property
    def dues(self) -> list[tuple[int, str, bool]]:
        """Every refund that was ever due: amount, reason, whether it is done."""
        with self.shop.database.read() as session:
            rows = session.scalars(
                select(RefundDue)
                .where(RefundDue.order_id == self.order_id)
                .order_by(RefundDue.created_at, RefundDue.id)
            )
            return [(row.amount_minor, row.reason, row.done_at is not None) for row in rows]

    @property
    def events(self) -> list[str]:
        """What happened to the order."""
        with self.shop.database.read() as session:
            return [event.kind for event in session.get_one(Order, self.order_id).events]

    @property
    def needs_card(self) -> bool:
        """Whether a card entry is wanted."""
        with self.shop.database.read() as session:
            order = session.get_one(Order, self.order_id)
            return order_money.needs_card(session, order, at=self.shop.clock.now())

    def _open(self, session: Session, purpose: Purpose) -> PaymentAttempt:
        return session.scalars(
            select(PaymentAttempt)
            .join(Payment)
            .where(
                Payment.order_id == self.order_id,
                PaymentAttempt.purpose == purpose,
                PaymentAttempt.state.in_((CREATED, SENT, UNKNOWN)),
            )
        ).one()

    def _authorization(
        self,
        session: Session,
        order: Order,
        attempt: PaymentAttempt,
        state: AttemptState,
        more: bool,
        days: int,
    ) -> None:
        stamp = self.desk.stamp()
        effects = OrderEffects(session=session, order=order, attempt=attempt, stamp=stamp)
        if state is SUCCEEDED:
            attempt.allows_more_captures = more
            attempt.expires_at = stamp.at + timedelta(days=days)
            attempt.street_check = attempt.postal_check = attempt.code_check = Check.MATCH
            effects.authorized()
        elif state is DECLINED:
            effects.declined()
        else:
            effects.unknown()


def placed_by_card(shop: DeskShop, *lines: Any, method: str = "pm_one") -> MoneyBook:
    """An order by card whose authorization has not been answered."""
    view, _placed = shop.placed(shop.ready_draft(*lines), entry=card(method))
    return MoneyBook(shop, view.id)


def placed_by_cheque(shop: DeskShop, *lines: Any) -> MoneyBook:
    """An order that waits for a cheque."""
    view = shop.save(shop.ready_draft(*lines))
    with shop.database.write() as session:
        tenders.place_by_cheque(
            session, shop.desk(), view.id, reference="", version=view.version, command_id=uuid7()
        )
    return MoneyBook(shop, view.id)


def arrive(book: MoneyBook, amount: int, *, accept_part: bool = False) -> None:
    """A cheque comes by post."""
    with book.shop.database.write() as session:
        tenders.cheque_arrived(
            session, book.desk, book.order_id, amount_minor=amount, reference="1001",
            command_id=uuid7(), accept_part=accept_part,
        )  # fmt: skip
