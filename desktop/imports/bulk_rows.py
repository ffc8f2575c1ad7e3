"""Rows on their way to the database: checked by their columns' own types before anybody has to wait.

A long file's rows are made ready for the driver while the other desks go on working: every value has
passed the bind step of its column, the card guard among them, so a row that a column refuses is known
by its line. What is left for the one transaction is handing them over.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

from sqlalchemy import Connection, Dialect, Table, bindparam, delete, insert, update

from models import card_guard
from models.types import GuardedText

Ready = tuple[str, str, tuple[str, ...], list[Any]]
"""What to do, to which table, with which of its columns, and the values as the driver takes them."""
INSERT, UPDATE, DELETE = "insert", "update", "delete"
_ROW_ID = "row_id"
_LENGTHS = (8, 64, 500)
"""Of the parts in which values are looked up."""


class BulkTable:
    """Makes rows of one table ready. Its methods raise what the columns' types raise.

    Args:
        same: Of columns that hold the same in every new row; those that the table has not are left out.
    """

    def __init__(self, table: Table, dialect: Dialect, same: Mapping[str, Any]) -> None:
        self.table = table
        self._columns = tuple(column.name for column in table.columns)
        self._ready = {
            column.name: column.type.dialect_impl(dialect).bind_processor(dialect)
            for column in table.columns
        }
        held = {name: self._value(name, same[name]) for name in self._columns if name in same}
        self._each = [(name, name in held, self._ready[name]) for name in self._columns]
        self._held = held
        self._guarded = {
            column.name for column in table.columns if isinstance(column.type, GuardedText)
        }

    def new(self, values: Mapping[str, Any]) -> Ready:
        """A row to insert; *values* has every column but those that are the same in all."""
        held = self._held
        row = [
            held[name] if is_held else values[name] if process is None else process(values[name])
            for name, is_held, process in self._each
        ]
        return INSERT, self.table.name, self._columns, row

    def new_rows(self, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Any]:
        """Very many rows to insert, ready for `BulkWriter.write`: each the values of *names*.

        It goes column by column, which takes a third of the time of going row by row. Every column
        is one of *names*, or the same in all; none of these is empty.
        """
        given = dict(zip(names, zip(*rows, strict=True), strict=True))
        columns: list[Iterable[Any]] = []
        for name, is_held, process in self._each:
            if is_held:
                columns.append(repeat(self._held[name]))
            elif name in self._guarded:
                card_guard.check_all(given[name])
                columns.append(given[name])
            else:
                columns.append(given[name] if process is None else map(process, given[name]))
        return [INSERT, self.table.name, self._columns, list(zip(*columns, strict=False))]

    def new_alike(
        self, values: Mapping[str, Any], name: str, each: Iterable[tuple[Any, uuid.UUID]]
    ) -> list[Ready]:
        """Rows to insert that differ in their id and in the column *name* only."""
        ready = {**self._held, **{key: self._value(key, value) for key, value in values.items()}}
        made = []
        for value, row_id in each:
            ready["id"], ready[name] = self._value("id", row_id), self._value(name, value)
            row = [ready[column] for column in self._columns]
            made.append((INSERT, self.table.name, self._columns, row))
        return made

    def changed(self, row_id: uuid.UUID, values: Mapping[str, Any]) -> Ready:
        """A row to change."""
        names = tuple(name for name in self._columns if name in values)
        row = [self._value(name, values[name]) for name in names]
        return UPDATE, self.table.name, names, [*row, self._value("id", row_id)]

    def gone(self, column: str, value: Any) -> Ready:
        """The rows to delete whose *column* is *value*."""
        return DELETE, self.table.name, (column,), [self._value(column, value)]

    def _value(self, name: str, value: Any) -> Any:
        process = self._ready[name]
        return value if process is None else process(value)


class BulkBatch:
    """What has come together, to be written in the order in which the rows need each other."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str, tuple[str, ...]], list[list[Any]]] = {}

    def add(self, ready: Sequence[Ready]) -> None:
        """Rows that belong together."""
        for verb, table, names, row in ready:
            self._rows.setdefault((verb, table, names), []).append(row)

    def plain(self) -> list[Any]:
        """All of it, as JSON has it."""
        return [[*what, rows] for what, rows in self._rows.items()]


class BulkWriter:
    """Hands ready rows to the driver.

    Args:
        tables: In the order in which rows refer to each other.
    """

    def __init__(self, connection: Connection, tables: Sequence[Table]) -> None:
        self._connection = connection
        self._tables = {table.name: table for table in tables}
        self._order = {table.name: place for place, table in enumerate(tables)}
        self._statements: dict[tuple[str, str, tuple[str, ...]], str] = {}

    def write(self, plain: Sequence[Any]) -> None:
        """Write what `BulkBatch.plain` gave: what goes first, then table by table."""
        for verb, table, names, rows in sorted(plain, key=self._place):
            statement = self._statement(verb, table, tuple(names))
            self._connection.exec_driver_sql(statement, [tuple(row) for row in rows])

    def _place(self, part: Sequence[Any]) -> tuple[bool, int, str]:
        verb, table = part[:2]
        return verb != DELETE, self._order[table], verb

    def _statement(self, verb: str, name: str, columns: tuple[str, ...]) -> str:
        known = self._statements.get((verb, name, columns))
        if known is None:
            known = self._statements[verb, name, columns] = self._compiled(verb, name, columns)
        return known

    def _compiled(self, verb: str, name: str, columns: tuple[str, ...]) -> str:
        table = self._tables[name]
        if verb == INSERT:
            statement: Any = insert(table).values({name: bindparam(name) for name in columns})
        elif verb == UPDATE:
            values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in columns}
            statement = update(table).where(table.c.id == bindparam(_ROW_ID)).values(values)
        else:
            statement = delete(table).where(table.c[columns[0]] == bindparam(_ROW_ID))
        return str(statement.compile(dialect=self._connection.dialect))


def in_parts(values: Sequence[Any], most: int) -> Iterator[Sequence[Any]]:
    """*values* in parts of at most *most*: so many a statement takes."""
    for at in range(0, len(values), most):
        yield values[at : at + most]


def even_parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """*values* in parts of few lengths, the last of them again and again where there are fewer.

    Statements of a thousand lengths would each be read, and kept, by the driver anew.
    """
    for part in in_parts(values, _LENGTHS[-1]):
        length = next(length for length in _LENGTHS if length >= len(part))
        yield [*part, *repeat(part[-1], length - len(part))]
