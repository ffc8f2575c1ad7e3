"""Drafts: saved as they are typed, the same after a crash, with pieces set aside while talking."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from desktop.services import catalogue, numbers, orders
from desktop.services.desk import Refused, Stale
from desktop.services.orders import MOST_PRICE_MINOR, Discount, Draft
from models import order_numbers
from models.addresses_rules import PostalAddress
from models.ids import uuid7
from models.order import DiscountKind, Order, OrderEvent, OrderLine, OrderState
from models.product import Price, ProductVariant, StockReservation
from models.shipping import ShippingMethod
from models.store import NumberBlock
from tests.desktop.factories import (
    HONOLULU,
    MILITARY,
    ONTARIO,
    PO_BOX,
    RENO,
    DeskShop,
    add_goods,
)

TORONTO = PostalAddress(
    name="Theo Roe", line1="88 Quarry Road", city="Toronto", state="ON", postal_code="M5V 2T6",
    country="CA",
)  # fmt: skip


def _available(shop: DeskShop, sku: str, *, desk: int = 2) -> int | None:
    with shop.database.read() as session:
        [item] = catalogue.find_items(session, shop.desk(desk), sku)
        return item.available


def _refused(shop: DeskShop, draft: Draft, *, version: int | None = None) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        shop.save(draft, version=version)
    return caught.value.code, caught.value.field


# Saving ------------------------------------------------------------------------------------------


def test_a_draft_is_read_back_by_a_fresh_session_as_it_was_saved(shop: DeskShop) -> None:
    draft = Draft(
        order_id=uuid7(), customer_id=shop.customer().id,
        lines=(shop.line("LAMP-1", 2, percent=100_000), shop.line("TEA-3", price=450),
               shop.line("WICK-2", 3, amount=50), shop.line("BOOK-4")),
        bill_to=ONTARIO, ship_to=RENO, gift_message="Alles Gute, Zoë! 🎂",
        shipping_method_id=shop.methods["POST"], promise_date=date(2026, 3, 9),
        promise_words="leaves by Monday", promise_basis="stock", source_code="SPRING",
        wants_catalog=True,
    )  # fmt: skip
    saved = shop.save(draft)
    shop.database.close()  # every connection of before is gone
    with shop.database.read() as session:
        assert orders.draft_of(session, draft.order_id) == draft
        assert orders.get(session, shop.desk(2), draft.order_id) == saved


def test_the_first_save_starts_the_order(shop: DeskShop) -> None:
    view = shop.save(shop.ready_draft())
    assert (view.state, view.version, view.number) == (OrderState.DRAFT, 1, "P100000011")
    assert (view.shown_number, view.placed_at) == ("P1000 0001-1", None)
    with shop.database.read() as session:
        [event] = session.scalars(select(OrderEvent))
        assert (event.kind, event.sequence) == ("draft_started", 1)
        assert (event.from_state, event.to_state) == (OrderState.DRAFT, OrderState.DRAFT)
        assert (event.at, event.actor_id) == (shop.clock.now(), shop.agents[0])
        assert event.workstation_id == shop.workstations[0]


def test_saving_again_is_harmless(shop: DeskShop) -> None:
    draft = shop.ready_draft(shop.line("LAMP-1", 2), shop.line("WICK-2"))
    first = shop.save(draft)
    before = shop.every_row()
    assert shop.save(draft) == first
    assert shop.every_row() == before
    shop.clock.advance(timedelta(seconds=1))
    again = shop.save(draft)
    assert again == dataclasses.replace(first, version=again.version, updated_at=shop.clock.now())
    assert shop.count(Order, OrderLine, StockReservation, OrderEvent) == (1, 2, 2, 1)


def test_lines_are_moved_changed_taken_out_and_brought_back(shop: DeskShop) -> None:
    lamp, wick, tea = shop.line("LAMP-1"), shop.line("WICK-2", 2), shop.line("TEA-3")
    draft = shop.ready_draft(lamp, wick, tea)
    shop.save(draft)
    for lines in (
        (tea, lamp, wick),
        (wick,),
        (wick, lamp),
        (dataclasses.replace(wick, quantity=7), dataclasses.replace(lamp, quantity=1)),
        (dataclasses.replace(lamp, variant_id=shop.goods["BOOK-4"].id), tea),
        (lamp, wick, tea),
        (),
        (lamp, wick, tea),
    ):
        draft = dataclasses.replace(draft, lines=lines)
        view = shop.save(draft)
        assert view == shop.order(draft.order_id)
        assert [(v.id, v.variant_id, v.quantity) for v in view.lines] == [
            (line.id, line.variant_id, line.quantity) for line in lines
        ]
        with shop.database.read() as session:
            assert orders.draft_of(session, draft.order_id) == draft
            kept = session.execute(
                select(
                    StockReservation.order_line_id,
                    StockReservation.variant_id,
                    StockReservation.quantity,
                )
            )
            assert {tuple(row) for row in kept} == {
                (line.id, line.variant_id, line.quantity) for line in lines
            }
    assert shop.count(OrderLine, StockReservation) == (3, 3)


def test_a_save_from_an_older_state_is_refused_and_changes_nothing(shop: DeskShop) -> None:
    draft = shop.ready_draft()
    first = shop.save(draft)
    shop.clock.advance(timedelta(seconds=1))
    second = shop.save(dataclasses.replace(draft, source_code="WEB"), version=first.version)
    assert second.version == first.version + 1
    with pytest.raises(Stale):
        shop.save(dataclasses.replace(draft, source_code="RADIO"), version=first.version, desk=2)
    assert shop.order(draft.order_id) == second


@pytest.mark.parametrize("quantity", [0, -1, 100_000, 10**18])
def test_a_quantity_out_of_bounds_is_refused(shop: DeskShop, quantity: int) -> None:
    draft = shop.ready_draft(shop.line("LAMP-1"))
    saved = shop.save(draft)
    wrong = dataclasses.replace(draft.lines[0], quantity=quantity)
    code, field = _refused(shop, dataclasses.replace(draft, lines=(wrong,)))
    assert (code, field) == ("quantity", str(wrong.id))
    assert shop.order(draft.order_id) == saved


def test_the_bounds_themselves_are_fine(shop: DeskShop) -> None:
    view = shop.save(shop.ready_draft(shop.line("TEA-3"), shop.line("TEA-3", 99_999)))
    assert [line.quantity for line in view.lines] == [1, 99_999]


@pytest.mark.parametrize(
    ("price", "discount", "code"),
    [
        (-1, None, "price"),
        (MOST_PRICE_MINOR + 1, None, "price"),
        (2**70, None, "price"),
        (None, Discount(DiscountKind.PERCENT, 1_000_001, "x"), "discount"),
        (None, Discount(DiscountKind.PERCENT, -1, "x"), "discount"),
        (None, Discount(DiscountKind.AMOUNT, -1, "x"), "discount"),
        (None, Discount(DiscountKind.AMOUNT, 2**70, "x"), "discount"),
    ],
)
def test_an_impossible_price_is_refused(
    shop: DeskShop, price: int | None, discount: Discount | None, code: str
) -> None:
    line = dataclasses.replace(shop.line("LAMP-1"), unit_price_minor=price, discount=discount)
    assert _refused(shop, shop.ready_draft(line)) == (code, str(line.id))
    assert shop.count(Order, OrderLine, StockReservation) == (0, 0, 0)


def test_an_order_has_a_most_of_lines(shop: DeskShop) -> None:
    lines = [shop.line("TEA-3") for _ in range(orders.MOST_LINES + 1)]
    assert _refused(shop, shop.ready_draft(*lines)) == ("too_many_lines", "")


def test_one_id_for_two_lines_is_a_mistake_of_ours(shop: DeskShop) -> None:
    line = shop.line("LAMP-1")
    with pytest.raises(ValueError, match="two lines"):
        shop.save(shop.ready_draft(line, line))


@pytest.mark.parametrize("sku", ["GONE-5", "RARE-6", None])
def test_what_is_not_sold_is_refused(shop: DeskShop, sku: str | None) -> None:
    """Discontinued, without a price, and unknown altogether."""
    variant_id = shop.goods[sku].id if sku else uuid.uuid4()
    line = dataclasses.replace(shop.line("LAMP-1"), variant_id=variant_id)
    assert _refused(shop, shop.ready_draft(shop.line("WICK-2"), line)) == (
        "item_gone", str(line.id),
    )  # fmt: skip
    assert shop.count(Order, OrderLine, StockReservation) == (0, 0, 0)


def test_what_was_said_of_an_item_stays_while_the_draft_lasts(shop: DeskShop) -> None:
    draft = shop.ready_draft(shop.line("LAMP-1"))
    said = shop.save(draft)
    with shop.database.write() as session:
        lamp = ProductVariant.id == shop.goods["LAMP-1"].id
        session.execute(
            update(ProductVariant).where(lamp).values(name="New", discontinued_at=shop.clock.now())
        )
        session.execute(
            update(Price).where(Price.variant_id == shop.goods["LAMP-1"].id).values(amount_minor=9)
        )
    more = dataclasses.replace(draft, lines=(dataclasses.replace(draft.lines[0], quantity=2),))
    view = shop.save(more)
    assert (view.lines[0].name, view.lines[0].unit_price_minor) == ("Brass Lamp", 1_000)
    assert view.subtotal_minor == 2 * said.subtotal_minor
    second = dataclasses.replace(more, lines=(*more.lines, shop.line("LAMP-1")))
    assert _refused(shop, second)[0] == "item_gone"


GROUPED = " ".join(["4242"] * 4)


def test_a_card_number_is_refused_beside_its_field(shop: DeskShop) -> None:
    line = shop.line("LAMP-1", price=900)
    with_reason = dataclasses.replace(line, price_reason=GROUPED)
    with_discount = dataclasses.replace(
        line, discount=Discount(DiscountKind.AMOUNT, 1, f"x {GROUPED}")
    )
    good = shop.ready_draft(line)
    before = shop.every_row()
    for draft, field in (
        (dataclasses.replace(good, gift_message=GROUPED), "gift_message"),
        (dataclasses.replace(good, promise_words=GROUPED), "promise_words"),
        (dataclasses.replace(good, source_code=GROUPED), "source_code"),
        (dataclasses.replace(good, bill_to=dataclasses.replace(ONTARIO, line2=GROUPED)),
         "bill_to.line2"),
        (dataclasses.replace(good, ship_to=PostalAddress(name=GROUPED)), "ship_to.name"),
        (dataclasses.replace(good, lines=(with_reason,)), str(line.id)),
        (dataclasses.replace(good, lines=(with_discount,)), str(line.id)),
    ):  # fmt: skip
        with pytest.raises(Refused) as caught:
            shop.save(draft)
        assert (caught.value.code, caught.value.field) == ("card_number", field)
        assert "4242" not in repr(caught.value) + str(caught.value.values)
    assert shop.every_row() == before


def test_a_placed_order_is_no_draft_any_more(shop: DeskShop) -> None:
    order, _placed = shop.placed()
    with shop.database.read() as session:
        draft = orders.draft_of(session, order.id)
    assert _refused(shop, dataclasses.replace(draft, source_code="WEB"))[0] == "not_a_draft"
    with pytest.raises(Refused, match="not_a_draft"), shop.database.write() as session:
        orders.discard_draft(session, shop.desk(), order.id)
    assert shop.order(order.id) == order


# Shipping ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "chosen", "why_not_ground"),
    [
        (ONTARIO, "GROUND", ""),
        (PO_BOX, "POST", "po_box"),
        (MILITARY, "POST", "military"),
        (HONOLULU, "POST", "state"),
        (dataclasses.replace(HONOLULU, state="hawaii"), "POST", "state"),
    ],
)
def test_the_first_method_that_reaches_is_taken_and_the_others_say_why(
    shop: DeskShop, to: PostalAddress, chosen: str, why_not_ground: str
) -> None:
    view = shop.save(shop.ready_draft(bill_to=to, shipping_method_id=None))
    assert view.shipping_method_id == shop.methods[chosen]
    assert [choice.not_reached for choice in view.shipping_choices] == [why_not_ground, ""]
    assert view.missing == ()


@pytest.mark.parametrize(
    ("to", "missing"),
    [(PO_BOX, "shipping_po_box"), (MILITARY, "shipping_military"), (HONOLULU, "shipping_state"),
     (TORONTO, "shipping_country")],
)  # fmt: skip
def test_a_method_that_was_chosen_is_kept_and_refused_where_it_cannot_reach(
    shop: DeskShop, to: PostalAddress, missing: str
) -> None:
    draft = shop.ready_draft(ship_to=to)
    view = shop.save(draft)
    assert view.shipping_method_id == shop.methods["GROUND"]
    assert view.missing == (missing,)
    mended = shop.save(dataclasses.replace(draft, ship_to=RENO))
    assert mended.missing == ()


def test_a_method_without_a_price_for_the_order_cannot_be_taken(shop: DeskShop) -> None:
    with shop.database.write() as session:
        session.get_one(ShippingMethod, shop.methods["GROUND"]).prices = []
    view = shop.save(shop.ready_draft())
    assert (view.missing, view.shipping_minor) == (("shipping_no_price",), 0)


def test_a_method_that_is_off_is_not_offered_and_another_is_taken(shop: DeskShop) -> None:
    draft = shop.ready_draft()
    shop.save(draft)
    with shop.database.write() as session:
        session.get_one(ShippingMethod, shop.methods["GROUND"]).active = False
    view = shop.save(draft)
    assert view.shipping_method_id == shop.methods["POST"]
    assert [choice.name for choice in view.shipping_choices] == ["Post"]


# What is missing, what differs, what is alike ----------------------------------------------------


def test_what_is_missing_is_said_in_order(shop: DeskShop) -> None:
    assert shop.save(Draft(order_id=uuid7())).missing == (
        "customer",
        "lines",
        "bill_to",
        "shipping",
    )


@pytest.mark.parametrize("part", ["name", "line1", "city", "state", "postal_code", "country"])
def test_half_an_address_is_missing(shop: DeskShop, part: str) -> None:
    half = dataclasses.replace(ONTARIO, **{part: " "})
    assert "bill_to" in shop.save(shop.ready_draft(bill_to=half)).missing
    assert "ship_to" in shop.save(shop.ready_draft(ship_to=half)).missing


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({}, ()),
        ({"name": "Somebody Else", "company": "Elsewhere Ltd"}, ()),
        ({"line1": "5798 MILL PKWY.", "line2": "#5", "postal_code": "91764-1234"}, ()),
        ({"line1": "5799 Mill Parkway"}, ("line1",)),
        ({"line2": "Apt 6"}, ("line2",)),
        ({"line2": ""}, ("line2",)),
        ({"city": "Upland"}, ("city",)),
        ({"state": "NV"}, ("state",)),
        ({"postal_code": "91765"}, ("postal_code",)),
        ({"line1": "1 Elm", "postal_code": "91765"}, ("line1", "postal_code")),
    ],
)
def test_only_another_place_would_hold_the_order(
    shop: DeskShop, changes: dict[str, str], parts: tuple[str, ...]
) -> None:
    view = shop.save(shop.ready_draft(ship_to=dataclasses.replace(ONTARIO, **changes)))
    assert view.differing == parts
    assert [(hold.kind.value, hold.details) for hold in view.holds] == (
        [("ship_to_differs", {"parts": list(parts)})] if parts else []
    )
    assert view.held is bool(parts)


def test_an_order_like_one_of_the_last_day_is_said(shop: DeskShop) -> None:
    customer = shop.customer()
    first, _placed = shop.placed(shop.ready_draft(customer_id=customer.id))

    def similar(*skus: str, **fields: object) -> list[uuid.UUID]:
        fields = {"customer_id": customer.id} | fields
        view = shop.save(shop.ready_draft(*(shop.line(sku, 3) for sku in skus), **fields))
        return [brief.id for brief in view.similar]

    assert similar("LAMP-1") == [first.id]
    assert similar("LAMP-1", "LAMP-1") == [first.id]
    assert similar("LAMP-1", "WICK-2") == []
    assert similar("WICK-2") == []
    assert similar("LAMP-1", customer_id=shop.customer().id) == []
    assert similar("LAMP-1", customer_id=None) == []
    shop.clock.advance(timedelta(hours=24))
    assert similar("LAMP-1") == [first.id]
    shop.clock.advance(timedelta(microseconds=1))
    assert similar("LAMP-1") == []


def test_a_draft_and_a_cancelled_order_are_nothing_alike(shop: DeskShop) -> None:
    customer = shop.customer()
    shop.save(shop.ready_draft(customer_id=customer.id))
    order, _placed = shop.placed(shop.ready_draft(customer_id=customer.id))
    with shop.database.write() as session:
        stamp = shop.desk().stamp()
        session.get_one(Order, order.id).move_to(OrderState.CANCELLED, kind="x", stamp=stamp)
    assert shop.save(shop.ready_draft(customer_id=customer.id)).similar == ()


# Stock -------------------------------------------------------------------------------------------


def test_pieces_are_set_aside_while_the_agent_talks(shop: DeskShop) -> None:
    lamp = shop.line("LAMP-1", 4)
    draft = shop.ready_draft(lamp)
    assert _available(shop, "LAMP-1") == 10
    view = shop.save(draft)
    assert view.lines[0].available == 10
    assert _available(shop, "LAMP-1") == 6
    other = shop.save(shop.ready_draft(shop.line("LAMP-1", 7)), desk=2)
    assert (other.lines[0].available, other.lines[0].short, other.lines[0].low) == (6, True, True)
    assert other.promise_choices[0].basis == "restock"
    assert _available(shop, "LAMP-1") == 0
    shop.save(dataclasses.replace(draft, lines=(dataclasses.replace(lamp, quantity=1),)))
    assert _available(shop, "LAMP-1") == 2
    shop.save(dataclasses.replace(draft, lines=()))
    assert _available(shop, "LAMP-1") == 3
    shop.save(draft)  # undo
    assert _available(shop, "LAMP-1") == 0
    with shop.database.write() as session:
        orders.discard_draft(session, shop.desk(), draft.order_id)
    assert _available(shop, "LAMP-1") == 3
    assert shop.count(StockReservation) == (1,)


def test_a_dropped_draft_is_cancelled_and_says_so(shop: DeskShop) -> None:
    view = shop.save(shop.ready_draft())
    with shop.database.write() as session:
        orders.discard_draft(session, shop.desk(2), view.id)
    with shop.database.read() as session:
        order = session.get_one(Order, view.id)
        assert order.state is OrderState.CANCELLED
        assert [(e.kind, e.to_state, e.actor_id) for e in order.events] == [
            ("draft_started", OrderState.DRAFT, shop.agents[0]),
            ("draft_dropped", OrderState.CANCELLED, shop.agents[1]),
        ]
    assert shop.count(StockReservation) == (0,)


def test_two_lines_of_one_item_share_what_there_is(shop: DeskShop) -> None:
    view = shop.save(shop.ready_draft(shop.line("LAMP-1", 6), shop.line("LAMP-1", 6)))
    assert [(line.available, line.short) for line in view.lines] == [(10, False), (4, True)]


def test_what_is_not_counted_never_runs_short(shop: DeskShop) -> None:
    view = shop.save(shop.ready_draft(shop.line("TEA-3", 99_999)))
    assert (view.lines[0].available, view.lines[0].short, view.lines[0].low) == (None, False, False)


def test_a_placed_order_keeps_its_pieces(shop: DeskShop) -> None:
    shop.placed(shop.ready_draft(shop.line("LAMP-1", 4)))
    assert _available(shop, "LAMP-1") == 6


# Order numbers -----------------------------------------------------------------------------------


def test_each_desk_hands_out_numbers_of_its_own_block(shop: DeskShop) -> None:
    def sequences(desk: int, count: int) -> list[int]:
        given = [shop.save(Draft(order_id=uuid7()), desk=desk).number for _ in range(count)]
        assert [order_numbers.parse(number) for number in given] == given
        return [int(number[1:-1]) for number in given]

    assert sequences(1, 2) == [10_000_001, 10_000_002]
    assert sequences(2, 2) == [10_000_101, 10_000_102]
    assert sequences(1, 1) == [10_000_003]


def test_a_block_that_is_used_up_is_followed_by_a_new_one(shop: DeskShop) -> None:
    def next_sequence(desk: int) -> int:
        with shop.database.write() as session:
            return int(numbers.next_number(session, shop.desk(desk))[1:-1])

    def use_up() -> None:
        with shop.database.write() as session:
            session.execute(update(NumberBlock).values(next=NumberBlock.last))

    assert (next_sequence(1), next_sequence(2)) == (10_000_001, 10_000_101)
    use_up()
    assert [next_sequence(1), next_sequence(1)] == [10_000_100, 10_000_201]
    assert [next_sequence(2), next_sequence(2)] == [10_000_200, 10_000_301]
    with shop.database.read() as session:
        kept = session.execute(
            select(
                NumberBlock.first, NumberBlock.last, NumberBlock.next, NumberBlock.workstation_id
            ).order_by(NumberBlock.first)
        )
        assert [tuple(row) for row in kept] == [
            (10_000_001, 10_000_100, 10_000_101, shop.workstations[0]),
            (10_000_101, 10_000_200, 10_000_201, shop.workstations[1]),
            (10_000_201, 10_000_300, 10_000_202, shop.workstations[0]),
            (10_000_301, 10_000_400, 10_000_302, shop.workstations[1]),
        ]


def test_a_live_shop_has_numbers_without_a_letter(shop: DeskShop) -> None:
    with shop.database.write() as session:
        view = orders.save_draft(session, shop.desk(practice=False), Draft(order_id=uuid7()))
    assert (view.number, view.shown_number) == ("100000011", "1000 0001-1")
    assert view.spoken_number == "1 0 0 0, 0 0 0 1, dash 1"


def test_a_draft_that_was_refused_uses_no_number(shop: DeskShop) -> None:
    _refused(shop, shop.ready_draft(shop.line("LAMP-1", 0)))
    assert shop.save(shop.ready_draft()).number == "P100000011"


def test_an_item_added_meanwhile_can_be_keyed(shop: DeskShop) -> None:
    add_goods(shop, "NEW-7", "New Thing", 42, stock=1)
    assert shop.save(shop.ready_draft(shop.line("NEW-7"))).subtotal_minor == 42
