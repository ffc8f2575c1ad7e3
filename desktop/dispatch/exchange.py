"""What comes in and goes out by wire: received faxes, the outbox, and e-mail that came back.

One process of a shop does it at a time: a worker, or a desk where none works. A desk does only what
it has the passwords for.
"""

from __future__ import annotations

import contextlib
import logging
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from desktop.clock import Clock
from desktop.dispatch import passwords
from desktop.dispatch.bounces import ReturnedMail
from desktop.dispatch.fax_pages import fax_tiff
from desktop.dispatch.fax_route import FaxRoute
from desktop.dispatch.fax_servers import FaxSources, ReadPassword, hylafax
from desktop.dispatch.mail_route import MailRoute
from desktop.dispatch.outgoing import DispatchRoute
from desktop.dispatch.runner import WORK, DispatchRunner
from desktop.errors import WorldError
from desktop.fax.intake import FaxIntake
from desktop.fax.reading import read_words
from desktop.fax.server import FaxServer
from desktop.fax.sources import Source
from desktop.payments.leases import LeaseKeeper, Role, Standing
from desktop.services import fax_settings, inlet_health, mail_settings
from desktop.services.fax_settings import FaxSettings
from desktop.services.inlet_health import Inlet, InletTrouble
from models.dispatch import Route
from models.received_fax import FaxSource
from models.session import Database, DatabaseGone
from models.store import Store, StoreMode

_log = logging.getLogger(__name__)

MAIL_WORK = "dispatch mail"
"""The lease of e-mail: another desk than the one that faxes may have the mail server's password."""
RETURNED_EVERY = timedelta(minutes=5)
_INLETS: Mapping[FaxSource | None, Inlet] = {
    FaxSource.HYLAFAX: "server",
    FaxSource.FOLDER: "folder",
    FaxSource.SAMPLE: "server",
    None: "keys",
}


