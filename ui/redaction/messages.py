"""The lines that the workspace and the redaction window exchange, checked on both sides.

To the window: `open`, then the `boxes` and the sealed bytes as chunks; `move`, `raise`, `cancel`, and
`key` in practice. From it: `started`, `opening`, `active`, `inactive`, `reviewing`, `shown`, `looking`;
and at the end, if the boxes were confirmed, every `page` with its image and thumbnail as chunks, the
`boxes`, and `redacted`; else the `boxes` and `closed`, with an error code or none. Nothing else
crosses (DESIGN §1).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.fax.boxes import Box
from desktop.fax.page_size import TURNS
from ui.child_windows.protocol import ProtocolError
from ui.redaction.look import RedactionLook
from ui.redaction.request import ERRORS, RedactedPage, RedactionRequest

STATES = frozenset({"started", "opening", "active", "inactive", "reviewing", "shown", "looking"})
"""What a redaction window reports while it lives."""

MOST_SEALED = 48 * 1024 * 1024
MOST_IMAGE = 48 * 1024 * 1024
MOST_IN_ALL = 512 * 1024 * 1024
"""Bytes: of a sealed original, of one redacted page, and of all pages of a document."""
MOST_PAGES = 200
MOST_BOXES = 6_000

_BOXES_IN_A_LINE = 200
_MOST_SIDE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What the window's process is told before the sealed bytes come."""

    document_id: uuid.UUID
    sealed_size: int
    key_file: Path
    slot: int
    box_count: int
    looked: bool
    rotations: tuple[int, ...]
    page_count: int
    title: str
    practice: bool
    look: RedactionLook


def opening_message(request: RedactionRequest) -> dict[str, Any]:
    """*request* as JSON values, but for its boxes and its sealed bytes."""
    return {
        "document_id": str(request.document_id),
        "sealed_size": len(request.sealed),
        "key_file": str(request.key_file),
        "slot": request.slot,
        "box_count": len(request.boxes),
        "looked": request.looked,
        "rotations": list(request.rotations),
        "page_count": request.page_count,
        "title": request.title,
        "practice": request.practice,
        "look": request.look.message(),
    }


def opening_from(plain: Mapping[str, Any]) -> Opening:
    """What `opening_message` wrote.

    Raises:
        ProtocolError: a part is missing, unknown, or out of bounds.
    """
    try:
        look = RedactionLook.from_message(plain["look"])
        rest = {name: value for name, value in plain.items() if name != "look"}
        rest["document_id"] = uuid.UUID(plain["document_id"])
        rest["key_file"] = Path(plain["key_file"])
        rest["rotations"] = rotations_from(plain["rotations"])
        opening = Opening(look=look, **rest)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProtocolError("the request has the wrong parts") from error
    _whole(opening.sealed_size, 1, MOST_SEALED)
    _whole(opening.slot, 0, 2**31)
    _whole(opening.box_count, 0, MOST_BOXES)
    _whole(opening.page_count, 1, MOST_PAGES)
    if not all(isinstance(part, bool) for part in (opening.looked, opening.practice)):
        raise ProtocolError("a switch is on or off")
    if not isinstance(opening.title, str):
        raise ProtocolError("a title is words")
    return opening


def box_lines(boxes: Sequence[Box]) -> Iterator[dict[str, Any]]:
    """Lines that carry boxes."""
    for at in range(0, len(boxes), _BOXES_IN_A_LINE):
        part = boxes[at : at + _BOXES_IN_A_LINE]
        yield {"type": "boxes", "boxes": [box.to_record() for box in part]}


def boxes_from(message: Mapping[str, Any]) -> tuple[Box, ...]:
    """The boxes of one line.

    Raises:
        ProtocolError: it carries none, or one that makes no sense.
    """
    records = message.get("boxes")
    if set(message) != {"type", "boxes"} or not isinstance(records, list) or not records:
        raise ProtocolError("a line of boxes has the wrong parts")
    try:
        return tuple(Box.from_record(record) for record in records)
    except (ValueError, TypeError) as error:
        raise ProtocolError("a box makes no sense") from error


def page_message(page: RedactedPage) -> dict[str, Any]:
    """The line before a page's bytes: image first, then thumbnail."""
    return {
        "type": "page",
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "dpi_x": page.dpi_x,
        "dpi_y": page.dpi_y,
        "image": len(page.image),
        "thumb": len(page.thumb),
    }


def page_from(message: Mapping[str, Any]) -> dict[str, int]:
    """The numbers of a `page` line.

    Raises:
        ProtocolError: one is missing, unknown, or out of bounds.
    """
    bounds = {
        "number": (1, MOST_PAGES),
        "width": (1, _MOST_SIDE),
        "height": (1, _MOST_SIDE),
        "dpi_x": (1, 100_000),
        "dpi_y": (1, 100_000),
        "image": (1, MOST_IMAGE),
        "thumb": (1, 1024 * 1024),
    }
    if set(message) != {"type", *bounds}:
        raise ProtocolError("a page has the wrong parts")
    return {name: _whole(message[name], *bound) for name, bound in bounds.items()}


def last_message(
    kind: str, boxes: int, rotations: Sequence[int], error: str = ""
) -> dict[str, Any]:
    """The last line: `redacted` or `closed`."""
    last = {"type": kind, "boxes": boxes, "rotations": list(rotations)}
    return {**last, "error": error} if kind == "closed" else last


def last_from(message: Mapping[str, Any]) -> tuple[int, tuple[int, ...], str]:
    """How many boxes there must have been, the rotations, and the error code of a last line.

    Raises:
        ProtocolError: it holds anything else.
    """
    names = {"type", "boxes", "rotations"} | ({"error"} if message["type"] == "closed" else set())
    if set(message) != names:
        raise ProtocolError("the last line holds other things")
    error = message.get("error", "")
    if error and error not in ERRORS:
        raise ProtocolError("unknown error code")
    return (
        _whole(message["boxes"], 0, MOST_BOXES),
        rotations_from(message["rotations"]),
        str(error),
    )


def rotations_from(plain: object) -> tuple[int, ...]:
    """Rotations, one for each page.

    Raises:
        ProtocolError: one is no quarter turn.
    """
    if not isinstance(plain, list) or len(plain) > MOST_PAGES:
        raise ProtocolError("rotations are a list")
    if not all(type(turn) is int and turn in TURNS for turn in plain):
        raise ProtocolError("a rotation is a quarter turn")
    return tuple(plain)


def demand_bounds(boxes: Iterable[Box], page_count: int) -> None:
    """See that every box lies on a page that is there.

    Raises:
        ProtocolError: one does not.
    """
    if any(box.page > page_count for box in boxes):
        raise ProtocolError("a box lies on no page")


def _whole(value: object, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ProtocolError("a number is out of bounds")
    return value
