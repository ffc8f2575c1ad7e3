"""Two agents, a worker, and a processor that fails at every step: the money always adds up.

`ORDERDESK_LONG=1` makes it 1,000 runs.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.payments.runner import MOVE_POINTS, POINTS, PaymentRunner
from desktop.services import expiring, holds, order_money, placing, refunds, tenders
from desktop.services.desk import Refused
from desktop.services.refund_dues import OWED, still_due
from models.hold import HoldKind
from models.ids import uuid7
from models.order import Order, OrderState
from models.order_value import shipped_minor
from models.payment import (
    OPEN_ATTEMPTS,
    AttemptState,
    Payment,
    PaymentAttempt,
    Purpose,
    RefundDue,
    Tender,
)
from tests.desktop.factories import DeskShop, card, make_desk_shop
from tests.desktop.services import money_checks, order_hands
from tests.desktop.services.fake_processor import FakeProcessor, Mood
from tests.desktop.services.money_book import MoneyBook, supervisor
from tests.desktop.services.order_hands import MONEY_HOLDS, RUNNING

LONG = bool(os.environ.get("ORDERDESK_LONG"))
RUNS = 1_000 if LONG else 25
STEPS = 40 if LONG else 30
MOODS = st.sampled_from([*[Mood.ANSWER] * 4, *Mood])
AT_ONCE = st.one_of(st.none(), st.sampled_from(Mood))
"""The mood in which the worker carries it out at once; None: later."""
SELDOM = st.sampled_from([False] * 7 + [True])
"""What ends an order, so that most come further first."""
AGENTS = st.integers(1, 2)


MIDDLES = (
    "die", "die", "cancel", "hold", "ship", "ship", "total", "refund", "refund", "again", "hours",
)  # fmt: skip
"""What happens in the middle of an attempt."""


class RunnerDied(Exception):
    """The worker was killed at this point."""


class MoneyMachine(RuleBasedStateMachine):
    """One order from its draft to where nothing moves any more."""

    shop: DeskShop
    bank: FakeProcessor

    def __init__(self) -> None:
        super().__init__()
        self.at_point: dict[str, Callable[[], None]] = {}
        self.tokens = 0
        self.order_id = uuid.UUID(int=0)

    # The beginning

    @initialize(
        lamps=st.integers(1, 3),
        wicks=st.integers(0, 4),
        how=st.sampled_from(["card", "card", "card", "cheque", "terms"]),
        elsewhere=st.booleans(),
        days=st.integers(0, 4),
        more=st.booleans(),
    )
    def place(
        self, lamps: int, wicks: int, how: str, elsewhere: bool, days: int, more: bool
    ) -> None:
        """An order is placed, and some ordinary days go by."""
        shop = self.shop
        lines = [shop.line("LAMP-1", lamps)] + ([shop.line("WICK-2", wicks)] if wicks else [])
        view = shop.save(shop.ready_draft(*lines, customer_id=CUSTOMERS[how]))
        self.order_id = view.id
        common: dict[str, Any] = {"version": view.version, "command_id": uuid7()}
        with shop.database.write() as session:
            if how == "card":
                placing.place(session, shop.desk(1), view.id, self._card(), **common)
            elif how == "cheque":
                tenders.place_by_cheque(session, shop.desk(1), view.id, reference="", **common)
            else:
                tenders.place_on_terms(session, shop.desk(1), view.id, purchase_order="1", **common)
            if elsewhere:
                order = session.get_one(Order, view.id)
                holds.open_hold(order, HoldKind.SHIP_TO_DIFFERS, shop.desk(1).stamp())
        self.book = MoneyBook(shop, view.id)
        self.bank.more = more
        for _day in range(days):
            self.an_ordinary_day(pieces=1)

    # The worker

    @rule(pieces=st.integers(1, 3), mood=MOODS)
    def an_ordinary_day(self, pieces: int, mood: Mood = Mood.ANSWER) -> None:
        """What waits is carried out, somebody verifies, something is sent, and that is captured."""
        self._run(lambda runner: runner.recover())
        self.release()
        for line in (0, 1):
            self.ship(line, pieces)
        self.bank.mood = mood
        self._run(lambda runner: runner.recover())

    @rule(mood=MOODS, more=st.booleans(), days=st.sampled_from([1, 7, 7]))
    def work(self, mood: Mood, more: bool, days: int) -> None:
        """Carry out whatever waits, one attempt in this mood."""
        self.bank.mood, self.bank.more, self.bank.days = mood, more, days
        self._run(lambda runner: runner.run_created())

    @rule(mood=MOODS)
    def look_up(self, mood: Mood) -> None:
        self.bank.mood = mood
        self._run(lambda runner: runner.settle_unknown(only_due=False))

    @rule(
        point=st.sampled_from([*POINTS, *MOVE_POINTS]),
        mood=MOODS,
        what=st.sampled_from(
            [
                "die",
                "die",
                "cancel",
                "hold",
                "ship",
                "ship",
                "total",
                "refund",
                "refund",
                "again",
                "hours",
            ]
        ),
    )
    def work_interrupted(self, point: str, mood: Mood, what: str) -> None:
        """Somebody does something, or the worker dies, in the middle of an attempt."""
        acts: dict[str, Callable[[], object]] = {
            "die": self._die,
            "cancel": lambda: self._do(order_hands.cancel),
            "hold": lambda: self._do(order_hands.hold),
            "ship": lambda: self._do(lambda s, o, b: order_hands.ship(s, o, b, 0, 1)),
            "total": lambda: self._do(lambda s, o, b: order_hands.change(s, o, b, 0, 3)),
            "refund": lambda: self._refund(1, 0.5),
            "again": lambda: self._run(lambda runner: runner.recover()),
            "hours": lambda: self.book.wait(hours=30),
        }
        self.bank.mood = mood
        self.at_point = {point: acts[what]}  # type: ignore[dict-item]
        self._run(lambda runner: runner.recover())
        self.at_point = {}

    @rule()
    def recover(self) -> None:
        self._run(lambda runner: runner.recover())

    # The agents

    @rule(agent=AGENTS, mood=AT_ONCE)
    def another_card(self, agent: int, mood: Mood | None) -> None:
        self._try(
            lambda session: placing.take_another_card(
                session, self.shop.desk(agent), self.order_id, self._card(), command_id=uuid7()
            )
        )
        self._at_once(mood)

    @rule(agent=AGENTS)
    def a_cheque_instead(self, agent: int) -> None:
        self._try(
            lambda session: tenders.await_cheque(
                session, self.shop.desk(agent), self.order_id, reference="", command_id=uuid7()
            )
        )

    @rule(agent=AGENTS, share=st.sampled_from([0.5, 1, 1, 1.2]), part=st.booleans())
    def cheque_arrives(self, agent: int, share: float, part: bool) -> None:
        amount = max(1, int(self.shop.order(self.order_id).total_minor * share))
        self._try(
            lambda session: tenders.cheque_arrived(
                session, self.shop.desk(agent), self.order_id, amount_minor=amount, reference="",
                command_id=uuid7(), accept_part=part,
            )
        )  # fmt: skip

    @rule()
    def hold(self) -> None:
        self._do(order_hands.hold)

    @rule()
    def release(self) -> None:
        self._do(order_hands.release)

    @rule(line=st.integers(0, 1), pieces=st.integers(1, 3), mood=AT_ONCE)
    def ship(self, line: int, pieces: int, mood: Mood | None = None) -> None:
        self._do(lambda session, order, book: order_hands.ship(session, order, book, line, pieces))
        self._at_once(mood)

    @rule(line=st.integers(0, 1), pieces=st.integers(1, 4))
    def change_the_order(self, line: int, pieces: int) -> None:
        self._do(
            lambda session, order, book: order_hands.change(session, order, book, line, pieces)
        )

    @rule(really=SELDOM, mood=AT_ONCE)
    def cancel(self, really: bool, mood: Mood | None) -> None:
        if really:
            self._do(order_hands.cancel)
            self._at_once(mood)

    @rule(agent=AGENTS, share=st.sampled_from([0.1, 0.5, 1.0]), mood=AT_ONCE)
    def refund(self, agent: int, share: float, mood: Mood | None) -> None:
        self._refund(agent, share)
        self._at_once(mood)

    @rule()
    def refund_what_is_due(self) -> None:
        for due in self._open_dues():
            self._try(
                partial(refunds.refund_due_now, desk=self.book.desk, due_id=due, command_id=uuid7())
            )

    @rule(hours=st.sampled_from([1, 12, 25, 100, 170]))
    def time_passes(self, hours: int) -> None:
        self.book.wait(hours=hours)

    @rule()
    def sweep(self) -> None:
        with self.shop.database.write() as session:
            expiring.sweep(session, self.book.desk)

    @rule()
    def settle_twice(self) -> None:
        """A second look never finds anything to do."""
        self.book.settle()
        before = self._everything()
        assert self.book.settle() == ()
        assert self._everything() == before

    # What always holds

    @precondition(lambda self: self.order_id.int)
    @invariant()
    def the_books_add_up(self) -> None:
        with self.shop.database.read() as session:
            order = session.get_one(Order, self.order_id)
            money_checks.check_chains(order)
            standing = holds.payments_of(session, order, at=self.shop.clock.now())
            for payment, sums in standing:
                if payment.tender is Tender.CARD:
                    assert sums.captured + sums.capturing <= sums.authorized
                    self._check_processor(payment)
                assert 0 <= sums.refunded + sums.refunding <= sums.captured
                assert sums.given_back <= sums.refunded
                money_checks.check_open(payment)
                money_checks.check_dues(session, payment)
            if order.state is OrderState.RELEASED:
                assert order.open_holds == []

    def teardown(self) -> None:
        """Once everything is answered, the processor's book and ours say the same."""
        if not self.order_id.int:
            return
        try:
            self._calm_down()
            self._check_settled()
            self._do(order_hands.cancel)
            self._calm_down()
            self._check_settled()
        finally:
            self._drop()

    # How it is done

    def _card(self) -> Any:
        type(self).serial += 1  # type: ignore[attr-defined]
        return card(f"pm_fake{type(self).serial}")  # type: ignore[attr-defined]

    def _run(self, work: Callable[[PaymentRunner], object]) -> None:
        runner = PaymentRunner(
            database=self.shop.database, gateways=lambda: self.bank, clock=self.shop.clock,
            reached=self._reached, pause=lambda _seconds: None,
        )  # fmt: skip
        with contextlib.suppress(RunnerDied):
            work(runner)
        self.bank.mood = Mood.ANSWER

    def _at_once(self, mood: Mood | None) -> None:
        if mood is not None:
            self.bank.mood = mood
            self._run(lambda runner: runner.run_created())

    def _reached(self, point: str) -> None:
        act = self.at_point.pop(point, None)
        if act is not None:
            mood, self.bank.mood = self.bank.mood, Mood.ANSWER
            act()
            self.bank.mood = mood

    @staticmethod
    def _die() -> None:
        raise RunnerDied

    def _do(self, act: Callable[[Session, Order, MoneyBook], None]) -> None:
        with self.shop.database.write() as session:
            act(session, session.get_one(Order, self.order_id), self.book)

    def _try(self, act: Callable[[Session], object]) -> None:
        with contextlib.suppress(Refused), self.shop.database.write() as session:
            act(session)

    def _refund(self, agent: int, share: float) -> None:
        with self.shop.database.read() as session:
            most = refunds.refundable(session, self.book.desk, self.order_id).most_minor
        self._try(
            lambda session: refunds.refund(
                session, self.book.desk, self.order_id, amount_minor=int(most * share),
                reason="scratched", command_id=uuid7(),
            )
        )  # fmt: skip

    def _open_dues(self) -> list[uuid.UUID]:
        with self.shop.database.read() as session:
            rows = select(RefundDue.id).where(
                RefundDue.order_id == self.order_id, RefundDue.done_at.is_(None)
            )
            return list(session.scalars(rows))

    def _everything(self) -> tuple[object, ...]:
        book = self.book
        return (book.state, book.waits, book.asked, book.dues, book.events)

    def _calm_down(self) -> None:
        self.at_point = {}
        for _ in range(12):
            self._run(lambda runner: runner.recover())
            self.book.settle()
            if not self.book.waiting:
                return
        raise AssertionError(f"it never comes to rest: {self.book.waiting}")

    def _check_processor(self, payment: Payment) -> None:
        """Never more at the processor than one authorization of the amount, whatever is known here."""
        [authorization] = [a for a in payment.attempts if a.purpose is Purpose.AUTHORIZE]
        made = [
            intent
            for intent in self.bank.intents.values()
            if intent.request.metadata["attempt"] == str(authorization.id)
        ]
        assert sum(i.status in ("requires_capture", "succeeded") for i in made) <= 1
        for intent in made:
            assert intent.captured <= intent.request.amount_minor == authorization.amount_minor
            assert intent.refunded <= intent.captured

    def _check_settled(self) -> None:
        with self.shop.database.read() as session:
            order = session.get_one(Order, self.order_id)
            now = self.shop.clock.now()
            standing = holds.payments_of(session, order, at=now)
            for payment, sums in standing:
                if payment.tender is Tender.CARD:
                    self._compare(order, payment, sums)
            holding = [
                payment
                for payment, sums in standing
                if sums.held > 0 and not _refused(payment, Purpose.VOID)
            ]
            assert len(holding) <= 1, "two cards hold the money of one order"
            self._check_worth(session, order, standing)

    def _compare(self, order: Order, payment: Payment, sums: Any) -> None:
        [authorization] = [a for a in payment.attempts if a.purpose is Purpose.AUTHORIZE]
        intents = [
            self.bank._aged(intent.id)
            for intent in self.bank.intents.values()
            if intent.request.metadata["attempt"] == str(authorization.id)
        ]
        assert sum(intent.captured for intent in intents) == sums.captured
        back = [r.amount_minor for i in intents for r in i.refunds if r.status == "succeeded"]
        assert sum(back) == sums.refunded
        held = sum(intent.capturable for intent in intents)
        over = order.state in (OrderState.CANCELLED, OrderState.SHIPPED)
        lets_go = any(a.purpose is Purpose.VOID for a in payment.attempts)
        if over and not _refused(payment, Purpose.VOID) and not _unpaid(order, self.book):
            assert held == 0, f"{order.state} {held} {lets_go}"
        if not _refused(payment, Purpose.CAPTURE):
            assert held == (0 if sums.ran_out else sums.rest)

    def _check_worth(self, session: Session, order: Order, standing: Any) -> None:
        taken = sum(sums.captured - sums.given_back for _payment, sums in standing)
        owed = sum(sums.on_terms for _payment, sums in standing)
        rows = [
            (due, left)
            for payment, sums in standing
            for due, left in still_due(
                session.scalars(select(RefundDue).where(RefundDue.payment_id == payment.id)), sums
            )
        ]
        due_back = sum(left for due, left in rows if due.reason in OWED)
        promised = sum(left for due, left in rows if due.reason not in OWED)
        shipped = shipped_minor(order)
        said = any(hold.kind in MONEY_HOLDS for hold in order.open_holds)
        assert taken + owed >= shipped or said, "shipped, not paid, and nothing says so"
        if order.state is OrderState.CANCELLED:
            favours = promised + sum(sums.refunded - sums.given_back for _payment, sums in standing)
            assert max(0, taken - shipped - favours) <= due_back <= max(0, taken - shipped)
        elif order.state in RUNNING:
            lacking = order_money.lacking_minor(order, standing)
            assert lacking == 0 or said, "money lacks, and nothing says so"
            assert due_back <= max(0, taken - order.total_minor)
        if order.state is OrderState.PLACED and not order.open_holds:
            raise AssertionError("it waits for nothing")

    def _drop(self) -> None:
        """Leave nothing to the next run: what still stands open is ended by hand."""
        with self.shop.database.write() as session:
            order = session.get_one(Order, self.order_id)
            if order.state in RUNNING:
                order.state = OrderState.CANCELLED
            now = self.shop.clock.now()
            for attempt in session.scalars(
                select(PaymentAttempt).join(Payment).where(Payment.order_id == self.order_id)
            ):
                if attempt.state in OPEN_ATTEMPTS:
                    attempt.move_to(AttemptState.UNKNOWN, at=now) if (
                        attempt.state is not AttemptState.UNKNOWN
                    ) else None
                    attempt.move_to(AttemptState.DECLINED, at=now)


