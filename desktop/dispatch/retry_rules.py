"""What a failure means: when it is tried again, whether it counted, and how a person is told.

The one table of it. The minutes are the shop's own policy and stand in `models.limits`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.dispatch.mail_failure import MailFailure
from desktop.fax.server import FaxFailure
from models import limits
from models.dispatch import Route
from models.person_task import PersonTaskKind


@dataclass(frozen=True)
class RetryRule:
    """What follows a failure.

    Attributes:
        minutes: Until the next try; None: no later try can do better.
        counts: Whether it was a try; False where nobody was called.
        words: Why it was given up, after "could not be sent: ".
    """

    minutes: int | None
    counts: bool
    words: str


_FAX = {
    FaxFailure.BUSY: RetryRule(limits.RETRY_BUSY_MINUTES, True, "the line was busy"),
    FaxFailure.NO_ANSWER: RetryRule(limits.RETRY_NO_ANSWER_MINUTES, True, "nobody answered"),
    FaxFailure.DROPPED: RetryRule(limits.RETRY_DROPPED_MINUTES, True, "the line was lost"),
    FaxFailure.NOT_A_FAX: RetryRule(
        limits.RETRY_NOT_A_FAX_MINUTES, True, "no fax machine answered"
    ),
    FaxFailure.NO_LINE: RetryRule(limits.RETRY_NO_LINE_MINUTES, False, "our own line did not work"),
    FaxFailure.UNKNOWN: RetryRule(
        limits.RETRY_UNKNOWN_MINUTES, True, "the fax server did not say why"
    ),
    FaxFailure.REJECTED: RetryRule(None, True, "the number does not exist or is barred"),
    FaxFailure.SERVER: RetryRule(None, True, "the fax server could not work with it"),
    FaxFailure.STOPPED: RetryRule(None, True, "somebody took it off the fax server"),
}
_BY_FAX = {failure.value: rule for failure, rule in _FAX.items()}
INTERRUPTED = MailFailure.INTERRUPTED.value
"""The reason of what may have left and may not, and that nobody can be asked about."""
_INTERRUPTED = RetryRule(None, True, "it was interrupted, and nobody knows whether it left")
_MAIL = {
    MailFailure.LATER: RetryRule(
        limits.RETRY_EMAIL_MINUTES, True, "the mail server did not take it"
    ),
    MailFailure.SENDER: RetryRule(
        limits.RETRY_EMAIL_MINUTES, True, "the mail server does not send for the shop"
    ),
    MailFailure.REFUSED: RetryRule(None, True, "there is no such address"),
    MailFailure.ADDRESS: RetryRule(None, True, "this address cannot be written to"),
    MailFailure.NOT_TAKEN: RetryRule(None, True, "the mail server refused the message"),
}
_BY_MAIL = {failure.value: rule for failure, rule in _MAIL.items()}
_WRONG_ADDRESS = (MailFailure.REFUSED.value, MailFailure.ADDRESS.value)


def rule_for(route: Route, reason: str) -> RetryRule:
    """What follows when *reason* was why; one that is not known is the route's usual one."""
    if reason == INTERRUPTED:
        return _INTERRUPTED
    if route is Route.FAX:
        return _BY_FAX.get(reason, _FAX[FaxFailure.UNKNOWN])
    return _BY_MAIL.get(reason, _MAIL[MailFailure.LATER])


def task_kind(route: Route, reason: str) -> PersonTaskKind:
    """What the task is called that a person gets when it is given up."""
    if route is Route.FAX:
        return PersonTaskKind.GIVEN_UP_FAX
    return PersonTaskKind.BOUNCE if reason in _WRONG_ADDRESS else PersonTaskKind.GIVEN_UP_EMAIL


def next_try(
    rule: RetryRule,
    *,
    now: datetime,
    created_at: datetime,
    tries: int,
    most: int,
    may_retry: bool,
) -> datetime | None:
    """When it is tried again; None: it is given up.

    Args:
        rule: of why it failed.
        now: the present.
        created_at: when it was put into the outbox.
        tries: that counted, with this one if it did.
        most: after how many it is given up.
        may_retry: what the route says of it.
    """
    if rule.minutes is None or not may_retry or tries >= most:
        return None
    if not is_young(created_at, now):
        return None
    return now + timedelta(minutes=rule.minutes)


def is_young(created_at: datetime, now: datetime) -> bool:
    """Whether the time within which a machine goes on trying is not over."""
    return now - created_at < timedelta(hours=limits.DISPATCH_HOURS)


def given_up_words(
    route: Route, shown: str, rule: RetryRule, *, tries: int, pages_sent: int
) -> str:
    """What the task says: Fax to (909) 555-0142 could not be sent: the line was busy 5 times."""
    what = "Fax" if route is Route.FAX else "E-mail"
    why = rule.words
    if rule is _FAX[FaxFailure.DROPPED] and pages_sent:
        why += f" after page {pages_sent}"
    if tries > 1 and rule.counts and rule.minutes is not None:
        why += f", {tries} times" if pages_sent else f" {tries} times"
    return f"{what} to {shown} could not be sent: {why}"
