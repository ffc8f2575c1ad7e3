"""Manifests: who is in the file, what the carrier was told, and that it is on record."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io

import pytest
from sqlalchemy import select

from desktop.exports.carrier_rules import OTHER, UPS, Column
from desktop.exports.manifest_rows import Note
from desktop.services import carrier_mappings, holds, manifests
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.manifests import CarrierParcels, ManifestMade
from models.hold import HoldKind
from models.ids import uuid7
from models.order import Order
from models.shipment import Disclosure, Manifest, Shipment
from tests.desktop.factories import PO_BOX, DeskShop
from tests.desktop.services.sending import pack, released, ship


def _write(
    shop: DeskShop, into: list[bytes], carrier: str = "UPS", **options: bool
) -> ManifestMade:
    with shop.database.write() as session:
        return manifests.write(
            session, shop.desk(), carrier, into.append, command_id=uuid7(), **options
        )


def _preview(shop: DeskShop, carrier: str = "UPS", **options: bool) -> manifests.Preview:
    with shop.database.read() as session:
        return manifests.preview(session, shop.desk(), carrier, **options)


def _packed(shop: DeskShop, carrier: str = "UPS", **fields: object) -> tuple[str, object]:
    fields.setdefault("customer_id", shop.customer(phone="909-555-0123").id)
    view = released(shop, draft=shop.ready_draft(**fields))
    return view.number, pack(shop, view.id, carrier=carrier, service="GND").id


def test_the_file_holds_the_packed_parcels_of_its_carrier_only(shop: DeskShop) -> None:
    number, _shipment = _packed(shop)
    _packed(shop, "Parcel")
    released(shop)
    content: list[bytes] = []
    made = _write(shop, content)
    (file,) = content
    rows = list(csv.reader(io.StringIO(file.decode("cp1252"))))
    assert rows[0] == [column.heading for column in UPS.columns]
    assert rows[1:] == [
        [number, "1", "Jane Roe", "", "5798 Mill Parkway", "Apt 5", "", "Ontario", "CA", "91764",
         "US", "9095550123", "GND", "1", "1.2"],
    ]  # fmt: skip
    assert (made.carrier, made.rows, made.sha256) == ("UPS", 1, hashlib.sha256(file).hexdigest())
    with shop.database.read() as session:
        row = session.scalars(select(Manifest)).one()
        assert (row.carrier, row.rows, row.sha256, row.agent_id) == (
            "UPS", 1, made.sha256, shop.agents[0],
        )  # fmt: skip


def test_each_order_has_its_disclosure_with_names_of_fields_and_no_value(shop: DeskShop) -> None:
    number, shipment = _packed(shop)
    made = _write(shop, [])
    with shop.database.read() as session:
        told = session.scalars(select(Disclosure)).one()
        order = session.scalars(select(Order).where(Order.number == number)).one()
        assert (told.order_id, told.recipient, told.purpose, told.manifest_id) == (
            order.id, "UPS", "delivery", made.id,
        )  # fmt: skip
        assert told.fields == [
            "reference", "parcel", "company_or_name", "address1", "address2", "city", "state",
            "postal_code", "country", "telephone", "service", "boxes", "weight_pounds",
        ]  # fmt: skip
        assert (told.actor_id, told.workstation_id) == (shop.agents[0], shop.workstations[0])
        assert session.get_one(Shipment, shipment).manifest_id == made.id


def test_a_parcel_is_told_of_once_unless_asked_again(shop: DeskShop) -> None:
    _packed(shop)
    _write(shop, [])
    with pytest.raises(Refused, match="no_parcels"):
        _write(shop, [])
    with shop.database.read() as session:
        assert manifests.carriers(session, shop.desk())[0] == CarrierParcels("UPS", 0, 1)
    assert _write(shop, [], again=True).rows == 1
    assert shop.count(Manifest, Disclosure) == (2, 2)


def test_the_same_command_writes_one_file(shop: DeskShop) -> None:
    _packed(shop)
    command, content = uuid7(), list[bytes]()
    for _time in range(2):
        with shop.database.write() as session:
            manifests.write(session, shop.desk(), "UPS", content.append, command_id=command)
    assert (len(content), shop.count(Manifest, Disclosure)) == (1, (1, 1))


def test_a_file_that_cannot_be_written_leaves_nothing_on_record(shop: DeskShop) -> None:
    _packed(shop)

    def refuse(_content: bytes) -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"), shop.database.write() as session:
        manifests.write(session, shop.desk(), "UPS", refuse, command_id=uuid7())
    assert shop.count(Manifest, Disclosure) == (0, 0)
    assert len(_preview(shop).good) == 1


def test_held_orders_and_parcels_that_left_are_not_told(shop: DeskShop) -> None:
    number, _shipment = _packed(shop)
    _other, left = _packed(shop)
    ship(shop, left)  # type: ignore[arg-type]
    with shop.database.write() as session:
        order = session.scalars(select(Order).where(Order.number == number)).one()
        holds.open_hold(order, HoldKind.MANUAL, shop.desk().stamp())
    assert _preview(shop).rows == ()


def test_a_refused_row_is_left_out_and_says_why(shop: DeskShop) -> None:
    good, _shipment = _packed(shop)
    _packed(shop, bill_to=PO_BOX, ship_to=None, shipping_method_id=shop.methods["POST"])
    seen = _preview(shop)
    assert [row.refusal for row in seen.rows] == [None, Note("po_box")]
    content: list[bytes] = []
    assert _write(shop, content).rows == 1
    assert b"812" not in content[0]
    assert good.encode() in content[0]
    assert shop.count(Disclosure) == (1,)


# The columns ---------------------------------------------------------------------------------


def _supervisor(shop: DeskShop) -> Desk:
    return dataclasses.replace(shop.desk(), may_supervise=True)


def _save(shop: DeskShop, mapped: carrier_mappings.Mapping) -> carrier_mappings.Mapping:
    with shop.database.write() as session:
        return carrier_mappings.save_mapping(session, _supervisor(shop), mapped)


def _mapping(shop: DeskShop, carrier: str) -> carrier_mappings.Mapping:
    with shop.database.read() as session:
        return carrier_mappings.mapping(session, shop.desk(), carrier)


def test_edited_columns_are_what_the_file_has(shop: DeskShop) -> None:
    own = _mapping(shop, "Parcel")
    assert (own.columns, own.edited, own.rules) == (OTHER.columns, False, OTHER)
    columns = (
        Column("REF", "reference"), Column("TO", "name"), Column("A1", "address1"),
        Column("TOWN", "city"), Column("ZIP", "postal_code"),
    )  # fmt: skip
    saved = _save(shop, dataclasses.replace(own, columns=columns))
    assert (saved.columns, saved.version) == (columns, 1)
    number, _shipment = _packed(shop, "Parcel")
    content: list[bytes] = []
    _write(shop, content, "parcel")
    rows = list(csv.reader(io.StringIO(content[0].decode("utf-8-sig"))))
    assert rows == [
        ["REF", "TO", "A1", "TOWN", "ZIP"],
        [number, "Jane Roe", "5798 Mill Parkway Apt 5", "Ontario", "91764"],
    ]
    with pytest.raises(Stale):
        _save(shop, own)
    with shop.database.write() as session:
        back = carrier_mappings.reset_mapping(session, _supervisor(shop), "Parcel")
    assert (back.columns, back.edited) == (OTHER.columns, False)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ((Column("", "reference"),), "heading_missing"),
        ((Column("x" * 61, "reference"),), "heading_long"),
        ((Column("A", "reference"), Column("a", "city")), "heading_double"),
        ((Column("A", "email"),), "field_unknown"),
        ((Column("4242" * 4, "city"),), "card_number"),
        ((Column("A", "reference"),), "columns_lack"),
    ],
)
def test_columns_that_are_none_are_refused(
    shop: DeskShop, columns: tuple[Column, ...], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        _save(shop, dataclasses.replace(_mapping(shop, "UPS"), columns=columns))


def test_only_a_supervisor_changes_columns(shop: DeskShop) -> None:
    with pytest.raises(Refused, match="supervisor_needed"), shop.database.write() as session:
        carrier_mappings.save_mapping(session, shop.desk(), _mapping(shop, "UPS"))
