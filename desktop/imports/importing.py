"""What every file of the shop's own has in common: how it is looked at, read, told of, and stopped."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Progress = Callable[[int, int], None]
"""Called with the bytes that are read and those that there are; never going back."""
Cancelled = Callable[[], bool]
"""Asked now and then whether somebody wants to stop."""


class FileKind(enum.Enum):
    """What a file holds; the value is its name on the command line."""

    CATALOGUE = "catalogue"
    CUSTOMERS = "customers"
    TAX_RATES = "tax-rates"
    SHIPPING = "shipping"
    STOCK = "stock"


class Outcome(enum.Enum):
    """What becomes of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class ImportCancelled(Exception):
    """Somebody changed their mind; nothing was recorded and no file was left."""


@dataclass(frozen=True)
class FileSpec:
    """A file to read.

    Attributes:
        columns: What each column holds, from 0; None: as guessed, or as somebody said it before.
    """

    path: Path
    columns: Mapping[int, str] | None = None


@dataclass(frozen=True)
class RowSeen:
    """What a row would become, as the columns stand.

    Attributes:
        outcome: Without a look at what is on file: `CREATED` for whatever can be taken.
        told: Why it is refused, or what is taken otherwise than it stands there; may be empty.
    """

    outcome: Outcome
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class FilePreview:
    """The beginning of a file, before anything is recorded.

    Attributes:
        size: Bytes.
        encoding: In words.
        delimiter: Between cells.
        made_by: "Shopify", "WooCommerce" or "Order Desk" where its headings say so; else "".
        names: One for each column: its heading, or "column 3".
        columns: What each column seems to hold, from 0; the others are left out.
        kinds: Everything that a column of such a file may hold, in the order it is offered.
        rows: Cells of the first rows, as text without card numbers.
        seen: What each of these rows would become.
        missing: Kinds of which at least one column must hold one, and none does; () if it can be read.
    """

    size: int
    encoding: str
    delimiter: str
    made_by: str
    names: tuple[str, ...]
    columns: Mapping[int, str]
    kinds: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    seen: tuple[RowSeen, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileResult:
    """What became of a file: its rows are the sum of the four counts.

    Attributes:
        told: What was done otherwise than it stands in the file, or refused, in words, and how often.
        report: The file beside it that names every row; None where it had none.
    """

    created: int
    updated: int
    unchanged: int
    refused: int
    told: Mapping[str, int] = field(default_factory=dict)
    report: Path | None = None

    @property
    def rows(self) -> int:
        """Rows of data in the file."""
        return self.created + self.updated + self.unchanged + self.refused

    @property
    def changed(self) -> int:
        """Rows that changed something."""
        return self.created + self.updated


def stop_if(cancelled: Cancelled | None) -> None:
    """Ask whether somebody wants to stop.

    Raises:
        ImportCancelled: they do.
    """
    if cancelled is not None and cancelled():
        raise ImportCancelled
