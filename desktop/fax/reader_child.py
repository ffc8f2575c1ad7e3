"""The page reader as a process: one file in by pipes, boxes or the reason of damage out.

It has no database and no network, writes nothing to any disk, and sets itself limits of memory and
time. Of an unreviewed page nothing but sizes, boxes and a reason ever leaves it, no word of the text.

    in    {"type": "read", "size": N}, then the file as `desktop.fax.chunks` writes it
    out   {"type": "progress", "page": n, "pages": m} and {"type": "box", …} for each page; at the end
          {"type": "read_done", "pages": [{…}], "looked": true} or {"type": "damaged", "reason": …}

    in    {"type": "words", "pages": m}, then for each reviewed page {"type": "page", "size": N} and
          its picture in chunks
    out   {"type": "word", …} for each word and {"type": "progress", …} behind each page; at the end
          {"type": "words_done", "left_out": k, "looked": true}
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

from desktop.children import MAX_LINE, decode_line, encode_line, harden_this_process
from desktop.fax.bounds import MOST_BYTES
from desktop.fax.chunks import Chunks
from desktop.fax.damage import DamagedFile, DamageReason
from desktop.platform.limits import end_this_process_with_its_children, limit_this_process

MEMORY_BYTES = 1_600 * 1024 * 1024
"""A page of the most pixels needs a quarter of it while it is looked at."""
CPU_SECONDS = 900
LOOK_SECONDS = 420.0
"""After that the pages that are left are no longer looked at, and the answer says so."""
_MOST_WORDS = 5_000
"""Of one page; a page of print has 800."""
_MOST_LETTERS = 200


def main() -> int:
    """Do what standard input asks for, once. Ends at once when standard input ends."""
    harden_this_process()
    limit_this_process(memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)
    lines = _Lines()
    try:
        request = lines.next()
        if request.get("type") == "words":
            _read_words(request, lines)
        else:
            _read_file(request, lines)
    except DamagedFile as damage:
        _tell({"type": "damaged", "reason": damage.reason.value})
    except MemoryError:
        _tell({"type": "damaged", "reason": DamageReason.TOO_MANY_PIXELS.value})
    except Exception:
        # Said without its words, which may hold what stands on the page.
        _tell({"type": "damaged", "reason": DamageReason.UNREADABLE.value})
    lines.wait_for_end()
    return 0


class _Lines:
    """The messages on standard input. Its end before ours means that the parent is gone."""

    def __init__(self) -> None:
        self._messages: queue.Queue[bytes] = queue.Queue(maxsize=16)
        self._finished = False
        self._thread = threading.Thread(target=self._listen, name="input", daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while line := sys.stdin.buffer.readline(MAX_LINE + 1):
            self._messages.put(line)
        if not self._finished:
            end_this_process_with_its_children()

    def next(self) -> dict[str, Any]:
        """The next message; waits for it.

        Raises:
            ValueError: it is none.
        """
        return decode_line(self._messages.get())

    def wait_for_end(self) -> None:
        """Everything is said: wait until the parent has heard it and closes the pipe."""
        self._finished = True
        self._thread.join()


def _tell(message: Mapping[str, Any]) -> None:
    sys.stdout.buffer.write(encode_line(message))
    sys.stdout.buffer.flush()


def _take_file(announced: Mapping[str, Any], lines: _Lines) -> bytes:
    chunks = Chunks(announced["size"], MOST_BYTES)
    while not chunks.done:
        chunks.take(lines.next())
    return chunks.content


def _read_file(request: Mapping[str, Any], lines: _Lines) -> None:
    if request.get("type") != "read":
        raise ValueError("nothing that is known was asked for")
    content = _take_file(request, lines)
    from desktop.fax.decoding import open_file
    from desktop.fax.finder import Look, look_at

    pages = open_file(content)
    told, looked, until = [], True, time.monotonic() + LOOK_SECONDS
    for number, size in enumerate(pages.sizes, 1):
        image = pages.page(number)
        look = Look((), 0, looked=False)
        if time.monotonic() < until:
            look = look_at(image, number, dpi_x=size.dpi_x, dpi_y=size.dpi_y)
        looked = looked and look.looked
        for box in look.boxes:
            _tell({"type": "box", **box.to_record()})
        told.append({**size.to_record(), "rotation": look.rotation})
        _tell({"type": "progress", "page": number, "pages": pages.count})
    _tell({"type": "read_done", "pages": told, "looked": looked})


def _read_words(request: Mapping[str, Any], lines: _Lines) -> None:
    from desktop.fax.tesseract import NobodyLooked

    left_out, looked = 0, True
    for number in range(1, request["pages"] + 1):
        content = _take_file(lines.next(), lines)
        try:
            for message in _words_of(content, number):
                if message is None:
                    left_out += 1
                else:
                    _tell(message)
        except NobodyLooked:
            looked = False
        _tell({"type": "progress", "page": number, "pages": request["pages"]})
    _tell({"type": "words_done", "left_out": left_out, "looked": looked})


def _words_of(content: bytes, number: int) -> Iterator[dict[str, Any] | None]:
    """The words of a page; None for one that is left out because it may be of a card's number."""
    from desktop.fax.decoding import open_file
    from desktop.fax.finder import words_on

    pages = open_file(content)
    size, image = pages.sizes[0], pages.page(1)
    for count, word in enumerate(words_on(image, dpi_x=size.dpi_x, dpi_y=size.dpi_y)):
        if word is None or count >= _MOST_WORDS:
            yield None
            continue
        box, text = word
        yield {
            "type": "word",
            "page": number,
            **{name: getattr(box, name) for name in ("x", "y", "width", "height")},
            "text": text[:_MOST_LETTERS],
        }
