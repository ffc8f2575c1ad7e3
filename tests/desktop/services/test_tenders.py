"""Cheques, terms, and orders that cost nothing: placed, held and complete when they should be."""

from __future__ import annotations

import dataclasses
import uuid

import pytest

from desktop.services import placing, tenders
from desktop.services.desk import Refused, Stale
from desktop.services.order_views import OrderView
from models.customer import Customer
from models.hold import HoldKind
from models.ids import uuid7
from models.order import Order, OrderState
from models.order_search import OrderKey
from models.payment import Payment, PaymentAttempt, Purpose, Tender
from tests.desktop.factories import ONTARIO, RENO, DeskShop, card
from tests.desktop.services.money_book import (
    DECLINED,
    SUCCEEDED,
    UNKNOWN,
    MoneyBook,
    arrive,
    placed_by_card,
    placed_by_cheque,
    supervisor,
)

AUTHORIZE, CAPTURE, VOID = Purpose.AUTHORIZE, Purpose.CAPTURE, Purpose.VOID
WAITS = [(HoldKind.PAYMENT, "awaiting_cheque")]


def by_cheque(shop: DeskShop, view: OrderView, **changes: object) -> tenders.TenderPlaced:
    values = {"reference": " 10 01 ", "version": view.version, "command_id": uuid7()} | changes
    with shop.database.write() as session:
        return tenders.place_by_cheque(session, shop.desk(), view.id, **values)  # type: ignore[arg-type]


def on_terms(
    shop: DeskShop, view: OrderView, purchase_order: str = "PO 7781", **changes: object
) -> tenders.TenderPlaced:
    values = {"version": view.version, "command_id": uuid7()} | changes
    with shop.database.write() as session:
        return tenders.place_on_terms(
            session,
            shop.desk(),
            view.id,
            purchase_order=purchase_order,
            **values,  # type: ignore[arg-type]
        )


def by_card(shop: DeskShop, view: OrderView) -> None:
    with shop.database.write() as session:
        placing.place(
            session, shop.desk(), view.id, card(), version=view.version, command_id=uuid7()
        )


def free(shop: DeskShop, view: OrderView) -> tenders.TenderPlaced:
    with shop.database.write() as session:
        return tenders.place_free(
            session, shop.desk(), view.id, version=view.version, command_id=uuid7()
        )


def await_cheque(book: MoneyBook) -> tenders.TenderPlaced:
    with book.shop.database.write() as session:
        return tenders.await_cheque(
            session, book.desk, book.order_id, reference="", command_id=uuid7()
        )


def terms_days(shop: DeskShop, customer_id: uuid.UUID, days: int) -> None:
    with shop.database.write() as session:
        tenders.set_terms(session, supervisor(shop), customer_id, days, command_id=uuid7())


def company(shop: DeskShop, *, days: int = 30) -> OrderView:
    """A draft of a company with terms."""
    made = shop.customer(company_name="Roe Lighting")
    if days:
        terms_days(shop, made.id, days)
    return shop.save(shop.ready_draft(customer_id=made.id))


def order(shop: DeskShop, order_id: uuid.UUID) -> Order:
    with shop.database.read() as session:
        found = session.get_one(Order, order_id)
        session.expunge(found)
        return found


def standing(shop: DeskShop, order_id: uuid.UUID) -> tenders.TenderView | None:
    with shop.database.read() as session:
        return tenders.standing(session, shop.desk(), order_id)


# By cheque ---------------------------------------------------------------------------------------


def test_an_order_by_cheque_is_placed_and_waits(shop: DeskShop) -> None:
    view = shop.save(shop.ready_draft(ship_to=RENO))
    placed = by_cheque(shop, view)
    book = MoneyBook(shop, view.id)
    row = order(shop, view.id)
    assert (row.state, row.placed_at, row.completed_order_at) == (
        OrderState.PLACED, shop.clock.now(), None,
    )  # fmt: skip
    assert book.waits == [(HoldKind.SHIP_TO_DIFFERS, None), *WAITS]
    assert shop.count(Payment, PaymentAttempt) == (1, 0)
    assert shop.count(OrderKey) != (0,)
    assert standing(shop, view.id) == tenders.TenderView(
        order_id=view.id, payment_id=placed.payment_id, tender=Tender.CHEQUE,  # type: ignore[arg-type]
        amount_minor=view.total_minor, currency="USD", reference="10 01", terms_days=0,
        received_at=None, wanted_minor=view.total_minor,
    )  # fmt: skip
    assert (book.settle(), book.waits) == ((), [(HoldKind.SHIP_TO_DIFFERS, None), *WAITS])
    assert book.events.count("placed") == 1


