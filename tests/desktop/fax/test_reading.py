from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from desktop.children import child_command, child_environment, encode_line
from desktop.fax import bounds, reader_child, reader_process
from desktop.fax.boxes import Box, BoxReason
from desktop.fax.chunks import to_lines
from desktop.fax.damage import DamageReason
from desktop.fax.page_size import PageSize
from desktop.fax.reading import Damage, Reading, read_file, read_words
from tests.desktop.fax import hostile, pages, paper

CHANCE = random.Random(5)
FORM = pages.fine(pages.typed_form(CHANCE, paper.SANS, 11, "4 4 4 4"))
UPSIDE_DOWN = pages.standard(pages.turned(pages.typed_form(CHANCE, paper.SANS, 11, "4 6 5"), 180))
SIZE = {"width": 100, "height": 100, "dpi_x": 204, "dpi_y": 196, "rotation": 0}


def _reader_of(
    monkeypatch: pytest.MonkeyPatch, *lines: bytes, then: str = "sys.stdin.read()"
) -> None:
    """Put a child in the page reader's place that says *lines* and does *then*."""
    code = f"import sys, time; sys.stdout.buffer.write({b''.join(lines)!r}); sys.stdout.flush(); {then}"
    monkeypatch.setattr(reader_process, "child_command", lambda _: [sys.executable, "-c", code])


@pytest.fixture(autouse=True)
def _no_reader_is_left() -> Iterator[None]:
    before = _children()
    yield
    assert _children() - before == set()


def _children() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}


def test_fax_of_two_pages_one_of_them_upside_down() -> None:
    told: list[tuple[int, int]] = []
    content = pages.as_tiff([FORM, UPSIDE_DOWN])
    reading = read_file(content, on_progress=lambda page, of: told.append((page, of)))
    assert isinstance(reading, Reading)
    assert reading.looked
    assert told == [(1, 2), (2, 2)]
    assert reading.pages == (
        PageSize(width=1728, height=2156, dpi_x=204, dpi_y=196),
        PageSize(width=1728, height=1078, dpi_x=204, dpi_y=98, rotation=180),
    )
    for number, page in enumerate((FORM, UPSIDE_DOWN), 1):
        boxes = [box for box in reading.boxes if box.page == number]
        assert len(boxes) == len(page.truths) == 3
        for truth in page.truths:
            (box,) = [box for box in boxes if paper.covers(box, truth.ink)]
            assert box.reason is truth.reason
            assert paper.within(box, truth.line)


@pytest.mark.parametrize("make", [lambda p: pages.as_picture(p), lambda p: pages.as_pdf([p])])
def test_pictures_and_pdf_files_are_read_as_well(make: Callable[[paper.FaxPage], bytes]) -> None:
    page = pages.typed_form(CHANCE, paper.SANS, 11, "solid")
    reading = read_file(make(page))
    assert isinstance(reading, Reading)
    (number,) = page.numbers()
    assert [b.reason for b in reading.boxes if paper.covers(b, number.ink)] == [
        BoxReason.CARD_NUMBER
    ]


def test_blank_page_has_no_box_and_was_looked_at() -> None:
    reading = read_file(hostile.pdf([(612, 792)]))
    size = PageSize(width=1734, height=2244, dpi_x=204, dpi_y=204)
    assert reading == Reading(pages=(size,), boxes=(), looked=True)


def test_without_tesseract_nobody_has_looked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    reading = read_file(pages.as_tiff([FORM]))
    assert isinstance(reading, Reading)
    assert (len(reading.pages), reading.boxes, reading.looked) == (1, (), False)


