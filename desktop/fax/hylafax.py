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

DEFAULT_PORT = 4559

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
    """A `FaxServer`. Connects at the first call, and anew when the conversation was lost.

    Every call starts with a question whether the server still listens, so that only what is lost in
    the midst of a call is told as `FaxServerGone`.

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
        self._user, self._password = user, password
        self._talk: Conversation | None = None
        self._mark = ""

    def submit(self, *, tag: str, number: str, tiff: bytes) -> str:
        if not _TAG.fullmatch(tag):
            raise ValueError("that is no tag of a job")
        if not _NUMBER.fullmatch(number):
            raise ValueError("that is no number to dial")
        if not tiff.startswith(_TIFF_STARTS):
            raise FaxRefused("These pages are no TIFF file, and nothing else is faxed.")
        with self._talking() as talk:
            document = talk.store(tiff)
            job_id = talk.new_job()
            try:
                for name, value in _PARAMETERS:
                    talk.sendcmd(f"JPARM {name} {value}")
                talk.sendcmd(f'JPARM DIALSTRING "{number}"')
                talk.sendcmd(f'JPARM JOBINFO "{tag}"')
                talk.sendcmd(f"JPARM DOCUMENT {document}")
                talk.sendcmd(f"JSUBM {job_id}")
            except ftplib.Error as error:
                _try(talk, f"JDELE {job_id}")
                if isinstance(error, ftplib.error_perm):
                    raise FaxRefused(
                        f"The fax server does not take this fax. {_words(error)}"
                    ) from None
                raise
        # The job has a link of its own; what was stored lies there for as long as we talk.
        self.close()
        return job_id

    def find(self, tag: str) -> ServerJob | None:
        if not _TAG.fullmatch(tag):
            raise ValueError("that is no tag of a job")
        with self._talking() as talk:
            # In this order: a job that ends between the two is in the second.
            listed = [*self._jobs(talk, "sendq"), *self._jobs(talk, "doneq")]
        ours = [one for one in listed if one.job.tag == tag]
        return max(ours, key=_newest).job if ours else None

    def cancel(self, job_id: str) -> None:
        self._about_job("JKILL", job_id)

    def forget(self, job_id: str) -> None:
        self._about_job("JDELE", job_id)

    def received(self) -> tuple[ReceivedFile, ...]:
        with self._talking() as talk:
            talk.sendcmd(f'RCVFMT "{self._mark}|{RECEIVED_FORMAT}"')
            faxes, others = read_received(talk.list_folder("recvq"), mark=self._mark)
        if others:
            _log.warning("%d files in the fax server's receive queue are no faxes", others)
        if not all(fax.is_complete for fax in faxes):
            # hfaxd remembers, for as long as a conversation lasts, what it has once read.
            self.close()
        return faxes

    def fetch(self, name: str, *, most: int) -> bytes:
        if not is_received_name(name):
            raise ValueError("that is no name of a received fax")
        with self._talking() as talk:
            try:
                return talk.retrieve(f"recvq/{name}", most=most)
            except ftplib.error_perm as error:
                self._drop()
                raise FaxRefused(f"This fax cannot be fetched. {_words(error)}") from None
            except TooLong:
                self._drop()
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
        talk, self._talk = self._talk, None
        if talk is not None:
            with suppress(*LOST):
                talk.quit()
            talk.close()

    def _about_job(self, command: str, job_id: str) -> None:
        """Say something of a job; a refusal is harmless, for then it is over, or gone."""
        if not _JOB_ID.fullmatch(job_id):
            raise ValueError("that is no number of a job")
        with self._talking() as talk, suppress(ftplib.error_perm):
            talk.sendcmd(f"{command} {job_id}")

    def _jobs(self, talk: Conversation, queue: str) -> Iterator[ListedJob]:
        talk.sendcmd(f'JOBFMT "{self._mark}|{JOB_FORMAT}"')
        return read_jobs(talk.list_folder(queue), mark=self._mark)

    @contextmanager
    def _talking(self) -> Iterator[Conversation]:
        """The conversation, for one call; what breaks it becomes `FaxServerGone`.

        A refusal ends it too: after a transfer that it has refused, hfaxd takes the next one from the
        data connection of that one.
        """
        try:
            yield self._conversation()
        except ftplib.error_perm as error:
            self._drop()
            raise FaxServerGone(f"The fax server refuses. {_words(error)}") from None
        except LOST:
            self._drop()
            raise FaxServerGone(
                "The fax server does not answer. It is tried again by itself."
            ) from None

    def _conversation(self) -> Conversation:
        if self._talk is not None and self._talk.is_alive():
            return self._talk
        self._drop()
        talk = Conversation(timeout=self._timeout)
        self._talk = talk
        talk.connect(self._host, self._port)
        if not _signs_in(talk, self._user, self._password):
            self._drop()
            raise FaxServerGone(
                "The fax server refuses Order Desk's name or password. Check both in the settings, "
                "and the entry for this name in the server's etc/hosts.hfaxd.",
                can_retry=False,
            )
        talk.sendcmd("TYPE I")
        talk.sendcmd("FORM TIFF")
        self._mark = secrets.token_hex(8)
        return talk

    def _drop(self) -> None:
        """End the conversation without a word, for the other side may not listen."""
        talk, self._talk = self._talk, None
        if talk is not None:
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


def _try(talk: Conversation, command: str) -> None:
    with suppress(ftplib.Error):
        talk.sendcmd(command)


def _words(error: ftplib.Error) -> str:
    return f"It says: {one_line(str(error), most=120)}"


def _newest(listed: ListedJob) -> tuple[bool, int, int]:
    is_over = listed.job.state in (JobState.DONE, JobState.FAILED)
    return not is_over, listed.due, int(listed.job.id)
