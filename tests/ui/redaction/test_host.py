"""The workspace's side with the real process, off-screen, driven by the practice keys."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from PIL import Image

from desktop.fax.boxes import Box, BoxReason
from desktop.fax.reading import Reading, read_file
from desktop.fax.vault import destroy_key
from tests.desktop.fax import pages, paper
from tests.ui.redaction.conftest import LONG, Desk
from tests.ui.redaction.faxes import boxes_over, form, letter, order, sealed_request
from ui.redaction.request import RedactionResult

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def numbers_in(content: bytes) -> list[Box]:
    """What the machine takes for a card number."""
    reading = read_file(content)
    assert isinstance(reading, Reading)
    assert reading.looked
    return [box for box in reading.boxes if box.reason is BoxReason.CARD_NUMBER]


def test_a_number_is_proposed_confirmed_and_gone(desk: Desk, tmp_path: Path) -> None:
    content = pages.as_tiff([form()])
    reading = read_file(content)
    assert isinstance(reading, Reading)
    proposed = reading.boxes
    assert any(box.reason is BoxReason.CARD_NUMBER for box in proposed)
    desk.open(sealed_request(content, tmp_path, boxes=proposed))
    desk.keys("F10")
    result = desk.result()
    assert result.was_confirmed
    assert (result.error, result.boxes, result.rotations) == ("", proposed, (0,))
    (page,) = result.pages
    assert (page.number, page.width, page.height) == (1, *form().image.size)
    assert (page.dpi_x, page.dpi_y) == (204, 196)
    # The same machine that found it in the original finds none any more.
    assert numbers_in(page.image) == []
    image = Image.open(io.BytesIO(page.image))
    for box in proposed:
        part = image.crop((box.x, box.y, box.x + box.width, box.y + box.height))
        assert part.convert("L").getextrema() == (0, 0)
    assert "looking" in desk.states
    assert not desk.host.is_open


def test_a_number_without_a_box_is_found_by_the_second_look(desk: Desk, tmp_path: Path) -> None:
    desk.open(sealed_request(pages.as_tiff([letter()]), tmp_path))
    desk.keys("F10")
    desk.wait_for("looking")
    desk.qtbot.waitUntil(lambda: desk.states.count("reviewing") == 2, timeout=LONG)
    desk.keys("F10")
    result = desk.result()
    assert result.was_confirmed
    assert [(box.page, box.reason) for box in result.boxes] == [(1, BoxReason.CARD_NUMBER)]
    (truth,) = letter().numbers()
    assert paper.covers(result.boxes[0], truth.ink)
    assert numbers_in(result.pages[0].image) == []


def test_escape_hands_back_boxes_and_rotations_and_no_page(desk: Desk, tmp_path: Path) -> None:
    boxes = boxes_over([form()])
    content = pages.as_tiff([form(), order()])
    desk.open(sealed_request(content, tmp_path, boxes=boxes, page_count=2, rotations=(0, 180)))
    process = desk.host.process_id
    desk.keys("Del", "PgDown", "R", "Esc")
    result = desk.result()
    assert result == RedactionResult(boxes=boxes[1:], rotations=(0, 270))
    assert not psutil.pid_exists(process)
    assert desk.window.windowTitle() == "Desk"
    assert desk.window.focusWidget() is desk.edit


def test_a_page_that_lies_is_kept_upright(desk: Desk, tmp_path: Path) -> None:
    lying = pages.turned(form(), 90)
    boxes = boxes_over([lying])
    content = pages.as_tiff([lying])
    desk.open(sealed_request(content, tmp_path, boxes=boxes, rotations=(270,)))
    desk.keys("F10")
    result = desk.result()
    assert result.rotations == (270,)
    assert (result.pages[0].width, result.pages[0].height) == form().image.size
    assert (result.pages[0].dpi_x, result.pages[0].dpi_y) == (204, 196)


def test_closing_from_the_workspace_hands_back_the_boxes(desk: Desk, tmp_path: Path) -> None:
    boxes = boxes_over([form()])
    desk.open(sealed_request(pages.as_tiff([form()]), tmp_path, boxes=boxes))
    desk.host.close_window()
    assert desk.result() == RedactionResult(boxes=boxes, rotations=(0,))


@pytest.mark.parametrize("when", ["started", "shown", "looking"])
def test_a_process_that_dies_yields_nothing(desk: Desk, tmp_path: Path, when: str) -> None:
    content = pages.as_tiff([form(), letter()])
    request = sealed_request(content, tmp_path, boxes=boxes_over([form()]), page_count=2)
    desk.open(request, until="started" if when == "started" else "shown")
    if when == "looking":
        desk.turn_to(2)
        desk.keys("F10")
        desk.wait_for("looking")
    os.kill(desk.host.process_id, signal.SIGKILL)
    assert desk.result() == RedactionResult(error="died")
    assert desk.window.windowTitle() == "Desk"


def test_a_destroyed_key_is_told(desk: Desk, tmp_path: Path) -> None:
    request = sealed_request(pages.as_tiff([form()]), tmp_path, boxes=boxes_over([form()]))
    destroy_key(request.key_file, request.slot, request.document_id)
    desk.host.open(request)
    assert desk.result() == RedactionResult(error="key_destroyed")
    assert "shown" not in desk.states


def test_opening_twice_is_opening_once(desk: Desk, tmp_path: Path) -> None:
    request = sealed_request(pages.as_tiff([form()]), tmp_path)
    desk.open(request)
    first = desk.host.process_id
    desk.host.open(request)
    assert desk.host.process_id == first
    desk.keys("Esc")
    assert desk.result().error == ""


def test_keys_are_sent_in_practice_only(desk: Desk, tmp_path: Path) -> None:
    desk.open(sealed_request(pages.as_tiff([form()]), tmp_path, practice=False))
    desk.keys("Esc", "F10")
    desk.host.close_window()
    assert not desk.result().was_confirmed


def test_shutdown_ends_the_process(desk: Desk, tmp_path: Path) -> None:
    desk.open(sealed_request(pages.as_tiff([form()]), tmp_path))
    process = psutil.Process(desk.host.process_id)
    desk.host.shutdown()
    assert desk.host.process_id == 0
    _, alive = psutil.wait_procs([process], timeout=10)
    assert alive == []
    assert desk.results == []


@pytest.fixture
def liar(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A process in the window's place; what the list holds is the program that it runs."""
    program: list[str] = []
    monkeypatch.setattr(
        "ui.child_windows.child_process.child_command",
        lambda _name: [sys.executable, "-c", program[0]],
    )
    yield program
    desk.host.shutdown()


