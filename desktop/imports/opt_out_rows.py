"""One row of a list of opt-outs: whom it stops, on which media, for what, and since when.

Protection is never lost to a row that is badly written: what is unclear stops more, and is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from desktop.imports import opt_out_dates, opt_out_words
from desktop.imports.opt_out_cells import Value, address, address_in_one_cell, numbers_and_emails
from desktop.imports.opt_out_columns import VALUE_KINDS
from desktop.imports.opt_out_dates import When
from models import card_guard
from models.addresses_rules import PostalAddress
from models.channels import Channel, Medium
from models.opt_out import OptOutScope, Topic

_ALL_TOPICS = frozenset((Topic.ALL,))
_LONGEST_NOTE, _LONGEST_SHOWN = 200, 400


class Unclear(Enum):
    """Why a row was refused, or what was taken otherwise than it stands there."""

    EMPTY = "There is no value in this row."
    UNREADABLE = "The value is no telephone number, e-mail address or postal address."
    CARD_NUMBER = "The value looks like a payment card number."
    NOT_AN_OPT_OUT = "This row is not an opt-out, and an opt-out is not taken back by a list."
    PARTLY_UNREADABLE = "One of the values cannot be read; the others were recorded."
    UNKNOWN_MEDIUM = "The medium is not known; everything that this value reaches was stopped."
    UNFITTING_MEDIUM = "The medium does not fit the value; what the value reaches was stopped."
    UNKNOWN_TOPIC = "The topic is not known; all marketing was stopped."
    UNREADABLE_DATE = "The date cannot be read; the day of the import was taken."
    FUTURE_DATE = "The date lies in the future; the day of the import was taken."
    UNKNOWN_CHANNEL = "How it reached us is not known; what was set for the list was taken."
    NO_ZIP = "The address has no ZIP code; it stops addresses in the town of that name."


@dataclass(frozen=True, slots=True)
class Stop:
    """One medium and one value, as the ledger keeps it."""

    medium: Medium
    value_key: str
    person_key: str
    scope: OptOutScope


@dataclass(frozen=True, slots=True)
class RowRead:
    """What a row says.

    Attributes:
        stops: Empty where the row is refused.
        when: None where no date can be read: the day of the import counts.
        refusal: Why nothing of it can be recorded.
        told: What was taken otherwise than it stands there.
        note: The list's own note, without what looks like a card number.
    """

    stops: tuple[Stop, ...] = ()
    topics: frozenset[Topic] = _ALL_TOPICS
    when: When | None = None
    channel: Channel = Channel.MAIL
    refusal: Unclear | None = None
    told: tuple[Unclear, ...] = ()
    note: str = ""


class RowReader:
    """Reads the rows of one list.

    Args:
        columns: What each column holds (`desktop.imports.opt_out_columns`).
        country: The shop's.
        time_zone: The shop's.
        channel: How a row reached us that does not say so.
        now: The present moment: nothing was asked for later than today.
    """

    def __init__(
        self,
        columns: Mapping[int, str],
        *,
        country: str,
        time_zone: str,
        channel: Channel,
        now: datetime,
    ) -> None:
        self._country = country
        self._time_zone = time_zone
        self._channel = channel
        self._now = now
        self._at: dict[str, list[int]] = {}
        for column, kind in columns.items():
            self._at.setdefault(kind, []).append(column)
        kinds = (*VALUE_KINDS, "address1")
        self._value_columns = [
            (column, kind) for kind in kinds for column in self._at.get(kind, ())
        ]

    def read(self, cells: Sequence[str]) -> RowRead:
        """What the row of *cells* says."""
        if self._says_opted_in(cells):
            return RowRead(refusal=Unclear.NOT_AN_OPT_OUT)
        told: list[Unclear] = []
        values, unread = self._values(cells)
        if not values:
            return RowRead(refusal=_why(unread))
        if unread:
            told.append(Unclear.PARTLY_UNREADABLE)
        if any(value.is_without_zip for value in values):
            told.append(Unclear.NO_ZIP)
        stops = self._stops(cells, values, told)
        return RowRead(
            stops=tuple(dict.fromkeys(stops)),
            topics=self._topics(cells, told),
            when=self._when(cells, told),
            channel=self._channel_of(cells, told),
            told=tuple(told),
            note=card_guard.scrub(" ".join(self._text(cells, "note").split()))[:_LONGEST_NOTE],
        )

    def shown(self, cells: Sequence[str]) -> str:
        """The row's values as they stand there, for the report; without card numbers."""
        kinds = (*VALUE_KINDS, "address1", "city", "zip")
        texts = dict.fromkeys(text for kind in kinds if (text := self._text(cells, kind)))
        return card_guard.scrub(", ".join(texts))[:_LONGEST_SHOWN]

    def _text(self, cells: Sequence[str], kind: str) -> str:
        """The first cell of a kind that holds anything."""
        for column in self._at.get(kind, ()):
            if column < len(cells) and (text := cells[column].strip()):
                return text
        return ""

    def _says_opted_in(self, cells: Sequence[str]) -> bool:
        asked: Mapping[str, opt_out_words.Asked] = {
            "status": "either", "opted_in": "in", "opted_out": "out",
        }  # fmt: skip
        said = [(self._text(cells, kind), way) for kind, way in asked.items() if kind in self._at]
        plain = [self._text(cells, kind) for kind in ("medium", "topic") if kind in self._at]
        return any(opt_out_words.says_opted_in(text, way) for text, way in said) or any(
            opt_out_words.says_opted_in(text, "nothing") for text in plain
        )

    def _values(self, cells: Sequence[str]) -> tuple[list[Value], list[Unclear]]:
        """The values of a row, and why others could not be read."""
        found: list[Value] = []
        unread: list[Unclear] = []
        for column, kind in self._value_columns:
            text = cells[column].strip() if column < len(cells) else ""
            values = self._in_cell(text, kind, cells) if text else []
            found += values
            if text and not values:
                looks_like_card = card_guard.looks_like_card(text)
                unread.append(Unclear.CARD_NUMBER if looks_like_card else Unclear.UNREADABLE)
        good = [value for value in found if value.may_be_kept]
        if len(good) < len(found):
            unread.append(Unclear.CARD_NUMBER)
        return good, unread

    def _in_cell(self, text: str, kind: str, cells: Sequence[str]) -> list[Value]:
        if kind != "address1":
            values = numbers_and_emails(text, self._country, is_fax=kind == "fax")
            if values or kind != "value":
                return values
        name = self._text(cells, "name") or " ".join(
            filter(None, (self._text(cells, "first_name"), self._text(cells, "last_name")))
        )
        city, postal_code = self._text(cells, "city"), self._text(cells, "zip")
        if not city and not postal_code:
            return address_in_one_cell(text, self._country, name)
        place = PostalAddress(
            line1=text,
            line2=self._text(cells, "address2"),
            city=city,
            state=self._text(cells, "state"),
            postal_code=postal_code,
            country=_country_code(self._text(cells, "country"), self._country),
        )
        return address(place, name)

    def _stops(
        self, cells: Sequence[str], values: Sequence[Value], told: list[Unclear]
    ) -> Iterable[Stop]:
        """What the row stops: the media that it names, of those that its values reach."""
        said = opt_out_words.media(self._text(cells, "medium"))
        named = said.named
        if not said.is_known:
            told.append(Unclear.UNKNOWN_MEDIUM)
            named = frozenset(Medium)
        elif named and not any(value.possible & named for value in values):
            told.append(Unclear.UNFITTING_MEDIUM)
            named = frozenset()
        return [
            Stop(medium, value.key, value.person, value.scope)
            for value in values
            for medium in Medium
            if medium in (value.possible & named if named else value.usual)
        ]

    def _topics(self, cells: Sequence[str], told: list[Unclear]) -> frozenset[Topic]:
        said = opt_out_words.topics(self._text(cells, "topic"))
        if not said.is_known:
            told.append(Unclear.UNKNOWN_TOPIC)
            return _ALL_TOPICS
        return _ALL_TOPICS if Topic.ALL in said.named or not said.named else said.named

    def _when(self, cells: Sequence[str], told: list[Unclear]) -> When | None:
        texts = [text for kind in ("received", "dated") if (text := self._text(cells, kind))]
        for text in texts:
            when = opt_out_dates.read(text, self._country, self._time_zone)
            if when is None:
                continue
            if when.moment <= self._now:
                return when
            today = self._now.astimezone(when.moment.tzinfo).date()
            if when.day == today:
                return When(today, self._now)  # midday, or the hour of a clock that goes fast
            told.append(Unclear.FUTURE_DATE)
            return None
        if texts:
            told.append(Unclear.UNREADABLE_DATE)
        return None

    def _channel_of(self, cells: Sequence[str], told: list[Unclear]) -> Channel:
        said = opt_out_words.channels(self._text(cells, "channel"))
        if len(said.named) == 1 and said.is_known:
            return next(iter(said.named))
        if not said.is_known or said.named:
            told.append(Unclear.UNKNOWN_CHANNEL)
        return self._channel


def _why(unread: Sequence[Unclear]) -> Unclear:
    if Unclear.CARD_NUMBER in unread:
        return Unclear.CARD_NUMBER
    return unread[0] if unread else Unclear.EMPTY


def _country_code(said: str, own: str) -> str:
    if not said or said.replace(".", "").upper() in ("US", "USA", "UNITED STATES"):
        return own if not said else "US"
    return said.upper() if len(said) == 2 else own
