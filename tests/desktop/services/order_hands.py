"""What agents do to an order, each in one go: hold, release, ship, change, cancel."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.services import holds, order_money
from models.hold import HoldKind, HoldState
from models.order import Order, OrderState
from tests.desktop.services.money_book import MoneyBook

RUNNING = (OrderState.PLACED, OrderState.RELEASED, OrderState.PARTLY_SHIPPED)
MONEY_HOLDS = (HoldKind.PAYMENT, HoldKind.AUTHORIZATION_EXPIRED)


def hold(_session: Session, order: Order, book: MoneyBook) -> None:
    if order.state in (OrderState.PLACED, OrderState.RELEASED):
        holds.open_hold(order, HoldKind.MANUAL, book.desk.stamp())


def release(session: Session, order: Order, book: MoneyBook) -> None:
    for standing in order.open_holds:
        if standing.kind not in MONEY_HOLDS:
            holds.end_hold(order, standing, book.desk.stamp())
    order_money.settle(session, order, book.desk.stamp())


def ship(session: Session, order: Order, book: MoneyBook, line: int, pieces: int) -> None:
    if order.state not in (OrderState.RELEASED, OrderState.PARTLY_SHIPPED) or order.open_holds:
        return
    chosen = order.lines[line % len(order.lines)]
    chosen.shipped = min(chosen.ordered, chosen.shipped + pieces)
    whole = all(one.shipped == one.ordered for one in order.lines)
    state = OrderState.SHIPPED if whole else OrderState.PARTLY_SHIPPED
    if state is not order.state:
        order.move_to(state, kind="shipped", stamp=book.desk.stamp())
    order_money.settle(session, order, book.desk.stamp())


def change(session: Session, order: Order, book: MoneyBook, line: int, pieces: int) -> None:
    if order.state not in (OrderState.PLACED, OrderState.RELEASED):
        return
    chosen = order.lines[line % len(order.lines)]
    chosen.ordered = pieces
    chosen.amount_minor = chosen.unit_price_minor * pieces
    order.subtotal_minor = sum(one.amount_minor for one in order.lines)
    order.tax_minor = order.subtotal_minor // 10
    order.total_minor = order.subtotal_minor + order.tax_minor + order.shipping_minor
    order_money.settle(session, order, book.desk.stamp())


def cancel(session: Session, order: Order, book: MoneyBook) -> None:
    if order.state not in RUNNING:
        return
    stamp = book.desk.stamp()
    for standing in order.open_holds:
        holds.end_hold(order, standing, stamp, state=HoldState.ORDER_CANCELLED)
    order.move_to(OrderState.CANCELLED, kind="cancelled", stamp=stamp)
    order_money.settle(session, order, stamp)
