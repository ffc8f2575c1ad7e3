"""Looks into the box of returned mail, and has what came back of ours put on record."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Protocol

from desktop.clock import Clock
from desktop.dispatch import passwords
from desktop.dispatch.bounce_reading import MOST_BYTES, Returned, read_returned
from desktop.dispatch.passwords import Which
from desktop.dispatch.returned_box import ReturnedBox
from desktop.errors import report_fault
from desktop.services import mail_settings, returned_mail, stores
from desktop.services.mail_settings import MailSettings
from desktop.services.returned_mail import Outcome
from models.order import Stamp
from models.session import Database, DatabaseGone
from models.store import StoreMode

_log = logging.getLogger(__name__)

DAYS = 30
"""How far back is looked: no server tries for longer (RFC 5321 4.5.4.1 says 4 to 5 days)."""
MOST_MESSAGES = 500
"""In one round; the next one goes on."""


class Box(Protocol):
    """What is needed of a box; see `ReturnedBox`."""

    validity: int

    def newer(self, than: int, *, since: date) -> tuple[int, ...]: ...

    def beginning(self, uid: int, *, most: int) -> bytes: ...

    def mark_handled(self, uid: int) -> None: ...

    def close(self) -> None: ...


class ReturnedMail:
    """Reads what is new. Blocks for seconds; one thread at a time.

    What was looked at is remembered by its number for as long as this object lives. After that it is
    read again, which changes nothing: a dispatch fails once.
    """

    def __init__(
        self,
        database: Database,
        store_id: uuid.UUID,
        clock: Clock,
        *,
        read_password: Callable[[uuid.UUID, Which], str | None] = passwords.read,
        open_box: Callable[[MailSettings, str | None], Box] = ReturnedBox,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        """Nothing is connected yet.

        Args:
            database: has the shop, its settings and its dispatches.
            store_id: the shop's.
            clock: tells the time.
            read_password: finds the password; see `desktop.dispatch.passwords`.
            open_box: opens the box of these settings.
            is_cancelled: asked between two messages.
        """
        self._database = database
        self._store_id = store_id
        self._clock = clock
        self._read_password = read_password
        self._open_box = open_box
        self._is_cancelled = is_cancelled
        self._seen: tuple[str, str, str, int] = ("", "", "", 0)
        self._last = 0

    def run_once(self) -> int:
        """One round; how many reports were put on record. 0 at once where no box is set.

        Raises:
            MailTrouble: the box cannot be read, and why, in words.
            WorldError: the keyring does not answer.
            DatabaseGone: what was not put on record is read again in the next round.
        """
        with self._database.read() as session:
            settings = mail_settings.get(session, self._store_id)
            practice = stores.profile(session, self._store_id).mode is StoreMode.PRACTICE
        if practice or not settings.reads_returned:
            return 0
        box = self._open_box(settings, self._read_password(self._store_id, "mail_in"))
        try:
            self._begin(settings, box.validity)
            return self._read(box)
        finally:
            box.close()

    def _begin(self, settings: MailSettings, validity: int) -> None:
        """Forget the numbers of another box, or of one whose numbers hold no more."""
        seen = (settings.bounce_host, settings.bounce_user, settings.bounce_folder, validity)
        if seen != self._seen:
            self._seen, self._last = seen, 0

    def _read(self, box: Box) -> int:
        since = (self._clock.now() - timedelta(days=DAYS)).date()
        recorded = 0
        for uid in box.newer(self._last, since=since)[:MOST_MESSAGES]:
            if self._is_cancelled():
                break
            found = read_returned(box.beginning(uid, most=MOST_BYTES))
            outcome = self._guarded(found) if found is not None else Outcome.UNKNOWN
            if outcome is Outcome.NOT_YET:
                break
            if outcome is not Outcome.UNKNOWN:
                box.mark_handled(uid)
            recorded += outcome is Outcome.RECORDED
            self._last = uid
        return recorded

    def _guarded(self, found: Returned) -> Outcome:
        """One report that we cannot work with keeps no other one back."""
        try:
            return self._record(found)
        except DatabaseGone:
            raise
        except Exception as error:
            report_fault(error, log=_log)
            return Outcome.UNKNOWN

    def _record(self, found: Returned) -> Outcome:
        stamp = Stamp(at=self._clock.now(), actor_id=None, workstation_id=None)
        with self._database.write() as session:
            if found.is_final:
                outcome = returned_mail.record_returned(
                    session, self._store_id, found.dispatch_id,
                    words=found.words, status=found.status, said=found.said, stamp=stamp,
                )  # fmt: skip
            else:
                outcome = returned_mail.note_late(
                    session, self._store_id, found.dispatch_id,
                    status=found.status, said=found.said, stamp=stamp,
                )  # fmt: skip
        _log.info("a report on dispatch %s: %s", found.dispatch_id, outcome.value)
        return outcome
