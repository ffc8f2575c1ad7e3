"""A coupon as one line of the settings' list."""

from __future__ import annotations

from datetime import date

from desktop.services.coupon_settings import CouponRow
from desktop.services.tax_settings import format_percent
from models.coupon import CouponKind
from models.money import Money
from ui import labels_coupons
from ui.labels_coupons import tr
from ui.pages.settings.record_brief import RecordBrief


def coupon_brief(row: CouponRow, *, today: date) -> RecordBrief:
    """Its code and what it gives; at the right until when and how often it is used, or why it cannot
    be."""
    said, state = row.said, row.state(today)
    title = tr("{code}: {gift}").format(code=said.code, gift=_gift(row))
    uses = labels_coupons.uses(row.uses)
    caption = {
        "off": tr("Switched off"),
        "used_up": tr("Used up"),
        "over": tr("Ended {day}").format(day=_day(said.ends_on)),
        "not_yet": tr("From {day}").format(day=_day(said.starts_on)),
        "good": tr("Until {day}, {uses}").format(day=_day(said.ends_on), uses=uses),
    }[state]
    if state == "good" and said.ends_on is None:
        caption = uses
    tone = "muted" if state == "good" else "info" if state == "not_yet" else "neutral"
    return RecordBrief(str(row.id), title, caption, tone=tone, words=said.words)


def _gift(row: CouponRow) -> str:
    said = row.said
    if said.kind is CouponKind.FREE_SHIPPING:
        return tr("free shipping")
    if said.kind is CouponKind.PERCENT:
        return tr("{percent}%").format(percent=format_percent(said.value))
    return Money(said.value, row.currency).format()


def _day(value: date | None) -> str:
    return labels_coupons.day(value) if value is not None else ""
