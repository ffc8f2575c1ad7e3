"""What a story is written in: facts, tables and sentences, in words, before they are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fact:
    """A label and what is known; tone and icon where it means something."""

    label: str
    value: str
    tone: str = "text"
    icon: str = ""


@dataclass(frozen=True)
class Facts:
    """Labels at the left, values at the right."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True)
class Cell:
    """One cell of a grid, with a second line in small letters under it if there is one."""

    text: str
    tone: str = "text"
    icon: str = ""
    strong: bool = False
    caption: str = ""


@dataclass(frozen=True)
class Grid:
    """A table. `right` are the columns of amounts; `wide` is the one that takes the rest."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    right: frozenset[int] = field(default_factory=frozenset)
    wide: int = 0
    ruled: bool = True
    """Whether lines part the rows."""


@dataclass(frozen=True)
class Sentence:
    """A line of words."""

    text: str
    tone: str = "text"
    icon: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Columns:
    """Lines side by side, each under a heading: the two addresses."""

    columns: tuple[tuple[str, tuple[str, ...]], ...]


Block = Facts | Grid | Sentence | Columns


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it; `aside` is said in small letters beside the heading."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    aside: str = ""
    tone: str = ""
    """A kind (held, bad) whose ground it has; "" for none."""
