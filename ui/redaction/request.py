"""What crosses between the workspace and the redaction window, as the workspace sees it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop.fax.boxes import Box
from ui.redaction.look import RedactionLook


@dataclass(frozen=True, kw_only=True)
class RedactionRequest:
    """One document to be looked at.

    Attributes:
        document_id: Whose key lies in the slot.
        sealed: The original as it is stored: the workspace cannot open it.
        key_file: Where the keys are; the window reads its own.
        slot: Which key.
        boxes: What the machine proposed, or as a person left them the last time.
        looked: Whether the machine looked at all.
        rotations: Degrees clockwise that make each page upright; empty: none is known.
        page_count: As the page reader said.
        title: Words for the window's head, such as "Fax from (805) 555-0163".
        practice: Whether the window takes keys from the workspace (`RedactionHost.send_key`).
        look: Colours and sizes.
    """

    document_id: uuid.UUID
    sealed: bytes = field(repr=False)
    key_file: Path
    slot: int
    boxes: tuple[Box, ...]
    looked: bool
    page_count: int
    rotations: tuple[int, ...] = ()
    title: str = ""
    practice: bool = False
    look: RedactionLook = field(default_factory=RedactionLook)


@dataclass(frozen=True, kw_only=True)
class RedactedPage:
    """A page that a person has reviewed: burnt, upright. Nothing is left under its boxes.

    Attributes:
        number: Counted from 1.
        dpi_x: Pixels an inch across, of the upright page.
        dpi_y: And down.
        image: PNG of one bit (black and white) or eight (grey), with pixels and nothing else.
        thumb: PNG, at most 160 by 208, made of `image`.
    """

    number: int
    width: int
    height: int
    dpi_x: int
    dpi_y: int
    image: bytes = field(repr=False)
    thumb: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class RedactionResult:
    """How it ended.

    Attributes:
        pages: All pages where the boxes were confirmed, else none.
        boxes: As they stand, in the stored image's pixels; empty after an error that lost them.
        rotations: As they stand, one for each page.
        error: Empty, or one of `ERRORS`.
        was_confirmed: Whether a person confirmed. Only then may the original's key be destroyed.
    """

    pages: tuple[RedactedPage, ...] = ()
    boxes: tuple[Box, ...] = ()
    rotations: tuple[int, ...] = ()
    error: str = ""
    was_confirmed: bool = False


ERRORS: Mapping[str, str] = {
    "damaged": "the original cannot be decoded",
    "key_destroyed": "the original's key is gone",
    "not_genuine": "the sealed bytes are not this document's",
    "keys_gone": "the file of keys cannot be read",
    "timed_out": "the window did not open in time, or nobody touched it for too long",
    "protocol": "the two processes did not understand each other",
    "died": "the redaction window's process ended without a word",
}
"""Every error code of a result, and what it means. `timed_out` hands back the boxes if there are any."""
