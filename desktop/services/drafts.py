"""What an agent has keyed of one order, and the checks that need no database."""

from __future__ import annotations

import dataclasses
import uuid
from dataclasses import dataclass
from datetime import date

from desktop.services.desk import Refused
from models import card_guard, pricing
from models.addresses_rules import PostalAddress
from models.channels import Channel
from models.order import BackorderChoice, DiscountKind

MOST_PIECES = 99_999
MOST_LINES = 500
MOST_PRICE_MINOR = 99_999_999
"""What one piece may cost: eight digits, the most that the card processor takes at once (Stripe)."""


@dataclass(frozen=True)
class Discount:
    """A discount on a line: parts per million for a percentage, minor units for an amount."""

    kind: DiscountKind
    value: int
    reason: str


@dataclass(frozen=True)
class DraftLine:
    """A line as keyed. The id is made by the client; no price of its own means the list price."""

    id: uuid.UUID
    variant_id: uuid.UUID
    quantity: int
    unit_price_minor: int | None = None
    price_reason: str = ""
    discount: Discount | None = None


@dataclass(frozen=True)
class Draft:
    """The whole of what has been keyed for one order. Saving it again is harmless."""

    order_id: uuid.UUID
    call_id: uuid.UUID | None = None
    customer_id: uuid.UUID | None = None
    channel: Channel = Channel.PHONE
    lines: tuple[DraftLine, ...] = ()
    bill_to: PostalAddress | None = None
    ship_to: PostalAddress | None = None
    gift_message: str = ""
    shipping_method_id: uuid.UUID | None = None
    promise_code: str = ""
    promise_date: date | None = None
    promise_words: str = ""
    promise_basis: str = ""
    backorder_choice: BackorderChoice | None = None
    """What the caller wants of what is not in stock; None: nothing was short, or nothing said."""
    source_code: str = ""
    wants_catalog: bool = False
    coupon_code: str = ""
    """The coupon that the caller named, whether it fits or not."""


def snapshot(address: PostalAddress | None) -> dict[str, str] | None:
    """The address as an order keeps it."""
    return None if address is None else dataclasses.asdict(address)


def check(draft: Draft) -> None:
    """Look at every figure and text of the draft.

    Raises:
        Refused: `too_many_lines`; `quantity`, `price` or `discount`, with the line's id in `field`;
            `card_number`, with what holds it in `field`.
        ValueError: two lines have one id.
    """
    if len(draft.lines) > MOST_LINES:
        raise Refused("too_many_lines", most=MOST_LINES)
    if len({line.id for line in draft.lines}) != len(draft.lines):
        raise ValueError("two lines of a draft have one id")
    for line in draft.lines:
        _check_line(line)
    _refuse_card_numbers(draft)


def _check_line(line: DraftLine) -> None:
    field = str(line.id)
    if not 1 <= line.quantity <= MOST_PIECES:
        raise Refused("quantity", field=field, most=MOST_PIECES)
    if line.unit_price_minor is not None and not 0 <= line.unit_price_minor <= MOST_PRICE_MINOR:
        raise Refused("price", field=field, most=MOST_PRICE_MINOR)
    if line.discount is not None:
        is_percent = line.discount.kind is DiscountKind.PERCENT
        most = pricing.PPM if is_percent else MOST_PRICE_MINOR * MOST_PIECES
        if not 0 <= line.discount.value <= most:
            raise Refused("discount", field=field)


def _refuse_card_numbers(draft: Draft) -> None:
    """Say beside which field a card number was typed; the columns' guard would name none."""
    typed = {
        "gift_message": draft.gift_message,
        "promise_words": draft.promise_words,
        "source_code": draft.source_code,
        "coupon_code": draft.coupon_code,
    }
    for name, address in (("bill_to", draft.bill_to), ("ship_to", draft.ship_to)):
        if address is not None:
            typed |= {f"{name}.{part}": text for part, text in dataclasses.asdict(address).items()}
    for line in draft.lines:
        typed[str(line.id)] = line.price_reason
        if line.discount is not None:
            typed[f"{line.id}.discount"] = line.discount.reason
    for field, text in typed.items():
        if card_guard.looks_like_card(text):
            raise Refused("card_number", field=field.removesuffix(".discount"))
