"""The number is in the card window's renderer while it is typed, and never in the workspace."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.ui.card_entry.desk_driver import DeskDriver, digits
from ui.card_entry.request import CardPageSetup

pytestmark = [
    pytest.mark.xserver,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
    pytest.mark.parametrize("display", ["no window manager"], indirect=True),
]

_LARGEST = 256 * 1024 * 1024
"""Bytes; larger readable mappings are address space that was set aside and never used."""


def patterns() -> list[bytes]:
    """The number as it may stand in memory: plain, UTF-16, in groups."""
    number = "".join(digits())
    groups = [number[at : at + 4] for at in range(0, len(number), 4)]
    texts = [number, " ".join(groups), "-".join(groups)]
    return [text.encode(code) for text in texts for code in ("ascii", "utf-16-le")]


def copies(process_id: int) -> int:
    """How often the number is in the memory of a process.

    Raises:
        PermissionError: this user may not read it.
    """
    return sum(piece.count(pattern) for piece in mappings(process_id) for pattern in patterns())


def mappings(process_id: int) -> Iterator[bytes]:
    place = Path("/proc") / str(process_id)
    with (place / "mem").open("rb", buffering=0) as memory:
        for line in (place / "maps").read_text().splitlines():
            span, rights = line.split()[:2]
            start, end = (int(part, 16) for part in span.split("-"))
            if not rights.startswith("rw") or end - start > _LARGEST:
                continue  # what cannot be written holds nothing that was typed
            try:
                memory.seek(start)
                yield memory.read(end - start)
            except (OSError, OverflowError):
                continue  # device memory, or gone meanwhile


def test_the_workspace_never_holds_the_number(display: str, practice: CardPageSetup) -> None:
    processor = practice.processor
    with DeskDriver(display, origin=processor.origins[0], script_url=processor.script_url) as desk:
        desk.keys("key", "F8")
        desk.wait_for("state", "focused")
        desk.keys("type", "--delay", "20", "".join(digits()))
        window = psutil.Process(int(desk.look()["child"]))
        engines = window.children(recursive=True)
        try:
            # This scanner finds what is there: the number stands in the fields' own renderer.
            desk.until(lambda: any(copies(engine.pid) for engine in engines), tries=20)
            assert copies(desk.process_id) == 0
            desk.keys("key", "Escape")
            desk.wait_for("finished")
            assert copies(desk.process_id) == 0
        except PermissionError:
            pytest.skip("this user may not read the memory of its own processes")
        _, alive = psutil.wait_procs([window, *engines], timeout=10)
        assert alive == []
