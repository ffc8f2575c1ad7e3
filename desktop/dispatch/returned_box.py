"""The box into which e-mail that could not be delivered is returned (IMAP).

It may be one that people read too. So nothing in it is ever deleted or moved, nothing is marked but
what has been dealt with, and of each message only its beginning is fetched.
"""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError

from desktop.dispatch.mail_failure import MailFailure, MailTrouble
from desktop.dispatch.mail_server import MakeContext
from desktop.dispatch.mail_trouble import one_line
from desktop.dispatch.outgoing import NotSetUp
from desktop.services.mail_settings import MailSettings
from desktop.services.server_fields import is_this_machine

SECONDS = 30.0
"""For one answer."""
HANDLED = r"(\Seen)"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class ReturnedBox:
    """One conversation, open from its making until `close`. Blocks; one thread at a time.

    Attributes:
        validity: Numbers of messages hold as long as this one is the same (RFC 3501 2.3.1.1).
    """

    def __init__(
        self,
        settings: MailSettings,
        password: str | None,
        *,
        make_context: MakeContext = ssl.create_default_context,
        seconds: float = SECONDS,
    ) -> None:
        """Connect, secure the line, sign in, open the folder.

        Raises:
            NotSetUp: the shop has none.
            MailTrouble: that cannot be, and why, in words.
        """
        host = settings.bounce_host
        if not settings.reads_returned:
            raise NotSetUp(
                "No box of returned mail is set. A supervisor enters it in the settings, under Fax "
                "and e-mail."
            )
        if settings.bounce_security == "none" and not is_this_machine(host):
            raise MailTrouble(_no_tls(host), failure=MailFailure.UNSAFE)
        if password is None:
            raise MailTrouble(
                "The password of the box of returned mail is not set on this computer. A supervisor "
                "enters it in the settings, under Fax and e-mail.",
                failure=MailFailure.LOGIN,
            )
        self._host = host
        with _talking(host):
            self._box = _connected(settings, make_context, seconds)
        try:
            with _talking(host):
                if settings.bounce_security == "starttls":
                    self._secure(make_context)
                self._sign_in(settings, password)
        except BaseException:
            self.close()
            raise

    def newer(self, than: int, *, since: date) -> tuple[int, ...]:
        """The numbers of messages above *than* that came on *since* or later, the oldest first."""
        day = f"{since.day:02d}-{_MONTHS[since.month - 1]}-{since.year:04d}"
        with _talking(self._host):
            found = self._box.uids(f"UID {than + 1}:* SINCE {day}", charset=None)
        # The last message is always found, whatever its number is (RFC 3501 6.4.8).
        return tuple(sorted(uid for uid in map(int, found) if uid > than))

    def beginning(self, uid: int, *, most: int) -> bytes:
        """At most *most* bytes of a message; it stays unread. Empty where it has gone."""
        with _talking(self._host):
            answer = self._client().uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{most}>)")
            if answer[0] != "OK":
                raise _gone(self._host)
        for item in answer[1]:
            if isinstance(item, tuple) and len(item) > 1:
                return bytes(item[1])[:most]
        return b""

    def mark_handled(self, uid: int) -> None:
        """Mark a message as read, where the box lets us.

        Not by the library's own `flag`: that expunges afterwards, which would delete for good what
        somebody else has marked as deleted.
        """
        with _talking(self._host):
            self._client().uid("STORE", str(uid), "+FLAGS.SILENT", HANDLED)

    def close(self) -> None:
        """End the conversation."""
        gone = (OSError, ImapToolsError, imaplib.IMAP4.error, ValueError)
        with suppress(*gone):
            self._box.logout()
        with suppress(*gone):
            self._client().shutdown()  # a logout that fails leaves the line open

    def _secure(self, make_context: MakeContext) -> None:
        """Not by the library's own class: it leaves the line open where this fails."""
        client = self._client()
        if "STARTTLS" not in client.capabilities or client.starttls(make_context())[0] != "OK":
            raise MailTrouble(_no_tls(self._host), failure=MailFailure.UNSAFE)

    def _sign_in(self, settings: MailSettings, password: str) -> None:
        user = settings.bounce_user
        try:
            if user.isascii() and password.isascii():
                self._box.login(user, password, initial_folder=None)
            else:
                self._box.login_utf8(user, password, initial_folder=None)
        except (MailboxLoginError, imaplib.IMAP4.error) as error:
            if isinstance(error, imaplib.IMAP4.abort):
                raise
            raise MailTrouble(
                f"The server {self._host} does not know the user and password of the box of "
                "returned mail. Enter them again in the settings, under Fax and e-mail.",
                failure=MailFailure.LOGIN,
            ) from error
        try:
            self._box.folder.set(settings.bounce_folder)
        except ImapToolsError as error:
            raise MailTrouble(
                f"The box of returned mail at {self._host} has no folder of the name in the settings.",
                failure=MailFailure.NO_FOLDER,
            ) from error
        told = self._client().response("UIDVALIDITY")[1]
        self.validity = int(told[0]) if told and told[0] else 0

    def _client(self) -> Any:
        return self._box.client


def _connected(settings: MailSettings, make_context: MakeContext, seconds: float) -> BaseMailBox:
    host, port = settings.bounce_host, settings.bounce_port
    if settings.bounce_security == "tls":
        return MailBox(host, port, timeout=seconds, ssl_context=make_context())
    return MailBoxUnencrypted(host, port, timeout=seconds)


@contextmanager
def _talking(host: str) -> Iterator[None]:
    """Say in words why there is no conversation."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise MailTrouble(
            f"The certificate of the server {host} is not in order: {error.verify_message}. "
            "The box of returned mail was not read.",
            failure=MailFailure.UNSAFE,
        ) from error
    except ssl.SSLError as error:
        raise MailTrouble(
            f"The server {host} and this computer cannot agree on encryption. Look at the security "
            "and the port of the box of returned mail in the settings.",
            failure=MailFailure.UNSAFE,
            said=one_line(error.reason or ""),
        ) from error
    except (OSError, imaplib.IMAP4.error, ImapToolsError, ValueError) as error:
        raise _gone(host) from error


def _gone(host: str) -> MailTrouble:
    return MailTrouble(
        f"The server {host}, which has the box of returned mail, does not answer.",
        failure=MailFailure.GONE,
    )


def _no_tls(host: str) -> str:
    return (
        f"The server {host} offers no encryption, so the box of returned mail is not read. Look at "
        "its security and port in the settings."
    )
