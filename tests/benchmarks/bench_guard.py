"""The card guard on what is typed all day and on text made to be slow, against a bare pattern."""

from __future__ import annotations

import random
import re
from functools import partial

from models import card_guard
from tests.benchmarks.measure import Figure, Samples, Stage, in_turn, of, taken_by
from tests.models import card_like

_TEXTS = 500
_MEGABYTE = 1_000_000
_BARE = re.compile(r"(?:\d[ .-]?){12,18}\d")
"""What one would write without thinking of groups, issuers, check digits and other scripts."""


def run(stage: Stage) -> list[Figure]:
    """Seconds for one text of each kind."""
    chance = random.Random(1)
    day = [card_like.ordinary(chance) for _ in range(_TEXTS)]
    prose = "The customer asked for 12 of the blue ones by May. " * (_MEGABYTE // 51)
    few = max(3, stage.rounds // 20)
    return [
        _figure("an ordinary text", day, stage.rounds),
        _figure("a short name", ["Ontario"] * _TEXTS, stage.rounds),
        _figure("prose of 1 MB", [prose], few),
        _alone("digits and spaces of 1 MB", ["4 " * (_MEGABYTE // 2)], few),
        _alone("Arabic digits and spaces of 1 MB", ["٤ " * (_MEGABYTE // 3)], few),
    ]


def _figure(what: str, texts: list[str], rounds: int) -> Figure:
    ours, bare = in_turn(_guard, _look, [texts], rounds)
    return Figure(what, _each(ours, len(texts)), _each(bare, len(texts)))


def _alone(what: str, texts: list[str], rounds: int) -> Figure:
    """The bare pattern stops at the first digits: there is nothing to compare with."""
    return Figure(what, of(taken_by(partial(_guard, texts)) for _ in range(rounds)))


def _guard(texts: list[str]) -> None:
    for text in texts:
        card_guard.looks_like_card(text)


def _look(texts: list[str]) -> None:
    for text in texts:
        _BARE.search(text)


def _each(samples: Samples, count: int) -> Samples:
    return of(
        (clock / count, ran / count)
        for clock, ran in zip(samples.seconds, samples.on_cpu, strict=True)
    )
