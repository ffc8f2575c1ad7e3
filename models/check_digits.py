"""Check digits: Damm for order numbers, Luhn for cards, GS1 for bar codes."""

from __future__ import annotations

# H. Michael Damm, "Total anti-symmetrische Quasigruppen" (2004): the quasigroup of order 10. It
# catches every wrong digit and every swap of neighbours, which is what goes wrong when read aloud.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_LUHN_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_GTIN_LENGTHS = frozenset({8, 12, 13, 14})
_SCANNER_SPACES = str.maketrans("", "", " -\t\r\n")


def _are_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def damm(digits: str) -> int:
    """Return the Damm check digit of ``digits`` (ASCII digits, at least one).

    Raises:
        ValueError: ``digits`` holds anything else.
    """
    if not _are_digits(digits):
        raise ValueError("a check digit is made from digits only")
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


def damm_valid(digits: str) -> bool:
    """Return whether ``digits`` ends in its own Damm check digit."""
    return len(digits) > 1 and _are_digits(digits) and damm(digits) == 0


def luhn_valid(digits: str) -> bool:
    """Return whether ``digits`` ends in its own Luhn check digit (ISO/IEC 7812-1 annex B)."""
    if len(digits) < 2 or not _are_digits(digits):
        return False
    values = [int(digit) for digit in reversed(digits)]
    return (sum(values[::2]) + sum(_LUHN_DOUBLED[value] for value in values[1::2])) % 10 == 0


def gtin_valid(digits: str) -> bool:
    """Return whether ``digits`` is a GTIN-8, -12, -13 or -14 with a right check digit (GS1)."""
    if len(digits) not in _GTIN_LENGTHS or not _are_digits(digits):
        return False
    values = [int(digit) for digit in reversed(digits)]
    return (sum(values[::2]) + 3 * sum(values[1::2])) % 10 == 0


def normalise_gtin(typed: str) -> str | None:
    """Return the 14-digit form of a bar code as typed or scanned, or None when it is not one.

    The same article is UPC-A (12) on one label and EAN-13 on another; filled with zeros to 14 they
    are one value. Spaces and hyphens, as printed under bar codes, are passed over.
    """
    digits = typed.translate(_SCANNER_SPACES)
    return digits.zfill(14) if gtin_valid(digits) else None
