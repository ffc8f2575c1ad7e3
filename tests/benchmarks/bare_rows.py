"""Putting many rows in by the driver alone, a column after the other as the records say.

Through the services a million of them would take hours.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from models.base import Base


def hurry(connection: sqlite3.Connection) -> None:
    """Write without a net: a file that is not finished is made anew."""
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1500000"):
        connection.execute(f"PRAGMA {pragma}")


def calm(connection: sqlite3.Connection) -> None:
    """Leave the file as the workspace expects it."""
    connection.execute("PRAGMA journal_mode=WAL")


def put_rows(
    connection: sqlite3.Connection,
    kind: type[Base],
    made: Sequence[dict[str, Any]],
    *,
    store_id: str,
) -> None:
    """Insert rows of one kind; a column that a row does not name gets the record's default."""
    columns = list(kind.__table__.columns)
    rest = {column.name: _default(column) for column in columns} | {"store_id": store_id}
    names = ", ".join(column.name for column in columns)
    values = ", ".join(f":{column.name}" for column in columns)
    connection.executemany(
        f"INSERT INTO {kind.__tablename__} ({names}) VALUES ({values})",  # noqa: S608  our names
        (rest | row for row in made),
    )


def moment(at: datetime) -> str:
    """A moment in the form in which SQLite keeps it."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def row_id(at: datetime, place: int, part: int) -> str:
    """A UUIDv7 in the form in which SQLite keeps it, made from its time and its place."""
    return f"{int(at.timestamp() * 1000):012x}7{part:03x}8{place % 16**7:07x}{part:08x}"


def _default(column: Any) -> Any:
    default = column.default
    if default is not None and default.is_callable and not column.primary_key:
        return "[]"  # the only defaults that are made are empty lists
    value = default.arg if default is not None and default.is_scalar else None
    return value.value if isinstance(value, Enum) else value
