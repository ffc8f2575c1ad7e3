"""Money: whole minor units and a currency, never a float."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

MINUS = "\N{MINUS SIGN}"
MAX_MINOR = 2**63 - 1  # what a BIGINT column holds

# ISO 4217 list one, the currencies whose minor unit is not a hundredth.
_EXPONENTS = {
    **dict.fromkeys(
        (
            [
                "BIF",
                "CLP",
                "DJF",
                "GNF",
                "ISK",
                "JPY",
                "KMF",
                "KRW",
                "PYG",
                "RWF",
                "UGX",
                "UYI",
                "VND",
                "VUV",
                "XAF",
                "XOF",
                "XPF",
            ]
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
_SYMBOLS = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "INR": "₹",
    "KRW": "₩",
    "ILS": "₪",
    "CAD": "CA$",
    "AUD": "A$",
    "NZD": "NZ$",
    "MXN": "MX$",
    "HKD": "HK$",
}


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met in one sum."""


def exponent(currency: str) -> int:
    """Return how many digits follow the decimal point in ``currency`` (ISO 4217)."""
    return _EXPONENTS.get(currency, 2)


def half_up(numerator: int, denominator: int) -> int:
    """Divide and round to the nearest whole number, halves away from zero.

    The one rounding of the program: what a person with a pocket calculator gets, and the same for
    a refund as for the sale it undoes.
    """
    if denominator <= 0:
        raise ValueError("the denominator must be positive")
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency.

    Attributes:
        minor: Whole minor units (cents for USD, yen for JPY); negative for what is owed back.
        currency: ISO 4217 code, three capitals.

    Raises:
        TypeError: ``minor`` is not an int (a float or bool would hide a mistake).
        ValueError: The code is not three capitals, or the amount does not fit a BIGINT.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError("money counts whole minor units")
        if not re.fullmatch("[A-Z]{3}", self.currency):
            raise ValueError("a currency is three capital letters")
        if abs(self.minor) > MAX_MINOR:
            raise ValueError("the amount is too large")

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Return nothing, of ``currency``."""
        return cls(0, currency)

    @classmethod
    def total(cls, amounts: Iterable[Money], currency: str) -> Money:
        """Add amounts of ``currency``; none at all gives zero.

        Raises:
            CurrencyMismatch: One of them is of another currency.
        """
        result = cls.zero(currency)
        for amount in amounts:
            result += amount
        return result

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} cannot be mixed")
        return other.minor

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.minor), self.currency)

    def __mul__(self, count: int) -> Money:
        if type(count) is not int:
            return NotImplemented
        return Money(self.minor * count, self.currency)

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other)

    def percent_of(self, percent: Decimal | int) -> Money:
        """Return ``percent`` hundredths of this amount, rounded half up (away from zero).

        Args:
            percent: 10 for ten percent; a Decimal for fractions such as ``Decimal("7.75")``.

        Raises:
            TypeError: ``percent`` is a float.
        """
        if isinstance(percent, bool) or not isinstance(percent, int | Decimal):
            raise TypeError("a percentage is an int or a Decimal")
        numerator, denominator = percent.as_integer_ratio()
        return Money(half_up(self.minor * numerator, denominator * 100), self.currency)

    def allocate(self, weights: Sequence[int]) -> tuple[Money, ...]:
        """Share this amount out in proportion to ``weights``; the parts add up to it exactly.

        Each part is rounded towards zero; the units left over go one by one to the parts with the
        largest remainders, earlier ones first. Weights that are all zero count as equal.

        Raises:
            ValueError: No weights, or a negative one.
        """
        if not weights or min(weights) < 0:
            raise ValueError("weights are zero or more, and there is at least one")
        shares = list(weights) if any(weights) else [1] * len(weights)
        whole, size = sum(shares), abs(self.minor)
        parts = [size * share // whole for share in shares]
        by_remainder = sorted(range(len(shares)), key=lambda i: (-(size * shares[i] % whole), i))
        for index in by_remainder[: size - sum(parts)]:
            parts[index] += 1
        sign = -1 if self.minor < 0 else 1
        return tuple(Money(sign * part, self.currency) for part in parts)

    def format(self, *, symbol: bool = True) -> str:
        """Return the amount for people: ``$1,234.50``, ``−$5.00`` (U+2212), ``CHF 12.00``.

        Args:
            symbol: Whether to put the currency's sign, or its code where it has none, in front.
        """
        places = exponent(self.currency)
        whole, part = divmod(abs(self.minor), 10**places)
        number = f"{whole:,}.{part:0{places}d}" if places else f"{whole:,}"
        if symbol:
            number = _SYMBOLS.get(self.currency, f"{self.currency}\N{NO-BREAK SPACE}") + number
        return f"{MINUS}{number}" if self.minor < 0 else number

    def __str__(self) -> str:
        return self.format()


# Thousands are grouped in threes by one and the same mark, or not at all.
_WHOLE = re.compile("[0-9]+|[0-9]{1,3}(?P<mark>[,.' ])[0-9]{3}(?:(?P=mark)[0-9]{3})*")
_PLAIN_MARKS = str.maketrans({"’": "'", "\N{MINUS SIGN}": "-", "\N{EN DASH}": "-"})


def parse_amount(text: str, currency: str) -> Money | None:
    """Return the amount that someone typed, or None when it could be read in two ways or in none.

    Understands ``1,234.50``, ``1.234,50``, ``1 234,50``, ``$84``, ``84.``, ``84,5``, ``−5``,
    ``(5.00)`` and ``USD 84``. A lone comma before three digits groups thousands; a lone point
    before three digits is refused: a thousand to one person, a fraction to another.
    """
    typed = " ".join(unicodedata.normalize("NFKC", text).translate(_PLAIN_MARKS).upper().split())
    negative = typed.startswith("(") and typed.endswith(")")
    if negative:
        typed = typed[1:-1].strip()
    for _ in range(2):  # "-$5" and "$-5" are both written
        if typed.startswith("-") and not negative:
            negative, typed = True, typed[1:].strip()
        typed = _without_currency(typed, currency)
    minor = _minor_units(typed, exponent(currency))
    if minor is None or minor > MAX_MINOR:
        return None
    return Money(-minor if negative else minor, currency)


def _without_currency(typed: str, currency: str) -> str:
    symbol = _SYMBOLS.get(currency, currency)
    for mark in (symbol, currency, symbol[-1]):
        if not mark.isalpha() or mark == currency:
            if typed.startswith(mark):
                return typed[len(mark) :].strip()
            if typed.endswith(mark):
                return typed[: -len(mark)].strip()
    return typed


def _minor_units(typed: str, places: int) -> int | None:
    whole, part = _split(typed, places)
    match = _WHOLE.fullmatch(whole or "0")
    if match is None or not (whole or part) or len(part) > places:
        return None
    if len(whole) + len(part) > len(str(MAX_MINOR)) * 2 or not (part + "0").isdecimal():
        return None
    units = "".join(filter(str.isdigit, whole))
    return int((units or "0") + part.ljust(places, "0"))


def _split(typed: str, places: int) -> tuple[str, str]:
    """Split at the decimal mark: the last point or comma, unless it groups thousands."""
    at = max(typed.rfind("."), typed.rfind(","))
    if at < 0:
        return typed, ""
    mark, whole, part = typed[at], typed[:at], typed[at + 1 :]
    repeated = mark in whole
    lone_comma = mark == "," and len(part) == 3 and "." not in whole
    if repeated or lone_comma or (not places and part and mark == ","):
        return typed, ""
    return whole, part
