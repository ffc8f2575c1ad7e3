"""The gateway on the `stripe` library, for Stripe and for the practice processor alike.

No card data passes here: a token goes out, brand and last four come back. The library is imported
when the first request is made, in the payment runner's thread, for it takes half a second.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop.payments import words
from desktop.payments.connection import ProcessorConnection
from desktop.payments.gateway import (
    IntentRequest,
    IntentView,
    OutcomeUnknown,
    RefundRequest,
    RefundView,
    RequestRefused,
)
from desktop.payments.results import Declined, Result, Unknown
from desktop.payments.stripe_shapes import refund_view_of, view_of

if TYPE_CHECKING:
    import requests
    import stripe

_log = logging.getLogger(__name__)

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 20.0
"""How long an answer may take; after it the outcome is unknown and looked up (LOOKS §4.2)."""
MOTO_PARAM = "payment_method_options[card][moto]"
LIST_PAGE = 100
REFUND_REASONS = {"duplicate": "duplicate"}
REFUND_REASON = "requested_by_customer"
"""What Stripe hears of our reason. Never `fraudulent`: it would block the buyer's card and e-mail."""


class _CardDeclined(RequestRefused):
    """The bank's no. Of a confirmation it is an answer; of anything else it is a refusal."""

    def __init__(self, error: stripe.CardError) -> None:
        told = error.error
        code = getattr(told, "decline_code", None) or error.code or "generic_decline"
        super().__init__(str(code), str(error.code or ""))
        self.charge_id = str(getattr(told, "charge", None) or "")


