"""What HylaFAX says of jobs and of received faxes, made into our shapes.

A list is asked for in a format of ours: each record begins with a mark that nobody can guess, then the
parts that cannot hold a separator, then one of fixed width, then the free text, which may hold line
breaks. So no text at the server can pretend to be a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop.fax.hylafax_failures import failure_of
from desktop.fax.server import JobState, ReceivedFile, ServerJob

MOST_SAID = 200
MOST_SENDER = 60
MOST_TAG = 60
JOB_FORMAT = f"%j|%a|%p|%y|%d|%Z|%-{MOST_TAG}.{MOST_TAG}J|%s"
"""Number, state, pages sent, pages, calls made, time, tag, status."""
RECEIVED_FORMAT = "%f|%z|%n|%p|%Z|%-40.40j|%s"
"""Name, whether it is still coming in, size, pages, time, number that called, what the machine says."""

_JOB = re.compile(
    r"(\d{1,10})\|(.)\|(\d{1,6})\|(\d{1,6})\|(\d{1,6})\|(\d{1,10})"
    rf"\|(.{{{MOST_TAG}}})\|(.*)",
    re.DOTALL,
)
_RECEIVED = re.compile(
    r"([^|]{1,255})\|([ *])\|(\d{1,12})\|(\d{1,6})\|(\d{1,10})\|(.{40})\|(.*)", re.DOTALL
)
_NAME = re.compile(r"fax[0-9A-Za-z]{1,40}\.tiff?")
_STATES = {
    "?": JobState.WAITING,
    "T": JobState.WAITING,  # suspended: somebody at the server holds it, and can let it go
    "P": JobState.WAITING,
    "S": JobState.WAITING,
    "B": JobState.WAITING,
    "W": JobState.WAITING,
    "R": JobState.SENDING,
    "D": JobState.DONE,
    "F": JobState.FAILED,
}


@dataclass(frozen=True, slots=True)
class ListedJob:
    """A job, and when its turn was or will be; numbers of jobs start anew at 32,000."""

    job: ServerJob
    due: int


def is_received_name(name: str) -> bool:
    """Whether that can be the name of a received fax: no path, no blank, nothing but its pattern."""
    return _NAME.fullmatch(name) is not None


def read_jobs(listed: str, *, mark: str) -> Iterator[ListedJob]:
    """The jobs of a list in `JOB_FORMAT`; what is no record is left out."""
    for record in _records(listed, mark):
        if (found := _JOB.fullmatch(record)) is None:
            continue
        number, letter, sent, pages, dials, due, tag, status = found.groups()
        state = _STATES.get(letter, JobState.WAITING)
        said = one_line(status, most=MOST_SAID)
        failure = failure_of(said, pages_sent=int(sent)) if state is JobState.FAILED else None
        yield ListedJob(
            ServerJob(
                id=number,
                tag=tag.strip(),
                state=state,
                pages_sent=int(sent),
                pages=int(pages),
                tries=int(dials),
                failure=failure,
                said=said,
            ),
            due=int(due),
        )


def read_received(listed: str, *, mark: str) -> tuple[tuple[ReceivedFile, ...], int]:
    """The faxes of a list in `RECEIVED_FORMAT`, oldest first, and how many files are none."""
    faxes, others = [], 0
    for record in _records(listed, mark):
        found = _RECEIVED.fullmatch(record)
        if found is None or not is_received_name(found[1]):
            others += 1
            continue
        name, coming_in, size, pages, received, caller, station = found.groups()
        faxes.append(
            ReceivedFile(
                name=name,
                is_complete=coming_in == " ",
                size=int(size),
                pages=int(pages),
                sender=_sender(caller) or _sender(station),
                received_at=datetime.fromtimestamp(int(received), UTC),
            )
        )
    return tuple(sorted(faxes, key=lambda fax: (fax.received_at, fax.name))), others


def one_line(text: str, *, most: int) -> str:
    """*text* without line breaks and characters that cannot be seen, cut to *most*."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:most]


def _sender(text: str) -> str:
    shown = one_line(text, most=MOST_SENDER)
    return "" if shown.startswith("<") else shown  # "<unknown>" and the like


def _records(listed: str, mark: str) -> Iterator[str]:
    for record in listed.split(f"{mark}|")[1:]:
        yield record.removesuffix("\r\n")
