"""Backups: the whole of a shop in one file, and the way back.

A backup is a ZIP file of `manifest.json` (what it is, which shape the database has, size and SHA-256
of every part), the database as `orderdesk.sqlite` and the files of the documents folder under
`documents/`. The database is copied by SQLite's own online backup, so that work may go on meanwhile.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from desktop.clock import Clock
from desktop.database_words import database_words
from desktop.errors import AgentError, WorldError
from desktop.paths import DATABASE_NAME, ShopFolder
from desktop.version import VERSION

FORMAT = 1
MANIFEST_NAME = "manifest.json"
DOCUMENTS_PREFIX = "documents/"
_CHUNK = 1 << 20


@dataclass(frozen=True)
class BackupSummary:
    """What a backup holds."""

    file: Path
    size: int
    """Bytes of the file."""
    sha256: str
    """Of the file, to compare with a copy of it."""
    documents: int
    """Files of the documents folder in it."""
    schema: str
    """Revision of the database's shape."""
    mode: str
    """practice or live."""


@dataclass(frozen=True)
class Part:
    """One member of a backup: its bytes, uncompressed, and their SHA-256."""

    size: int
    sha256: str


def back_up(shop: ShopFolder, target: Path, *, clock: Clock) -> BackupSummary:
    """Write a backup of *shop* to *target*, whole or not at all.

    Raises:
        AgentError: there is a file with that name already, or no folder for it.
        WorldError: there is no database to back up, it is damaged, or the disk refused.
    """
    if target.exists():
        raise AgentError("There is a file with this name already. Choose another.", field="file")
    if not target.parent.is_dir():
        raise AgentError("There is no such folder for the backup.", field="file")
    if not shop.database.exists():
        raise WorldError("There is no database to back up yet.", can_retry=False)
    with disk_words("The backup cannot be written"), folder_beside(target) as work:
        copy = work / DATABASE_NAME
        _copy_database(shop.database, copy)
        schema = check_database(copy)
        unfinished = work / "backup.zip"
        parts = _write_archive(unfinished, copy, shop, schema, clock)
        unfinished.chmod(0o600)
        size, sha256 = unfinished.stat().st_size, _sha256_of(unfinished)
        _sync(unfinished)
        unfinished.replace(target)
    return BackupSummary(
        file=target,
        size=size,
        sha256=sha256,
        documents=len(parts) - 1,
        schema=schema,
        mode=shop.mode.value,
    )


def automatic_backup_file(shop: ShopFolder, why: str, *, clock: Clock) -> Path:
    """A name that is free, in the shop's own folder of backups, such as `before-0002-….zip`."""
    moment = clock.now().strftime("%Y%m%dT%H%M%SZ")
    name = f"{why}-{moment}"
    file, number = shop.backups / f"{name}.zip", 2
    while file.exists():
        file, number = shop.backups / f"{name}-{number}.zip", number + 1
    return file


def _copy_database(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        # A backup is one file: the copy keeps no write-ahead log beside it.
        new.execute("PRAGMA journal_mode=DELETE")


def check_database(database: Path) -> str:
    """The revision of *database*'s shape.

    Raises:
        WorldError: it is damaged, or none of ours.
    """
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
            (answer,) = connection.execute("PRAGMA integrity_check").fetchone()
            if answer != "ok":
                raise WorldError("The database is damaged.", can_retry=False)
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise WorldError(
            "The database is damaged, or is not one of Order Desk.", can_retry=False
        ) from error
    if row is None:
        raise WorldError("The database is not one of Order Desk.", can_retry=False)
    return str(row[0])


def _write_archive(
    target: Path, database: Path, shop: ShopFolder, schema: str, clock: Clock
) -> dict[str, Part]:
    parts: dict[str, Part] = {}
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as archive:
        parts[DATABASE_NAME] = _add(archive, DATABASE_NAME, database)
        for file in sorted(shop.documents.rglob("*")):
            if file.is_file() and not file.is_symlink():
                name = DOCUMENTS_PREFIX + file.relative_to(shop.documents).as_posix()
                parts[name] = _add(archive, name, file)
        manifest = {
            "format": FORMAT,
            "program": VERSION,
            "made_at": clock.now().isoformat(),
            "mode": shop.mode.value,
            "schema": schema,
            "parts": {name: vars(part) for name, part in parts.items()},
        }
        archive.writestr(MANIFEST_NAME, json.dumps(manifest, indent=2))
    return parts


def _add(archive: zipfile.ZipFile, name: str, file: Path) -> Part:
    with file.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        return copy_counting(source, target)


def copy_counting(source: IO[bytes], target: IO[bytes], most: int | None = None) -> Part:
    """Copy *source* to *target* and tell what was copied; past *most* bytes it gives up early."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if most is not None and size > most:
            break
        digest.update(chunk)
        target.write(chunk)
    return Part(size, digest.hexdigest())


def _sha256_of(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _sync(file: Path) -> None:
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


@contextmanager
def folder_beside(target: Path) -> Iterator[Path]:
    """A folder on the target's own disk, so that the last step is a rename; gone afterwards."""
    work = Path(tempfile.mkdtemp(prefix=".orderdesk-", dir=target.parent))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def disk_words(what: str) -> Iterator[None]:
    """Turn what the disk or SQLite says into a `WorldError` that begins with *what*."""
    try:
        yield
    except OSError as error:
        raise WorldError(f"{what}: {error.strerror or 'the disk refused'}.") from error
    except sqlite3.Error as error:
        raise WorldError(f"{what}. {database_words(error)}") from error
