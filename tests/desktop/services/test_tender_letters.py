"""The confirmation of an order that no card pays says so, and how to send the cheque."""

from __future__ import annotations

import pytest

from desktop.documents.confirmation import ConfirmationData, render_confirmation
from desktop.services import confirmation_words, tenders
from desktop.services.confirmation_words import LetterWords
from models.ids import uuid7
from models.order import Order
from tests.desktop.documents.letters import all_text, confirmation
from tests.desktop.factories import RENO, DeskShop
from tests.desktop.services.money_book import MoneyBook, arrive, placed_by_cheque, supervisor

WORDS = LetterWords(
    hold=lambda kind: f"because of {kind.value}",
    card=lambda brand, last4: f"{brand} ending {last4}",
    cheque=lambda awaited: "Cheque, awaited" if awaited else "Cheque, received",
    terms=lambda days, number: f"On terms: {days} days, purchase order {number}",
    nothing_to_pay="Nothing to pay",
)


def data_of(book: MoneyBook) -> ConfirmationData:
    with book.shop.database.read() as session:
        order = session.get_one(Order, book.order_id)
        return confirmation_words.confirmation_data(session, book.desk, order, WORDS)


def test_a_cheque_that_is_awaited_is_asked_for_and_is_no_verification(shop: DeskShop) -> None:
    book = placed_by_cheque(shop)
    data = data_of(book)
    total = shop.order(book.order_id).total_minor
    assert (data.payment_words, data.cheque_minor) == (("Cheque, awaited",), total)
    assert data.hold_reasons is None
    arrive(book, total)
    data = data_of(book)
    assert (data.payment_words, data.cheque_minor) == (("Cheque, received",), 0)


def test_a_verification_beside_the_cheque_keeps_its_reason(shop: DeskShop) -> None:
    view = shop.save(shop.ready_draft(ship_to=RENO))
    with shop.database.write() as session:
        tenders.place_by_cheque(
            session, shop.desk(), view.id, reference="", version=view.version, command_id=uuid7()
        )
    data = data_of(MoneyBook(shop, view.id))
    assert data.hold_reasons == ("because of ship_to_differs",)
    assert data.cheque_minor == view.total_minor


def test_terms_name_the_days_and_the_purchase_order(shop: DeskShop) -> None:
    firm = shop.customer(company_name="Roe Lighting")
    view = shop.save(shop.ready_draft(customer_id=firm.id))
    with shop.database.write() as session:
        tenders.set_terms(session, supervisor(shop), firm.id, 30, command_id=uuid7())
        tenders.place_on_terms(
            session, shop.desk(), view.id, purchase_order="7781", version=view.version,
            command_id=uuid7(),
        )  # fmt: skip
    data = data_of(MoneyBook(shop, view.id))
    assert data.payment_words == ("On terms: 30 days, purchase order 7781",)


def test_an_order_for_nothing_says_so(shop: DeskShop) -> None:
    view = shop.save(shop.ready_draft())
    with shop.database.write() as session:
        session.get_one(Order, view.id).total_minor = 0
    with shop.database.write() as session:
        tenders.place_free(
            session, shop.desk(), view.id, version=shop.order(view.id).version, command_id=uuid7()
        )
    assert data_of(MoneyBook(shop, view.id)).payment_words == ("Nothing to pay",)


def test_the_letter_says_what_to_write_and_where_to_send_it() -> None:
    data = confirmation(payment_words=("Cheque or money order, awaited",), cheque_minor=13_305)
    said = " ".join(all_text(render_confirmation(data)).split())
    assert "We await your cheque or money order" in said
    assert "for $133.05, write order number 4718 2063-5 on it" in said
    assert "PO Box 1180, Redlands, CA 92373. Your order is shipped when" in said
    assert "Held for verification" not in said
    without = " ".join(all_text(render_confirmation(confirmation())).split())
    assert "cheque" not in without


@pytest.mark.parametrize("amount", [13_305, 0])
def test_the_amount_awaited_is_on_record(amount: int) -> None:
    assert confirmation(cheque_minor=amount).to_record()["cheque_minor"] == amount
