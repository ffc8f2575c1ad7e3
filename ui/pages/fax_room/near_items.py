"""What a SKU in somebody's handwriting may have been meant for."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

from desktop.services import catalogue
from desktop.services.catalogue import Item
from desktop.services.desk import Desk

_LEAST_LETTERS = 3
_MOST_CUT = 3
_LIKE = 0.6
"""Less like it than this (`difflib`'s ratio) is no help to anybody."""
_MOST_NEAR = 5


@dataclass(frozen=True)
class Found:
    """Items for a text; *is_near*: none of them is what was typed, they only look like it."""

    items: tuple[Item, ...]
    is_near: bool = False


def find(session: Any, desk: Desk, text: str) -> Found:
    """What a text means, or what is written much like it, the likeliest first."""
    items = catalogue.find_items(session, desk, text)
    if items:
        return Found(items)
    key = catalogue.fold_sku(text)
    for cut in range(1, _MOST_CUT + 1):
        if len(key) - cut < _LEAST_LETTERS:
            break
        near = catalogue.find_items(session, desk, key[:-cut])
        like = sorted(near, key=lambda item: -_likeness(item, key))
        like = [item for item in like if _likeness(item, key) >= _LIKE]
        if like:
            return Found(tuple(like[:_MOST_NEAR]), is_near=True)
    return Found((), is_near=True)


def _likeness(item: Item, key: str) -> float:
    return difflib.SequenceMatcher(None, catalogue.fold_sku(item.sku), key).ratio()
