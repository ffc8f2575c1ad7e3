"""Packing, shipping, carriers' files and their way back, by keys alone."""

from __future__ import annotations

import csv
from pathlib import Path

from PySide6.QtCore import Qt
from sqlalchemy import select

from models.order import Order
from models.payment import PaymentAttempt, Purpose
from models.shipment import Disclosure, Manifest, Shipment
from tests.ui.pages.call_desk.seat import Seat
from tests.ui.pages.shipping import room

F6, F10 = Qt.Key.Key_F6, Qt.Key.Key_F10
UPS_1 = "1Z999AA10123456784"


def test_f6_ships_what_is_here_and_says_what_is_captured(table: Seat) -> None:
    view = room.released(table)
    room.show(table, view)
    table.key(F6)
    table.until(lambda: room.sheet(table) == "ship_sheet")
    assert table.focus == "tracking_edit"
    table.until(lambda: table.label("ship_money_label") != "")
    assert table.label("ship_money_label").startswith("Shipping captures $")
    table.type(UPS_1.lower())
    table.key(F10)
    table.until(lambda: room.sheet(table) == "")
    with table.workspace.database.read() as session:
        parcel = session.scalars(select(Shipment).where(Shipment.order_id == view.id)).one()
        assert (parcel.tracking_number, parcel.shipped_at is not None) == (UPS_1, True)
        capture = session.scalars(
            select(PaymentAttempt).where(
                PaymentAttempt.purpose == Purpose.CAPTURE, PaymentAttempt.shipment_id == parcel.id
            )
        ).one()
        assert capture.amount_minor == view.total_minor
    assert room.state(table, view.id) in ("shipped", "closed")


def test_a_part_can_be_sent_and_too_much_is_refused_beside_the_line(table: Seat) -> None:
    view = room.released(table, quantity=4)
    room.show(table, view)
    table.key(F6)
    table.tab_to("pieces_0_spin")
    table.retype("1")
    table.key(F10)
    table.until(lambda: room.state(table, view.id) == "partly_shipped")
    with table.workspace.database.read() as session:
        assert session.get_one(Order, view.id).lines[0].shipped == 1


def test_a_wrong_number_is_told_beside_its_field_and_nothing_leaves(table: Seat) -> None:
    view = room.released(table)
    room.show(table, view)
    table.key(F6)
    table.until(lambda: room.sheet(table) == "ship_sheet")
    table.type("12345")
    table.key(F10)
    assert table.error("tracking_edit") == "A tracking number has 6 to 40 letters and digits."
    assert table.focus == "tracking_edit"
    table.retype("4242" * 4)
    table.key(F10)
    assert table.error("tracking_edit") == (
        "This could be a card number: it is not kept. Ship without it."
    )
    assert table.text("tracking_edit") == ""
    assert room.state(table, view.id) == "released"
    with table.workspace.database.read() as session:
        assert session.scalars(select(Shipment).where(Shipment.order_id == view.id)).all() == []


def test_packing_shows_the_slip_and_unpacking_puts_it_back(table: Seat) -> None:
    view = room.released(table)
    room.show(table, view)
    table.key(F6)
    table.until(lambda: room.sheet(table) == "ship_sheet")
    table.alt(Qt.Key.Key_K)
    table.until(lambda: room.sheet(table) == "print_sheet")
    table.key(Qt.Key.Key_Escape)
    table.key(F6)
    table.until(lambda: room.sheet(table) == "ship_sheet")
    assert not room.shown(table, "pieces_0_spin")
    table.alt(Qt.Key.Key_U)
    table.until(lambda: room.sheet(table) == "")
    with table.workspace.database.read() as session:
        assert session.scalars(select(Shipment).where(Shipment.order_id == view.id)).all() == []


