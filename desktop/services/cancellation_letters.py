"""Letters of cancellation: made from the cancelled order, kept as data and as a PDF, printed at will."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from desktop.documents.cancellation_data import CancellationData, MoneyWords
from desktop.documents.confirmation_data import ConfirmationData, OptOutWays
from desktop.documents.rendered import RenderedDocument
from desktop.services import letter_store, mail_pieces
from desktop.services.commands import once
from desktop.services.confirmation_words import (
    LetterWords,
    confirmation_data,
    discount_words,
)
from desktop.services.confirmations import Letter, letter
from desktop.services.desk import Desk, Refused
from desktop.services.holds import payments_of
from desktop.services.order_views import address_of
from models.document import DocumentKind
from models.order import Order, OrderEvent, OrderState
from models.payment import OPEN_ATTEMPTS, Payment, Purpose, RefundDue, Tender
from models.payment_sums import PaymentSums


def prepare(
    session: Session,
    desk: Desk,
    order_id: uuid.UUID,
    *,
    words: LetterWords,
    render: Callable[[CancellationData], RenderedDocument],
    command_id: uuid.UUID,
) -> Letter:
    """The order's letter of cancellation. The one that there is, unless what it says has changed.

    Raises:
        Refused: `not_cancelled`.
    """
    order = session.get_one(
        Order, order_id, options=(selectinload(Order.lines), selectinload(Order.holds))
    )
    if order.state is not OrderState.CANCELLED or order.placed_at is None:
        raise Refused("not_cancelled")
    data = cancellation_data(session, desk, order, words)
    piece = mail_pieces.piece_of(
        session, desk, address_of(order.bill_to), kind=DocumentKind.CANCELLATION,
        order_id=order.id, record=data.to_record(),
    )  # fmt: skip
    data = replace(data, order=replace(data.order, mail_code=piece.code))
    rendered = render(data)

    def work() -> dict[str, str]:
        kept = letter_store.keep(
            session, desk, order, kind=DocumentKind.CANCELLATION, language=data.language,
            record=data.to_record(), rendered=rendered, mail_serial=piece.serial,
        )  # fmt: skip
        return {"document": str(kept)}

    made = once(session, desk, command_id, "make_cancellation", work)
    return letter(session, uuid.UUID(made["document"]), unprintable=rendered.unprintable)


def cancellation_data(
    session: Session, desk: Desk, order: Order, words: LetterWords
) -> CancellationData:
    """What the letter of cancellation of *order* says, as plain values."""
    part = any(line.shipped for line in order.lines)
    cancelled_at = session.scalar(
        select(func.max(OrderEvent.at)).where(
            OrderEvent.order_id == order.id, OrderEvent.to_state == OrderState.CANCELLED,
            OrderEvent.from_state != OrderState.CANCELLED,
        )
    )  # fmt: skip
    return CancellationData(
        order=_order(session, desk, order, words, part=part),
        cancelled_on=_day(cancelled_at or order.updated_at, desk),
        part=part,
        money=_money(session, desk, order, words),
    )


def _order(
    session: Session, desk: Desk, order: Order, words: LetterWords, *, part: bool
) -> ConfirmationData:
    """The order as it was, its lines those that were cancelled and as many as were.

    It says nothing of marketing, not even how to stop it.
    """
    data = confirmation_data(session, desk, order, words)
    lines = data.lines
    if part:
        pairs = zip(order.lines, data.lines, strict=True)
        lines = tuple(
            replace(
                shown,
                quantity=line.cancelled,
                amount_minor=line.amount_minor * line.cancelled // line.ordered,
                discount_minor=line.discount_minor * line.cancelled // line.ordered,
                discount_words=discount_words(order, line),
            )
            for line, shown in pairs
            if line.cancelled
        )
    return replace(
        data,
        lines=lines,
        payment_words=(),
        opt_out=OptOutWays(),
        hold_reasons=None,
        gift_message="",
        ship_promise="",
    )


def _money(
    session: Session, desk: Desk, order: Order, words: LetterWords
) -> tuple[MoneyWords, ...]:
    """What becomes of each payment, the earliest first; what came to nothing says nothing twice."""
    said: list[MoneyWords] = []
    for payment, sums in payments_of(session, order, at=desk.now()):
        said += _payment(session, desk, payment, sums, words)
    # A declined card before one that was approved would only make the reader wonder.
    real = [one for one in said if one.kind != "not_charged"]
    return tuple(real or said[-1:] or [MoneyWords(kind="nothing")])


def _payment(
    session: Session, desk: Desk, payment: Payment, sums: PaymentSums, words: LetterWords
) -> list[MoneyWords]:
    paid_with = words.card(payment.brand, payment.last4) if payment.last4 else ""
    if payment.tender is Tender.TERMS:
        return [MoneyWords(kind="no_bill")]
    said = []
    due, by = _refund_due(session, payment)
    if due:
        kind = "refund_due" if payment.tender is Tender.CARD else "refund_due_cheque"
        said.append(
            MoneyWords(
                kind=kind,  # type: ignore[arg-type]
                minor=due,
                paid_with=paid_with,
                by=_day(by, desk) if by is not None else None,
            )
        )
    if sums.refunded:
        said.append(MoneyWords(kind="refunded", minor=sums.refunded, paid_with=paid_with))
    if payment.tender is Tender.CHEQUE:
        return said or [MoneyWords(kind="no_cheque")]
    asking = any(
        a.purpose is Purpose.AUTHORIZE and a.state in OPEN_ATTEMPTS for a in payment.attempts
    )
    let_go = sums.authorized - sums.captured
    if asking:
        said.append(MoneyWords(kind="asking", minor=payment.amount_minor, paid_with=paid_with))
    elif let_go > 0:
        said.append(MoneyWords(kind="let_go", minor=let_go, paid_with=paid_with))
    elif not sums.captured:
        said.append(MoneyWords(kind="not_charged", paid_with=paid_with))
    return said


def _refund_due(session: Session, payment: Payment) -> tuple[int, datetime | None]:
    """What is still to be sent back of a payment, and by when the first of it."""
    minor, by = session.execute(
        select(func.sum(RefundDue.amount_minor), func.min(RefundDue.due_at)).where(
            RefundDue.payment_id == payment.id, RefundDue.done_at.is_(None)
        )
    ).one()
    return minor or 0, by


def _day(at: datetime, desk: Desk) -> date:
    return at.astimezone(ZoneInfo(desk.time_zone)).date()
