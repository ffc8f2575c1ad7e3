from __future__ import annotations

import hashlib
import io
import json
import stat
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.backup import automatic_backup_file, back_up
from desktop.errors import AgentError, WorldError
from desktop.paths import DataFolder, ShopFolder
from desktop.restore import restore
from desktop.shop_database import knows_schema, open_shop_database
from models import migrations
from models.store import StoreMode
from tests.desktop.fixed_clock import FixedClock
from tests.desktop.shops import make_shop, set_schema, store_names


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def shop(tmp_path: Path, clock: FixedClock) -> ShopFolder:
    shop = DataFolder(tmp_path / "data").live
    make_shop(shop, clock=clock)
    (shop.documents / "ab").mkdir()
    (shop.documents / "ab" / "letter.pdf").write_bytes(b"%PDF one")
    return shop


@pytest.fixture
def file(tmp_path: Path, shop: ShopFolder, clock: FixedClock) -> Path:
    file = tmp_path / "shop.zip"
    back_up(shop, file, clock=clock)
    return file


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Write *file* again with its parts as *change* leaves them."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _with_manifest(file: Path, **changes: object) -> None:
    def change(parts: dict[str, bytes]) -> None:
        manifest = json.loads(parts["manifest.json"])
        parts["manifest.json"] = json.dumps({**manifest, **changes}).encode()

    _rewritten(file, change)


