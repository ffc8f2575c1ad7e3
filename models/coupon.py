"""Coupons: what a code takes off an order, for whom, and when."""

from __future__ import annotations

import enum
import hashlib
import uuid

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Dated, StoreRow
from models.types import (
    Count,
    Currency,
    Day,
    JsonValue,
    Key200,
    Minor,
    SearchKeyText,
    Text60,
    Text200,
    enum_column,
)


class CouponKind(enum.Enum):
    """What a coupon gives."""

    AMOUNT = "amount"
    PERCENT = "percent"
    FREE_SHIPPING = "free_shipping"


class Coupon(StoreRow, Dated, Base):
    """A code that callers name. Both of its days belong to it, on the shop's calendar.

    It takes something off the lines that it does not exclude; `minimum_minor` is what these must come
    to before it.
    """

    __tablename__ = "coupons"
    __table_args__ = (UniqueConstraint("store_id", "code_key"),)

    code: Mapped[Text60]
    code_key: Mapped[str] = mapped_column(SearchKeyText(60))
    """The code folded to capital letters and digits: "save 10" finds SAVE-10."""
    words: Mapped[Text200] = mapped_column(default="")
    """What the caller may be told of it."""
    kind: Mapped[CouponKind] = mapped_column(enum_column(CouponKind))
    value: Mapped[Minor] = mapped_column(default=0)
    """Minor units of `currency` for an amount, parts per million for a percentage."""
    currency: Mapped[Currency]
    starts_on: Mapped[Day | None]
    ends_on: Mapped[Day | None]
    once_per_customer: Mapped[bool] = mapped_column(default=False)
    most_uses: Mapped[Count | None]
    """In how many orders in all; None: in any number."""
    minimum_minor: Mapped[Minor] = mapped_column(default=0)
    excluded_skus: Mapped[JsonValue] = mapped_column(default=list)
    excluded_categories: Mapped[JsonValue] = mapped_column(default=list)
    """Of `Product.categories`; one excludes those below it too."""
    excludes_sale_prices: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[Count] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CouponUse(StoreRow, Dated, Base):
    """That an order was placed with a coupon; an order that is cancelled whole gives it back.

    A row for each key of whoever used it: the customer, and what reaches them, so that a second
    customer card is no second use.
    """

    __tablename__ = "coupon_uses"
    __table_args__ = (
        UniqueConstraint("store_id", "coupon_id", "order_id", "person_key"),
        Index("ix_coupon_uses_coupon_id_person_key", "coupon_id", "person_key"),
        Index("ix_coupon_uses_order_id", "order_id"),
    )

    coupon_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("coupons.id"))
    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orders.id"))
    person_key: Mapped[Key200]
    """As `person_key` makes it: it can be compared with another and tells nothing else."""


def person_key(kind: str, value: str) -> str:
    """Return the key of one thing that a person is known by.

    A number in it would now and then look like a card's, and what reaches a person is kept with the
    customer alone, where it can be erased: so it is a digest, in letters.

    Args:
        kind: `customer`, `contact` or `post`.
        value: The customer's id, the E.164 number or e-mail address, or the postal key.
    """
    digest = hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()
    return digest.translate(_LETTERS)


_LETTERS = str.maketrans("0123456789", "ghijklmnop")
