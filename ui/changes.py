"""What changed in the records, told to every open page at once."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal


class Changes(QObject):
    """The one broadcast after a commit; each page decides whether it must read again.

    Signals:
        changed(what, by): ``what`` is a frozenset of names of records ("orders", "customers" …),
            ``by`` the object that asked for the change, so that a page can pass over its own.
    """

    changed = Signal(frozenset, object)

    def broadcast(self, what: Collection[str], by: object = None) -> None:
        """Tell every page; nothing is said of an empty change. GUI thread only."""
        if what:
            self.changed.emit(frozenset(what), by)