def test_backup_says_what_it_holds(tmp_path: Path, shop: ShopFolder, clock: FixedClock) -> None:
    file = tmp_path / "shop.zip"
    summary = back_up(shop, file, clock=clock)
    content = file.read_bytes()
    assert summary.file == file
    assert summary.size == len(content)
    assert summary.sha256 == hashlib.sha256(content).hexdigest()
    assert (summary.documents, summary.mode, summary.schema) == (1, "live", migrations.HEAD)
    with zipfile.ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        names = set(archive.namelist())
    assert names == {"manifest.json", "orderdesk.sqlite", "documents/ab/letter.pdf"}
    assert manifest["made_at"] == clock.now().isoformat()
    assert manifest["parts"]["documents/ab/letter.pdf"] == {
        "size": 8,
        "sha256": hashlib.sha256(b"%PDF one").hexdigest(),
    }
    assert _files(tmp_path) - _files(shop.root.parent) >= {"shop.zip"}
    assert not list(tmp_path.glob(".orderdesk-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_backup_is_for_its_owner_alone(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_backup_while_the_desk_works(tmp_path: Path, shop: ShopFolder, clock: FixedClock) -> None:
    database = open_shop_database(shop, clock=clock)
    try:
        with database.write():
            back_up(shop, tmp_path / "busy.zip", clock=clock)
    finally:
        database.close()
    assert restore(tmp_path / "busy.zip", shop, clock=clock).documents == 1


def test_backup_never_writes_over_a_file(file: Path, shop: ShopFolder, clock: FixedClock) -> None:
    before = file.read_bytes()
    with pytest.raises(AgentError, match="already"):
        back_up(shop, file, clock=clock)
    assert file.read_bytes() == before


def test_backup_into_no_folder(tmp_path: Path, shop: ShopFolder, clock: FixedClock) -> None:
    with pytest.raises(AgentError, match="no such folder"):
        back_up(shop, tmp_path / "none" / "shop.zip", clock=clock)
    assert not (tmp_path / "none").exists()


def test_no_database_no_backup(tmp_path: Path, clock: FixedClock) -> None:
    with pytest.raises(WorldError, match="no database"):
        back_up(DataFolder(tmp_path).practice, tmp_path / "shop.zip", clock=clock)
    assert not (tmp_path / "shop.zip").exists()


def test_damaged_database_is_not_backed_up(
    tmp_path: Path, shop: ShopFolder, clock: FixedClock
) -> None:
    shop.database.write_bytes(b"no database" * 1000)
    with pytest.raises(WorldError):
        back_up(shop, tmp_path / "shop.zip", clock=clock)
    assert not (tmp_path / "shop.zip").exists()
    assert not list(tmp_path.glob(".orderdesk-*"))


def test_restore_brings_back_database_and_documents(
    file: Path, shop: ShopFolder, clock: FixedClock
) -> None:
    shop.database.unlink()
    make_shop(shop, clock=clock, name="Second Shop")
    (shop.documents / "ab" / "letter.pdf").unlink()
    (shop.documents / "new.pdf").write_bytes(b"%PDF two")

    summary = restore(file, shop, clock=clock)

    assert store_names(shop, clock=clock) == ["First Shop"]
    assert _files(shop.documents) == {"ab/letter.pdf"}
    assert (summary.mode, summary.documents, summary.schema) == ("live", 1, migrations.HEAD)
    assert summary.made_at == clock.now().isoformat()
    assert summary.kept == shop.backups / "replaced-20260302T150405Z"


def test_what_a_restore_replaced_is_kept(file: Path, shop: ShopFolder, clock: FixedClock) -> None:
    shop.database.unlink()
    make_shop(shop, clock=clock, name="Second Shop")
    (shop.documents / "new.pdf").write_bytes(b"%PDF two")
    kept = restore(file, shop, clock=clock).kept
    assert kept is not None
    assert (kept / "documents" / "new.pdf").read_bytes() == b"%PDF two"
    old = ShopFolder(kept, StoreMode.LIVE)
    assert store_names(old, clock=clock) == ["Second Shop"]


def test_two_restores_in_one_second_keep_both(
    file: Path, shop: ShopFolder, clock: FixedClock
) -> None:
    first, second = (restore(file, shop, clock=clock).kept for _ in range(2))
    assert first is not None
    assert second is not None
    assert first != second
    assert (first / "orderdesk.sqlite").exists()
    assert (second / "orderdesk.sqlite").exists()


def test_restore_into_an_empty_folder(file: Path, tmp_path: Path, clock: FixedClock) -> None:
    new = DataFolder(tmp_path / "elsewhere").live
    assert restore(file, new, clock=clock).kept is None
    assert store_names(new, clock=clock) == ["First Shop"]
    assert _files(new.documents) == {"ab/letter.pdf"}
    assert not list(new.root.glob(".orderdesk-*"))


def test_restore_over_a_damaged_database(file: Path, shop: ShopFolder, clock: FixedClock) -> None:
    shop.database.write_bytes(b"no database" * 1000)
    assert restore(file, shop, clock=clock).kept is not None
    assert store_names(shop, clock=clock) == ["First Shop"]


def test_shop_in_use_is_left_alone(file: Path, shop: ShopFolder, clock: FixedClock) -> None:
    database = open_shop_database(shop, clock=clock)
    try:
        with database.read() as session:
            session.connection().exec_driver_sql("SELECT 1 FROM stores")
            with pytest.raises(WorldError, match="Close it"):
                restore(file, shop, clock=clock)
    finally:
        database.close()
    assert not list(shop.backups.iterdir())
    assert store_names(shop, clock=clock) == ["First Shop"]


def _other_mode(parts: dict[str, bytes]) -> None:
    manifest = json.loads(parts["manifest.json"])
    parts["manifest.json"] = json.dumps({**manifest, "mode": "practice"}).encode()


def _flipped_bit(parts: dict[str, bytes]) -> None:
    content = bytearray(parts["orderdesk.sqlite"])
    content[5000] ^= 1
    parts["orderdesk.sqlite"] = bytes(content)


def _missing_document(parts: dict[str, bytes]) -> None:
    del parts["documents/ab/letter.pdf"]


def _no_manifest(parts: dict[str, bytes]) -> None:
    del parts["manifest.json"]


def _manifest_is_a_list(parts: dict[str, bytes]) -> None:
    parts["manifest.json"] = b"[]"


def _outside(parts: dict[str, bytes]) -> None:
    manifest = json.loads(parts["manifest.json"])
    part = manifest["parts"]["documents/ab/letter.pdf"]
    manifest["parts"]["documents/../../../outside.pdf"] = part
    parts["documents/../../../outside.pdf"] = parts["documents/ab/letter.pdf"]
    parts["manifest.json"] = json.dumps(manifest).encode()


def _longer_document(parts: dict[str, bytes]) -> None:
    parts["documents/ab/letter.pdf"] += b"more"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_other_mode, "never mix"),
        (_flipped_bit, "damaged"),
        (_missing_document, "damaged"),
        (_no_manifest, "not a backup"),
        (_manifest_is_a_list, "not a backup"),
        (_outside, "damaged"),
        (_longer_document, "damaged"),
    ],
)
def test_bad_backup_touches_nothing(
    file: Path,
    shop: ShopFolder,
    clock: FixedClock,
    change: Callable[[dict[str, bytes]], None],
    words: str,
) -> None:
    _rewritten(file, change)
    before = _files(shop.root)
    with pytest.raises(AgentError, match=words) as caught:
        restore(file, shop, clock=clock)
    assert caught.value.field == "file"
    assert _files(shop.root) == before
    assert not list(file.parent.rglob("outside.pdf"))
    assert store_names(shop, clock=clock) == ["First Shop"]


