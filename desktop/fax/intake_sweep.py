"""What earlier rounds, reviews and crashes have left to be done about keys and words."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy import select

from desktop.clock import Clock
from desktop.fax import vault
from desktop.fax.losses import Loss
from desktop.services import fax_page_views, fax_reviewing
from desktop.services.received_fax_shapes import WordLike
from models.order import Stamp
from models.received_fax import FaxState, ReceivedFax
from models.session import Database

ORPHAN_DAYS = 30
"""How old a key without a fax has to be to be ended. It opens nothing: whoever restores an older backup
by mistake finds the faxes of the newer one readable for so long."""
_AT_ONCE = 500
_MOST_WORDS_READ = 5
"""Faxes read for words in one round: new faxes must not wait for that."""

_log = logging.getLogger(__name__)


class ReadWords(Protocol):
    """As `desktop.fax.reading.read_words`: the words of reviewed pages, for each page apart."""

    def __call__(
        self, pages: Sequence[bytes], /, *, is_cancelled: Callable[[], bool]
    ) -> Sequence[Sequence[WordLike]]:
        """None for a page that could not be read."""


class IntakeSweep:
    """Ends keys that should be gone, and finds faxes whose key is.

    Args:
        read_words: As `FaxIntake` has it.
    """

    def __init__(
        self,
        database: Database,
        store_id: uuid.UUID,
        key_file: Path,
        clock: Clock,
        *,
        read_words: ReadWords | None,
        is_stopped: Callable[[], bool],
    ) -> None:
        self._database = database
        self._store_id = store_id
        self._key_file = key_file
        self._clock = clock
        self._read_words = read_words
        self._is_stopped = is_stopped
        self.problem = ""

    def run(self) -> int:
        """All of it; returns how much there was.

        Raises:
            KeysGone: the file of keys cannot be read or written.
            DatabaseGone: as ever.
        """
        self.problem = ""
        return self._end_owed() + self._look_at_keys() + self._read_reviewed()

    def run_here(self) -> int:
        """What can be done by a computer whose file of keys may not be the shop's.

        Raises:
            KeysGone, DatabaseGone: as `run`.
        """
        self.problem = ""
        return (self._end_owed() if vault.is_there(self._key_file) else 0) + self._read_reviewed()

    def _end_owed(self) -> int:
        """Keys of faxes that were reviewed or put away, which a crash has left."""
        with self._database.read() as session:
            owed = fax_reviewing.owed(session, self._store_id)
        stamp = Stamp(at=self._clock.now(), actor_id=None, workstation_id=None)
        ended = 0
        for fax_id, slot in owed:
            was_there = vault.destroy_key(self._key_file, slot, fax_id)
            with self._database.write() as session:
                ended += fax_reviewing.settled(
                    session, self._store_id, fax_id, stamp, was_there=was_there
                )
        if ended < len(owed):
            self.problem = (
                "The file of fax keys does not have the key of a fax that was reviewed, so nobody "
                "can say that it is destroyed. Was the file moved, or is another one set?"
            )
        return ended

    def _look_at_keys(self) -> int:
        if not vault.is_there(self._key_file):
            return 0
        owners = vault.owners(self._key_file)
        return self._end_orphans(owners) + self._find_keyless(owners)

    def _end_orphans(self, owners: dict[uuid.UUID, int]) -> int:
        long_ago = self._clock.now() - timedelta(days=ORPHAN_DAYS)
        old = [fax_id for fax_id in owners if _made_at(fax_id) < long_ago]
        orphans = set(old) - self._of_any_store(old)
        for fax_id in orphans:
            vault.destroy_key(self._key_file, owners[fax_id], fax_id)
        if orphans:
            _log.info("%d keys that were made for nothing are ended", len(orphans))
        return len(orphans)

    def _of_any_store(self, fax_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
        found: set[uuid.UUID] = set()
        with self._database.read() as session:
            for at in range(0, len(fax_ids), _AT_ONCE):
                some = fax_ids[at : at + _AT_ONCE]
                found |= set(
                    session.scalars(select(ReceivedFax.id).where(ReceivedFax.id.in_(some)))
                )
        return found

    def _find_keyless(self, owners: Collection[uuid.UUID]) -> int:
        """Faxes that nobody can open any more are damaged, and are said to be.

        Where not one of them has its key it is the file that is wrong, and nothing is changed.
        """
        with self._database.read() as session:
            waiting = session.scalars(
                select(ReceivedFax.id).where(
                    ReceivedFax.store_id == self._store_id,
                    ReceivedFax.state == FaxState.UNREVIEWED,
                )
            ).all()
        keyless = [fax_id for fax_id in waiting if fax_id not in owners]
        if not keyless:
            return 0
        if len(keyless) == len(waiting):
            self.problem = (
                "The file of fax keys opens none of the faxes that wait. "
                "Was it moved, or is another one set?"
            )
            return 0
        for fax_id in keyless:
            with self._database.write() as session:
                fax = session.get_one(ReceivedFax, fax_id, with_for_update=True)
                if fax.state is FaxState.UNREVIEWED:
                    fax.damage = Loss.KEY_GONE.value
                    fax.move_to(FaxState.DAMAGED, at=self._clock.now(), actor_id=None)
        return len(keyless)

    def _read_reviewed(self) -> int:
        """Reviewed pages whose words nobody has read yet."""
        if self._read_words is None:
            return 0
        with self._database.read() as session:
            waiting = fax_page_views.unread_faxes(session, self._store_id, most=_MOST_WORDS_READ)
        for fax_id in waiting:
            with self._database.read() as session:
                pages = fax_page_views.pages_to_read(session, self._store_id, fax_id)
            found = self._read_words(pages, is_cancelled=self._is_stopped)
            if self._is_stopped():
                return 0  # it may have left off half-way
            with self._database.write() as session:
                fax_page_views.keep_words(session, self._store_id, fax_id, found)
        return len(waiting)


def _made_at(fax_id: uuid.UUID) -> datetime:
    """When a UUIDv7 was made."""
    return datetime.fromtimestamp((fax_id.int >> 80) / 1000, UTC)
