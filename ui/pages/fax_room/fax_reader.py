"""All reading of the fax room; of several answers only the last asked for counts."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.services import received_faxes
from desktop.services.received_fax_shapes import FaxCounts, FaxDetail, FaxRow, WordLike
from ui.pages.fax_room.kit import FaxHealth, FaxRoomKit

_AT_ONCE = 200


class FaxReader(QObject):
    """The list, the fax that is chosen, its words, and how the way in is.

    Signals:
        list_read: ``rows``, ``counts`` and ``health`` are new.
        fax_read(FaxDetail): the one asked for last.
        words_read(UUID fax, tuple of words for each page).
        problem_met(object exc, str where).
    """

    list_read = Signal()
    fax_read = Signal(object)
    words_read = Signal(object, object)
    problem_met = Signal(object, str)

    def __init__(self, *, kit: FaxRoomKit, parent: QObject) -> None:
        """Nothing has been read."""
        super().__init__(parent)
        self._kit = kit
        self._most = _AT_ONCE
        self._asked = 0
        self._asked_list = 0
        self._under_way = 0
        self._sorts = True
        self.showing: received_faxes.Showing = "todo"
        self.rows: tuple[FaxRow, ...] = ()
        self.counts: FaxCounts | None = None
        self.health = FaxHealth()

    @property
    def is_settled(self) -> bool:
        """Whether every answer has come."""
        return self._under_way == 0

    def show(self, showing: received_faxes.Showing) -> None:
        """Read another list, or the same one in its own order again."""
        self.showing, self._most = showing, _AT_ONCE
        self.read_sorted()

    def read_sorted(self) -> None:
        """Read the list again, in its own order: somebody comes to it anew."""
        self._sorts = True
        self.read_list()

    def more(self) -> None:
        """Read a longer stretch of the list, where there may be more."""
        if len(self.rows) == self._most and self.is_settled:
            self._most += _AT_ONCE
            self.read_list()

    def read_list(self) -> None:
        """Read the list again, as far as it was read; no fax changes its place under one's hands."""
        self._asked_list += 1
        asked, desk, kit = self._asked_list, self._kit.desk, self._kit
        showing, most = self.showing, self._most

        def read(session: Any) -> tuple[tuple[FaxRow, ...], FaxCounts, FaxHealth]:
            return (
                received_faxes.inbox(session, desk, showing=showing, most=most),
                received_faxes.counts(session, desk),
                kit.health(session),
            )

        self._query(read, lambda found: self._on_list(asked, found), "fax_list")

    def read_fax(self, fax_id: uuid.UUID) -> None:
        """Read one fax with everything that may be shown of it."""
        self._asked += 1
        asked, desk = self._asked, self._kit.desk
        self._query(
            lambda session: received_faxes.detail(session, desk, fax_id),
            lambda fax: self._on_fax(asked, fax),
            "fax_detail",
        )

    def read_words(self, fax_id: uuid.UUID) -> None:
        """Read the words of a reviewed fax."""
        desk = self._kit.desk
        self._query(
            lambda session: received_faxes.words(session, desk, fax_id),
            lambda words: self._on_words(fax_id, words),
            "fax_words",
        )

    def forget_fax(self) -> None:
        """No answer is wanted any more."""
        self._asked += 1

    def _query(self, read: Any, done: Any, where: str) -> None:
        self._under_way += 1
        self._kit.tasks.query(
            self, read, done=done, failed=lambda error: self._on_failed(error, where)
        )

    def _on_list(self, asked: int, found: tuple[tuple[FaxRow, ...], FaxCounts, FaxHealth]) -> None:
        self._under_way -= 1
        if asked == self._asked_list:
            rows, self.counts, self.health = found
            self.rows = rows if self._sorts else in_the_order_of(self.rows, rows)
            self._sorts = False
            self.list_read.emit()

    def _on_fax(self, asked: int, fax: FaxDetail) -> None:
        self._under_way -= 1
        if asked == self._asked:
            self.fax_read.emit(fax)

    def _on_words(self, fax_id: uuid.UUID, words: Sequence[Sequence[WordLike]]) -> None:
        self._under_way -= 1
        self.words_read.emit(fax_id, words)

    def _on_failed(self, error: BaseException, where: str) -> None:
        self._under_way -= 1
        self.problem_met.emit(error, where)


def in_the_order_of(before: Sequence[FaxRow], now: Sequence[FaxRow]) -> tuple[FaxRow, ...]:
    """*now* with every fax where it stood *before*: opened, a fax is no longer new, and still there.

    What stands ahead of all known ones goes first, as what has just come in; all else last.
    """
    places = {row.id: at for at, row in enumerate(before)}
    known = sorted((row for row in now if row.id in places), key=lambda row: places[row.id])
    if not known:
        return tuple(now)
    ahead = list(takewhile(lambda row: row.id not in places, now))
    last = [row for row in now[len(ahead) :] if row.id not in places]
    return (*ahead, *known, *last)