def test_the_cheque_completes_the_order_and_releases_it(shop: DeskShop) -> None:
    book = placed_by_cheque(shop)
    book.wait(days=5)
    arrive(book, shop.order(book.order_id).total_minor)
    row = order(shop, book.order_id)
    assert (row.state, row.completed_order_at) == (OrderState.RELEASED, shop.clock.now())
    assert (book.waits, book.dues, book.waiting) == ([], [], [])
    view = standing(shop, book.order_id)
    assert view is not None
    assert (view.reference, view.received_at, view.is_awaited) == ("1001", shop.clock.now(), False)
    book.ship()
    assert (book.waiting, book.waits) == ([], [])


def test_a_cheque_too_small_is_not_taken_unless_the_rest_is_awaited(shop: DeskShop) -> None:
    book = placed_by_cheque(shop)
    total = shop.order(book.order_id).total_minor
    before = shop.every_row()
    with pytest.raises(Refused) as caught:
        arrive(book, total - 500)
    assert (caught.value.code, caught.value.field) == ("cheque_too_small", "amount")
    assert caught.value.values == {"lacking": 500, "wanted": total}
    assert shop.every_row() == before
    arrive(book, total - 500, accept_part=True)
    assert (book.state, book.waits) == (OrderState.PLACED, WAITS)
    assert order(shop, book.order_id).completed_order_at is None
    view = standing(shop, book.order_id)
    assert view is not None
    assert (view.amount_minor, view.is_awaited, view.wanted_minor) == (500, True, 500)
    arrive(book, 500)
    assert (book.state, book.waits, book.dues) == (OrderState.RELEASED, [], [])
    assert order(shop, book.order_id).completed_order_at == shop.clock.now()


@pytest.mark.parametrize("amount", [0, -1])
def test_a_cheque_has_an_amount(shop: DeskShop, amount: int) -> None:
    book = placed_by_cheque(shop)
    with pytest.raises(Refused, match="cheque_amount"):
        arrive(book, amount)


def test_a_cheque_arrives_once(shop: DeskShop) -> None:
    book = placed_by_cheque(shop)
    arrive(book, shop.order(book.order_id).total_minor)
    with pytest.raises(Refused, match="no_cheque_awaited"):
        arrive(book, 100)
    card_order = placed_by_card(shop)
    with pytest.raises(Refused, match="no_cheque_awaited"):
        arrive(card_order, 100)


def test_a_cheque_for_a_cancelled_order_is_due_back_whole(shop: DeskShop) -> None:
    book = placed_by_cheque(shop)
    book.cancel()
    arrive(book, 700)
    assert book.dues == [(700, "cancelled", False)]


def test_they_may_still_pay_by_card(shop: DeskShop) -> None:
    book = placed_by_cheque(shop)
    total = shop.order(book.order_id).total_minor
    assert book.needs_card
    book.another_card("pm_one")
    book.authorized()
    assert (book.state, book.waits) == (OrderState.RELEASED, [])
    arrive(book, total)  # and then the cheque comes all the same: the card is let go
    assert (book.waiting, book.dues) == ([(VOID, total)], [])
    assert book.state is OrderState.RELEASED
    book.ship()
    assert book.waiting == [(VOID, total)]


def test_a_cheque_after_the_card_was_captured_goes_back(shop: DeskShop) -> None:
    book = placed_by_cheque(shop)
    total = shop.order(book.order_id).total_minor
    book.another_card("pm_one")
    book.authorized().ship()
    book.answer(CAPTURE, SUCCEEDED)
    arrive(book, total)
    assert book.dues == [(total, "overpaid", False)]