LIES = {
    "no json": "print('hello')",
    "a secret": """print('{"type":"page","number":1}')""",
    "a state with more": """print('{"type":"shown","words":"something"}')""",
    "another page first": (
        """print('{"type":"page","number":2,"width":1,"height":1,"dpi_x":1,"dpi_y":1,'
        '"image":1,"thumb":1}')"""
    ),
    "no picture": (
        """print('{"type":"page","number":1,"width":1,"height":1,"dpi_x":1,"dpi_y":1,'
        '"image":1,"thumb":1}\\n{"type":"chunk","data":"QQ=="}\\n{"type":"end"}\\n'
        '{"type":"chunk","data":"QQ=="}\\n{"type":"end"}')"""
    ),
    "confirmed without a page": """print('{"type":"redacted","boxes":0,"rotations":[0]}')""",
    "an error of its own": (
        """print('{"type":"closed","boxes":0,"rotations":[],"error":"a long story"}')"""
    ),
    "boxes that did not come": """print('{"type":"closed","boxes":1,"rotations":[],"error":""}')""",
    "a box on no page": (
        """print('{"type":"boxes","boxes":[{"page":9,"x":1,"y":1,"width":1,"height":1,'
        '"why":"drawn"}]}\\n{"type":"closed","boxes":1,"rotations":[],"error":""}')"""
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_window_that_says_what_it_must_not_is_killed(
    desk: Desk, tmp_path: Path, liar: list[str], lie: str
) -> None:
    liar.append(f"import sys, time\n{LIES[lie]}\nsys.stdout.flush()\ntime.sleep(60)")
    desk.host.open(sealed_request(b"whatever", tmp_path))
    expected = "died" if lie == "no json" else "protocol"
    assert desk.result() == RedactionResult(error=expected)


def test_a_confirmation_counts_only_if_the_process_ends_well(
    desk: Desk, tmp_path: Path, liar: list[str]
) -> None:
    file = io.BytesIO()
    Image.new("1", (8, 8)).save(file, "PNG")
    liar.append(
        "import base64, sys, time\n"
        f"png = {file.getvalue()!r}\n"
        "data = base64.b64encode(png).decode()\n"
        'one = \'{"type":"chunk","data":"\' + data + \'"}\\n{"type":"end"}\\n\'\n'
        'size = \'"image":%d,"thumb":%d}\\n\' % (len(png), len(png))\n'
        'sys.stdout.write(\'{"type":"page","number":1,"width":8,"height":8,\'\n'
        '    \'"dpi_x":9,"dpi_y":9,\' + size + one + one +\n'
        '    \'{"type":"redacted","boxes":0,"rotations":[0]}\\n\')\n'
        "sys.stdout.flush()\n"
        "sys.exit(3)\n"
    )
    desk.host.open(sealed_request(b"whatever", tmp_path))
    assert desk.result() == RedactionResult(error="died")


def test_a_window_that_is_never_shown_is_given_up(
    desk: Desk, tmp_path: Path, liar: list[str]
) -> None:
    liar.append("import time; time.sleep(60)")
    desk.host._shown_timer.setInterval(50)
    desk.host.open(sealed_request(b"whatever", tmp_path))
    assert desk.result() == RedactionResult(error="timed_out")


def test_many_boxes_cross_in_many_lines(desk: Desk, tmp_path: Path) -> None:
    boxes = tuple(
        Box(page=1, x=n % 1000, y=n // 2, width=40, height=20, reason=BoxReason.DRAWN)
        for n in range(1_500)
    )
    desk.open(sealed_request(pages.as_tiff([form()]), tmp_path, boxes=boxes))
    desk.keys("Esc")
    assert desk.result() == RedactionResult(boxes=boxes, rotations=(0,))


def test_the_look_of_the_workspace_is_the_window_s(desk: Desk, tmp_path: Path) -> None:
    request = sealed_request(pages.as_tiff([form()]), tmp_path)
    look = replace(request.look, scheme="dark", text_scale=2.0, contrast="high")
    desk.open(replace(request, look=look))
    desk.keys("Esc")
    assert desk.result().error == ""


def test_the_workspace_side_loads_no_decoder_and_no_key() -> None:
    program = (
        "import sys, ui.redaction.host, ui.redaction.request\n"
        "found = [m for m in sys.modules if m.startswith(('PIL', 'pypdfium2', 'desktop.fax.decoding',"
        "'desktop.fax.vault', 'ui.redaction.session', 'ui.redaction.original', 'models',"
        "'sqlalchemy'))]\n"
        "sys.exit(repr(found) if found else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
