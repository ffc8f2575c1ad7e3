"""How long the card guard takes: on what is typed all day, and on text made to be slow."""

from __future__ import annotations

import random
import time
from statistics import median

from models import card_guard
from tests.models import card_like

_TEXTS = 2_000
_ROUNDS = 5
_MEGABYTE = 1_000_000


def run() -> dict[str, float]:
    """Return seconds: the median of several rounds for each kind of text."""
    chance = random.Random(1)
    day = [card_like.ordinary(chance) for _ in range(_TEXTS)]
    prose = "The customer asked for 12 of the blue ones by May. " * (_MEGABYTE // 51)
    return {
        "guard_ordinary_text_s": _seconds(day) / _TEXTS,
        "guard_short_name_s": _seconds(["Ontario"] * _TEXTS) / _TEXTS,
        "guard_prose_1mb_s": _seconds([prose]),
        "guard_hostile_1mb_s": _seconds(["4 " * (_MEGABYTE // 2)]),
        "guard_hostile_unicode_1mb_s": _seconds(["٤ " * (_MEGABYTE // 3)]),
    }


def _seconds(texts: list[str]) -> float:
    return median(_once(texts) for _ in range(_ROUNDS))


def _once(texts: list[str]) -> float:
    began = time.perf_counter()
    for text in texts:
        card_guard.looks_like_card(text)
    return time.perf_counter() - began
