"""Shops for the tests of the house: a database of ours with one named store in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from sqlalchemy import select

from desktop.clock import Clock
from desktop.paths import ShopFolder
from desktop.shop_database import open_shop_database
from models.store import Store


def make_shop(shop: ShopFolder, *, clock: Clock, name: str = "First Shop") -> None:
    """Make *shop* with one store called *name*."""
    database = open_shop_database(shop, clock=clock)
    try:
        with database.write() as session:
            session.add(
                Store(
                    mode=shop.mode,
                    name=name,
                    country="US",
                    currency="USD",
                    time_zone="America/Los_Angeles",
                    languages=["en"],
                    address_lines=["1 Example Street", "Ontario, CA 91764"],
                    phone_domestic="",
                    phone_abroad="",
                    fax="",
                    email="",
                    website="",
                    opt_out_phone="",
                    opt_out_fax="",
                    opt_out_email="",
                    opt_out_address_lines=[],
                    settings={},
                    created_at=clock.now(),
                )
            )
    finally:
        database.close()


def store_names(shop: ShopFolder, *, clock: Clock) -> list[str]:
    """The names of the stores in *shop*."""
    database = open_shop_database(shop, clock=clock)
    try:
        with database.read() as session:
            return list(session.scalars(select(Store.name)))
    finally:
        database.close()


def set_schema(shop: ShopFolder, revision: str) -> None:
    """Write another revision into *shop*'s database, as another Order Desk would have."""
    with closing(sqlite3.connect(shop.database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
