"""What stands on the envelopes or labels of letters: their own addresses, as the letters have them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services import print_addresses
from desktop.services.confirmation_words import address_lines
from desktop.services.desk import Desk
from models.dispatch import Dispatch, Route
from models.document import Document
from models.store import Store

_AT_ONCE = 500


@dataclass(frozen=True)
class Pieces:
    """Letters for which envelopes or labels are printed, in the order asked for.

    Attributes:
        sender: The shop, its name first.
        language: Of the words beside the addresses.
        addressed: For each piece the lines of its address, and the digits of its barcode.
        without: Letters on which no address is known: no piece is made for them.
    """

    sender: tuple[str, ...]
    country: str
    language: str
    addressed: tuple[tuple[tuple[str, ...], str], ...]
    without: tuple[uuid.UUID, ...]


def pieces_of(session: Session, desk: Desk, dispatch_ids: Sequence[uuid.UUID]) -> Pieces:
    """The addresses on letters. What is no letter of this shop counts as one without an address."""
    store = session.get_one(Store, desk.store_id)
    found: dict[uuid.UUID, tuple[tuple[str, ...], str]] = {}
    for start in range(0, len(dispatch_ids), _AT_ONCE):
        rows = session.execute(
            select(Dispatch.id, Document)
            .join(Document, Document.id == Dispatch.document_id)
            .where(
                Dispatch.store_id == desk.store_id,
                Dispatch.route == Route.PRINTER,
                Dispatch.id.in_(dispatch_ids[start : start + _AT_ONCE]),
            )
        )
        for dispatch_id, document in rows:
            lines, code = _on_letter(session, document, store.country)
            if lines:
                found[dispatch_id] = lines, code
    return Pieces(
        sender=(store.name, *store.address_lines),
        country=store.country,
        language=str(store.languages[0]),
        addressed=tuple(found[one] for one in dispatch_ids if one in found),
        without=tuple(one for one in dispatch_ids if one not in found),
    )


def _on_letter(
    session: Session, document: Document, home_country: str
) -> tuple[tuple[str, ...], str]:
    """The address in the letter's window, or where it would have to go, and its barcode."""
    data: Mapping[str, Any] = document.data or {}
    said = data if "recipient" in data else data.get("order") or {}
    lines = tuple(str(line) for line in said.get("recipient") or ())
    if lines:
        return lines, str(said.get("mail_code") or "")
    return address_lines(print_addresses.of_document(session, document), home_country), ""