@pytest.mark.parametrize("length", [0, 10, 3000])
def test_cut_file_is_refused(file: Path, shop: ShopFolder, clock: FixedClock, length: int) -> None:
    file.write_bytes(file.read_bytes()[:length])
    with pytest.raises(AgentError, match="damaged"):
        restore(file, shop, clock=clock)
    assert store_names(shop, clock=clock) == ["First Shop"]


def test_no_such_file(tmp_path: Path, shop: ShopFolder, clock: FixedClock) -> None:
    with pytest.raises(AgentError, match="no such file"):
        restore(tmp_path / "none.zip", shop, clock=clock)


@pytest.mark.parametrize("changes", [{"schema": "9999"}, {"format": 2}])
def test_backup_of_a_newer_desk_is_refused(
    file: Path, shop: ShopFolder, clock: FixedClock, changes: dict[str, object]
) -> None:
    _with_manifest(file, **changes)
    with pytest.raises(AgentError, match="newer Order Desk"):
        restore(file, shop, clock=clock)
    assert store_names(shop, clock=clock) == ["First Shop"]


def test_database_that_is_not_the_manifests_is_refused(
    file: Path, shop: ShopFolder, clock: FixedClock
) -> None:
    def change(parts: dict[str, bytes]) -> None:
        other = io.BytesIO()
        with zipfile.ZipFile(other, "w") as archive:
            archive.writestr("x", "x")
        content = other.getvalue()
        manifest = json.loads(parts["manifest.json"])
        manifest["parts"]["orderdesk.sqlite"] = {
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        parts["orderdesk.sqlite"] = content
        parts["manifest.json"] = json.dumps(manifest).encode()

    _rewritten(file, change)
    with pytest.raises(AgentError, match="database in this backup"):
        restore(file, shop, clock=clock)
    assert store_names(shop, clock=clock) == ["First Shop"]


def test_automatic_names_never_meet(shop: ShopFolder, clock: FixedClock) -> None:
    first = automatic_backup_file(shop, "before-0002", clock=clock)
    assert first.name == "before-0002-20260302T150405Z.zip"
    first.touch()
    assert automatic_backup_file(shop, "before-0002", clock=clock).name == (
        "before-0002-20260302T150405Z-2.zip"
    )


def test_database_of_a_newer_desk_is_not_opened(shop: ShopFolder, clock: FixedClock) -> None:
    set_schema(shop, "9999")
    with pytest.raises(WorldError, match="newer Order Desk") as caught:
        open_shop_database(shop, clock=clock)
    assert caught.value.can_retry is False
    assert not list(shop.backups.iterdir())


@pytest.mark.parametrize(
    ("revision", "known"),
    [(migrations.HEAD, True), ("9999", False), ("", False), ("*", False), (None, False)],
)
def test_known_schemas(revision: object, known: bool) -> None:
    assert knows_schema(revision) is known


def test_database_that_is_behind_is_backed_up_first(
    shop: ShopFolder, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    there_before_the_upgrade: list[str] = []
    monkeypatch.setattr(migrations, "HEAD", "0000-not-yet-written")
    monkeypatch.setattr(
        migrations,
        "upgrade",
        lambda *_: there_before_the_upgrade.extend(path.name for path in shop.backups.iterdir()),
    )
    open_shop_database(shop, clock=clock).close()
    assert there_before_the_upgrade == ["before-0000-not-yet-written-20260302T150405Z.zip"]
