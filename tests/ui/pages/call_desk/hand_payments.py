"""A card window and a processor that do what a test says; records and services are the real ones."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.clock import Clock
from desktop.errors import WorldError
from desktop.payments.connection import ProcessorConnection, practice_connection
from desktop.payments.gateway import (
    IntentRequest,
    IntentView,
    OutcomeUnknown,
    RefundRequest,
    RefundView,
)
from desktop.payments.results import Authorized, Checks, Declined, Result, Unknown
from desktop.payments.runner import PaymentRunner
from models.payment import Check
from models.session import Database
from ui.card_entry.request import CardEntryRequest, CardEntryResult, CardPageSetup

RUN = "run-of-the-test"
GOOD = Checks(street=Check.MATCH, postal_code=Check.MATCH, code=Check.MATCH)


class HandCardHost(QObject):
    """Stands in for the card window's host: no process, and a result when the test says so."""

    state_changed = Signal(str)
    finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.anchor: QWidget | None = None
        self.is_open = False
        self.is_sandboxed = True
        self.is_held = False
        self.prepared = 0
        self.opened: list[CardEntryRequest] = []
        self._tokens = 0

    def prepare(self, _setup: CardPageSetup) -> None:
        self.prepared += 1

    def hold(self) -> None:
        self.is_held = True

    def let_go(self) -> None:
        self.is_held = False

    def open(self, request: CardEntryRequest) -> None:
        self.is_open = True
        self.is_held = False
        self.opened.append(request)

    def cancel(self) -> None:
        self.end("cancelled")

    def shutdown(self) -> None:
        self.is_open = False

    def give(self, brand: str = "visa", last4: str = "4242", token: str = "") -> None:
        """A card was entered."""
        self._tokens += 1
        self.is_open = False
        self.finished.emit(
            CardEntryResult(
                payment_method=token or f"pm_test_{self._tokens}", brand=brand, last4=last4
            )
        )

    def end(self, error: str) -> None:
        """It ended without a card."""
        self.is_open = False
        self.finished.emit(CardEntryResult(error=error))


class HandGateway:
    """Answers each confirmation with the next result; `Unknown` is settled by `later`."""

    def __init__(self, connection: ProcessorConnection) -> None:
        self.connection = connection
        self.answers: list[Result] = []
        self.later: Result | None = None
        self.created: list[IntentRequest] = []
        self.confirmed: list[str] = []
        self.voided: list[str] = []

    def create_intent(self, request: IntentRequest, *, key: str) -> str:
        self.created.append(request)
        return f"pi_{len(self.created)}"

    def confirm(self, intent_id: str, *, key: str) -> Result:
        self.confirmed.append(intent_id)
        return self.answers.pop(0) if self.answers else approved(intent_id)

    def retrieve(self, intent_id: str) -> IntentView:
        if self.later is None:
            raise OutcomeUnknown("timeout")
        return IntentView(
            intent_id=intent_id,
            status="requires_capture",
            result=self.later,
            amount_minor=1,
            amount_received_minor=0,
            currency="USD",
            created_at=datetime.now().astimezone(),
            metadata={},
        )

    def capture(
        self, intent_id: str, *, amount_minor: int, releases_rest: bool, key: str
    ) -> IntentView:
        raise AssertionError("nothing is captured at the desk")

    def void(self, intent_id: str, *, key: str) -> IntentView:
        self.voided.append(intent_id)
        return IntentView(
            intent_id=intent_id,
            status="canceled",
            result=None,
            amount_minor=1,
            amount_received_minor=0,
            currency="USD",
            created_at=datetime.now().astimezone(),
            metadata={},
        )

    def refund(self, intent_id: str, request: RefundRequest, *, key: str) -> RefundView:
        raise AssertionError("nothing is refunded here")

    def list_refunds(self, intent_id: str) -> tuple[RefundView, ...]:
        return ()

    def list_created_between(self, since: datetime, until: datetime) -> tuple[IntentView, ...]:
        return ()

    def iterate_created(self, since: datetime, until: datetime) -> Iterator[IntentView]:
        return iter(())

    def close(self) -> None:
        """Nothing is open."""


class HandPayments:
    """`DeskPayments` with the real runner and a gateway of the test's."""

    def __init__(self, *, database: Database, clock: Clock, workstation_id: uuid.UUID) -> None:
        self.refusal = ""
        self.reached = practice_connection(
            port=9, publishable_key="pk_test_desk", secret_key="sk_test_desk", run_id=RUN
        )
        self.gateway = HandGateway(self.reached)
        self.gone = False
        self.asked = 0
        self.runner = PaymentRunner(
            database=database,
            gateways=lambda: self.gateway,
            clock=clock,
            workstation_id=workstation_id,
            pause=lambda _seconds: None,
        )

    def connection(self) -> ProcessorConnection:
        self.asked += 1
        if self.gone:
            raise WorldError("The practice processor does not start.")
        return self.reached

    def run_attempt(self, attempt_id: uuid.UUID) -> None:
        self.runner.run_attempt(attempt_id)

    def run_created(self) -> int:
        return len(self.runner.run_created())

    def look_up(self) -> None:
        self.runner.settle_unknown(only_due=False)

    def settle_due(self) -> int:
        return 0

    def recover(self) -> int:
        return 0

    def close(self) -> None:
        """Nothing was started."""


def approved(intent_id: str, checks: Checks = GOOD) -> Authorized:
    """The money is held."""
    return Authorized(
        intent_id=intent_id,
        charge_id="ch_1",
        checks=checks,
        network="visa",
        brand="visa",
        last4="4242",
        expires_at=None,
    )


def declined(intent_id: str = "pi_1") -> Declined:
    """The bank said no, for lack of funds."""
    return Declined(code="insufficient_funds", intent_id=intent_id)


def unknown(intent_id: str = "pi_1") -> Unknown:
    """No answer came."""
    return Unknown(reason="timeout", intent_id=intent_id)
