"""Marks beside a SQLite database: that somebody is at something which takes a while.

A mark is an empty SQLite file, and to hold it is to hold its lock. SQLite locks alike on every system,
between processes and between threads of one, and the system takes the lock back from a process that
ends, however it ends: a mark never tells of somebody who is not there any more. The file itself stays.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

_PRIMARY = 0xFF
"""SQLite's extended codes hold the plain one in their lowest byte."""
_A_LOOK_SECONDS = 0.1
"""How long a holder waits: for a look at the mark, which holds it for a moment, but for no holder."""


def is_busy(error: sqlite3.Error) -> bool:
    """Whether *error* says that somebody else holds the lock."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return bool(code & _PRIMARY == sqlite3.SQLITE_BUSY)


class Mark:
    """The mark *name* of the database in the file *database*."""

    def __init__(self, database: Path, name: str) -> None:
        self._path = database.with_name(f"{database.name}-{name}")

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the mark.

        Raises:
            sqlite3.OperationalError: somebody else holds it (`is_busy`), or the disk refused.
        """
        with closing(sqlite3.connect(self._path, timeout=_A_LOOK_SECONDS)) as connection:
            connection.execute("PRAGMA journal_mode=MEMORY")  # else it makes a second file
            connection.execute("BEGIN EXCLUSIVE")
            yield

    def is_held(self) -> bool:
        """Whether anybody holds it now."""
        if not self._path.exists():
            return False
        try:
            with closing(sqlite3.connect(self._path, timeout=0)) as connection:
                connection.execute("SELECT name FROM sqlite_master")
        except sqlite3.OperationalError as error:
            return is_busy(error)
        return False
