"""Whose turn it is to write in a SQLite file, and why one has to wait for it.

SQLite has one writer at a time, and most are done in milliseconds. A file that is brought in takes a
minute or more, all of it in one transaction; whoever waits for that must not take the database for
gone. So the long writer holds a mark, and whoever waits looks at it now and then.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock

from models.marks import Mark, is_busy

BUSY_SECONDS = 10
"""How long a command waits for another program's write on the same SQLite file."""
_LOOKS = 20
"""How often in that time it is looked why there is something to wait for."""
_LONG_LOOKS = 90 * _LOOKS
"""Looks at a file that is being brought in, where somebody is told of it: a quarter of an hour."""


class DatabaseGone(Exception):
    """The database cannot be reached or answered with an I/O error; nothing was committed for sure."""


class DatabaseBusy(DatabaseGone):
    """Somebody else has written for so long that the wait was given up; nothing was changed.

    Attributes:
        by_file: They are bringing a file in.
    """

    def __init__(self, words: str, *, by_file: bool) -> None:
        super().__init__(words)
        self.by_file = by_file


class OtherFile(Exception):
    """Another file is being brought in already."""


class WriteTurn:
    """The turns of one program at the SQLite file *path*; None: it shares it with nobody.

    Methods may be called from any thread.
    """

    def __init__(self, path: Path | None) -> None:
        self._file = None if path is None else Mark(path, "file-in")
        self._long = None if path is None else Mark(path, "long-write")
        self._listener: Callable[[bool], None] | None = None
        self._waiting = 0
        self._lock = Lock()

    @property
    def is_awaited(self) -> bool:
        """Whether something waits here for a file that is being brought in."""
        return self._waiting > 0

    def tell(self, listener: Callable[[bool], None] | None) -> None:
        """Have *listener* told when something begins to wait for a file, and when nothing does any more.

        It is called in the thread that waits. Only with a listener the wait is a long one: without,
        nobody would know why.
        """
        self._listener = listener

    @contextmanager
    def one_file(self) -> Iterator[None]:
        """Be the only one who brings a file in.

        Raises:
            OtherFile: somebody else does.
        """
        with ExitStack() as stack:
            if self._file is not None:
                try:
                    stack.enter_context(self._file.held())
                except sqlite3.OperationalError as error:
                    if is_busy(error):
                        raise OtherFile from None
                    raise
            yield

    @contextmanager
    def long_write(self) -> Iterator[None]:
        """Say, within a write, that it takes a while."""
        with ExitStack() as stack:
            if self._long is not None:
                stack.enter_context(self._long.held())
            yield

    def take(self, connection: sqlite3.Connection) -> None:
        """Begin a write as soon as it is our turn.

        Raises:
            DatabaseBusy: it took too long.
            sqlite3.Error: the database does not answer.
        """
        connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000 // _LOOKS}")
        try:
            self._take(connection)
        finally:
            connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")

    def _take(self, connection: sqlite3.Connection) -> None:
        looks = long_looks = 0
        with ExitStack() as waiting:
            while (error := _not_begun(connection)) is not None:
                by_file = self._long is not None and self._long.is_held()
                if by_file and not long_looks:
                    waiting.enter_context(self._told())
                # Whoever comes after a file gets the time that anybody gets.
                looks, long_looks = 0 if by_file else looks + 1, long_looks + by_file
                most = _LONG_LOOKS if self._listener is not None else _LOOKS
                if looks >= _LOOKS or long_looks >= most:
                    words = "a file is being brought in" if by_file else str(error)
                    raise DatabaseBusy(words, by_file=by_file) from error

    @contextmanager
    def _told(self) -> Iterator[None]:
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def _count(self, change: int) -> None:
        with self._lock:
            before, self._waiting = self._waiting > 0, self._waiting + change
            is_waiting = self._waiting > 0
            if self._listener is not None and is_waiting is not before:
                self._listener(is_waiting)


def _not_begun(connection: sqlite3.Connection) -> sqlite3.OperationalError | None:
    """Begin a write; the error, where somebody else writes.

    Raises:
        sqlite3.Error: the database does not answer.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if not is_busy(error):
            raise
        return error
    return None
