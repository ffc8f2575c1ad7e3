"""Opt-outs in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.services.desk import Refused
from desktop.services.opt_out_shapes import ConfirmState, Standing, ValueStanding
from models.channels import Channel, Medium
from models.opt_out import TOPICS, OptOutKind, OptOutScope, RequestState, Topic
from ui import labels_opt_outs
from ui.icons import NAMES

ALL = frozenset(TOPICS)


def test_every_value_has_words_and_an_icon_of_the_set() -> None:
    icons = [labels_opt_outs.medium(one)[1] for one in Medium]
    icons += [labels_opt_outs.channel(one)[1] for one in Channel]
    icons += [labels_opt_outs.state(one)[2] for one in RequestState]
    icons += [labels_opt_outs.confirm_state(one)[1] for one in ConfirmState]
    assert set(icons) <= NAMES
    for words in (
        *(labels_opt_outs.topic(one) for one in Topic),
        *(labels_opt_outs.scope(one) for one in OptOutScope),
        *(labels_opt_outs.by_channel(one) for one in Channel),
        *(labels_opt_outs.form_title(one) for one in OptOutKind),
    ):
        assert words


@pytest.mark.parametrize(
    "code",
    [
        "no_medium", "no_who", "bad_phone", "bad_fax", "bad_email", "bad_address",
        "in_the_future", "dated_after_received", "confirm_no_address", "confirm_bad_fax",
        "confirm_bad_email", "note_needed", "reason_needed", "nothing_to_withdraw", "not_pending",
        "words_needed", "taken", "fax_done", "card_number",
    ],
)  # fmt: skip
def test_every_refusal_has_a_sentence_of_its_own(code: str) -> None:
    words = labels_opt_outs.refusal(Refused(code))
    assert words.endswith(".")
    assert words != "This could not be saved."


@pytest.mark.parametrize("medium", list(Medium))
def test_a_missing_value_is_asked_for_by_its_kind(medium: Medium) -> None:
    words = labels_opt_outs.refusal(Refused("no_value", field=medium.value))
    assert words.startswith("Type the ")


def test_what_is_said_to_the_caller() -> None:
    say = labels_opt_outs.say
    assert say([]) == ""
    assert say([Medium.FAX, Medium.CALL]) == (
        "Done. From now on we will not call or fax you offers. "
        "You will still hear from us about your orders."
    )
    assert say(Medium) == (
        "Done. From now on we will not call, text, fax, e-mail or mail you offers. "
        "You will still hear from us about your orders."
    )
    catalogs = (Topic.CATALOGS, Topic.EVENTS)
    assert say([Medium.POST], topics_chosen=catalogs) == (
        "Done. From now on we will not mail you news of special events or catalogs. "
        "You will still hear from us about your orders."
    )
    assert say([Medium.POST], topics_chosen=[Topic.SHARING]) == (
        "Done. From now on we will not pass your details on to others. "
        "You will still hear from us about your orders."
    )
    assert say([Medium.POST], scope_chosen=OptOutScope.HOUSEHOLD) == (
        "Done. From now on we will send nobody at your address offers by post. "
        "You will still hear from us about your orders."
    )
    assert say([Medium.EMAIL], scope_chosen=OptOutScope.COMPANY) == (
        "Done. From now on we will send nobody at your company offers by e-mail. "
        "You will still hear from us about your orders."
    )
    assert say([Medium.CALL, Medium.POST], kind_chosen=OptOutKind.WITHDRAWAL) == (
        "Done. You may hear from us again by phone and by post. "
        "You can change your mind at any time."
    )


def test_days_and_spans() -> None:
    days = {0: "due today", 1: "1 day left", 3: "3 days left", -1: "1 day late", -4: "4 days late"}
    assert {n: labels_opt_outs.days_left(n) for n in days} == days
    spans = {
        timedelta(seconds=20): "done at once",
        timedelta(minutes=4): "done in 4 min",
        timedelta(hours=3): "done in 3 h",
        timedelta(days=1): "done in 1 day",
        timedelta(days=2, hours=3): "done in 2 days",
    }
    assert {span: labels_opt_outs.done_in(span) for span in spans} == spans
    assert labels_opt_outs.day(date(2026, 3, 2)) == "2 Mar 2026"


def test_media_and_topics_in_a_row() -> None:
    assert labels_opt_outs.media([Medium.POST, Medium.TEXT]) == "text, post"
    assert labels_opt_outs.media(Medium) == "everything"
    assert labels_opt_outs.topics([Topic.ALL]) == "all marketing"
    assert labels_opt_outs.topics(TOPICS) == "all marketing"
    assert labels_opt_outs.topics([Topic.OFFERS, Topic.CATALOGS]) == "catalogs, offers"


def test_what_somebody_hears_no_more_knows_service_messages_from_marketing() -> None:
    def one(medium: Medium, topics: frozenset[Topic]) -> ValueStanding:
        return ValueStanding(medium, "v", "v", topics=topics)

    said = labels_opt_outs.opted_out
    assert said(Standing(())) == ("", "")
    assert said(Standing((one(Medium.CALL, frozenset()),))) == ("", "")
    both = Standing((one(Medium.TEXT, ALL), one(Medium.POST, ALL)))
    assert said(both) == ("Opted out: text, post", "No offers. Confirmations may go.")
    part = Standing((one(Medium.POST, frozenset({Topic.CATALOGS})),))
    assert said(part) == ("Opted out in part: post", "Some offers. Confirmations may go.")
    mixed = Standing((one(Medium.CALL, ALL), one(Medium.POST, frozenset({Topic.CATALOGS}))))
    assert said(mixed)[0] == "Opted out: calls; in part: post"


def test_what_came_of_a_batch() -> None:
    assert labels_opt_outs.batch_done(5, 0, 0) == "5 recorded."
    assert labels_opt_outs.batch_done(5, 1, 2) == "5 recorded, 1 set aside, 2 skipped."
