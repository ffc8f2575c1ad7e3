"""Having a received file read, in a process that may do nothing else and may fall over.

Everything here blocks for seconds: call it off the GUI thread. Nothing is raised, whatever the file is
and whatever the reader does: a file that ends its reader is a damaged file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.fax.bounds import MOST_BYTES
from desktop.fax.boxes import Box
from desktop.fax.chunks import to_lines
from desktop.fax.damage import DamagedFile, DamageReason
from desktop.fax.page_size import PageSize
from desktop.fax.reader_process import ReaderProcess

SECONDS = 600.0
"""For one file. A page takes one to three; of 200 the last ones may stay unlooked at."""
MOST_BOXES = 5_000
_MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that is sound.

    Attributes:
        boxes: Where the machine thinks that a card's number, date or code stands.
        looked: False where it could not look at every page, so that no box means nothing.
    """

    pages: tuple[PageSize, ...]
    boxes: tuple[Box, ...]
    looked: bool


@dataclass(frozen=True, slots=True)
class Damage:
    """A file that is not opened, and why."""

    reason: DamageReason

    @property
    def try_again(self) -> bool:
        """Whether nothing was learnt of the file, so that it must not be called damaged."""
        return self.reason is DamageReason.NOT_READ


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a reviewed page, in that page's pixels; pages count from 1."""

    page: int
    x: int
    y: int
    width: int
    height: int
    text: str


def _never() -> bool:
    return False


def _nobody(page: int, pages: int) -> None:
    """Hears of the progress."""


def read_file(
    content: bytes,
    *,
    is_cancelled: Callable[[], bool] = _never,
    on_progress: Callable[[int, int], None] = _nobody,
    seconds: float = SECONDS,
) -> Reading | Damage:
    """Open a file from outside and look for card numbers on its pages.

    Args:
        is_cancelled: Asked about ten times a second, from two threads; True ends the reader.
        on_progress: Told the page that is done and how many there are.
        seconds: How long all of it may take.
    """
    # Not worth a process, and the one thing that a person would see at once.
    if not content:
        return Damage(DamageReason.EMPTY)
    if len(content) > MOST_BYTES:
        return Damage(DamageReason.TOO_LARGE)
    try:
        with ReaderProcess(
            _file_request(content), seconds=seconds, is_cancelled=is_cancelled
        ) as reader:
            return _reading_from(reader.messages(), on_progress)
    except DamagedFile as damage:
        return Damage(damage.reason)
    except Exception:
        return Damage(DamageReason.UNREADABLE)  # it lied


def read_words(
    pages: Sequence[bytes],
    *,
    is_cancelled: Callable[[], bool] = _never,
    on_progress: Callable[[int, int], None] = _nobody,
    seconds: float = SECONDS,
) -> tuple[tuple[Word, ...], ...]:
    """The words of reviewed pages, for each page from top to bottom.

    Only for pages that a person has reviewed. Words that look like a card's number are left out. A
    page whose words could not be had has none: words are a help, and no page needs them.

    Args:
        pages: Each one a PNG file.
    """
    words: list[list[Word]] = [[] for _ in pages]
    if not pages:
        return ()
    try:
        with ReaderProcess(
            _words_request(pages), seconds=seconds, is_cancelled=is_cancelled
        ) as reader:
            for message in reader.messages():
                kind = message["type"]
                if kind == "word":
                    word = _word_from(message)
                    words[word.page - 1].append(word)
                elif kind == "progress":
                    on_progress(int(message["page"]), len(pages))
                else:
                    break
    except Exception:
        return tuple(() for _ in pages)
    return tuple(tuple(page) for page in words)


def _file_request(content: bytes) -> Iterator[Mapping[str, Any]]:
    yield {"type": "read", "size": len(content)}
    yield from to_lines(content)


def _words_request(pages: Sequence[bytes]) -> Iterator[Mapping[str, Any]]:
    yield {"type": "words", "pages": len(pages)}
    for content in pages:
        yield {"type": "page", "size": len(content)}
        yield from to_lines(content)


def _reading_from(
    messages: Iterator[dict[str, Any]], on_progress: Callable[[int, int], None]
) -> Reading | Damage:
    boxes: list[Box] = []
    for message in messages:
        kind = message["type"]
        if kind == "box":
            boxes.append(Box.from_record(message))
            if len(boxes) > MOST_BOXES:
                raise ValueError("more boxes than any paper has")
        elif kind == "progress":
            on_progress(int(message["page"]), int(message["pages"]))
        elif kind == "damaged":
            return Damage(DamageReason(message["reason"]))
        elif kind == "read_done":
            return _checked(message, boxes)
        else:
            raise ValueError("the page reader said something that is not understood")
    raise ValueError("the page reader ended without an answer")


def _checked(message: Mapping[str, Any], boxes: Sequence[Box]) -> Reading:
    """The reading, if it makes sense."""
    pages = tuple(PageSize.from_record(record) for record in message["pages"])
    if not pages or not isinstance(message["looked"], bool):
        raise ValueError("the page reader's answer is not whole")
    for box in boxes:
        page = pages[box.page - 1]
        if box.x + box.width > page.width or box.y + box.height > page.height:
            raise ValueError("a box lies beyond its page")
    return Reading(pages=pages, boxes=tuple(boxes), looked=message["looked"])


def _word_from(message: Mapping[str, Any]) -> Word:
    page, x, y, width, height = (int(message[n]) for n in ("page", "x", "y", "width", "height"))
    text = message["text"]
    if page < 1 or not isinstance(text, str) or len(text) > _MOST_LETTERS:
        raise ValueError("a word makes no sense")
    return Word(page=page, x=x, y=y, width=width, height=height, text=text)
