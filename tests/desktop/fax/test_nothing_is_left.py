"""What stands on an unreviewed page is in no file, and no copy of it can be opened after the review."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.backup import back_up
from desktop.fax import vault
from desktop.fax.intake import FaxIntake
from desktop.paths import DataFolder, ShopFolder
from desktop.services import received_faxes
from desktop.services.desk import Desk
from desktop.shop_database import open_shop_database
from models.agent import Agent, Role
from models.ids import uuid7
from models.received_fax import ReceivedFax, SealedOriginal
from models.session import Database, database_url
from models.store import Store, Workstation
from tests.desktop.fax.fake_source import FakeSource, read_fake
from tests.desktop.fixed_clock import FixedClock
from tests.desktop.services.faxes import reviewed
from tests.desktop.shops import make_shop
from tests.models import card_like

PLANTED = b"sound 1 " + card_like.complete("4" + "2" * 14).encode() + b" in handwriting"
PART = PLANTED[8:20]
"""As little of it as tells."""


@dataclasses.dataclass
class Room:
    """A real shop's folder with a desk in it."""

    shop: ShopFolder
    database: Database
    desk: Desk
    clock: FixedClock

    def take_in(self) -> None:
        """One fax with the planted words, read."""
        source = FakeSource()
        source.arrive("fax1.tif", PLANTED)
        FaxIntake(
            self.database, self.desk.store_id, lambda: (source,), self.shop.fax_keys,
            clock=self.clock, read=read_fake,
        ).run_once()  # fmt: skip

    def review(self) -> None:
        """As a person does."""
        with self.database.write() as session:
            fax_id = session.scalars(select(ReceivedFax.id)).one()
            received_faxes.take(session, self.desk, fax_id, command_id=uuid7())
        with self.database.write() as session:
            received_faxes.review(
                session, self.desk, fax_id, reviewed(),
                destroy_key=lambda slot, fax: vault.destroy_key(self.shop.fax_keys, slot, fax),
                command_id=uuid7(),
            )  # fmt: skip


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    folder, clock = DataFolder(tmp_path / "data"), FixedClock()
    folder.create()
    shop = folder.practice
    make_shop(shop, clock=clock)
    database = open_shop_database(shop, clock=clock)
    with database.write() as session:
        store = session.scalars(select(Store)).one()
        desk = Desk(
            store_id=store.id, workstation_id=uuid7(), agent_id=uuid7(), practice=True,
            currency="USD", country="US", time_zone=store.time_zone, now=clock.now,
        )  # fmt: skip
        at = clock.now()
        session.add_all(
            [
                Workstation(
                    id=desk.workstation_id, store_id=store.id, name="Desk 1", created_at=at
                ),
                Agent(
                    id=desk.agent_id, store_id=store.id, sign_in_name="dana", display_name="Dana",
                    role=Role.AGENT, created_at=at,
                ),
            ]
        )  # fmt: skip
    yield Room(shop, database, desk, clock)
    database.close()


def places_of(needle: bytes, root: Path) -> list[str]:
    """Every file under *root* that holds *needle*, in the files of archives too."""
    found = []
    for path in sorted(root.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            found += [path.name] * (needle in content)
            if zipfile.is_zipfile(io.BytesIO(content)):
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    found += [
                        f"{path.name}/{name}"
                        for name in archive.namelist()
                        if needle in archive.read(name)
                    ]
    return found


def test_the_scanner_finds_what_was_planted(room: Room) -> None:
    root = room.shop.root
    (root / "planted.txt").write_bytes(b"x" * 5_000 + PLANTED)
    with zipfile.ZipFile(root / "planted.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(root / "planted.txt", "inner.txt")
    with room.database.write() as session:
        store = session.scalars(select(Store)).one()
        store.website = "www." + "planted" * 3
    assert places_of(PART, root) == ["planted.txt", "planted.zip/inner.txt"]
    assert any("orderdesk.sqlite" in name for name in places_of(b"planted" * 3, root))


def test_nothing_of_the_page_is_in_any_file(room: Room) -> None:
    room.take_in()
    before = room.shop.backups / "before.zip"
    back_up(room.shop, before, clock=room.clock)
    assert (room.shop.database.with_name("orderdesk.sqlite-wal")).stat().st_size > 0
    assert places_of(PART, room.shop.root) == []
    room.review()
    back_up(room.shop, room.shop.backups / "after.zip", clock=room.clock)
    assert places_of(PART, room.shop.root) == []
    room.database.close()
    assert places_of(PART, room.shop.root) == []


def test_a_backup_has_no_keys_and_what_it_has_is_shut_after_the_review(
    room: Room, tmp_path: Path
) -> None:
    room.take_in()
    with room.database.read() as session:
        fax_id, slot = session.execute(select(ReceivedFax.id, ReceivedFax.key_slot)).one()
    assert slot is not None
    key = vault.read_key(room.shop.fax_keys, slot, fax_id)
    before = room.shop.backups / "before.zip"
    back_up(room.shop, before, clock=room.clock)
    with zipfile.ZipFile(before) as archive:
        assert sorted(archive.namelist()) == ["manifest.json", "orderdesk.sqlite"]
        archive.extract("orderdesk.sqlite", tmp_path / "old")
    old = Database(database_url(tmp_path / "old" / "orderdesk.sqlite"))
    with old.read() as session:
        sealed = session.scalars(select(SealedOriginal.sealed)).one()
    old.close()
    assert key not in before.read_bytes()
    assert key not in (tmp_path / "old" / "orderdesk.sqlite").read_bytes()
    assert vault.unseal(vault.read_key(room.shop.fax_keys, slot, fax_id), sealed, fax_id) == PLANTED
    room.review()
    with pytest.raises(vault.KeyDestroyed):
        vault.read_key(room.shop.fax_keys, slot, fax_id)
    assert places_of(key, room.shop.root) == []
