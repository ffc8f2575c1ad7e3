"""What a row of a file of customers makes of the fields that somebody has on file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models import card_guard, names
from models.customer import CustomerKind

PERSON = ("given_name", "family_name")
_LONGEST_NOTES = 2000


def person_completed(known: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row's name adds to one that lacks a part: nothing unless the other part is the same."""
    if known["given_name"] and known["family_name"]:
        return {}
    said = {name: row.get(name, "") for name in PERSON}
    there = [known[name] for name in PERSON if known[name]]
    if not all(said.values()):
        return said if not there and any(said.values()) else {}
    is_same = not there or names.fold(there[0]) in map(names.fold, said.values())
    return {name: value for name, value in said.items() if value != known[name]} if is_same else {}


def called(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What follows from the names."""
    given, family = fields["given_name"], fields["family_name"]
    return {
        "kind": CustomerKind.PERSON if given or family else CustomerKind.COMPANY,
        "display_name": names.display_name(given, family, fields["company_name"])[:200],
    }


def noted(before: str, value: str) -> tuple[str, bool]:
    """Notes with what a file says added below, once; and whether all of it could be.

    Digits at the end of one line and at the beginning of the next may make a card number.
    """
    notes, is_whole = before, True
    for line in value.splitlines():
        if line and line not in notes.splitlines():
            longer = (f"{notes}\n{line}" if notes else line)[:_LONGEST_NOTES]
            if card_guard.looks_like_card(longer):
                is_whole = False
            else:
                notes = longer
    return notes, is_whole
