"""A received fax moves as its table says, ends with an outcome, and says so in its events."""

from __future__ import annotations

import itertools
import uuid
from datetime import UTC, datetime

import pytest

from models.ids import uuid7
from models.received_fax import FaxOutcome, FaxState, ReceivedFax

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
ACTOR, PLACE, SHOP = uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=3)
MOVES = {
    ("arrived", "unreviewed"), ("arrived", "damaged"),
    ("unreviewed", "reviewed"), ("unreviewed", "damaged"), ("unreviewed", "done"),
    ("damaged", "arrived"), ("damaged", "done"),
    ("reviewed", "done"), ("done", "reviewed"),
}  # fmt: skip


def _fax(state: FaxState, *, reviewed: bool = True) -> ReceivedFax:
    return ReceivedFax(
        id=uuid7(), store_id=SHOP, state=state, reviewed_at=NOW if reviewed else None
    )


@pytest.mark.parametrize(("before", "after"), list(itertools.product(FaxState, FaxState)))
def test_a_fax_moves_as_its_table_says_and_says_so(before: FaxState, after: FaxState) -> None:
    fax = _fax(before)
    outcome = FaxOutcome.JUNK if after is FaxState.DONE else None
    if (before.value, after.value) in MOVES:
        fax.move_to(after, at=NOW, actor_id=ACTOR, workstation_id=PLACE, outcome=outcome)
        assert (fax.state, fax.state_at, fax.outcome) == (after, NOW, outcome)
        [event] = fax.events
        assert (event.from_state, event.to_state, event.outcome) == (before, after, outcome)
        assert (event.sequence, event.actor_id, event.workstation_id) == (1, ACTOR, PLACE)
    else:
        with pytest.raises(ValueError, match=f"from {before.value} to {after.value}"):
            fax.move_to(after, at=NOW, actor_id=ACTOR, outcome=outcome)
        assert (fax.state, fax.events) == (before, [])


@pytest.mark.parametrize("outcome", [o for o in FaxOutcome if o is not FaxOutcome.JUNK])
def test_what_nobody_has_reviewed_can_only_be_junk(outcome: FaxOutcome) -> None:
    fax = _fax(FaxState.UNREVIEWED, reviewed=False)
    with pytest.raises(ValueError, match="only be junk"):
        fax.move_to(FaxState.DONE, at=NOW, actor_id=ACTOR, outcome=outcome)
    assert (fax.state, fax.events) == (FaxState.UNREVIEWED, [])


def test_a_fax_is_done_with_an_outcome_and_never_has_one_before() -> None:
    fax = _fax(FaxState.REVIEWED)
    with pytest.raises(ValueError, match="outcome"):
        fax.move_to(FaxState.DONE, at=NOW, actor_id=ACTOR)
    fax = _fax(FaxState.ARRIVED)
    with pytest.raises(ValueError, match="outcome"):
        fax.move_to(FaxState.UNREVIEWED, at=NOW, actor_id=ACTOR, outcome=FaxOutcome.ORDER)


def test_junk_that_nobody_saw_cannot_be_taken_up_again() -> None:
    fax = _fax(FaxState.DONE, reviewed=False)
    with pytest.raises(ValueError, match="destroyed"):
        fax.move_to(FaxState.REVIEWED, at=NOW, actor_id=ACTOR)
    assert fax.state is FaxState.DONE
