"""Reading the print room: what waits, what is to mail, what left, what came back, and the batches."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from desktop.services import print_addresses
from desktop.services.desk import Desk
from desktop.services.print_addresses import ZIP_ORDER
from desktop.services.print_batch_views import WITH_A_PRINTER, batch_shape, of_batch
from desktop.services.print_finding import is_meant
from desktop.services.print_room_shapes import Batch, Flaw, PrintCounts, PrintRow, PrintShowing
from models import order_numbers
from models.agent import Agent
from models.dispatch import Dispatch, DispatchState, Route
from models.document import Document, DocumentKind
from models.opt_out import OptOutRequest
from models.order import Order
from models.print_batch import ReturnedLetter

MOST_ROWS = 500
_STATES: Final = {
    "ready": DispatchState.QUEUED,
    "to_mail": DispatchState.PRINTED,
    "mailed": DispatchState.MAILED,
    "returned": DispatchState.RETURNED,
}
_ORDERS: Final = {
    "ready": ZIP_ORDER,
    "to_mail": (Dispatch.state_at, Dispatch.batch_id, Dispatch.batch_position, Dispatch.id),
    "mailed": (Dispatch.left_on.desc(), Dispatch.state_at.desc(), Dispatch.batch_position),
    "returned": (Dispatch.state_at.desc(), Dispatch.id),
}


def waiting(
    session: Session,
    desk: Desk,
    showing: PrintShowing,
    *,
    kind: DocumentKind | None = None,
    most: int = MOST_ROWS,
) -> tuple[PrintRow, ...]:
    """At most *most* letters: what waits in ZIP order, what is to mail as it came out of the printer,
    what left or came back with the newest first."""
    query = _rows().where(*_shown(desk, showing)).order_by(*_ORDERS[showing]).limit(most)
    if kind is not None:
        query = query.where(Document.kind == kind)
    return _read(session, desk, query)


def ready_ids(
    session: Session, desk: Desk, *, kind: DocumentKind | None = None
) -> tuple[uuid.UUID, ...]:
    """Every letter that goes with the next batch, however many there are, in ZIP order."""
    query = (
        select(Dispatch.id)
        .join(Document, Document.id == Dispatch.document_id)
        .where(*_shown(desk, "ready"), ~_is_flawed(desk))
        .order_by(*ZIP_ORDER)
    )
    if kind is not None:
        query = query.where(Document.kind == kind)
    return tuple(session.scalars(query))


def row(session: Session, desk: Desk, dispatch_id: uuid.UUID) -> PrintRow:
    """One letter, in whatever state it is.

    Raises:
        LookupError: there is none with that id.
    """
    found = _read(session, desk, _rows().where(*_mine(desk), Dispatch.id == dispatch_id))
    if not found:
        raise LookupError("no such letter")
    return found[0]


def counts(session: Session, desk: Desk) -> PrintCounts:
    """How many letters wait, stay behind, are to be answered for, and are to mail."""
    flawed = _is_flawed(desk)
    found = session.execute(
        select(Dispatch.state, flawed, func.count())
        .join(Document, Document.id == Dispatch.document_id)
        .where(
            *_mine(desk),
            or_(
                Dispatch.state == DispatchState.QUEUED,
                _is_to_mail(),
                and_(Dispatch.state.in_(WITH_A_PRINTER), Dispatch.batch_id.is_not(None)),
            ),
        )
        .group_by(Dispatch.state, flawed)
    ).all()

    def total(*states: DispatchState, bad: bool | None = None) -> int:
        return sum(n for state, is_bad, n in found if state in states and bad in (None, is_bad))

    return PrintCounts(
        ready=total(DispatchState.QUEUED, bad=False),
        flawed=total(DispatchState.QUEUED, bad=True),
        to_answer=total(*WITH_A_PRINTER),
        to_mail=total(DispatchState.PRINTED),
    )


def kinds(session: Session, desk: Desk, showing: PrintShowing) -> dict[DocumentKind, int]:
    """How many letters of each kind `waiting` would show, flawed ones too."""
    found = session.execute(
        select(Document.kind, func.count())
        .join(Dispatch, Dispatch.document_id == Document.id)
        .where(*_shown(desk, showing))
        .group_by(Document.kind)
    )
    return dict(found.all())


def find(session: Session, desk: Desk, text: str, *, most: int = 20) -> tuple[PrintRow, ...]:
    """Letters that left or came out of the printer, by what stands on them, the newest first.

    Args:
        session: for reading.
        desk: where.
        text: an order's number or an opt-out's reference as it is scanned or typed, or a name.
        most: how many.
    """
    meant = is_meant(desk, text)
    if meant is None:
        return ()
    out = (DispatchState.SENT, *(_STATES[name] for name in ("to_mail", "mailed", "returned")))
    query = (
        _rows()
        .where(*_mine(desk), Dispatch.state.in_(out), Document.kind.in_(print_addresses.LETTERS))
        .where(meant)
        .order_by(Dispatch.state_at.desc(), Dispatch.id)
        .limit(most)
    )
    return _read(session, desk, query)


def batch(session: Session, desk: Desk, batch_id: uuid.UUID) -> tuple[Batch, tuple[PrintRow, ...]]:
    """A batch, and the letters that went to a printer in it last, in their order."""
    query = _rows().where(*of_batch(desk, batch_id)).order_by(Dispatch.batch_position)
    return batch_shape(session, desk, batch_id), _read(session, desk, query)


@dataclass(frozen=True)
class _Around:
    """What points at the rows: why mail to their addresses came back, and their requests."""

    returned: dict[str, str]
    requests: dict[uuid.UUID, uuid.UUID]


def _rows() -> Any:
    return (
        select(
            Dispatch, Document.kind, Document.order_id, Document.pages, Document.address_fits,
            Document.unprintable, Order.number, Agent.display_name,
        )
        .join(Document, Document.id == Dispatch.document_id)
        .join(Agent, Agent.id == Dispatch.agent_id)
        .outerjoin(Order, Order.id == Document.order_id)
    )  # fmt: skip


def _mine(desk: Desk) -> tuple[ColumnElement[bool], ...]:
    return Dispatch.store_id == desk.store_id, Dispatch.route == Route.PRINTER


def _shown(desk: Desk, showing: PrintShowing) -> tuple[ColumnElement[bool], ...]:
    if showing == "to_mail":
        return *_mine(desk), _is_to_mail()
    return *_mine(desk), Dispatch.state == _STATES[showing]


def _is_to_mail() -> ColumnElement[bool]:
    """Printed and good; of the print sheet's papers those that have an address to go to."""
    goes_out = or_(Dispatch.batch_id.is_not(None), Dispatch.address_key != "")
    return and_(Dispatch.state == DispatchState.PRINTED, goes_out)


