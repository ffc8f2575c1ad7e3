"""Pick lists and packing slips from real orders: on record once, the same bytes at a reprint."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select

from desktop.documents.packing_slip import render_packing_slip
from desktop.documents.pick_list import render_pick_list
from desktop.services import confirmations, holds, papers
from desktop.services.confirmations import Letter
from desktop.services.desk import Refused
from models.dispatch import Route
from models.document import Document, DocumentFile, DocumentKind
from models.hold import HoldKind
from models.ids import uuid7
from models.order import Order
from tests.desktop.documents.letters import text_of
from tests.desktop.factories import ONTARIO, RENO, DeskShop
from tests.desktop.services.sending import authorize, pack, released


def _slip(shop: DeskShop, shipment_id: uuid.UUID) -> Letter:
    with shop.database.write() as session:
        return papers.make_packing_slip(
            session, shop.desk(), shipment_id, render=render_packing_slip, command_id=uuid7()
        )


def _list(shop: DeskShop, order_ids: Sequence[uuid.UUID] = ()) -> Letter:
    with shop.database.write() as session:
        return papers.make_pick_list(
            session, shop.desk(), order_ids, render=render_pick_list, command_id=uuid7()
        )


def test_a_slip_is_on_record_once_and_reprinted_as_it_was(shop: DeskShop) -> None:
    view = released(shop, shop.line("LAMP-1", 5))
    parcel = pack(shop, view.id, {view.lines[0].id: 2})
    made = _slip(shop, parcel.id)
    assert _slip(shop, parcel.id) == made
    with shop.database.write() as session:
        confirmations.record_sending(
            session, shop.desk(), made.document_id, route=Route.PRINTER, destination="Laser",
            copies=1, job="7", failure="", command_id=uuid7(),
        )  # fmt: skip
    with shop.database.read() as session:
        again = confirmations.letter(session, made.document_id)
        row = session.scalars(select(Document)).one()
        assert (row.kind, row.order_id, row.pdf_sha256) == (
            DocumentKind.PACKING_SLIP, view.id, made.sha256,
        )  # fmt: skip
        assert (row.data["inside"][0]["quantity"], row.data["later"][0]["quantity"]) == (2, 3)
    assert (again.pdf, again.sha256) == (made.pdf, made.sha256)
    assert [printing.destination for printing in again.printings] == ["Laser"]
    assert shop.count(Document, DocumentFile) == (1, 1)


def test_a_gift_goes_to_the_ship_to_with_no_amount_on_it(shop: DeskShop) -> None:
    draft = shop.ready_draft(
        shop.line("LAMP-1", 2), ship_to=RENO, gift_message="Many happy returns",
    )  # fmt: skip
    view, placed = shop.placed(draft)
    with shop.database.write() as session:
        order = session.get_one(Order, view.id)
        holds.end_holds_of(order, HoldKind.SHIP_TO_DIFFERS, shop.desk().stamp())
    authorize(shop, placed.attempt_id)
    text = text_of(_slip(shop, pack(shop, view.id).id).pdf)
    assert "Many happy returns" in text
    assert "88 Quarry Road" in text
    assert "Mill Parkway" not in text
    assert not any(amount in text for amount in ("10.00", "20.00", "$", "USD", "Visa", "4242"))


def test_what_is_packed_in_another_parcel_does_not_follow_later(shop: DeskShop) -> None:
    view = released(shop, shop.line("LAMP-1", 3))
    first = pack(shop, view.id, {view.lines[0].id: 1})
    pack(shop, view.id)
    assert "This completes the order." in text_of(_slip(shop, first.id).pdf)


def test_a_list_holds_what_can_be_packed_now(shop: DeskShop) -> None:
    one = released(shop, shop.line("BOOK-4", 5), shop.line("WICK-2", 4))
    two = released(shop, shop.line("WICK-2", 1))
    all_of_them = _list(shop)
    text = text_of(all_of_them.pdf)
    assert "Orders: 2 · Pieces: 8" in text
    assert "2 more are not here" in text
    assert all_of_them.order_number == ""
    only = _list(shop, [two.id])
    assert "Orders: 1 · Pieces: 1" in text_of(only.pdf)
    assert only.order_number == two.number
    with shop.database.read() as session:
        kinds = session.execute(select(Document.kind, Document.order_id)).all()
    assert {tuple(row) for row in kinds} == {
        (DocumentKind.PICK_LIST, None), (DocumentKind.PICK_LIST, two.id),
    }  # fmt: skip
    for view in (one, two):
        pack(shop, view.id)
    with pytest.raises(Refused, match="nothing_to_pick"):
        _list(shop)


def test_the_packing_table_reads_where_it_goes_in_latin_letters(shop: DeskShop) -> None:
    home = replace(ONTARIO, name="王小明", roman_name="Wang Xiaoming")
    view = released(shop, draft=shop.ready_draft(bill_to=home))
    parcel = pack(shop, view.id, {view.lines[0].id: 1})
    slip = _slip(shop, parcel.id)
    assert "王小明" in text_of(slip.pdf)  # the customer's own paper has the name as it was given
    assert slip.unprintable == ()
    other = released(shop, draft=shop.ready_draft(bill_to=home))
    assert "Wang Xiaoming, Ontario" in text_of(_list(shop, [other.id]).pdf)
