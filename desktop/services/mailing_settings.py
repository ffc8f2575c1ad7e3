"""How the shop's letters are mailed: its Mailer ID, its envelopes, its labels."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from desktop.services import store_setting
from desktop.services.desk import Desk, Refused
from desktop.services.stores import require_supervisor
from models import mail_codes

SETTING = "mailing"
"""The name under which `Store.settings` has it."""
SERVICE_TYPE = "300"
"""First-Class Mail without services (USPS service type table, basic)."""
ENVELOPES = ("window", "plain")
"""With a window for the address, or without: then envelopes or labels are printed."""
LABELS = ("5160", "5163", "L7160")
"""The sheets that `desktop.documents.labels` knows."""


@dataclass(frozen=True)
class MailingSettings:
    """What letters and the print room need to know of the shop's mail.

    Attributes:
        version: How often it has been saved: the optimistic lock.
        mailer_id: The post office's number for the shop, 6 or 9 digits; empty: letters have no
            Intelligent Mail barcode.
        service_type: Three digits of that barcode: the class of mail and its services.
        envelope: One of `ENVELOPES`.
        labels: The sheet that labels are printed on, one of `LABELS`.
    """

    version: int = 0
    mailer_id: str = ""
    service_type: str = SERVICE_TYPE
    envelope: str = "window"
    labels: str = "5160"

    @property
    def has_window(self) -> bool:
        """Whether an address that is too long for a window keeps a letter back."""
        return self.envelope == "window"


def get(session: Session, store_id: uuid.UUID) -> MailingSettings:
    """As they are set."""
    return store_setting.read(session, store_id, SETTING, MailingSettings())


def save(session: Session, desk: Desk, changed: MailingSettings) -> MailingSettings:
    """Keep what was changed; it holds for letters that are made from now on.

    Raises:
        Refused: not a supervisor; as `checked`.
        Stale: somebody else saved them since *changed* was read.
    """
    require_supervisor(desk)
    return store_setting.keep(
        session, desk.store_id, SETTING, checked(changed), unset=MailingSettings(),
        stamp=desk.stamp(),
    )  # fmt: skip


def checked(typed: MailingSettings) -> MailingSettings:
    """*typed* in the form in which it is kept.

    Raises:
        Refused: `mailer_id_wrong`, `service_type_wrong`, `envelope_unknown`, `labels_unknown`, each
            with its field.
    """
    clean = replace(
        typed,
        mailer_id="".join(typed.mailer_id.split()),
        service_type="".join(typed.service_type.split()) or SERVICE_TYPE,
    )
    if clean.mailer_id and not mail_codes.is_mailer_id(clean.mailer_id):
        raise Refused("mailer_id_wrong", field="mailer_id")
    if not mail_codes.is_service_type(clean.service_type):
        raise Refused("service_type_wrong", field="service_type")
    if clean.envelope not in ENVELOPES:
        raise Refused("envelope_unknown", field="envelope")
    if clean.labels not in LABELS:
        raise Refused("labels_unknown", field="labels")
    return clean
