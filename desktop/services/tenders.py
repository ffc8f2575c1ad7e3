"""Ways to pay that are no card: a cheque or money order by post, a company's terms, nothing at all."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.services import holds, order_money
from desktop.services.commands import once
from desktop.services.desk import Desk, Refused
from desktop.services.placing import leave_draft
from desktop.services.tender_views import ChequeAwaited, TenderView, cheques_awaited, standing
from desktop.services.terms import MOST_TERMS_DAYS, TermsView, set_terms, terms_of
from models.hold import HoldKind
from models.ids import uuid7
from models.order import Order, OrderState
from models.payment import Payment, Tender

__all__ = [
    "AWAITING_CHEQUE", "MOST_TERMS_DAYS", "REFERENCE_LENGTH", "ChequeAwaited", "TenderPlaced",
    "TenderView", "TermsView", "await_cheque", "cheque_arrived", "cheques_awaited", "place_by_cheque",
    "place_free", "place_on_terms", "set_terms", "standing", "terms_of",
]  # fmt: skip

REFERENCE_LENGTH = 60
AWAITING_CHEQUE = order_money.AWAITING_CHEQUE


@dataclass(frozen=True)
class TenderPlaced:
    """An order that was placed without a card. `payment_id` is None where there is nothing to pay."""

    order_id: uuid.UUID
    payment_id: uuid.UUID | None


def place_by_cheque(
    session: Session,
    desk: Desk,
    order_id: uuid.UUID,
    *,
    reference: str,
    version: int,
    command_id: uuid.UUID,
) -> TenderPlaced:
    """Place the draft to be paid by a cheque or money order that comes by post; it waits for it.

    The legal clock does not start: the order is complete when the money is here (16 CFR 435.1).

    Raises:
        Stale, Refused: as `placing.leave_draft`; `nothing_to_pay`.
    """

    def work() -> dict[str, str]:
        order = leave_draft(session, desk, order_id, version=version)
        _something_to_pay(order)
        payment = _payment(session, desk, order, Tender.CHEQUE, order.total_minor, reference)
        _await_cheque(desk, order)
        return _result(order, payment)

    with session.no_autoflush:
        return _placed(once(session, desk, command_id, "place_by_cheque", work))


def await_cheque(
    session: Session, desk: Desk, order_id: uuid.UUID, *, reference: str, command_id: uuid.UUID
) -> TenderPlaced:
    """Have an order that was placed already, and whose card was declined, paid by cheque instead.

    Raises:
        Refused: `not_placed`, `outcome_unknown`, `already_authorized`.
    """

    def work() -> dict[str, str]:
        order = session.get_one(Order, order_id, with_for_update=True)
        if order.state not in (OrderState.PLACED, OrderState.PARTLY_SHIPPED):
            raise Refused("not_placed")
        standing = holds.payments_of(session, order, at=desk.now())
        wanted = order_money.lacking_minor(order, standing)
        if wanted <= 0:
            raise Refused("already_authorized")
        if not order_money.needs_card(session, order, at=desk.now()):
            raise Refused("outcome_unknown")
        payment = _awaited(standing) or _payment(
            session, desk, order, Tender.CHEQUE, wanted, reference
        )
        _await_cheque(desk, order)
        return _result(order, payment)

    return _placed(once(session, desk, command_id, "await_cheque", work))


def place_on_terms(
    session: Session,
    desk: Desk,
    order_id: uuid.UUID,
    *,
    purchase_order: str,
    version: int,
    command_id: uuid.UUID,
) -> TenderPlaced:
    """Place the draft on the company's terms; it is complete at once.

    Raises:
        Stale, Refused: as `placing.leave_draft`; `nothing_to_pay`, `terms_company`, `terms_none`,
            `purchase_order_missing` with its field.
    """

    def work() -> dict[str, str]:
        order = leave_draft(session, desk, order_id, version=version)
        _something_to_pay(order)
        customer_id = order.customer_id
        terms = terms_of(session, desk, customer_id) if customer_id else None
        refusal = terms.refusal if terms else "terms_company"
        if refusal or terms is None:
            raise Refused(refusal)
        if not purchase_order.strip():
            raise Refused("purchase_order_missing", field="purchase_order")
        payment = _payment(
            session, desk, order, Tender.TERMS, order.total_minor, purchase_order, days=terms.days
        )
        order.completed_order_at = desk.now()
        order.record("on_terms", stamp=desk.stamp(), payment=str(payment.id))
        order_money.settle(session, order, desk.stamp())
        return _result(order, payment)

    with session.no_autoflush:
        return _placed(once(session, desk, command_id, "place_on_terms", work))


def place_free(
    session: Session, desk: Desk, order_id: uuid.UUID, *, version: int, command_id: uuid.UUID
) -> TenderPlaced:
    """Place a draft that costs nothing: no tender, complete at once.

    Raises:
        Stale, Refused: as `placing.leave_draft`; `something_to_pay`.
    """

    def work() -> dict[str, str]:
        order = leave_draft(session, desk, order_id, version=version)
        if order.total_minor != 0:
            raise Refused("something_to_pay")
        order.completed_order_at = desk.now()
        order_money.settle(session, order, desk.stamp())
        return _result(order, None)

    with session.no_autoflush:
        return _placed(once(session, desk, command_id, "place_free", work))


def cheque_arrived(
    session: Session,
    desk: Desk,
    order_id: uuid.UUID,
    *,
    amount_minor: int,
    reference: str,
    command_id: uuid.UUID,
    accept_part: bool = False,
) -> None:
    """A cheque or money order has come. Enough ends the wait; too much is due back.

    One that is too small is kept only with *accept_part*, and then the rest is awaited.

    Raises:
        Refused: `no_cheque_awaited`; `cheque_amount`, `cheque_too_small` (with `lacking`, `wanted`),
            with their field.
    """

    def work() -> dict[str, str]:
        order = session.get_one(Order, order_id, with_for_update=True)
        standing = holds.payments_of(session, order, at=desk.now())
        payment = _awaited(standing)
        if payment is None:
            raise Refused("no_cheque_awaited")
        if amount_minor <= 0:
            raise Refused("cheque_amount", field="amount")
        lacking = order_money.lacking_minor(order, standing) - amount_minor
        if lacking > 0 and not accept_part:
            wanted = lacking + amount_minor
            raise Refused("cheque_too_small", field="amount", lacking=lacking, wanted=wanted)
        stamp = desk.stamp()
        payment.amount_minor, payment.received_at = amount_minor, stamp.at
        payment.reference = _reference(reference) or payment.reference
        order.updated_at = stamp.at
        order.record("cheque_arrived", stamp=stamp, payment=str(payment.id))
        if lacking > 0:
            _payment(session, desk, order, Tender.CHEQUE, lacking, "")
        elif order.completed_order_at is None:
            order.completed_order_at = stamp.at
        order_money.settle(session, order, stamp)
        return {"order": str(order_id)}

    once(session, desk, command_id, "cheque_arrived", work)


def _something_to_pay(order: Order) -> None:
    if order.total_minor == 0:
        raise Refused("nothing_to_pay")


def _payment(
    session: Session,
    desk: Desk,
    order: Order,
    tender: Tender,
    amount_minor: int,
    reference: str,
    *,
    days: int = 0,
) -> Payment:
    payment = Payment(
        id=uuid7(),
        store_id=desk.store_id,
        order_id=order.id,
        tender=tender,
        amount_minor=amount_minor,
        currency=order.currency,
        reference=_reference(reference),
        terms_days=days,
        created_at=desk.now(),
    )
    session.add(payment)
    session.flush()
    return payment


def _await_cheque(desk: Desk, order: Order) -> None:
    details = {"reason": AWAITING_CHEQUE}
    holds.open_hold(order, HoldKind.PAYMENT, desk.stamp(), details=details)
    order.updated_at = desk.now()
    order.record(AWAITING_CHEQUE, stamp=desk.stamp())


def _awaited(standing: holds.Standing) -> Payment | None:
    found = [p for p, _sums in standing if p.tender is Tender.CHEQUE and p.received_at is None]
    return found[-1] if found else None


def _reference(typed: str) -> str:
    return " ".join(typed.split())[:REFERENCE_LENGTH]


def _result(order: Order, payment: Payment | None) -> dict[str, str]:
    return {"order": str(order.id), "payment": str(payment.id) if payment else ""}


def _placed(result: dict[str, str]) -> TenderPlaced:
    payment = result["payment"]
    return TenderPlaced(uuid.UUID(result["order"]), uuid.UUID(payment) if payment else None)
