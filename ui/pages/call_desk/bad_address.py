"""Reads whether mail came back from where the caller's bills go, and again when that may change."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.services import mailings
from desktop.services.desk import Desk
from models.addresses_rules import PostalAddress
from ui import labels_print_room
from ui.changes import Changes
from ui.tasks import Tasks

_CHANGES = frozenset({"dispatches", "customers"})


class BadAddressReader(QObject):
    """One address at a time; of several answers only the last asked for counts.

    Signals:
        words_read(str): one line; "" where none came back that we know of.
    """

    words_read = Signal(str)

    def __init__(self, *, tasks: Tasks, changes: Changes, desk: Desk, parent: QObject) -> None:
        """Ask of no address yet."""
        super().__init__(parent)
        self._tasks, self._desk = tasks, desk
        self._address: PostalAddress | None = None
        self._asked = 0
        changes.changed.connect(self._on_changes_changed)

    def ask(self, address: PostalAddress | None) -> None:
        """Read of another address; what was shown of the one before goes at once."""
        if address != self._address:
            self.words_read.emit("")
        self._address = address
        self._read()

    def _read(self) -> None:
        address, desk = self._address, self._desk
        self._asked += 1
        asked = self._asked
        if address is None:
            return

        def read(session: Any) -> str:
            told = mailings.returned_at(session, desk, address)
            if told is None:
                return ""
            return labels_print_room.came_back(address, told, desk.today())

        self._tasks.query(self, read, done=lambda words: self._on_read(asked, words), failed=None)

    def _on_read(self, asked: int, words: str) -> None:
        if asked == self._asked:
            self.words_read.emit(words)

    def _on_changes_changed(self, what: frozenset[str], _by: object) -> None:
        if what & _CHANGES:
            self._read()
