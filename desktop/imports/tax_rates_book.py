"""Tax rates on file, and what the rows of a table make of them.

A rate is known again by its place, its class and the day from which it holds. One of which nobody says
since when is compared with the rate that holds now: the same table tomorrow changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, String, Table, bindparam, insert, select, type_coerce, update

from desktop.imports.importing import Outcome
from desktop.imports.tax_rates_rows import RateRow
from desktop.services.desk import Desk
from desktop.services.taxes import STANDARD
from models.ids import uuid7
from models.tax import TaxRate

TWICE = "Its place stands in this file with a lower rate too, which is taken."
_RATES = cast("Table", TaxRate.__table__)
_FIELDS = ("rate_ppm", "jurisdiction", "taxes_shipping", "is_estimate", "source")
_MOST_AT_ONCE = 500
"""Prefixes in one question: SQLite takes some thousand values."""


class Place(NamedTuple):
    """Where and for what a rate holds, and from when; the day is None where nobody says it."""

    country: str
    state: str
    prefix: str
    tax_class: str
    day: date | None


def places_of(row: RateRow) -> Iterator[Place]:
    """Every place for which a row holds."""
    for prefix in row.prefixes:
        yield Place(row.country, row.state, prefix, row.tax_class, row.day)


class Lowest:
    """Which row of a file counts for a place that stands in it several times: the lowest rate.

    What a ZIP alone can tell is the lowest rate there (RULES, numbers and addresses).
    """

    def __init__(self) -> None:
        self._rows: dict[Place, tuple[int, int]] = {}

    def see(self, row: RateRow) -> None:
        """Count a row in, whose rate is known."""
        if row.refusal:
            return
        mark = (row.said["rate_ppm"], row.line)
        for place in places_of(row):
            self._rows[place] = min(mark, self._rows.get(place, mark))

    def is_counted(self, row: RateRow, place: Place) -> bool:
        """Whether *row* is the one that counts for *place*."""
        return self._rows[place][1] == row.line

    def is_same(self, row: RateRow, place: Place) -> bool:
        """Whether the one that counts says the same rate."""
        return bool(self._rows[place][0] == row.said["rate_ppm"])


class RateBook:
    """Writes rows, in a transaction of the caller's."""

    def __init__(self, connection: Connection, desk: Desk, lowest: Lowest) -> None:
        self._connection, self._desk, self._lowest = connection, desk, lowest
        self._today, self._now = desk.today(), desk.now()
        self._shipping = self._taxed_shipping()

    def write(self, rows: Sequence[RateRow]) -> list[tuple[Outcome, str]]:
        """What becomes of each row, and why where it is refused."""
        known = self._look_up(
            [place for row in rows if not row.refusal for place in places_of(row)]
        )
        made: list[dict[str, Any]] = []
        changed: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        outcomes = [self._row(row, known, made, changed) for row in rows]
        if made:
            self._connection.execute(insert(_RATES), made)
        for names, values in changed.items():
            self._connection.execute(
                update(_RATES)
                .where(_RATES.c.id == bindparam("row_id"))
                .values({name: bindparam(f"to_{name}") for name in names}),
                values,
            )
        return outcomes

    def _row(
        self,
        row: RateRow,
        known: Mapping[Place, Mapping[str, Any]],
        made: list[dict[str, Any]],
        changed: dict[tuple[str, ...], list[dict[str, Any]]],
    ) -> tuple[Outcome, str]:
        if row.refusal:
            return Outcome.REFUSED, row.refusal
        counted = [place for place in places_of(row) if self._lowest.is_counted(row, place)]
        if not counted:
            same = all(self._lowest.is_same(row, place) for place in places_of(row))
            return (Outcome.UNCHANGED, "") if same else (Outcome.REFUSED, TWICE)
        outcomes = set()
        for place in counted:
            before = known.get(place)
            if before is not None and all(before[name] == row.said[name] for name in row.said):
                continue
            begins = place.day or self._today
            if before is None or before["effective_from"] != begins:
                made.append(self._made(row, place, before, begins))
                outcomes.add(Outcome.CREATED if before is None else Outcome.UPDATED)
                continue
            outcomes.add(Outcome.UPDATED)
            values = {"source": row.assumed.get("source", "")} | row.said
            names = tuple(sorted(values))
            changed.setdefault(names, []).append(
                {f"to_{name}": values[name] for name in names} | {"row_id": before["id"]}
            )
        if len(outcomes) > 1:
            return Outcome.UPDATED, ""
        return (outcomes.pop() if outcomes else Outcome.UNCHANGED), ""

    def _made(
        self, row: RateRow, place: Place, before: Mapping[str, Any] | None, begins: date
    ) -> dict[str, Any]:
        shipping = self._shipping.get((place.country, place.state), False)
        values = {"taxes_shipping": shipping} | row.assumed
        if before is not None:
            kept = {name: before[name] for name in _FIELDS}
            values |= kept | {"source": row.assumed.get("source", "")}
        return (
            values
            | row.said
            | {
                "id": uuid7(),
                "store_id": self._desk.store_id,
                "country": place.country,
                "state": place.state,
                "postal_prefix": place.prefix,
                "tax_class": place.tax_class,
                "effective_from": begins,
                "created_at": self._now,
                "version": 1,
            }
        )

    def _look_up(self, places: Sequence[Place]) -> dict[Place, Mapping[str, Any]]:
        """The rates on file of these places: of the day, or the one that holds today."""
        found: dict[Place, Mapping[str, Any]] = {}
        wanted = set(places)
        by_state: dict[tuple[str, str], list[str]] = {}
        for place in wanted:
            by_state.setdefault((place.country, place.state), []).append(place.prefix)
        for (country, state), prefixes in by_state.items():
            for at in range(0, len(prefixes), _MOST_AT_ONCE):
                for row in self._rows(country, state, prefixes[at : at + _MOST_AT_ONCE]):
                    place = Place(country, state, row["postal_prefix"], row["tax_class"], None)
                    dated = place._replace(day=row["effective_from"])
                    if dated in wanted:
                        found[dated] = row
                    if place in wanted and row["effective_from"] <= self._today:
                        found[place] = row
        return found

    def _rows(
        self, country: str, state: str, prefixes: Sequence[str]
    ) -> Iterator[Mapping[str, Any]]:
        """Rates on file, the oldest first."""
        query = (
            select(
                *(
                    _RATES.c[name]
                    for name in ("id", "postal_prefix", "tax_class", "effective_from")
                ),
                *(_RATES.c[name] for name in _FIELDS),
            )
            .where(
                _RATES.c.store_id == self._desk.store_id,
                _RATES.c.country == country,
                _RATES.c.state == state,
                type_coerce(_RATES.c.postal_prefix, String).in_(prefixes),
            )
            .order_by(_RATES.c.effective_from)
        )
        return (dict(row._mapping) for row in self._connection.execute(query))

    def _taxed_shipping(self) -> dict[tuple[str, str], bool]:
        """Whether each state taxes shipping, as its own rate on file says today."""
        query = (
            select(_RATES.c.country, _RATES.c.state, _RATES.c.taxes_shipping)
            .where(
                _RATES.c.store_id == self._desk.store_id,
                _RATES.c.postal_prefix == "",
                _RATES.c.tax_class == STANDARD,
                _RATES.c.effective_from <= self._today,
            )
            .order_by(_RATES.c.effective_from)
        )
        return {
            (country, state): taxed for country, state, taxed in self._connection.execute(query)
        }
