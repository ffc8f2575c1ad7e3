"""The card guard: no payment card number goes into a record, a log line or a report.

It stands behind every text and JSON column and every log line, so it is quick on ordinary text and
takes time in proportion to the length on hostile text. It errs towards refusal: better an odd SKU
retyped than a card number stored (PCI DSS 4.0.1, requirement 3).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import accumulate
from typing import Any, TypeVar

_Value = TypeVar("_Value")

REMOVED = "[number removed]"
WITHHELD_DIGITS = 8
_SHORTEST, _LONGEST = 13, 19
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)

# What may stand between the groups of one number. Text that is not ASCII is first mapped onto this
# alphabet, one character to one, so that positions stay the same.
_BETWEEN = r"[\x00-\x20\x7f._\-]"
_RUN = re.compile(rf"[0-9](?:{_BETWEEN}*+[0-9]){{{_SHORTEST - 1},}}+")
_APART = "|"  # stands between no digits of one number
_GROUP = re.compile("[0-9]+")
# Our own ids (UUIDv7 of the years 2004 to 2039): one in some thousands holds four groups of digits
# that would pass for a card number, and the record that it names could never be written.
_OWN_ID = re.compile("01[0-9a-f]{6}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_SEPARATOR_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Pd", "Pc", "Mn", "Me"})
_OTHER_SEPARATORS = frozenset("−·•‧∙⋅․。．")

# Issuer prefixes and lengths (ISO/IEC 7812 ranges as the networks publish them), to four digits:
# a range that is narrower in truth is widened, which errs towards refusal.
_ISSUERS: tuple[tuple[int, int, tuple[int, ...]], ...] = (
    (4000, 4999, (13, 16, 18, 19)),  # Visa
    (5100, 5599, (16,)),  # Mastercard
    (2221, 2720, (16,)),  # Mastercard
    (3400, 3499, (15,)),  # American Express
    (3700, 3799, (15,)),  # American Express
    (3000, 3059, (14, 16, 17, 18, 19)),  # Diners Club
    (3095, 3095, (14, 16, 17, 18, 19)),  # Diners Club
    (3600, 3699, (14, 15, 16, 17, 18, 19)),  # Diners Club
    (3800, 3999, (14, 16, 17, 18, 19)),  # Diners Club
    (3528, 3589, (16, 17, 18, 19)),  # JCB
    (1800, 1800, (15, 16)),  # JCB
    (2131, 2131, (15, 16)),  # JCB
    (6000, 6999, (16, 17, 18, 19)),  # Discover, UnionPay, Maestro, RuPay, Hipercard, InstaPayment
    (5000, 5099, (16, 17, 18, 19)),  # Maestro, Elo, Verve, RuPay
    (5600, 5899, (16, 17, 18, 19)),  # Maestro
    (5018, 5018, (13, 14, 15)),  # Maestro, short forms of these
    (5020, 5020, (13, 14, 15)),
    (5038, 5038, (13, 14, 15)),
    (5893, 5893, (13, 14, 15)),
    (6304, 6304, (13, 14, 15)),
    (6759, 6759, (13, 14, 15)),
    (6761, 6763, (13, 14, 15)),
    (8100, 8299, (16, 17, 18, 19)),  # UnionPay, RuPay
    (2200, 2205, (16, 17, 18, 19)),  # Mir, Borica
    (9792, 9792, (16,)),  # Troy
    (8600, 8600, (16,)),  # UzCard
    (9860, 9860, (16,)),  # Humo
)


def _lengths_by_prefix() -> dict[str, tuple[int, ...]]:
    lengths: dict[str, tuple[int, ...]] = {}
    for first, last, known in _ISSUERS:
        for prefix in range(first, last + 1):
            key = f"{prefix:04d}"
            lengths[key] = tuple(sorted({*lengths.get(key, ()), *known}))
    return lengths


_LENGTHS = _lengths_by_prefix()


class CardNumberRefused(ValueError):
    """A text looks like it holds a payment card number. It never carries the text."""

    def __init__(self) -> None:
        super().__init__(
            "This looks like a payment card number, so it was not kept. "
            "Card numbers go into the card window only."
        )


class _Alphabet(dict[int, int]):
    """Maps any character to a digit, a space (may stand between digits) or a letter."""

    _MOST_KEPT = 4096

    def __missing__(self, code: int) -> int:
        character = chr(code)
        digit = unicodedata.digit(character, None)
        if digit is None:
            # Numerals such as the Chinese ones have a value without being digits.
            value = unicodedata.numeric(character, -1.0)
            digit = int(value) if value in range(10) else None
        if digit is not None:
            mapped = ord("0") + digit
        elif code < 128:
            mapped = code
        elif (
            unicodedata.category(character) in _SEPARATOR_CATEGORIES
            or character in _OTHER_SEPARATORS
        ):
            mapped = ord(" ")
        else:
            mapped = ord("x")
        if len(self) < self._MOST_KEPT:
            self[code] = mapped
        return mapped


_ALPHABET = _Alphabet()


def _plain(text: str) -> str:
    return text if text.isascii() else text.translate(_ALPHABET)


def _windows(run: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) in ``run`` of each stretch of whole groups that may be a card number."""
    starts: list[tuple[int, int]] = []  # (index among the digits, position in the run)
    ends: dict[int, int] = {}
    count = 0
    for group in _GROUP.finditer(run):
        starts.append((count, group.start()))
        count += len(group.group())
        ends[count] = group.end()
    digits = "".join(_GROUP.findall(run))
    sums: tuple[list[int], list[int]] | None = None
    for first, position in starts:
        for length in _LENGTHS.get(digits[first : first + 4], ()):
            end = ends.get(first + length)
            if end is None:
                continue
            if sums is None:
                sums = _running_sums(digits)
            column = sums[(first + length) % 2]
            if (column[first + length] - column[first]) % 10 == 0:
                yield position, end


