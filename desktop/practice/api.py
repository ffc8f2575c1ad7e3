"""The endpoints: the subset of Stripe's HTTP API that the gateway and the hosted fields use.

Each takes the parsed parameters and gives `(status, JSON body)`; HTTP, keys and idempotency are
`desktop.practice.server`'s.
"""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from typing import Any

from desktop.practice import shapes
from desktop.practice.errors import ApiError, NoAnswer, missing
from desktop.practice.forms import Form
from desktop.practice.ledger import Ledger
from desktop.practice.records import Intent
from desktop.practice.test_cards import Behaviour, card_with_number

Reply = dict[str, Any]

MIN_AMOUNT = 50
MAX_AMOUNT = 99_999_999
"""Stripe's limits for US dollars, in minor units."""
SLOW_SECONDS = 4.0
"""How long the slow test card takes: long enough to be seen, shorter than the gateway's patience."""
HELD_SECONDS = 600.0
"""How long a connection without an answer stays open."""
TEST_CARDS_ONLY = "Practice mode takes the published test cards only."

_SHIPPING = ("name", "phone", "carrier", "tracking_number")
_ADDRESS = ("line1", "line2", "city", "state", "postal_code", "country")

METHOD_FIELDS = frozenset(
    {
        "type", "card[number]", "card[exp_month]", "card[exp_year]", "card[cvc]",
        "billing_details[name]", "billing_details[email]", "billing_details[phone]",
        *(f"billing_details[address][{part}]" for part in _ADDRESS),
    }
)  # fmt: skip
INTENT_FIELDS = frozenset(
    {
        "amount", "currency", "payment_method", "capture_method", "confirm", "description",
        "receipt_email", "metadata[*]", "payment_method_types[]", "expand[]",
        *(f"shipping[{part}]" for part in _SHIPPING),
        *(f"shipping[address][{part}]" for part in _ADDRESS),
    }
)  # fmt: skip
_MOTO = "payment_method_options[card][moto]"
_MULTICAPTURE = "payment_method_options[card][request_multicapture]"
CONFIRM_FIELDS = frozenset({_MOTO, _MULTICAPTURE, "expand[]"})
CAPTURE_FIELDS = frozenset({"amount_to_capture", "final_capture", "expand[]"})
CANCEL_FIELDS = frozenset({"cancellation_reason", "expand[]"})
REFUND_FIELDS = frozenset({"payment_intent", "amount", "reason", "metadata[*]", "expand[]"})
RETRIEVE_FIELDS = frozenset({"expand[]"})
LIST_FIELDS = frozenset(
    {
        "created[gte]", "created[gt]", "created[lte]", "created[lt]", "limit", "starting_after",
        "payment_intent", "expand[]",
    }
)  # fmt: skip
CANCELLATION_REASONS = ("duplicate", "fraudulent", "requested_by_customer", "abandoned")
REFUND_REASONS = ("duplicate", "fraudulent", "requested_by_customer")


