"""What `orderdesk doctor` looks at of received faxes: the file of their keys, and what waits."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.doctor_check import Check
from desktop.errors import WorldError
from desktop.fax import vault
from desktop.paths import ShopFolder

_KEYS, _WAITING = "fax keys", "received faxes"
_LONG = timedelta(days=1)
_OTHERS = 0o077


def keys(shop: ShopFolder) -> Check:
    """Whether the file of keys is there, is ours, and is its owner's alone."""
    file, sealed = _key_file(shop), _count(shop, "key_slot IS NOT NULL")
    if not file.exists():
        if sealed:
            words = f"{file} is not there, so {_faxes(sealed)} cannot be opened."
            return Check(_KEYS, "missing", words)
        return Check(_KEYS, "ok", f"{file}: made with the first fax")
    if not os.access(file, os.R_OK | os.W_OK):
        return Check(_KEYS, "missing", f"{file} cannot be read and written.")
    if sys.platform != "win32":
        for place in (file, file.parent):
            if stat.S_IMODE(place.stat().st_mode) & _OTHERS:
                return Check(_KEYS, "missing", f"{place} can be read by others. Shut it to them.")
    try:
        count = len(vault.owners(file))
    except WorldError as error:
        return Check(_KEYS, "missing", error.words)
    return Check(_KEYS, "ok", f"{file}, {count} in use; in no backup")


def waiting(shop: ShopFolder, *, now: datetime) -> Check:
    """How many nobody has reviewed, and since when."""
    states = "state IN ('arrived', 'unreviewed', 'damaged')"
    count, oldest = _count(shop, states), _oldest(shop, states)
    if not count or oldest is None:
        return Check(_WAITING, "ok", "None waits to be reviewed.")
    since = f"{oldest:%Y-%m-%d %H:%M} UTC"
    words = f"{_faxes(count)} not reviewed, the oldest since {since}"
    return Check(_WAITING, "note" if now - oldest > _LONG else "ok", words)


def _faxes(count: int) -> str:
    return "1 fax" if count == 1 else f"{count} faxes"


def _key_file(shop: ShopFolder) -> Path:
    """Where the shop's settings say, else in its own folder."""
    row = _ask(shop, "SELECT settings FROM stores LIMIT 1")
    settings = json.loads(str(row[0] or "{}")) if row else {}
    chosen = (settings.get("fax") or {}).get("key_file") if isinstance(settings, dict) else ""
    return Path(chosen) if chosen else shop.fax_keys


def _count(shop: ShopFolder, condition: str) -> int:
    row = _ask(shop, f"SELECT count(*) FROM received_faxes WHERE {condition}")  # noqa: S608  ours
    return int(str(row[0])) if row else 0


def _oldest(shop: ShopFolder, condition: str) -> datetime | None:
    row = _ask(shop, f"SELECT min(received_at) FROM received_faxes WHERE {condition}")  # noqa: S608
    return datetime.fromisoformat(str(row[0])).replace(tzinfo=UTC) if row and row[0] else None


def _ask(shop: ShopFolder, question: str) -> tuple[object, ...] | None:
    """One row, read without changing anything; None where there is no database to ask."""
    if not shop.database.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{shop.database.as_uri()}?mode=ro", uri=True)) as connection:
            row: tuple[object, ...] | None = connection.execute(question).fetchone()
    except sqlite3.Error:
        return None  # the check of the database says what is wrong with it
    return row
