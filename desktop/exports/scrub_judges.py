"""Whether a row may be used: its values as keys, looked up in the opt-outs of the medium."""

from __future__ import annotations

import dataclasses
from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

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
        keys: Of the last row that it let pass.
    """

    used: array[int]
    keys: Sequence[str]

    def refuses(self, row: Sequence[str]) -> Verdict | None:
        """Why a row may not be used, or None."""


def judge_for(
    medium: Medium, columns: Mapping[int, str], book: SuppressionBook, country: str
) -> Judge:
    """The judge of lists for a medium.

    Args:
        columns: What each column is (kinds of `KINDS_OF`).
        book: The opt-outs of the medium.
        country: Of numbers and addresses that name none.
    """
    if medium is Medium.POST:
        return _PostJudge(columns, book, country)
    of_medium = tuple(sorted(at for at, kind in columns.items() if kind in KINDS_OF[medium]))
    if medium is Medium.EMAIL:
        return _ValueJudge(of_medium, book, email_key)
    return _ValueJudge(of_medium, book, lambda cell: phone_key(cell, country))


def touches(used: array[int], keys: Collection[str]) -> bool:
    """Whether a row was let pass that one of these keys, stopped since, may be about."""
    # A whole domain stops addresses that have other keys.
    return any(key.startswith("@") or hash(key) in used for key in keys)


class _ValueJudge:
    """For numbers and e-mail addresses: every value of a row must be free."""

    def __init__(
        self,
        columns: tuple[int, ...],
        book: SuppressionBook,
        key_of: Callable[[str], str | None],
    ) -> None:
        self.used = array("q")
        self.keys: Sequence[str] = ()
        self._columns = columns
        self._book = book
        self._key_of = key_of

    def refuses(self, row: Sequence[str]) -> Verdict | None:
        """Why a row may not be used, or None."""
        keys: list[str] = []
        unreadable = None
        for column in self._columns:
            cell = row[column] if column < len(row) else ""
            if not cell or cell.isspace():
                continue
            key = self._key_of(cell)
            if key is None:
                unreadable = Verdict("unreadable", column)
                continue
            if key in self._book:
                mark = self._book.stops(key)
                if mark is not None:
                    return Verdict("stopped", column, mark)
            keys.append(key)
        if unreadable is not None:
            return unreadable
        if not keys:
            return Verdict("blank", self._columns[0])
        self.keys = keys
        self.used.extend(map(hash, keys))
        return None


class _PostJudge:
    """For addresses: the place, and there the person whom the row names."""

    def __init__(self, columns: Mapping[int, str], book: SuppressionBook, country: str) -> None:
        self.used = array("q")
        self.keys: Sequence[str] = ()
        self._reader = AddressReader(columns, country)
        self._book = book
        self._column = min(at for at, kind in columns.items() if kind in _ADDRESS_LIKE)
        # Who wrote without a ZIP is on record under the town: such places are looked up by it too.
        self._townwise = frozenset(_number(key) for key in book if _has_no_zip(key))

    def refuses(self, row: Sequence[str]) -> Verdict | None:
        """Why a row may not be used, or None."""
        address = self._reader.address(row)
        code = _lacking(address)
        key = None if code else address_key(address)
        if key is None:
            return Verdict(code or "no_street", self._column)
        keys = [key]
        if self._townwise and _number(key) in self._townwise:
            by_town = address_key(dataclasses.replace(address, postal_code=""))
            keys += [by_town] if by_town else []
        for each in keys:
            mark = self._book.stops(each, self._reader.name(row)) if each in self._book else None
            if mark is not None:
                return Verdict("stopped", self._column, mark)
        self.keys = keys
        self.used.extend(map(hash, keys))
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


def _number(key: str) -> str:
    """The first word of a standardised address: mostly the house number."""
    return key.partition(" ")[0]


def _has_no_zip(key: str) -> bool:
    parts = key.split("|")
    return parts[-1] == "US" and not (len(parts) > 1 and parts[-2].isdecimal())
