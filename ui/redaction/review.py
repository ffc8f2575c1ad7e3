"""What a person does to the boxes of one document: the whole state of a review, without pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.fax.boxes import Box, BoxReason
from desktop.fax.page_size import PageSize
from ui.redaction.geometry import (
    Area,
    area_of,
    box_of,
    kept_on_page,
    to_stored,
    to_upright,
    upright_dpi,
)

LEAST_SIDE = 8
"""Upright pixels. A smaller box is a slip of the hand."""

_NEW_BOX = (2.0, 0.3)
"""Inches: about a written card number."""

_SAME = 12
"""Stored pixels by which a box that is found again may differ from the one that was warned of."""


@dataclass(frozen=True, slots=True)
class WorkedBox:
    """A box that is being drawn, moved or resized: nothing of it stands yet.

    Attributes:
        box: As it is now.
        place: Which of the boxes it was, or None for a new one.
    """

    box: Box
    place: int | None


class Review:
    """Boxes, the current one, what was seen, and the way back.

    While a box is worked, both its old and its new place are black; what was under the old one is
    seen once it is set elsewhere.

    Args:
        sizes: Of each page, with the rotation that makes it upright.
        boxes: As they stood; in their order on the pages.
        looked: Whether a machine looked.
    """

    def __init__(self, *, sizes: Sequence[PageSize], boxes: Sequence[Box], looked: bool) -> None:
        self.sizes = list(sizes)
        self.looked = looked
        self.boxes: list[Box] = sorted(
            (box for box in boxes if box.page <= len(sizes)), key=lambda box: box.page
        )
        self.page = 1
        self.current: int | None = None
        self.worked: WorkedBox | None = None
        self.seen: set[int] = set()
        self.warned: list[Box] = []
        self._before: list[list[Box]] = []
        self._mark_first_of_page()

    # What there is

    @property
    def size(self) -> PageSize:
        """Of the page that is shown."""
        return self.sizes[self.page - 1]

    @property
    def current_box(self) -> Box | None:
        """The one that keys work on."""
        if self.worked is not None:
            return self.worked.box
        return None if self.current is None else self.boxes[self.current]

    def on_page(self, page: int) -> list[tuple[int, Box]]:
        """The boxes that stand on a page, each with its place among all, from 0."""
        return [(place, box) for place, box in enumerate(self.boxes) if box.page == page]

    def black(self, page: int) -> list[Box]:
        """All that must be black on a page now: old places and new ones."""
        found = [box for box in self.boxes if box.page == page]
        if self.worked is not None and self.worked.box.page == page:
            found.append(self.worked.box)
        return found

    def unseen(self) -> int | None:
        """The next page that nobody has seen, after the one that is shown."""
        count = len(self.sizes)
        after = [(self.page - 1 + step) % count + 1 for step in range(1, count + 1)]
        return next((page for page in after if page not in self.seen), None)

    @property
    def can_undo(self) -> bool:
        """Whether there is a way back."""
        return bool(self._before)

    # Pages

    def go_to(self, page: int) -> bool:
        """Show a page; False where there is none, or it is shown already."""
        if not 1 <= page <= len(self.sizes) or page == self.page:
            return False
        self.worked = None
        self.page = page
        self._mark_first_of_page()
        return True

    def turn_view(self, degrees: int) -> None:
        """Turn the page clockwise; its boxes stay where they lie."""
        self.worked = None
        size = self.size
        self.sizes[self.page - 1] = replace(size, rotation=(size.rotation + degrees) % 360)

    # The current box

    def step(self, by: int) -> bool:
        """Make the next box current, on whichever page it is; False where there is none."""
        if not self.boxes:
            return False
        self.worked = None
        near = self._near(by) if self.current is None else (self.current + by) % len(self.boxes)
        self.mark(near)
        return True

    def mark(self, place: int) -> None:
        """Make a box current."""
        self.current = place
        self.page = self.boxes[place].page

    # Working a box

    def begin_new(self, middle: tuple[float, float]) -> None:
        """Begin a new box around a point of the page, in upright pixels."""
        dpi_x, dpi_y = upright_dpi(self.size)
        width, height = _NEW_BOX[0] * dpi_x, _NEW_BOX[1] * dpi_y
        x, y = middle
        around = Area(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        self.worked = None
        self.draw(kept_on_page(around, self.size))

    def draw(self, area: Area) -> None:
        """The worked box, or a new one, over *area* in upright pixels, as far as the page goes."""
        place = None if self.worked is None else self.worked.place
        reason = BoxReason.DRAWN if self.worked is None else self.worked.box.reason
        box = box_of(to_stored(area, self.size), page=self.page, size=self.size, reason=reason)
        self.worked = WorkedBox(box=box, place=place)

    def begin_change(self) -> bool:
        """Work the current box; False where there is none on this page."""
        if self.current is None or self.boxes[self.current].page != self.page:
            return False
        self.worked = WorkedBox(box=self.boxes[self.current], place=self.current)
        return True

    def move(self, x: float, y: float) -> None:
        """Move the worked box by upright pixels; it stops at the page's edge."""
        if self.worked is not None:
            area = to_upright(area_of(self.worked.box), self.size)
            self.draw(kept_on_page(area.moved(x, y), self.size))

    def resize(self, x: float, y: float) -> None:
        """Move the right and the lower edge of the worked box, by upright pixels."""
        if self.worked is None:
            return
        area = to_upright(area_of(self.worked.box), self.size)
        right = max(area.left + LEAST_SIDE, area.right + x)
        bottom = max(area.top + LEAST_SIDE, area.bottom + y)
        width, height = self._upright_extent()
        self.draw(Area(area.left, area.top, min(right, width), min(bottom, height)))

    def set_worked(self) -> Box | None:
        """Let the worked box stand where it is; a slip of the hand is dropped: None."""
        worked, self.worked = self.worked, None
        if worked is None:
            return None
        upright = to_upright(area_of(worked.box), self.size)
        if worked.place is None and min(upright.width, upright.height) < LEAST_SIDE:
            return None
        self._remember()
        if worked.place is None:
            place = sum(box.page <= worked.box.page for box in self.boxes)
            self.boxes.insert(place, worked.box)
            self.current = place
        else:
            self.boxes[worked.place] = worked.box
            self.current = worked.place
        return worked.box

    def drop_worked(self) -> None:
        """Leave everything as it stood."""
        self.worked = None

    def remove_current(self) -> Box | None:
        """Take the current box away, if it is on this page; the one that was removed."""
        if self.current is None or self.boxes[self.current].page != self.page:
            return None
        self.worked = None
        self._remember()
        box = self.boxes.pop(self.current)
        here = [place for place, _box in self.on_page(self.page)]
        self.current = next((p for p in here if p >= self.current), here[-1] if here else None)
        return box

    def undo(self) -> bool:
        """Have the boxes as they were before the last change; False where there was none."""
        if not self._before:
            return False
        self.worked = None
        was, self.boxes = self.boxes, self._before.pop()
        back = [place for place, box in enumerate(self.boxes) if box not in was]
        if back:
            self.mark(back[0])
        else:
            self._mark_first_of_page()
        return True

    # The second look

    def take_findings(self, found: Sequence[Box]) -> list[Box]:
        """Propose what the second look found; the ones that were not warned of before.

        What a person was warned of once and did not cover is covered by their word.
        """
        fresh = [box for box in found if not any(_alike(box, known) for known in self.warned)]
        if fresh:
            self._remember()
            self.warned.extend(fresh)
            self.boxes = sorted([*self.boxes, *fresh], key=lambda box: box.page)
            self.mark(self.boxes.index(fresh[0]))
        return fresh

    # How it is done

    def _remember(self) -> None:
        self._before.append(list(self.boxes))

    def _upright_extent(self) -> tuple[float, float]:
        size = self.size
        whole = to_upright(Area(0, 0, size.width, size.height), size)
        return whole.right, whole.bottom

    def _mark_first_of_page(self) -> None:
        here = self.on_page(self.page)
        self.current = here[0][0] if here else None

    def _near(self, by: int) -> int:
        """The next box on the pages after this one, or before it."""
        places = range(len(self.boxes))
        if by > 0:
            return next((place for place in places if self.boxes[place].page > self.page), 0)
        before = [place for place in places if self.boxes[place].page < self.page]
        return before[-1] if before else len(self.boxes) - 1


def _alike(one: Box, other: Box) -> bool:
    if one.page != other.page:
        return False
    pairs = zip(
        (one.x, one.y, one.x + one.width, one.y + one.height),
        (other.x, other.y, other.x + other.width, other.y + other.height),
        strict=True,
    )
    return all(abs(a - b) <= _SAME for a, b in pairs)
