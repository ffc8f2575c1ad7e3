"""What follows when an e-mail was not taken: another try or none, and which task."""

from __future__ import annotations

import pytest

from desktop.dispatch.mail_failure import MailFailure
from desktop.dispatch.retry_rules import rule_for, task_kind
from models import limits
from models.dispatch import Route
from models.person_task import PersonTaskKind

BOUNCE, GIVEN_UP = PersonTaskKind.BOUNCE, PersonTaskKind.GIVEN_UP_EMAIL
AGAIN = limits.RETRY_EMAIL_MINUTES


@pytest.mark.parametrize(
    ("failure", "minutes", "kind"),
    [
        (MailFailure.LATER, AGAIN, GIVEN_UP),
        (MailFailure.SENDER, AGAIN, GIVEN_UP),
        (MailFailure.REFUSED, None, BOUNCE),
        (MailFailure.ADDRESS, None, BOUNCE),
        (MailFailure.NOT_TAKEN, None, GIVEN_UP),
        (MailFailure.INTERRUPTED, None, GIVEN_UP),
    ],
)
def test_each_failure(failure: MailFailure, minutes: int | None, kind: PersonTaskKind) -> None:
    rule = rule_for(Route.EMAIL, failure.value)
    assert (rule.minutes, rule.counts) == (minutes, True)
    assert task_kind(Route.EMAIL, failure.value) is kind


def test_a_fax_is_given_up_as_a_fax_whatever_it_was() -> None:
    assert task_kind(Route.FAX, "refused") is PersonTaskKind.GIVEN_UP_FAX
    assert rule_for(Route.FAX, "refused").words == "the fax server did not say why"
