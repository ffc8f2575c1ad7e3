"""By when an opt-out must be in force at the latest.

The desk makes it so at once; these days are back-stops, for what waits in the queue and for the
supervisor's report (`models.limits`, opt-outs).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from models import limits
from models.addresses_rules import state_code
from models.business_days import add_business_days
from models.channels import Medium
from models.opt_out import Topic

_BUSINESS_DAYS = {
    Medium.CALL: limits.OPT_OUT_CALL_BUSINESS_DAYS,
    Medium.TEXT: limits.OPT_OUT_TEXT_BUSINESS_DAYS,
    Medium.EMAIL: limits.OPT_OUT_EMAIL_BUSINESS_DAYS,
    Medium.POST: limits.OPT_OUT_POST_BUSINESS_DAYS,
}
_CALIFORNIA = "CA"


def latest_day(
    media: Iterable[Medium],
    received_on: date,
    *,
    form_1500: bool = False,
    topics: frozenset[Topic] = frozenset({Topic.ALL}),
    state: str = "",
) -> date:
    """Return the earliest of the latest days of *media*.

    The day of receipt is not counted. A number of calendar days may end at the week-end or on a
    holiday: it is not put off, which would be later.

    Args:
        media: What is to stop; empty while nobody knows, which counts as all of them.
        received_on: The day on which it reached us, on the shop's calendar.
        form_1500: By post, the post office's form: calendar days instead of business days.
        topics: Passing on to others has a day of its own in California, and nothing but that
            where nothing else was asked.
        state: The state of the person's address, as a code or a name; empty: not known.
    """
    days = [_medium_day(medium, received_on, form_1500) for medium in tuple(media) or Medium]
    if state_code(state) == _CALIFORNIA and topics & {Topic.SHARING, Topic.ALL}:
        sharing = add_business_days(received_on, limits.OPT_OUT_CALIFORNIA_BUSINESS_DAYS)
        if topics == {Topic.SHARING}:
            return sharing
        days.append(sharing)
    return min(days)


def _medium_day(medium: Medium, received_on: date, form_1500: bool) -> date:
    if medium is Medium.FAX:
        return received_on + timedelta(days=limits.OPT_OUT_FAX_DAYS)
    if medium is Medium.POST and form_1500:
        return received_on + timedelta(days=limits.OPT_OUT_POST_FORM_1500_DAYS)
    return add_business_days(received_on, _BUSINESS_DAYS[medium])
