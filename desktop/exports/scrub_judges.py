"""Whether a row may be used: its values as keys, looked up in the opt-outs of the medium."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from desktop.exports import places_without_zip
from desktop.exports.scrub_shapes import KINDS_OF
from desktop.imports.table_address import AddressReader
from desktop.services.opt_out_shapes import StopMark
from desktop.services.suppression import SuppressionBook
from models import addresses_rules
from models.addresses_rules import PostalAddress
from models.channels import Medium
from models.suppression_keys import address_key, email_key, phone_key

_ADDRESS_LIKE = frozenset({"address1", "address2"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a row may not be used.

    Attributes:
        code: `stopped`; or why nothing could be looked up: `blank`, `unreadable`, `no_street`,
            `no_zip`, `no_town`, `no_country`.
        column: The column, from 0, of the value that it is about.
        mark: The request that stops it.
    """

    code: str
    column: int
    mark: StopMark | None = None


class Judge(Protocol):
    """Looks at rows for one medium.

    Attributes:
        used: Short sums of the keys of the rows that it let pass, so that a request that comes
            later can be told to touch the list or not.
        last_column: That it looks at, from 0.
    """

    used: array[int]
    last_column: int

    def sift(self, rows: Sequence[Sequence[str]]) -> Mapping[int, Verdict]:
        """Why rows may not be used, by their place in *rows*; the others may."""

    def keys_of(self, place: int) -> Sequence[str]:
        """The keys of a row that may be used, by its place among those sifted last; not by post."""


def judge_for(
    medium: Medium, columns: Mapping[int, str], book: SuppressionBook, country: str, width: int
) -> Judge:
    """The judge of lists for a medium.

    Args:
        columns: What each column is (kinds of `KINDS_OF`).
        book: The opt-outs of the medium.
        country: Of numbers and addresses that name none.
        width: How many cells rows have. What stands behind them in a longer one may be a second
            number: if it is stopped, the row is.
    """
    if medium is Medium.POST:
        return _PostJudge(columns, book, country)
    of_medium = tuple(sorted(at for at, kind in columns.items() if kind in KINDS_OF[medium]))
    key_of = email_key if medium is Medium.EMAIL else partial(phone_key, country=country)
    kind = _ValueJudge if len(of_medium) == 1 else _ValuesJudge
    return kind(of_medium, book, key_of, width)


def touches(used: array[int], keys: Collection[str]) -> bool:
    """Whether a row was let pass that one of these keys, stopped since, may be about."""
    # A whole domain and a place without its ZIP stop addresses that have other keys.
    return any(
        key.startswith("@") or places_without_zip.is_one(key) or hash(key) in used for key in keys
    )


class _ValuesJudge:
    """For numbers and e-mail addresses: every value of a row must be free."""

    def __init__(
        self,
        columns: tuple[int, ...],
        book: SuppressionBook,
        key_of: Callable[[str], str | None],
        width: int,
    ) -> None:
        self.used = array("q")
        self.last_column = max(columns)
        self._columns = columns
        self._book = book
        self._key_of = key_of
        self._width = width
        self._found: Sequence[Sequence[str]] = ()

    def keys_of(self, place: int) -> Sequence[str]:
        """The keys of a row that may be used, by its place among those sifted last."""
        return self._found[place]

    def sift(self, rows: Sequence[Sequence[str]]) -> Mapping[int, Verdict]:
        """Why rows may not be used, by their place in *rows*; the others may."""
        refused: dict[int, Verdict] = {}
        found: list[Sequence[str]] = []
        for at, row in enumerate(rows):
            keys: list[str] = []
            found.append(keys)
            verdict = self._look(row, keys)
            if verdict is None:
                self.used.extend(map(hash, keys))
            else:
                refused[at] = verdict
        self._found = found
        return refused

    def _look(self, row: Sequence[str], keys: list[str]) -> Verdict | None:
        """Why a row may not be used, or None; its keys are put into *keys*."""
        unreadable = None
        for column in self._columns:
            cell = row[column] if column < len(row) else ""
            if not cell or cell.isspace():
                continue
            key = self._key_of(cell)
            if key is None:
                unreadable = Verdict("unreadable", column)
                continue
            mark = self._book.stops(key) if key in self._book else None
            if mark is not None:
                return Verdict("stopped", column, mark)
            keys.append(key)
        if unreadable is None and not keys:
            return Verdict("blank", self._columns[0])
        return unreadable or self._look_behind(row)

    def _look_behind(self, row: Sequence[str]) -> Verdict | None:
        """What stands behind the columns of the list."""
        for column in range(self._width, len(row)):
            key = self._key_of(row[column])
            if key is None:
                continue
            mark = self._book.stops(key) if key in self._book else None
            if mark is not None:
                return Verdict("stopped", column, mark)
            self.used.append(hash(key))
        return None


