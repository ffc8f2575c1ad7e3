"""Delimited text files as shops have them, read piece by piece in bounded memory.

Two views of each row: its cells as text, and its own bytes, so that a list can be parted into other
lists without a cell being written anew. What stands in a file is never repeated in a message, for a
file may hold anything, a card number too.
"""

from __future__ import annotations

import codecs
import csv
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desktop.errors import AgentError, WorldError
from desktop.imports import table_shape
from desktop.imports.table_shape import Shape
from models import card_guard

CHUNK = 1 << 16
"""Bytes read at once: some hundred rows, so few that they come and go without collecting garbage."""
MOST_FIELD = 1_000_000
"""Characters of one cell."""
MOST_RECORD = 4_000_000
"""Bytes of one row, with the line ends in its cells."""
SAMPLE_ROWS = 200
"""Rows that are looked at to tell the columns apart."""

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class TableError(AgentError):
    """This is no table that can be read to its end; `line` says where, 0 where it is the whole file."""

    def __init__(self, words: str, *, line: int = 0) -> None:
        super().__init__(words, field="path")
        self.line = line


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows at once, for those who go through a million of them.

    Attributes:
        rows: The cells of each row; a row may have fewer or more than the headings. Never blank.
        raws: Each row's bytes, its line end among them (the last row of a file may lack one).
        lines: The line in which each begins, from 1.
        read: Bytes of the file that have been read so far.
    """

    rows: Sequence[Sequence[str]]
    raws: Sequence[bytes]
    lines: Sequence[int]
    read: int


@dataclass(frozen=True)
class TableFile:
    """A file that was looked at.

    Attributes:
        path: Where it is.
        size: In bytes, when it was looked at.
        shape: Encoding, delimiter, quotation mark.
        opening: The bytes before the first row: byte order mark, `sep=`, and the headings.
        heading: Of these the row of headings; empty where the file has none.
        headings: Its cells, blank or repeated as they may be; none where the file has none.
        sample: Cells of the first rows.
        width: The most cells of a row in `sample` and of the headings.
    """

    path: Path
    size: int
    shape: Shape
    opening: bytes
    heading: bytes
    headings: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    width: int
    state: tuple[int, int, int]
    """Tells whether it is still the same file."""

    def has_changed(self) -> bool:
        """Whether somebody has written or replaced the file since it was looked at.

        Raises:
            WorldError: it is gone.
        """
        try:
            return _state(self.path.stat()) != self.state
        except OSError as error:
            raise _unreadable(self.path, error) from error

    def batches(
        self, seen: Callable[[bytes], object] | None = None, *, upto: int | None = None
    ) -> Iterator[Batch]:
        """The rows below the headings, many at once.

        Args:
            seen: Is handed every byte of the file.
            upto: The last column, from 0, that is looked at: the cells behind it may be left out or
                together.

        Raises:
            TableError: a row cannot be read, by its line; what came before was right.
            WorldError: the file cannot be read any more.
        """
        skip = self.heading
        for batch in _batches(self.path, self.shape, self.size, seen, upto):
            rows, raws, lines = batch.rows, batch.raws, batch.lines
            if skip and raws:
                skip, rows, raws, lines = b"", rows[1:], raws[1:], lines[1:]
            yield Batch(rows, raws, lines, batch.read)

    def heading_of(self, column: int) -> str:
        """What *column* (from 0) is called; its place where it has no name that may be repeated."""
        return table_shape.column_name(self.headings, column)


def open_table(path: Path) -> TableFile:
    """Look at the beginning of the file *path*.

    Raises:
        TableError: it is empty, no text, or its first rows cannot be read.
        WorldError: there is no such file, or it cannot be read.
    """
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            beginning = file.read(CHUNK)
    except OSError as error:
        raise _unreadable(path, error) from error
    try:
        shape = table_shape.shape_of(beginning)
    except ValueError as error:
        raise TableError(str(error)) from None
    first = next(_batches(path, shape, found.st_size, None, None), None)
    if first is None or not first.rows:
        raise TableError("There is nothing in this file.")
    rows, raws = first.rows, first.raws
    before = beginning[: len(shape.mark) + shape.preamble]
    heading = raws[0] if table_shape.is_heading(rows[0]) else b""
    headings = tuple(rows[0]) if heading else ()
    sample = tuple(tuple(row) for row in rows[bool(heading) : SAMPLE_ROWS + 1])
    return TableFile(
        path=path,
        size=found.st_size,
        shape=shape,
        opening=before + heading,
        heading=heading,
        headings=headings,
        sample=sample,
        width=max(len(row) for row in (headings, *sample)),
        state=_state(found),
    )


def _batches(
    path: Path,
    shape: Shape,
    size: int,
    seen: Callable[[bytes], object] | None,
    upto: int | None,
) -> Iterator[Batch]:
    """Every row from the headings on; blank lines are none. What is added meanwhile is not read."""
    try:
        with path.open("rb") as file:
            opening = file.read(len(shape.mark) + shape.preamble)
            if seen is not None:
                seen(opening)
            line = 1 + shape.preamble_lines
            yield from _Reader(shape, file, size, seen, upto, line=line).batches()
    except OSError as error:
        raise _unreadable(path, error) from error


class _Reader:
    """Cuts a file into rows: lines first, and what belongs together by its quotation marks."""

    def __init__(
        self,
        shape: Shape,
        file: BinaryIO,
        size: int,
        seen: Callable[[bytes], object] | None,
        upto: int | None,
        *,
        line: int,
    ) -> None:
        self._shape = shape
        self._file = file
        self._size = size
        self._seen = seen
        self._cuts = -1 if upto is None else upto + 1
        self._line = line

    def batches(self) -> Iterator[Batch]:
        """Some rows at once, to the end of the file."""
        left = b""
        while True:
            # A row that is not complete yet is read again with as much more: few times in all.
            wanted = min(max(CHUNK, len(left)), self._size - self._file.tell())
            chunk = self._file.read(max(0, wanted))
            if self._seen is not None:
                self._seen(chunk)
            block = left + chunk
            raws, texts = self._lines(block, last=not chunk)
            batch, used = self._rows(raws, texts, last=not chunk)
            left = block[used:]
            if len(left) > MOST_RECORD:
                raise self._too_long(self._line)
            if batch.rows:
                yield batch
            if not chunk:
                return

    def _lines(self, block: bytes, *, last: bool) -> tuple[list[bytes], list[str]]:
        """The whole lines of *block*, as bytes and as text."""
        if self._shape.is_wide:
            return self._wide_lines(block, last=last)
        if b"\0" in block:
            raise self._no_text(len((block[: block.index(b"\0")] + b"x").splitlines()))
        end = len(block)
        if not last:
            # A carriage return at the very end may be half of a line end.
            end = block.rfind(b"\n") + 1 or block.rfind(b"\r", 0, len(block) - 1) + 1
        raws = block[:end].splitlines(keepends=True)
        try:
            return raws, list(map(bytes.decode, raws))
        except UnicodeDecodeError:
            return raws, [_decoded(raw) for raw in raws]

    def _wide_lines(self, block: bytes, *, last: bool) -> tuple[list[bytes], list[str]]:
        decode = codecs.utf_16_le_decode if self._shape.is_little else codecs.utf_16_be_decode
        try:
            text, _used = decode(block, "strict", last)
        except UnicodeDecodeError as error:
            raise TableError("This file ends or breaks in the middle of a letter.") from error
        end = len(text)
        if not last:
            end = text.rfind("\n") + 1 or text.rfind("\r", 0, len(text) - 1) + 1
        texts = _LINES.findall(text, 0, end)
        if "\0" in text:
            raise self._no_text(len(_LINES.findall(text[: text.index("\0")] + "x")))
        return [each.encode(self._shape.codec) for each in texts], texts

    def _rows(self, raws: list[bytes], texts: list[str], *, last: bool) -> tuple[Batch, int]:
        """The rows of these lines, and how many bytes they take; an unfinished one is left."""
        first = self._line
        rows = self._split(texts)
        if len(rows) == len(texts):
            used, lines = sum(map(len, raws)), range(first, first + len(rows))
            self._line += len(texts)
            return _without_blanks(rows, raws, lines, self._file.tell()), used
        joined, count = self._joined(raws, texts, last=last)
        self._line += count
        used = sum(map(len, raws[:count]))
        return _without_blanks(*joined, self._file.tell()), used

    def _split(self, texts: list[str]) -> list[list[str]]:
        """A row for each line; fewer where some lines belong together or cannot be read."""
        shape = self._shape
        whole = "".join(texts)
        if shape.quote in whole or shape.is_spaced or len(whole) > MOST_FIELD:
            try:
                return list(shape.reader(texts, MOST_FIELD))
            except csv.Error:
                return []
        # What the reader would do, in half the time.
        delimiter, cuts = shape.delimiter, self._cuts
        rows = [text.rstrip("\r\n").split(delimiter, cuts) for text in texts]
        return [[] if row == [""] else row for row in rows] if [""] in rows else rows

    def _joined(
        self, raws: list[bytes], texts: list[str], *, last: bool
    ) -> tuple[tuple[list[list[str]], list[bytes], list[int]], int]:
        """Rows of several lines each; and the number of lines that belong to whole rows."""
        feed = iter(texts)
        reader = self._shape.reader(feed, MOST_FIELD)
        rows: list[list[str]] = []
        bytes_of: list[bytes] = []
        lines: list[int] = []
        done = 0
        try:
            for row in reader:
                rows.append(row)
                bytes_of.append(b"".join(raws[done : reader.line_num]))
                lines.append(self._line + done)
                done = reader.line_num
        except csv.Error as error:
            if last or next(feed, None) is not None:
                raise self._broken(self._line + done, raws[done : reader.line_num]) from error
        return (rows, bytes_of, lines), done

    def _broken(self, line: int, raws: list[bytes]) -> TableError:
        if sum(map(len, raws)) > MOST_FIELD:
            return self._too_long(line)
        words = "a quotation mark is not closed, or stands in a wrong place"
        return TableError(f"The row that begins in line {line} cannot be read: {words}.", line=line)

    def _no_text(self, line: int) -> TableError:
        """*line* counts from 1 in the block that is being read."""
        line += self._line - 1
        return TableError(f"Line {line} holds bytes that are no text.", line=line)

    @staticmethod
    def _too_long(line: int) -> TableError:
        return TableError(f"The row that begins in line {line} is too long for a list.", line=line)


def _without_blanks(
    rows: Sequence[list[str]], raws: Sequence[bytes], lines: Sequence[int], read: int
) -> Batch:
    if [] not in rows:
        return Batch(rows, raws, lines, read)
    kept = [at for at, row in enumerate(rows) if row]
    return Batch(
        [rows[at] for at in kept], [raws[at] for at in kept], [lines[at] for at in kept], read
    )


def _decoded(raw: bytes) -> str:
    """One line: UTF-8, and Windows-1252 where it is none; files are pasted together from both."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _state(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_ino, found.st_size, found.st_mtime_ns


def _unreadable(path: Path, error: OSError) -> WorldError:
    name = card_guard.scrub(str(path))
    if isinstance(error, FileNotFoundError):
        return WorldError(f"There is no file {name}.", can_retry=False)
    return WorldError(f"{name} cannot be read: {error.strerror or type(error).__name__}.")
