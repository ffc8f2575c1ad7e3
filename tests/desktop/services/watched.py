"""What a database is asked, for tests of how it goes about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from tests.desktop.factories import DeskShop


@contextmanager
def watched(shop: DeskShop) -> Iterator[tuple[list[Any], list[tuple[str, Any]]]]:
    """Every question that is asked meanwhile: as SQLAlchemy has it, and as the driver gets it."""
    asked: list[Any] = []
    sent: list[tuple[str, Any]] = []

    def on_execute(_c: object, clause: object, _m: object, _p: object, _o: object) -> None:
        asked.append(clause)

    def on_cursor(_c: object, _k: object, sql: str, values: Any, _x: object, _m: object) -> None:
        if sql.startswith(("SELECT", "WITH")):
            sent.append((sql, values))

    engine = shop.database.engine
    event.listen(engine, "before_execute", on_execute)
    event.listen(engine, "before_cursor_execute", on_cursor)
    try:
        yield asked, sent
    finally:
        event.remove(engine, "before_execute", on_execute)
        event.remove(engine, "before_cursor_execute", on_cursor)
