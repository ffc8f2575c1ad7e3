"""The frozen values in which pages are told of a coupon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.coupon import CouponKind

MENDABLE = frozenset({"needs_customer", "minimum", "nothing_eligible", "no_shipping"})
"""Why a coupon gives nothing yet, where what is still to be keyed may mend it."""


@dataclass(frozen=True)
class CouponRefusal:
    """Why a coupon gives nothing.

    `code` is `unknown`; `not_active`; `not_yet` or `over`, with its first or last day; `wrong_currency`,
    with its own; `used_up`, with how many orders it was for; `needs_customer` or `used_already`, where
    it is for one order of each customer; `nothing_eligible`, it excludes every line; `minimum`, with
    what is missing in minor units; `no_shipping`, nothing has to be sent; or `changed`, it gives
    something else than the order says.
    """

    code: str
    day: date | None = None
    lacking_minor: int = 0
    most: int = 0
    currency: str = ""


@dataclass(frozen=True)
class CouponView:
    """The coupon that an order names, and what it gives, in minor units.

    `kind` is None where there is no such coupon. Of a draft `refusal` says why it gives nothing as
    things are now, which may be something else than when the draft was saved.
    """

    code: str
    kind: CouponKind | None
    words: str
    minor: int
    shipping_minor: int
    refusal: CouponRefusal | None = None

    @property
    def is_stale(self) -> bool:
        """Whether the order still counts on what the coupon does not give any more."""
        return self.refusal is not None and bool(self.minor or self.shipping_minor)