class StripeGateway:
    """A processor that speaks Stripe's API. See `PaymentGateway` for what each method promises."""

    def __init__(
        self,
        *,
        connection: ProcessorConnection,
        connect_seconds: float = CONNECT_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._connection = connection
        self._timeouts = (connect_seconds, answer_seconds)
        self._local = threading.local()
        self._sessions: list[requests.Session] = []

    @property
    def connection(self) -> ProcessorConnection:
        """Which processor, and for practice which run of it."""
        return self._connection

    def _client(self) -> stripe.StripeClient:
        """The calling thread's own client: a session of `requests` is not meant to be shared."""
        made: stripe.StripeClient | None = getattr(self._local, "client", None)
        if made is None:
            import requests
            import stripe

            stripe.enable_telemetry = False
            session = requests.Session()
            session.trust_env = self._connection.kind == "live"  # no proxy stands before loopback
            self._sessions.append(session)
            made = self._local.client = stripe.StripeClient(
                self._connection.secret_key,
                base_addresses={"api": self._connection.api_base},
                max_network_retries=0,
                http_client=stripe.RequestsClient(timeout=self._timeouts, session=session),
            )
        return made

    def close(self) -> None:
        """Close the connections that are kept open, when no request runs any more."""
        self._local = threading.local()
        while self._sessions:
            self._sessions.pop().close()

    def create_intent(self, request: IntentRequest, *, key: str) -> str:
        """Create an intent with its payment method, unconfirmed, for manual capture; its id."""
        params: dict[str, Any] = {
            "amount": request.amount_minor,
            "currency": request.currency.lower(),
            "payment_method": request.payment_method,
            "payment_method_types": ["card"],
            "capture_method": "manual",
            "metadata": dict(request.metadata),
        }
        if request.description:
            params["description"] = request.description
        intent = self._call(lambda: self._intents().create(params=params, options=_options(key)))
        return str(intent["id"])

    def confirm(self, intent_id: str, *, key: str) -> Result:
        """Confirm it as a telephone order (MOTO). A lost answer is `Unknown`, not an exception.

        Several captures are asked for, so that a split shipment can take each part as it leaves; an
        account or a card that does not allow them says so in the answer, and one is taken.
        """
        card = {"moto": True, "request_multicapture": "if_available"}

        def ask() -> Any:
            return self._intents().confirm(
                intent_id,
                params={
                    "payment_method_options": {"card": card},
                    "expand": ["latest_charge"],
                },
                options=_options(key),
            )

        try:
            answer = self._call(ask)
        except _CardDeclined as declined:
            return Declined(code=declined.code, intent_id=intent_id, charge_id=declined.charge_id)
        except OutcomeUnknown as error:
            return Unknown(reason=error.reason, intent_id=intent_id)
        return view_of(answer).result or Unknown(reason="unconfirmed", intent_id=intent_id)

    def retrieve(self, intent_id: str) -> IntentView:
        """Look it up."""
        return view_of(
            self._call(
                lambda: self._intents().retrieve(intent_id, params={"expand": ["latest_charge"]})
            )
        )

    def capture(
        self, intent_id: str, *, amount_minor: int, releases_rest: bool, key: str
    ) -> IntentView:
        """Take the money, or a part of it; the rest is released, or stays held for later captures."""
        params: dict[str, Any] = {"amount_to_capture": amount_minor, "expand": ["latest_charge"]}
        if not releases_rest:  # refused where only one capture is allowed, and true if not given
            params["final_capture"] = False
        return view_of(
            self._call(
                lambda: self._intents().capture(intent_id, params=params, options=_options(key))
            )
        )

    def void(self, intent_id: str, *, key: str) -> IntentView:
        """Release what is held."""
        return view_of(
            self._call(
                lambda: self._intents().cancel(
                    intent_id, params={"expand": ["latest_charge"]}, options=_options(key)
                )
            )
        )

    def refund(self, intent_id: str, request: RefundRequest, *, key: str) -> RefundView:
        """Give captured money back, or a part of it."""
        params: dict[str, Any] = {
            "payment_intent": intent_id,
            "amount": request.amount_minor,
            "metadata": {"attempt": request.attempt},
            "reason": REFUND_REASONS.get(request.reason, REFUND_REASON),
        }
        refunds = self._refunds()
        return refund_view_of(
            self._call(lambda: refunds.create(params=params, options=_options(key)))
        )

    def list_refunds(self, intent_id: str) -> tuple[RefundView, ...]:
        """Every refund of an intent, newest first."""
        views: list[RefundView] = []
        while True:
            params: dict[str, Any] = {"payment_intent": intent_id, "limit": LIST_PAGE}
            if views:
                params["starting_after"] = views[-1].refund_id
            page = self._refund_page(params)
            views += [refund_view_of(item) for item in page["data"]]
            if not page["has_more"]:
                return tuple(views)

    def list_created_between(self, since: datetime, until: datetime) -> tuple[IntentView, ...]:
        """Every intent that was created from *since* to *until*, both included, newest first."""
        created = {"gte": int(since.timestamp()), "lte": int(until.timestamp())}
        views: list[IntentView] = []
        while True:
            params: dict[str, Any] = {
                "created": created,
                "limit": LIST_PAGE,
                "expand": ["data.latest_charge"],
            }
            if views:
                params["starting_after"] = views[-1].intent_id
            page = self._page(params)
            views += [view_of(item) for item in page["data"]]
            if not page["has_more"]:
                return tuple(views)

    def _page(self, params: dict[str, Any]) -> dict[str, Any]:
        return self._call(lambda: self._intents().list(params=params))

    def _refund_page(self, params: dict[str, Any]) -> dict[str, Any]:
        return self._call(lambda: self._refunds().list(params=params))

    def _refunds(self) -> Any:
        return self._client().v1.refunds

    def _intents(self) -> Any:
        return self._client().v1.payment_intents

    def _call(self, ask: Callable[[], Any]) -> dict[str, Any]:
        """Ask for an object; sort what goes wrong into unknown and refused."""
        import stripe

        try:
            answer: dict[str, Any] = ask().to_dict()
        except stripe.APIConnectionError:
            raise OutcomeUnknown("no answer") from None
        except stripe.RateLimitError:
            raise OutcomeUnknown("too many requests") from None
        except stripe.CardError as error:
            raise _CardDeclined(error) from None
        except stripe.StripeError as error:
            status = error.http_status or 500
            if status == 409:
                raise OutcomeUnknown("busy") from None
            if status >= 500:
                raise OutcomeUnknown(f"status {status}") from None
            refusal = _refusal(error)
            _log.error(
                "the processor refused a request: status %s, code %s", status, error.code or ""
            )
            raise refusal from None
        return answer


_REFUSAL_WORDS = {
    "charge_expired_for_capture": words.AUTHORIZATION_EXPIRED,
    "charge_already_captured": words.ALREADY_CAPTURED,
    "charge_already_refunded": words.ALREADY_REFUNDED,
    "charge_disputed": words.DISPUTED,
    "balance_insufficient": words.NO_BALANCE,
}
"""Our word for what Stripe calls a refusal of anything but a card (docs.stripe.com/error-codes)."""


def _options(key: str) -> stripe.RequestOptions:
    return {"idempotency_key": key}


def _refusal(error: stripe.StripeError) -> RequestRefused:
    param = str(getattr(error, "param", "") or "")
    code = str(error.code or "")
    if code == "parameter_unknown" and "moto" in param:
        return RequestRefused(words.MOTO_NOT_ENABLED, code)
    if code in _REFUSAL_WORDS:
        return RequestRefused(_REFUSAL_WORDS[code], code)
    if code in words.DECLINE_WORDS:
        return RequestRefused(code, code)
    return RequestRefused(words.REQUEST_REFUSED, code or type(error).__name__)
