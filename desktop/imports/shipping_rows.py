"""What the rows of a table of shipping methods say: each is one step of a method's prices."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from desktop.exports.csv_file import unguarded
from desktop.imports import shipping_columns
from desktop.imports.catalogue_columns import UNITS
from desktop.imports.file_cells import amount, decimal_mark, number, says_yes
from desktop.imports.table_columns import folded
from desktop.imports.table_file import TableFile
from desktop.services.desk import Desk
from desktop.services.shipping_settings import ShippingRule
from models import card_guard
from models.addresses_rules import state_code
from models.countries import country_code
from models.money import exponent
from models.shipping import PriceBasis

_LONGEST = {"code": 20, "name": 60, "carrier": 60}
_BASES = {
    **dict.fromkeys(("subtotal", "order", "order total", "total", "price", "amount", "value"),
                    PriceBasis.SUBTOTAL),
    **dict.fromkeys(("weight", "grams", "order weight", "by weight"), PriceBasis.WEIGHT),
}  # fmt: skip
_DAYS = re.compile(r"[0-9]{1,5}")
_WEIGHT = re.compile(r"(?P<number>[0-9.,]+)\s*(?P<unit>[a-zA-Z]*)")
_CODES = re.compile(r"[,;|/\n]")
_FREE = "free"
_CARD = "It holds what looks like a card number."
_NO_CODE = "It names no method."
_TOO_LONG = "Its code, name or carrier is too long."
_NOT_YES = "One of its yes or no columns says neither."
_BAD_DAYS = "Its days are no whole number."
_BAD_POSITION = "Its position is no whole number."
_BAD_COUNTRY = "It names a country that is not known."
_BAD_STATE = "It names a state that is none of the United States."
_BAD_BASIS = "What its price goes by is neither the order's total nor its weight."
_BAD_CURRENCY = "Its price is in another currency than the shop's."
_BAD_FROM = "The value from which its price holds cannot be read."
_BAD_AMOUNT = "Its price is no amount."
_ROUNDED = "Its price was rounded to the cent."
_MOST = 10**12
"""Grams, or minor units, from which a price holds: more is a slip of the keyboard."""


class _Unclear(ValueError):
    """A cell cannot be taken: the reason in words."""


@dataclass(slots=True)
class StepRow:
    """A row, read.

    Attributes:
        method: What it says of its method, by the field of `ShippingRow`, and of its position; what is
            blank is left out.
        rule: The step.
        told: What is taken otherwise than it stands there.
        refusal: Why it cannot be taken, or "".
    """

    line: int
    code: str = ""
    method: dict[str, Any] = field(default_factory=dict)
    rule: ShippingRule | None = None
    told: list[str] = field(default_factory=list)
    refusal: str = ""


class RowReader:
    """Reads the rows of one table."""

    def __init__(self, table: TableFile, columns: Mapping[int, str], desk: Desk) -> None:
        self._columns, self._desk = columns, desk
        self._is_own = bool(shipping_columns.made_by(table))
        self._digits = exponent(desk.currency)
        priced = [at for at, kind in columns.items() if kind in ("amount", "from")]
        cells = (row[at] for row in table.sample for at in priced if at < len(row))
        self._mark = "." if self._is_own else decimal_mark(cells)
        words = folded(_heading(table, columns, "from")).split()
        self._grams = next((UNITS[word] for word in words if word in UNITS), 1.0)
        by_weight = "weight" in words or not UNITS.keys().isdisjoint(words)
        self._basis = PriceBasis.WEIGHT if by_weight else PriceBasis.SUBTOTAL

    def read(self, line: int, cells: Sequence[str]) -> StepRow:
        """What a row says, or why it is refused."""
        one = {
            kind: unguarded(cells[at].strip()) if at < len(cells) else ""
            for at, kind in self._columns.items()
        }
        code = one.get("code", "")
        # The others of its method are refused with it, so it is known whose it is.
        row = StepRow(line, "" if card_guard.looks_like_card(code) else code)
        if any(map(card_guard.looks_like_card, one.values())):
            row.refusal = _CARD
        elif not row.code:
            row.refusal = _NO_CODE
        elif any(len(one.get(name, "")) > most for name, most in _LONGEST.items()):
            row.refusal = _TOO_LONG
        else:
            self._fill(row, one)
        return row

    def _fill(self, row: StepRow, one: Mapping[str, str]) -> None:
        try:
            self._method(row, one)
            self._rule(row, one)
        except _Unclear as unclear:
            row.refusal = str(unclear)

    def _method(self, row: StepRow, one: Mapping[str, str]) -> None:
        readers: Mapping[str, tuple[str, Callable[[str], Any]]] = {
            "name": ("name", str),
            "carrier": ("carrier", str),
            "po_boxes": ("reaches_po_boxes", _flag),
            "military": ("reaches_military", _flag),
            "active": ("active", _flag),
            "countries": ("countries", self._countries),
            "states_not_reached": ("states_not_reached", self._states),
            "least_days": ("least_days", lambda cell: _count(cell, _BAD_DAYS)),
            "most_days": ("most_days", lambda cell: _count(cell, _BAD_DAYS)),
            "position": ("position", lambda cell: _count(cell, _BAD_POSITION)),
        }
        for kind, (name, read) in readers.items():
            if one.get(kind):
                row.method[name] = read(one[kind])

    def _rule(self, row: StepRow, one: Mapping[str, str]) -> None:
        if one.get("currency", "").upper() not in ("", self._desk.currency):
            raise _Unclear(_BAD_CURRENCY)
        basis = self._basis
        if one.get("basis"):
            said = _BASES.get(folded(one["basis"]))
            if said is None:
                raise _Unclear(_BAD_BASIS)
            basis = said
        start = self._start(one.get("from", ""), basis)
        price = one.get("amount", "")
        if price.casefold() == _FREE:
            price = "0"
        cost = amount(price, self._mark, self._digits)
        if cost is None or cost[0] > _MOST:
            raise _Unclear(_BAD_AMOUNT)
        if cost[1]:
            row.told.append(_ROUNDED)
        row.rule = ShippingRule(basis, start, cost[0])

    def _start(self, cell: str, basis: PriceBasis) -> int:
        if not cell:
            return 0
        start: int | None = None
        if basis is PriceBasis.WEIGHT:
            match = _WEIGHT.fullmatch(cell)
            size = number(match["number"]) if match else None
            grams = UNITS.get(match["unit"].lower()) if match and match["unit"] else self._grams
            if size is not None and grams is not None:
                exact = size * Decimal(str(grams))
                start = int(exact.to_integral_value(rounding=ROUND_HALF_UP))
        else:
            read = amount(cell, self._mark, self._digits)
            start = read[0] if read else None
        if start is None or start > _MOST:
            raise _Unclear(_BAD_FROM)
        return start

    def _countries(self, cell: str) -> tuple[str, ...]:
        return self._codes(cell, country_code, _BAD_COUNTRY)

    def _states(self, cell: str) -> tuple[str, ...]:
        abroad = self._desk.country != "US"
        return self._codes(cell, str.upper if abroad else state_code, _BAD_STATE)

    def _codes(self, cell: str, read: Callable[[str], str | None], why: str) -> tuple[str, ...]:
        """The codes of a list, each once, as `ShippingRow` has them."""
        parts = [part.strip() for part in _CODES.split(cell) if part.strip()]
        if self._is_own:
            found: list[str | None] = [code.upper() for part in parts for code in part.split()]
        else:
            found = []
            for part in parts:
                whole = read(part)
                found += [whole] if whole else [read(word) for word in part.split()]
        codes = [code for code in found if code]
        if len(codes) < len(found):
            raise _Unclear(why)
        return tuple(dict.fromkeys(codes))


def _heading(table: TableFile, columns: Mapping[int, str], kind: str) -> str:
    at = next((column for column, held in columns.items() if held == kind), -1)
    return table.headings[at] if 0 <= at < len(table.headings) else ""


def _flag(cell: str) -> bool:
    said = says_yes(cell)
    if said is None:
        raise _Unclear(_NOT_YES)
    return said


def _count(cell: str, why: str) -> int:
    if not _DAYS.fullmatch(cell):
        raise _Unclear(why)
    return int(cell)
