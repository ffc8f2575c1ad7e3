"""One cut: a fault at one request of one phase, then a restart, and what both books say after it."""

from __future__ import annotations

import enum
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest

from desktop.payments.connection import ProcessorConnection
from desktop.payments.gateway import PaymentGateway
from desktop.payments.results import Outcome, Unknown
from desktop.payments.runner import PaymentRunner
from desktop.payments.stripe_gateway import StripeGateway
from models.hold import HoldKind
from models.order import OrderState
from models.payment import AttemptState, Purpose
from models.session import Database
from tests.desktop.payments.fault_proxy import Fault, FaultProxy
from tests.desktop.payments.moving import (
    Told,
    ask_for,
    intent_of,
    move_order,
    open_attempts,
    our_sums,
    told,
)
from tests.desktop.payments.placed_orders import (
    TOTAL_MINOR,
    JumpingClock,
    PlacedOrder,
    place_order,
)

ANSWER_SECONDS = 0.4
"""The gateway's patience in these tests; a processor on loopback answers in a hundredth of it."""
PATIENT_SECONDS = 10.0


class Phase(enum.Enum):
    """Which request is cut: the n-th of an attempt of one purpose."""

    CREATE = (Purpose.AUTHORIZE, 1)
    CONFIRM = (Purpose.AUTHORIZE, 2)
    CAPTURE = (Purpose.CAPTURE, 1)
    VOID = (Purpose.VOID, 1)
    REFUND = (Purpose.REFUND, 1)

    @property
    def purpose(self) -> Purpose:
        """Of the attempt."""
        purpose, _request = self.value
        return Purpose(purpose)

    @property
    def request(self) -> int:
        """Which of its requests, from 1."""
        _purpose, request = self.value
        return int(request)


@dataclass(frozen=True)
class Sums:
    """The money of one order at one side."""

    charges: int
    held: int
    captured: int
    refunded: int


EXPECTED = {
    Purpose.AUTHORIZE: Sums(1, TOTAL_MINOR, 0, 0),
    Purpose.CAPTURE: Sums(1, 0, 15_000, 0),
    Purpose.VOID: Sums(0, 0, 0, 0),
    Purpose.REFUND: Sums(1, 0, TOTAL_MINOR, 4_000),
}
DONE = {
    Purpose.AUTHORIZE: "payment_authorized",
    Purpose.CAPTURE: "payment_captured",
    Purpose.VOID: "payment_voided",
    Purpose.REFUND: "payment_refunded",
}
DOUBTED = {
    Purpose.AUTHORIZE: "payment_unknown",
    Purpose.CAPTURE: "capture_unknown",
    Purpose.VOID: "void_unknown",
    Purpose.REFUND: "refund_unknown",
}


@dataclass
class Tally:
    """What the cuts came to: after the cut, and after the restart."""

    cuts: int = 0
    ends: Counter[tuple[str, str]] = field(default_factory=Counter)

    def show(self, config: pytest.Config, peer: str) -> None:
        """Say it at the end of a run, for people to read."""
        after = Counter[str]()
        for (_phase, end), count in self.ends.items():
            after[end] += count
        ends = ", ".join(f"{count} {end}" for end, count in sorted(after.items()))
        reporter = config.pluginmanager.getplugin("terminalreporter")
        capture = config.pluginmanager.getplugin("capturemanager")
        if reporter is not None and capture is not None:
            with capture.global_and_fixture_disabled():
                reporter.ensure_newline()
                reporter.write_line(f"{peer}: {self.cuts} cuts, after which {ends}")