class Api:
    """The endpoints over one ledger."""

    def __init__(self, ledger: Ledger, *, slow_seconds: float = SLOW_SECONDS) -> None:
        self._ledger = ledger
        self._slow_seconds = slow_seconds

    async def create_payment_method(self, form: Form) -> Reply:
        """Turn a test card into a token. The number is dropped before this returns."""
        if form.required("type") != "card":
            raise ApiError(400, "Practice mode takes cards only.", param="type")
        card = card_with_number(form.required("card[number]"))
        if card is None:
            raise _card_error("incorrect_number", TEST_CARDS_ONLY, "number")
        self._check_expiry(form)
        code = form.text("card[cvc]")
        if code is not None and len(code) != (4 if card.brand == "amex" else 3):
            raise _card_error("invalid_cvc", "Your card's security code is invalid.", "cvc")
        method = self._ledger.add_method(
            card,
            street_given=form.text("billing_details[address][line1]") is not None,
            postal_code_given=form.text("billing_details[address][postal_code]") is not None,
            code_given=code is not None,
        )
        return shapes.payment_method(method)

    def _check_expiry(self, form: Form) -> None:
        month, year = form.integer("card[exp_month]"), form.integer("card[exp_year]")
        if month is None or year is None:
            raise missing("card[exp_month]" if month is None else "card[exp_year]")
        if not 1 <= month <= 12:
            raise _card_error(
                "invalid_expiry_month", "Your card's expiration month is invalid.", "exp_month"
            )
        today = datetime.now(UTC)
        full_year = year + 2000 if year < 100 else year
        if (full_year, month) < (today.year, today.month):
            raise _card_error(
                "invalid_expiry_year", "Your card's expiration year is invalid.", "exp_year"
            )

    async def create_intent(self, form: Form) -> Reply:
        """Open an intent, unconfirmed, for manual capture."""
        amount = form.integer("amount")
        if amount is None:
            raise missing("amount")
        if not MIN_AMOUNT <= amount <= MAX_AMOUNT:
            raise ApiError(
                400,
                f"Amount must be between {MIN_AMOUNT} and {MAX_AMOUNT} minor units.",
                code="amount_too_small" if amount < MIN_AMOUNT else "amount_too_large",
                param="amount",
            )
        currency = form.required("currency").lower()
        if re.fullmatch(r"[a-z]{3}", currency) is None:
            raise ApiError(400, "Invalid currency.", param="currency")
        if form.text("capture_method") != "manual":
            raise ApiError(
                400, "Practice mode authorizes first: send manual.", param="capture_method"
            )
        if form.text("confirm") not in (None, "false"):
            raise ApiError(400, "Practice mode confirms by a call of its own.", param="confirm")
        token = form.text("payment_method")
        intent = self._ledger.add_intent(
            amount=amount,
            currency=currency,
            method=self._ledger.unused_method(token) if token else None,
            metadata=dict(form.members("metadata")),
            description=form.text("description"),
            shipping=_shipping(form),
        )
        return shapes.payment_intent(intent, expand=form.items("expand"))

    async def confirm_intent(self, form: Form, intent_id: str) -> Reply:
        """Ask the bank, in the manner of the test card.

        Raises:
            ApiError: declined, or the intent is not waiting for this.
            NoAnswer: decided, but the answer does not arrive.
        """
        if form.text(_MOTO) not in (None, "true", "false"):
            raise ApiError(400, "Invalid boolean", param=_MOTO)
        many = _one_of(form, _MULTICAPTURE, ("if_available", "never")) == "if_available"
        intent = self._ledger.intent(intent_id)
        method = self._ledger.begin_confirm(intent)
        match method.card.behaviour:
            case Behaviour.NEVER_ANSWER:
                await self._wait_unanswered(intent)
            case Behaviour.ANSWER_SLOWLY:
                await asyncio.sleep(self._slow_seconds)
            case _:
                pass
        self._ledger.finish_confirm(intent, method, many_captures=many)
        reply = shapes.payment_intent(intent, expand=form.items("expand"))
        if method.card.behaviour is Behaviour.CUT_AFTER_CHARGE:
            raise NoAnswer(200, reply)
        return reply

    async def _wait_unanswered(self, intent: Intent) -> None:
        try:
            await asyncio.wait_for(intent.decided.wait(), HELD_SECONDS)
        except TimeoutError:
            self._ledger.decline_unanswered(intent)
        raise NoAnswer(402, {"error": intent.last_error})

    async def retrieve_intent(self, form: Form, intent_id: str) -> Reply:
        """Show an intent. A confirmation that was never answered is decided here."""
        intent = self._ledger.seen(self._ledger.intent(intent_id))
        method = intent.method
        if (
            intent.status == "processing"
            and method is not None
            and method.card.behaviour is Behaviour.NEVER_ANSWER
        ):
            self._ledger.decline_unanswered(intent)
            intent.decided.set()
        return shapes.payment_intent(intent, expand=form.items("expand"))

    async def capture_intent(self, form: Form, intent_id: str) -> Reply:
        """Take the money, or a part of it."""
        is_final = _one_of(form, "final_capture", ("true", "false")) != "false"
        intent = self._ledger.intent(intent_id)
        self._ledger.capture(intent, form.integer("amount_to_capture"), is_final=is_final)
        return shapes.payment_intent(intent, expand=form.items("expand"))

    async def cancel_intent(self, form: Form, intent_id: str) -> Reply:
        """Void."""
        reason = _one_of(form, "cancellation_reason", CANCELLATION_REASONS)
        intent = self._ledger.intent(intent_id)
        self._ledger.cancel(intent, reason)
        return shapes.payment_intent(intent, expand=form.items("expand"))

    async def list_intents(self, form: Form) -> Reply:
        """Intents by creation time, newest first."""
        records = self._ledger.intents()
        chosen, has_more = _page(form, [(record.id, record.created) for record in records])
        expand = [name.removeprefix("data.") for name in form.items("expand")]
        items = [shapes.payment_intent(r, expand=expand) for r in records if r.id in chosen]
        return shapes.listing("/v1/payment_intents", items, has_more=has_more)

    async def create_refund(self, form: Form) -> Reply:
        """Give money back."""
        reason = _one_of(form, "reason", REFUND_REASONS)
        refund = self._ledger.refund(
            self._ledger.intent(form.required("payment_intent")),
            form.integer("amount"),
            reason=reason,
            metadata=dict(form.members("metadata")),
        )
        return shapes.refund(refund)

    async def list_refunds(self, form: Form) -> Reply:
        """Refunds by creation time, newest first."""
        records = self._ledger.refunds(form.text("payment_intent"))
        chosen, has_more = _page(form, [(record.id, record.created) for record in records])
        items = [shapes.refund(record) for record in records if record.id in chosen]
        return shapes.listing("/v1/refunds", items, has_more=has_more)


