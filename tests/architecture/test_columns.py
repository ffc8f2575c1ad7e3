"""No text reaches the database unchecked (DESIGN, the card guard)."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Enum, MetaData, String, Table
from sqlalchemy.types import TypeDecorator

from models.all_records import Base
from models.types import CheckedText, GuardedJson, GuardedText


def _unchecked(metadata: MetaData) -> list[str]:
    found = []
    for table in metadata.tables.values():
        for column in table.columns:
            kind = column.type
            if isinstance(kind, GuardedText | GuardedJson | CheckedText | Enum):
                continue  # an enumeration is stored as one of its own values, and checked for it
            inner = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
            if isinstance(inner, String | JSON):
                found.append(f"{table.name}.{column.name}")
    return found


def test_every_text_and_json_column_is_guarded_or_has_its_own_check() -> None:
    assert len(Base.metadata.tables) > 20
    assert _unchecked(Base.metadata) == []


def test_enumerations_refuse_what_is_not_theirs() -> None:
    loose = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Enum) and not column.type.validate_strings
    ]
    assert loose == []


def test_every_check_of_its_own_refuses_a_card_number_or_its_digits_are_its_nature() -> None:
    digits_by_nature = {
        "E164Text", "ContactText", "PhoneTypedText", "GtinText", "OrderNumberText", "TrackingText",
        "Sha256Text", "TokenText", "PasswordHashText", "LastFourText",
    }  # fmt: skip
    assert {kind.__name__ for kind in CheckedText.__subclasses__()} <= digits_by_nature


def test_a_plain_column_would_be_found() -> None:
    metadata = MetaData()
    Table("loose", metadata, Column("words", String(20)), Column("facts", JSON))
    assert _unchecked(metadata) == ["loose.words", "loose.facts"]
