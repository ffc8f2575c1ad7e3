"""Faxes with a planted number, sealed as the desk keeps them, and what a second look may say of them."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from pathlib import Path

from desktop.fax.boxes import Box
from desktop.fax.vault import new_key, seal
from tests.desktop.fax import pages, paper
from ui.redaction.look import RedactionLook
from ui.redaction.request import RedactionRequest

INTER = RedactionLook(font="inter")


def form(seed: int = 7) -> paper.FaxPage:
    """A fine page with one typed number, its expiry and its code."""
    return pages.fine(pages.typed_form(random.Random(seed), paper.SANS, 11, "4 4 4 4"))


def letter(seed: int = 8) -> paper.FaxPage:
    """A fine page with a number in the middle of a sentence."""
    return pages.fine(pages.typed_letter(random.Random(seed), paper.SERIF, 12, "4 4 4 4"))


def order(seed: int = 9) -> paper.FaxPage:
    """A fine page without a card."""
    return pages.fine(pages.without_card(random.Random(seed), paper.SANS, 11))


def boxes_over(faxes: Sequence[paper.FaxPage]) -> tuple[Box, ...]:
    """A box over everything that must not stay."""
    found = []
    for number, page in enumerate(faxes, 1):
        for truth in page.truths:
            left, top, right, bottom = (round(edge) for edge in truth.ink)
            found.append(
                Box(
                    page=number,
                    x=left - 6,
                    y=top - 6,
                    width=right - left + 12,
                    height=bottom - top + 12,
                    reason=truth.reason,
                )
            )
    return tuple(found)


def sealed_request(
    content: bytes, folder: Path, *, boxes: Sequence[Box] = (), page_count: int = 1, **other: object
) -> RedactionRequest:
    """*content* under a new key in *folder*, to be reviewed."""
    document_id = uuid.uuid4()
    key_file = folder / "keys"
    slot, key = new_key(key_file, document_id)
    parts: dict[str, object] = {
        "looked": True,
        "title": "Fax from (805) 555-0163",
        "practice": True,
        "look": INTER,
        **other,
    }
    return RedactionRequest(
        document_id=document_id,
        sealed=seal(key, content, document_id),
        key_file=key_file,
        slot=slot,
        boxes=tuple(boxes),
        page_count=page_count,
        **parts,  # type: ignore[arg-type]  # the rest of the request, by name
    )
