"""The big shop that the benches work in, and our way and the bare way to open it."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from pathlib import Path

from sqlalchemy import select

import models.all_records  # noqa: F401  (the shop is read by way of several of them)
from desktop.services.desk import Desk
from models.agent import Agent
from models.session import Database, database_url
from models.store import Store, Workstation
from models.write_turn import BUSY_SECONDS
from tests.benchmarks import big_shop
from tests.benchmarks.measure import Stage

_ROOT = Path(__file__).parents[2]
_MADE_FROM = (
    "desktop/sample_*.py",
    "models/migrations/versions/*.py",
    "resources/sample/*.json",
    "tests/benchmarks/big_shop.py",
)


def big_shop_file(stage: Stage) -> Path:
    """The database of the big shop; made when there is none, or what it is made from has changed."""
    made_from = hashlib.sha256()
    for pattern in _MADE_FROM:
        for path in sorted(_ROOT.glob(pattern)):
            made_from.update(path.read_bytes())
    shop = stage.folder / f"shop-{stage.customers}-{made_from.hexdigest()[:12]}.sqlite"
    if not shop.exists():
        for old in stage.folder.glob(f"shop-{stage.customers}-*"):
            old.unlink()
        unfinished = shop.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        big_shop.build(unfinished, stage.customers)
        unfinished.rename(shop)
    return shop


def copy_of(shop: Path, name: str) -> Path:
    """A copy to write in, beside the shop: on the same disk."""
    copy = shop.with_name(name)
    for file in (copy, copy.with_name(f"{name}-wal"), copy.with_name(f"{name}-shm")):
        file.unlink(missing_ok=True)
    return Path(shutil.copyfile(shop, copy))


def open_shop(file: Path) -> tuple[Database, Desk]:
    """The database as the workspace opens it, and a desk in it."""
    database = Database(database_url(file))
    with database.read() as session:
        store = session.scalars(select(Store)).one()
        desk = Desk(
            store_id=store.id,
            workstation_id=session.scalars(select(Workstation.id).limit(1)).one(),
            agent_id=session.scalars(select(Agent.id).limit(1)).one(),
            practice=True,
            currency=store.currency,
            country=store.country,
            time_zone=store.time_zone,
        )
    return database, desk


def open_bare(file: Path) -> sqlite3.Connection:
    """The same file through the driver alone, with the pragmas that `models.session` sets."""
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in (
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection
