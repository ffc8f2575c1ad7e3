"""A table beside the ledger in which a list waits until it is whole, and one step into the ledger.

Reading a long list takes a while; the other desks must not wait for it. So its rows are laid into a
table of this connection's own, in memory, which locks nothing. Then one short transaction compares
them with the ledger and appends what is new.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    MetaData,
    String,
    Table,
    and_,
    case,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import aliased

from models.opt_out import OptOut, OptOutKind, OptOutRequest, Topic
from models.order import Stamp
from models.types import UtcDateTime

_LEDGER = OptOut.__table__
_STAGED = (
    "id", "channel", "medium", "topic", "scope", "value_key", "person_key", "received_at",
    "evidence",
)  # fmt: skip


@dataclass(frozen=True)
class Laid:
    """What became of the staged rows.

    Attributes:
        rows: Rows of the list of which something is new.
        lines: Lines that the ledger gained.
    """

    rows: int
    lines: int


class Staging:
    """The table of one import. `Staging(…)` makes it and `drop()` takes it away again.

    Args:
        time_zone: The shop's, whose days they are.
    """

    def __init__(self, connection: Connection, time_zone: str) -> None:
        self._connection = connection
        # Numbers and addresses of people go into no file outside the shop's own.
        self._schema = "staged" if connection.dialect.name == "sqlite" else None
        self._metadata = MetaData(schema=self._schema)
        prefixes = ["TEMPORARY"] if self._schema is None else []
        self._table = Table(
            "staged_opt_outs",
            self._metadata,
            Column("n", BigInteger, primary_key=True),
            Column("line", BigInteger, nullable=False),
            Column("is_new", Boolean, nullable=False),
            # The day of the list on the shop's calendar; none: the day of the import counts.
            Column("day", BigInteger),
            *(Column(name, _LEDGER.c[name].type) for name in _STAGED),
            prefixes=prefixes,
        )
        self._day_table = Table(
            "staged_days",
            self._metadata,
            Column("day", BigInteger, primary_key=True),
            Column("begins_at", UtcDateTime(), nullable=False),
            Column("ends_at", UtcDateTime(), nullable=False),
            prefixes=prefixes,
        )
        self._zone = ZoneInfo(time_zone)
        self._days: set[int] = set()
        self._count = 0
        if self._schema is not None:
            # On the driver's connection: within a transaction it can neither come nor go.
            self._on_driver(f"ATTACH DATABASE ':memory:' AS {self._schema}")
        with connection.begin():
            self._metadata.drop_all(connection)
            self._metadata.create_all(connection)

    def _on_driver(self, statement: str) -> None:
        cursor = self._connection.connection.cursor()
        try:
            cursor.execute(statement)
        finally:
            cursor.close()

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Lay rows down: the ledger's own columns that differ, `line`, and `day` as an ordinal."""
        numbered = []
        for row in rows:
            self._count += 1
            numbered.append({"n": self._count, "is_new": True, **row})
        fresh = {row["day"] for row in numbered if row["day"] is not None} - self._days
        self._days |= fresh
        with self._connection.begin():
            if fresh:
                self._connection.execute(insert(self._day_table), list(map(self._bounds, fresh)))
            if numbered:
                self._connection.execute(insert(self._table), numbered)

    def _bounds(self, ordinal: int) -> dict[str, Any]:
        """A day of the shop's calendar, which at a change of the clocks has not 24 hours."""
        first, last = (
            datetime.combine(date.fromordinal(day), time(), tzinfo=self._zone)
            for day in (ordinal, ordinal + 1)
        )
        return {"day": ordinal, "begins_at": first, "ends_at": last}

    def leave_out_repeated(self) -> None:
        """Of rows that say the same, the first counts."""
        staged = self._table.c
        same = (staged.value_key, staged.person_key, staged.medium, staged.topic, staged.day)
        first = select(func.min(staged.n)).group_by(*same)
        with self._connection.begin():
            self._connection.execute(
                update(self._table).where(staged.n.not_in(first)).values(is_new=False)
            )

    def leave_out_known(self, store_id: uuid.UUID, sha256: str, *, after: int = -1) -> int:
        """Mark what is on file already, in the caller's transaction; what is left is new.

        Nothing is done where the ledger has not grown *after* this sequence. Returns the sequence of
        its last row, up to which it has been looked at now.

        The same value, medium, topic and day is on file; or, where the list has no day, it is stopped
        now, or the very same file has been read before.
        """
        looked_to = self._connection.scalar(
            select(func.max(OptOut.sequence)).where(OptOut.store_id == store_id)
        )
        if (looked_to or 0) == after:
            return after
        staged = self._table.c
        known = self._on_file(store_id)
        days = self._day_table.c
        dated = known.where(
            days.day == staged.day,
            OptOut.received_at >= days.begins_at,
            OptOut.received_at < days.ends_at,
        )
        undated = and_(
            staged.day.is_(None),
            or_(
                known.where(~self._withdrawn()).exists(),
                known.where(
                    OptOut.request_id.in_(
                        select(OptOutRequest.id).where(
                            OptOutRequest.store_id == store_id,
                            OptOutRequest.source_sha256 == sha256,
                        )
                    )
                ).exists(),
            ),
        )
        self._connection.execute(
            update(self._table)
            .where(staged.is_new, or_(dated.exists(), undated))
            .values(is_new=False)
        )
        return looked_to or 0

    def left(self) -> Laid:
        """What is new, in the caller's transaction."""
        staged = self._table.c
        fresh = select(func.count(staged.line.distinct()), func.count()).where(staged.is_new)
        rows, lines = self._connection.execute(fresh).one()
        return Laid(rows=rows, lines=lines)

    def lines_left(self) -> set[int]:
        """The lines of the list that say something new, in the caller's transaction."""
        staged = self._table.c
        fresh = select(staged.line).where(staged.is_new).distinct()
        return set(self._connection.scalars(fresh))

    def append(
        self, store_id: uuid.UUID, request_id: uuid.UUID, *, after: int, stamp: Stamp
    ) -> None:
        """Append what is new to the ledger, behind its row *after*, in the caller's transaction."""
        staged = self._table.c
        own: dict[str, ColumnElement[Any]] = {
            "store_id": literal(store_id, _LEDGER.c.store_id.type),
            "sequence": literal(after) + func.row_number().over(order_by=staged.n),
            "request_id": literal(request_id, _LEDGER.c.request_id.type),
            "dated_at": case((staged.day.is_not(None), staged.received_at)),
            "kind": literal(OptOutKind.OPT_OUT, _LEDGER.c.kind.type),
            "at": literal(stamp.at, _LEDGER.c.at.type),
            "workstation_id": literal(stamp.workstation_id, _LEDGER.c.workstation_id.type),
            "actor_id": literal(stamp.actor_id, _LEDGER.c.actor_id.type),
        }
        columns = {**own, **{name: staged[name] for name in _STAGED}}
        rows = select(*columns.values()).where(staged.is_new).order_by(staged.n)
        self._connection.execute(insert(OptOut).from_select(list(columns), rows))

    def drop(self) -> None:
        """Take the table away; what it held is gone."""
        self._connection.rollback()
        if self._schema is not None:
            self._connection.connection.rollback()  # where a commit failed, this is still open
            self._on_driver(f"DETACH DATABASE {self._schema}")
            return
        with self._connection.begin():
            self._metadata.drop_all(self._connection)

    def _on_file(self, store_id: uuid.UUID) -> Any:
        staged = self._table.c
        return select(OptOut.id).where(
            OptOut.store_id == store_id,
            OptOut.kind == OptOutKind.OPT_OUT,
            OptOut.value_key == staged.value_key,
            OptOut.medium == staged.medium,
            OptOut.topic == staged.topic,
            OptOut.person_key == staged.person_key,
        )

    @staticmethod
    def _withdrawn() -> Any:
        later = aliased(OptOut)
        everything = literal(Topic.ALL.value, String)
        return exists().where(
            later.store_id == OptOut.store_id,
            later.kind == OptOutKind.WITHDRAWAL,
            later.value_key == OptOut.value_key,
            later.medium == OptOut.medium,
            later.person_key == OptOut.person_key,
            # Not the column itself: SQLite would go through all that came later of the medium, where
            # there is little of the value.
            later.sequence + 0 > OptOut.sequence,
            or_(
                type_coerce(later.topic, String) == type_coerce(OptOut.topic, String),
                later.topic == everything,
                OptOut.topic == everything,
            ),
        )