class Exchange:
    """Blocks for seconds; call it off the GUI thread, from any other.

    Args:
        database: The shop's.
        store_id: The shop.
        clock: Tells the time.
        key_file: Where the keys of unreviewed faxes lie unless the settings name another place.
        role: A worker does all that is set up; a desk, what it has the passwords for.
        holder_id: Names a desk, so that it goes on at once after a start.
        sources: Where received faxes come from; None: from where the settings say.
        read_password: Finds a password (`desktop.dispatch.passwords`).
        make_server: The fax server of some settings; None: HylaFAX.
        is_cancelled: Asked between two faxes or e-mails.
    """

    def __init__(
        self,
        *,
        database: Database,
        store_id: uuid.UUID,
        clock: Clock,
        key_file: Path,
        role: Role,
        holder_id: uuid.UUID | None = None,
        sources: Callable[[], tuple[Source, ...]] | None = None,
        read_password: ReadPassword = passwords.read,
        make_server: Callable[[FaxSettings], FaxServer] | None = None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self._database = database
        self._store_id = store_id
        self._clock = clock
        self._key_file = key_file
        self._role = role
        self._read_password = read_password
        self._is_cancelled = is_cancelled
        self._has_own_sources = sources is not None
        self._sources = sources or FaxSources(
            database=database, store_id=store_id, read_password=read_password
        )
        self._leases = {
            work: LeaseKeeper(
                database=database, clock=clock, role=role, holder_id=holder_id, work=work
            )
            for work in (WORK, MAIL_WORK)
        }
        fax = FaxRoute(
            database=database,
            store_id=store_id,
            server=make_server or (lambda settings: hylafax(settings, store_id, read_password)),
            make_tiff=lambda pdf: fax_tiff(pdf).tiff,
        )
        mail = MailRoute(database, store_id, clock, read_password=read_password)
        self._faxes = self._runner(Route.FAX, fax, WORK)
        self._mail = self._runner(Route.EMAIL, mail, MAIL_WORK)
        self._returned = ReturnedMail(
            database, store_id, clock, read_password=read_password, is_cancelled=is_cancelled
        )
        self._returned_at: datetime | None = None
        self._intake: tuple[Path, FaxIntake] | None = None

    @property
    def problems(self) -> dict[str, str]:
        """Why faxes do not come in, in words, by the name of their source or "" for the rest."""
        return self._intake[1].problems if self._intake is not None else {}

    def faxes_in(self) -> int:
        """Take in what has come; how much there was to do.

        Where this computer may look at no source, what came before is read all the same, and keys
        that are owed are ended, unless another process has the work.
        """
        settings = self._fax_settings()
        if self._is_practice() and not self._has_own_sources:
            return 0
        if not self._may_take_in(settings):
            return self._look_after(settings)
        if not self._has(WORK):
            return 0
        intake = self._intake_of(settings)
        done = intake.run_once()
        return done + self._note_inlets({_INLETS[k]: word for k, word in intake.troubles.items()})

    def _look_after(self, settings: FaxSettings) -> int:
        if self._leases[WORK].look() not in (Standing.NOBODY, Standing.OURS):
            return 0
        done = self._intake_of(settings).look_after()
        return done + self._note_inlets({"anybody": "nobody"} if settings.takes_faxes else {})

    def _note_inlets(self, found: Mapping[Inlet, InletTrouble]) -> int:
        """Put on record how faxes come in; how much of it is news."""
        with self._database.read() as session:
            known = inlet_health.troubles(session, self._store_id)
        if {one.inlet: one.trouble for one in known} == dict(found):
            return 0
        with self._database.write() as session:
            inlet_health.note(session, self._store_id, found, self._clock.now())
        return 1

    def faxes_out(self) -> int:
        """Carry out the faxes of the outbox; how much changed."""
        if self._is_practice() or not self._may_fax(self._fax_settings()):
            return 0
        return self._faxes.run_due()

    def mail_out(self) -> int:
        """Carry out the e-mail of the outbox; how much changed."""
        if self._is_practice() or not self._may_mail():
            return 0
        return self._mail.run_due()

    def bounces(self) -> int:
        """Look for e-mail that came back; how much there was.

        Raises:
            WorldError: the box cannot be read.
        """
        with self._database.read() as session:
            settings = mail_settings.get(session, self._store_id)
        if self._is_practice() or not settings.reads_returned:
            return 0
        if self._role == "desk" and self._read_password(self._store_id, "mail_in") is None:
            return 0
        return self._returned.run_once() if self._has(MAIL_WORK) else 0

    def round_in(self) -> frozenset[str]:
        """One round of what comes in; the names of the records that changed.

        Raises:
            DatabaseGone: what was reached is on record.
        """
        return frozenset({"faxes"} if self._done(self.faxes_in) else ())

    def round_out(self) -> frozenset[str]:
        """One round of what goes out and of what came back; the names of the records that changed.

        Raises:
            DatabaseGone: what was reached is on record.
        """
        steps = [self.faxes_out, self.mail_out]
        if self._is_time_to_look():
            steps.append(self.bounces)
        changed = sum(self._done(step) for step in steps)
        return frozenset({"dispatches", "tasks"} if changed else ())

    def _done(self, step: Callable[[], int]) -> int:
        """How much *step* changed; what it cannot do now is said in the log, and done later."""
        try:
            return step()
        except WorldError as error:
            _log.warning("%s waits: %s", step.__name__, error.words)
            return 0

    def close(self) -> None:
        """Let another process have the work at once."""
        for lease in self._leases.values():
            with contextlib.suppress(DatabaseGone):
                lease.give_up()

    def _runner(self, route: Route, by: DispatchRoute, work: str) -> DispatchRunner:
        return DispatchRunner(
            database=self._database,
            store_id=self._store_id,
            clock=self._clock,
            routes={route: by},
            lease=self._leases[work],
            is_cancelled=self._is_cancelled,
        )

    def _has(self, work: str) -> bool:
        return self._leases[work].hold() is Standing.OURS

    def _may_take_in(self, settings: FaxSettings) -> bool:
        if self._has_own_sources:
            return True
        if self._is_practice():
            return False
        if settings.folder and (self._role == "worker" or Path(settings.folder).is_dir()):
            return True
        return bool(settings.host) and self._may_fax(settings)

    def _may_fax(self, settings: FaxSettings) -> bool:
        if self._role == "worker":
            return True
        return settings.sends_faxes and self._read_password(self._store_id, "fax") is not None

    def _may_mail(self) -> bool:
        if self._role == "worker":
            return True
        with self._database.read() as session:
            settings = mail_settings.get(session, self._store_id)
        if not settings.sends:
            return False
        return not settings.user or self._read_password(self._store_id, "mail") is not None

    def _intake_of(self, settings: FaxSettings) -> FaxIntake:
        key_file = Path(settings.key_file) if settings.key_file else self._key_file
        if self._intake is None or self._intake[0] != key_file:
            intake = FaxIntake(
                self._database,
                self._store_id,
                self._sources,
                key_file,
                clock=self._clock,
                read_words=read_words,
                is_stopped=self._is_cancelled,
            )
            self._intake = key_file, intake
        return self._intake[1]

    def _is_time_to_look(self) -> bool:
        now = self._clock.now()
        if self._returned_at is not None and now - self._returned_at < RETURNED_EVERY:
            return False
        self._returned_at = now
        return True

    def _fax_settings(self) -> FaxSettings:
        with self._database.read() as session:
            return fax_settings.get(session, self._store_id)

    def _is_practice(self) -> bool:
        with self._database.read() as session:
            return session.get_one(Store, self._store_id).mode is StoreMode.PRACTICE
