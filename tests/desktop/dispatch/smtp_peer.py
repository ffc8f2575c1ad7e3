"""A mail server on loopback (aiosmtpd) that answers as a test wants it to, or hangs up."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
USER, PASSWORD = "orders", "pass wörd 1"


@dataclass
class Script:
    """What the server says; `hang_up` at the answer that holds these words, before or after it."""

    mail: str = "250 2.1.0 sender fine"
    rcpt: str = "250 2.1.5 recipient fine"
    data: str = "250 2.0.0 taken as 4F2A"
    hang_up: str = ""
    hang_up_after: bool = False
    logins: dict[str, str] = field(default_factory=lambda: {USER: PASSWORD})


@dataclass(frozen=True)
class Got:
    """A message that was taken."""

    sender: str
    to: tuple[str, ...]
    content: bytes
    is_secure: bool
    user: str
    options: tuple[str, ...]


class SmtpPeer:
    """Runs until it is stopped. `got` has what was taken, `logins` who signed in."""

    def __init__(self) -> None:
        self.script = Script()
        self.got: list[Got] = []
        self.logins: list[str] = []
        self.conversations = 0
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port = int(probe.getsockname()[1])

    # What aiosmtpd calls

    async def handle_MAIL(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.script.mail.startswith("2"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return self.script.mail

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.script.rcpt.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.script.rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.script.data.startswith("2"):
            data = session.auth_data
            self.got.append(
                Got(
                    sender=str(envelope.mail_from),
                    to=tuple(envelope.rcpt_tos),
                    content=bytes(envelope.original_content or b""),
                    is_secure=_is_secure(server),
                    user=str(data) if data else "",
                    options=tuple(envelope.mail_options),
                )
            )
        return self.script.data

    def check_login(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _way: str, data: Any
    ) -> AuthResult:
        """Whether that person has that password."""
        if not isinstance(data, LoginPassword):
            return AuthResult(success=False, handled=False)
        user, password = data.login.decode("utf-8"), data.password.decode("utf-8")
        if self.script.logins.get(user) != password:
            return AuthResult(success=False, handled=False)
        self.logins.append(user)
        return AuthResult(success=True, auth_data=user)


def _is_secure(server: SMTP) -> bool:
    transport = server.transport
    return transport is not None and transport.get_extra_info("ssl_object") is not None


class _Server(SMTP):
    """One conversation, which may end in the middle of an answer."""

    peer: SmtpPeer

    async def push(self, status: Any) -> None:
        text = status.decode() if isinstance(status, bytes) else str(status)
        script = self.peer.script
        hit = bool(script.hang_up) and script.hang_up in text
        if hit and not script.hang_up_after:
            self._abort()
            return
        await super().push(status)
        if hit:
            self._abort()

    def _abort(self) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()


class _Controller(Controller):
    def __init__(self, peer: SmtpPeer, *, wrap: ssl.SSLContext | None, **options: Any) -> None:
        self._peer = peer
        super().__init__(
            peer, hostname=HOST, port=peer.port, ready_timeout=10, ssl_context=wrap, **options
        )

    def factory(self) -> SMTP:
        """Aiosmtpd asks for one for each conversation."""
        made = _Server(self.handler, **self.SMTP_kwargs)
        made.peer = self._peer
        self._peer.conversations += 1
        return made


@contextmanager
def smtp_peer(
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    with_login: bool = False,
    utf8: bool = True,
) -> Iterator[SmtpPeer]:
    """A server that runs meanwhile.

    Args:
        starttls: what it secures a line with when it is asked to; it takes no e-mail before that.
        tls: what it secures every line with from the first byte on.
        with_login: it lets people sign in, and behind STARTTLS takes e-mail from nobody else.
        utf8: it carries addresses with other letters than ASCII ones.
    """
    peer = SmtpPeer()
    options: dict[str, Any] = {"enable_SMTPUTF8": utf8, "server_hostname": "peer.example"}
    if starttls is not None:
        options |= {"tls_context": starttls, "require_starttls": True}
    if with_login:
        options |= {
            "authenticator": peer.check_login,
            "auth_required": starttls is not None,
            "auth_require_tls": starttls is not None,
        }
    controller = _Controller(peer, wrap=tls, **options)
    controller.start()
    peer.conversations = 0  # it begins with one of its own
    try:
        yield peer
    finally:
        controller.stop()