def test_a_declined_card_may_become_a_cheque(shop: DeskShop) -> None:
    book = placed_by_card(shop)
    with pytest.raises(Refused, match="outcome_unknown"):
        await_cheque(book)
    book.answer(AUTHORIZE, UNKNOWN)
    with pytest.raises(Refused, match="outcome_unknown"):
        await_cheque(book)
    book.answer(AUTHORIZE, DECLINED)
    first = await_cheque(book)
    assert (await_cheque(book), book.waits) == (first, WAITS)
    arrive(book, shop.order(book.order_id).total_minor)
    assert book.state is OrderState.RELEASED
    with pytest.raises(Refused, match="not_placed"):
        await_cheque(book)


def test_what_is_awaited_follows_the_order(shop: DeskShop) -> None:
    book = placed_by_cheque(shop)
    book.total(4_000)
    view = standing(shop, book.order_id)
    assert view is not None
    assert (view.amount_minor, book.waits) == (4_000, WAITS)
    arrive(book, 4_000)
    assert book.state is OrderState.RELEASED


def test_the_list_of_cheques_awaited(shop: DeskShop) -> None:
    first, second = placed_by_cheque(shop), placed_by_cheque(shop)
    arrive(second, shop.order(second.order_id).total_minor)
    placed_by_cheque(shop).cancel()
    placed_by_card(shop)
    first.wait(days=3, hours=5)
    with shop.database.read() as session:
        [view] = tenders.cheques_awaited(session, shop.desk())
    assert (view.order_id, view.days, view.customer_name) == (first.order_id, 3, "Jane Roe")
    assert view.amount_minor == shop.order(first.order_id).total_minor


# On terms ----------------------------------------------------------------------------------------


def test_an_order_on_terms_is_complete_and_released_at_once(shop: DeskShop) -> None:
    view = company(shop)
    on_terms(shop, view)
    book = MoneyBook(shop, view.id)
    row = order(shop, view.id)
    assert (row.state, row.completed_order_at) == (OrderState.RELEASED, shop.clock.now())
    found = standing(shop, view.id)
    assert found is not None
    assert (found.tender, found.reference, found.terms_days) == (Tender.TERMS, "PO 7781", 30)
    book.ship(LAMP_1=1)
    assert (book.waiting, book.waits, book.needs_card) == ([], [], False)
    assert shop.count(PaymentAttempt) == (0,)


def test_terms_hold_for_verification_like_any_order(shop: DeskShop) -> None:
    made = shop.customer(company_name="Roe Lighting")
    terms_days(shop, made.id, 30)
    view = shop.save(shop.ready_draft(customer_id=made.id, ship_to=RENO))
    on_terms(shop, view)
    row = order(shop, view.id)
    assert (row.state, row.completed_order_at) == (OrderState.PLACED, shop.clock.now())
    assert MoneyBook(shop, view.id).waits == [(HoldKind.SHIP_TO_DIFFERS, None)]


def test_what_is_owed_on_terms_follows_the_order(shop: DeskShop) -> None:
    view = company(shop)
    on_terms(shop, view)
    book = MoneyBook(shop, view.id).total(9_999)
    assert (book.state, book.waits) == (OrderState.RELEASED, [])
    found = standing(shop, view.id)
    assert found is not None
    assert found.amount_minor == 9_999
    book.cancel()
    assert (book.dues, book.waits, book.needs_card) == ([], [], False)


def test_terms_are_for_companies_that_have_them(shop: DeskShop) -> None:
    person = shop.save(shop.ready_draft())
    with pytest.raises(Refused, match="terms_company"):
        on_terms(shop, person)
    without = company(shop, days=0)
    with pytest.raises(Refused, match="terms_none"):
        on_terms(shop, without)
    with pytest.raises(Refused) as caught:
        on_terms(shop, company(shop), "  ")
    assert (caught.value.code, caught.value.field) == ("purchase_order_missing", "purchase_order")
    assert shop.count(Payment) == (0,)
    assert {shop.order(view.id).state for view in (person, without)} == {OrderState.DRAFT}


