"""The history of the database's shape, and the one way to bring a database up to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0005"
"""The newest revision. A constant, so that starting up needs no import of alembic."""


class NewerSchema(Exception):
    """The database was made by a newer Order Desk than this one."""


def revision_of(engine: Engine) -> str | None:
    """The revision *engine*'s database is at, or None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def ensure_current(engine: Engine, *, before_upgrade: Callable[[], None]) -> bool:
    """Upgrade the database if it is behind; True if anything was done.

    *before_upgrade* is called first when there is something to lose (it makes the backup).

    Raises:
        NewerSchema: the database is of a revision that this program does not know.
    """
    revision = revision_of(engine)
    if revision == HEAD:
        return False
    known = {path.stem.split("_")[0] for path in (Path(__file__).parent / "versions").glob("*.py")}
    if revision is not None and revision not in known:
        raise NewerSchema(f"the database is at revision {revision}, this program knows {HEAD}")
    if revision is not None:
        before_upgrade()
    upgrade(engine, "head")
    return True


def upgrade(engine: Engine, revision: str) -> None:
    """Run the migrations up to *revision*."""
    from alembic import command

    with _rebuilding(engine) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Run the migrations back to *revision* ("base": an empty database)."""
    from alembic import command

    with _rebuilding(engine) as connection:
        command.downgrade(_config(connection), revision)


@contextmanager
def _rebuilding(engine: Engine) -> Iterator[Connection]:
    """A transaction in which tables may be made anew.

    SQLite changes some columns only by copying the table and dropping the old one. With foreign keys
    on, that drop would take along every row that refers to it, so they are off until the end, and
    checked before the commit (sqlite.org, "Making Other Kinds Of Table Schema Changes").

    Raises:
        RuntimeError: a row refers to nothing; nothing was changed.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if is_sqlite:  # not through the connection: it would begin the transaction first
            _pragma(connection, "foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError("a migration left rows that refer to nothing")
        finally:
            if is_sqlite:
                _pragma(connection, "foreign_keys=ON")


def _pragma(connection: Connection, setting: str) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config
