"""Papers about received faxes: a copy to print, the answer to one, a blank form to order with."""

from __future__ import annotations

import uuid
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.documents.fax_answer import render_fax_answer
from desktop.documents.fax_answer_data import AnswerReason, FaxAnswerData
from desktop.documents.fax_copy import CopiedPage, render_fax_copy
from desktop.documents.order_form import render_order_form
from desktop.documents.order_form_data import OrderFormData
from desktop.documents.rendered import RenderedDocument
from desktop.documents.texts import FALLBACK
from desktop.services import confirmations, fax_parts, letter_store, outbox, printed_names
from desktop.services.commands import once
from desktop.services.confirmation_words import letterhead_of
from desktop.services.confirmations import Letter
from desktop.services.desk import Desk, Refused
from desktop.services.fax_rows import fax_of
from models import names
from models.document import DocumentKind
from models.ids import uuid7
from models.received_fax import ReceivedFax, ReceivedFaxPage
from models.store import Store


def copy(session: Session, desk: Desk, fax_id: uuid.UUID, *, title: str) -> Letter:
    """The reviewed pages of a fax as a paper; the one that there is, where it was made before.

    Raises:
        Refused: `not_reviewed`.
    """
    fax = fax_of(session, desk, fax_id)
    rows = session.execute(
        select(ReceivedFaxPage.image, ReceivedFaxPage.dpi_x, ReceivedFaxPage.dpi_y)
        .where(ReceivedFaxPage.store_id == desk.store_id, ReceivedFaxPage.fax_id == fax_id)
        .order_by(ReceivedFaxPage.number)
    )
    pages = [CopiedPage(image, dpi_x, dpi_y) for image, dpi_x, dpi_y in rows]
    if fax.reviewed_at is None or not pages:
        raise Refused("not_reviewed")
    rendered = render_fax_copy(pages, country=desk.country, title=title)
    document_id = letter_store.keep(
        session, desk, None, kind=DocumentKind.RECEIVED_FAX, language=_language(session, desk),
        record={"fax": str(fax.id), "pages": len(pages)}, rendered=rendered,
    )  # fmt: skip
    return confirmations.letter(session, document_id)


def answer(
    session: Session,
    desk: Desk,
    fax_id: uuid.UUID,
    *,
    reason: AnswerReason,
    own_words: str,
    number: str,
    to_name: str,
    command_id: uuid.UUID,
) -> uuid.UUID:
    """Put the answer to a fax into the outbox; the dispatch's id. The fax itself is not ended here.

    Raises:
        Refused: as `outbox.check_number`; `words_missing`; `name_unprintable`; `key_owed`,
            `copy_left`: it may not be said that a card number was destroyed while the original's key,
            or the copy where it came in, is still there.
    """
    fax = fax_of(session, desk, fax_id)
    if reason is AnswerReason.OTHER and not own_words.strip():
        raise Refused("words_missing", field="words")
    if reason is AnswerReason.CARD_NUMBER_WRITTEN:
        if not _is_destroyed(fax):
            raise Refused("key_owed")
        if fax.removed_at is None:
            raise Refused("copy_left")
    shown = outbox.check_number(number, desk.country).shown
    printed_names.require(to_name)
    store = session.get_one(Store, desk.store_id)
    data = FaxAnswerData(
        letterhead=letterhead_of(store),
        recipient=tuple(part for part in (names.tidy(to_name), shown) if part),
        written_on=desk.today(),
        received_on=fax.received_at.astimezone(ZoneInfo(desk.time_zone)).date(),
        reason=reason,
        pages=fax.pages,
        own_words=own_words.strip(),
        practice=desk.practice,
        language=_language(session, desk),
    )
    return _fax_it(
        session, desk, DocumentKind.FAX_ANSWER, data, render_fax_answer(data), number=number,
        shown=shown, to_name=to_name, command_id=command_id,
    )  # fmt: skip


def order_form(
    session: Session,
    desk: Desk,
    *,
    number: str,
    to_name: str,
    language: str,
    command_id: uuid.UUID,
) -> uuid.UUID:
    """Put a blank order form into the outbox; the dispatch's id.

    Raises:
        Refused: as `outbox.check_number`; `name_unprintable`.
    """
    shown = outbox.check_number(number, desk.country).shown
    store = session.get_one(Store, desk.store_id)
    data = OrderFormData(
        letterhead=letterhead_of(store),
        practice=desk.practice,
        language=language or _language(session, desk),
    )
    return _fax_it(
        session, desk, DocumentKind.ORDER_FORM, data, render_order_form(data), number=number,
        shown=shown, to_name=to_name, command_id=command_id,
    )  # fmt: skip


def _fax_it(
    session: Session,
    desk: Desk,
    kind: DocumentKind,
    data: FaxAnswerData | OrderFormData,
    rendered: RenderedDocument,
    *,
    number: str,
    shown: str,
    to_name: str,
    command_id: uuid.UUID,
) -> uuid.UUID:
    def work() -> dict[str, str]:
        document_id = letter_store.keep(
            session, desk, None, kind=kind, language=data.language, record=data.to_record(),
            rendered=rendered,
        )  # fmt: skip
        parts = fax_parts.of_document(session, desk, document_id, number=shown, to_name=to_name)
        dispatch_id = outbox.queue_fax(
            session, desk, document_id, number=number, to_name=to_name, pdf=parts.pdf,
            pages=parts.pages, command_id=uuid7(),
        )  # fmt: skip
        return {"dispatch": str(dispatch_id)}

    made = once(session, desk, command_id, f"fax_{kind.value}", work)
    return uuid.UUID(made["dispatch"])


def _is_destroyed(fax: ReceivedFax) -> bool:
    return fax.reviewed_at is not None and fax.key_slot is None


def _language(session: Session, desk: Desk) -> str:
    store = session.get_one(Store, desk.store_id)
    return store.languages[0] if store.languages else FALLBACK
