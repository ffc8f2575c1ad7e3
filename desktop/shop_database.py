"""Opening a shop's database: made on first use, brought up to date, backed up before that."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from desktop.backup import automatic_backup_file, back_up
from desktop.clock import Clock
from desktop.database_words import database_words
from desktop.errors import WorldError
from desktop.paths import ShopFolder
from models import migrations
from models.session import Database, DatabaseGone, database_url
from models.store import Store, StoreMode


def knows_schema(revision: object) -> bool:
    """Whether this program can read a database whose shape has *revision*."""
    if not isinstance(revision, str) or not re.fullmatch(r"[0-9a-z]+", revision):
        return False
    return any((Path(migrations.__file__).parent / "versions").glob(f"{revision}_*.py"))


def open_shop_database(shop: ShopFolder, *, clock: Clock) -> Database:
    """The database of *shop*, at this program's revision. The caller closes it.

    A database that is behind is backed up before it is changed.

    Raises:
        WorldError: a newer Order Desk made it, it is damaged, or the disk refused.
    """
    shop.create()

    def keep_a_backup() -> None:
        file = automatic_backup_file(shop, f"before-{migrations.HEAD}", clock=clock)
        back_up(shop, file, clock=clock)

    database = Database(database_url(shop.database))
    try:
        migrations.ensure_current(database.engine, before_upgrade=keep_a_backup)
    except migrations.NewerSchema as error:
        database.close()
        raise WorldError(
            "A newer Order Desk made this database. Install that one; nothing was changed.",
            can_retry=False,
        ) from error
    except (DatabaseGone, DBAPIError) as error:
        database.close()
        raise WorldError(database_words(error)) from error
    except BaseException:
        database.close()
        raise
    return database


def open_shop(shop: ShopFolder, *, clock: Clock) -> Database:
    """The database of *shop*; a practice shop is filled with the sample on first use.

    Raises:
        WorldError: as `open_shop_database`.
    """
    database = open_shop_database(shop, clock=clock)
    if shop.mode is not StoreMode.PRACTICE:
        return database
    try:
        with database.read() as session:
            is_empty = session.scalar(select(Store.id).limit(1)) is None
        if is_empty:
            _fill_with_sample(database, clock)
    except DatabaseGone as error:
        database.close()
        raise WorldError(database_words(error)) from error
    except BaseException:
        database.close()
        raise
    return database


def _fill_with_sample(database: Database, clock: Clock) -> None:
    from desktop import sample_shop

    with database.write() as session:
        # Another program may have filled it between the look and the lock.
        if session.scalar(select(Store.id).limit(1)) is None:
            sample_shop.load(session, clock.now())
