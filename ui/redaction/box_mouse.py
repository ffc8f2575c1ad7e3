"""The mouse on a page: draw, move, resize."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from ui.redaction.box_paint import handles
from ui.redaction.geometry import Area, area_of, kept_on_page, to_upright

if TYPE_CHECKING:
    from ui.redaction.page_view import PageView

_SLIP = 4.0
"""Logical pixels that the mouse may move in a click."""

_CURSORS = {
    (-1, -1): Qt.CursorShape.SizeFDiagCursor,
    (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor,
    (-1, 1): Qt.CursorShape.SizeBDiagCursor,
    (0, -1): Qt.CursorShape.SizeVerCursor,
    (0, 1): Qt.CursorShape.SizeVerCursor,
    (-1, 0): Qt.CursorShape.SizeHorCursor,
    (1, 0): Qt.CursorShape.SizeHorCursor,
}


class BoxMouse:
    """Turns presses and moves on the viewport into changes of the review.

    A box stands where it was until the button is let go; until then both places are black.
    """

    def __init__(self, *, view: PageView) -> None:
        self._view = view
        self._start: QPointF | None = None
        self._grip: tuple[int, int] | None = None
        self._from: Area | None = None
        self._moved = False

    def press(self, at: QPointF) -> None:
        """Take a handle, a box, or a corner of a new one."""
        review = self._view.review
        review.set_worked()
        self._start, self._moved = at, False
        self._grip = self._handle_at(at)
        self._from = None
        if self._grip is None:
            place = self._box_at(at)
            if place is not None:
                review.mark(place)
        box = review.current_box
        if box is not None and (self._grip is not None or self._box_at(at) is not None):
            self._from = to_upright(area_of(box), review.size)

    def move(self, at: QPointF) -> bool:
        """Follow the mouse; False where no button is down or it has not moved enough."""
        review = self._view.review
        if self._start is None:
            return False
        if not self._moved and (at - self._start).manhattanLength() < _SLIP:
            return False
        if not self._moved:
            self._moved = True
            if self._from is not None:
                review.begin_change()
        review.draw(self._area(at))
        return True

    def release(self) -> None:
        """Let the box stand."""
        review = self._view.review
        if self._moved:
            review.set_worked()
        self.forget()

    def forget(self) -> None:
        """No button is down any more, as far as this is concerned."""
        self._start = self._grip = self._from = None
        self._moved = False

    def cursor(self, at: QPointF) -> Qt.CursorShape:
        """What the pointer should look like."""
        grip = self._grip or self._handle_at(at)
        if grip is not None:
            return _CURSORS[grip]
        over = self._box_at(at) is not None
        return Qt.CursorShape.SizeAllCursor if over else Qt.CursorShape.CrossCursor

    def _area(self, at: QPointF) -> Area:
        """The box under the mouse, in upright pixels."""
        start = self._start or at
        lens, origin = self._view.lens, self._view.origin
        if self._from is None:
            left, right = sorted((start.x(), at.x()))
            top, bottom = sorted((start.y(), at.y()))
            area = Area(left, top, right, bottom).moved(-origin.x(), -origin.y())
            return lens.to_upright(area)
        by = at - start
        scale_x, scale_y = lens.scale
        x, y = by.x() / scale_x, by.y() / scale_y
        if self._grip is None:
            return kept_on_page(self._from.moved(round(x), round(y)), lens.size)
        column, row = self._grip
        was = self._from
        left = was.left + (x if column < 0 else 0)
        right = was.right + (x if column > 0 else 0)
        top = was.top + (y if row < 0 else 0)
        bottom = was.bottom + (y if row > 0 else 0)
        return Area(min(left, right), min(top, bottom), max(left, right), max(top, bottom))

    def _handle_at(self, at: QPointF) -> tuple[int, int] | None:
        review = self._view.review
        box = review.current_box
        if box is None or box.page != review.page:
            return None
        grips = handles(self._view.area_on_view(box), self._view.theme)
        return next((grip for grip, rect in grips.items() if rect.contains(at)), None)

    def _box_at(self, at: QPointF) -> int | None:
        review = self._view.review
        here = review.on_page(review.page)
        return next(
            (
                place
                for place, box in reversed(here)
                if self._view.area_on_view(box).holds(at.x(), at.y())
            ),
            None,
        )
