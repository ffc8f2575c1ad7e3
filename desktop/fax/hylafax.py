"""The client of HylaFAX: faxes out, and faxes that have come in.

hfaxd knows no encryption: it belongs on this machine, on a network of its own, or behind a tunnel.
"""

from __future__ import annotations

import ftplib
import logging
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from desktop.fax.hylafax_shapes import (
    JOB_FORMAT,
    MOST_TAG,
    RECEIVED_FORMAT,
    ListedJob,
    is_received_name,
    one_line,
    read_jobs,
    read_received,
)
from desktop.fax.hylafax_wire import LOST, Conversation, TooLong
from desktop.fax.server import FaxRefused, FaxServerGone, JobState, ReceivedFile, ServerJob
from desktop.fax.stopwatch import Stopwatch

DEFAULT_PORT = 4559
CANCEL_SECONDS = 5.0
"""A job that waits is off at once; one under way ends when its page does, up to a minute later."""

SUBMIT_WITHIN = 60.0
"""Seconds. Later another process may have found that the server has no such job, and begun anew."""

_log = logging.getLogger(__name__)
_TIFF_STARTS = (b"II*\x00", b"MM\x00*")
_TAG = re.compile(rf"[A-Za-z0-9-]{{1,{MOST_TAG}}}")
_NUMBER = re.compile(r"[0-9+*#,wW() .-]{1,60}")
_JOB_ID = re.compile(r"\d{1,10}")
_SIGN_IN_NAME = re.compile(r"[^\s\"\\]{1,60}")
_PARAMETERS = (
    ("FROMUSER", '"Order Desk"'),
    # Mails are off; the address may not be empty all the same.
    ("NOTIFY", "NONE"),
    ("NOTIFYADDR", '"nobody@localhost"'),
    ("LASTTIME", "010000"),
    # One call: the outbox decides when there is another.
    ("MAXDIALS", "1"),
    ("MAXTRIES", "1"),
    ("VRES", "196"),
    ("PAGEWIDTH", "216"),
    ("PAGELENGTH", "364"),
    ("PAGECHOP", "NONE"),
)
"""What every job of ours says. A page as long as this or longer would be drawn anew by the server."""


