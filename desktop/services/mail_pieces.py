"""Numbering the shop's letters for their Intelligent Mail barcodes.

The post office wants no serial number twice within 45 days. They are counted on with the documents
that bear them; a letter that is made again and says the same keeps its number.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.services import mailing_settings
from desktop.services.desk import Desk
from models import limits, mail_codes
from models.addresses_rules import PostalAddress
from models.document import Document, DocumentKind
from models.store import Store

_HOME = "US"


@dataclass(frozen=True)
class MailPiece:
    """The number of one letter.

    Attributes:
        code: The digits of its barcode; empty: it has none.
        serial: As `Document.mail_serial` keeps it; None: it has none.
    """

    code: str = ""
    serial: int | None = None


def piece_of(
    session: Session,
    desk: Desk,
    address: PostalAddress | None,
    *,
    kind: DocumentKind,
    order_id: uuid.UUID | None = None,
    record: Mapping[str, Any],
) -> MailPiece:
    """The number of the letter that *record* says: that of the same letter before, or the next one.

    None where the shop has no Mailer ID, or the letter leaves the country. It is taken only when a
    document is kept with it (`letter_store.keep`), in the same transaction.
    """
    settings = mailing_settings.get(session, desk.store_id)
    if not settings.mailer_id or desk.country != _HOME or address is None:
        return MailPiece()
    routing = mail_codes.routing_of(address)
    if not routing:
        return MailPiece()
    before = _before(session, desk, kind, order_id, record) if order_id is not None else None
    if before is not None and mail_codes.mailer_of(before.code) == settings.mailer_id:
        return before
    serial = _next(session, desk, mail_codes.serials_of(settings.mailer_id))
    if serial is None:
        return MailPiece()
    code = mail_codes.mail_code(
        mailer_id=settings.mailer_id, service_type=settings.service_type, serial=serial,
        routing=routing,
    )  # fmt: skip
    return MailPiece(code, serial)


def _before(
    session: Session,
    desk: Desk,
    kind: DocumentKind,
    order_id: uuid.UUID,
    record: Mapping[str, Any],
) -> MailPiece | None:
    """The number of the order's last letter of that kind, if it says the same."""
    last = session.scalars(
        select(Document)
        .where(
            Document.store_id == desk.store_id,
            Document.order_id == order_id,
            Document.kind == kind,
            Document.mail_serial.is_not(None),
        )
        .order_by(Document.created_at.desc(), Document.id.desc())
        .limit(1)
    ).first()
    if last is None or _bare(last.data) != _bare(json.loads(json.dumps(record))):
        return None
    part: Mapping[str, Any] = last.data.get("order") or last.data
    return MailPiece(part["mail_code"], last.mail_serial)


def _bare(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record of a letter, or of one with its order in it, without the number."""
    bare = {key: value for key, value in record.items() if key != "mail_code"}
    if isinstance(bare.get("order"), dict):
        bare["order"] = _bare(bare["order"])
    return bare


def _next(session: Session, desk: Desk, serials: int) -> int | None:
    """The next number; None where that would be one which a letter of the last days has."""
    session.get_one(Store, desk.store_id, with_for_update=True)  # one desk after the other
    last = session.scalar(
        select(func.max(Document.mail_serial)).where(Document.store_id == desk.store_id)
    )
    serial = (last or 0) + 1
    since = desk.now() - timedelta(days=limits.MAIL_SERIAL_DAYS)
    in_use = session.scalar(
        select(Document.id)
        .where(
            Document.store_id == desk.store_id,
            Document.mail_serial == serial - serials,
            Document.created_at > since,
        )
        .limit(1)
    )
    return None if in_use is not None else serial
