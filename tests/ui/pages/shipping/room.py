"""Orders for the packing table of the practice shop, and what the sheets show."""

from __future__ import annotations

import uuid
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from sqlalchemy import select, update

from desktop.services import orders, placing
from desktop.services.drafts import Draft, DraftLine
from desktop.services.order_views import OrderView
from models.ids import uuid7
from models.order import Order, OrderState
from models.product import ProductVariant
from tests.desktop.factories import ONTARIO, card
from tests.desktop.services.sending import authorize_in
from tests.ui.pages.call_desk.seat import Seat
from ui.tables.list_table import ListTable


def clear_the_table(seat: Seat) -> None:
    """Take the sample's own released orders off the list."""

    def work(session: Any) -> None:
        session.execute(
            update(Order)
            .where(Order.state.in_([OrderState.RELEASED, OrderState.PARTLY_SHIPPED]))
            .values(state=OrderState.CLOSED)
        )

    seat.write(work)


def released(seat: Seat, sku: str = "LMP-2204", quantity: int = 2) -> OrderView:
    """An order whose card was authorized, made as another program would."""
    desk, found = seat.workspace.desk, list[OrderView]()

    def work(session: Any) -> None:
        variant = session.scalars(select(ProductVariant).where(ProductVariant.sku == sku)).one()
        customer = session.scalars(
            select(Order.customer_id).where(Order.customer_id.is_not(None))
        ).first()
        draft = Draft(
            order_id=uuid7(), customer_id=customer, bill_to=ONTARIO,
            lines=(DraftLine(uuid7(), variant.id, quantity),),
        )  # fmt: skip
        saved = orders.save_draft(session, desk, draft)
        placed = placing.place(
            session, desk, saved.id, card(f"pm_{uuid7().hex}"), version=saved.version,
            command_id=uuid7(),
        )  # fmt: skip
        authorize_in(session, desk, placed.attempt_id)
        found.append(orders.get(session, desk, saved.id))

    seat.write(work)
    return found[0]


def to_page(seat: Seat) -> None:
    """Alt+6, the orders page."""
    seat.player.wait_for_focus("waiting_caller_edit")
    seat.alt(Qt.Key.Key_6)
    seat.settle()


def show(seat: Seat, view: OrderView) -> None:
    """One order on the orders page, by its number."""
    to_page(seat)
    seat.type(view.shown_number)
    seat.key(Qt.Key.Key_Return)
    seat.until(lambda: page(seat).story is not None and page(seat).story.id == view.id)


def page(seat: Seat) -> Any:
    """The orders page itself."""
    return seat.workspace.orders_page.page


def state(seat: Seat, order_id: uuid.UUID) -> str:
    """The order's state as the database has it."""
    with seat.workspace.database.read() as session:
        return session.get_one(Order, order_id).state.value


def sheet(seat: Seat) -> str:
    """The object name of the sheet that is open, or ""."""
    now = seat.workspace.window.open_sheet_now
    return now.objectName() if now is not None else ""


def rows(seat: Seat, name: str) -> list[tuple[str, ...]]:
    """The rows of a table."""
    found = seat.workspace.window.findChild(ListTable, name)
    assert isinstance(found, ListTable)
    return [row.cells for row in found.rows]


def shown(seat: Seat, name: str) -> bool:
    """Whether a widget is to be seen."""
    found = seat.workspace.window.findChild(QWidget, name)
    return isinstance(found, QWidget) and found.isVisible()