class HylafaxServer:
    """A `FaxServer`. Each call is a conversation of its own.

    hfaxd remembers for the length of a conversation what it has read of jobs and faxes, and looks again
    only where a file's time has moved by a whole second: in a longer one it has told of a job under way
    that it is held, and has deleted it. Signing in takes some milliseconds.

    Args:
        host: Name or address of the server.
        port: hfaxd's port.
        user: Name in its `etc/hosts.hfaxd`.
        password: Never in an error, never in a log.
        timeout: Seconds for each answer.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int = DEFAULT_PORT,
        user: str,
        password: str,
        timeout: float = 30.0,
    ) -> None:
        if not _SIGN_IN_NAME.fullmatch(user):
            raise ValueError("that is no name for signing in")
        if any(letter in password for letter in "\r\n\0"):
            raise ValueError("that is no password")
        self._host, self._port, self._timeout = host, port, timeout
        # hfaxd compares bytes; the conversation is in Latin-1
        self._user = user.encode().decode("latin-1")
        self._password = password.encode().decode("latin-1")

    def submit(self, *, tag: str, number: str, tiff: bytes) -> str:
        if not _TAG.fullmatch(tag):
            raise ValueError("that is no tag of a job")
        if not _NUMBER.fullmatch(number):
            raise ValueError("that is no number to dial")
        if not tiff.startswith(_TIFF_STARTS):
            raise FaxRefused("These pages are no TIFF file, and nothing else is faxed.")
        watch = Stopwatch()
        with self._talking() as talk:
            document = talk.store(tiff)
            job_id = talk.new_job()
            try:
                for name, value in _PARAMETERS:
                    talk.sendcmd(f"JPARM {name} {value}")
                talk.sendcmd(f'JPARM DIALSTRING "{number}"')
                talk.sendcmd(f'JPARM JOBINFO "{tag}"')
                talk.sendcmd(f"JPARM DOCUMENT {document}")
                if watch.seconds > SUBMIT_WITHIN:
                    raise FaxServerGone("The fax server is too slow. It is tried again by itself.")
                talk.sendcmd(f"JSUBM {job_id}")
            except ftplib.Error as error:
                # 460 is the scheduler's: its no, or its silence, after which nobody knows
                if not (isinstance(error, ftplib.error_perm) or "NAK" in str(error)):
                    raise
                _try(talk, f"JDELE {job_id}")
                raise FaxRefused(
                    f"The fax server does not take this fax. {_words(error)}"
                ) from None
        return job_id

    def find(self, tag: str) -> ServerJob | None:
        if not _TAG.fullmatch(tag):
            raise ValueError("that is no tag of a job")
        with self._talking() as talk:
            mark = _new_mark()
            talk.sendcmd(f'JOBFMT "{mark}|{JOB_FORMAT}"')
            # In this order: a job that ends between the two is in the second.
            queues = [talk.list_folder("sendq"), talk.list_folder("doneq")]
        listed = [job for queue in queues for job in read_jobs(queue, mark=mark)]
        ours = [one for one in listed if one.job.tag == tag]
        return max(ours, key=_newest).job if ours else None

    def cancel(self, job_id: str) -> None:
        command = f"JKILL {_checked_job(job_id)}"
        with self._talking() as talk:
            try:
                talk.ask_briefly(command, seconds=CANCEL_SECONDS)
            except ftplib.error_perm:
                pass  # it is over, or gone
            except TimeoutError:
                talk.close()  # hfaxd answers when the call under way has ended

    def forget(self, job_id: str) -> None:
        command = f"JDELE {_checked_job(job_id)}"
        with self._talking() as talk, suppress(ftplib.error_perm):
            talk.sendcmd(command)

    def received(self) -> tuple[ReceivedFile, ...]:
        with self._talking() as talk:
            mark = _new_mark()
            talk.sendcmd(f'RCVFMT "{mark}|{RECEIVED_FORMAT}"')
            listed = talk.list_folder("recvq")
        faxes, others = read_received(listed, mark=mark)
        if others:
            _log.warning("%d files in the fax server's receive queue are no faxes", others)
        return faxes

    def fetch(self, name: str, *, most: int) -> bytes:
        if not is_received_name(name):
            raise ValueError("that is no name of a received fax")
        with self._talking() as talk:
            try:
                return talk.retrieve(f"recvq/{name}", most=most)
            except ftplib.error_perm as error:
                raise FaxRefused(f"This fax cannot be fetched. {_words(error)}") from None
            except TooLong:
                raise FaxRefused("This fax is longer than any that is taken.") from None

    def remove(self, name: str) -> None:
        if not is_received_name(name):
            raise ValueError("that is no name of a received fax")
        with self._talking() as talk:
            try:
                talk.sendcmd(f"DELE recvq/{name}")
            except ftplib.error_perm as error:
                said = _words(error)
            else:
                return
        if any(fax.name == name for fax in self.received()):
            raise FaxServerGone(
                "The fax server does not let Order Desk delete a received fax. "
                f"Its user needs that right in etc/hosts.hfaxd. {said}",
                can_retry=False,
            )

    def close(self) -> None:
        """Nothing to do: no conversation outlasts its call."""

    @contextmanager
    def _talking(self) -> Iterator[Conversation]:
        """A conversation, signed in; what breaks it becomes `FaxServerGone`."""
        talk = Conversation(timeout=self._timeout)
        try:
            talk.connect(self._host, self._port)
            if not _signs_in(talk, self._user, self._password):
                raise FaxServerGone(
                    "The fax server refuses Order Desk's name or password. Check both in the "
                    "settings, and the entry for this name in the server's etc/hosts.hfaxd.",
                    can_retry=False,
                )
            talk.sendcmd("TYPE I")
            talk.sendcmd("FORM TIFF")
            yield talk
            # At the end hfaxd also sweeps what was stored; a job has its own link to it.
            talk.leave()
        except ftplib.error_perm as error:
            raise FaxServerGone(f"The fax server refuses. {_words(error)}") from None
        except LOST:
            raise FaxServerGone(
                "The fax server does not answer. It is tried again by itself."
            ) from None
        finally:
            talk.close()


def _signs_in(talk: Conversation, user: str, password: str) -> bool:
    """Whether the server lets us in. Its words are not kept: they might repeat what it was told."""
    try:
        answer = talk.sendcmd(f"USER {_quoted(user)}")
        if answer.startswith("331"):
            answer = talk.sendcmd(f"PASS {_quoted(password)}")
    except ftplib.error_perm:
        return False
    return answer.startswith("230")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _checked_job(job_id: str) -> str:
    if not _JOB_ID.fullmatch(job_id):
        raise ValueError("that is no number of a job")
    return job_id


def _try(talk: Conversation, command: str) -> None:
    with suppress(*LOST):
        talk.sendcmd(command)


def _new_mark() -> str:
    return secrets.token_hex(8)


def _words(error: ftplib.Error) -> str:
    return f"It says: {one_line(str(error), most=120)}"


def _newest(listed: ListedJob) -> tuple[bool, int, int]:
    is_over = listed.job.state in (JobState.DONE, JobState.FAILED)
    return not is_over, listed.due, int(listed.job.id)
