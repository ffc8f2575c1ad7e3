"""Envelopes and labels for letters of the print room, where their envelopes have no window."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.documents.envelope import EnvelopeData, render_envelopes
from desktop.documents.labels import LABEL_SHEETS, LabelData, LabelSheet, render_labels
from desktop.documents.rendered import RenderedPieces
from desktop.services import mailing_settings, print_addresses
from desktop.services.confirmation_words import address_lines, letterhead_of
from desktop.services.desk import Desk, Refused
from models.dispatch import Dispatch
from models.document import Document
from models.store import Store


def envelopes(session: Session, desk: Desk, dispatch_ids: Sequence[uuid.UUID]) -> RenderedPieces:
    """An envelope for each letter, in the order given; those without an address are left out.

    Raises:
        Refused: `no_address`, none of them has one.
    """
    store = session.get_one(Store, desk.store_id)
    shop = letterhead_of(store)
    sender = (shop.name, *shop.address_lines)
    return render_envelopes(
        [
            EnvelopeData(sender=sender, recipient=lines, mail_code=code)
            for lines, code in _addresses(session, desk, dispatch_ids)
        ],
        country=shop.country,
        practice=desk.practice,
        language=str(store.languages[0]),
    )


def labels(
    session: Session, desk: Desk, dispatch_ids: Sequence[uuid.UUID], *, first: int = 1
) -> RenderedPieces:
    """A label for each letter on the shop's sheets, from label *first* of the first sheet on.

    Raises:
        Refused: `no_address`; `no_such_label`, with the field `first`.
    """
    sheet = sheet_of(session, desk)
    if not 1 <= first <= sheet.labels:
        raise Refused("no_such_label", field="first", most=sheet.labels)
    store = session.get_one(Store, desk.store_id)
    return render_labels(
        [
            LabelData(recipient=lines, mail_code=code)
            for lines, code in _addresses(session, desk, dispatch_ids)
        ],
        sheet,
        first=first,
        practice=desk.practice,
        language=str(store.languages[0]),
    )


def sheet_of(session: Session, desk: Desk) -> LabelSheet:
    """The sheet of labels that the shop uses."""
    return LABEL_SHEETS[mailing_settings.get(session, desk.store_id).labels]


def _addresses(
    session: Session, desk: Desk, dispatch_ids: Sequence[uuid.UUID]
) -> list[tuple[tuple[str, ...], str]]:
    """The lines of each address, and the digits of the letter's barcode."""
    rows = session.execute(
        select(Dispatch.id, Dispatch.to_name, Document)
        .join(Document, Document.id == Dispatch.document_id)
        .where(Dispatch.store_id == desk.store_id, Dispatch.id.in_(dispatch_ids))
    )
    found: dict[uuid.UUID, tuple[tuple[str, ...], str]] = {}
    for dispatch_id, to_name, document in rows:
        address = print_addresses.of_document(session, document)
        if address is None:
            continue
        if not (address.name.strip() or address.company.strip()):
            address = replace(address, name=to_name)
        said = document.data.get("order") or document.data
        found[dispatch_id] = (
            address_lines(address, desk.country), str(said.get("mail_code", "")),
        )  # fmt: skip
    if not found:
        raise Refused("no_address")
    return [found[one] for one in dispatch_ids if one in found]
