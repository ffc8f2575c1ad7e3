"""The words of refunds, cheques, terms and what runs out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from desktop.services.desk import Refused
from desktop.services.expiring import ExpiringView
from desktop.services.refund_dues import CANCELLED, OVERPAID
from desktop.services.refunds import RefundDueView
from models.card_guard import CardNumberRefused
from models.payment import Tender
from ui import labels
from ui.labels import card_words, money, tr


def refusal(error: BaseException, *, currency: str) -> str:
    """Why money cannot be moved so, as one sentence that offers the way out; "" if it is no refusal."""
    if isinstance(error, CardNumberRefused):
        return labels.card_refused()
    if not isinstance(error, Refused):
        return ""
    values = {
        name: money(amount, currency, symbol=True)
        for name, amount in error.values.items()
        if isinstance(amount, int)
    }
    words = {
        "refund_amount": tr("Enter an amount such as 12.50."),
        "refund_too_much": tr("No more than {most} can go back."),
        "refund_under_way": tr("A refund to this card is under way: wait until it is known."),
        "refund_done": tr("This has gone back already."),
        "reason_missing": tr("Say why: it stands in the order's history."),
        "cheque_amount": tr("Enter the amount that the cheque says, such as 12.50."),
        "cheque_too_small": tr("It is {lacking} less than the {wanted} that the order needs."),
        "no_cheque_awaited": tr("No cheque is awaited for this order."),
        "nothing_to_pay": tr("There is nothing to pay: F10 places the order."),
        "something_to_pay": tr("This order has to be paid for."),
        "purchase_order_missing": tr("Enter the number of their purchase order."),
        "terms_company": tr("Terms are for companies: this customer has no company name."),
        "terms_none": tr("This company has no terms with us. A supervisor can set them."),
        "terms_days": tr("Enter 0 to 180 days."),
        "supervisor_needed": tr("Only a supervisor can do this."),
    }.get(error.code)
    if words is None:
        return labels.refusal(error)
    return words.format(**values) if "{" in words else words


def due_reason(reason: str) -> str:
    """Why money is due back: a person's words, or ours for what needs none."""
    return {
        CANCELLED: tr("The order was cancelled"),
        OVERPAID: tr("More came than the order costs"),
    }.get(reason, reason)


def paid_by(tender: Tender, brand: str = "", last4: str = "") -> str:
    """What a payment was made with: Visa ending 4242, Cheque or money order, On terms."""
    return {
        Tender.CARD: card_words(brand, last4),
        Tender.CHEQUE: tr("Cheque or money order"),
        Tender.TERMS: tr("On terms"),
    }[tender]


def days(count: int) -> str:
    """Return today, 1 day, 6 days."""
    if count < 1:
        return tr("today")
    return tr("1 day") if count == 1 else tr("{n} days").format(n=count)


def hours(count: int) -> str:
    """Return under an hour, 1 hour, 37 hours."""
    if count < 1:
        return tr("under an hour")
    return tr("1 hour") if count == 1 else tr("{n} hours").format(n=count)


def cheque_on_paper(awaited: bool) -> str:
    """How the letter says that an order is paid by cheque."""
    return (
        tr("Cheque or money order, awaited") if awaited else tr("Cheque or money order, received")
    )


def terms_on_paper(count: int, purchase_order: str) -> str:
    """How the letter says that an order is on terms."""
    words = tr("On terms: {days} days")
    if purchase_order:
        words = tr("On terms: {days} days, purchase order {number}")
    return words.format(days=count, number=purchase_order)


def nothing_to_pay() -> str:
    """How the letter says that an order costs nothing."""
    return tr("Nothing to pay")


def moment(at: datetime, zone: str) -> str:
    """Return Mon 30 Nov 10:31, on the shop's clock and calendar."""
    day = labels.short_date(at.astimezone(ZoneInfo(zone)).date())
    return f"{day} {labels.clock_time(at, zone)}"


def urgent(expiring: Sequence[ExpiringView], dues: Sequence[RefundDueView]) -> str:
    """What cannot wait, in one line: authorizations that run out, refunds that are overdue."""
    parts = []
    if len(expiring) == 1:
        parts.append(tr("An authorization runs out within {left}").format(
            left=hours(max(1, expiring[0].hours_left))
        ))  # fmt: skip
    elif expiring:
        parts.append(tr("{n} authorizations run out soon").format(n=len(expiring)))
    overdue = sum(due.is_overdue for due in dues)
    if overdue == 1:
        parts.append(tr("a refund is overdue") if parts else tr("A refund is overdue"))
    elif overdue:
        parts.append(tr("{n} refunds are overdue").format(n=overdue))
    return tr("{what}: Alt+0").format(what=", ".join(parts))
