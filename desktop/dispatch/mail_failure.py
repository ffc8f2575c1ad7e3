"""Why an e-mail did not leave or did not arrive."""

from __future__ import annotations

import enum

from desktop.errors import WorldError


class MailFailure(enum.Enum):
    """The value stands in `Dispatch.reason`; decides whether it is tried again, and the words."""

    LATER = "later"
    """The server takes it another time (4xx)."""
    REFUSED = "refused"
    """The server has said that nobody is at this address (5xx for the recipient)."""
    NOT_TAKEN = "not_taken"
    """The server will not have this message, such as for its size (5xx)."""
    ADDRESS = "address"
    """The address cannot be written to, by this server or by any."""
    INTERRUPTED = "interrupted"
    """The line broke when all of it was with the server: it may have gone, and is not sent again."""
    BOUNCED = "bounced"
    """It was taken, and came back."""
    GONE = "gone"
    """The server does not answer."""
    LOGIN = "login"
    """It does not know our user and password."""
    UNSAFE = "unsafe"
    """The way to it cannot be encrypted as it must be."""
    SENDER = "sender"
    """The server does not send for us, or not from our address."""
    NO_FOLDER = "no_folder"
    """The box of returned mail is not there."""

    @property
    def is_ours(self) -> bool:
        """It lies with the server or its settings, not with the message: no try of any is counted."""
        return self in _OURS


_OURS = frozenset({MailFailure.GONE, MailFailure.LOGIN, MailFailure.UNSAFE, MailFailure.SENDER})


class MailTrouble(WorldError):
    """No e-mail can leave until somebody mends it, or the server is back. Nothing was sent.

    Attributes:
        failure: No server, no login, no encryption, not from our address, no folder: no message's
            fault, so no try of any is counted.
        said: The server's own words, for the details.
    """

    def __init__(self, words: str, *, failure: MailFailure, said: str = "") -> None:
        super().__init__(words, can_retry=failure is MailFailure.GONE)
        self.failure = failure
        self.said = said