def _card_error(code: str, message: str, param: str) -> ApiError:
    return ApiError(402, message, kind="card_error", code=code, param=param)


def _one_of(form: Form, name: str, allowed: tuple[str, ...]) -> str | None:
    value = form.text(name)
    if value is not None and value not in allowed:
        raise ApiError(400, f"Invalid {name}: must be one of {', '.join(allowed)}.", param=name)
    return value


def _shipping(form: Form) -> dict[str, Any] | None:
    """The shipping details, which Stripe gives back on the intent, or None."""
    values: dict[str, Any] = {part: form.text(f"shipping[{part}]") for part in _SHIPPING}
    address = {part: form.text(f"shipping[address][{part}]") for part in _ADDRESS}
    if not any(values.values()) and not any(address.values()):
        return None
    return {**values, "address": address}


def _page(form: Form, rows: list[tuple[str, int]]) -> tuple[frozenset[str], bool]:
    """The ids of one page of *rows* (id, created; newest first), and whether there are more."""
    gte, gt = form.integer("created[gte]"), form.integer("created[gt]")
    lte, lt = form.integer("created[lte]"), form.integer("created[lt]")
    limit = form.integer("limit")
    limit = 10 if limit is None else limit
    if not 1 <= limit <= 100:
        raise ApiError(400, "Limit must be between 1 and 100.", param="limit")
    after = form.text("starting_after")
    if after is not None:
        ids = [identifier for identifier, _ in rows]
        if after not in ids:
            raise ApiError(400, "No such object: starting_after.", code="resource_missing")
        rows = rows[ids.index(after) + 1 :]
    found = [
        identifier
        for identifier, created in rows
        if (gte is None or created >= gte)
        and (gt is None or created > gt)
        and (lte is None or created <= lte)
        and (lt is None or created < lt)
    ]
    return frozenset(found[:limit]), len(found) > limit
