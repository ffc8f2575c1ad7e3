"""Headings, paragraphs and tables of the papers that go with parcels, as blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from desktop.documents import fonts
from desktop.documents.flow import Block, BoxMark, Mark, RuleMark, TextMark, text_block
from desktop.documents.fonts import ASCENT
from desktop.documents.typesetter import LEADING, Typesetter

GREY = 0.33
_PAD = 5.0
_SPACING = 10.0
_ROW_PAD = 4.0
_CHECK = 10.0
_ROW_LINES = 40
"""A cell of more lines is cut off here: it could outgrow a page."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading and its room in points; of one with 0, the rest.

    A `check` column has an empty box in each row, to be ticked by hand; the lines of a `list` are all
    of one weight.
    """

    heading: str
    width: float = 0.0
    kind: Literal["text", "number", "check", "list"] = "text"


@dataclass(frozen=True, slots=True)
class Area:
    """The column of text that parts stand in."""

    setter: Typesetter
    left: float
    width: float


def heading(
    area: Area, words: str, *, size: float | None = None, space: float = 0.0
) -> list[Block]:
    """A bold line that stays with what follows."""
    text = area.setter.set(words, "heading", width=area.width, face=fonts.bold(), size=size)
    return text_block(
        text.lines, text.face, text.size, x=area.left, leading=text.leading, space=space,
        keep_last=True,
    )  # fmt: skip


def paragraph(
    area: Area,
    words: str,
    where: str,
    *,
    space: float = 0.0,
    size: float | None = None,
    grey: float = 0.0,
) -> list[Block]:
    """Running text over the whole width."""
    text = area.setter.set(words, where, width=area.width, size=size)
    x = area.left + area.width if text.right_to_left else area.left
    return text_block(
        text.lines, text.face, text.size, x=x, leading=text.leading, space=space, grey=grey,
        align="right" if text.right_to_left else "left",
    )  # fmt: skip


def table(
    area: Area,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str | tuple[str, ...]]],
    *,
    where: str,
    space: float = 0.0,
) -> list[Block]:
    """Headings, again on each page, and a row for each of *rows*; a tuple is lines, the first in black.

    What stands in a `check` column is not printed.
    """
    edges = _edges(area, columns)
    top = _headings(area, columns, edges)
    blocks = [Block(top.height, top.marks, space=space, keep=True)]
    for index, row in enumerate(rows):
        blocks.append(_row(area, columns, edges, row, f"{where}.{index}", top))
    return blocks


def _edges(area: Area, columns: Sequence[Column]) -> list[tuple[float, float]]:
    """Left edge and room of each column."""
    fixed = sum(column.width for column in columns) + _SPACING * (len(columns) - 1) + 2 * _PAD
    loose = sum(1 for column in columns if not column.width)
    rest = (area.width - fixed) / loose if loose else 0.0
    x, found = area.left + _PAD, []
    for column in columns:
        width = column.width or rest
        found.append((x, width))
        x += width + _SPACING
    return found


def _headings(area: Area, columns: Sequence[Column], edges: Sequence[tuple[float, float]]) -> Block:
    size = area.setter.small
    marks: list[Mark] = [BoxMark(area.left, 0.0, area.width, size + 8, fill=0.92)]
    for column, (x, width) in zip(columns, edges, strict=True):
        right = column.kind == "number"
        marks.append(
            TextMark(
                x + width if right else x,
                size + 3.5,
                column.heading,
                fonts.bold(),
                size,
                "right" if right else "left",
            )
        )
    return Block(height=size + 10, marks=tuple(marks))


def _row(
    area: Area,
    columns: Sequence[Column],
    edges: Sequence[tuple[float, float]],
    row: Sequence[str | tuple[str, ...]],
    where: str,
    top: Block,
) -> Block:
    marks: list[Mark] = []
    lowest = _CHECK
    for number, (column, (x, width), cell) in enumerate(zip(columns, edges, row, strict=True)):
        if column.kind == "check":
            marks.append(BoxMark(x, _ROW_PAD, _CHECK, _CHECK, edge=0.0))
            continue
        y = _ROW_PAD
        lines = (cell,) if isinstance(cell, str) else cell
        for place, words in enumerate(line for line in lines if line):
            minor = column.kind == "list" or place
            size = area.setter.small if minor else area.setter.body
            text = area.setter.set(words, f"{where}.{number}.{place}", width=width, size=size)
            for line in text.lines[:_ROW_LINES]:
                right = column.kind == "number" or text.right_to_left
                marks.append(
                    TextMark(
                        x + width if right else x,
                        y + ASCENT * size,
                        line,
                        text.face,
                        size,
                        "right" if right else "left",
                        GREY if place and column.kind != "list" else 0.0,
                    )
                )
                y += size * LEADING
        lowest = max(lowest, y - _ROW_PAD)
    height = lowest + 2 * _ROW_PAD
    marks.append(RuleMark(area.left, height, area.width, 0.4, 0.8))
    return Block(height, tuple(marks), heading=top)
