"""Engines and sessions: one short session per user action (DESIGN §3)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Session, sessionmaker

from models import write_turn
from models.card_guard import CardNumberRefused
from models.types import ColumnRefused
from models.write_turn import DatabaseBusy, DatabaseGone, OtherFile, WriteTurn

__all__ = [
    "Database", "DatabaseBusy", "DatabaseGone", "OtherFile", "database_url", "make_engine",
]  # fmt: skip

_WRITE = "orderdesk_write"
_FILE = "orderdesk_file"
_WORLD = ("OperationalError", "InterfaceError", "DatabaseError")
"""The driver's errors that are not about what was asked: DatabaseError itself is a damaged file."""
_MOST_LOG = 64_000_000
"""Bytes that the write-ahead log keeps when it is empty."""


def database_url(path: Path) -> str:
    """The URL of the SQLite database in the file *path*."""
    return f"sqlite+pysqlite:///{path}"


def make_engine(url: str) -> Engine:
    """An engine for *url* whose errors never carry bound values.

    SQLite runs in write-ahead mode with full synchronisation (NORMAL may lose the last commits on a
    power cut) and with foreign keys on. Write sessions begin IMMEDIATE, so that a command that reads
    and then writes never finds the lock taken half-way; for that they wait their turn (`WriteTurn`).
    """
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        path = _file_of(engine)
        if path is not None:
            _watch_file(engine, path)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _file_of(engine: Engine) -> Path | None:
    """The file of an SQLite database that has one."""
    path = engine.url.database if engine.dialect.name == "sqlite" else None
    return Path(path) if path and path != ":memory:" else None


def _watch_file(engine: Engine, path: Path) -> None:
    """Let *engine* work on the file that it opened first, and on no other in its place.

    SQLite goes on writing to a file that was deleted, and all of it is lost; asked for a new
    connection it makes an empty file, in which a shop would begin anew.
    """
    was_opened = False

    def _on_connecting(*_arguments: object) -> None:
        if was_opened and not path.exists():
            raise DatabaseGone("the database file is gone")

    def _on_connected(_connection: object, record: Any) -> None:
        nonlocal was_opened
        was_opened = True
        record.info[_FILE] = _identity(path)

    def _on_begin(connection: Connection) -> None:
        if connection.info.get(_FILE) != _identity(path):
            raise DatabaseGone("the database file was moved or replaced")

    event.listen(engine, "do_connect", _on_connecting)
    event.listen(engine, "connect", _on_connected)
    event.listen(engine, "begin", _on_begin)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={write_turn.BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode=WAL")
    # A long file makes a log of gigabytes, which would stay that large.
    cursor.execute(f"PRAGMA journal_size_limit={_MOST_LOG}")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    turn: WriteTurn | None = connection.get_execution_options().get(_WRITE)
    if turn is None:
        connection.exec_driver_sql("BEGIN")
    else:
        turn.take(cast("sqlite3.Connection", connection.connection.driver_connection))


class Database:
    """The one place that opens sessions.

    `read()` and `write()` are context managers around one short session each; `write()` commits at
    its end and rolls back on any exception. Objects stay readable after the commit; none may leave
    the calling thread.

    Raises:
        DatabaseGone: instead of the driver's operational errors; the next session connects anew.
        DatabaseBusy: one of these: a write waited in vain for its turn.
        CardNumberRefused, ColumnRefused: a value did not pass its column's check; SQLAlchemy's own
            wrapping is taken off, so that those above need to know nothing of it.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
        self.turn = WriteTurn(_file_of(self.engine))
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for looking: what it changed is rolled back."""
        with self._world_errors(), self._sessions() as session:
            yield session
            session.rollback()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session for one command, committed at the end."""
        with self._world_errors(), self._sessions() as session:
            session.connection(execution_options={_WRITE: self.turn})
            yield session
            session.commit()

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """One connection for work that takes several transactions, each of which the caller begins."""
        with self._world_errors(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write_on(self, connection: Connection) -> Iterator[Session]:
        """`write()` on a connection of `connected()`, for a file: others wait for it and know why."""
        connection.execution_options(**{_WRITE: self.turn})
        try:
            begun = connection.begin()
            with self.turn.long_write(), begun, self._sessions(bind=connection) as session:
                yield session
                session.commit()
        finally:
            connection.execution_options(**{_WRITE: None})

    @contextmanager
    def one_file(self) -> Iterator[None]:
        """Bring one file in at a time; another kind of database than SQLite takes several.

        Raises:
            OtherFile: somebody else brings one in, in whatever program.
        """
        with self._world_errors(), self.turn.one_file():
            yield

    @contextmanager
    def _world_errors(self) -> Iterator[None]:
        try:
            yield
        except DatabaseGone:
            self.engine.dispose()
            raise
        except sqlite3.Error as error:
            if type(error).__name__ in _WORLD:
                self.engine.dispose()
                raise DatabaseGone(str(error)) from error
            raise
        except DBAPIError as error:
            if error.connection_invalidated or type(error).__name__ in _WORLD:
                self.engine.dispose()
                raise DatabaseGone(str(error.orig)) from error
            raise
        except StatementError as error:
            if isinstance(error.orig, CardNumberRefused | ColumnRefused):
                raise error.orig from None
            raise

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()
