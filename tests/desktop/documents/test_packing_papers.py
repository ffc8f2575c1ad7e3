"""The packing slip and the pick list, word for word, and the same bytes each time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from desktop.documents.packing_slip import PackingSlipData, SlipLine, render_packing_slip
from desktop.documents.pick_list import PickLine, PickListData, PickOrder, render_pick_list
from tests.desktop.documents.letters import ELSEWHERE, SHOP, all_text, texts_of

SLIP = PackingSlipData(
    letterhead=SHOP, order_number="471820635", order_number_display="4718 2063-5", parcel=1,
    packed_on=date(2026, 11, 24), ship_to=ELSEWHERE,
    inside=(SlipLine(sku="CHM-1187", name="Glass chimney, 10 in", note="pack of 2", quantity=3),),
    later=(
        SlipLine(sku="CHM-1187", name="Glass chimney, 10 in", quantity=2, leaves=date(2026, 12, 9)),
        SlipLine(sku="WCK-0099", name="Cotton wick", quantity=12),
    ),
    carrier="UPS", boxes=2, gift_message="Happy birthday, Theo.\nFrom all of us.",
)  # fmt: skip
LAMP = PickLine(sku="LMP-2204", name="Brass student lamp", quantity=1)
CHIMNEY = PickLine(
    sku="CHM-1187", name="Glass chimney, 10 in", note="pack of 2", quantity=3, short=2
)


def _pick_order(number: str, shown: str, *lines: PickLine, **fields: object) -> PickOrder:
    made = PickOrder(
        number=number,
        shown_number=shown,
        goes_to="Theo Holloway, Reno",
        method="Ground",
        lines=lines,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


PICK = PickListData(
    letterhead=SHOP, made_on=date(2026, 11, 24), made_at="24 November 2026, 12:10 PM",
    orders=(
        _pick_order("471820635", "4718 2063-5", LAMP, CHIMNEY, promise_date=date(2026, 11, 25)),
        _pick_order("471820644", "4718 2064-4", LAMP, promise_date=date(2026, 11, 20), late=True),
        _pick_order("471820652", "4718 2065-2", LAMP, together=True),
    ),
)  # fmt: skip


def test_the_slip_says_what_is_inside_and_what_follows_and_no_price() -> None:
    rendered = render_packing_slip(SLIP)
    (page,) = texts_of(rendered)
    assert page[page.index("A gift for you") :] == [
        "A gift for you",
        "Parcel 1 of this order, packed on 24 November 2026. It comes in 2 boxes. Sent by UPS.",
        "The giver writes",
        "Happy birthday, Theo.",
        "From all of us.",
        "In this parcel",
        "Qty SKU Item",
        "3 CHM-1187 Glass chimney, 10 in",
        "pack of 2",
        "What follows later",
        "Qty SKU Item Leaves",
        "2 CHM-1187 Glass chimney, 10 in by 9 December 2026",
        "12 WCK-0099 Cotton wick as soon as it is here",
        "To send something back",
        "Call 1-909-555-0100 first and give the order number, 4718 2063-5. Put this slip into the "
        "parcel.",
        "Order 4718 2063-5 Page 1 of 1",
    ]
    assert "Theo Holloway" in page
    assert "PRACTICE" not in all_text(rendered)
    assert rendered.address_fits
    assert rendered.unprintable == ()


def test_a_plain_slip_says_that_it_is_whole() -> None:
    text = all_text(render_packing_slip(replace(SLIP, later=(), gift_message="", boxes=1)))
    assert "Packing slip" in text
    assert "This completes the order." in text
    assert "gift" not in text.lower()


def test_practice_papers_say_so() -> None:
    assert "PRACTICE" in all_text(render_packing_slip(replace(SLIP, practice=True)))
    assert "PRACTICE" in all_text(render_pick_list(replace(PICK, practice=True)))


def test_the_list_goes_along_the_shelf_and_then_order_by_order() -> None:
    (page,) = texts_of(render_pick_list(PICK))
    assert page[1:-1] == [
        "Pick list",
        "Orders: 3 · Pieces: 6",
        "From the shelf, by SKU",
        "Qty SKU Item Orders",
        "3 CHM-1187 Glass chimney, 10 in",
        "pack of 2",
        "3 for 4718 2063-5",
        "3 LMP-2204 Brass student lamp 1 for 4718 2063-5",
        "1 for 4718 2064-4",
        "1 for 4718 2065-2",
        "By order",
        "Order 4718 2063-5",
        "Theo Holloway, Reno · Ground · Leaves by 25 November 2026",
        "Qty SKU Item",
        "3 CHM-1187 Glass chimney, 10 in",
        "pack of 2",
        "2 more are not here",
        "1 LMP-2204 Brass student lamp",
        "Order 4718 2064-4",
        "Theo Holloway, Reno · Ground · Late: was to leave by 20 November 2026",
        "Qty SKU Item",
        "1 LMP-2204 Brass student lamp",
        "Order 4718 2065-2",
        "Theo Holloway, Reno · Ground · Goes together only",
        "Qty SKU Item",
        "1 LMP-2204 Brass student lamp",
    ]


def test_the_list_of_one_order_is_that_order_only() -> None:
    text = all_text(render_pick_list(replace(PICK, orders=PICK.orders[:1])))
    assert "Orders: 1 · Pieces: 4" in text
    assert "By order" not in text


def test_many_orders_of_one_thing_are_counted_not_cut_off() -> None:
    many = tuple(_pick_order("471820635", "4718 2063-5", LAMP) for _ in range(60))
    rendered = render_pick_list(replace(PICK, orders=many))
    text = all_text(rendered)
    assert "and 48 orders more" in text
    assert text.count("Order 4718 2063-5") == 60
    assert rendered.pages > 3


def test_the_same_data_gives_the_same_bytes_and_a_record() -> None:
    assert render_packing_slip(SLIP).sha256 == render_packing_slip(SLIP).sha256
    assert render_pick_list(PICK).sha256 == render_pick_list(PICK).sha256
    assert json.loads(json.dumps(SLIP.to_record()))["later"][0]["leaves"] == "2026-12-09"
    assert json.loads(json.dumps(PICK.to_record()))["orders"][2]["promise_date"] is None