@dataclass
class Bench:
    """A processor behind a proxy, a database, and a runner that can be started anew.

    Args:
        take_card: Gives a token that serves once.
        count: Charges, held, captured and refunded at the processor, for an attempt's intent.
    """

    database: Database
    connection: ProcessorConnection
    proxy: FaultProxy
    take_card: Callable[[], str]
    look: Callable[[PaymentGateway, PlacedOrder, str], Sums]
    clock: JumpingClock = field(default_factory=JumpingClock)
    tally: Tally = field(default_factory=Tally)

    @contextmanager
    def runner(self, *, seconds: float = PATIENT_SECONDS) -> Iterator[PaymentRunner]:
        """A runner as after a start, through the proxy."""
        base = f"http://127.0.0.1:{self.proxy.port}"
        gateway = StripeGateway(
            connection=replace(self.connection, api_base=base), answer_seconds=seconds
        )
        try:
            yield PaymentRunner(
                database=self.database,
                gateways=lambda: gateway,
                clock=self.clock,
                pause=lambda _seconds: None,
            )
        finally:
            self.proxy.heal()
            gateway.close()

    def made_ready(self, purpose: Purpose) -> tuple[PlacedOrder, uuid.UUID]:
        """An order with an attempt of *purpose* that waits to be carried out."""
        placed = place_order(self.database, self.connection, self.take_card())
        if purpose is Purpose.AUTHORIZE:
            return placed, placed.attempt_id
        with self.runner() as runner:
            runner.run_attempt(placed.attempt_id)
            if told(self.database, placed.attempt_id).order is OrderState.PLACED:
                move_order(self.database, placed, OrderState.RELEASED)  # a peer checks no address
            over = OrderState.CANCELLED if purpose is Purpose.VOID else OrderState.SHIPPED
            move_order(self.database, placed, over)
            if purpose is Purpose.REFUND:
                runner.run_attempt(ask_for(self.database, placed, Purpose.CAPTURE, TOTAL_MINOR))
        amount = {Purpose.CAPTURE: 15_000, Purpose.VOID: TOTAL_MINOR, Purpose.REFUND: 4_000}
        return placed, ask_for(self.database, placed, purpose, amount[purpose])

    def cut(self, phase: Phase, *faults: Fault) -> None:
        """Cut the request of *phase*, and then the look-ups after it; then start anew and compare."""
        placed, attempt = self.made_ready(phase.purpose)
        self.proxy.arm(*[None] * (phase.request - 1), *faults)
        with self.runner(seconds=ANSWER_SECONDS) as runner:
            first = runner.run_attempt(attempt)
            while len(self.proxy.struck) < len(faults) and isinstance(first, Unknown):
                first = runner.run_attempt(attempt)
        assert self.proxy.struck == list(faults)
        self.tally.cuts += 1
        self.tally.ends[(phase.name, type(first).__name__.lower())] += 1
        self._is_visible(phase.purpose, attempt, first)
        with self.runner() as runner:
            for _ in range(4):
                runner.recover()
        self.proxy.flush()
        self._is_done_once(phase.purpose, placed, attempt)

    def _is_visible(self, purpose: Purpose, attempt: uuid.UUID, first: Outcome) -> None:
        """An outcome that nobody knows is to be seen in the order."""
        seen = told(self.database, attempt)
        if not isinstance(first, Unknown):
            assert seen.state is AttemptState.SUCCEEDED
            return
        assert seen.state is AttemptState.UNKNOWN
        assert seen.events.count(DOUBTED[purpose]) == 1
        if purpose in (Purpose.AUTHORIZE, Purpose.CAPTURE):
            assert _money_holds(seen) == [HoldKind.PAYMENT]

    def _is_done_once(self, purpose: Purpose, placed: PlacedOrder, attempt: uuid.UUID) -> None:
        seen = told(self.database, attempt)
        assert (seen.state, open_attempts(self.database)) == (AttemptState.SUCCEEDED, [])
        assert seen.events.count(DONE[purpose]) == 1
        assert _money_holds(seen) == []
        ours = our_sums(self.database, placed)
        booked = Sums(
            charges=int(ours.held + ours.captured > 0),
            held=ours.held,
            captured=ours.captured,
            refunded=ours.refunded,
        )
        with self.runner() as runner:
            theirs = self.look(runner._gateways(), placed, intent_of(self.database, placed))
        assert booked == theirs == EXPECTED[purpose]


def _money_holds(seen: Told) -> list[HoldKind]:
    waits = (HoldKind.PAYMENT, HoldKind.AUTHORIZATION_EXPIRED)
    return [kind for kind, _why in seen.holds if kind in waits]
