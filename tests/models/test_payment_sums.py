"""What attempts come to, in every state they can be in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.ids import uuid7
from models.payment import AttemptState, Payment, PaymentAttempt, Purpose, Tender
from models.payment_sums import OWED_BACK, PaymentSums, sums_of

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
AUTHORIZE, CAPTURE, VOID, REFUND = Purpose.AUTHORIZE, Purpose.CAPTURE, Purpose.VOID, Purpose.REFUND
DONE, NO, OPEN = AttemptState.SUCCEEDED, AttemptState.DECLINED, AttemptState.UNKNOWN


def payment(*attempts: tuple[Any, ...], tender: Tender = Tender.CARD, **fields: Any) -> Payment:
    """A payment of 100 with attempts (purpose, state, amount, more fields)."""
    made = Payment(id=uuid7(), tender=tender, amount_minor=100, currency="USD", **fields)
    for sequence, (purpose, state, amount, *more) in enumerate(attempts, start=1):
        values: dict[str, Any] = {"body": {}, "releases_rest": False} | (more[0] if more else {})
        made.attempts.append(
            PaymentAttempt(
                purpose=purpose, state=state, amount_minor=amount, sequence=sequence, **values
            )
        )
    return made


def sums(*attempts: tuple[Any, ...], **fields: Any) -> PaymentSums:
    return sums_of(payment(*attempts, **fields), at=NOW)


HELD = (AUTHORIZE, DONE, 100, {"expires_at": NOW + timedelta(days=1)})


@pytest.mark.parametrize("state", [AttemptState.CREATED, AttemptState.SENT, OPEN, NO])
def test_nothing_is_held_before_the_bank_says_yes(state: AttemptState) -> None:
    found = sums((AUTHORIZE, state, 100))
    assert (found.authorized, found.held, found.secured, found.capturable) == (0, 0, 0, 0)


def test_what_is_held_is_what_was_not_taken() -> None:
    found = sums(HELD, (CAPTURE, DONE, 30), (CAPTURE, OPEN, 20))
    assert (found.authorized, found.captured, found.capturing) == (100, 30, 20)
    assert (found.held, found.capturable, found.secured, found.taken) == (70, 50, 100, 50)


def test_a_last_capture_lets_the_rest_go() -> None:
    found = sums(HELD, (CAPTURE, DONE, 30, {"releases_rest": True}))
    assert (found.held, found.rest, found.secured) == (0, 0, 30)
    still = sums(HELD, (CAPTURE, OPEN, 30, {"releases_rest": True}))
    assert (still.held, still.capturable, still.secured) == (100, 70, 100)


def test_a_refused_capture_leaves_nothing_to_count_on() -> None:
    found = sums(HELD, (CAPTURE, NO, 100))
    assert (found.held, found.rest, found.secured, found.capturable) == (0, 100, 0, 0)
    later = sums(HELD, (CAPTURE, NO, 100), (CAPTURE, OPEN, 100))
    assert later.held == 100


def test_letting_go_counts_from_the_moment_it_is_asked() -> None:
    asked = sums(HELD, (CAPTURE, DONE, 30), (VOID, OPEN, 70))
    assert (asked.voiding, asked.capturable, asked.secured) == (True, 0, 30)
    done = sums(HELD, (CAPTURE, DONE, 30), (VOID, DONE, 70))
    assert (done.voiding, done.held, done.rest, done.secured) == (False, 0, 0, 30)
    refused = sums(HELD, (VOID, NO, 100))
    assert (refused.voiding, refused.held) == (False, 100)


def test_the_last_moment_is_too_late() -> None:
    expires = {"expires_at": NOW}
    found = sums((AUTHORIZE, DONE, 100, expires))
    assert (found.ran_out, found.held, found.rest, found.capturable) == (True, 0, 100, 0)
    before = sums_of(payment((AUTHORIZE, DONE, 100, expires)), at=NOW - timedelta(seconds=1))
    assert (before.ran_out, before.held) == (False, 100)
    taking = sums((AUTHORIZE, DONE, 100, expires), (CAPTURE, OPEN, 60))
    assert (taking.secured, taking.capturable) == (60, 0)


def test_no_expiry_is_none() -> None:
    found = sums((AUTHORIZE, DONE, 100, {"expires_at": None}))
    assert (found.ran_out, found.held, found.expires_at) == (False, 100, None)


def test_refunds_are_never_more_than_was_captured() -> None:
    found = sums(
        HELD, (CAPTURE, DONE, 60), (REFUND, DONE, 25), (REFUND, OPEN, 10), (REFUND, NO, 60)
    )
    assert (found.refunded, found.refunding, found.refundable) == (25, 10, 25)


def test_a_favour_does_not_ask_for_the_money_again_and_what_was_not_owed_does() -> None:
    favour = sums(HELD, (CAPTURE, DONE, 100), (REFUND, DONE, 25))
    assert (favour.given_back, favour.secured, favour.taken) == (0, 100, 100)
    owed = sums(HELD, (CAPTURE, DONE, 100), (REFUND, DONE, 25, {"body": {OWED_BACK: True}}))
    assert (owed.given_back, owed.secured, owed.taken) == (25, 75, 75)


def test_a_cheque_counts_from_the_day_it_is_here() -> None:
    awaited = sums(tender=Tender.CHEQUE)
    assert (awaited.captured, awaited.secured, awaited.on_terms, awaited.refundable) == (0, 0, 0, 0)
    here = sums(tender=Tender.CHEQUE, received_at=NOW)
    assert (here.captured, here.secured, here.held, here.refundable) == (100, 100, 0, 100)


def test_terms_count_at_once_and_once_only() -> None:
    owed = sums(tender=Tender.TERMS, terms_days=30)
    assert (owed.on_terms, owed.secured, owed.captured, owed.refundable) == (100, 100, 0, 0)
    paid = sums(tender=Tender.TERMS, terms_days=30, received_at=NOW)
    assert (paid.on_terms, paid.secured, paid.captured) == (0, 100, 100)
