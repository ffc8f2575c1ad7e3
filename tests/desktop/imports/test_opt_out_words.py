from __future__ import annotations

import pytest

from desktop.imports.opt_out_words import channels, media, says_opted_in, topics
from models.channels import Channel, Medium
from models.opt_out import Topic

SPOKEN = {Medium.CALL, Medium.TEXT}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("call", {Medium.CALL}),
        ("Do Not Call", {Medium.CALL}),
        ("no calls", {Medium.CALL}),
        ("SMS", {Medium.TEXT}),
        ("Text message", {Medium.TEXT}),
        ("Phone", SPOKEN),
        ("cell", SPOKEN),
        ("FAX", {Medium.FAX}),
        ("E-Mail", {Medium.EMAIL}),
        ("email", {Medium.EMAIL}),
        ("mail", {Medium.POST}),
        ("Post", {Medium.POST}),
        ("postal mail", {Medium.POST}),
        ("all", set(Medium)),
        ("Everything", set(Medium)),
        ("fax, e-mail", {Medium.FAX, Medium.EMAIL}),
        ("calls and texts", SPOKEN),
        ("no mail or calls", {Medium.POST, Medium.CALL}),
        ("", set()),
    ],
)
def test_media_in_many_words(cell: str, expected: set[Medium]) -> None:
    said = media(cell)
    assert set(said.named) == expected
    assert said.is_known is True


@pytest.mark.parametrize("cell", ["pigeon", "sms, pigeon", "mail?!x"])
def test_media_that_are_not_known(cell: str) -> None:
    assert media(cell).is_known is False


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Catalogs", {Topic.CATALOGS}),
        ("catalogue; Special Events", {Topic.CATALOGS, Topic.EVENTS}),
        ("promo", {Topic.PROMOTIONS}),
        ("offers", {Topic.OFFERS}),
        ("Do not sell or share", {Topic.SHARING}),
        ("list rental", {Topic.SHARING}),
        ("all marketing", {Topic.ALL}),
    ],
)
def test_topics_in_many_words(cell: str, expected: set[Topic]) -> None:
    said = topics(cell)
    assert set(said.named) == expected
    assert said.is_known is True


def test_a_topic_that_is_not_known() -> None:
    assert topics("spring sale of lamps").is_known is False


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("by phone", Channel.PHONE), ("Faxed", Channel.FAX), ("letter", Channel.MAIL),
     ("E-mail", Channel.EMAIL), ("website", Channel.EMAIL)],
)  # fmt: skip
def test_ways_in(cell: str, expected: Channel) -> None:
    assert channels(cell).named == {expected}


def test_only_plain_words_make_a_row_no_opt_out() -> None:
    for cell in ("Subscribed", "opt-in", "OPTED IN", "resubscribed", "yes"):
        assert says_opted_in(cell, "either") is True
    for cell in ("", "unsubscribed", "opt-out", "no", "pending", "1"):
        assert says_opted_in(cell, "either") is False
    assert says_opted_in("yes", "in") is True
    assert says_opted_in("no", "in") is False
    assert says_opted_in("yes", "out") is False
    assert says_opted_in("no", "out") is True
    assert says_opted_in("yes", "nothing") is False
    assert says_opted_in("subscribed", "nothing") is True