class _ValueJudge(_ValuesJudge):
    """The same for one column, as most lists have it, with little work for each row."""

    _keys: Sequence[str | None] = ()

    def sift(self, rows: Sequence[Sequence[str]]) -> Mapping[int, Verdict]:
        """Why rows may not be used, by their place in *rows*; the others may."""
        (column,) = self._columns
        cells = [row[column] if column < len(row) else "" for row in rows]
        found = list(map(self._key_of, cells))
        known = self._book if self._book.has_domains else self._book.known
        refused: dict[int, Verdict] = {}
        width = self._width
        for at, key in enumerate(found):
            if key is None or key in known or len(rows[at]) > width:
                verdict = self._look(rows[at], [])
                if verdict is not None:
                    refused[at] = verdict
        self.used.extend(
            [hash(key) for at, key in enumerate(found) if at not in refused]
            if refused
            else map(hash, found)
        )
        self._keys = found
        return refused

    def keys_of(self, place: int) -> Sequence[str]:
        """The one key of a row that may be used, by its place among those sifted last."""
        key = self._keys[place]
        return () if key is None else (key,)


class _PostJudge:
    """For addresses: the place, and there the person whom the row names."""

    def __init__(self, columns: Mapping[int, str], book: SuppressionBook, country: str) -> None:
        self.used = array("q")
        self.last_column = max(columns)
        self._reader = AddressReader(columns, country)
        self._book = book
        self._column = min(at for at, kind in columns.items() if kind in _ADDRESS_LIKE)
        # Who wrote without a ZIP is on record under the town: such places are looked up by it too.
        self._townwise = places_without_zip.PlacesWithoutZip(book.known)

    def sift(self, rows: Sequence[Sequence[str]]) -> Mapping[int, Verdict]:
        """Why rows may not be used, by their place in *rows*; the others may."""
        refused: dict[int, Verdict] = {}
        for at, row in enumerate(rows):
            verdict = self._look(row)
            if verdict is not None:
                refused[at] = verdict
        return refused

    def keys_of(self, place: int) -> Sequence[str]:
        """None: nobody asks when the post may come."""
        return ()

    def _look(self, row: Sequence[str]) -> Verdict | None:
        address = self._reader.address(row)
        code = _lacking(address)
        key = None if code else address_key(address)
        if key is None:
            return Verdict(code or "no_street", self._column)
        for each in (key, *self._townwise.like(key, address)):
            mark = self._book.stops(each, self._reader.name(row)) if each in self._book else None
            if mark is not None:
                return Verdict("stopped", self._column, mark)
        self.used.append(hash(key))
        return None


def _lacking(address: PostalAddress) -> str:
    """What an address lacks without which it cannot be told from others; empty: nothing."""
    if not address.line1 and not address.line2:
        return "blank" if not address.city and not address.postal_code else "no_street"
    if not address.country:
        return "no_country"
    if address.country == "US":
        return "" if addresses_rules.zip_parts(address.postal_code) else "no_zip"
    return "" if address.city or address.postal_code else "no_town"
