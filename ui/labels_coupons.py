"""What is said of coupons: what one gives, and why it gives nothing, in words with the numbers."""

from __future__ import annotations

from datetime import date
from typing import cast

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.services.coupon_shapes import CouponRefusal, CouponView
from desktop.services.desk import Refused
from models.coupon import CouponKind
from models.money import Money


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("CouponLabels", text)


def day(value: date) -> str:
    """Return 30 Nov 2026, in the agent's language."""
    month = QLocale().monthName(value.month, QLocale.FormatType.ShortFormat)
    return f"{value.day} {month} {value.year}"


def kind(value: CouponKind) -> str:
    """What a coupon gives."""
    return {
        CouponKind.PERCENT: tr("A percentage"),
        CouponKind.AMOUNT: tr("An amount"),
        CouponKind.FREE_SHIPPING: tr("Free shipping"),
    }[value]


def uses(n: int) -> str:
    """Return 1 order, 3 orders."""
    return tr("1 order") if n == 1 else tr("{n} orders").format(n=f"{n:,}")


def refusal(code: str, why: CouponRefusal) -> str:
    """Why the coupon *code* gives nothing, as a sentence to tell the caller."""
    words = {
        "unknown": tr("There is no coupon of this code."),
        "not_active": tr("Coupon {code} is switched off."),
        "not_yet": tr("Coupon {code} begins on {day}."),
        "over": tr("Coupon {code} ended on {day}."),
        "wrong_currency": tr("Coupon {code} is for orders in {currency}."),
        "used_up": tr("Coupon {code} is used up: it was for {most} orders."),
        "needs_customer": tr("Coupon {code} is for one order of each customer: F3 finds them."),
        "used_already": tr("This customer has used coupon {code} already."),
        "nothing_eligible": tr("Coupon {code} is for nothing in this order."),
        "minimum": tr("Coupon {code} needs {lacking} more."),
        "no_shipping": tr("Coupon {code} pays the shipping, and nothing is shipped."),
        "changed": tr("Coupon {code} gives something else now: look at the total again."),
    }[why.code]
    if why.code == "used_up" and why.most == 1:
        words = tr("Coupon {code} is used up: it was for one order.")
    return words.format(
        code=code,
        day=day(why.day) if why.day is not None else "",
        lacking=Money(why.lacking_minor, why.currency).format() if why.lacking_minor else "",
        currency=why.currency,
        most=why.most,
    )


def refused(error: Refused) -> str:
    """As `refusal`, of an order that was not placed because its coupon fits no more."""
    why = cast(CouponRefusal, error.values["refusal"])
    return refusal(str(error.values["coupon"]), why)


def rows(code: str, minor: int, shipping_minor: int) -> tuple[tuple[str, int], ...]:
    """What a coupon takes off, as a row of the sums: the words, and minor units below zero; no row
    without a coupon."""
    if not code:
        return ()
    if shipping_minor:
        return ((tr("Coupon {code}, free shipping").format(code=code), -shipping_minor),)
    return ((tr("Coupon {code}").format(code=code), -minor),)


def rows_of(coupon: CouponView | None) -> tuple[tuple[str, int], ...]:
    """As `rows`."""
    return () if coupon is None else rows(coupon.code, coupon.minor, coupon.shipping_minor)


def given(coupon: CouponView | None, currency: str) -> str:
    """What is said when a code was taken, or taken out."""
    if coupon is None:
        return tr("The order has no coupon now.")
    if coupon.refusal is not None:
        return refusal(coupon.code, coupon.refusal)
    off = Money(coupon.minor + coupon.shipping_minor, currency)
    if not off:
        return tr("Coupon {code} is taken.").format(code=coupon.code)
    return tr("Coupon {code} takes off {amount}.").format(code=coupon.code, amount=off.format())
