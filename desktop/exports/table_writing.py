"""A table written row by row to a new file: whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from desktop.exports.csv_file import csv_row
from desktop.exports.new_files import NewFile, check_places, put_all

Progress = Callable[[int, int], None]
"""Called with the rows that are written, and 0: nobody has counted how many there are."""
Cancelled = Callable[[], bool]
_TOGETHER = 500
_MARK = b"\xef\xbb\xbf"
"""Without it spreadsheets take UTF-8 for something else."""


class WritingCancelled(Exception):
    """Somebody changed their mind; no file was left."""


def write_table(
    path: Path,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write *rows* below *headings* to the new file *path*, and return how many.

    Raises:
        AgentError: there is such a file already.
        WorldError: it cannot be written.
        WritingCancelled: *cancelled* said so.
    """
    check_places([path], sources=(), replace=None)
    file = NewFile(path)
    try:
        file.write(_MARK + csv_row(headings).encode())
        count = 0
        for row in rows:
            file.write(csv_row(row).encode())
            count += 1
            if count % _TOGETHER == 0:
                if cancelled is not None and cancelled():
                    raise WritingCancelled
                if progress is not None:
                    progress(count, 0)
        file.finish()
        put_all([file], replace=False)
    finally:
        file.discard()
    return count
