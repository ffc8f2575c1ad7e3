"""A processor in memory that does what its mood says: answers, declines, or loses what was said."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from desktop.clock import Clock
from desktop.payments.connection import practice_connection
from desktop.payments.gateway import (
    IntentRequest,
    IntentView,
    OutcomeUnknown,
    RefundRequest,
    RefundView,
    RequestRefused,
)
from desktop.payments.results import Authorized, Checks, Declined, Result, Unknown
from models.payment import Check

GOOD = Checks(street=Check.MATCH, postal_code=Check.MATCH, code=Check.MATCH)
KEY_HOURS = 24

T = TypeVar("T")


class Mood(enum.Enum):
    """How the next request to move money goes."""

    ANSWER = "answer"
    DECLINE = "decline"
    LOST_BEFORE = "the request is lost"
    LOST_AFTER = "it is done, and the answer is lost"
    PENDING = "a refund is taken, and not sent yet"


@dataclass
class Intent:
    """One intent and its money."""

    id: str
    request: IntentRequest
    created_at: datetime
    more: bool
    days: int
    status: str = "requires_confirmation"
    result: Result | None = None
    captured: int = 0
    capturable: int = 0
    expires_at: datetime | None = None
    because: str = ""
    refunds: list[RefundView] = field(default_factory=list)

    @property
    def refunded(self) -> int:
        """What went back, or is about to."""
        return sum(r.amount_minor for r in self.refunds if r.status in ("succeeded", "pending"))


class FakeProcessor:
    """`PaymentGateway` over a dictionary. A `mood` holds for one request that moves money.

    Attributes:
        more: whether the next authorization allows more captures than one.
        days: until the next authorization runs out.
    """

    def __init__(self, *, clock: Clock, run_id: str) -> None:
        self.connection = practice_connection(
            port=9, publishable_key="pk_test_x", secret_key="sk_test_x", run_id=run_id
        )
        self.intents: dict[str, Intent] = {}
        self.mood = Mood.ANSWER
        self.more = False
        self.days = 7
        self._clock = clock
        self._answers: dict[str, tuple[datetime, object]] = {}

    def create_intent(self, request: IntentRequest, *, key: str) -> str:
        def work() -> str:
            made = Intent(
                id=f"pi_fake{len(self.intents) + 1}", request=request,
                created_at=self._clock.now(), more=self.more, days=self.days,
            )  # fmt: skip
            self.intents[made.id] = made
            return made.id

        if self.mood is Mood.DECLINE:
            return self._once(key, work)
        return self._carry_out(key, work)

    def confirm(self, intent_id: str, *, key: str) -> Result:
        intent = self.intents[intent_id]

        def work() -> Result:
            if intent.status != "requires_confirmation":
                raise RequestRefused("request_refused", "payment_intent_unexpected_state")
            if self._taken() is Mood.DECLINE:
                intent.status = "requires_payment_method"
                intent.result = Declined(code="generic_decline", intent_id=intent_id)
                return intent.result
            intent.status, intent.capturable = "requires_capture", intent.request.amount_minor
            intent.expires_at = self._clock.now() + timedelta(days=intent.days)
            intent.result = Authorized(
                intent_id=intent_id, charge_id=f"ch_{intent_id[3:]}", checks=GOOD, network="visa",
                brand="visa", last4="4242", expires_at=intent.expires_at,
                allows_more_captures=intent.more,
            )  # fmt: skip
            return intent.result

        try:
            return self._carry_out(key, work)
        except OutcomeUnknown as error:
            return Unknown(reason=error.reason, intent_id=intent_id)

    def retrieve(self, intent_id: str) -> IntentView:
        if self.mood in (Mood.LOST_BEFORE, Mood.LOST_AFTER):
            self._taken()
            raise OutcomeUnknown("timeout")
        return self._view(self._aged(intent_id))

    def capture(
        self, intent_id: str, *, amount_minor: int, releases_rest: bool, key: str
    ) -> IntentView:
        def work() -> IntentView:
            intent = self._aged(intent_id)
            if self._taken() is Mood.DECLINE:
                raise RequestRefused("request_refused", "processing_error")
            if intent.status != "requires_capture" or amount_minor > intent.capturable:
                raise RequestRefused("request_refused", "payment_intent_unexpected_state")
            if not releases_rest and not intent.more:
                raise RequestRefused("request_refused", "multicapture_not_available")
            intent.captured += amount_minor
            intent.capturable = 0 if releases_rest else intent.capturable - amount_minor
            if not intent.capturable:
                intent.status = "succeeded"
            return self._view(intent)

        return self._carry_out(key, work)

    def void(self, intent_id: str, *, key: str) -> IntentView:
        def work() -> IntentView:
            intent = self._aged(intent_id)
            if intent.status in ("canceled", "succeeded"):
                raise RequestRefused("request_refused", "payment_intent_unexpected_state")
            self._taken()
            intent.capturable = 0
            intent.status = "succeeded" if intent.captured else "canceled"
            return self._view(intent)

        return self._carry_out(key, work)

    def refund(self, intent_id: str, request: RefundRequest, *, key: str) -> RefundView:
        def work() -> RefundView:
            intent, mood = self._aged(intent_id), self._taken()
            if mood is Mood.DECLINE or intent.refunded + request.amount_minor > intent.captured:
                raise RequestRefused("request_refused", "charge_already_refunded")
            made = RefundView(
                refund_id=f"re_{intent_id[3:]}{len(intent.refunds)}", intent_id=intent_id,
                status="pending" if mood is Mood.PENDING else "succeeded",
                amount_minor=request.amount_minor, currency="USD", created_at=self._clock.now(),
                metadata={"attempt": request.attempt},
            )  # fmt: skip
            intent.refunds.append(made)
            return made

        return self._carry_out(key, work)

    def list_refunds(self, intent_id: str) -> tuple[RefundView, ...]:
        if self.mood in (Mood.LOST_BEFORE, Mood.LOST_AFTER):
            self._taken()
            raise OutcomeUnknown("timeout")
        intent = self.intents[intent_id]
        ends = "failed" if self.mood is Mood.DECLINE else "succeeded"
        intent.refunds = [
            RefundView(**{**vars(one), "status": ends}) if one.status == "pending" else one
            for one in intent.refunds
        ]
        return tuple(reversed(intent.refunds))

    def iterate_created(self, since: datetime, until: datetime) -> Iterator[IntentView]:
        found = [i for i in self.intents.values() if since <= i.created_at <= until]
        yield from (self._view(self._aged(one.id)) for one in reversed(found))

    def list_created_between(self, since: datetime, until: datetime) -> tuple[IntentView, ...]:
        return tuple(self.iterate_created(since, until))

    def close(self) -> None:
        """Nothing is open."""

    def _carry_out(self, key: str, work: Callable[[], T]) -> T:
        if self.mood is Mood.LOST_BEFORE:
            self._taken()
            raise OutcomeUnknown("timeout")
        is_lost = self.mood is Mood.LOST_AFTER
        result = self._once(key, work)
        if is_lost:
            self.mood = Mood.ANSWER
            raise OutcomeUnknown("timeout")
        return result

    def _once(self, key: str, work: Callable[[], T]) -> T:
        """The first answer to a key, for as long as keys are remembered."""
        known = self._answers.get(key)
        if known is not None and self._clock.now() - known[0] < timedelta(hours=KEY_HOURS):
            if isinstance(known[1], RequestRefused):
                raise known[1]
            return known[1]  # type: ignore[return-value]
        try:
            result: object = work()
        except RequestRefused as error:
            self._answers[key] = (self._clock.now(), error)
            raise
        self._answers[key] = (self._clock.now(), result)
        return result  # type: ignore[return-value]

    def _taken(self) -> Mood:
        """The mood, which is over with it."""
        mood, self.mood = self.mood, Mood.ANSWER
        return mood

    def _aged(self, intent_id: str) -> Intent:
        intent = self.intents[intent_id]
        ran_out = intent.expires_at is not None and intent.expires_at <= self._clock.now()
        if ran_out and intent.status == "requires_capture":
            intent.capturable = 0
            intent.because = "automatic"
            intent.status = "succeeded" if intent.captured else "canceled"
        return intent

    @staticmethod
    def _view(intent: Intent) -> IntentView:
        return IntentView(
            intent_id=intent.id, status=intent.status, result=intent.result,
            amount_minor=intent.request.amount_minor, amount_received_minor=intent.captured,
            amount_capturable_minor=intent.capturable, cancelled_because=intent.because,
            currency="USD", created_at=intent.created_at, metadata=intent.request.metadata,
        )  # fmt: skip
