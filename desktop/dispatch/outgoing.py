"""What a route is asked to carry, and what it answers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Protocol

from desktop.errors import WorldError
from desktop.fax.server import JobState
from models.dispatch import Route
from models.document import DocumentKind


class NotSetUp(WorldError):
    """The shop has no server for this route; what is to leave by it waits."""

    def __init__(self, words: str) -> None:
        super().__init__(words, can_retry=False)


@dataclass(frozen=True, slots=True)
class OutgoingJob:
    """One try of one dispatch.

    Attributes:
        destination: As people write it: a number or an address.
        number: The fax number, E.164; None on other routes.
        sha256: Of the very PDF that leaves (`desktop.dispatch.stored_pdf`).
        order_number: As people read it; empty where the document is about no order.
        tag: By what the server knows this try; another one for each try.
        job_id: What the server calls it; empty until it has taken it.
        tries: How many tries there are with this one.
    """

    dispatch_id: uuid.UUID
    store_id: uuid.UUID
    document_id: uuid.UUID
    kind: DocumentKind
    route: Route
    destination: str
    number: str | None
    to_name: str
    sha256: str
    order_number: str
    language: str
    tag: str
    job_id: str
    tries: int


@dataclass(frozen=True, slots=True)
class Taken:
    """The server has it; what it calls the job."""

    job_id: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The server has answered, and it will not arrive by this try.

    Attributes:
        reason: The value of `desktop.fax.server.FaxFailure` or of `MailFailure`, at most 20 letters.
        said: The server's own words, for the details.
        may_retry: False where no later try can do better.
    """

    reason: str
    said: str = ""
    may_retry: bool = True


@dataclass(frozen=True, slots=True)
class Looked:
    """What the server says of a job. `reason` is that of `Failed`, empty unless it failed."""

    state: JobState
    job_id: str
    pages_sent: int = 0
    pages: int = 0
    reason: str = ""
    said: str = ""
    may_retry: bool = True


class DispatchRoute(Protocol):
    """One way out of the house. Blocks for seconds; one thread at a time.

    Every call may raise `desktop.errors.WorldError` (such as `FaxServerGone`): the server does not
    answer, and nobody knows what became of the call. The row stays as it is and is asked after later.

    Attributes:
        follows: Whether the server tells what becomes of what it took. Where it does not, "sent" is
            the last that is known.
        tries: After how many tries a dispatch is given up.
    """

    @property
    def follows(self) -> bool: ...

    @property
    def tries(self) -> int: ...

    def check(self) -> None:
        """Raise unless the server answers; nothing is sent."""

    def hand_over(self, job: OutgoingJob) -> Taken | Failed:
        """Give the server one copy of *job* under its tag."""

    def look(self, job: OutgoingJob) -> Looked | None:
        """What the server says of the job with this tag; None: it answers, and never had it.

        A route that cannot know says `FAILED` with a reason: nothing is ever sent twice on a guess.
        """

    def stop(self, job: OutgoingJob) -> None:
        """Take the job back, where that is not too late; `look` tells whether it was."""

    def forget(self, job: OutgoingJob) -> None:
        """The end of *job* is on record: the server need not keep it any longer."""

    def rest(self) -> None:
        """End the conversation until the next call."""
