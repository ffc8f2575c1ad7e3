"""What the doctor says of the file of fax keys, and of faxes that wait."""

from __future__ import annotations

import sqlite3
import sys
import uuid
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from desktop import doctor_faxes
from desktop.doctor import Check
from desktop.fax import vault
from desktop.paths import DataFolder, ShopFolder
from models.ids import uuid7
from models.received_fax import FaxSource, FaxState, ReceivedFax
from models.session import Database, database_url
from models.store import Store
from tests.desktop.fixed_clock import FixedClock
from tests.desktop.services.faxes import letters
from tests.desktop.shops import make_shop

NOW = FixedClock().now()


@pytest.fixture
def shop(tmp_path: Path) -> ShopFolder:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    make_shop(folder.practice, clock=FixedClock())
    return folder.practice


def arrive(shop: ShopFolder, state: FaxState, *, hours_ago: int, slot: int | None = None) -> None:
    at = NOW - timedelta(hours=hours_ago)
    database = Database(database_url(shop.database))
    with database.write() as session:
        store_id = session.query(Store).one().id
        session.add(
            ReceivedFax(
                id=uuid7(), store_id=store_id, source=FaxSource.FOLDER, source_ref=letters(uuid7()),
                received_at=at, size=1, state=state, state_at=at, key_slot=slot, proposals=[],
                rotations=[], created_at=at,
            )
        )  # fmt: skip
    database.close()


def test_no_database_and_no_file_is_no_trouble(tmp_path: Path) -> None:
    shop = DataFolder(tmp_path).practice
    assert doctor_faxes.keys(shop) == Check(
        "fax keys", "ok", f"{shop.fax_keys}: made with the first fax"
    )
    assert doctor_faxes.waiting(shop, now=NOW).words == "None waits to be reviewed."
    assert not shop.root.exists()


def test_a_private_file_is_well(shop: ShopFolder) -> None:
    vault.new_key(shop.fax_keys, uuid.uuid4())
    found = doctor_faxes.keys(shop)
    assert (found.state, found.words) == ("ok", f"{shop.fax_keys}, 1 in use; in no backup")


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
@pytest.mark.parametrize("which", ["file", "folder"])
def test_a_file_that_others_can_read_is_not(shop: ShopFolder, which: str) -> None:
    vault.new_key(shop.fax_keys, uuid.uuid4())
    place = shop.fax_keys if which == "file" else shop.fax_keys.parent
    place.chmod(0o755)
    found = doctor_faxes.keys(shop)
    assert (found.state, found.words) == (
        "missing", f"{place} can be read by others. Shut it to them.",
    )  # fmt: skip


def test_a_file_that_is_gone_while_faxes_wait_is_missed(shop: ShopFolder) -> None:
    arrive(shop, FaxState.UNREVIEWED, hours_ago=1, slot=0)
    found = doctor_faxes.keys(shop)
    assert found.state == "missing"
    assert "so 1 fax cannot be opened" in found.words


def test_a_file_of_something_else_is_said(shop: ShopFolder) -> None:
    shop.fax_keys.parent.mkdir(mode=0o700)
    shop.fax_keys.write_bytes(b"none of ours" * 100)
    shop.fax_keys.chmod(0o600)
    assert doctor_faxes.keys(shop).state == "missing"


def test_the_place_that_the_settings_name_is_looked_at(shop: ShopFolder, tmp_path: Path) -> None:
    other = tmp_path / "shared" / "fax.keys"
    vault.new_key(other, uuid.uuid4())
    with closing(sqlite3.connect(shop.database)) as connection, connection:
        settings = f'{{"fax": {{"key_file": "{other.as_posix()}"}}}}'
        connection.execute("UPDATE stores SET settings = ?", (settings,))
    assert doctor_faxes.keys(shop).words.startswith(f"{other}, 1 in use")


def test_what_waits_is_counted_and_what_waits_long_is_noted(shop: ShopFolder) -> None:
    arrive(shop, FaxState.UNREVIEWED, hours_ago=2)
    arrive(shop, FaxState.REVIEWED, hours_ago=90)
    assert doctor_faxes.waiting(shop, now=NOW) == Check(
        "received faxes", "ok", "1 fax not reviewed, the oldest since 2026-03-02 13:04 UTC"
    )
    arrive(shop, FaxState.DAMAGED, hours_ago=25)
    found = doctor_faxes.waiting(shop, now=NOW)
    assert (found.state, found.words) == (
        "note", "2 faxes not reviewed, the oldest since 2026-03-01 14:04 UTC",
    )  # fmt: skip