def _is_flawed(desk: Desk) -> ColumnElement[bool]:
    came_back = select(ReturnedLetter.address_key).where(
        ReturnedLetter.store_id == desk.store_id, ReturnedLetter.ended_at.is_(None)
    )
    return or_(
        Document.unprintable != "",
        Document.address_fits.is_(False),
        Dispatch.address_key.in_(came_back),
    )


def _read(session: Session, desk: Desk, query: Any) -> tuple[PrintRow, ...]:
    """The rows of *query*, with what points at them: two queries more, however many there are."""
    found = session.execute(query).all()
    around = _Around(
        returned=_came_back(session, desk, {one.Dispatch.address_key for one in found}),
        requests=_requests(session, desk, found),
    )
    return tuple(_row(one, around) for one in found)


def _came_back(session: Session, desk: Desk, keys: Iterable[str]) -> dict[str, str]:
    wanted = set(keys)
    found = session.execute(
        select(ReturnedLetter.address_key, ReturnedLetter.reason)
        .where(ReturnedLetter.store_id == desk.store_id, ReturnedLetter.ended_at.is_(None))
        .order_by(ReturnedLetter.created_at)
    )
    return {key: reason for key, reason in found if key in wanted}


def _requests(session: Session, desk: Desk, found: Any) -> dict[uuid.UUID, uuid.UUID]:
    """The opt-out requests that the letters among the rows confirm, by document."""
    papers = {
        one.Dispatch.document_id for one in found if one.kind is DocumentKind.OPT_OUT_CONFIRMATION
    }
    if not papers:
        return {}
    pairs = session.execute(
        select(OptOutRequest.confirm_document_id, OptOutRequest.id).where(
            OptOutRequest.store_id == desk.store_id,
            OptOutRequest.confirm_document_id.is_not(None),
        )
    )
    return {document: request for document, request in pairs if document and document in papers}


def _row(found: Any, around: _Around) -> PrintRow:
    dispatch: Dispatch = found.Dispatch
    flaw, text = _flaw(found, around)
    return PrintRow(
        dispatch_id=dispatch.id,
        document_id=dispatch.document_id,
        kind=found.kind,
        to_name=dispatch.to_name,
        place=print_addresses.place(dispatch.postal_key),
        pages=found.pages,
        state=dispatch.state,
        flaw=flaw,
        flaw_text=text,
        queued_at=dispatch.created_at,
        agent_name=found.display_name,
        order_id=found.order_id,
        order_number=order_numbers.display(found.number) if found.number else "",
        request_id=around.requests.get(dispatch.document_id),
        batch_id=dispatch.batch_id,
        position=dispatch.batch_position,
        left_on=dispatch.left_on,
    )


def _flaw(found: Any, around: _Around) -> tuple[Flaw, str]:
    """The worst of what is wrong with a letter that waits."""
    if found.Dispatch.address_key in around.returned:
        return Flaw.RETURNED, around.returned[found.Dispatch.address_key]
    if not found.address_fits:
        return Flaw.ADDRESS, ""
    if found.unprintable:
        return Flaw.CHARACTERS, found.unprintable
    return Flaw.NONE, ""
