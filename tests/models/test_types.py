"""Every column type refuses what it must not keep, by whichever way the value comes."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, bindparam, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateTable

from models.card_guard import CardNumberRefused, looks_like_card
from models.session import Database, database_url
from models.types import (
    CheckedText,
    ColumnRefused,
    ContactText,
    E164Text,
    GtinText,
    GuardedJson,
    GuardedText,
    LastFourText,
    OrderNumberText,
    PasswordHashText,
    PhoneTypedText,
    SearchKeyText,
    Sha256Text,
    TokenText,
    TrackingText,
    UtcDateTime,
    canonical_json,
    enum_column,
)

CARD_LIKE = "4242" * 4
GROUPED = " ".join(["4242"] * 4)
ARABIC = "".join(chr(0x0660 + int(digit)) for digit in CARD_LIKE)
POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]
SHORT_CARD_LIKE = "3782" + "822463" + "10005"


class Colour(enum.Enum):
    RED = "red as stored"
    BLUE = "blue as stored"


METADATA = MetaData()
THINGS = Table(
    "things",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("words", GuardedText(200)),
    Column("key", SearchKeyText(200)),
    Column("facts", GuardedJson()),
    Column("phone", E164Text(16)),
    Column("at", UtcDateTime()),
    Column("colour", enum_column(Colour)),
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(database_url(tmp_path / "things.sqlite"))
    METADATA.create_all(made.engine)
    with made.write() as session:
        session.execute(insert(THINGS), {"id": 1, "words": "as it was", "facts": {"a": 1}})
    yield made
    made.close()


def _bind(kind: Any, value: object) -> object:
    return kind.process_bind_param(value, sqlite.dialect())


def _rows(database: Database) -> list[tuple[Any, ...]]:
    with database.read() as session:
        return [tuple(row) for row in session.execute(select(THINGS.c.id, THINGS.c.words))]


Way = Callable[[Session, str], object]
WAYS: dict[str, Way] = {
    "insert": lambda session, value: session.execute(insert(THINGS).values(words=value)),
    "insert many": lambda session, value: session.execute(
        insert(THINGS), [{"words": "harmless"}, {"words": value}]
    ),
    "insert rows": lambda session, value: session.execute(
        insert(THINGS).values([{"words": "harmless"}, {"words": value}])
    ),
    "update": lambda session, value: session.execute(update(THINGS).values(words=value)),
    "update many": lambda session, value: session.connection().execute(
        update(THINGS).where(THINGS.c.id == bindparam("one")).values(words=bindparam("new")),
        [{"one": 1, "new": value}],
    ),
    "insert from select": lambda session, value: session.execute(
        insert(THINGS).from_select(
            ["words"], select(bindparam("new", value, type_=THINGS.c.words.type))
        )
    ),
    "core connection": lambda session, value: session.connection().execute(
        THINGS.insert(), {"words": value}
    ),
    "comparison": lambda session, value: session.execute(
        select(THINGS).where(THINGS.c.words == value)
    ),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
@pytest.mark.parametrize("value", [CARD_LIKE, GROUPED, ARABIC, f"note: {GROUPED}, 12/30, 123"])
def test_a_card_number_is_refused_whichever_way_it_comes(
    database: Database, way: Way, value: str
) -> None:
    with pytest.raises(CardNumberRefused) as caught, database.write() as session:
        way(session, value)
    assert "4242" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert _rows(database) == [(1, "as it was")]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_other_digits_are_kept_whichever_way_they_come(database: Database, way: Way) -> None:
    with database.write() as session:
        way(session, "4242 4242 4242 4241")


@pytest.mark.parametrize(
    "value",
    [
        CARD_LIKE,
        {"note": GROUPED},
        {CARD_LIKE: "note"},
        [{"deep": [{"deeper": [ARABIC]}]}],
        int(CARD_LIKE),
        {"amount": int(CARD_LIKE)},
        [-int(CARD_LIKE)],
        {"amount": float(CARD_LIKE)},
    ],
)
def test_json_is_refused_for_a_card_number_anywhere_in_it(
    database: Database, value: object
) -> None:
    for statement in (insert(THINGS).values(facts=value), update(THINGS).values(facts=value)):
        with pytest.raises(CardNumberRefused), database.write() as session:
            session.execute(statement)
    with pytest.raises(CardNumberRefused), database.write() as session:
        session.execute(insert(THINGS), [{"facts": {}}, {"facts": value}])
    with database.read() as session:
        assert session.scalars(select(THINGS.c.facts)).all() == [{"a": 1}]


@pytest.mark.parametrize("value", [{"a": [1, 2.5, True, None, "4242"]}, [], {}, 0, "é"])
def test_json_comes_back_as_it_was(database: Database, value: object) -> None:
    with database.write() as session:
        session.execute(update(THINGS).values(facts=value))
    with database.read() as session:
        assert session.scalars(select(THINGS.c.facts)).one() == value


def test_json_takes_every_id_of_ours_also_one_that_looks_like_a_card(database: Database) -> None:
    """Ids stand in events and results; an order with an unlucky one could never be placed."""
    unlucky = [
        text
        for number in range(20_000)
        if looks_like_card(text := str(UUID(f"01a2065a-2632-7304-9181-{number:05x}b4d4b30")))
    ]
    assert len(unlucky) > 100
    with database.write() as session:
        session.execute(insert(THINGS), [{"facts": {"order": text, text: 1}} for text in unlucky])
    for text in (unlucky[0].replace("-7", "-4", 1), "0" + unlucky[0], unlucky[0] + " ",
                 "9" + unlucky[0][1:], unlucky[0][9:], unlucky[0].replace("-", " ")):  # fmt: skip
        if looks_like_card(text):
            with pytest.raises(CardNumberRefused), database.write() as session:
                session.execute(insert(THINGS).values(facts=[text]))
    with pytest.raises(CardNumberRefused), database.write() as session:
        session.execute(insert(THINGS).values(words=unlucky[0]))


def test_no_json_is_null_and_not_the_word(database: Database) -> None:
    with database.write() as session:
        session.execute(update(THINGS).values(facts=None))
    with database.read() as session:
        assert session.execute(text("SELECT facts IS NULL FROM things")).scalar() == 1


HASH = hashlib.sha256(b"words").hexdigest()
ACCEPTED: dict[CheckedText, tuple[str, ...]] = {
    E164Text(16): ("+19095682800", "+442079460958", "+4940123456"),
    ContactText(200): ("+19095682800", "00828659091+", "jane@example.com", "moc.elpmaxe@enaj"),
    PhoneTypedText(60): (
        "1.909-568-2800", "(909) 568 2800 x12", "anonymous", "", "+44 20 7946 0958",
    ),
    GtinText(14): ("04006381333931", "00012345678905"),
    OrderNumberText(20): ("P100000011", "100000011"),
    TrackingText(40): ("1Z999AA10123456784", "123456", "9" * 40),
    Sha256Text(64): (HASH,),
    TokenText(263): ("pm_1Nabc", "pi_3_secret-x", f"od_{HASH[:32]}", "pm_1234"),
    PasswordHashText(500): ("$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo",),
    LastFourText(4): ("4242", "0000"),
}  # fmt: skip
REFUSED: dict[CheckedText, tuple[str, ...]] = {
    E164Text(16): ("9095682800", "+0909", "+1 909", "+123456", "+" + "1" * 16, "+1909568280٠",
                   "+19095682800\n", CARD_LIKE),
    ContactText(200): ("jane", f"{CARD_LIKE}@example.com", "", "19095682800", "+1909\n"),
    PhoneTypedText(60): (CARD_LIKE, GROUPED, f"+{CARD_LIKE}", f"+{SHORT_CARD_LIKE}",
                         f"call {GROUPED}", ARABIC, SHORT_CARD_LIKE),
    GtinText(14): ("4006381333931", "04006381333932", "0400638133393X", ""),
    OrderNumberText(20): ("P100000016", "P1000 0001-1", "p100000011", "", CARD_LIKE),
    TrackingText(40): ("1z999", "12345", "9" * 41, "1Z 999 AA1", "123456\n"),
    Sha256Text(64): (HASH[:-1], HASH.upper(), HASH + "0", HASH[:-1] + "g"),
    TokenText(263): ("pm_", "_abc", "PM_abc", "pm_ab c", "pm_" + "a" * 251, f"pm_{CARD_LIKE}",
                     "pm_" + "-".join(["4242"] * 4), "x" + CARD_LIKE, "pm_abc\n"),
    PasswordHashText(500): ("a correct horse 7", "$argon2id$short", "$2b$12$" + "a" * 53),
    LastFourText(4): ("424", "42424", "٤٢٤٢", "424x", "4242\n"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind, values in ACCEPTED.items() for value in values]
)
def test_a_column_with_its_own_check_takes_what_is_its(kind: CheckedText, value: str) -> None:
    assert _bind(kind, value) == value


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind, values in REFUSED.items() for value in values]
)
def test_a_column_with_its_own_check_refuses_all_else(kind: CheckedText, value: str) -> None:
    with pytest.raises(ColumnRefused) as caught:
        _bind(kind, value)
    assert str(caught.value) == f"This is not a valid {kind.words}."


def test_every_column_type_with_a_check_is_tried_here() -> None:
    kinds = set(CheckedText.__subclasses__())
    assert {type(kind) for kind in ACCEPTED} == kinds == {type(kind) for kind in REFUSED}


@pytest.mark.parametrize("kind", [*ACCEPTED, GuardedText(9), GuardedJson(), UtcDateTime()])
def test_no_value_is_kept_as_none(kind: object) -> None:
    assert _bind(kind, None) is None


def test_a_check_of_its_own_holds_for_bulk_statements_too(database: Database) -> None:
    with pytest.raises(ColumnRefused), database.write() as session:
        session.execute(insert(THINGS), [{"phone": "+19095682800"}, {"phone": "9095682800"}])
    with pytest.raises(ColumnRefused), database.write() as session:
        session.execute(update(THINGS).values(phone=CARD_LIKE))
    assert _rows(database) == [(1, "as it was")]


def test_a_time_without_its_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 3, 2, 15, 4)  # noqa: DTZ001  that it has no zone is the point
    with pytest.raises(ColumnRefused, match=r"^A time without its zone cannot be stored\.$"):
        with database.write() as session:
            session.execute(insert(THINGS).values(at=naive))
    with pytest.raises(ColumnRefused), database.write() as session:
        session.execute(insert(THINGS), [{"at": datetime.now(UTC)}, {"at": naive}])
    with pytest.raises(ColumnRefused), database.read() as session:
        session.execute(select(THINGS).where(THINGS.c.at >= naive))


@given(
    st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-8)),
                                            timezone(timedelta(hours=5, minutes=45))]),
                 min_value=datetime(1970, 1, 2), max_value=datetime(9000, 1, 1))  # noqa: DTZ001
)  # fmt: skip
def test_a_moment_stays_the_same_moment(moment: datetime) -> None:
    kind = UtcDateTime()
    for dialect in (sqlite.dialect(), POSTGRESQL):
        stored = kind.process_bind_param(moment, dialect)
        back = kind.process_result_value(stored, dialect)
        assert back == moment
        assert back is not None
        assert back.utcoffset() == timedelta(0)


def test_an_enumeration_is_stored_by_value_and_refuses_others(database: Database) -> None:
    with database.write() as session:
        session.execute(update(THINGS).values(colour=Colour.BLUE))
    with database.read() as session:
        assert session.execute(text("SELECT colour FROM things")).scalar() == "blue as stored"
        assert session.scalar(select(THINGS.c.colour)) is Colour.BLUE
    for wrong in ("green", "GREEN", CARD_LIKE):
        with pytest.raises(Exception, match="not among the defined enum values"):
            with database.write() as session:
                session.execute(update(THINGS).values(colour=wrong))


def test_search_keys_are_compared_by_code_point_on_postgresql() -> None:
    table = CreateTable(THINGS)
    assert 'key VARCHAR(200) COLLATE "C"' in str(table.compile(dialect=POSTGRESQL))
    assert '"key" VARCHAR(200), ' in str(table.compile(dialect=sqlite.dialect()))


def test_body_hashes_are_made_of_one_spelling() -> None:
    assert canonical_json({"b": 1, "a": {"d": "é", "c": [1, 2]}}) == (
        '{"a":{"c":[1,2],"d":"\\u00e9"},"b":1}'
    )
