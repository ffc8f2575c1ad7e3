"""The tables of a new database, made once in a process and copied: making them takes a while."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from models.all_records import Base
from models.session import Database, database_url


def put_tables(database: Database) -> None:
    """Give *database*, whose file nobody has opened yet, every table."""
    file = database.engine.url.database
    assert file is not None
    Path(file).write_bytes(_tables())


@cache
def _tables() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tables.sqlite"
        database = Database(database_url(file))
        Base.metadata.create_all(database.engine)
        database.close()
        return file.read_bytes()
