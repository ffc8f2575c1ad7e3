"""A small IMAP server on loopback: as much of RFC 3501 as reading a box of returned mail takes."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

HOST = "127.0.0.1"
_FETCH = re.compile(rb"FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", re.IGNORECASE)
_SEARCH = re.compile(rb"SEARCH UID (\d+):\* SINCE ([0-9A-Za-z-]+)", re.IGNORECASE)


class ImapFake:
    """Has the messages of one folder by their numbers; keeps what it was told."""

    def __init__(
        self, *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None
    ) -> None:
        self.messages: dict[int, bytes] = {}
        self.seen: list[int] = []
        self.said: list[str] = []
        self.sizes: list[int] = []
        self.logins = {"returned": "word"}
        self.folder, self.validity = "INBOX", 7
        self.hang_up_at = ""
        self.may_store = True
        self._tls, self._starttls = tls, starttls
        self._listening = socket.create_server((HOST, 0))
        self.port = int(self._listening.getsockname()[1])
        self._thread = threading.Thread(target=self._run)

    def start(self) -> None:
        """Begin to answer, one conversation after the other."""
        self._thread.start()

    def stop(self) -> None:
        """End it."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(10)

    def _run(self) -> None:
        while True:
            try:
                taken, _ = self._listening.accept()
            except OSError:
                return
            taken.settimeout(10)
            with suppress(OSError), taken:
                self._talk(taken)

    def _talk(self, line: socket.socket) -> None:
        with ExitStack() as held:
            if self._tls is not None:
                line = held.enter_context(self._tls.wrap_socket(line, server_side=True))
            lines = held.enter_context(line.makefile("rb"))
            line.sendall(b"* OK ready\r\n")
            while words := lines.readline():
                tag, _, command = words.rstrip(b"\r\n").partition(b" ")
                self.said.append(command.decode("latin-1"))
                if self.hang_up_at and self.hang_up_at in self.said[-1]:
                    return
                if command.upper() == b"STARTTLS" and self._starttls is not None:
                    line.sendall(tag + b" OK begin\r\n")
                    line = held.enter_context(self._starttls.wrap_socket(line, server_side=True))
                    lines = held.enter_context(line.makefile("rb"))
                    continue
                for answer in self._answer(command):
                    line.sendall(answer.replace(b"TAG", tag, 1))
                if command.upper() == b"LOGOUT":
                    return

    def _answer(self, command: bytes) -> Iterator[bytes]:
        verb = command.split(b" ")[0].upper()
        if verb == b"CAPABILITY":
            more = b" STARTTLS" if self._starttls is not None else b""
            yield b"* CAPABILITY IMAP4rev1 AUTH=PLAIN" + more + b"\r\nTAG OK done\r\n"
        elif verb == b"LOGIN":
            yield b"TAG OK in\r\n" if self._may_enter(command) else b"TAG NO who are you\r\n"
        elif verb == b"SELECT":
            yield from self._select(command)
        elif verb == b"LOGOUT":
            yield b"* BYE bye\r\nTAG OK done\r\n"
        elif verb == b"UID":
            yield from self._uid(command[4:])
        else:
            yield b"TAG BAD what\r\n"

    def _may_enter(self, command: bytes) -> bool:
        user, password = (part.strip('"') for part in command.decode().split(" ")[1:3])
        return self.logins.get(user) == password

    def _select(self, command: bytes) -> Iterator[bytes]:
        if command.decode().split(" ", 1)[1].strip('"') != self.folder:
            yield b"TAG NO there is none\r\n"
            return
        yield b"* %d EXISTS\r\n* OK [UIDVALIDITY %d] fine\r\n" % (len(self.messages), self.validity)
        yield b"TAG OK [READ-WRITE] open\r\n"

    def _uid(self, command: bytes) -> Iterator[bytes]:
        if match := _SEARCH.match(command):
            above = [uid for uid in self.messages if uid >= int(match[1])]
            found = sorted({*above, *list(self.messages)[-1:]})
            yield b"* SEARCH " + b" ".join(b"%d" % uid for uid in found) + b"\r\nTAG OK done\r\n"
        elif match := _FETCH.match(command):
            content = self.messages.get(int(match[1]), b"")[: int(match[2])]
            self.sizes.append(len(content))
            if int(match[1]) in self.messages:
                head = b"* 1 FETCH (UID %s BODY[]<0> {%d}\r\n" % (match[1], len(content))
                yield head + content + b")\r\n"
            yield b"TAG OK done\r\n"
        elif command.upper().startswith(b"STORE "):
            if not self.may_store:
                yield b"TAG NO it is read only\r\n"
                return
            self.seen.append(int(command.split(b" ")[1]))
            yield b"TAG OK done\r\n"
        else:
            yield b"TAG BAD what\r\n"


@contextmanager
def imap_fake(
    *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None
) -> Iterator[ImapFake]:
    """A server that runs meanwhile."""
    made = ImapFake(tls=tls, starttls=starttls)
    made.start()
    try:
        yield made
    finally:
        made.stop()
