"""Looking at a file before anything is recorded: what it seems to hold, and as what it reads best."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.errors import AgentError, WorldError
from desktop.imports.importing import FileKind, FilePreview, Outcome

Preview = Callable[[FileKind, Path, Mapping[int, str] | None], FilePreview]
State = tuple[int, int, int]
_SURE = 3
"""So much of a rank counts against what somebody said the file holds."""


@dataclass(frozen=True)
class SeenFile:
    """A file that was looked at.

    Attributes:
        kind: as what it was looked at.
        better: what it seems to be instead, by its headings; None where it is *kind*.
        better_by: whose export that would be, or "".
        state: tells whether it is still the same file.
    """

    path: Path
    kind: FileKind
    preview: FilePreview
    state: State
    better: FileKind | None = None
    better_by: str = ""


def look(preview: Preview, path: Path, kind: FileKind, *, may_choose: bool) -> SeenFile:
    """Look at *path* as *kind*; with *may_choose* as whatever it reads best. Blocks.

    Raises:
        AgentError: it is no table that can be read, why in words.
        WorldError: there is no such file, or it cannot be read.
    """
    state = state_of(path)
    seen = preview(kind, path, None)
    best, best_seen = kind, seen
    if not seen.made_by:
        for other in FileKind:
            if other is kind:
                continue
            other_seen = _seen_as(preview, other, path)
            if other_seen is not None and _rank(other_seen) > _rank(best_seen):
                best, best_seen = other, other_seen
    if best is kind:
        return SeenFile(path, kind, seen, state)
    if may_choose:
        return SeenFile(path, best, best_seen, state)
    if _rank(best_seen)[:_SURE] > _rank(seen)[:_SURE]:
        return SeenFile(path, kind, seen, state, best, best_seen.made_by)
    return SeenFile(path, kind, seen, state)


def state_of(path: Path) -> State:
    """Tells whether a file was written or replaced; zeros where it is gone. Blocks."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0, 0
    return found.st_ino, found.st_size, found.st_mtime_ns


def _seen_as(preview: Preview, kind: FileKind, path: Path) -> FilePreview | None:
    try:
        return preview(kind, path, None)
    except (AgentError, WorldError):
        return None


def _rank(seen: FilePreview) -> tuple[bool, bool, bool, int, int]:
    """Whoever's export it is comes first, then what can be read, most of its rows, most columns.

    Of two that read as much, the one that may hold less is meant: stock, and not products. Where most
    columns say nothing, rows that would come in say little: any list with a name has customers then.
    """
    refused = sum(row.outcome is Outcome.REFUSED for row in seen.seen)
    reads_well = refused * 2 < len(seen.seen) and len(seen.columns) * 2 >= len(seen.names)
    return bool(seen.made_by), not seen.missing, reads_well, len(seen.columns), -len(seen.kinds)
