"""The practice shop's sample faxes: who sends what, in which order they come. Draws nothing.

What stands on their pages is drawn by a process of its own (`desktop.practice.fax_child`), for two of
them have a card number on them, as such faxes do.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Paper(enum.Enum):
    """What a sample fax is."""

    TYPED_ORDER = "typed_order"
    CARD_TYPED = "card_typed"
    UPSIDE_DOWN = "upside_down"
    """Two pages, put in the wrong way round."""
    OPT_OUT = "opt_out"
    CARD_BY_HAND = "card_by_hand"
    """In standard resolution."""
    JUNK = "junk"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample fax, as a fax server would list it."""

    name: str
    paper: Paper
    sender: str
    """What the other machine says; the numbers are those of customers of the sample shop, or new."""
    pages: int


FIRST = 7
"""How many there are when the practice shop is opened for the first time: one of each."""

_ROUND = (
    (Paper.TYPED_ORDER, "518 555 0177", 1),
    (Paper.CARD_TYPED, "+1 909 555 0168", 1),
    (Paper.UPSIDE_DOWN, "+1 480 555 0164", 2),
    (Paper.OPT_OUT, "567-555-0114", 1),
    (Paper.CARD_BY_HAND, "909 555 0142", 1),
    (Paper.JUNK, "TONER DEALS DAILY", 1),
    (Paper.DAMAGED, "+1 628 555 0185", 1),
)


def sample(number: int) -> Sample:
    """Sample *number*, counted from 0; they go round and round, each time with other figures on them."""
    paper, sender, pages = _ROUND[number % len(_ROUND)]
    return Sample(f"sample-{number:04d}", paper, sender, pages)


def number_of(name: str) -> int:
    """The number of the sample called *name*.

    Raises:
        ValueError: none is called so.
    """
    if not name.startswith("sample-") or not name[7:].isdecimal():
        raise ValueError("no sample fax has this name")
    return int(name[7:])
