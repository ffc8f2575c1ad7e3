"""What a database says when it refuses, in words for the person at the desk."""

from __future__ import annotations

import sqlite3
from typing import Final

from models.session import DatabaseBusy

_DAMAGED: Final = "The database is damaged: `orderdesk restore FILE` puts a backup in its place."
_FILE: Final = (
    "A file is being brought in, and until that is done nothing else can be saved. Try again then."
)
_WORDS: Final = {
    sqlite3.SQLITE_FULL: "The disk is full: make room, then try again.",
    sqlite3.SQLITE_READONLY: "The database cannot be written: its folder or file is read-only.",
    sqlite3.SQLITE_CANTOPEN: "The database cannot be opened: look at its folder's permissions.",
    sqlite3.SQLITE_PERM: "The database cannot be opened: look at its folder's permissions.",
    sqlite3.SQLITE_BUSY: "Another program keeps the database busy. Try again in a moment.",
    sqlite3.SQLITE_LOCKED: "Another program keeps the database busy. Try again in a moment.",
    sqlite3.SQLITE_IOERR: "The disk does not answer as it should.",
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
}
_PRIMARY: Final = 0xFF
"""SQLite's extended codes hold the plain one in their lowest byte."""


def database_words(error: BaseException) -> str:
    """Why the database refused, as far as *error*, or what caused it, tells."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, DatabaseBusy) and seen.by_file:
            return _FILE
        original = getattr(seen, "orig", seen)
        code = getattr(original, "sqlite_errorcode", None)
        if isinstance(code, int) and code & _PRIMARY in _WORDS:
            return _WORDS[code & _PRIMARY]
        seen = seen.__cause__
    return "The database does not answer."
