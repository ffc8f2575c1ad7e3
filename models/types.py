"""Column types. Every text or JSON value that reaches the database passes a check here.

The check is the bind step of the column's type, so bulk statements and plain Core statements are
covered as well as the unit of work (DESIGN §4, card guard). Columns whose values are digits by nature
(GTIN, telephone, order number, hash, token) have a check of their own instead of the card guard.
"""

from __future__ import annotations

import enum
import json
import re
import uuid
from datetime import UTC, date, datetime
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    Enum,
    Integer,
    LargeBinary,
    String,
    Uuid,
    type_coerce,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import mapped_column
from sqlalchemy.sql.elements import ColumnElement, SQLCoreOperations
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine

from models import card_guard, check_digits, order_numbers


class ColumnRefused(ValueError):
    """A value did not pass its column's own check. The message never repeats the value."""


class GuardedText(TypeDecorator[str]):
    """Text in which no card number may stand.

    Raises:
        CardNumberRefused: at bind time, with a message that does not repeat the value.
    """

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else card_guard.check(value)


class SearchKeyText(GuardedText):
    """Folded text that is searched by its beginning: compared by code point on every database."""

    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(
                String(getattr(self.impl_instance, "length", None), collation="C")
            )
        return super().load_dialect_impl(dialect)


class GuardedJson(TypeDecorator[Any]):
    """JSON in whose keys, strings and numbers no card number may stand."""

    impl = JSON
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(none_as_null=True)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else card_guard.check_json(value)


class CheckedText(TypeDecorator[str]):
    """Text of one fixed pattern, checked by it instead of by the card guard."""

    impl = String
    cache_ok = True
    pattern: re.Pattern[str]
    words = "value"

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if not self.accepts(value):
            raise ColumnRefused(f"This is not a valid {self.words}.")
        return value

    def accepts(self, value: str) -> bool:
        return self.pattern.fullmatch(value) is not None


class E164Text(CheckedText):
    """A telephone number in E.164 form: a plus sign and 7 to 15 digits."""

    cache_ok = True
    pattern = re.compile(r"\+[1-9][0-9]{6,14}")
    words = "telephone number"


class ContactText(CheckedText):
    """A contact point's normalised value, or its reverse: E.164 or a lower-cased e-mail address."""

    cache_ok = True
    pattern = re.compile(r"\+[1-9][0-9]{6,14}|[0-9]{6,14}[1-9]\+")
    words = "telephone number or e-mail address"

    def accepts(self, value: str) -> bool:
        if self.pattern.fullmatch(value):
            return True
        return "@" in value and not card_guard.looks_like_card(value)


class PhoneTypedText(CheckedText):
    """A contact point as it was typed: refused when it looks like a card and not like a number.

    What looks like a card must be written with its country code and be a number that can be called.
    """

    cache_ok = True
    words = "telephone number"
    pattern = re.compile(
        r"\s*(?:\+|00|011|1[-. (]|\()[0-9 ().\-/]{7,24}\s*(?:[a-z.#]{1,10}\s*[0-9]{1,7})?"
    )

    def accepts(self, value: str) -> bool:
        if not card_guard.looks_like_card(value):
            return True
        if not value.lstrip().startswith("+") or not self.pattern.fullmatch(value):
            return False
        from models import phone_numbers  # its tables are slow to load, and this is rare

        return phone_numbers.parse(value, "") is not None


class GtinText(CheckedText):
    """A GTIN of 14 digits with a valid check digit (shorter ones are padded with zeros)."""

    cache_ok = True
    words = "barcode number"

    def accepts(self, value: str) -> bool:
        return len(value) == 14 and check_digits.gtin_valid(value)


class OrderNumberText(CheckedText):
    """An order number in stored form, its Damm check digit valid."""

    cache_ok = True
    words = "order number"

    def accepts(self, value: str) -> bool:
        return order_numbers.parse(value) == value


class TrackingText(CheckedText):
    """A carrier's tracking number: 6 to 40 letters and digits."""

    cache_ok = True
    pattern = re.compile(r"[0-9A-Z]{6,40}")
    words = "tracking number"


class Sha256Text(CheckedText):
    """A SHA-256 in lower-case hexadecimal."""

    cache_ok = True
    pattern = re.compile(r"[0-9a-f]{64}")
    words = "SHA-256"


class TokenText(CheckedText):
    """A processor's identifier, such as `pm_…` or `pi_…`: a letter prefix, then at most 250 characters.

    Identifiers are too long and too mixed for the card guard, whose rare false alarm would stop a
    payment; but one whose rest is digits only, and those a card's, is a card number in disguise.
    """

    cache_ok = True
    pattern = re.compile(r"[a-z]{2,12}_[A-Za-z0-9_\-]{1,250}")
    words = "identifier of the processor"

    def accepts(self, value: str) -> bool:
        rest = value.partition("_")[2]
        return super().accepts(value) and (
            any(c.isalpha() for c in rest) or not card_guard.looks_like_card(rest)
        )


class PasswordHashText(CheckedText):
    """An argon2 hash in its encoded form."""

    cache_ok = True
    pattern = re.compile(r"\$argon2(?:id|i|d)\$.{20,400}")
    words = "password hash"


class LastFourText(CheckedText):
    """The last four digits of a card: the most of a number that is ever kept (RULES, 3.4.1)."""

    cache_ok = True
    pattern = re.compile(r"[0-9]{4}")
    words = "last four"


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its zone; stored as UTC. SQLite drops zones, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ColumnRefused("A time without its zone cannot be stored.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def as_stored(column: SQLCoreOperations[datetime]) -> ColumnElement[Any]:
    """A moment as the driver gives it, for many rows of which few are looked at: see `stored_moment`.

    All of one column compare with each other in the order of time.
    """
    return type_coerce(column, NullType())


def stored_moment(value: str | datetime) -> datetime:
    """The moment that `as_stored` brought."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def enum_column(kind: type[enum.Enum]) -> Enum:
    """The column type of *kind*, stored by value; SQLAlchemy's own default stores names."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=40,
        values_callable=lambda members: [member.value for member in members],
        validate_strings=True,
    )


def canonical_json(value: Any) -> str:
    """*value* as JSON with sorted keys and no spaces: what body hashes are made of."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


Id = Annotated[uuid.UUID, mapped_column(Uuid(as_uuid=True))]
Minor = Annotated[int, mapped_column(BigInteger)]
Count = Annotated[int, mapped_column(Integer)]
Moment = Annotated[datetime, mapped_column(UtcDateTime())]
Day = Annotated[date, mapped_column(Date())]
Text20 = Annotated[str, mapped_column(GuardedText(20))]
Text60 = Annotated[str, mapped_column(GuardedText(60))]
Text200 = Annotated[str, mapped_column(GuardedText(200))]
Text2000 = Annotated[str, mapped_column(GuardedText(2000))]
Key200 = Annotated[str, mapped_column(SearchKeyText(200))]
JsonValue = Annotated[Any, mapped_column(GuardedJson())]
Currency = Annotated[str, mapped_column(GuardedText(3))]
Country = Annotated[str, mapped_column(GuardedText(2))]
E164 = Annotated[str, mapped_column(E164Text(16))]
Gtin = Annotated[str, mapped_column(GtinText(14))]
Sha256 = Annotated[str, mapped_column(Sha256Text(64))]
Token = Annotated[str, mapped_column(TokenText(263))]
LastFour = Annotated[str, mapped_column(LastFourText(4))]
Bytes = Annotated[bytes, mapped_column(LargeBinary())]
