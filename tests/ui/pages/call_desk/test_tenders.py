"""Other payments than a card, by keys alone: cheque, terms, nothing to pay."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from models.customer import Customer
from models.order import Order
from models.payment import Payment, PaymentAttempt
from tests.ui.pages.call_desk.hand_payments import declined
from tests.ui.pages.call_desk.seat import Seat
from ui.pages.call_desk.tender_sheet import TenderSheet

F8, F9, F10 = Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_F10
ALT = Qt.KeyboardModifier.AltModifier


def open_sheet(desk: Seat) -> TenderSheet:
    desk.key(Qt.Key.Key_M, ALT)
    sheet = desk.workspace.window.open_sheet_now
    assert isinstance(sheet, TenderSheet)
    return sheet


def payments(desk: Seat) -> list[tuple[str, int, str, int]]:
    with desk.workspace.database.read() as session:
        number = desk.page.view.number  # type: ignore[union-attr]
        rows = session.scalars(
            select(Payment).join(Order, Order.id == Payment.order_id).where(Order.number == number)
        )
        return [(row.tender.value, row.amount_minor, row.reference, row.terms_days) for row in rows]


def give_terms(desk: Seat, days: int = 30, company: str = "Holloway Lamps") -> None:
    def work(session: Any) -> None:
        for row in session.scalars(select(Customer).where(Customer.family_name == "Holloway")):
            row.company_name, row.terms_days = company, days

    desk.write(work)


@pytest.fixture
def keyed(desk: Seat) -> Seat:
    """A call from a customer on file, with one line."""
    desk.call_with()
    desk.order()
    return desk


def test_a_cheque_by_keys_alone(keyed: Seat) -> None:
    sheet = open_sheet(keyed)
    assert keyed.focus == "tender_list"
    assert sheet.subtitle_label.text().endswith("$103.62")
    keyed.press(Qt.Key.Key_1, Qt.Key.Key_Return)
    assert keyed.focus == "tender_reference_edit"
    keyed.type("1001")
    keyed.key(F10)
    keyed.until(lambda: keyed.page.payment_state == "awaiting_cheque")
    view = keyed.page.view
    assert view is not None
    assert keyed.label("payment_result_label") == "Placed, awaits the cheque"
    assert keyed.label("order_number_label") == view.shown_number
    said = keyed.page.payment_stage.payment_panel._say.words()
    assert f"out to {keyed.page.desk_view.payment_stage._kit.store.name} for $103.62" in said
    assert keyed.orders() == [(view.number, "placed")]
    assert payments(keyed) == [("cheque", 10_362, "1001", 0)]
    assert keyed.gateway.created == []
    assert keyed.focus == "payment_confirmation_button"
    assert keyed.reason("finish") == "The order has been placed."
    assert keyed.reason("tender") == "This order waits for a cheque already."
    assert keyed.reason("card") == ""


def test_the_caller_may_change_to_a_card(keyed: Seat) -> None:
    open_sheet(keyed)
    keyed.key(F10)
    keyed.until(lambda: keyed.page.payment_state == "awaiting_cheque")
    keyed.key(F8)
    keyed.card.end("cancelled")
    keyed.until(lambda: keyed.page.payment_state == "awaiting_cheque")
    keyed.key(F8)
    keyed.card.give()
    keyed.key(F10)
    keyed.until(lambda: keyed.page.payment_state == "approved")
    assert [state for _number, state in keyed.orders()] == ["released"]


def test_terms_are_refused_in_words(keyed: Seat) -> None:
    sheet = open_sheet(keyed)
    keyed.press(Qt.Key.Key_2)
    words = "Terms are for companies: this customer has no company name."
    assert keyed.label("tender_reason_label") == words
    assert not sheet.reference_row.isVisible()
    keyed.key(F10)
    assert keyed.workspace.window.open_sheet_now is sheet
    keyed.key(Qt.Key.Key_Escape)
    assert payments(keyed) == []
    assert keyed.focus == "entry_edit"


def test_terms_with_a_purchase_order(keyed: Seat) -> None:
    give_terms(keyed)
    sheet = open_sheet(keyed)
    assert sheet.tender_list.currentRow() == 1  # a company with terms is offered them first
    keyed.press(Qt.Key.Key_Return)
    keyed.key(F10)
    assert keyed.error("tender_reference_edit") == "Enter the number of their purchase order."
    keyed.enter("PO 7781")
    keyed.until(lambda: keyed.page.payment_state == "on_terms")
    assert keyed.label("payment_result_label") == "Placed on terms"
    assert payments(keyed) == [("terms", 10_362, "PO 7781", 30)]
    assert [state for _number, state in keyed.orders()] == ["released"]
    assert keyed.reason("card") == "This order is paid for already."
    keyed.key(F9)
    keyed.until(lambda: keyed.workspace.window.open_sheet_now is not None)


def test_a_company_without_terms_hears_who_can_set_them(keyed: Seat) -> None:
    give_terms(keyed, days=0)
    sheet = open_sheet(keyed)
    assert sheet.tender_list.currentRow() == 0
    keyed.press(Qt.Key.Key_Down)
    words = "This company has no terms with us. A supervisor can set them."
    assert keyed.label("tender_reason_label") == words


def test_after_a_decline_a_cheque_is_awaited(desk: Seat) -> None:
    desk.to_taken()
    desk.gateway.answers.append(declined())
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "declined")
    sheet = open_sheet(desk)
    assert sheet.tender_list.count() == 1
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "awaiting_cheque")
    assert [row[0] for row in payments(desk)] == ["card", "cheque"]
    assert len(desk.orders()) == 1


def test_a_card_number_is_no_purchase_order(keyed: Seat) -> None:
    give_terms(keyed)
    open_sheet(keyed)
    keyed.press(Qt.Key.Key_Return)
    keyed.type("4242" * 4)
    assert keyed.text("tender_reference_edit") == ""
    assert "looked like a card number" in keyed.error("tender_reference_edit")
    assert payments(keyed) == []


def test_an_order_that_costs_nothing_is_placed_with_f10(keyed: Seat) -> None:
    view = keyed.page.view
    assert view is not None

    def work(session: Any) -> None:
        order = session.get_one(Order, view.id)
        order.total_minor = 0

    keyed.write(work)
    keyed.page.keeper.reload()
    keyed.settle()
    words = "There is nothing to pay: F10 places the order."
    assert (keyed.reason("card"), keyed.reason("tender")) == (words, words)
    keyed.key(F10)
    keyed.until(lambda: keyed.page.payment_state == "free")
    assert payments(keyed) == []
    assert [state for _number, state in keyed.orders()] == ["released"]
    with keyed.workspace.database.read() as session:
        attempts = session.scalars(
            select(PaymentAttempt).join(Payment).where(Payment.order_id == view.id)
        )
        assert list(attempts) == []


def test_an_order_saved_elsewhere_is_not_placed(keyed: Seat) -> None:
    open_sheet(keyed)
    view = keyed.page.view
    assert view is not None

    def work(session: Any) -> None:
        session.get_one(Order, view.id).gift_message = "changed elsewhere"

    keyed.write(work)
    keyed.key(F10)
    keyed.until(lambda: keyed.page.payment_state == "none")
    keyed.settle()
    assert keyed.said == "This order was changed elsewhere too. It is shown with both changes."
    assert payments(keyed) == []
    assert [state for _number, state in keyed.orders()] == ["draft"]
