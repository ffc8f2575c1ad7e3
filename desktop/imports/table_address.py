"""Postal addresses out of the columns of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from models import countries
from models.addresses_rules import PostalAddress

TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "VI"})
"""Of the United States, with codes of their own in ISO 3166 and states in an address."""
_ZIP, _ZIP_PLUS_4 = 5, 9


class PlaceFields(NamedTuple):
    """Fields of a `PostalAddress`."""

    line1: str
    line2: str
    city: str
    state: str
    postal_code: str
    country: str


class AddressReader:
    """Reads the address and the name of each row.

    Args:
        columns: What each column is, from 0 (kinds of desktop.imports.table_columns).
        country: Of rows that name none.
    """

    def __init__(self, columns: Mapping[int, str], country: str) -> None:
        self._country = country

        def of(*kinds: str) -> tuple[int, ...]:
            return tuple(
                column for kind in kinds for column, each in columns.items() if each == kind
            )

        self._line1, self._line2 = of("address1"), of("address2")
        self._city, self._state, self._zip = of("city"), of("state"), of("zip")
        self._countries = of("country")
        self._name = of("name") or of("first_name", "last_name")

    def address(self, cells: Sequence[str]) -> PostalAddress:
        """Where a row's mail goes; without who lives there. See `fields`."""
        return PostalAddress("", "", *self.fields(cells))

    def fields(self, cells: Sequence[str]) -> PlaceFields:
        """The same, in less time.

        A country that is none is left empty; Puerto Rico and its like are states, as in a ZIP.
        """
        said = _first(cells, self._countries)
        country = (countries.country_code(said) or "") if said else self._country
        country = "US" if country in TERRITORIES else country
        return PlaceFields(
            _all(cells, self._line1),
            _all(cells, self._line2),
            _first(cells, self._city),
            _first(cells, self._state),
            # Web stores put an apostrophe before it, so that no spreadsheet takes it for a number.
            whole_zip(_first(cells, self._zip).lstrip("'"), country),
            country,
        )

    def name(self, cells: Sequence[str]) -> str:
        """Whom a row names; empty: nobody."""
        return _all(cells, self._name)


def _first(cells: Sequence[str], columns: Sequence[int]) -> str:
    for column in columns:
        if column < len(cells) and (cell := cells[column].strip()):
            return cell
    return ""


def _all(cells: Sequence[str], columns: Sequence[int]) -> str:
    if len(columns) == 1:
        return cells[columns[0]].strip() if columns[0] < len(cells) else ""
    found = [cells[column].strip() for column in columns if column < len(cells)]
    return " ".join(cell for cell in found if cell)


def whole_zip(said: str, country: str) -> str:
    """A ZIP with the zeros in front of it that a spreadsheet takes away: 2134 is 02134."""
    if country != "US" or not said.isdecimal():
        return said
    if len(said) in (_ZIP - 1, _ZIP - 2):
        return said.zfill(_ZIP)
    return said.zfill(_ZIP_PLUS_4) if len(said) in (_ZIP_PLUS_4 - 1, _ZIP_PLUS_4 - 2) else said
