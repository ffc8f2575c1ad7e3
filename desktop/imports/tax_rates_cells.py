"""What the cells of a table of tax rates say: ZIPs in their many forms, and rates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

MOST_PREFIXES = 1000
"""ZIPs of one row: more are no row but a file."""
_ZIP_LENGTH = 5
_PPM_DIGITS = 6
_RATE = re.compile(
    r"(?P<number>-?(?:[0-9]{1,9}(?:[.,][0-9]{0,30})?|[.,][0-9]{1,30})(?:[eE][-+]?[0-9]{1,2})?)"
    r"\s*(?P<percent>%?)"
)
_SPAN = re.compile(r"(?P<first>[0-9]{3,5})\s*(?:-|–|—|\.{2,3}|\bto\b)\s*(?P<last>[0-9]{5})")
_PLUS4 = re.compile(r"(?P<zip>[0-9]{5})-?(?P<plus4>[0-9]{4})")
_BEGINNING = re.compile(r"(?P<digits>[0-9]{1,5})(?P<any>(?:\*|[xX]{1,4})?)")
_ABROAD = re.compile(r"[0-9A-Z][0-9A-Z \-]{0,9}")
_SEVERAL = re.compile(r"[;,|\n]")


class CellUnclear(ValueError):
    """A cell cannot be taken. The message is the reason in words; it repeats nothing."""


def rate_of(cell: str) -> tuple[Decimal, bool]:
    """A rate's number, and whether a percent sign stands behind it.

    Raises:
        CellUnclear: it is no number.
    """
    match = _RATE.fullmatch(cell.strip())
    if match is None:
        raise CellUnclear("Its rate is no number.")
    return Decimal(match["number"].replace(",", ".")), bool(match["percent"])


def ppm(rate: Decimal, *, is_percent: bool) -> tuple[int, bool]:
    """Parts per million of a rate, and whether it had to be rounded.

    Raises:
        CellUnclear: it is below zero or over 100 %.
    """
    if rate < 0:
        raise CellUnclear("Its rate is below zero.")
    exact = rate.scaleb(_PPM_DIGITS - 2 if is_percent else _PPM_DIGITS)
    if exact > 10**_PPM_DIGITS:
        raise CellUnclear("Its rate is over 100 %.")
    whole = int(exact.to_integral_value(rounding=ROUND_HALF_UP))
    # What a spreadsheet calculates is off by some billionths, which is nobody's rate.
    return whole, abs(whole - exact) > Decimal("0.001")


def prefixes_of(cell: str, country: str, *, pads: bool) -> tuple[list[str], bool]:
    """How the ZIPs begin that a cell names, and whether a lost zero was put before one.

    Args:
        cell: "91764", "91764-1234", "91700-91799", "917*", "90001; 90002", "*" or nothing for all.
        country: Whose ZIPs they are.
        pads: Whether fewer than five digits are a ZIP that a spreadsheet took for a number.

    Raises:
        CellUnclear: it cannot be read.
    """
    found: list[str] = []
    padded = False
    for part in _SEVERAL.split(cell.strip().upper()):
        text = part.strip()
        if text in ("", "*"):
            continue
        one, was_short = _prefixes(text, country, pads=pads)
        found += one
        padded |= was_short
        if len(found) > MOST_PREFIXES:
            raise CellUnclear("It names more than 1,000 ZIPs. Part it into rows.")
    return list(dict.fromkeys(found)) or [""], padded


def prefixes_between(first: str, last: str) -> list[str]:
    """The fewest beginnings that name all of the ZIPs from *first* to *last*, and no other.

    Raises:
        CellUnclear: these are no two ZIPs, or the second comes before the first.
    """
    if not all(re.fullmatch(r"[0-9]{5}", zip5) for zip5 in (first, last)) or first > last:
        raise CellUnclear("Its first and last ZIP cannot be read.")
    return list(_cover(int(first), int(last)))


def _cover(first: int, last: int) -> Iterator[str]:
    while first <= last:
        digits = _ZIP_LENGTH
        # As many ZIPs at once as begin alike, from here on and not past the last.
        while digits > 1 and first % 10 ** (_ZIP_LENGTH - digits + 1) == 0:
            if first + 10 ** (_ZIP_LENGTH - digits + 1) - 1 > last:
                break
            digits -= 1
        yield f"{first:05d}"[:digits]
        first += 10 ** (_ZIP_LENGTH - digits)


def _prefixes(text: str, country: str, *, pads: bool) -> tuple[Sequence[str], bool]:
    if country != "US":
        bare = text.rstrip("*").strip()
        if not _ABROAD.fullmatch(bare):
            raise CellUnclear("Its postal code cannot be read.")
        return [bare], False
    span = _SPAN.fullmatch(text)
    if span:
        return prefixes_between(span["first"].zfill(_ZIP_LENGTH), span["last"]), False
    plus4 = _PLUS4.fullmatch(text)
    if plus4:
        return [f"{plus4['zip']}-{plus4['plus4']}"], False
    beginning = _BEGINNING.fullmatch(text)
    if beginning is None:
        raise CellUnclear("Its ZIP cannot be read.")
    digits = beginning["digits"]
    if pads and not beginning["any"] and len(digits) < _ZIP_LENGTH:
        return [digits.zfill(_ZIP_LENGTH)], True
    return [digits], False
