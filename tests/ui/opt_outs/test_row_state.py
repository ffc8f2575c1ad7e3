"""What a row shows, by what is known, stopped and ticked."""

from __future__ import annotations

import uuid
from datetime import date

from desktop.services.opt_out_shapes import OptOutWho, Standing, ValueStanding
from models.addresses_rules import PostalAddress
from models.channels import Channel, Medium
from models.opt_out import TOPICS, OptOutKind, Topic
from ui.opt_outs.row_state import RowState, Wanted, row_state

ALL = frozenset(TOPICS)
CUSTOMER = OptOutWho(customer_id=uuid.UUID(int=7), phones=("(909) 555-0142",))
STRANGER = OptOutWho(phones=("9095550142",))


def value(
    medium: Medium, shown: str, topics: frozenset[Topic] = frozenset(), day: int = 2
) -> ValueStanding:
    since = date(2026, 3, day) if topics else None
    return ValueStanding(
        medium, shown, shown, topics=topics, since=since, channel=Channel.MAIL if topics else None
    )


def test_what_is_known_can_be_ticked() -> None:
    known = Standing((value(Medium.CALL, "(909) 555-0142"),))
    assert row_state(Medium.CALL, Wanted(), CUSTOMER, known) == RowState(
        "(909) 555-0142", ticked=False, locked=False, needs_value=False
    )
    ticked = Wanted(media={Medium.CALL})
    assert row_state(Medium.CALL, ticked, CUSTOMER, known).ticked


def test_what_is_stopped_says_how_and_since_when_and_cannot_be_unticked() -> None:
    stopped = Standing((value(Medium.CALL, "a", ALL, 2), value(Medium.CALL, "b", ALL, 9)))
    assert row_state(Medium.CALL, Wanted(), CUSTOMER, stopped) == RowState(
        "Already opted out, by letter, 9 Mar 2026", ticked=True, locked=True, needs_value=False
    )


def test_all_but_passing_on_is_stopped_already_unless_that_is_what_they_ask() -> None:
    marketing = Standing((value(Medium.CALL, "a", ALL - {Topic.SHARING}),))
    assert row_state(Medium.CALL, Wanted(), CUSTOMER, marketing).locked
    sharing = Wanted(topics=frozenset({Topic.SHARING}))
    assert row_state(Medium.CALL, sharing, CUSTOMER, marketing) == RowState(
        "a; in part already", ticked=False, locked=False, needs_value=False
    )


def test_one_of_two_numbers_is_not_all_of_them() -> None:
    half = Standing((value(Medium.CALL, "a", ALL), value(Medium.CALL, "b")))
    state = row_state(Medium.CALL, Wanted(), CUSTOMER, half)
    assert (state.caption, state.locked) == ("a; b; in part already", False)


def test_many_values_stand_in_one_line() -> None:
    many = Standing(tuple(value(Medium.CALL, name) for name in "abc"))
    assert row_state(Medium.CALL, Wanted(), CUSTOMER, many).caption == "a and 2 more"


def test_what_is_not_known_is_asked_for_only_when_it_is_ticked() -> None:
    nothing = Standing(())
    state = row_state(Medium.EMAIL, Wanted(), CUSTOMER, nothing)
    assert state == RowState(
        "None on file. Type an address to stop it", ticked=False, locked=False, needs_value=False
    )
    assert row_state(Medium.EMAIL, Wanted(media={Medium.EMAIL}), CUSTOMER, nothing).needs_value
    everything = Wanted(everything=True)
    state = row_state(Medium.EMAIL, everything, CUSTOMER, nothing)
    assert (state.ticked, state.needs_value) == (True, False)
    assert state.caption == "None on file. What they give us later is stopped too"
    assert row_state(Medium.EMAIL, everything, STRANGER, nothing).caption == (
        "None known, so it is left out"
    )


def test_before_the_records_answer_what_was_given_is_shown() -> None:
    assert row_state(Medium.TEXT, Wanted(), STRANGER, None).caption == "9095550142"
    place = PostalAddress(line1="1 Elm St", city="Keene", state="NY", postal_code="12942")
    at_home = OptOutWho(address=place)
    assert row_state(Medium.POST, Wanted(), at_home, None).caption == "1 Elm St, Keene, NY 12942"


def test_only_what_is_stopped_can_be_wanted_again() -> None:
    again = Wanted(kind=OptOutKind.WITHDRAWAL, media={Medium.CALL})
    stopped = Standing((value(Medium.CALL, "a", ALL), value(Medium.FAX, "f")))
    assert row_state(Medium.CALL, again, CUSTOMER, stopped) == RowState(
        "Since 2 Mar 2026: a", ticked=True, locked=False, needs_value=False
    )
    for medium in (Medium.FAX, Medium.EMAIL):
        assert row_state(medium, again, CUSTOMER, stopped) == RowState(
            "Nothing is stopped", ticked=False, locked=True, needs_value=False
        )


def test_one_key_is_everything_and_a_digit_takes_one_out() -> None:
    wanted = Wanted()
    wanted.toggle_all()
    assert (wanted.everything, wanted.is_ticked(Medium.POST)) == (True, True)
    wanted.toggle(Medium.POST)
    assert (wanted.everything, wanted.media) == (
        False, {Medium.CALL, Medium.TEXT, Medium.FAX, Medium.EMAIL},
    )  # fmt: skip
    wanted.toggle_all()
    wanted.toggle_all()
    assert (wanted.everything, wanted.media) == (False, set())