def _running_sums(digits: str) -> tuple[list[int], list[int]]:
    """Return Luhn sums of each beginning, with even and with odd places doubled.

    The Luhn sum of any stretch is then one subtraction, which keeps hostile text linear.
    """
    values = [int(digit) for digit in digits]
    even = [_DOUBLED[v] if i % 2 == 0 else v for i, v in enumerate(values)]
    odd = [_DOUBLED[v] if i % 2 == 1 else v for i, v in enumerate(values)]
    return list(accumulate(even, initial=0)), list(accumulate(odd, initial=0))


def _found(text: str) -> Iterator[tuple[int, int]]:
    if len(text) < _SHORTEST:
        return
    for run in _RUN.finditer(_plain(text)):
        offset = run.start()
        for start, end in _windows(run.group()):
            yield offset + start, offset + end


def looks_like_card(text: str) -> bool:
    """Return whether ``text`` holds a stretch of digits that may be a payment card number.

    A stretch starts and ends at the edge of a group of digits, counts 13 to 19 digits of any
    script with spaces, dashes, dots and invisible characters between, begins with a known issuer
    prefix of that length and has a right Luhn digit.
    """
    return len(text) >= _SHORTEST and next(_found(text), None) is not None


def check(text: str) -> str:
    """Return ``text`` as it is.

    Raises:
        CardNumberRefused: It looks like it holds a card number.
    """
    if looks_like_card(text):
        raise CardNumberRefused
    return text


def check_all(texts: Iterable[str]) -> None:
    """`check` for each of many texts, in a fraction of the time.

    Raises:
        CardNumberRefused: One of them looks like it holds a card number.
    """
    long = [text for text in texts if len(text) >= _SHORTEST]
    if looks_like_card(_APART.join(long)):
        for text in long:
            check(text)


def check_json(value: _Value) -> _Value:
    """Return a JSON value as it is, after a look at every key, text and number in it.

    A text that is one of our own ids and nothing else is passed over.

    Raises:
        CardNumberRefused: One of them looks like it holds a card number.
    """
    waiting: list[Any] = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            if not _OWN_ID.fullmatch(part):
                check(part)
        elif isinstance(part, dict):
            waiting.extend(part.keys())
            waiting.extend(part.values())
        elif isinstance(part, list | tuple | set | frozenset):
            waiting.extend(part)
        elif isinstance(part, int | float | Decimal) and not isinstance(part, bool):
            _check_number(part)
    return value


def _check_number(number: float | Decimal) -> None:
    # A longer number is one group of too many digits; a fraction is no card number, but the whole
    # number beside a zero fraction is (JSON readers make 4.2e15 of one).
    if number == number and 10 ** (_SHORTEST - 1) <= abs(number) < 10**_LONGEST:
        check(str(abs(int(number))))


def scrub(text: str) -> str:
    """Return ``text`` for a log line: each stretch like a card number becomes "[number removed]"."""
    kept: list[str] = []
    done = removed_to = 0
    for start, end in sorted(_found(text)):
        if start >= removed_to:
            kept += [text[done:start], REMOVED]
        removed_to = done = max(removed_to, end)
    kept.append(text[done:])
    return "".join(kept)


def digits_withheld(text: str) -> bool:
    """Return whether autosave holds ``text`` back until its field was left and checked.

    Eight digits or more may be the first half of a card number that is still being typed.
    """
    return sum(character.isdigit() for character in _plain(text)) >= WITHHELD_DIGITS
