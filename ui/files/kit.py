"""What a sheet for a file is handed, and what the sheets of the shop's own files are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop.imports.importing import (
    Cancelled,
    FileKind,
    FilePreview,
    FileResult,
    FileSpec,
    Progress,
)
from desktop.services.desk import Desk
from ui.actions import ActionTable
from ui.changes import Changes
from ui.page_kit import PageKit
from ui.tasks import Tasks
from ui.theme import Theme


class SheetKit(PageKit, Protocol):
    """What every sheet for a file needs of its page."""

    @property
    def folder(self) -> Path:
        """Where files are looked for unless something else is typed."""


@dataclass(frozen=True, kw_only=True)
class FilesKit:
    """What the sheets of the shop's own files need; the first three block, for a working thread.

    Attributes:
        preview: looks at the beginning of a file as one kind, its columns as somebody set them or
            None; as `desktop.imports.files`, and so are the next two.
        run: brings a file in, all of it or nothing.
        write: writes a new file out, and returns how many rows it has.
        open_path: shows a file or a folder in the program that this computer has for it; False
            where it has none. On the GUI thread.
    """

    theme: Theme
    actions: ActionTable
    tasks: Tasks
    changes: Changes
    desk: Desk
    announce: Callable[[str, str], None]
    folder: Path
    preview: Callable[[FileKind, Path, Mapping[int, str] | None], FilePreview]
    run: Callable[[FileKind, FileSpec, Progress, Cancelled], FileResult]
    write: Callable[[FileKind, Path, Progress, Cancelled], int]
    open_path: Callable[[Path], bool]


CHANGED = {
    FileKind.CATALOGUE: frozenset({"products"}),
    FileKind.CUSTOMERS: frozenset({"customers", "opt_outs"}),
    FileKind.TAX_RATES: frozenset({"taxes"}),
    FileKind.SHIPPING: frozenset({"shipping"}),
    FileKind.STOCK: frozenset({"products"}),
}
"""What the broadcast calls the records that each kind changes."""


def may(desk: Desk, kind: FileKind) -> bool:
    """Whether whoever sits here may bring such a file in, or write it out.

    What changes prices, customers or rules, or leaves the house, is a supervisor's matter.
    """
    return desk.may_supervise or kind is FileKind.STOCK
