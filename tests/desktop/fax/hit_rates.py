"""How well boxes fit what is on a page, counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop.fax.boxes import Box, BoxReason
from tests.desktop.fax.paper import FaxPage, Truth, covers, touches, within


@dataclass
class Rates:
    """What became of the numbers, dates and codes of some pages."""

    pages: int = 0
    numbers: int = 0
    whole: int = 0
    """Numbers that one box covers wholly."""
    by_one: int = 0
    """Of these, those that no second box touches."""
    in_line: int = 0
    """Of these, those whose box stays in its line."""
    others: int = 0
    """Expiry dates and codes."""
    others_whole: int = 0
    false: int = 0
    """Boxes that touch nothing that is to be blacked out."""
    misses: list[str] = field(default_factory=list)

    def add(self, page: FaxPage, boxes: Iterable[Box]) -> None:
        """Count one page."""
        boxes = list(boxes)
        self.pages += 1
        for truth in page.truths:
            touching = [box for box in boxes if touches(box, truth.ink)]
            whole = [box for box in touching if covers(box, truth.ink)]
            if truth.reason is BoxReason.CARD_NUMBER:
                self._add_number(page, truth, whole, touching)
            else:
                self.others += 1
                self.others_whole += bool(whole)
        self.false += sum(not any(touches(box, t.ink) for t in page.truths) for box in boxes)

    def _add_number(
        self, page: FaxPage, truth: Truth, whole: list[Box], touching: list[Box]
    ) -> None:
        self.numbers += 1
        if not whole:
            how = "in part" if touching else "not found"
            self.misses.append(f"{page.name}: {how}")
            return
        self.whole += 1
        self.by_one += len(touching) == 1
        self.in_line += within(whole[0], truth.line)
