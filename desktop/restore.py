"""Restoring a backup: every byte is checked before anything of the shop is touched.

What a restore replaces is kept, in the shop's folder of backups, until somebody throws it away.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import zipfile
import zlib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from desktop.backup import (
    DOCUMENTS_PREFIX,
    FORMAT,
    MANIFEST_NAME,
    Part,
    check_database,
    copy_counting,
    disk_words,
    folder_beside,
)
from desktop.clock import Clock
from desktop.errors import AgentError, WorldError
from desktop.paths import DATABASE_NAME, ShopFolder
from desktop.shop_database import knows_schema
from models.store import StoreMode

_MANIFEST_BYTES = 64 << 20

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    AttributeError,
    EOFError,
    LookupError,
    RuntimeError,  # encrypted, or a compression that no backup uses
    TypeError,
    ValueError,
)
"""What reading a file raises that is no backup, or not a whole one."""
_NOT_A_BACKUP = "This file is not a backup of Order Desk, or it is damaged."


@dataclass(frozen=True)
class RestoreSummary:
    """What a restore brought back, and where it put what was there."""

    mode: str
    """practice or live."""
    made_at: str
    """When the backup was made, ISO 8601."""
    schema: str
    """Revision of the database's shape, before it is brought up to this program's."""
    documents: int
    kept: Path | None
    """Folder of what was replaced; None where there was nothing."""


def restore(file: Path, shop: ShopFolder, *, clock: Clock) -> RestoreSummary:
    """Put the backup in *file* in the place of *shop*'s database and documents.

    Raises:
        AgentError: *file* is no backup, is damaged, is of the other mode, or a newer Order Desk
            made it. Nothing of the shop was touched.
        WorldError: the shop is in use, or the disk refused.
    """
    shop.create()
    with disk_words("The backup cannot be restored"), folder_beside(shop.database) as work:
        manifest = _unpack(file, work, shop)
        _let_nobody_use(shop.database)
        kept = _put_aside(shop, clock)
        (work / DATABASE_NAME).replace(shop.database)
        if (work / DOCUMENTS_PREFIX).is_dir():
            _remove_empty(shop.documents)
            (work / DOCUMENTS_PREFIX).replace(shop.documents)
        shop.create()
    return RestoreSummary(
        mode=shop.mode.value,
        made_at=manifest["made_at"],
        schema=manifest["schema"],
        documents=len(manifest["parts"]) - 1,
        kept=kept,
    )


def mode_of(file: Path) -> StoreMode:
    """Of which kind of shop *file* says that it is a backup; `restore` then checks the rest.

    Raises:
        AgentError: *file* is no backup.
    """
    if not file.is_file():
        raise _refuse("There is no such file.")
    try:
        with zipfile.ZipFile(file) as archive:
            return StoreMode(_manifest_of(archive)["mode"])
    except _DAMAGE as error:
        raise _refuse(_NOT_A_BACKUP) from error
    except OSError as error:
        raise WorldError(f"The backup cannot be read: {error.strerror}.") from error


def _refuse(words: str) -> AgentError:
    return AgentError(words, field="file")


def _unpack(file: Path, work: Path, shop: ShopFolder) -> dict[str, Any]:
    """Unpack and check *file* into the folder *work*. Returns the manifest."""
    if not file.is_file():
        raise _refuse("There is no such file.")
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _read_manifest(archive, shop)
            for name, part in manifest["parts"].items():
                _unpack_part(archive, name, Part(**part), work)
    except _DAMAGE as error:
        raise _refuse(_NOT_A_BACKUP) from error
    try:
        schema = check_database(work / DATABASE_NAME)
    except WorldError as error:
        raise _refuse("The database in this backup is damaged.") from error
    if schema != manifest["schema"]:
        raise _refuse("This backup is damaged: its parts do not belong together.")
    return manifest


def _manifest_of(archive: zipfile.ZipFile) -> dict[str, Any]:
    if archive.getinfo(MANIFEST_NAME).file_size > _MANIFEST_BYTES:
        raise ValueError("the manifest is too long")
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST_NAME))
    return manifest


def _read_manifest(archive: zipfile.ZipFile, shop: ShopFolder) -> dict[str, Any]:
    manifest = _manifest_of(archive)
    if manifest["format"] > FORMAT or not knows_schema(manifest["schema"]):
        raise _refuse("This backup was made by a newer Order Desk. Install that one first.")
    if manifest["mode"] != shop.mode.value:
        raise _refuse(
            f"This is a backup of a {manifest['mode']} shop, and it cannot go into the "
            f"{shop.mode.value} one: practice and live never mix."
        )
    if not isinstance(manifest["made_at"], str) or DATABASE_NAME not in manifest["parts"]:
        raise ValueError("the manifest is not complete")
    return manifest


def _unpack_part(archive: zipfile.ZipFile, name: str, part: Part, work: Path) -> None:
    path = PurePosixPath(name)
    inside = name == DATABASE_NAME or (name.startswith(DOCUMENTS_PREFIX) and len(path.parts) > 1)
    if not inside or ".." in path.parts or "\\" in name or ":" in name:
        raise ValueError("a part would be written outside the shop's folder")
    target = work.joinpath(*path.parts)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with archive.open(name) as source, target.open("xb") as copy:
        if copy_counting(source, copy, most=part.size) != part:
            raise ValueError("a part is not what the manifest says")


def _let_nobody_use(database: Path) -> None:
    """Make sure that no program has *database* open, and bring its write-ahead log into it.

    Raises:
        WorldError: somebody has it open.
    """
    if not database.exists():
        return
    try:
        with closing(sqlite3.connect(database, timeout=0)) as connection:
            # SQLite leaves write-ahead mode only for the one and only connection.
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise WorldError("Order Desk is open on this shop. Close it, then try again.") from error
    except sqlite3.DatabaseError:
        return  # damaged: that is why somebody restores a backup


def _put_aside(shop: ShopFolder, clock: Clock) -> Path | None:
    if not shop.database.exists() and not any(shop.documents.iterdir()):
        return None
    moment = clock.now().strftime("%Y%m%dT%H%M%SZ")
    kept, number = shop.backups / f"replaced-{moment}", 2
    while kept.exists():
        kept, number = shop.backups / f"replaced-{moment}-{number}", number + 1
    kept.mkdir(mode=0o700)
    if shop.database.exists():
        # The old database stays in its place until the new one takes it in a single step, so that
        # no power cut leaves a shop without any.
        _link_or_copy(shop.database, kept / DATABASE_NAME)
    for left_over in shop.root.glob(f"{DATABASE_NAME}-*"):
        left_over.replace(kept / left_over.name)
    shop.documents.replace(kept / shop.documents.name)
    return kept


def _remove_empty(folder: Path) -> None:
    # Windows renames onto no folder, not even an empty one.
    if folder.exists():
        folder.rmdir()


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
