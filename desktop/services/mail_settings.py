"""How the shop's e-mail leaves, and where what comes back is read. Passwords are in the keyring."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy.orm import Session

from desktop.services import server_fields, store_setting
from desktop.services.desk import Desk, Refused
from desktop.services.server_fields import is_this_machine
from desktop.services.stores import require_supervisor
from models import emails
from models.order import Stamp

SETTING = "mail"
"""The name under which `Store.settings` has it."""
SUBMISSION_PORT, IMAPS_PORT = 587, 993
SECURITIES = ("starttls", "tls", "none")
"""TLS once the server has greeted, TLS from the first byte, and none (this machine only)."""


@dataclass(frozen=True)
class MailSettings:
    """The server that takes our e-mail, whose it is, and the box of what was returned.

    Attributes:
        version: How often it has been saved: the optimistic lock.
        host, port, security, user: The SMTP server; no host: no e-mail is sent. No user: it asks
            for no password.
        from_name, from_address: Whose e-mail it is; answers go there, and what cannot be delivered.
        bounce_host, bounce_port, bounce_security, bounce_user, bounce_folder: The IMAP box in which
            that arrives; no host: nobody looks.
    """

    version: int = 0
    host: str = ""
    port: int = SUBMISSION_PORT
    security: str = "starttls"
    user: str = ""
    from_name: str = ""
    from_address: str = ""
    bounce_host: str = ""
    bounce_port: int = IMAPS_PORT
    bounce_security: str = "tls"
    bounce_user: str = ""
    bounce_folder: str = "INBOX"

    @property
    def sends(self) -> bool:
        """Whether e-mail can leave."""
        return bool(self.host and self.from_address)

    @property
    def reads_returned(self) -> bool:
        """Whether there is a box to look into for what came back."""
        return bool(self.bounce_host)


def get(session: Session, store_id: uuid.UUID) -> MailSettings:
    """As they are set."""
    return store_setting.read(session, store_id, SETTING, MailSettings())


def save(session: Session, desk: Desk, changed: MailSettings) -> MailSettings:
    """Keep what was changed; it holds for e-mail that leaves from now on.

    Raises:
        Refused: not a supervisor; else as `keep`.
        Stale: as `keep`.
    """
    require_supervisor(desk)
    return keep(session, desk.store_id, changed, stamp=desk.stamp())


def keep(
    session: Session, store_id: uuid.UUID, changed: MailSettings, *, stamp: Stamp
) -> MailSettings:
    """Keep it, on the word of whoever owns this computer.

    Raises:
        Refused: as `checked`.
        Stale: somebody else saved them since *changed* was read.
    """
    return store_setting.keep(
        session, store_id, SETTING, checked(changed), unset=MailSettings(), stamp=stamp
    )


def note_password(
    session: Session,
    store_id: uuid.UUID,
    which: Literal["mail", "mail_in"],
    *,
    is_set: bool,
    stamp: Stamp,
) -> None:
    """Write into the audit trail that a password was set or taken away, and nothing of it."""
    kind = f"{which}_password_set" if is_set else f"{which}_password_forgotten"
    store_setting.note(session, store_id, kind, stamp=stamp)


def checked(typed: MailSettings) -> MailSettings:
    """*typed* in the form in which it is kept.

    Raises:
        Refused: `host_wrong`, `port_wrong`, `security_unknown`, `security_missing`, `line_wrong`,
            `sender_missing`, `email_wrong`, `box_user_missing`, each with its field.
    """
    clean = replace(
        typed,
        host=server_fields.host_name(typed.host, field="host"),
        user=server_fields.one_line(typed.user, field="user"),
        from_name=server_fields.one_line(typed.from_name, field="from_name"),
        from_address=_sender(typed),
        bounce_host=server_fields.host_name(typed.bounce_host, field="bounce_host"),
        bounce_user=server_fields.one_line(typed.bounce_user, field="bounce_user"),
        bounce_folder=server_fields.one_line(typed.bounce_folder, field="bounce_folder") or "INBOX",
    )
    server_fields.check_port(clean.port, field="port")
    server_fields.check_port(clean.bounce_port, field="bounce_port")
    _check_security(clean.security, clean.host, field="security")
    _check_security(clean.bounce_security, clean.bounce_host, field="bounce_security")
    if clean.bounce_host and not clean.bounce_user:
        raise Refused("box_user_missing", field="bounce_user")
    return clean


def _sender(typed: MailSettings) -> str:
    address = typed.from_address.strip()
    if not address:
        if typed.host.strip():
            raise Refused("sender_missing", field="from_address")
        return ""
    is_plain = address.isprintable() and "<" not in address
    # In every e-mail, so it has to be one that every server carries.
    if emails.problem(address) or not is_plain or not emails.normalise(address).isascii():
        raise Refused("email_wrong", field="from_address")
    return server_fields.one_line(address, field="from_address")


def _check_security(security: str, host: str, *, field: str) -> None:
    """Passwords and customers' papers cross no network in the clear."""
    if security not in SECURITIES:
        raise Refused("security_unknown", field=field)
    if security == "none" and host and not is_this_machine(host):
        raise Refused("security_missing", field=field)
