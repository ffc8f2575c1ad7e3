"""What stands on an unreviewed page is in the redaction window's memory, never in the workspace's."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.fax.boxes import BoxReason
from tests.desktop.fax import pages, paper
from tests.models.card_like import number
from tests.ui.redaction.desk_driver import DeskDriver
from tests.ui.redaction.faxes import boxes_over, sealed_request

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

_LARGEST = 256 * 1024 * 1024
"""Bytes; larger readable mappings are address space that was set aside and never used."""


def fax(digits: str) -> paper.FaxPage:
    """A page with that number on it, in groups."""
    sheet = paper.Sheet(paper.SANS, 11)
    sheet.write("ORDER BY FAX")
    x = sheet.put("Card number: ")
    groups = " ".join(digits[at : at + 4] for at in range(0, 16, 4))
    sheet.put(groups, x, reason=BoxReason.CARD_NUMBER)
    return pages.fine(sheet.done("planted"))


def patterns(page: paper.FaxPage, content: bytes, digits: str) -> dict[str, list[bytes]]:
    """What must not be found: packed lines, lines of pixels, and digits in writing."""
    groups = [digits[at : at + 4] for at in range(0, 16, 4)]
    texts = [mark.join(groups) for mark in ("", " ", "-")]
    written = [text.encode(code) for text in texts for code in ("ascii", "utf-16-le")]
    return {**ink_patterns(page, content), "digits": written}


def ink_patterns(page: paper.FaxPage, content: bytes) -> dict[str, list[bytes]]:
    """Lines of the number's ink as they are packed in the file, and as pixels."""
    left, top, right, bottom = (round(edge) for edge in page.numbers()[0].ink)
    rows = []
    for y in range(top + 6, bottom - 6, 6):
        row = page.image.crop((left, y, right, y + 1)).convert("L")
        rows.append(row.tobytes()[:240])
    rows = [row for row in rows if row.count(b"\x00\xff") > 8]
    assert rows
    # Parts that are in no other file: white paper is packed into the same bytes again and again.
    packed = [content[at : at + 48] for at in range(0, len(content) - 48, 48)]
    packed = [part for part in packed if len(set(part)) > 30]
    packed = packed[:: max(1, len(packed) // 4)]
    assert packed
    return {"packed": packed, "pixels": rows}


def copies(process_id: int, wanted: list[bytes]) -> int:
    """How often any of *wanted* is in the memory of a process.

    Raises:
        PermissionError: this user may not read it.
    """
    return sum(piece.count(one) for piece in mappings(process_id) for one in wanted)


def mappings(process_id: int) -> Iterator[bytes]:
    place = Path("/proc") / str(process_id)
    with (place / "mem").open("rb", buffering=0) as memory:
        for line in (place / "maps").read_text().splitlines():
            span, rights = line.split()[:2]
            start, end = (int(part, 16) for part in span.split("-"))
            if not rights.startswith("rw") or end - start > _LARGEST:
                continue
            try:
                memory.seek(start)
                yield memory.read(end - start)
            except (OSError, OverflowError):
                continue  # device memory, or gone meanwhile


def test_the_workspace_holds_no_digit_and_no_pixel(tmp_path: Path) -> None:
    digits = number(random.Random(11), "4", 16)
    page = fax(digits)
    content = pages.as_tiff([page])
    wanted = patterns(page, content, digits)
    request = sealed_request(content, tmp_path, boxes=boxes_over([page]), looked=False)
    with DeskDriver(request, tmp_path) as desk:
        desk.ask("open")
        desk.wait_for("state", "shown")
        window = int(desk.look()["child"])
        try:
            # This scanner finds what is there: the window has the file and its pixels.
            assert copies(window, wanted["packed"]) > 0
            assert copies(window, wanted["pixels"]) > 0
            for what in wanted.values():
                assert copies(desk.process_id, what) == 0
            desk.ask("key F10")
            told = desk.wait_for("finished")
            assert (told["confirmed"], told["pages"]) == (True, 1)
            for what in wanted.values():
                assert copies(desk.process_id, what) == 0
        except PermissionError:
            pytest.skip("this user may not read the memory of its own processes")
