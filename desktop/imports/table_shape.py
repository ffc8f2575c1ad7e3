"""How a delimited text file is written: encoding, delimiter, quotation mark, headings."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from models import card_guard

DELIMITERS = ",;\t|"
_PROBE_ROWS = 50
_LONGEST_NAME = 60
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
_SEPARATOR = re.compile(r"sep=([,;\t|])(?:\r\n|\r|\n)", re.IGNORECASE)
"""The line that some spreadsheets want before the headings."""
_VALUE = re.compile(
    r"\s*(?:[^@\s]+@[^@\s]+\.[^@\s]+|\+?(?:[\s().\-/]*[0-9]){7,15}|[0-9]{5}(?:-[0-9]{4})?"
    r"|[a-z][0-9][a-z] ?[0-9][a-z][0-9])\s*",
    re.IGNORECASE,
)
"""What is a value and no heading: an e-mail address, a telephone number, a postal code."""
LONGEST_VALUE = 400
"""Characters of a cell that may be one: a longer one is not looked through, which would take long."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is written.

    Attributes:
        encoding: In words: "UTF-8", "Windows-1252", "UTF-16".
        codec: Python's name, without a byte order mark.
        mark: The byte order mark, as it stands at the beginning.
        delimiter: Between cells.
        quote: Around cells.
        is_spaced: Whether a space stands between a delimiter and a quotation mark.
        preamble: Bytes of a `sep=` line and of blank lines before the headings.
        preamble_lines: Number of these lines.
    """

    encoding: str
    codec: str
    mark: bytes
    delimiter: str
    quote: str
    is_spaced: bool = False
    preamble: int = 0
    preamble_lines: int = 0

    @property
    def is_wide(self) -> bool:
        """Whether a character takes two bytes."""
        return self.codec.startswith("utf-16")

    @property
    def is_little(self) -> bool:
        """Of a wide one: whether the low byte comes first."""
        return self.codec == "utf-16-le"

    def reader(self, lines: Iterable[str], most_field: int) -> Any:
        """A reader of *lines*; it refuses cells of more than *most_field* characters."""
        csv.field_size_limit(most_field)  # of the whole program: the same bound for everybody
        return csv.reader(
            lines, delimiter=self.delimiter, quotechar=self.quote,
            skipinitialspace=self.is_spaced, strict=True,
        )  # fmt: skip

    def cell(self, text: str) -> str:
        """*text* as a cell, in quotation marks where it must be."""
        quote = self.quote
        if any(mark in text for mark in (self.delimiter, quote, "\r", "\n")):
            return f"{quote}{text.replace(quote, quote * 2)}{quote}"
        return text


def shape_of(beginning: bytes) -> Shape:
    """Tell from the first bytes of a file how it is written.

    Raises:
        ValueError: it is empty or no text; the words for the person at the desk.
    """
    if beginning.startswith(_WORKBOOKS):
        raise ValueError("This is a workbook or a PDF. Save the list as CSV (UTF-8) and try again.")
    encoding, codec, mark = _encoding_of(beginning)
    body = beginning[len(mark) :]
    if not codec.startswith("utf-16") and b"\0" in body[:1000]:
        raise ValueError("This is not a text file. Save the list as CSV (UTF-8) and try again.")
    text = body.decode(codec, "replace")
    if not text.strip():
        raise ValueError("There is nothing in this file.")
    rest = text.lstrip("\r\n")
    said = _SEPARATOR.match(rest)
    if said:
        rest = rest[said.end() :]
    before = text[: len(text) - len(rest)]
    delimiter = said[1] if said else _delimiter_of(rest)
    quote = _quote_of(rest, delimiter)
    return Shape(
        encoding=encoding,
        codec=codec,
        mark=mark,
        delimiter=delimiter,
        quote=quote,
        is_spaced=f"{quote}{delimiter} {quote}" in rest,
        preamble=len(before.encode(codec)),
        preamble_lines=len(before.splitlines()),
    )


def _encoding_of(beginning: bytes) -> tuple[str, str, bytes]:
    for mark, encoding, codec in (
        (codecs.BOM_UTF8, "UTF-8", "utf-8"),
        (codecs.BOM_UTF16_LE, "UTF-16", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "UTF-16", "utf-16-be"),
    ):
        if beginning.startswith(mark):
            return encoding, codec, mark
    try:
        codecs.utf_8_decode(beginning, "strict", False)
    except UnicodeDecodeError:
        return "Windows-1252", "cp1252", b""
    return "UTF-8", "utf-8", b""


def _delimiter_of(text: str) -> str:
    """The one that gives most rows the same number of cells; a list of one column has none."""
    lines = text.splitlines(keepends=True)[: _PROBE_ROWS + 1]
    lines = lines[:-1] if len(lines) > _PROBE_ROWS else lines
    best, most = DELIMITERS[0], (0.0, 0)
    for delimiter in DELIMITERS:
        try:
            rows = list(csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if row)
        many = {width: count for width, count in widths.items() if width > 1}
        if many:
            width = max(many, key=lambda each: (many[each], each))
            score = (round(many[width] / sum(widths.values()), 1), width)
            if score > most:
                best, most = delimiter, score
    return best


def _quote_of(text: str, delimiter: str) -> str:
    """The apostrophe only where every cell of the first line stands between two."""
    cells = text.splitlines()[0].split(delimiter)
    wrapped = all(len(cell) > 1 and cell[0] == cell[-1] == "'" for cell in cells)
    return "'" if wrapped else '"'


def is_heading(cells: Sequence[str]) -> bool:
    """Whether the first row names the columns: none of its cells is a value."""
    values = (_VALUE.fullmatch(cell) for cell in cells if len(cell) <= LONGEST_VALUE)
    return any(cell.strip() for cell in cells) and not any(values)


def column_name(headings: Sequence[str], column: int) -> str:
    """What a column is called; its place where that is no name that may be repeated."""
    name = " ".join(headings[column].split())[:_LONGEST_NAME] if column < len(headings) else ""
    if not name or card_guard.looks_like_card(name):
        return f"column {column + 1}"
    return name
