"""What the count sheet of a batch says, gathered from its rows as plain values."""

from __future__ import annotations

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.documents.count_sheet import CountedLetter, CountSheetData
from desktop.services.confirmation_words import letterhead_of
from desktop.services.desk import Desk
from desktop.services.print_batch_views import batch_shape, of_batch
from models.dispatch import Dispatch
from models.document import Document
from models.store import Store

_HOME = "US"


def count_sheet_data(session: Session, desk: Desk, batch_id: uuid.UUID) -> CountSheetData:
    """The batch as its sheet says it.

    Raises:
        LookupError: there is none with that id.
    """
    batch = batch_shape(session, desk, batch_id)
    store = session.get_one(Store, desk.store_id)
    made = batch.made_at.astimezone(ZoneInfo(desk.time_zone))
    found = session.execute(
        select(
            Dispatch.batch_position, Document.kind, Dispatch.to_name, Dispatch.postal_key,
            Document.pages,
        )
        .join(Document, Document.id == Dispatch.document_id)
        .where(*of_batch(desk, batch_id))
        .order_by(Dispatch.batch_position)
    )  # fmt: skip
    return CountSheetData(
        letterhead=letterhead_of(store),
        number=batch.number,
        made_on=made.date(),
        made_at=_hour(made, desk.country),
        printer=batch.printer,
        agent_name=batch.agent_name,
        letters=tuple(
            CountedLetter(number=at, kind=kind, to_name=name, place=_place(key), pages=pages)
            for at, kind, name, key, pages in found
        ),
        practice=desk.practice,
        language=str(store.languages[0]),
    )


def _place(postal_key: str) -> str:
    country, _, code = postal_key.partition(" ")
    return code if country == _HOME else country


def _hour(moment: datetime, country: str) -> str:
    if country != _HOME:
        return f"{moment:%H:%M}"
    return f"{moment.hour % 12 or 12}:{moment:%M} {'AM' if moment.hour < 12 else 'PM'}"
