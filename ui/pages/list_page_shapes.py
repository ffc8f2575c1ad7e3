"""What a page of rows is made from, and what it tells of one row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from ui.tables.list_table import ListColumn, ListRow

T = TypeVar("T")

MOST_ROWS = 200
"""More are not shown: whoever looks for an old one looks it up with its order."""

Fact = tuple[str, str, str, str]
"""Label, value, icon and its tone, as `Facts` shows them."""


@dataclass(frozen=True)
class ListPageLook:
    """The words and the shape of one such page."""

    page_id: str
    title: str
    icon: str
    columns: tuple[ListColumn, ...]
    list_name: str
    """Accessible name of the list."""
    nothing_chosen: str
    """Why no key of one row does anything."""
    showings: tuple[str, ...]
    """Which rows may be shown, by their names in code; the one that is shown first stands first."""
    showing_title: str
    """Head of the sheet that asks which (F4)."""
    changes: frozenset[str]
    """Records whose change may change the list."""
    detail_width: int = 520
    """Of the right side, in px at k = 1, up to 1600 pixels; less where the list has many columns."""


@dataclass(frozen=True)
class Told:
    """What stands at the right for one row: its head, a pill, a strip, facts and what has happened."""

    head: str
    state: str
    kind: str
    icon: str
    strip_kind: str = "info"
    strip_title: str = ""
    strip_text: str = ""
    facts: tuple[Fact, ...] = ()
    history: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class RowWays(Generic[T]):
    """What a page does with its own rows.

    Attributes:
        key: the id of a row.
        line: the row as the list shows it.
        chosen: another row is current, or none: tell of it, at once or when it has been read.
        read: at most `MOST_ROWS` rows of a showing, and what the bar says beside the title: in a
            working thread, (session, showing) to (rows, words).
        showing_words: a showing in words.
        none_of: head and text where a showing has no rows.
    """

    key: Callable[[T], str]
    line: Callable[[T], ListRow]
    chosen: Callable[[T | None], None]
    read: Callable[[Any, str], tuple[tuple[T, ...], str]]
    showing_words: Callable[[str], str]
    none_of: Callable[[str], tuple[str, str]]
