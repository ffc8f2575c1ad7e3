"""What single rows say: media, topics, days, and what is done with those badly written."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from desktop.imports.opt_out_rows import RowRead, RowReader, Unclear
from models.addresses_rules import PostalAddress
from models.channels import Channel, Medium
from models.opt_out import OptOutScope, Topic
from models.suppression_keys import address_key, person_key

NOW = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
NUMBER = "+19095550142"
ELM = "12 Elm St Apt 4, Redlands, CA 92373"
ELM_KEY = address_key(
    PostalAddress(line1="12 Elm St Apt 4", city="Redlands", state="CA", postal_code="92373")
)
HOUSE = ("value", "medium", "topic", "dated", "channel", "note")
SPLIT = ("name", "address1", "address2", "city", "state", "zip", "phone", "fax", "email", "medium")


def _read(*cells: str, kinds: tuple[str, ...] = HOUSE, channel: Channel = Channel.MAIL) -> RowRead:
    reader = RowReader(
        dict(enumerate(kinds)), country="US", time_zone="America/Los_Angeles", channel=channel,
        now=NOW,
    )  # fmt: skip
    return reader.read(cells)


def _media(read: RowRead) -> set[Medium]:
    return {stop.medium for stop in read.stops}


@pytest.mark.parametrize(
    ("value", "medium", "expected"),
    [
        ("(909) 555-0142", "", {Medium.CALL, Medium.TEXT}),
        ("(909) 555-0142", "phone", {Medium.CALL, Medium.TEXT}),
        ("(909) 555-0142", "call", {Medium.CALL}),
        ("(909) 555-0142", "sms", {Medium.TEXT}),
        ("(909) 555-0142", "fax", {Medium.FAX}),
        ("(909) 555-0142", "all", {Medium.CALL, Medium.TEXT, Medium.FAX}),
        ("jane@example.com", "", {Medium.EMAIL}),
        ("jane@example.com", "e-mail", {Medium.EMAIL}),
        ("jane@example.com", "everything", {Medium.EMAIL}),
        (ELM, "", {Medium.POST}),
        (ELM, "mail", {Medium.POST}),
    ],
)
def test_the_media_of_a_value(value: str, medium: str, expected: set[Medium]) -> None:
    read = _read(value, medium)
    assert _media(read) == expected
    assert (read.refusal, read.told) == (None, ())


@pytest.mark.parametrize(
    "typed",
    ["909-555-0142", "1.909.555.0142", "+1 (909) 555-0142", "tel: 909 555 0142", "(909)555-0142 x12",
     "Cell 909-555-0142", "909-555-0142 (mobile)", "909-555-0142 extension 12"],
)  # fmt: skip
def test_one_number_in_many_spellings(typed: str) -> None:
    assert {stop.value_key for stop in _read(typed).stops} == {NUMBER}


def test_letters_for_digits() -> None:
    assert {stop.value_key for stop in _read("1-800-FLOWERS").stops} == {"+18003569377"}


def test_several_values_in_one_cell() -> None:
    emails = _read("jane@example.com; Theo@Example.com")
    assert {s.value_key for s in emails.stops} == {"jane@example.com", "theo@example.com"}
    numbers = _read("909-555-0142 or 909-555-0143")
    assert {s.value_key for s in numbers.stops} == {NUMBER, "+19095550143"}


def test_a_whole_company() -> None:
    (stop,) = _read("@Example.com").stops
    assert (stop.value_key, stop.scope) == ("@example.com", OptOutScope.COMPANY)


def test_a_column_headed_fax_stops_calls_texts_and_faxes() -> None:
    read = _read("909-555-0142", kinds=("fax",))
    assert _media(read) == {Medium.CALL, Medium.TEXT, Medium.FAX}


def test_an_address_in_one_cell_and_in_columns_are_the_same() -> None:
    (whole,) = _read(ELM).stops
    (parted,) = _read("", "12 Elm Street", "Apt 4", "Redlands", "CA", "92373", kinds=SPLIT).stops
    assert whole == parted
    assert (whole.value_key, whole.person_key) == (ELM_KEY, "")
    assert whole.scope is OptOutScope.HOUSEHOLD


def test_a_name_makes_it_that_persons() -> None:
    cells = ("Jane Roe", "12 Elm Street", "Apt 4", "Redlands", "CA", "92373")
    (parted,) = _read(*cells, kinds=SPLIT).stops
    (whole,) = _read(f"Jane Roe, {ELM}").stops
    assert parted == whole
    assert (whole.person_key, whole.scope) == (person_key("Jane Roe"), OptOutScope.PERSON)


def test_everything_that_a_row_has_is_stopped_unless_it_names_media() -> None:
    cells = ("Jane Roe", "12 Elm St Apt 4", "", "Redlands", "CA", "92373", "909-555-0142",
             "909-555-0143", "jane@example.com")  # fmt: skip
    assert _media(_read(*cells, "", kinds=SPLIT)) == set(Medium)
    assert _media(_read(*cells, "mail", kinds=SPLIT)) == {Medium.POST}
    calls = _read(*cells, "calls", kinds=SPLIT)
    assert {s.value_key for s in calls.stops} == {NUMBER, "+19095550143"}


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (("909-555-0142", "pigeon"), Unclear.UNKNOWN_MEDIUM),
        (("909-555-0142", "e-mail"), Unclear.UNFITTING_MEDIUM),
        (("909-555-0142", "", "lamps only"), Unclear.UNKNOWN_TOPIC),
        (("909-555-0142", "", "", "soon"), Unclear.UNREADABLE_DATE),
        (("909-555-0142", "", "", "2026-03-03"), Unclear.FUTURE_DATE),
        (("909-555-0142", "", "", "", "pigeon"), Unclear.UNKNOWN_CHANNEL),
        (("12 Elm St, Redlands, CA",), Unclear.NO_ZIP),
    ],
)
def test_what_is_unclear_stops_more_and_is_told(cells: tuple[str, ...], told: Unclear) -> None:
    read = _read(*cells)
    assert read.refusal is None
    assert read.told == (told,)
    assert read.topics == {Topic.ALL}
    assert read.when is None
    assert read.channel is Channel.MAIL
    if told is Unclear.UNKNOWN_MEDIUM:
        assert _media(read) == {Medium.CALL, Medium.TEXT, Medium.FAX}
    elif told is not Unclear.NO_ZIP:
        assert _media(read) == {Medium.CALL, Medium.TEXT}


def test_topics_day_channel_and_note_are_kept() -> None:
    read = _read("909-555-0142", "call", "catalogs; offers", "3/5/2024", "fax", "  said\n so ")
    assert read.topics == {Topic.CATALOGS, Topic.OFFERS}
    assert read.when is not None
    assert (read.when.day, read.channel, read.note) == (date(2024, 3, 5), Channel.FAX, "said so")
    assert _read("909-555-0142", channel=Channel.PHONE).channel is Channel.PHONE


def test_today_is_no_future_though_midday_is_not_reached() -> None:
    read = _read("909-555-0142", "", "", "2026-03-02")
    assert read.told == ()
    assert read.when is not None
    assert (read.when.day, read.when.moment) == (date(2026, 3, 2), NOW)


@pytest.mark.parametrize(
    ("cells", "refusal"),
    [
        ((), Unclear.EMPTY),
        (("", "call"), Unclear.EMPTY),
        (("12345",), Unclear.UNREADABLE),
        (("jane at example",), Unclear.UNREADABLE),
        (("jane@",), Unclear.UNREADABLE),
        (("12 Elm St",), Unclear.UNREADABLE),
        (("4242" * 4,), Unclear.CARD_NUMBER),
        (("909-555-0142", "opt-in"), Unclear.NOT_AN_OPT_OUT),
        (("909-555-0142", "", "Subscribed"), Unclear.NOT_AN_OPT_OUT),
    ],
)
def test_only_what_cannot_be_read_is_refused(cells: tuple[str, ...], refusal: Unclear) -> None:
    read = _read(*cells)
    assert (read.refusal, read.stops) == (refusal, ())


def test_what_can_be_read_of_a_row_is_kept() -> None:
    read = _read("909-555-0142", "not-an-address", kinds=("phone", "email"))
    assert _media(read) == {Medium.CALL, Medium.TEXT}
    assert read.told == (Unclear.PARTLY_UNREADABLE,)


@pytest.mark.parametrize(
    ("kind", "cell", "is_refused"),
    [
        ("status", "subscribed", True), ("status", "yes", True), ("status", "opt-in", True),
        ("status", "unsubscribed", False), ("status", "", False), ("status", "?", False),
        ("opted_in", "yes", True), ("opted_in", "no", False), ("opted_in", "", False),
        ("opted_out", "yes", False), ("opted_out", "no", True), ("opted_out", "", False),
    ],
)  # fmt: skip
def test_an_opt_in_is_no_opt_out(kind: str, cell: str, is_refused: bool) -> None:
    read = _read("909-555-0142", cell, kinds=("phone", kind))
    assert (read.refusal is Unclear.NOT_AN_OPT_OUT) is is_refused
    assert bool(read.stops) is not is_refused


def test_no_card_number_gets_into_a_note_or_the_report() -> None:
    card = "4242" * 4
    assert (
        _read("909-555-0142", "", "", "", "", f"paid by {card}").note == "paid by [number removed]"
    )
    reader = RowReader(
        {0: "value"}, country="US", time_zone="UTC", channel=Channel.MAIL, now=NOW
    )  # fmt: skip
    assert card not in reader.shown([f"{card} Elm St"])
