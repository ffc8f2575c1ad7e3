"""Shops for the tests of the house: a database of ours with one named store in it.

Going through all migrations, and through the sample after them, takes longer than most tests: a
process does it once, and copies the file that came of it.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

from sqlalchemy import select

from desktop.clock import Clock, SystemClock
from desktop.paths import DataFolder, ShopFolder
from desktop.shop_database import open_shop, open_shop_database
from models.store import Store, StoreMode


def put_practice_shop(folder: DataFolder) -> None:
    """Make *folder*, with a practice shop in it as the program fills it at its first start."""
    folder.create()
    folder.practice.create()
    folder.practice.database.write_bytes(_first_start(StoreMode.PRACTICE))


def put_empty_database(shop: ShopFolder) -> None:
    """Give *shop* a database of this program's revision; nothing is in it."""
    shop.create()
    shop.database.write_bytes(_first_start(StoreMode.LIVE))


@cache
def _first_start(mode: StoreMode) -> bytes:
    with tempfile.TemporaryDirectory() as root:
        shop = ShopFolder(Path(root) / "shop", mode)
        open_shop(shop, clock=SystemClock()).close()
        return shop.database.read_bytes()


def make_shop(shop: ShopFolder, *, clock: Clock, name: str = "First Shop") -> None:
    """Make *shop* with one store called *name*."""
    if not shop.database.exists():
        put_empty_database(shop)
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
