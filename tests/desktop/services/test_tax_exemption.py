"""Customers who buy free of tax: keyed, in the totals, on paper, and over on its day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.documents.confirmation import render_confirmation
from desktop.services import customers, orders, placing
from desktop.services.confirmation_words import LetterWords, confirmation_data
from desktop.services.customers import CustomerInput, CustomerView
from desktop.services.desk import Refused
from desktop.services.drafts import Draft
from desktop.services.tax_exemption import Exemption, ExemptionState, exemption
from models.ids import uuid7
from models.order import Order
from tests.desktop.factories import DeskShop, card

DAY = date(2026, 3, 15)


@pytest.mark.parametrize(
    ("until", "state", "in_force"),
    [
        (None, ExemptionState.GOOD, "E-7"),
        (DAY + timedelta(30), ExemptionState.GOOD, "E-7"),
        (DAY + timedelta(29), ExemptionState.ENDS_SOON, "E-7"),
        (DAY, ExemptionState.ENDS_SOON, "E-7"),
        (DAY - timedelta(1), ExemptionState.OVER, ""),
    ],
)
def test_a_certificate_is_good_on_its_last_day(
    until: date | None, state: ExemptionState, in_force: str
) -> None:
    found = exemption("E-7", until, DAY)
    assert found == Exemption("E-7", until, state)
    assert found is not None
    assert found.in_force == in_force
    assert exemption("", until, DAY) is None


def _give(
    shop: DeskShop, known: CustomerView, certificate: str, until: date | None = None
) -> CustomerView:
    """Key a certificate for a customer on file."""
    typed = CustomerInput(
        given_name=known.given_name, family_name=known.family_name,
        tax_exempt_certificate=certificate, tax_exempt_until=until,
    )  # fmt: skip
    with shop.database.write() as session:
        return customers.change(
            session, shop.desk(), known.id, typed, version=known.version, command_id=uuid7()
        )


def _place(shop: DeskShop, draft: Draft) -> None:
    with shop.database.write() as session:
        version = orders.get(session, shop.desk(), draft.order_id).version
        placing.place(
            session, shop.desk(), draft.order_id, card(), version=version, command_id=uuid7()
        )


def test_a_certificate_that_comes_during_the_draft_takes_the_tax_off(shop: DeskShop) -> None:
    known = shop.customer()
    draft = shop.ready_draft(customer_id=known.id)
    view = shop.save(draft)
    assert (view.tax_minor, view.exemption, view.is_outdated) == (100, None, False)
    today = shop.desk().today()
    known = _give(shop, known, "CA-77", today + timedelta(200))
    assert shop.order(draft.order_id).is_outdated
    with pytest.raises(Refused, match="exemption"):
        _place(shop, draft)
    view = shop.save(draft)
    assert (view.tax_minor, view.tax_exempt_certificate, view.is_outdated) == (0, "CA-77", False)
    assert view.exemption == Exemption("CA-77", today + timedelta(200), ExemptionState.GOOD)
    _place(shop, draft)
    # What became of the customer's certificate later does not touch the order.
    _give(shop, known, "", None)
    placed = shop.order(draft.order_id)
    assert placed.exemption == Exemption("CA-77", None, ExemptionState.GOOD)
    with shop.database.read() as session:
        words = LetterWords(hold=str, card=lambda brand, last4: f"{brand} {last4}")
        order = session.get_one(Order, draft.order_id)
        data = confirmation_data(session, shop.desk(), order, words)
    (tax,) = data.taxes
    assert (tax.certificate, tax.minor, tax.rate) == ("CA-77", 0, "")
    assert render_confirmation(data).unprintable == ()


def test_one_that_is_over_is_told_and_taxed(shop: DeskShop) -> None:
    ended = shop.desk().today() - timedelta(1)
    known = shop.customer(tax_exempt_certificate="CA-77", tax_exempt_until=ended)
    view = shop.save(shop.ready_draft(customer_id=known.id))
    assert (view.tax_minor, view.tax_exempt_certificate) == (100, "")
    assert view.exemption == Exemption("CA-77", ended, ExemptionState.OVER)
    assert not view.is_outdated
