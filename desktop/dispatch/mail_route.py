"""The way out by e-mail: one stored paper to one address, handed to the shop's mail server."""

from __future__ import annotations

import ssl
import uuid
from collections.abc import Callable

from desktop.clock import Clock
from desktop.dispatch import passwords
from desktop.dispatch.mail_failure import MailFailure
from desktop.dispatch.mail_message import (
    AddressRefused,
    Letter,
    Sender,
    mailbox,
    make_message,
)
from desktop.dispatch.mail_server import LineBroken, MailServer, MakeContext, NotSent
from desktop.dispatch.outgoing import Failed, Looked, NotSetUp, OutgoingJob, Taken
from desktop.dispatch.passwords import Which
from desktop.dispatch.stored_pdf import stored_pdf
from desktop.errors import WorldError
from desktop.fax.server import JobState
from desktop.services import mail_settings, stores
from desktop.services.mail_settings import MailSettings
from models import limits
from models.session import Database, DatabaseGone
from models.store import StoreMode

_ANOTHER_TIME = frozenset({MailFailure.LATER, MailFailure.SENDER})
ReadPassword = Callable[[uuid.UUID, Which], str | None]


class MailRoute:
    """A `DispatchRoute`. Blocks for seconds; one thread at a time.

    What a server has taken is *sent*: nobody tells us more, unless it comes back
    (`desktop.dispatch.bounces`). A try of which nobody knows whether the server has it is never made
    again by itself; a person is asked.
    """

    follows = False
    tries = limits.EMAIL_TRIES

    def __init__(
        self,
        database: Database,
        store_id: uuid.UUID,
        clock: Clock,
        *,
        read_password: ReadPassword = passwords.read,
        make_context: MakeContext = ssl.create_default_context,
    ) -> None:
        """Nothing is connected yet.

        Args:
            database: has the shop, its settings and its papers.
            store_id: the shop's.
            clock: tells the time for the date of an e-mail.
            read_password: finds the password; see `desktop.dispatch.passwords`.
            make_context: makes what checks the server's certificate.
        """
        self._database = database
        self._store_id = store_id
        self._clock = clock
        self._read_password = read_password
        self._make_context = make_context
        self._server: MailServer | None = None
        self._settings = MailSettings()
        self._not_sent: set[str] = set()
        self._taken: set[str] = set()

    def check(self) -> None:
        """Raise unless the server can be reached, securely and signed in.

        Raises:
            NotSetUp: the shop has none, or is a practice shop.
            MailTrouble: what is to be mended, in words.
        """
        self._connected()

    def hand_over(self, job: OutgoingJob) -> Taken | Failed:
        """Give the server the e-mail of *job*.

        Raises:
            MailTrouble: the server or its settings are at fault and nothing was sent; `look` says so
                of this try as long as this object lives.
            DatabaseGone: nothing was sent either.
        """
        try:
            return self._hand_over(job)
        except (WorldError, DatabaseGone):
            self._not_sent.add(job.tag)
            raise
        except AddressRefused as error:
            return Failed(MailFailure.ADDRESS.value, str(error), may_retry=False)
        except NotSent as error:
            return Failed(error.failure.value, error.said, may_retry=error.failure in _ANOTHER_TIME)
        except LineBroken as error:
            self._server = None
            if error.may_have_gone:
                return Failed(MailFailure.INTERRUPTED.value, may_retry=False)
            return Failed(MailFailure.LATER.value, "The line broke before it was sent.")

    def look(self, job: OutgoingJob) -> Looked | None:
        """A mail server cannot be asked after what it took: only this object knows, while it lives."""
        if job.tag in self._not_sent:
            return None
        if job.tag in self._taken:
            return Looked(JobState.DONE, job.tag)
        return Looked(JobState.FAILED, "", reason=MailFailure.INTERRUPTED.value, may_retry=False)

    def stop(self, job: OutgoingJob) -> None:
        """Too late: what a server has taken has gone."""

    def forget(self, job: OutgoingJob) -> None:
        """Its end is on record."""
        self._not_sent.discard(job.tag)
        self._taken.discard(job.tag)

    def rest(self) -> None:
        """Let the server go until the next e-mail."""
        if self._server is not None:
            self._server.close()
        self._server = None

    def _hand_over(self, job: OutgoingJob) -> Taken | Failed:
        server = self._connected()
        letter = Letter(
            kind=job.kind,
            language=job.language,
            order_number=job.order_number,
            to_name=job.to_name,
            to_address=job.destination,
            pdf=stored_pdf(self._database, job.store_id, job.sha256),
        )
        to = mailbox(letter.to_address)
        ours = mailbox(self._settings.from_address)
        needs_utf8 = to.needs_utf8 or ours.needs_utf8
        if needs_utf8 and not server.takes_utf8:
            said = (
                "The mail server takes no address with accents or other letters before the @ sign."
            )
            return Failed(MailFailure.ADDRESS.value, said, may_retry=False)
        message = make_message(
            letter,
            self._sender(),
            dispatch_id=job.dispatch_id,
            tried=job.tries,
            at=self._clock.now(),
        )
        server.send(message.as_bytes(), sender=ours.address, to=to.address, needs_utf8=needs_utf8)
        self._taken.add(job.tag)
        return Taken(job.tag)

    def _connected(self) -> MailServer:
        """The conversation that is open, if the settings are still those; else a new one.

        Raises:
            NotSetUp, MailTrouble: there is none, and why.
        """
        with self._database.read() as session:
            settings = mail_settings.get(session, self._store_id)
            practice = stores.profile(session, self._store_id).mode is StoreMode.PRACTICE
        if practice:
            raise NotSetUp("Practice sends no e-mail.")
        if self._server is not None and (settings != self._settings or not self._server.is_alive()):
            self.rest()
        if self._server is None:
            password = self._read_password(self._store_id, "mail") if settings.user else None
            self._server = MailServer(settings, password, make_context=self._make_context)
            self._settings = settings
        return self._server

    def _sender(self) -> Sender:
        with self._database.read() as session:
            shop = stores.profile(session, self._store_id)
        return Sender(
            name=self._settings.from_name,
            address=self._settings.from_address,
            shop=shop.name,
            lines=shop.address_lines,
            country=shop.country,
            phone=shop.phone_domestic,
            phone_abroad=shop.phone_abroad,
        )
