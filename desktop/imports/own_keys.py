"""What our own files call a record that came from no file: its id, in letters only.

Digits of an id look like a payment card's now and then, and such a cell would be refused.
"""

from __future__ import annotations

import uuid

_BEFORE = "order-desk:"
_TO_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_FROM_LETTERS = str.maketrans("ghijklmnop", "0123456789")


def own_key(record_id: uuid.UUID) -> str:
    """What an export calls the record."""
    return _BEFORE + record_id.hex.translate(_TO_LETTERS)


def is_own(key: str) -> bool:
    """Whether a key is such a one; another is the shop's own."""
    return key.startswith(_BEFORE)


def id_of(key: str) -> uuid.UUID | None:
    """The record that `own_key` gave *key* to; None where it gave it to none."""
    if not is_own(key):
        return None
    try:
        return uuid.UUID(hex=key.removeprefix(_BEFORE).translate(_FROM_LETTERS))
    except ValueError:
        return None