HOSTILE: dict[str, tuple[Callable[[], bytes], DamageReason]] = {
    "zero bytes": (lambda: b"", DamageReason.EMPTY),
    "wrong name": (lambda: b"fax.tif", DamageReason.NOT_A_PAGE_FILE),
    "truncated TIFF": (lambda: pages.as_tiff([FORM, FORM])[:-40], DamageReason.TRUNCATED),
    "TIFF bomb": (
        lambda: hostile.tiff((60_000, 60_000), data=b"\xff" * 64), DamageReason.TOO_MANY_PIXELS,
    ),
    "10,000 pages": (
        lambda: hostile.tiff(*[(8, 8)] * 10_000, data=b"\xff" * 8), DamageReason.TOO_MANY_PAGES,
    ),
    "circle": (hostile.tiff_in_a_circle, DamageReason.UNREADABLE),
    "PNG bomb": (lambda: hostile.png_bomb(20_000), DamageReason.TOO_MANY_PIXELS),
    "too large": (lambda: b"%PDF-" + b"\0" * bounds.MOST_BYTES, DamageReason.TOO_LARGE),
    "locked": (lambda: hostile.pdf([(9, 9)], password="open sesame"), DamageReason.LOCKED),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_ends_in_its_reason(name: str) -> None:
    make, reason = HOSTILE[name]
    assert read_file(make()) == Damage(reason)


def test_scripts_and_pictures_in_pictures_end_in_a_page_and_bounded_memory() -> None:
    for content in (
        hostile.pdf_with_script("while \\(true\\) {}"),
        hostile.pdf_with_a_huge_picture(30_000),
        hostile.png_with_a_book_of_text(),
    ):
        result, most = _with_peak(lambda content=content: read_file(content))  # type: ignore[misc]
        assert isinstance(result, Reading) or result == Damage(DamageReason.UNREADABLE)
        assert most < 700_000_000


def test_largest_page_that_is_allowed_is_read_in_bounded_memory() -> None:
    result, most = _with_peak(lambda: read_file(hostile.png_bomb(6_300)))
    assert isinstance(result, Reading)
    assert most < 700_000_000


def _with_peak(
    read: Callable[[], Reading | Damage],
) -> tuple[Reading | Damage, int]:
    """What *read* answers, and the most memory that its children had at any one time."""
    most, over = 0, threading.Event()
    done: list[Reading | Damage] = []

    def run() -> None:
        done.append(read())
        over.set()

    thread = threading.Thread(target=run)
    thread.start()
    while not over.wait(0.02):
        total = 0
        for child in psutil.Process().children(recursive=True):
            try:
                total += child.memory_info().rss
            except psutil.NoSuchProcess:
                continue
        most = max(most, total)
    thread.join()
    return done[0], most


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system has no such limit")
def test_reader_limits_its_memory_and_leaves_no_core(monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import resource\n"
        "from desktop.fax import reader_child as r\n"
        "limit = lambda kind: resource.getrlimit(kind)[1]\n"
        "def _read_file(*_):\n"
        "    held = limit(resource.RLIMIT_AS) == r.MEMORY_BYTES\n"
        "    held = held and limit(resource.RLIMIT_CPU) == r.CPU_SECONDS\n"
        "    held = held and resource.getrlimit(resource.RLIMIT_CORE) == (1, 1)\n"
        "    r._tell({'type': 'damaged', 'reason': 'locked' if held else 'empty'})\n"
        "r._read_file = _read_file\n"
        "r.main()"
    )
    monkeypatch.setattr(reader_process, "child_command", lambda _: [sys.executable, "-c", code])
    assert read_file(b"x") == Damage(DamageReason.LOCKED)
    assert reader_child.MEMORY_BYTES < 2_000_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system has no such limit")
def test_file_that_wants_more_memory_than_there_is_is_damaged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = (
        "from desktop.fax import reader_child\n"
        "reader_child._take_file = lambda *_: bytearray(reader_child.MEMORY_BYTES)\n"
        "reader_child.main()"
    )
    monkeypatch.setattr(reader_process, "child_command", lambda _: [sys.executable, "-c", code])
    assert read_file(b"x") == Damage(DamageReason.TOO_MANY_PIXELS)


def test_reader_that_dies_hangs_or_babbles_is_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    done = encode_line({"type": "read_done", "pages": [SIZE], "looked": True})
    box = Box(page=1, x=90, y=90, width=20, height=5, reason=BoxReason.CODE).to_record()
    unreadable = Damage(DamageReason.UNREADABLE)
    for lines, then, answer in (
        ((), "sys.exit(3)", unreadable),
        ((), "time.sleep(99)", Damage(DamageReason.TOOK_TOO_LONG)),
        ((b"{}\n",), "time.sleep(99)", unreadable),
        ((b"[1]\n",), "time.sleep(99)", unreadable),
        ((b"x" * 70_000 + b"\n",), "time.sleep(99)", unreadable),
        ((b"\xff\xfe\n",), "", unreadable),
        ((encode_line({"type": "text", "text": "a"}),), "", unreadable),
        ((encode_line({"type": "damaged", "reason": "odd"}),), "", unreadable),
        ((encode_line({"type": "box", **box}), done), "", unreadable),
        ((encode_line({"type": "box", **box, "page": 2}), done), "", unreadable),
        ((encode_line({"type": "box", **box, "why": "text of the page"}), done), "", unreadable),
        ((encode_line({"type": "read_done", "pages": [], "looked": True}),), "", unreadable),
        ((encode_line({"type": "read_done", "pages": [SIZE], "looked": 1}),), "", unreadable),
        (
            (
                encode_line(
                    {"type": "read_done", "pages": [{**SIZE, "width": "9"}], "looked": True}
                ),
            ),
            "",
            unreadable,
        ),
        (
            (done,),
            "time.sleep(99)",
            Reading(pages=(PageSize(**SIZE),), boxes=(), looked=True),
        ),
    ):
        _reader_of(monkeypatch, *lines, then=then)
        monkeypatch.setattr(reader_process, "_END_SECONDS", 0.2)
        assert read_file(b"anything", seconds=1.5) == answer


def test_reader_that_answers_without_listening_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done = encode_line({"type": "read_done", "pages": [SIZE], "looked": True})
    _reader_of(monkeypatch, done, then="time.sleep(99)")
    result = read_file(b"x" * 20_000_000, seconds=20)
    assert result == Reading(pages=(PageSize(**SIZE),), boxes=(), looked=True)


def test_reader_that_says_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_process, "MOST_LINES", 300)
    endless = '[print(\'{"type":"progress","page":1,"pages":1}\') for _ in iter(int, 1)]'
    _reader_of(monkeypatch, then=endless)
    assert read_file(b"anything", seconds=20) == Damage(DamageReason.UNREADABLE)


