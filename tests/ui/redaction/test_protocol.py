"""The redaction window's process by its lines alone, off-screen."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from desktop.children import MAX_LINE
from desktop.fax.chunks import to_lines
from desktop.fax.vault import destroy_key
from tests.desktop.fax import pages
from tests.ui.child_windows.raw_child import RawChild
from tests.ui.redaction.faxes import boxes_over, form, order, sealed_request
from ui.child_windows.placement import Placement
from ui.redaction.messages import STATES, box_lines, opening_message
from ui.redaction.request import RedactionRequest

Start = Callable[[], RawChild]

PLACE = Placement(x=10, y=10, width=542, height=610).message()


def lines(request: RedactionRequest) -> list[dict[str, Any]]:
    opening = {"type": "open", "request": opening_message(request), "placement": PLACE}
    return [opening, *box_lines(request.boxes), *to_lines(request.sealed)]


def opened(child: Start, request: RedactionRequest, *, until: str = "shown") -> RawChild:
    one = child()
    for line in lines(request):
        one.send(line)
    one.wait_for(until)
    return one


def test_closing_hands_back_the_boxes_as_they_stand(child: Start, tmp_path: Path) -> None:
    boxes = boxes_over([form()])
    one = opened(child, sealed_request(pages.as_tiff([form()]), tmp_path, boxes=boxes))
    for key in ("F4", "Del", "R", "Esc"):
        one.send({"type": "key", "key": key})
    kept = [box.to_record() for box in (boxes[0], boxes[2])]
    assert one.wait_for("boxes") == {"type": "boxes", "boxes": kept}
    assert one.wait_for("closed") == {
        "type": "closed", "boxes": 2, "rotations": [90], "error": "",
    }  # fmt: skip
    assert one.wait_for_end() == 0


def test_what_it_writes_is_a_short_list(child: Start, tmp_path: Path) -> None:
    request = sealed_request(
        pages.as_tiff([form()]), tmp_path, boxes=boxes_over([form()]), looked=False
    )
    one = opened(child, request)
    one.send({"type": "key", "key": "F10"})
    assert one.wait_for("redacted") == {"type": "redacted", "boxes": 3, "rotations": [0]}
    one.wait_for_end()
    kinds = {line.split('"type":"')[1].split('"')[0] for line in one.output.decode().splitlines()}
    assert kinds <= STATES | {"page", "chunk", "end", "boxes", "redacted"}
    assert b"Delacroix" not in one.output


@pytest.mark.parametrize("kind", ["destroyed", "other", "changed", "no_file", "no_page"])
def test_an_original_that_cannot_be_opened_says_why(
    child: Start, tmp_path: Path, kind: str
) -> None:
    content = b"II*\0 and no page" if kind == "no_page" else pages.as_tiff([form()])
    request = sealed_request(content, tmp_path)
    error = "not_genuine"
    if kind == "destroyed":
        assert destroy_key(request.key_file, request.slot, request.document_id)
        error = "key_destroyed"
    elif kind == "changed":
        flipped = request.sealed[:-1] + bytes([request.sealed[-1] ^ 1])
        request = replace(request, sealed=flipped)
    elif kind == "other":
        other = sealed_request(content, tmp_path)
        request = replace(request, sealed=other.sealed)
    elif kind == "no_file":
        request = replace(request, key_file=tmp_path / "away")
        error = "keys_gone"
    else:
        error = "damaged"
    one = opened(child, request, until="closed")
    assert one.wait_for_end() == 0
    assert f'"boxes":0,"rotations":[],"error":"{error}"'.encode() in one.output


def test_another_number_of_pages_than_was_read_is_damage(child: Start, tmp_path: Path) -> None:
    request = sealed_request(pages.as_tiff([form(), order()]), tmp_path, page_count=1)
    one = opened(child, request, until="closed")
    one.wait_for_end()
    assert b'"error":"damaged"' in one.output


@pytest.mark.parametrize("line", [
    b"x" * (MAX_LINE + 2) + b"\n",
    b"[]\n",
    b"no json\n",
    b'{"type":"nothing"}\n',
    b"{}\n",
    b'{"type":"open"}\n',
    b'{"type":"chunk","data":"AAAA"}\n',
    b'{"type":"boxes","boxes":[]}\n',
    b'{"type":"key","key":"F10"}\n',
], ids=lambda line: line[:24].decode())  # fmt: skip
def test_a_line_that_is_not_understood_ends_it(child: Start, line: bytes) -> None:
    one = child()
    one.wait_for("started")
    one.send_bytes(line)
    assert one.wait_for("closed")["error"] == "protocol"
    assert one.wait_for_end() == 0


@pytest.mark.parametrize("change", [
    {"slot": -1}, {"page_count": 0}, {"page_count": 100_000}, {"looked": 1}, {"box_count": True},
    {"sealed_size": 2**40}, {"rotations": [45]}, {"document_id": "no"}, {"title": 5}, {"look": {}},
    {"look": {"scheme": "pink"}}, {"more": 1},
], ids=repr)  # fmt: skip
def test_a_request_that_makes_no_sense_is_refused(
    child: Start, tmp_path: Path, change: dict[str, Any]
) -> None:
    one = child()
    opening = lines(sealed_request(b"x", tmp_path))[0]
    opening["request"].update(change)
    one.send(opening)
    assert one.wait_for("closed")["error"] == "protocol"


def test_it_opens_once_and_takes_no_more_than_was_announced(child: Start, tmp_path: Path) -> None:
    request = sealed_request(pages.as_tiff([form()]), tmp_path, boxes=boxes_over([form()]))
    for extra in (lines(request)[0], lines(request)[1], {"type": "chunk", "data": "AAAA"}):
        one = opened(child, request)
        one.send(extra)
        assert one.wait_for("closed")["error"] == "protocol"


def test_a_live_window_takes_no_key_from_the_workspace(child: Start, tmp_path: Path) -> None:
    request = sealed_request(pages.as_tiff([form()]), tmp_path, practice=False)
    one = opened(child, request)
    one.send({"type": "key", "key": "F10"})
    assert one.wait_for("closed")["error"] == "protocol"


def test_a_key_that_no_keyboard_has_is_refused(child: Start, tmp_path: Path) -> None:
    one = opened(child, sealed_request(pages.as_tiff([form()]), tmp_path))
    one.send({"type": "key", "key": "Any key"})
    assert one.wait_for("closed")["error"] == "protocol"


def test_end_of_input_ends_it_without_a_word(child: Start, tmp_path: Path) -> None:
    one = opened(child, sealed_request(pages.as_tiff([form()]), tmp_path))
    assert one.process.stdin is not None
    one.process.stdin.close()
    one.wait_for_end(10)
    assert b"closed" not in one.output


def test_nothing_is_written_to_a_disk(
    child: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in the folder for temporary files nor in those of the user, nor where it runs."""
    for name in ("tmp", "home", "here"):
        (tmp_path / name).mkdir()
    for variable in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(variable, str(tmp_path / "tmp"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path / "here")
    request = sealed_request(pages.as_tiff([form()]), tmp_path / "home", boxes=boxes_over([form()]))
    keys = request.key_file.read_bytes()
    before = listing(tmp_path)
    system = listing(Path(tempfile.gettempdir()), deep=False)
    one = opened(child, request)
    written = [
        file.path
        for process in family(one.process.pid)
        for file in process.open_files()
        if getattr(file, "mode", "r") != "r"
    ]
    one.send({"type": "key", "key": "F10"})
    one.wait_for("redacted", seconds=60)
    one.wait_for_end()
    assert written == []
    assert listing(tmp_path) == before
    assert listing(Path(tempfile.gettempdir()), deep=False) - system == set()
    assert request.key_file.read_bytes() == keys


def family(process_id: int) -> list[psutil.Process]:
    parent = psutil.Process(process_id)
    return [parent, *parent.children(recursive=True)]


def listing(folder: Path, *, deep: bool = True) -> set[str]:
    return {os.fspath(path) for path in (folder.rglob("*") if deep else folder.iterdir())}
