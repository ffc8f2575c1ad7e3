"""What a failure means, and how a person is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desktop.dispatch.mail_failure import MailFailure
from desktop.dispatch.retry_rules import given_up_words, next_try, rule_for
from desktop.fax.server import FaxFailure
from models.dispatch import Route

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)


@pytest.mark.parametrize("failure", FaxFailure)
def test_every_failure_of_a_fax_has_a_rule_of_its_own(failure: FaxFailure) -> None:
    same = [one for one in FaxFailure if rule_for(Route.FAX, one.value).words == words(failure)]
    assert same == [failure]


def words(failure: FaxFailure) -> str:
    return rule_for(Route.FAX, failure.value).words


@pytest.mark.parametrize(
    ("route", "reason", "minutes", "counts"),
    [
        (Route.FAX, "busy", 3, True),
        (Route.FAX, "no_line", 5, False),
        (Route.FAX, "rejected", None, True),
        (Route.FAX, "something new", 10, True),
        (Route.FAX, "interrupted", None, True),
        (Route.EMAIL, MailFailure.LATER.value, 30, True),
        (Route.EMAIL, MailFailure.SENDER.value, 30, True),
        (Route.EMAIL, MailFailure.REFUSED.value, None, True),
        (Route.EMAIL, MailFailure.INTERRUPTED.value, None, True),
        (Route.EMAIL, "something new", 30, True),
    ],
)
def test_when_it_is_tried_again(
    route: Route, reason: str, minutes: int | None, counts: bool
) -> None:
    rule = rule_for(route, reason)
    assert (rule.minutes, rule.counts) == (minutes, counts)
    at = next_try(rule, now=NOW, created_at=NOW, tries=1, most=5, may_retry=True)
    assert at == (None if minutes is None else NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("tries", "may_retry", "age"), [(5, True, 0), (1, False, 0), (1, True, 24)]
)
def test_when_it_is_given_up(tries: int, may_retry: bool, age: int) -> None:
    rule, made = rule_for(Route.FAX, "busy"), NOW - timedelta(hours=age)
    at = next_try(rule, now=NOW, created_at=made, tries=tries, most=5, may_retry=may_retry)
    assert at is None


@pytest.mark.parametrize(
    ("route", "reason", "tries", "pages", "said"),
    [
        (Route.FAX, "busy", 5, 0, "Fax to X could not be sent: the line was busy 5 times"),
        (Route.FAX, "busy", 1, 0, "Fax to X could not be sent: the line was busy"),
        (
            Route.FAX, "dropped", 1, 2,
            "Fax to X could not be sent: the line was lost after page 2",
        ),
        (
            Route.FAX, "dropped", 3, 2,
            "Fax to X could not be sent: the line was lost after page 2, 3 times",
        ),
        (Route.FAX, "no_line", 4, 0, "Fax to X could not be sent: our own line did not work"),
        (
            Route.EMAIL, "refused", 2, 0,
            "E-mail to X could not be sent: there is no such address",
        ),
    ],
)  # fmt: skip
def test_how_a_person_is_told(route: Route, reason: str, tries: int, pages: int, said: str) -> None:
    rule = rule_for(route, reason)
    assert given_up_words(route, "X", rule, tries=tries, pages_sent=pages) == said
