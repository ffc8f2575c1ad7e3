"""Order numbers as people say them: eight digits and a check digit, P in front in practice mode."""

from __future__ import annotations

import unicodedata

from models.check_digits import damm, damm_valid

PRACTICE_PREFIX = "P"
MAX_SEQUENCE = 99_999_999
_SEQUENCE_DIGITS = 8
_PASSED_OVER = frozenset(".,#_/")


def compose(sequence: int, practice: bool) -> str:
    """Return the stored form of an order number, such as ``471820635`` or ``P471820635``.

    Args:
        sequence: What the workstation took from its block, 1 to 99,999,999.
        practice: Whether the number belongs to a practice store.

    Raises:
        ValueError: ``sequence`` is outside its range.
    """
    if not 1 <= sequence <= MAX_SEQUENCE:
        raise ValueError(f"an order sequence is 1 to {MAX_SEQUENCE}, not {sequence}")
    digits = f"{sequence:0{_SEQUENCE_DIGITS}d}"
    return f"{PRACTICE_PREFIX if practice else ''}{digits}{damm(digits)}"


def is_practice(stored: str) -> bool:
    """Return whether a stored order number belongs to practice mode."""
    return stored.startswith(PRACTICE_PREFIX)


def _groups(stored: str) -> tuple[str, str, str, str]:
    prefix = PRACTICE_PREFIX if is_practice(stored) else ""
    digits = stored.removeprefix(PRACTICE_PREFIX)
    if len(digits) != _SEQUENCE_DIGITS + 1 or not damm_valid(digits):
        raise ValueError("not a stored order number")
    return prefix, digits[:4], digits[4:8], digits[8]


def display(stored: str) -> str:
    """Return the form for screen and paper: ``4718 2063-5``, ``P4718 2063-5`` in practice.

    Raises:
        ValueError: ``stored`` is not an order number.
    """
    prefix, first, second, check = _groups(stored)
    return f"{prefix}{first} {second}-{check}"


def spoken(stored: str) -> str:
    """Return the number as it is read aloud, digit by digit: ``4 7 1 8, 2 0 6 3, dash 5``.

    Raises:
        ValueError: ``stored`` is not an order number.
    """
    prefix, first, second, check = _groups(stored)
    said = f"{' '.join(first)}, {' '.join(second)}, dash {check}"
    return f"{prefix}, {said}" if prefix else said


def parse(typed: str) -> str | None:
    """Return the stored form of an order number as someone types it, or None.

    Spaces, any dash, dots and a small p are forgiven. A number whose check digit is wrong is None:
    one wrong digit or two neighbours swapped never find another customer's order.
    """
    kept: list[str] = []
    for character in typed:
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            kept.append(str(digit))
        elif character in "Pp":
            kept.append(PRACTICE_PREFIX)
        elif not _is_passed_over(character):
            return None
    stored = "".join(kept)
    digits = stored.removeprefix(PRACTICE_PREFIX)
    if len(digits) != _SEQUENCE_DIGITS + 1 or not damm_valid(digits):
        return None
    return stored


def _is_passed_over(character: str) -> bool:
    return (
        character in _PASSED_OVER
        or character.isspace()
        or unicodedata.category(character) in ("Pd", "Cf")
        or character == "−"
    )