def _refused(payment: Payment, purpose: Purpose) -> bool:
    return any(a.purpose is purpose and a.state is AttemptState.DECLINED for a in payment.attempts)


def _unpaid(order: Order, _book: MoneyBook) -> bool:
    """Whether goods that left are not paid for: then a card may be needed still."""
    return any(hold.kind in MONEY_HOLDS for hold in order.open_holds)


CUSTOMERS: dict[str, uuid.UUID] = {}


@pytest.mark.timeout(3_600 if LONG else 180)
def test_the_money_always_adds_up() -> None:
    with tempfile.TemporaryDirectory() as folder:
        shop = make_desk_shop(Path(folder))
        for how in ("card", "cheque", "terms"):
            CUSTOMERS[how] = shop.customer(company_name="Roe Lighting").id
        with shop.database.write() as session:
            tenders.set_terms(session, supervisor(shop), CUSTOMERS["terms"], 30, command_id=uuid7())
        bank = FakeProcessor(clock=shop.clock, run_id="run")
        machine = type("Machine", (MoneyMachine,), {"shop": shop, "bank": bank, "serial": 0})
        case: Any = machine.TestCase  # type: ignore[attr-defined]
        case.settings = settings(
            max_examples=RUNS, stateful_step_count=STEPS, deadline=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        try:
            case().runTest()
        finally:
            shop.database.close()
