"""Takes in what a redaction window hands over, and nothing that it must not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.fax.boxes import Box
from desktop.fax.chunks import Chunks
from ui.child_windows.protocol import ProtocolError
from ui.redaction.burnt_size import THUMB
from ui.redaction.messages import (
    MOST_BOXES,
    MOST_IN_ALL,
    boxes_from,
    demand_bounds,
    last_from,
    page_from,
)
from ui.redaction.png_check import plain_size
from ui.redaction.request import RedactedPage, RedactionResult


class Intake:
    """Collects pages and boxes until the last line; in order, whole, within bounds.

    Args:
        page_count: How many pages the document has.
    """

    def __init__(self, *, page_count: int) -> None:
        self._page_count = page_count
        self._pages: list[RedactedPage] = []
        self._boxes: list[Box] = []
        self._now: dict[str, int] | None = None
        self._coming: list[Chunks] = []
        self._in_all = 0

    @property
    def has_begun(self) -> bool:
        """Whether anything of the end has come."""
        return bool(self._pages or self._boxes or self._now)

    def take(self, message: Mapping[str, Any]) -> RedactionResult | None:
        """Take one line of the end; the result once it was the last one.

        Raises:
            ProtocolError: the window must not send this, or not now.
        """
        kind = message.get("type")
        if kind == "page":
            self._begin_page(message)
        elif kind in ("chunk", "end"):
            self._take_chunk(message)
        elif kind == "boxes":
            self._demand(self._now is None)
            self._boxes.extend(boxes_from(message))
            self._demand(len(self._boxes) <= MOST_BOXES)
        elif kind in ("redacted", "closed"):
            return self._end(message)
        else:
            raise ProtocolError("unknown line")
        return None

    def _begin_page(self, message: Mapping[str, Any]) -> None:
        self._demand(self._now is None and not self._boxes)
        now = page_from(message)
        self._demand(now["number"] == len(self._pages) + 1 <= self._page_count)
        self._in_all += now["image"] + now["thumb"]
        self._demand(self._in_all <= MOST_IN_ALL)
        self._now = now
        self._coming = [Chunks(now[part], now[part]) for part in ("image", "thumb")]

    def _take_chunk(self, message: Mapping[str, Any]) -> None:
        if self._now is None:
            raise ProtocolError("a piece of no page")
        part = next(part for part in self._coming if not part.done)
        try:
            part.take(message)
        except ValueError as error:
            raise ProtocolError("a piece of a page is wrong") from error
        if self._coming[-1].done:
            image, thumb = (part.content for part in self._coming)
            self._pages.append(self._page(self._now, image, thumb))
            self._now, self._coming = None, []

    def _page(self, now: Mapping[str, int], image: bytes, thumb: bytes) -> RedactedPage:
        try:
            sizes = plain_size(image), plain_size(thumb)
        except ValueError as error:
            raise ProtocolError("a page holds other things than pixels") from error
        self._demand(sizes[0] == (now["width"], now["height"]))
        self._demand(sizes[1][0] <= THUMB[0] and sizes[1][1] <= THUMB[1])
        return RedactedPage(
            number=now["number"],
            width=now["width"],
            height=now["height"],
            dpi_x=now["dpi_x"],
            dpi_y=now["dpi_y"],
            image=image,
            thumb=thumb,
        )

    def _end(self, message: Mapping[str, Any]) -> RedactionResult:
        confirmed = message["type"] == "redacted"
        count, rotations, error = last_from(message)
        self._demand(self._now is None and count == len(self._boxes))
        self._demand(len(self._pages) == (self._page_count if confirmed else 0))
        self._demand(
            len(rotations) in ((self._page_count,) if confirmed else (0, self._page_count))
        )
        demand_bounds(self._boxes, self._page_count)
        return RedactionResult(
            pages=tuple(self._pages),
            boxes=tuple(self._boxes),
            rotations=rotations,
            error=error,
            was_confirmed=confirmed,
        )

    def _demand(self, fits: bool) -> None:
        if not fits:
            raise ProtocolError("that does not fit what came before")
