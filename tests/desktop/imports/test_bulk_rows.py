"""Rows in bulk: as any other statement puts them, and through the same checks."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.dialects import sqlite

from desktop.imports.bulk_rows import BulkTable, BulkWriter
from desktop.imports.customers_known import CONTACTS, CUSTOMERS
from models.card_guard import CardNumberRefused, check_all
from models.customer import ContactKind, ContactPoint, Customer
from models.types import ColumnRefused
from tests.desktop.factories import DeskShop

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
NAMES = ("id", "kind", "typed", "normalised", "reversed_value", "position")
CARD = "-".join(["4242"] * 4)


def contacts(customer: uuid.UUID, **same: Any) -> BulkTable:
    """The table of contact points of one customer."""
    held = {"store_id": uuid.UUID(int=1), "customer_id": customer, "created_at": NOW}
    return BulkTable(CONTACTS, sqlite.dialect(), {**held, "extension": "", **same})


def point(number: int, typed: str = "775-555-0142") -> tuple[Any, ...]:
    """The values of a contact point."""
    value = f"+1775555{number:04d}"
    return uuid.UUID(int=number), ContactKind.PHONE.value, typed, value, value[::-1], number


def test_what_is_put_in_bulk_reads_as_it_was(shop: DeskShop) -> None:
    jane = shop.customer(given_name="Jane", family_name="Roe")
    table = contacts(jane.id, store_id=shop.desk().store_id)
    with shop.database.connected() as connection, shop.database.write_on(connection) as session:
        BulkWriter(connection, [CONTACTS]).write([table.new_rows(NAMES, [point(1), point(2)])])
        rows = session.scalars(
            select(ContactPoint)
            .where(ContactPoint.customer_id == jane.id)
            .order_by(ContactPoint.position)
        ).all()
        assert [row.normalised for row in rows] == ["+17755550001", "+17755550002"]
        assert (rows[0].kind, rows[0].created_at) == (ContactKind.PHONE, NOW)
        assert (rows[0].id, rows[0].extension) == (uuid.UUID(int=1), "")


def test_no_card_number_goes_by_in_bulk() -> None:
    table = contacts(uuid.UUID(int=2))
    with pytest.raises(ColumnRefused):
        table.new_rows(NAMES, [point(1), point(2, CARD)])
    with pytest.raises(CardNumberRefused):
        contacts(uuid.UUID(int=2), extension=CARD)
    same = {column.name: None for column in CUSTOMERS.columns if column.name not in ("id", "notes")}
    customers = BulkTable(Customer.__table__, sqlite.dialect(), same)  # type: ignore[arg-type]
    names = ("id", "notes")
    customers.new_rows(names, [(uuid.UUID(int=3), CARD[:9]), (uuid.UUID(int=4), CARD[9:])])
    with pytest.raises(CardNumberRefused):
        customers.new_rows(names, [(uuid.UUID(int=3), "tea"), (uuid.UUID(int=4), CARD)])


def test_many_texts_are_checked_as_each_is() -> None:
    check_all([])
    check_all(["4242424242424", "12 Elm Street, Apt 4", CARD[:9], CARD[9:]])
    with pytest.raises(CardNumberRefused):
        check_all(["12 Elm Street, Apt 4", f"no. {CARD}"])
