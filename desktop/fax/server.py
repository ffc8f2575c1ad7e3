"""What a fax server does for us, whichever it is. HylaFAX is the one that we speak to."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from desktop.errors import WorldError


class FaxServerGone(WorldError):
    """The server does not answer, or refuses us; nobody knows whether the last request arrived."""


class FaxRefused(WorldError):
    """The server has answered and will not take this fax; nothing was sent."""


class JobState(enum.Enum):
    """What the server says of a job."""

    WAITING = "waiting"
    """For the line, for its time, or for its next try."""
    SENDING = "sending"
    DONE = "done"
    """The other machine has confirmed every page."""
    FAILED = "failed"


class FaxFailure(enum.Enum):
    """Why a fax did not arrive; decides when it is tried again, and in which words it is told."""

    BUSY = "busy"
    NO_ANSWER = "no_answer"
    NOT_A_FAX = "not_a_fax"
    """Somebody or something answered that is no fax machine."""
    DROPPED = "dropped"
    """The line was lost after it had begun."""
    NO_LINE = "no_line"
    """Our own modem or line: no dial tone, no modem."""
    REJECTED = "rejected"
    """The number does not exist or is barred."""
    SERVER = "server"
    """The server could not work with it."""
    STOPPED = "stopped"
    """Somebody took the job off the server."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ServerJob:
    """A job as the server tells of it."""

    id: str
    tag: str
    """Our own name of it, given when it was submitted."""
    state: JobState
    pages_sent: int
    pages: int
    tries: int
    """Calls that were made for it."""
    failure: FaxFailure | None
    said: str
    """The server's own words, for the details; at most 200 characters of one line."""


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A fax that lies at the server, not yet fetched.

    Attributes:
        name: What the server calls it; names it in `fetch` and `remove`.
        is_complete: False while it is still coming in.
        pages: 0 where the source does not know.
        sender: The number that called (caller identification), else what the machine said of itself,
            as it came; empty where neither is known.
        received_at: When it had come in, UTC-aware.
    """

    name: str
    is_complete: bool
    size: int
    pages: int
    sender: str
    received_at: datetime


class FaxSource(Protocol):
    """Where received faxes come from. Every call may raise `FaxServerGone`."""

    def received(self) -> tuple[ReceivedFile, ...]:
        """What lies in the receive queue, oldest first."""

    def fetch(self, name: str, *, most: int) -> bytes:
        """The bytes of a received fax.

        Raises:
            FaxRefused: it is longer than *most* bytes, or is not there.
        """

    def remove(self, name: str) -> None:
        """Delete a received fax at the server; harmless where it is gone."""


class FaxServer(FaxSource, Protocol):
    """Blocks for seconds; one thread at a time. Every call may raise `FaxServerGone`."""

    def submit(self, *, tag: str, number: str, tiff: bytes) -> str:
        """Hand over one fax to be called once and at once; the server's name of the job.

        Args:
            tag: Our name of the job, by which `find` knows it again: at most 60 of ``[A-Za-z0-9-]``.
            number: As it is dialled.
            tiff: Group 4 pages as `desktop.dispatch.fax_pages` makes them.

        Raises:
            FaxRefused: the server will not have it.
        """

    def find(self, tag: str) -> ServerJob | None:
        """The newest job of that tag, whether it waits or is over; None if there never was one.

        None too where the server has swept it since: of a job whose number is known that says nothing.
        """

    def cancel(self, job_id: str) -> None:
        """Take a job off; harmless where it is over or gone.

        A call under way may go on for a minute, and end either way: `find` tells.
        """

    def forget(self, job_id: str) -> None:
        """Have the server delete a job that is over; harmless where it is gone.

        Its pages go when the server sweeps what no job needs any more.
        """

    def close(self) -> None:
        """End the conversation."""
