"""What is not in stock: by when it leaves, and what is promised of each line (16 CFR 435)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from desktop.documents.texts import LetterTexts
from models import limits
from models.business_days import add_business_days
from models.order import BackorderChoice, Order, OrderLine

LATER = frozenset({"restock_on", "restock", "together"})
"""Bases of a line's promise that wait for something that is not here."""


def leaves_on(today: date, restock_on: date | None) -> date:
    """When pieces that are not here leave: after the day on which they come, else as the shop orders."""
    if restock_on is not None and restock_on >= today:
        return add_business_days(restock_on, limits.SHIPS_WITHIN_DAYS)
    return add_business_days(today, limits.RESTOCK_DAYS)


def promise_lines(
    order: Order,
    short: Sequence[tuple[int, date | None]],
    *,
    chosen: BackorderChoice | None,
    today: date,
    texts: Callable[[], LetterTexts],
) -> None:
    """Write what is promised of each line, and what the caller wants where something is short.

    Args:
        order: a draft with its lines.
        short: For each line, how many pieces are here for it, and when the rest comes if the shop
            knows; `(quantity, None)` where all of it is here.
        chosen: what the caller said; where something is short and nothing was said, it is sent in parts.
        today: on the shop's calendar.
        texts: the words of the shop's letters; loaded only where something is short.
    """
    dates = [
        leaves_on(today, restock) if here < line.ordered else None
        for line, (here, restock) in zip(order.lines, short, strict=True)
    ]
    latest = max((day for day in dates if day), default=None)
    if latest is None:
        order.backorder_choice = None
        for line in order.lines:
            _say(line, order.promise_date, order.promise_words, order.promise_basis)
        return
    order.backorder_choice = chosen or BackorderChoice.SPLIT
    together = order.backorder_choice is BackorderChoice.HOLD
    words = texts()
    for line, (here, restock), day in zip(order.lines, short, dates, strict=True):
        basis = "restock_on" if restock is not None and restock >= today else "restock"
        if day is not None and not (together and day < latest):
            _say(line, day, _later(words, line, here, day, together=together), basis)
        elif together:
            told = words.say("backorder.together", date=words.day(latest))
            _say(line, latest, told, "together")
        else:
            soon = add_business_days(today, limits.SHIPS_WITHIN_DAYS)
            _say(line, soon, words.say("backorder.stock", date=words.day(soon)), "stock")


def is_waiting(lines: Iterable[OrderLine]) -> bool:
    """Whether a promise of one of *lines* waits for something that was not here."""
    return any(line.promise_basis in LATER for line in lines)


def _later(words: LetterTexts, line: OrderLine, here: int, day: date, *, together: bool) -> str:
    if together or not here:
        return words.say("backorder.all", date=words.day(day))
    return words.say(
        "backorder.part", now=str(here), quantity=str(line.ordered),
        later=str(line.ordered - here), date=words.day(day),
    )  # fmt: skip


def _say(line: OrderLine, day: date | None, words: str, basis: str) -> None:
    if (line.promise_date, line.promise_words, line.promise_basis) != (day, words, basis):
        line.promise_date, line.promise_words, line.promise_basis = day, words, basis