def test_an_empty_table_says_so(table: Seat) -> None:
    room.to_page(table)
    table.alt(Qt.Key.Key_S)
    table.until(lambda: room.shown(table, "to_ship_empty"))
    assert table.reason("to_ship_sheet.pick_all") == "Nothing is to be sent."
    table.key(Qt.Key.Key_Escape)
    assert room.sheet(table) == ""


def test_all_that_is_to_ship_is_picked_packed_told_and_read_back(
    table: Seat, tmp_path: Path
) -> None:
    view = room.released(table)
    other = room.released(table, "CHM-1187", 1)
    room.to_page(table)
    table.alt(Qt.Key.Key_S)
    table.until(lambda: len(room.rows(table, "to_ship_table")) == 2)
    assert [row[1] for row in room.rows(table, "to_ship_table")] == [
        view.shown_number, other.shown_number,
    ]  # fmt: skip
    table.chord(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_P)
    table.until(lambda: room.sheet(table) == "print_sheet")
    table.key(Qt.Key.Key_Escape)

    table.alt(Qt.Key.Key_S)
    table.until(lambda: len(room.rows(table, "to_ship_table")) == 2)
    table.key(F10)
    table.until(lambda: room.sheet(table) == "ship_sheet")
    table.tab_to("carrier_combo")
    table.retype("UPS")
    table.alt(Qt.Key.Key_K)
    table.until(lambda: room.sheet(table) == "print_sheet")
    table.key(Qt.Key.Key_Escape)

    out = tmp_path / "ups.csv"
    table.alt(Qt.Key.Key_S)
    table.until(lambda: room.sheet(table) == "to_ship_sheet")
    table.alt(Qt.Key.Key_M)
    table.until(lambda: len(room.rows(table, "manifest_table")) == 1)
    assert room.rows(table, "manifest_table") == [(view.shown_number, "Yes", "")]
    table.tab_to("manifest_path_edit")
    table.retype(str(out))
    table.key(F10)
    table.until(lambda: room.sheet(table) == "")
    with out.open(encoding="cp1252", newline="") as file:
        assert [row[0] for row in csv.reader(file)][1:] == [view.number]
    with table.workspace.database.read() as session:
        assert len(session.scalars(select(Manifest)).all()) == 1
        assert session.scalars(select(Disclosure.order_id)).all() == [view.id]

    back = tmp_path / "back.csv"
    back.write_text(f"Reference 1,Tracking Number\n{view.number},{UPS_1}\nvoid,{UPS_1}\n")
    table.alt(Qt.Key.Key_S)
    table.until(lambda: room.sheet(table) == "to_ship_sheet")
    table.alt(Qt.Key.Key_T)
    table.until(lambda: room.sheet(table) == "tracking_sheet")
    table.type(str(back))
    table.key(Qt.Key.Key_Return)
    table.until(lambda: len(room.rows(table, "tracking_table")) == 2)
    assert room.state(table, view.id) == "released"
    table.key(F10)
    table.until(lambda: table.reason("tracking_sheet.read") == "The whole file is read.")
    assert room.rows(table, "tracking_table") == [
        ("3", "", "No order number that can be read"), ("2", view.shown_number, "Shipped"),
    ]  # fmt: skip
    assert room.state(table, view.id) in ("shipped", "closed")
    assert room.state(table, other.id) == "released"


def test_a_file_that_is_none_is_told_beside_its_name(table: Seat, tmp_path: Path) -> None:
    room.to_page(table)
    table.alt(Qt.Key.Key_S)
    table.until(lambda: room.sheet(table) == "to_ship_sheet")
    table.alt(Qt.Key.Key_T)
    table.until(lambda: room.sheet(table) == "tracking_sheet")
    table.type(str(tmp_path / "missing.csv"))
    table.key(Qt.Key.Key_Return)
    table.until(lambda: table.error("tracking_path_edit") != "")
    assert table.error("tracking_path_edit") == "This file cannot be read. Check its name."
    assert table.reason("tracking_sheet.read") == "Name the file first, then Enter."
