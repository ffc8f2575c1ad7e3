"""The fax route: from a stored paper to a job of the fax server."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable

from desktop.dispatch.dialling import NotDialled, digits_to_dial
from desktop.dispatch.outgoing import Failed, Looked, NotSetUp, OutgoingJob, Taken
from desktop.dispatch.stored_pdf import stored_pdf
from desktop.errors import report_fault
from desktop.fax.server import FaxFailure, FaxRefused, FaxServer, FaxServerGone, ServerJob
from desktop.fax.stopwatch import Stopwatch
from desktop.services import fax_settings
from desktop.services.fax_settings import FaxSettings
from models.session import Database
from models.store import Store

_log = logging.getLogger(__name__)

PAGES_WITHIN = 25.0
"""Seconds for making the pages. Who slept meanwhile may have lost the work to another computer."""
NOWHERE = "orderdesk-are-you-there"
"""A tag that no job ever has: to ask for it shows whether the server answers."""


class FaxRoute:
    """Carries faxes to the server. Blocks; one thread at a time.

    Args:
        server: Gives the fax server of these settings; asked anew at each check, for a password may
            have changed. May raise `FaxServerGone`.
        make_tiff: From a PDF's bytes to the pages that are sent (`desktop.dispatch.fax_pages`).
    """

    follows = True

    def __init__(
        self,
        *,
        database: Database,
        store_id: uuid.UUID,
        server: Callable[[FaxSettings], FaxServer],
        make_tiff: Callable[[bytes], bytes],
    ) -> None:
        self._database = database
        self._store_id = store_id
        self._make_server = server
        self._make_tiff = make_tiff
        self._settings = FaxSettings()
        self._country = ""
        self._server: FaxServer | None = None

    @property
    def tries(self) -> int:
        """As the shop has set it."""
        return self._settings.tries

    def check(self) -> None:
        """Read the settings anew, and raise unless their server answers.

        Raises:
            NotSetUp: the shop has no fax server.
            FaxServerGone: it does not answer, or refuses us.
        """
        with self._database.read() as session:
            settings = fax_settings.get(session, self._store_id)
            self._country = session.get_one(Store, self._store_id).country
        self.rest()
        self._settings, self._server = settings, None
        if settings.sends_faxes:
            self._server = self._make_server(settings)
        self._there().find(NOWHERE)

    def hand_over(self, job: OutgoingJob) -> Taken | Failed:
        """Have it called once, and at once."""
        watch = Stopwatch()
        try:
            dialled = digits_to_dial(job.number or "", self._settings, self._country)
        except NotDialled as refused:
            return Failed(FaxFailure.REJECTED.value, str(refused), may_retry=False)
        pdf = stored_pdf(self._database, self._store_id, job.sha256)
        try:
            tiff = self._make_tiff(pdf)
        except Exception as error:  # whatever it is, nothing was sent, and no later try can
            report_fault(error, log=_log)
            said = "The paper could not be made into fax pages."
            return Failed(FaxFailure.SERVER.value, said, may_retry=False)
        if watch.seconds > PAGES_WITHIN:
            raise FaxServerGone("The pages took too long to make. It is tried again by itself.")
        try:
            return Taken(self._there().submit(tag=job.tag, number=dialled, tiff=tiff))
        except FaxRefused as refused:
            return Failed(FaxFailure.SERVER.value, refused.words, may_retry=False)

    def look(self, job: OutgoingJob) -> Looked | None:
        """What the server says of it."""
        found = self._there().find(job.tag)
        return None if found is None else _looked(found)

    def stop(self, job: OutgoingJob) -> None:
        """Take it off the server, by its tag where its name there is not known."""
        found = self._there().find(job.tag)
        if found is not None:
            self._there().cancel(found.id)

    def forget(self, job: OutgoingJob) -> None:
        """Have the server delete it with its pages."""
        found = self._there().find(job.tag)
        if found is not None:
            self._there().forget(found.id)

    def rest(self) -> None:
        """End the conversation; the next call begins another."""
        if self._server is not None:
            self._server.close()

    def _there(self) -> FaxServer:
        if self._server is None:
            raise NotSetUp("The shop has no fax server.")
        return self._server


def _looked(found: ServerJob) -> Looked:
    return Looked(
        state=found.state,
        job_id=found.id,
        pages_sent=found.pages_sent,
        pages=found.pages,
        reason=found.failure.value if found.failure else "",
        said=found.said,
    )
