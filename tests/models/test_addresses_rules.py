from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import card_guard
from models.addresses_rules import (
    PostalAddress,
    check_us,
    differences,
    format_zip,
    is_military,
    is_po_box,
    standardise,
    state_code,
    zip_parts,
)

DESK = PostalAddress(
    name="Jane Roe",
    line1="5798 Ontario Mills Parkway",
    line2="Ste. 5",
    city="Ontario",
    state="CA",
    postal_code="91764",
)


def at(line1: str, line2: str = "", **others: str) -> PostalAddress:
    return dataclasses.replace(DESK, line1=line1, line2=line2, **others)


@pytest.mark.parametrize(
    "lines",
    [
        ("5798 Ontario Mills Parkway", "Ste. 5"),
        ("5798 ONTARIO MILLS PKWY # 5",),
        ("5798 ontario mills pkwy., suite #5",),
        ("Suite 5", "5798 Ontario Mills Pkwy"),
        ("5798 Ontario Mills Pkwy", "5"),
        ("5798 Ontario Mills Pkwy", "Unit 5"),
        ("5798 Óntario  Mills Parkwy", "Apt. No. 5".replace(" No.", "")),
        ("c/o John Roe", "5798 Ontario Mills Pkwy Rm 5"),
    ],
)
def test_the_same_door_however_it_is_written(lines: tuple[str, ...]) -> None:
    address = at(*lines)
    assert standardise(address) == "5798 ONTARIO MLS PKWY|# 5|91764|US"
    assert differences(DESK, address) == ()


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("12 North East Fifth Ave.", "12 NE 5TH AVE"),
        ("12 N.E. 5th Avenue", "12 NE 5TH AVE"),
        ("12 Northeast 5th Av", "12 NE 5TH AVE"),
        ("12 Saint James Street", "12 ST JAMES ST"),
        ("12 St. James St", "12 ST JAMES ST"),
        ("112-10 Queens Boulevard Apt 3-C", "112-10 QUEENS BLVD|# 3C"),
        ("123 1/2 Main Street", "123 1/2 MAIN ST"),
        ("123½ Main St", "123 1/2 MAIN ST"),
        ("12 O’Brien Rd", "12 OBRIEN RD"),
        ("Rural Route 2, Box 152", "RR 2 BOX 152"),
        ("R.R. 2 Box 152", "RR 2 BOX 152"),
        ("RFD 2 Box 152", "RR 2 BOX 152"),
        ("P.O. Box 12", "PO BOX 12"),
        ("Post Office Box #12", "PO BOX 12"),
        ("P.O. Box No. 12", "PO BOX 12"),
        ("12 Main St Bldg 4 Apt 5", "12 MAIN ST|BLDG 4 # 5"),
        ("12 Main St Rear", "12 MAIN ST|REAR"),
        ("12 Front St", "12 FRONT ST"),
        ("12 Key West Rd", "12 KEY W RD"),
        ("100 Avenue D", "100 AVE D"),
    ],
)
def test_standard_forms_of_a_delivery_line(line: str, key: str) -> None:
    assert standardise(at(line)) == f"{key}|91764|US"


def test_what_makes_another_place() -> None:
    keys = {
        standardise(address)
        for address in (
            DESK,
            at("5799 Ontario Mills Parkway", "Ste 5"),
            at("5798 Ontario Mills Parkway", "Ste 6"),
            at("5798 Ontario Mills Parkway"),
            at("5798 Ontario Mills Parkway", "Ste 5", postal_code="91761"),
            at("5798 Ontario Mills Parkway", "Ste 5", country="CA"),
        )
    }
    assert len(keys) == 6


def test_the_town_stands_in_only_without_a_zip() -> None:
    assert standardise(at("12 Main St", city="Alta Loma")) == standardise(at("12 Main St"))
    nowhere = at("12 Main St", city="Saint Paul", state="Minnesota", postal_code="")
    assert standardise(nowhere) == "12 MAIN ST|ST PAUL|MN|US"


def test_an_address_without_a_line_has_no_key() -> None:
    assert standardise(PostalAddress()) == ""
    assert standardise(at("", "")) == ""
    assert standardise(at("Attn: Opting Out")) == ""


def test_an_address_abroad() -> None:
    address = at("10 Downing Street", city="London", state="", postal_code="sw1a 2aa", country="GB")
    assert standardise(address) == "10 DOWNING ST|LONDON|SW1A2AA|GB"


def test_the_part_of_a_town_is_in_the_key_abroad_and_only_there() -> None:
    rio = at("Rua Sol 4", city="Niterói", state="RJ", postal_code="24020-125", country="BR")
    there = standardise(dataclasses.replace(rio, district="Centro"))
    assert there == "RUA SOL 4|CENTRO|NITEROI|RJ|24020125|BR"
    assert standardise(rio) == "RUA SOL 4|NITEROI|RJ|24020125|BR", "as it was"
    assert standardise(dataclasses.replace(rio, district="Icaraí")) != there
    assert standardise(dataclasses.replace(DESK, district="Centro")) == standardise(DESK)


