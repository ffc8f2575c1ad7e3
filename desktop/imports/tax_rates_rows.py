"""What the rows of a table of tax rates say, before anything is compared with what is on file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.exports.csv_file import unguarded
from desktop.imports import opt_out_dates, tax_rates_cells, tax_rates_columns
from desktop.imports.file_cells import cut, says_yes
from desktop.imports.table_file import TableFile
from desktop.imports.tax_rates_cells import CellUnclear
from desktop.services.desk import Desk
from desktop.services.taxes import STANDARD
from desktop.zip_codes import ZipTable
from models import card_guard
from models.addresses_rules import state_code
from models.countries import country_code
from models.usps_words import STATES

CARD = "It holds what looks like a card number."
_LONGEST = {"jurisdiction": 60, "source": 200}
_ZIP5 = 5
_SHORT_ZIP = 3
_DATE_IN_NAME = re.compile(
    r"(?<![0-9])(?P<y>20[0-9]{2})(?P<sep>[-_. ]?)(?P<m>0[1-9]|1[0-2])"
    r"(?:(?P=sep)(?P<d>0[1-9]|[12][0-9]|3[01]))?(?![0-9])"
)
_NO_PLACE = "It names no state."
_BAD_STATE = "Its state is none of the United States."
_BAD_COUNTRY = "Its country is not known."
_BAD_DAY = "The day from which it holds cannot be read."
_CITY_ONLY = "It holds in one city only, and rates are kept by ZIP."
_ADDED = "It is added to another rate. Rates are kept as one for each place."
_TOO_LONG = "Its country, state, ZIP or tax class is too long."
_NOT_YES = "Whether shipping is taxed, or whether it is an estimate, says neither yes nor no."
_PADDED = "Its ZIP had lost the zero it begins with."
_CUT = "Its jurisdiction or source was too long and was cut."
AS_FRACTION = "Its rate is taken as a fraction: 0.0875 is 8.75 %."
AS_PERCENT = "Its rate is taken as a percentage: 8.75 is 8.75 %."
ROUNDED = "Its rate has more than four places and was rounded."
DATED_BY_NAME = "It holds from the date in the file's name."
DATED_TODAY = "It holds from today: the file does not say since when."
SOURCE_BY_NAME = "Its source is the file's name."
SHIPPING_ASSUMED = (
    "The file does not say whether shipping is taxed: as on file for the state, else not."
)


@dataclass(slots=True)
class RateRow:
    """A row, read.

    Attributes:
        prefixes: How the ZIPs begin that it holds for; "" for the whole state.
        day: From when it holds; None where neither the row nor the file's name says it.
        rate: As it stands there; whether it is a percentage is known at the end of the file.
        signed: Whether a percent sign stands behind it.
        said: Fields of the record that the file says.
        assumed: Fields that it does not say, for a record that is made.
        told: What is taken otherwise than it stands there.
        refusal: Why it cannot be taken, or "".
    """

    line: int
    country: str = ""
    state: str = ""
    tax_class: str = STANDARD
    prefixes: Sequence[str] = ()
    day: date | None = None
    rate: Decimal = Decimal(0)
    signed: bool = False
    said: dict[str, Any] = field(default_factory=dict)
    assumed: dict[str, Any] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    refusal: str = ""

    def plain(self) -> list[Any]:
        """The row as JSON has it."""
        return [
            self.line, self.country, self.state, self.tax_class, self.prefixes, self.day,
            str(self.rate), self.signed, self.said, self.assumed, self.told, self.refusal,
        ]  # fmt: skip

    @classmethod
    def of_plain(cls, said: list[Any]) -> RateRow:
        """The row that `plain` gave, come back from JSON."""
        row = cls(*said)
        row.day = date.fromisoformat(said[5]) if said[5] else None
        row.rate = Decimal(said[6])
        return row


def day_in_name(name: str) -> date | None:
    """The date in a file's name, such as 2026-11, 202611 or 2026-11-15; None where there is none."""
    match = _DATE_IN_NAME.search(name)
    if match is None:
        return None
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"] or 1))
    except ValueError:
        return None


