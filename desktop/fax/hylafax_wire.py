"""One conversation with HylaFAX's hfaxd, whose protocol is FTP with jobs added.

Everything that comes from there is bounded: lines, answers, lists, files, and the time that they take.
What goes there is one line each; the standard library refuses a line break inside.
"""

from __future__ import annotations

import ftplib
import re
import socket
import time
from contextlib import suppress

MOST_ANSWER_LINES = 200
MOST_LIST_BYTES = 8_000_000
"""Some ten thousand jobs; hfaxd is asked for both queues at each look."""
TRANSFER_SECONDS = 600.0
"""A server that drips one byte now and then never times out otherwise."""
_CHUNK = 65_536
_ANNOUNCED = re.compile(r"\((\d{1,12}) bytes\)")
_STORED = re.compile(r"FILE: (/?tmp/doc\d{1,10}\.tif)\b")
_JOB = re.compile(r"jobid: (\d{1,10})\b")


class Unintelligible(Exception):
    """An answer that hfaxd does not give; the conversation is not to be used any more."""


class TooLong(Exception):
    """More came than was asked for; the conversation is not to be used any more."""


LOST = (OSError, EOFError, ValueError, ftplib.Error, Unintelligible)


class Conversation(ftplib.FTP):
    """Blocks; raises what `ftplib` raises, and `Unintelligible`: `LOST` has them all."""

    def __init__(self, *, timeout: float) -> None:
        # Any byte is a letter of Latin-1, so that no answer can fail to be read.
        super().__init__(timeout=timeout, encoding="latin-1")

    def getmultiline(self) -> str:
        """As the standard library, but it ends."""
        lines = [self.getline()]
        code = lines[0][:3]
        if lines[0][3:4] != "-":
            return lines[0]
        while len(lines) < MOST_ANSWER_LINES:
            lines.append(self.getline())
            if lines[-1][:3] == code and lines[-1][3:4] != "-":
                return "\n".join(lines)
        raise Unintelligible("the answer does not end")

    def ask_briefly(self, command: str, *, seconds: float) -> str:
        """As `sendcmd`, with less patience than else."""
        if self.sock is None:
            raise EOFError
        self.sock.settimeout(seconds)
        return self.sendcmd(command)

    def leave(self) -> None:
        """Say goodbye, if there is somebody to say it to."""
        if self.sock is not None:
            with suppress(*LOST):
                self.sendcmd("QUIT")

    def list_folder(self, name: str) -> str:
        """What LIST says of a queue."""
        try:
            return self._receive(f"LIST {name}", most=MOST_LIST_BYTES).decode("latin-1")
        except TooLong:
            raise Unintelligible("the list does not end") from None

    def retrieve(self, path: str, *, most: int) -> bytes:
        """The bytes of a file.

        Raises:
            TooLong: it is longer than *most* bytes; not more than that was read.
        """
        return self._receive(f"RETR {path}", most=most)

    def store(self, tiff: bytes) -> str:
        """Store a document for the time of this conversation; its path at the server."""
        data, answer = self._open("STOT")
        stored = _STORED.search(answer)
        with data:
            if stored is None:
                raise Unintelligible("no name of the document in the answer")
            data.sendall(tiff)
        self.voidresp()
        return stored[1]

    def new_job(self) -> str:
        """A job that inherits nothing from an earlier one; its number at the server."""
        self.sendcmd("JOB DEFAULT")
        made = _JOB.search(self.sendcmd("JNEW"))
        if made is None:
            raise Unintelligible("no number of the job in the answer")
        return made[1]

    def _receive(self, command: str, *, most: int) -> bytes:
        data, answer = self._open(command)
        announced = _ANNOUNCED.search(answer)
        ends_at = time.monotonic() + TRANSFER_SECONDS
        got = bytearray()
        with data:
            if announced and int(announced[1]) > most:
                raise TooLong
            while chunk := data.recv(_CHUNK):
                got += chunk
                if len(got) > most:
                    raise TooLong
                if time.monotonic() > ends_at:
                    raise TimeoutError
        self.voidresp()
        if announced and int(announced[1]) != len(got):
            raise EOFError  # cut short
        return bytes(got)

    def _open(self, command: str) -> tuple[socket.socket, str]:
        """A data connection (to the server that we talk to, whatever it names) and the 1xx answer."""
        host, port = self.makepasv()
        data = socket.create_connection((host, port), self.timeout)
        try:
            answer = self.sendcmd(command)
        except BaseException:
            data.close()
            raise
        if not answer.startswith("1"):
            data.close()
            raise Unintelligible("no transfer")
        return data, answer
