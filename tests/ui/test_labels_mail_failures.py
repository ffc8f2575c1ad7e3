"""Every reason that a row of the outbox can have is told in words."""

from __future__ import annotations

import pytest

from desktop.dispatch.mail_failure import MailFailure
from desktop.fax.server import FaxFailure
from ui import labels_outbox

_UNKNOWN = labels_outbox.reason("never heard of")
_OF_THE_BOX = MailFailure.NO_FOLDER
"""It is no reason of any row: it is said where the box is tried."""


@pytest.mark.parametrize("failure", [f for f in MailFailure if f is not _OF_THE_BOX])
def test_every_failure_of_an_e_mail_has_words(failure: MailFailure) -> None:
    words = labels_outbox.reason(failure.value)
    assert words not in ("", _UNKNOWN)
    assert words.endswith(".")


def test_e_mail_and_fax_share_no_reason() -> None:
    assert {f.value for f in MailFailure} & {f.value for f in FaxFailure} == set()