class RowReader:
    """Reads the rows of one table.

    Attributes:
        notes: What is told of every row, whatever stands in it.
    """

    def __init__(self, table: TableFile, columns: Mapping[int, str], desk: Desk) -> None:
        self._columns, self._desk = columns, desk
        self._is_own = tax_rates_columns.made_by(table) == tax_rates_columns.OWN
        self._held = frozenset(columns.values())
        self._day = day_in_name(table.path.stem)
        stem = table.path.stem
        self._source = "file" if card_guard.looks_like_card(stem) else cut(stem, _LONGEST["source"])
        self._pads = _has_whole_zips(table, columns)
        self.notes = self._notes()

    def read(self, line: int, cells: Sequence[str]) -> RateRow:
        """What a row says, or why it is refused."""
        one = {
            kind: unguarded(cells[at].strip()) if at < len(cells) else ""
            for at, kind in self._columns.items()
        }
        row = RateRow(line)
        if any(map(card_guard.looks_like_card, one.values())):
            row.refusal = CARD
            return row
        try:
            self._place(row, one)
            self._fields(row, one)
            row.rate, row.signed = tax_rates_cells.rate_of(one.get("rate", ""))
        except CellUnclear as unclear:
            row.refusal = str(unclear)
        return row

    def _notes(self) -> tuple[str, ...]:
        notes = []
        if "effective_from" not in self._held:
            notes.append(DATED_TODAY if self._day is None else DATED_BY_NAME)
        if "source" not in self._held:
            notes.append(SOURCE_BY_NAME)
        if "taxes_shipping" not in self._held:
            notes.append(SHIPPING_ASSUMED)
        return tuple(notes)

    def _place(self, row: RateRow, one: Mapping[str, str]) -> None:
        row.country = self._country(one.get("country", ""))
        row.prefixes = self._prefixes(row, one)
        city = one.get("city", "")
        if city not in ("", "*") and row.prefixes == [""]:
            raise CellUnclear(_CITY_ONLY)
        if one.get("priority", "1") not in ("", "0", "1"):
            raise CellUnclear(_ADDED)
        row.state = self._state(row, one.get("state", ""))
        row.tax_class = one.get("tax_class", "").lower() or STANDARD
        for text, most in (
            (row.country, 2), (row.state, 20), (row.tax_class, 20), (row.prefixes[0], 10),
        ):  # fmt: skip
            if len(text) > most:
                raise CellUnclear(_TOO_LONG)

    def _country(self, cell: str) -> str:
        if not cell or self._is_own:
            return cell or self._desk.country
        code = country_code(cell)
        if code is None:
            raise CellUnclear(_BAD_COUNTRY)
        return code

    def _prefixes(self, row: RateRow, one: Mapping[str, str]) -> Sequence[str]:
        first, last = one.get("zip_from", ""), one.get("zip_to", "")
        if row.country == "US" and (first or last):
            first, last = (text.zfill(_ZIP5) for text in (first or last, last or first))
            return tax_rates_cells.prefixes_between(first, last)
        beginning = one.get("zip_prefix", "")
        if beginning and self._is_own:
            return [beginning]
        if beginning:
            return tax_rates_cells.prefixes_of(beginning, row.country, pads=False)[0]
        found, padded = tax_rates_cells.prefixes_of(
            one.get("zip", "") or first, row.country, pads=self._pads
        )
        if padded:
            row.told.append(_PADDED)
        return found

    def _state(self, row: RateRow, cell: str) -> str:
        if cell in ("", "*"):
            place = ZipTable.load().lookup(row.prefixes[0]) if row.country == "US" else None
            if place is None:
                raise CellUnclear(_NO_PLACE)
            return place.state
        if row.country != "US" or self._is_own:
            return cell.upper()
        code = state_code(cell)
        if code is None:
            raise CellUnclear(_BAD_STATE)
        return code

    def _fields(self, row: RateRow, one: Mapping[str, str]) -> None:
        """Everything but the place and the rate."""
        cell = one.get("effective_from", "")
        if cell:
            when = opt_out_dates.read(cell, self._desk.country, self._desk.time_zone)
            if when is None:
                raise CellUnclear(_BAD_DAY)
            row.day = when.day
        else:
            row.day = self._day
            if row.day is None and "effective_from" in self._held:
                raise CellUnclear(_BAD_DAY)
        self._text(row, "jurisdiction", one, STATES.get(row.state, row.state))
        self._text(row, "source", one, self._source)
        is_zip5 = row.country == "US" and any(0 < len(zip5) <= _ZIP5 for zip5 in row.prefixes)
        self._flag(row, "is_estimate", one, assumed=is_zip5)
        self._flag(row, "taxes_shipping", one, assumed=None)

    def _text(self, row: RateRow, name: str, one: Mapping[str, str], assumed: str) -> None:
        said = one.get(name, "")
        if not said and not (self._is_own and name == "jurisdiction"):
            row.assumed[name] = assumed
            return
        row.said[name] = cut(said, _LONGEST[name])
        if row.said[name] != said:
            row.told.append(_CUT)
            if card_guard.looks_like_card(row.said[name]):
                raise CellUnclear(CARD)

    @staticmethod
    def _flag(row: RateRow, name: str, one: Mapping[str, str], *, assumed: bool | None) -> None:
        cell = one.get(name, "")
        if not cell:
            if assumed is not None:
                row.assumed[name] = assumed
            return
        said = says_yes(cell)
        if said is None:
            raise CellUnclear(_NOT_YES)
        row.said[name] = said


class RateUnit:
    """Whether the rates of a column are percentages or fractions: most of them say so."""

    _LEAST_PERCENT = Decimal("0.5")
    """No sales tax is so high as a fraction; as a percentage few are lower."""

    def __init__(self, table: TableFile, columns: Mapping[int, str]) -> None:
        self._is_said = tax_rates_columns.is_percent(table, columns)
        self._percents = self._fractions = 0

    def see(self, row: RateRow) -> None:
        """Count a row in."""
        if not row.refusal and not row.signed and row.rate > 0:
            self._percents += row.rate >= self._LEAST_PERCENT
            self._fractions += row.rate < self._LEAST_PERCENT

    @property
    def is_percent(self) -> bool:
        """What a rate without a sign is."""
        return self._is_said or self._fractions <= self._percents

    @property
    def notes(self) -> tuple[str, ...]:
        """What is told of the rates, where neither their heading nor signs say it."""
        if self._is_said or not self._percents + self._fractions:
            return ()
        return (AS_PERCENT if self.is_percent else AS_FRACTION,)

    def apply(self, row: RateRow) -> None:
        """Give a row its rate in parts per million, or refuse it."""
        if row.refusal:
            return
        try:
            row.said["rate_ppm"], is_rounded = tax_rates_cells.ppm(
                row.rate, is_percent=row.signed or self.is_percent
            )
        except CellUnclear as unclear:
            row.refusal = str(unclear)
            return
        if is_rounded:
            row.told.append(ROUNDED)


def _has_whole_zips(table: TableFile, columns: Mapping[int, str]) -> bool:
    """Whether the ZIPs of a table are whole ones, of which short ones have lost their zero."""
    at = next((column for column, kind in columns.items() if kind == "zip"), None)
    if at is None:
        return False
    lengths = [len(row[at].strip()) for row in table.sample if at < len(row)]
    return any(length > _SHORT_ZIP for length in lengths)
