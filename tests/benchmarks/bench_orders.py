"""Saving a five-line order and placing it, against the same writes replayed through sqlite3 alone."""

from __future__ import annotations

import dataclasses
import random
import re
import sqlite3
import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import event, select

from desktop.services import customers, orders, placing
from desktop.services.desk import Desk
from desktop.services.order_views import OrderView
from desktop.services.orders import Draft, DraftLine
from desktop.services.placing import CardEntry
from models.addresses_rules import PostalAddress
from models.customer import Customer
from models.ids import uuid7
from models.product import ProductVariant
from models.session import Database
from tests.benchmarks.measure import Figure, Samples, Stage, median_under, of, taken_by
from tests.benchmarks.shop import big_shop_file, copy_of, open_bare, open_shop

LINES = 5
PLACE_AIM = median_under(10)
_WARM_UP = 5
_WRITES = re.compile(r"INSERT|UPDATE|DELETE")
Statement = tuple[str, Any]
"""What the driver was told, and the values: one row's, or a list of such."""
Taken = tuple[float, float]


def run(stage: Stage) -> list[Figure]:
    """A new order, the same order with another quantity, and placing it."""
    shop = big_shop_file(stage)
    database, desk = open_shop(copy_of(shop, "orders-ours.sqlite"))
    bare = open_bare(copy_of(shop, "orders-bare.sqlite"))
    try:
        bench = _Orders(database, desk, bare)
        for _ in range(stage.rounds + _WARM_UP):
            bench.one_order()
        bench.compare()
    finally:
        bare.close()
        database.close()
    return [
        Figure(f"save a new order of {LINES} lines", *bench.samples("new")),
        Figure("save it with one quantity changed", *bench.samples("changed")),
        Figure("place it (without the processor)", *bench.samples("placed"), PLACE_AIM),
    ]


class _Orders:
    """Two copies of a shop: one written by the services, one by replaying what they wrote."""

    def __init__(self, database: Database, desk: Desk, bare: sqlite3.Connection) -> None:
        self._database, self._desk, self._bare = database, desk, bare
        self._chance = random.Random(1)
        self._taken: dict[str, list[tuple[Taken, Taken]]] = {}
        self._told: list[Statement] = []
        event.listen(database.engine, "before_cursor_execute", self._note_statement)
        with database.read() as session:
            self._customers = session.scalars(select(Customer.id)).all()
            self._variants = session.scalars(
                select(ProductVariant.id).where(ProductVariant.discontinued_at.is_(None))
            ).all()

    def one_order(self) -> None:
        """Save an order, change it, place it; each is replayed at once."""
        draft = self._draft()
        saved = self._both("new", lambda: self._save(draft))
        first, *others = draft.lines
        changed = dataclasses.replace(
            draft, lines=(dataclasses.replace(first, quantity=3), *others)
        )
        saved = self._both("changed", lambda: self._save(changed, saved.version))
        self._both("placed", lambda: self._place(saved))

    def samples(self, name: str) -> tuple[Samples, Samples]:
        """Seconds of ours and of the replay."""
        taken = self._taken[name][_WARM_UP:]
        return of(ours for ours, _ in taken), of(bare for _, bare in taken)

    def compare(self) -> None:
        """See that the replay wrote what the services wrote.

        Raises:
            AssertionError: it did not, and its times say nothing.
        """
        asked = "SELECT count(*), sum(total_minor), max(updated_at) FROM orders"
        with self._database.read() as session:
            ours = session.connection().exec_driver_sql(asked).fetchone()
        theirs = self._bare.execute(asked).fetchone()
        if ours is None or tuple(ours) != tuple(theirs):
            raise AssertionError("the replay did not write the same orders")

    def _both(self, name: str, work: Callable[[], OrderView]) -> OrderView:
        self._told.clear()
        made: list[OrderView] = []
        ours = taken_by(lambda: made.append(work()))
        writes = [told for told in self._told if _WRITES.match(told[0])]
        self._taken.setdefault(name, []).append((ours, taken_by(lambda: self._replay(writes))))
        return made[0]

    def _replay(self, writes: list[Statement]) -> None:
        self._bare.execute("BEGIN IMMEDIATE")
        for statement, values in writes:
            if isinstance(values, list):
                self._bare.executemany(statement, values)
            else:
                self._bare.execute(statement, values)
        self._bare.execute("COMMIT")

    def _note_statement(
        self,
        _connection: Any,
        _cursor: Any,
        statement: str,
        values: Any,
        _context: Any,
        _many: bool,
    ) -> None:
        self._told.append((statement, values))

    def _draft(self) -> Draft:
        customer_id = self._chance.choice(self._customers)
        return Draft(
            order_id=uuid7(),
            customer_id=customer_id,
            lines=tuple(
                DraftLine(id=uuid7(), variant_id=variant_id, quantity=1)
                for variant_id in self._chance.sample(self._variants, LINES)
            ),
            bill_to=self._address_of(customer_id),
        )

    def _address_of(self, customer_id: uuid.UUID) -> PostalAddress:
        with self._database.read() as session:
            found = customers.view(session, self._desk, customer_id).bill_to
        if found is None:
            raise AssertionError("every customer of the big shop has an address")
        return found.address

    def _save(self, draft: Draft, version: int | None = None) -> OrderView:
        with self._database.write() as session:
            return orders.save_draft(session, self._desk, draft, version=version)

    def _place(self, saved: OrderView) -> OrderView:
        card = CardEntry(
            payment_method=f"pm_{uuid7().hex}",
            brand="visa",
            last4="4242",
            code_asked=True,
            processor="practice",
            processor_run="bench",
        )
        with self._database.write() as session:
            placing.place(
                session, self._desk, saved.id, card, version=saved.version, command_id=uuid7()
            )
        return saved
