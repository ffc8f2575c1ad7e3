"""Which town, state and time zone a United States ZIP code belongs to.

The table is packaged (`resources/zip/us_zip.tsv.gz`, its source in NOTICE), so that filling in
the town while the caller is still talking needs no network. It answers for five-digit codes in
use, military mail (AA, AE, AP) among them.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Self

_FIELDS = 5
_ZIP_LENGTH = 5


@dataclass(frozen=True, slots=True)
class ZipPlace:
    """The place of one ZIP code.

    Attributes:
        city: The town the post office prefers; "APO", "FPO" or "DPO" for military mail.
        state: Two letters; AA, AE and AP are military mail.
        other_cities: Other towns that the post office accepts with this code.
        time_zone: IANA name; None for military mail, whose place is not told.
    """

    city: str
    state: str
    other_cities: tuple[str, ...]
    time_zone: str | None


class ZipTable:
    """The ZIP codes in use, in memory, unchanging: any thread may read it.

    `ZipTable.load()` takes some 10 to 20 ms the first time in a process and nothing after that;
    a look-up is a binary search and takes microseconds.
    """

    def __init__(self, *, lines: list[str]) -> None:
        """Keep the table's lines, which must be in ascending order."""
        self._lines = lines

    @classmethod
    def load(cls) -> Self:
        """The packaged table, read at the first call only."""
        return cls(lines=_packaged_lines())

    def lookup(self, zip5: str) -> ZipPlace | None:
        """The place of a ZIP code, from its first five digits; None if there is no such code.

        A ZIP+4 ("92373-4407" or "923734407") is looked up by its first five digits. Anything
        else that is not five digits has no place, which is an answer and no error: an agent is
        still typing.
        """
        digits = zip5.strip()
        base, dash, plus4 = digits.partition("-")
        if not dash and len(base) == _ZIP_LENGTH + 4:
            base, plus4 = base[:_ZIP_LENGTH], base[_ZIP_LENGTH:]
        if plus4 and not (len(plus4) == 4 and plus4.isascii() and plus4.isdigit()):
            return None
        if len(base) != _ZIP_LENGTH or not (base.isascii() and base.isdigit()):
            return None
        at = bisect_left(self._lines, base)
        if at == len(self._lines) or not self._lines[at].startswith(base):
            return None
        return _place(self._lines[at])


def _place(line: str) -> ZipPlace:
    _, state, city, time_zone, others = line.split("\t")
    return ZipPlace(
        city=city,
        state=state,
        other_cities=tuple(others.split("|")) if others else (),
        time_zone=time_zone or None,
    )


@lru_cache(maxsize=1)
def _packaged_lines() -> list[str]:
    packed = files("resources").joinpath("zip", "us_zip.tsv.gz").read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").split("\n")
    if lines[0].count("\t") != _FIELDS - 1:
        raise ValueError("the packaged ZIP table is damaged")
    return lines