def test_differences_are_named_by_field() -> None:
    other = PostalAddress(
        name="John Roe",
        company="Acme",
        line1="12 Main St",
        line2="Apt 6",
        city="Upland",
        state="NV",
        postal_code="89101",
        country="CA",
        district="Centro",
    )
    fields = (
        "name", "company", "line1", "line2", "city", "state", "postal_code", "country", "district",
    )  # fmt: skip
    assert differences(DESK, other) == fields
    assert differences(DESK, at("5798 Ontario Mills Pkwy")) == ("line2",)
    assert differences(DESK, dataclasses.replace(DESK, postal_code="91764-1234")) == ()
    assert differences(DESK, dataclasses.replace(DESK, state="California", country="us")) == ()
    assert differences(DESK, dataclasses.replace(DESK, name="JANE ROE")) == ()
    assert differences(DESK, dataclasses.replace(DESK, city="Upland")) == ("city",)


@pytest.mark.parametrize(
    ("line", "box"),
    [
        ("P.O. Box 12", True),
        ("PO BOX 12", True),
        ("p o box 12-B", True),
        ("POB 12", True),
        ("P.O.Box12", True),
        ("PO Bx 12", True),
        ("P.O. Box A", True),
        ("Post Office Box 12", True),
        ("Postal Box 12", True),
        ("PO Drawer 5", True),
        ("Lock Box 5", True),
        ("Box 12", True),
        ("General Delivery", True),
        ("123 Main St PO Box 45", True),
        ("Po Boxwood Ln 5", False),
        ("12 Pobox Rd", False),
        ("12 Box Canyon Rd", False),
        ("Box Elder 5", False),
        ("Poblano Rd 12", False),
        ("RR 2 Box 152", False),
        ("PMB 12", False),
        ("5798 Ontario Mills Parkway", False),
        ("", False),
    ],
)
def test_po_boxes(line: str, box: bool) -> None:
    assert is_po_box(at(line)) is box
    assert is_po_box(at("", line)) is box


@pytest.mark.parametrize(
    ("city", "state", "military"),
    [
        ("APO", "AP", True),
        ("fpo", "ae", True),
        ("D.P.O.", "AA", True),
        ("APO", "", True),
        ("Ontario", "AE", True),
        ("Ontario", "CA", False),
        ("Apopka", "FL", False),
    ],
)
def test_military_addresses(city: str, state: str, military: bool) -> None:
    address = at("Unit 2050 Box 4190", city=city, state=state, postal_code="96278-2050")
    assert is_military(address) is military
    assert is_military(dataclasses.replace(address, country="DE")) is False
    if military:
        assert is_po_box(address) is False
        assert standardise(address) == "UNIT 2050 BOX 4190|96278|US"


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("91764", ("91764", "")),
        (" 91764-1234 ", ("91764", "1234")),
        ("917641234", ("91764", "1234")),
        ("91764 1234", ("91764", "1234")),
        ("91764–1234", ("91764", "1234")),
        ("٩١٧٦٤", ("91764", "")),
        ("9176", None),
        ("91764-", None),
        ("91764-12", None),
        ("SW1A 2AA", None),
        ("", None),
    ],
)
def test_zip_codes(typed: str, parts: tuple[str, str] | None) -> None:
    assert zip_parts(typed) == parts
    assert format_zip(typed) == ("-".join(filter(None, parts)) if parts else typed.strip())


def test_states() -> None:
    typed = [
        "ca",
        " CA ",
        "California",
        "new york",
        "N.Y.",
        "D.C.",
        "Washington DC",
        "ae",
        "Bavaria",
    ]
    assert [state_code(text) for text in typed] == [
        "CA", "CA", "CA", "NY", "NY", "DC", "DC", "AE", None,
    ]  # fmt: skip


def test_a_good_address_has_nothing_to_mend() -> None:
    assert check_us(DESK) == {}
    assert check_us(at("PSC 802 Box 74", city="APO", state="AE", postal_code="09499")) == {}
    assert check_us(dataclasses.replace(DESK, name="", company="Acme")) == {}


def test_an_empty_address_says_each_thing_that_is_missing() -> None:
    assert set(check_us(PostalAddress())) == {"name", "line1", "city", "state", "postal_code"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("line1", "x" * 65),
        ("line2", "x" * 65),
        ("line1", "é" * 33),
        ("city", "x" * 31),
        ("name", "x" * 65),
        ("company", "x" * 65),
        ("postal_code", "9176"),
        ("state", "Bavaria"),
        ("state", "AE"),
    ],
)
def test_one_field_to_mend(field: str, value: str) -> None:
    assert list(check_us(dataclasses.replace(DESK, **{field: value}))) == [field]


def test_apo_goes_with_its_states_only() -> None:
    assert list(check_us(at("Unit 2050 Box 4190", city="APO", state="CA"))) == ["state"]


@given(st.text(max_size=64), st.text(max_size=64), st.text(max_size=12))
def test_any_text_has_a_key_and_equals_itself(line1: str, line2: str, postal: str) -> None:
    address = at(line1, line2, postal_code=postal)
    shouted = dataclasses.replace(address, line1=f"  {line1.upper()} ")
    assert differences(address, address) == ()
    if line1.isascii():
        assert standardise(shouted) == standardise(address)


def test_a_key_is_no_card_number() -> None:
    address = at("4242 4242nd St", "Apt 4242", postal_code="42424-2424")
    assert card_guard.looks_like_card(standardise(address)) is False
