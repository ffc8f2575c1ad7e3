"""What the fax room's strip says of the ways in, whichever process has found it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop.bootstrap.fax_room_kit import _health
from desktop.services import inlet_health, outbox_health
from desktop.services.inlet_health import Inlet, InletTrouble
from models.dispatch import Route
from tests.desktop.factories import DeskShop, make_desk_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[DeskShop]:
    made = make_desk_shop(tmp_path)
    yield made
    made.database.close()


def said(shop: DeskShop) -> str:
    with shop.database.read() as session:
        return _health(SimpleNamespace(desk=shop.desk()), session).words  # type: ignore[arg-type]


def note(shop: DeskShop, found: dict[Inlet, InletTrouble]) -> None:
    with shop.database.write() as session:
        inlet_health.note(session, shop.store_id, found, shop.clock.now())


def test_a_silent_folder_is_told_beside_a_silent_server(shop: DeskShop) -> None:
    assert said(shop) == ""
    note(shop, {"folder": "gone"})
    folder = "The watched folder cannot be read since 07:04. Faxes wait there until it can."
    assert said(shop) == folder
    with shop.database.write() as session:
        outbox_health.note(session, shop.store_id, Route.FAX, "gone", shop.clock.now())
    server = "The fax server does not answer since 07:04. Faxes may wait there."
    assert said(shop) == f"{server} {folder}"
    note(shop, {"folder": "kept"})
    assert "can still be read there" in said(shop)
    note(shop, {})
    assert said(shop) == server
