"""Two versions of one draft: neither side loses what it keyed."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from desktop.services.draft_merge import merged
from desktop.services.orders import Draft, DraftLine
from models.ids import uuid7

IDS = tuple(uuid7() for _ in range(6))
ITEM = uuid7()
ORDER = uuid7()


def draft(lines: dict[int, int], **fields: str) -> Draft:
    made = tuple(DraftLine(id=IDS[n], variant_id=ITEM, quantity=q) for n, q in lines.items())
    return dataclasses.replace(Draft(order_id=ORDER, lines=made), **fields)  # type: ignore[arg-type]


def quantities(found: Draft) -> dict[int, int]:
    return {IDS.index(line.id): line.quantity for line in found.lines}


def test_a_field_changed_on_each_side() -> None:
    base = draft({0: 1}, gift_message="", source_code="tv")
    mine = draft({0: 1}, gift_message="For you", source_code="tv")
    theirs = draft({0: 1}, gift_message="", source_code="radio")
    both = merged(base, mine, theirs)
    assert (both.gift_message, both.source_code) == ("For you", "radio")


def test_the_same_field_on_both_sides_is_mine() -> None:
    both = merged(draft({}), draft({}, gift_message="mine"), draft({}, gift_message="theirs"))
    assert both.gift_message == "mine"


def test_lines_added_on_both_sides_are_both_there_theirs_first() -> None:
    both = merged(draft({0: 1}), draft({0: 1, 1: 2}), draft({0: 1, 2: 3}))
    assert list(quantities(both).items()) == [(0, 1), (2, 3), (1, 2)]


def test_a_line_removed_on_either_side_is_gone_unless_the_other_changed_it() -> None:
    base = draft({0: 1, 1: 1, 2: 1})
    both = merged(base, draft({1: 1, 2: 9}), draft({0: 1, 1: 1}))
    assert quantities(both) == {1: 1, 2: 9}


numbers = st.dictionaries(st.integers(0, 5), st.integers(1, 3))


@given(base=numbers, mine=numbers)
def test_without_another_side_mine_stands(base: dict[int, int], mine: dict[int, int]) -> None:
    assert quantities(merged(draft(base), draft(mine), draft(base))) == mine


@given(base=numbers, theirs=numbers)
def test_without_a_change_here_theirs_stands(base: dict[int, int], theirs: dict[int, int]) -> None:
    assert merged(draft(base), draft(base), draft(theirs)) == draft(theirs)


@given(base=numbers, mine=numbers, theirs=numbers)
def test_no_line_is_there_twice(
    base: dict[int, int], mine: dict[int, int], theirs: dict[int, int]
) -> None:
    both = merged(draft(base), draft(mine), draft(theirs))
    assert len({line.id for line in both.lines}) == len(both.lines)
