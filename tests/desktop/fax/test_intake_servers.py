"""The intake over the real client of HylaFAX and a real watched folder, both of which break off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.fax.folder import STILL_SECONDS, WatchedFolder
from desktop.fax.hylafax import HylafaxServer
from desktop.fax.sources import NamedSource
from models.received_fax import FaxSource, FaxState
from tests.desktop.factories import make_desk_shop
from tests.desktop.fax.fake_hfaxd import PASSWORD, USER, FakeFax, FakeHfaxd, When
from tests.desktop.fax.intake_room import IntakeRoom


@pytest.fixture
def room(tmp_path: Path) -> Iterator[IntakeRoom]:
    shop = make_desk_shop(tmp_path)
    yield IntakeRoom(shop, tmp_path / "keys" / "fax.keys")
    shop.database.close()


def test_hylafax_that_breaks_off_loses_and_doubles_nothing(room: IntakeRoom) -> None:
    with FakeHfaxd() as server:
        for number in range(3):
            server.faxes[f"fax{number:09d}.tif"] = FakeFax(
                f"sound {number + 1}".encode(), caller="9095550142", received=1_760_000_000 + number
            )
        client = HylafaxServer(
            host="127.0.0.1", port=server.port, user=USER, password=PASSWORD, timeout=5
        )
        source = NamedSource(FaxSource.HYLAFAX, "the fax server", client)
        for command in ("USER", "LIST", "RETR", "DELE"):
            for when in When:
                server.cut(command, when)
                room.intake(source).run_once()
        while room.intake(source).run_once():
            pass
        client.close()
        assert server.faxes == {}
    found = room.faxes()
    assert [room.opened(fax.id) for fax in found] == [b"sound 1", b"sound 2", b"sound 3"]
    assert {(fax.state, fax.sender) for fax in found} == {(FaxState.UNREVIEWED, "+19095550142")}
    assert all(fax.removed_at is not None for fax in found)
    assert found[0].received_at == datetime.fromtimestamp(1_760_000_000, UTC)


def test_a_file_in_the_watched_folder_is_taken_when_it_lies_still(
    room: IntakeRoom, tmp_path: Path
) -> None:
    folder, seconds = tmp_path / "scans", [0.0]
    folder.mkdir()
    watched = WatchedFolder(folder, clock=lambda: seconds[0], now=room.shop.clock.now)
    source = NamedSource(FaxSource.FOLDER, "the watched folder", watched)
    (folder / "9095550142-20260302-0914.tif").write_bytes(b"sound 2")
    assert room.intake(source).run_once() == 0
    seconds[0] += STILL_SECONDS
    assert room.intake(source).run_once() == 2
    [fax] = room.faxes()
    assert (fax.source, fax.sender, fax.pages) == (FaxSource.FOLDER, "+19095550142", 2)
    assert list(folder.iterdir()) == []
    assert room.opened(fax.id) == b"sound 2"
