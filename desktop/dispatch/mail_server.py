"""A conversation with the server that takes our e-mail (SMTP), each step of it told apart.

Off this machine nothing is said without TLS: neither the password nor the customer's paper.
"""

from __future__ import annotations

import base64
import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from desktop.dispatch.mail_failure import MailFailure, MailTrouble
from desktop.dispatch.mail_trouble import connecting, no_tls, one_line
from desktop.dispatch.outgoing import NotSetUp
from desktop.services.mail_settings import MailSettings
from desktop.services.server_fields import is_this_machine

SECONDS = 30.0
"""For one answer. RFC 5321 4.5.3.2 allows minutes; a server that is near does not need them."""
END_SECONDS = 120.0
"""For the answer to the whole message, in which a server may look through it for viruses."""
_NO_RELAY = re.compile(r"relay|authenticat|\b5\.7\.0\b", re.IGNORECASE)

MakeContext = Callable[[], ssl.SSLContext]


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer: its code, and its words on one line."""

    code: int
    said: str

    @property
    def is_yes(self) -> bool:
        return 200 <= self.code < 400

    @property
    def is_later(self) -> bool:
        """Another time (RFC 5321 4.2.1); an answer that is none at all is one of these."""
        return not self.is_yes and not 500 <= self.code < 600


class NotSent(Exception):
    """The server has answered, and did not take the message."""

    def __init__(self, failure: MailFailure, said: str) -> None:
        super().__init__(failure.value)
        self.failure = failure
        self.said = said


class LineBroken(Exception):
    """The line broke. `may_have_gone`: all of the message was with the server, the answer was not."""

    def __init__(self, *, may_have_gone: bool) -> None:
        super().__init__("the line to the mail server broke")
        self.may_have_gone = may_have_gone


class MailServer:
    """One conversation, open from its making until `close`. Blocks; one thread at a time."""

    def __init__(
        self,
        settings: MailSettings,
        password: str | None,
        *,
        make_context: MakeContext = ssl.create_default_context,
        seconds: float = SECONDS,
        end_seconds: float = END_SECONDS,
    ) -> None:
        """Connect, secure the line, sign in.

        Args:
            settings: where, how secured, and as whom.
            password: of `settings.user`; None where none is set.
            make_context: makes what checks the server's certificate.
            seconds: patience for one answer.
            end_seconds: patience for the answer to the whole message.

        Raises:
            NotSetUp: the shop has none.
            MailTrouble: that cannot be, and why, in words.
        """
        self._settings = settings
        self._seconds, self._end_seconds = seconds, end_seconds
        if not settings.sends:
            raise NotSetUp(
                "No mail server is set. A supervisor enters it in the settings, under Fax and e-mail."
            )
        if settings.security == "none" and not is_this_machine(settings.host):
            raise MailTrouble(no_tls(settings.host), failure=MailFailure.UNSAFE)
        with connecting(settings):
            self._smtp = self._connect(make_context)
        try:
            with connecting(settings):
                self._greet(make_context)
                self._sign_in(password)
        except BaseException:
            self.close()
            raise

    @property
    def takes_utf8(self) -> bool:
        """Whether it carries addresses with other letters than ASCII ones (RFC 6531)."""
        return self._smtp.has_extn("smtputf8")

    def send(self, message: bytes, *, sender: str, to: str, needs_utf8: bool = False) -> str:
        """Hand over one message; the server's words to it.

        Args:
            message: with CR LF at the end of each line.
            sender: the address to which what cannot be delivered is returned.
            to: the one address it is for.
            needs_utf8: one of them has other letters than ASCII ones.

        Raises:
            NotSent: the server did not take it, and why.
            MailTrouble: the server does not send for us.
            LineBroken: whether it may have gone stands in it.
        """
        options = ["SMTPUTF8", "BODY=8BITMIME"] if needs_utf8 else []
        if self._smtp.has_extn("size"):
            options.append(f"SIZE={len(message)}")
        try:
            self._begin(sender, options)
            self._address(to)
            self._require(self._ask("DATA"), (354,), MailFailure.NOT_TAKEN)
            self._smtp.send(_stuffed(message))
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise LineBroken(may_have_gone=False) from error
        return self._end()

    def is_alive(self) -> bool:
        """Whether the conversation can go on; it forgets what was begun in it."""
        try:
            return self._answer(self._smtp.rset()).is_yes
        except (OSError, smtplib.SMTPException):
            return False

    def close(self) -> None:
        """End the conversation."""
        with suppress(OSError, smtplib.SMTPException):
            if self._smtp.sock is not None:
                self._smtp.sock.settimeout(5)
                self._smtp.quit()
        with suppress(OSError, smtplib.SMTPException):
            self._smtp.close()

    # How it is begun

    def _connect(self, make_context: MakeContext) -> smtplib.SMTP:
        settings = self._settings
        ours = settings.from_address.rpartition("@")[2]
        name = ours if ours.isascii() else ours.encode("idna").decode("ascii")
        if settings.security == "tls":
            return smtplib.SMTP_SSL(
                settings.host,
                settings.port,
                local_hostname=name,
                timeout=self._seconds,
                context=make_context(),
            )
        return smtplib.SMTP(
            settings.host, settings.port, local_hostname=name, timeout=self._seconds
        )

    def _greet(self, make_context: MakeContext) -> None:
        self._smtp.ehlo_or_helo_if_needed()
        if self._settings.security != "starttls":
            return
        if not self._smtp.has_extn("starttls"):
            raise MailTrouble(no_tls(self._settings.host), failure=MailFailure.UNSAFE)
        try:
            self._smtp.starttls(context=make_context())
        except smtplib.SMTPResponseException as error:
            raise MailTrouble(
                no_tls(self._settings.host),
                failure=MailFailure.UNSAFE,
                said=one_line(error.smtp_error),
            ) from error
        self._smtp.ehlo_or_helo_if_needed()

    def _sign_in(self, password: str | None) -> None:
        user = self._settings.user
        if not user:
            return
        if password is None:
            raise MailTrouble(
                "The password of the mail server is not set on this computer. A supervisor enters "
                "it in the settings, under Fax and e-mail.",
                failure=MailFailure.LOGIN,
            )
        if user.isascii() and password.isascii():
            self._smtp.login(user, password)
            return
        # RFC 4616: UTF-8; the library sends ASCII only.
        plain = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
        code, said = self._smtp.docmd("AUTH", f"PLAIN {plain}")
        if code not in (235, 503):
            raise smtplib.SMTPAuthenticationError(code, said)

    # How a message is handed over

    def _begin(self, sender: str, options: list[str]) -> None:
        answer = self._answer(self._smtp.mail(sender, options))
        if answer.is_yes or answer.is_later or answer.code == 552:
            self._require(answer, (250,), MailFailure.NOT_TAKEN)
            return
        self._reset()
        raise MailTrouble(
            "The mail server does not take e-mail from the shop's address. Look at the address, "
            "the user and the password in the settings, under Fax and e-mail.",
            failure=MailFailure.SENDER,
            said=answer.said,
        )

    def _address(self, to: str) -> None:
        answer = self._answer(self._smtp.rcpt(to))
        # A server that does not send for us says so here, of every address that is not its own.
        not_for_us = answer.code == 530 or bool(_NO_RELAY.search(answer.said))
        otherwise = MailFailure.SENDER if not_for_us else MailFailure.REFUSED
        self._require(answer, (250, 251, 252), otherwise)

    def _end(self) -> str:
        """The end of the message. From its first byte on, nobody knows until the answer is here."""
        try:
            if self._smtp.sock is not None:
                self._smtp.sock.settimeout(self._end_seconds)
            self._smtp.send(b".\r\n")
            answer = self._answer(self._smtp.getreply())
            if self._smtp.sock is not None:
                self._smtp.sock.settimeout(self._seconds)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise LineBroken(may_have_gone=True) from error
        if answer.code < 0:
            self.close()
            raise LineBroken(may_have_gone=True)
        self._require(answer, (250,), MailFailure.NOT_TAKEN)
        return answer.said

    def _require(self, answer: Answer, codes: tuple[int, ...], otherwise: MailFailure) -> None:
        if answer.code in codes:
            return
        if answer.code == 421:
            self.close()
        else:
            self._reset()
        failure = otherwise if 500 <= answer.code < 600 else MailFailure.LATER
        raise NotSent(failure, answer.said)

    def _ask(self, command: str) -> Answer:
        return self._answer(self._smtp.docmd(command))

    def _reset(self) -> None:
        with suppress(OSError, smtplib.SMTPException):
            self._smtp.rset()

    @staticmethod
    def _answer(answer: tuple[int, bytes]) -> Answer:
        return Answer(answer[0], one_line(answer[1]))


def _stuffed(message: bytes) -> bytes:
    """The message with its dots doubled at the beginning of lines (RFC 5321 4.5.2), up to its end."""
    text = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    if not text.endswith(b"\r\n"):
        text += b"\r\n"
    return re.sub(rb"^\.", b"..", text, flags=re.MULTILINE)