def test_terms_follow_a_customer_who_was_merged(shop: DeskShop) -> None:
    view = company(shop)
    kept = shop.customer(company_name="Roe Lighting Inc")
    with shop.database.write() as session:
        assert view.customer_id is not None
        session.get_one(Customer, view.customer_id).merged_into_id = kept.id
    with pytest.raises(Refused, match="terms_none"):
        on_terms(shop, view)
    terms_days(shop, view.customer_id, 10)
    on_terms(shop, view)
    assert standing(shop, view.id).terms_days == 10  # type: ignore[union-attr]


def test_only_a_supervisor_sets_terms_and_only_of_companies(shop: DeskShop) -> None:
    firm, person = shop.customer(company_name="Roe Lighting"), shop.customer()
    with pytest.raises(Refused, match="supervisor_needed"), shop.database.write() as session:
        tenders.set_terms(session, shop.desk(), firm.id, 30, command_id=uuid7())
    with pytest.raises(Refused, match="terms_company"):
        terms_days(shop, person.id, 30)
    for wrong in (-1, 181):
        with pytest.raises(Refused, match="terms_days"):
            terms_days(shop, firm.id, wrong)
    terms_days(shop, firm.id, 30)
    with shop.database.read() as session:
        assert tenders.terms_of(session, shop.desk(), firm.id).days == 30
        assert session.get_one(Customer, firm.id).version == 2


# For nothing, and once -------------------------------------------------------------------------


def test_an_order_that_costs_nothing_needs_no_tender(shop: DeskShop) -> None:
    line = shop.line("BOOK-4", 3, percent=1_000_000)
    view = shop.save(shop.ready_draft(line, bill_to=ONTARIO))
    if view.total_minor:  # the shipping is charged on what is left of the goods
        with shop.database.write() as session:
            session.get_one(Order, view.id).total_minor = 0
            session.get_one(Order, view.id).shipping_minor = 0
        view = shop.order(view.id)
    for refused in (by_cheque, on_terms):
        with pytest.raises(Refused, match="nothing_to_pay"):
            refused(shop, view)
    assert free(shop, view).payment_id is None
    row = order(shop, view.id)
    assert (row.state, row.completed_order_at) == (OrderState.RELEASED, shop.clock.now())
    assert shop.count(Payment, PaymentAttempt) == (0, 0)
    book = MoneyBook(shop, view.id).ship()
    assert (book.waiting, book.waits, book.needs_card) == ([], [], False)


def test_no_card_is_authorized_for_nothing(shop: DeskShop) -> None:
    view = shop.save(shop.ready_draft())
    with shop.database.write() as session:
        session.get_one(Order, view.id).total_minor = 0
    with pytest.raises(Refused, match="nothing_to_pay"):
        by_card(shop, shop.order(view.id))
    assert shop.count(Payment) == (0,)


def test_what_costs_something_is_not_placed_for_nothing(shop: DeskShop) -> None:
    view = shop.save(shop.ready_draft())
    with pytest.raises(Refused, match="something_to_pay"):
        free(shop, view)
    assert shop.order(view.id).state is OrderState.DRAFT


def test_every_tender_goes_through_the_same_checks(shop: DeskShop) -> None:
    incomplete = shop.save(dataclasses.replace(shop.ready_draft(), lines=()))
    for place in (by_cheque, on_terms):
        with pytest.raises(Refused) as caught:
            place(shop, incomplete)
        assert caught.value.values == {"codes": ("lines",)}
    view = company(shop)
    with pytest.raises(Stale):
        by_cheque(shop, view, version=view.version - 1)
    command_id = uuid7()
    first = by_cheque(shop, view, command_id=command_id)
    assert by_cheque(shop, view, command_id=command_id) == first
    with pytest.raises(Refused, match="not_a_draft"):
        on_terms(shop, view)
    assert shop.count(Payment) == (1,)


def test_a_reference_is_no_place_for_a_card_number(shop: DeskShop) -> None:
    view = company(shop)
    with pytest.raises(ValueError, match="not kept"):
        on_terms(shop, view, "4242 " * 4)
    assert shop.count(Payment) == (0,)
