"""Blocks of print, and how they are spread over pages.

A block is what stays together: a row, a line of a paragraph, the totals. It holds marks (texts,
rules, boxes) placed from its own top. Blocks that are told to keep with the next never end a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from desktop.documents.fonts import ASCENT, Face

Align = Literal["left", "right", "centre"]


@dataclass(frozen=True, slots=True)
class TextMark:
    """One printed line of text. `x` is its left end, right end or middle, by `align`; `y` its baseline.

    Attributes:
        text: Characters in the order they stand on paper.
        grey: 0 black to 1 white.
    """

    x: float
    y: float
    text: str
    face: Face
    size: float
    align: Align = "left"
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class RuleMark:
    """A horizontal line."""

    x: float
    y: float
    width: float
    thickness: float = 0.5
    grey: float = 0.75


@dataclass(frozen=True, slots=True)
class BoxMark:
    """A rectangle, filled, edged or both; `y` is its top."""

    x: float
    y: float
    width: float
    height: float
    fill: float | None = None
    edge: float | None = None


@dataclass(frozen=True, slots=True)
class BarsMark:
    """The bars of a barcode, each a left edge and a width; `y` is their top."""

    y: float
    height: float
    bars: tuple[tuple[float, float], ...]


Mark = TextMark | RuleMark | BoxMark | BarsMark


@dataclass(frozen=True, slots=True)
class Block:
    """What is never broken over two pages.

    Attributes:
        height: In points.
        marks: Placed from the block's top.
        space: Left free above, except at the top of a page.
        keep: Stays on one page with the next block.
        heading: Printed first when this block begins a page (the headings of its table's columns).
    """

    height: float
    marks: tuple[Mark, ...] = ()
    space: float = 0.0
    keep: bool = False
    heading: Block | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a page that blocks fill: *top* and *bottom*, in points from the sheet's top."""

    top: float
    bottom: float


@dataclass(slots=True)
class Page:
    """Marks of one page, placed from the sheet's top."""

    marks: list[Mark] = field(default_factory=list)
    empty: bool = True


def paginate(blocks: Sequence[Block], *, first: Frame, later: Frame) -> list[Page]:
    """*blocks* spread over pages; at least one page."""
    pages = [Page()]
    frame, y = first, first.top
    for group in _groups(blocks):
        space = 0.0 if pages[-1].empty else group[0].space
        if not pages[-1].empty and y + space + _height(group) > frame.bottom:
            pages.append(Page())
            frame, y = later, later.top
        for block in group:
            space = 0.0 if pages[-1].empty else block.space
            if not pages[-1].empty and y + space + block.height > frame.bottom:
                pages.append(Page())
                frame, y, space = later, later.top, 0.0
            if len(pages) > 1 and pages[-1].empty and block.heading is not None:
                y = _place(pages[-1], block.heading, y)
            y = _place(pages[-1], block, y + space)
    return pages


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    group: list[Block] = []
    for block in blocks:
        group.append(block)
        if not block.keep:
            yield group
            group = []
    if group:
        yield group


def _height(group: Sequence[Block]) -> float:
    """Of blocks on top of each other, without the space above the first."""
    return sum(b.height for b in group) + sum(b.space for b in group[1:])


def _place(page: Page, block: Block, y: float) -> float:
    """Put *block* at *y*; the height below it."""
    page.marks.extend(replace(mark, y=mark.y + y) for mark in block.marks)
    page.empty = False
    return y + block.height


def text_block(
    lines: Sequence[str],
    face: Face,
    size: float,
    *,
    x: float,
    leading: float,
    space: float = 0.0,
    grey: float = 0.0,
    align: Align = "left",
    keep_last: bool = False,
) -> list[Block]:
    """A paragraph, a block for each line; its first two and its last two lines stay together."""
    last = len(lines) - 1
    return [
        Block(
            height=leading,
            marks=(TextMark(x, ASCENT * size, line, face, size, align, grey),),
            space=space if index == 0 else 0.0,
            keep=keep_last if index == last else index in (0, last - 1),
        )
        for index, line in enumerate(lines)
    ]
