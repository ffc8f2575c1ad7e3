"""The history of the database's shape, and the one way to bring a database up to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0001"
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

    with engine.begin() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Run the migrations back to *revision* ("base": an empty database)."""
    from alembic import command

    with engine.begin() as connection:
        command.downgrade(_config(connection), revision)


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config
