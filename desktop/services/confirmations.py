"""Order confirmations: made once from the order, kept as data and as a PDF, printed at will."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from desktop.documents.confirmation_data import (
    ConfirmationData,
    ConfirmationLine,
    Letterhead,
    OptOutWays,
    Reduction,
    TaxLine,
)
from desktop.documents.rendered import RenderedDocument, Unprintable
from desktop.services import audit
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.order_views import address_of
from models import order_numbers
from models.addresses_rules import PostalAddress
from models.dispatch import Dispatch, DispatchState, Route
from models.document import Document, DocumentFile, DocumentKind
from models.hold import HoldKind
from models.ids import uuid7
from models.order import Order, OrderLine, OrderState
from models.payment import AttemptState, Payment
from models.store import Store


@dataclass(frozen=True)
class LetterWords:
    """The words of a letter that depend on a state, in the letter's language."""

    hold: Callable[[HoldKind], str]
    card: Callable[[str, str], str]
    """(brand, last four) → "Visa ending 4242"."""


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
    rendered = render(data)

    def work() -> dict[str, str]:
        standing = session.scalar(
            select(Document.id)
            .where(Document.order_id == order_id, Document.pdf_sha256 == rendered.sha256)
            .limit(1)
        )
        return {"document": str(standing or _store(session, desk, order, data, rendered))}

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
    order = session.get_one(Order, document.order_id)
    return Letter(
        document_id=document.id,
        order_number=order.number,
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
        audit.note(session, desk, "paper_answered", subject_kind="dispatch", subject_id=dispatch_id)
        return {"dispatch": str(dispatch_id)}

    once(session, desk, command_id, "answer_paper", work)
    return _printing(session.get_one(Dispatch, dispatch_id))


def confirmation_data(
    session: Session, desk: Desk, order: Order, words: LetterWords
) -> ConfirmationData:
    """What the confirmation of *order* says, as plain values."""
    store = session.get_one(Store, order.store_id)
    bill_to = address_of(order.bill_to)
    ship_to = address_of(order.ship_to) or bill_to
    placed_at = order.placed_at or order.updated_at
    reasons = tuple(dict.fromkeys(words.hold(hold.kind) for hold in order.open_holds))
    return ConfirmationData(
        letterhead=_letterhead(store),
        order_number=order.number,
        order_number_display=order_numbers.display(order.number),
        order_date=placed_at.astimezone(ZoneInfo(store.time_zone)).date(),
        channel=order.channel.value,
        recipient=address_lines(bill_to, store.country),
        bill_to=address_lines(bill_to, store.country),
        ship_to=address_lines(ship_to, store.country),
        gift_message=order.gift_message,
        lines=tuple(_line(line) for line in order.lines),
        currency=order.currency,
        subtotal_minor=order.subtotal_minor,
        discounts=_reductions(order.lines),
        shipping_method=order.shipping_name,
        shipping_minor=order.shipping_minor,
        taxes=(_tax(order),),
        total_minor=order.total_minor,
        payment_words=_payment_words(session, order, words),
        hold_reasons=reasons or None,
        ship_promise=order.promise_words,
        opt_out=OptOutWays(
            phone=store.opt_out_phone,
            phone_abroad=store.phone_abroad,
            mail_lines=tuple(store.opt_out_address_lines),
            fax=store.opt_out_fax,
            email=store.opt_out_email,
        ),
        practice=desk.practice,
    )


def address_lines(address: PostalAddress | None, home_country: str) -> tuple[str, ...]:
    """An address as it is written on an envelope; the country only where it is not the shop's own."""
    if address is None:
        return ()
    place = f"{address.city}, {address.state} {address.postal_code}".strip(", ")
    country = "" if address.country == home_country else address.country
    lines = (address.name, address.company, address.line1, address.line2, place, country)
    return tuple(line.strip() for line in lines if line.strip())


def _letterhead(store: Store) -> Letterhead:
    return Letterhead(
        name=store.name,
        address_lines=tuple(store.address_lines),
        country=store.country,
        phone=store.phone_domestic,
        phone_abroad=store.phone_abroad,
        fax=store.fax,
        email=store.email,
        website=store.website,
    )


def _line(line: OrderLine) -> ConfirmationLine:
    return ConfirmationLine(
        sku=line.sku,
        name=line.name,
        note=line.caption,
        quantity=line.ordered,
        unit_price_minor=line.unit_price_minor,
        discount_minor=line.discount_minor,
        discount_words=line.discount_reason,
        amount_minor=line.amount_minor,
    )


def _reductions(lines: Sequence[OrderLine]) -> tuple[Reduction, ...]:
    total = sum(line.discount_minor for line in lines)
    return (Reduction(words="", minor=total),) if total else ()


def _tax(order: Order) -> TaxLine:
    rate = f"{order.tax_rate_ppm / 10_000:.3f}".rstrip("0").rstrip(".") + "%"
    return TaxLine(
        minor=order.tax_minor,
        words=order.tax_jurisdiction,
        rate=rate if order.tax_rate_ppm else "",
        estimate=order.tax_is_estimate,
    )


def _payment_words(session: Session, order: Order, words: LetterWords) -> tuple[str, ...]:
    payments = session.scalars(
        select(Payment)
        .where(Payment.order_id == order.id)
        .options(selectinload(Payment.attempts))
        .order_by(Payment.created_at)
    )
    good = (AttemptState.SUCCEEDED, AttemptState.UNKNOWN, AttemptState.SENT)
    return tuple(
        words.card(payment.brand, payment.last4)
        for payment in payments
        if payment.last4 and any(attempt.state in good for attempt in payment.attempts)
    )


def _store(
    session: Session,
    desk: Desk,
    order: Order,
    data: ConfirmationData,
    rendered: RenderedDocument,
) -> uuid.UUID:
    now = desk.now()
    known = session.scalar(
        select(DocumentFile.id).where(
            DocumentFile.store_id == desk.store_id, DocumentFile.sha256 == rendered.sha256
        )
    )
    if known is None:
        session.add(
            DocumentFile(
                store_id=desk.store_id,
                sha256=rendered.sha256,
                pdf=rendered.pdf,
                created_at=now,
            )
        )
    document = Document(
        id=uuid7(),
        store_id=desk.store_id,
        kind=DocumentKind.CONFIRMATION,
        order_id=order.id,
        customer_id=order.customer_id,
        agent_id=desk.agent_id,
        language=data.language,
        data=data.to_record(),
        pages=rendered.pages,
        pdf_sha256=rendered.sha256,
        created_at=now,
    )
    session.add(document)
    session.flush()
    return document.id


def _printing(row: Dispatch) -> Printing:
    return Printing(
        dispatch_id=row.id,
        route=row.route,
        destination=row.destination,
        copies=row.copies,
        state=row.state,
        at=row.state_at,
    )