def test_reader_that_cannot_be_started_judges_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_process, "child_command", lambda _: ["no-such-program-here"])
    result = read_file(b"anything")
    assert result == Damage(DamageReason.NOT_READ)
    assert result.try_again


def test_somebody_who_wants_to_stop_is_heard_and_the_file_is_not_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _reader_of(monkeypatch, then="time.sleep(99)")
    started = time.monotonic()
    result = read_file(b"anything", is_cancelled=lambda: time.monotonic() - started > 0.3)
    assert result == Damage(DamageReason.NOT_READ)


def test_words_of_reviewed_pages_with_their_places() -> None:
    page = pages.fine(pages.without_card(CHANCE, paper.SANS, 11))
    first, empty = read_words([pages.as_picture(page), hostile.png_bomb(64)])
    assert empty == ()
    texts = [word.text for word in first]
    assert texts[:3] == ["ORDER", "BY", "FAX"]
    assert "Delacroix" in texts
    assert {word.page for word in first} == {1}
    heading = first[0]
    assert 0 < heading.x - paper.LEFT + heading.height < heading.height * 2
    assert heading.width > heading.height
    assert all(word.y + word.height <= page.size.height for word in first)


def test_words_of_a_card_number_that_the_review_has_overlooked_are_left_out() -> None:
    for grouping in ("4 4 4 4", "solid"):
        page = pages.fine(pages.typed_form(CHANCE, paper.SANS, 11, grouping))
        (words,) = read_words([pages.as_picture(page)])
        (number,) = page.numbers()
        left, _, right, _ = number.ink
        middle = (number.ink[1] + number.ink[3]) / 2
        on_it = [
            w.text
            for w in words
            if w.y < middle < w.y + w.height and w.x < right and w.x + w.width > left
        ]
        assert [text for text in on_it if any(c.isdigit() for c in text)] == []
        assert "number:" in [w.text for w in words]


def test_pages_whose_words_cannot_be_had_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_words([]) == ()
    assert read_words([b"no picture" * 500_000, b"nor this" * 500_000]) == ((), ())
    lie = {"type": "word", "page": 3, "x": 1, "y": 1, "width": 1, "height": 1, "text": "a"}
    _reader_of(monkeypatch, encode_line(lie))
    assert read_words([b"x"]) == ((),)


def test_nothing_of_the_page_is_said_but_sizes_and_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[bytes] = []

    class Heard(io.BytesIO):
        def write(self, line: object) -> int:
            said.append(bytes(line))  # type: ignore[call-overload]
            return 1

    class Lines:
        def next(self) -> dict[str, object]:
            return next(script)

    class Out:
        buffer = Heard()

    content = pages.as_tiff([FORM])
    script = iter(to_lines(content))
    monkeypatch.setattr(sys, "stdout", Out())
    reader_child._read_file({"type": "read", "size": len(content)}, Lines())  # type: ignore[arg-type]
    monkeypatch.undo()
    assert len(said) == 5
    text = b"".join(said).decode()
    for word in ("ORDER", "Delacroix", "Margaret", "number:", "text"):
        assert word not in text


@pytest.mark.skipif(sys.platform == "win32", reason="there is no process group there")
def test_reader_ends_with_its_parent() -> None:
    """Its input ends: it ends too, whatever it is doing."""
    content = pages.as_tiff([FORM] * 30)
    process = subprocess.Popen(
        child_command("page-reader"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=child_environment(), start_new_session=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(encode_line({"type": "read", "size": len(content)}))
    for message in to_lines(content):
        process.stdin.write(encode_line(message))
    process.stdin.flush()
    assert process.stdout.readline()  # it is at work
    process.stdin.close()
    assert process.wait(10) != 0
    process.stdout.close()
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
