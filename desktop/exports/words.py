"""How an export writes what is not text, so that an import of it reads the same."""

from __future__ import annotations


def yes_or_no(value: bool) -> str:
    """A flag."""
    return "yes" if value else "no"


def money_text(minor: int | None, digits: int) -> str:
    """An amount with a decimal point and nothing around it; "" where there is none."""
    if minor is None:
        return ""
    text = str(minor).zfill(digits + 1)
    return f"{text[:-digits]}.{text[-digits:]}" if digits else text
