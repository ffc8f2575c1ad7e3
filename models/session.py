"""Engines and sessions: one short session per user action (DESIGN §3)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

_WRITE = "orderdesk_write"
BUSY_SECONDS = 10
"""How long a command waits for another program's write on the same SQLite file."""


def database_url(path: Path) -> str:
    """The URL of the SQLite database in the file *path*."""
    return f"sqlite+pysqlite:///{path}"


def make_engine(url: str) -> Engine:
    """An engine for *url* whose errors never carry bound values.

    SQLite runs in write-ahead mode with full synchronisation (NORMAL may lose the last commits on a
    power cut) and with foreign keys on. Write sessions begin IMMEDIATE, so that a command that reads
    and then writes never finds the lock taken half-way.
    """
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(_WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


class DatabaseGone(Exception):
    """The database cannot be reached or answered with an I/O error; nothing was committed for sure."""


class Database:
    """The one place that opens sessions.

    `read()` and `write()` are context managers around one short session each; `write()` commits at
    its end and rolls back on any exception. Both turn the driver's operational errors into
    `DatabaseGone`. Objects stay readable after the commit; none may leave the calling thread.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
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
            session.connection(execution_options={_WRITE: True})
            yield session
            session.commit()

    @contextmanager
    def _world_errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            if error.connection_invalidated or type(error).__name__ in (
                "OperationalError",
                "InterfaceError",
            ):
                self.engine.dispose()
                raise DatabaseGone(str(error.orig)) from error
            raise

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()
