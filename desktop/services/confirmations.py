"""Order confirmations: made once from the order, kept as data and as a PDF, printed at will."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from desktop.documents.confirmation_data import (
    ConfirmationData,
)
from desktop.documents.rendered import RenderedDocument, Unprintable
from desktop.services import audit, letter_store, mail_pieces, print_addresses
from desktop.services.commands import once
from desktop.services.confirmation_words import LetterWords, address_lines, confirmation_data
from desktop.services.desk import Desk, Refused
from desktop.services.order_views import address_of
from models.dispatch import Dispatch, DispatchState, Route
from models.document import Document, DocumentFile, DocumentKind
from models.ids import uuid7
from models.order import Order, OrderState

__all__ = [
    "Letter", "LetterWords", "Printing", "address_lines", "answer_paper", "confirmation_data",
    "letter", "make", "record_sending",
]  # fmt: skip


@dataclass(frozen=True)
class Letter:
    """A stored letter. `unprintable` says which characters do not print right."""

    document_id: uuid.UUID
    order_number: str
    pdf: bytes
    sha256: str
    pages: int
    made_at: datetime
    unprintable: tuple[Unprintable, ...]
    printings: tuple[Printing, ...]


@dataclass(frozen=True)
class Printing:
    """One printing on record."""

    dispatch_id: uuid.UUID
    route: Route
    destination: str
    copies: int
    state: DispatchState
    at: datetime


def make(
    session: Session,
    desk: Desk,
    order_id: uuid.UUID,
    *,
    words: LetterWords,
    render: Callable[[ConfirmationData], RenderedDocument],
    command_id: uuid.UUID,
) -> Letter:
    """The order's confirmation. The letter that there is, unless what it says has changed since.

    Raises:
        Refused: `not_placed`.
    """
    order = session.get_one(
        Order, order_id, options=(selectinload(Order.lines), selectinload(Order.holds))
    )
    if order.state in (OrderState.DRAFT, OrderState.CANCELLED):
        raise Refused("not_placed")
    data = confirmation_data(session, desk, order, words)
    piece = mail_pieces.piece_of(
        session, desk, address_of(order.bill_to), kind=DocumentKind.CONFIRMATION,
        order_id=order.id, record=data.to_record(),
    )  # fmt: skip
    data = replace(data, mail_code=piece.code)
    rendered = render(data)

    def work() -> dict[str, str]:
        kept = letter_store.keep(
            session, desk, order, kind=DocumentKind.CONFIRMATION, language=data.language,
            record=data.to_record(), rendered=rendered, mail_serial=piece.serial,
        )  # fmt: skip
        return {"document": str(kept)}

    made = once(session, desk, command_id, "make_confirmation", work)
    return letter(session, uuid.UUID(made["document"]), unprintable=rendered.unprintable)


def letter(
    session: Session,
    document_id: uuid.UUID,
    *,
    unprintable: tuple[Unprintable, ...] = (),
) -> Letter:
    """A stored letter with its bytes, the same at every reprint."""
    document = session.get_one(Document, document_id)
    file = session.scalars(
        select(DocumentFile).where(
            DocumentFile.store_id == document.store_id,
            DocumentFile.sha256 == document.pdf_sha256,
        )
    ).one()
    dispatches = session.scalars(
        select(Dispatch)
        .where(Dispatch.document_id == document_id)
        .order_by(Dispatch.created_at, Dispatch.id)
    )
    order = session.get(Order, document.order_id) if document.order_id else None
    return Letter(
        document_id=document.id,
        order_number=order.number if order else "",
        pdf=file.pdf,
        sha256=document.pdf_sha256,
        pages=document.pages,
        made_at=document.created_at,
        unprintable=unprintable,
        printings=tuple(_printing(row) for row in dispatches),
    )


def record_sending(
    session: Session,
    desk: Desk,
    document_id: uuid.UUID,
    *,
    route: Route,
    destination: str,
    copies: int,
    job: str,
    failure: str,
    command_id: uuid.UUID,
) -> uuid.UUID:
    """Put a printing, or a saving as a file, on record; *failure* is "" or what went wrong."""

    def work() -> dict[str, str]:
        stamp = desk.stamp()
        dispatch = Dispatch(
            id=uuid7(),
            store_id=desk.store_id,
            document_id=document_id,
            route=route,
            destination=destination[:200],
            copies=copies,
            state=DispatchState.QUEUED,
            job=job[:60],
            failure=failure[:200],
            agent_id=desk.agent_id,
            state_at=stamp.at,
            created_at=stamp.at,
        )
        if route is Route.PRINTER:
            _put_address(session, dispatch)
        session.add(dispatch)
        end = DispatchState.FAILED if failure else DispatchState.SENT
        for state in (DispatchState.SENDING, end):
            dispatch.move_to(
                state, at=stamp.at, actor_id=stamp.actor_id, workstation_id=stamp.workstation_id
            )
        session.flush()
        return {"dispatch": str(dispatch.id)}

    return uuid.UUID(once(session, desk, command_id, "record_sending", work)["dispatch"])


def answer_paper(
    session: Session, desk: Desk, dispatch_id: uuid.UUID, *, good: bool, command_id: uuid.UUID
) -> Printing:
    """A person's word on the printed paper: it is good, or it has to be printed again.

    Raises:
        Refused: `paper_answered`, nothing waits for an answer: it was given, or nothing was printed.
    """

    def work() -> dict[str, str]:
        dispatch = session.get_one(Dispatch, dispatch_id)
        if dispatch.route is not Route.PRINTER or dispatch.state is not DispatchState.SENT:
            raise Refused("paper_answered")
        stamp = desk.stamp()
        if not good:
            dispatch.failure = "the paper was not good"
        dispatch.move_to(
            DispatchState.PRINTED if good else DispatchState.FAILED,
            at=stamp.at,
            actor_id=stamp.actor_id,
            workstation_id=stamp.workstation_id,
        )
        if good:
            _take_out_of_print_room(session, desk, dispatch)
        audit.note(session, desk, "paper_answered", subject_kind="dispatch", subject_id=dispatch_id)
        return {"dispatch": str(dispatch_id)}

    once(session, desk, command_id, "answer_paper", work)
    return _printing(session.get_one(Dispatch, dispatch_id))


def _take_out_of_print_room(session: Session, desk: Desk, printed: Dispatch) -> None:
    """A letter whose good paper is in somebody's hand is not printed by the next batch once more."""
    stamp = desk.stamp()
    waiting = session.scalars(
        select(Dispatch)
        .where(
            Dispatch.store_id == desk.store_id,
            Dispatch.document_id == printed.document_id,
            Dispatch.route == Route.PRINTER,
            Dispatch.state == DispatchState.QUEUED,
            Dispatch.id != printed.id,
        )
        .with_for_update()
    )
    for dispatch in waiting:
        dispatch.move_to(
            DispatchState.STOPPED, at=stamp.at, actor_id=stamp.actor_id,
            workstation_id=stamp.workstation_id,
        )  # fmt: skip
        audit.note(
            session, desk, "letter_taken_out", subject_kind="dispatch", subject_id=dispatch.id
        )


def _put_address(session: Session, dispatch: Dispatch) -> None:
    """Whom a letter that one printed by itself goes to: it is mailed like those of the print room."""
    document = session.get_one(Document, dispatch.document_id)
    if document.kind in print_addresses.LETTERS:
        address = print_addresses.of_document(session, document)
        print_addresses.put(dispatch, address)
        dispatch.to_name = (address.name or address.company)[:200] if address else ""


def _printing(row: Dispatch) -> Printing:
    return Printing(
        dispatch_id=row.id,
        route=row.route,
        destination=row.destination,
        copies=row.copies,
        state=row.state,
        at=row.state_at,
    )
