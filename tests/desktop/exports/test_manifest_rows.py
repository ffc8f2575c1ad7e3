"""Parcels made to fit carriers' files: cut by rule and told, or refused with the reason."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from desktop.exports.carrier_rules import FEDEX_LIKE, OTHER, UPS, CarrierRules, Column, rules_of
from desktop.exports.consignment import FIELDS
from desktop.exports.csv_file import csv_bytes, guarded
from desktop.exports.manifest_rows import ManifestRow, Note, fit
from desktop.exports.western import western
from models import limits
from tests.desktop.exports.parcels import parcel

GOLDEN = Path(__file__).with_name("golden")


def _fit(rules: CarrierRules = UPS, **changes: object) -> ManifestRow:
    return fit(parcel(**changes), rules.columns, rules)


def _cells(row: ManifestRow, rules: CarrierRules = UPS) -> dict[str, str]:
    assert row.refusal is None
    return dict(zip([column.field for column in rules.columns], row.cells, strict=True))


def test_ups_lengths_are_those_that_the_rules_name() -> None:
    assert (
        limits.CARRIER_LINE_LENGTH, limits.CITY_LENGTH, limits.CARRIER_ZIP_LENGTH,
        limits.CARRIER_PHONE_LENGTH,
    ) == (35, 30, 9, 15)  # fmt: skip
    assert {UPS.lengths[name] for name in ("company_or_name", "attention", "address1")} == {35}
    assert [UPS.lengths[name] for name in ("city", "postal_code", "telephone")] == [30, 9, 15]


@pytest.mark.parametrize("rules", [UPS, FEDEX_LIKE, OTHER])
def test_no_column_tells_a_carrier_more_than_it_needs(rules: CarrierRules) -> None:
    fields = {column.field for column in rules.columns}
    assert fields <= set(FIELDS)
    assert not {name for name in FIELDS if "mail" in name or "price" in name or "card" in name}
    assert len({column.heading for column in rules.columns}) == len(rules.columns)


def test_abroad_a_carrier_is_told_the_part_of_town_and_always_a_town() -> None:
    rio = _cells(_fit(
        line1="Rua Sol 4", line2="ap 12", district="Centro", city="Niterói", state="RJ",
        postal_code="24020-125", country="BR",
    ))  # fmt: skip
    assert (rio["address1"], rio["address2"], rio["address3"]) == ("Rua Sol 4", "ap 12", "Centro")
    dubai = _cells(_fit(line1="Villa 9", city="", state="Dubai", postal_code="", country="AE"))
    assert (dubai["city"], dubai["state"]) == ("Dubai", "Dubai")
    there = _cells(_fit(line1="1 Elm", city="", state="", postal_code="546080", country="SG"))
    assert there["city"] == "Singapore"
    assert _fit(line1="1 Elm", city="", state="", country="GB").refusal == Note(
        "incomplete", "city"
    )


def test_only_the_documented_headings_are_called_verified() -> None:
    assert [rules.verified for rules in (UPS, FEDEX_LIKE, OTHER)] == [True, False, False]
    assert rules_of("UPS Ground") is UPS
    assert rules_of("FedEx") is FEDEX_LIKE
    assert rules_of("Sample Parcel") is OTHER


@pytest.mark.parametrize("rules", [UPS, FEDEX_LIKE, OTHER])
def test_the_file_is_as_it_was(rules: CarrierRules) -> None:
    parcels = [
        parcel(),
        parcel(name="José Müller-Łukasz", company="Café Łódź & Søn", line2="", parcel=2, boxes=3),
        parcel(name="=1+1", line1="+44 Lane", telephone="", weight_grams=0, service=""),
    ]
    rows = [fit(one, rules.columns, rules) for one in parcels]
    assert [row.refusal for row in rows] == [None, None, None]
    content = csv_bytes(
        [column.heading for column in rules.columns],
        [row.cells for row in rows],
        encoding=rules.encoding,
    )
    assert content == (GOLDEN / f"{rules.key}.csv").read_bytes()


def test_a_zip_keeps_its_zero_and_loses_its_hyphen() -> None:
    assert _cells(_fit())["postal_code"] == "017641234"
    assert _cells(_fit(OTHER), OTHER)["postal_code"] == "01764-1234"


def test_the_company_stands_first_and_the_person_under_it() -> None:
    cells = _cells(_fit(company="Roe & Daughters"))
    assert (cells["company_or_name"], cells["attention"]) == ("Roe & Daughters", "Jane Roe")
    cells = _cells(_fit())
    assert (cells["company_or_name"], cells["attention"]) == ("Jane Roe", "")


def test_a_long_name_is_cut_at_a_word_and_told() -> None:
    row = _fit(name="Maximiliana Wilhelmina Featherstonehaugh")
    assert _cells(row)["company_or_name"] == "Maximiliana Wilhelmina"
    assert row.notes == (Note("shortened", "company_or_name"),)
    assert _cells(_fit(name="M" * 40))["company_or_name"] == "M" * 35


def test_a_long_street_takes_a_further_line_and_loses_no_word() -> None:
    row = _fit(line1="12345 Northwest Old Lantern Factory Boulevard", line2="Building 12 Suite 300")
    cells = _cells(row)
    assert [cells[f"address{n}"] for n in (1, 2, 3)] == [
        "12345 Northwest Old Lantern Factory", "Boulevard", "Building 12 Suite 300",
    ]  # fmt: skip
    assert row.notes == (Note("rewrapped", "address1"),)


def test_a_street_that_fits_no_line_is_refused() -> None:
    row = _fit(line1="1 " + "X" * 36, line2="")
    assert (row.refusal, row.cells, row.told) == (Note("too_long", "address1"), (), ())
    row = _fit(line1="word " * 15, line2="more " * 15)
    assert row.refusal == Note("too_long", "address1")


def test_no_apartment_is_lost_where_the_file_has_one_street_column() -> None:
    columns = [c for c in UPS.columns if c.field not in ("address2", "address3")]
    row = fit(parcel(), columns, UPS)
    assert "5798 Mill Parkway Apt 5" in row.cells
    row = fit(parcel(line2="Building 12 Suite 300, second floor"), columns, UPS)
    assert row.refusal == Note("too_long", "address1")


def test_a_long_town_is_refused_and_a_long_number_left_out() -> None:
    assert _fit(city="T" * 31).refusal == Note("too_long", "city")
    row = _fit(telephone="4930" * 4)
    assert (_cells(row)["telephone"], row.notes) == ("", (Note("left_out", "telephone"),))
    assert "telephone" not in row.told


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("Müller", "Müller"), ("Łódź", "Lódz"), ("Đorđević", "Dordevic"), ("Nguyễn", "Nguyen"),
        ("  Ann\u00a0 Lee ", "Ann Lee"), ("O\u2032Neil", "O'Neil"), ("Жук", None), ("王", None),
    ],
)  # fmt: skip
def test_letters_lose_their_marks_and_nothing_is_guessed(typed: str, spelled: str | None) -> None:
    assert western(typed) == spelled


def test_a_name_in_other_letters_is_refused_at_ups_and_written_elsewhere() -> None:
    assert _fit(name="Иван Жук").refusal == Note("not_western", "company_or_name")
    assert _cells(_fit(OTHER, name="Иван Жук"), OTHER)["name"] == "Иван Жук"
    assert _fit(line1="улица 1").refusal == Note("not_western", "address1")
    row = _fit(name="Łukasz Ódz")
    assert row.notes == (Note("respelled", "company_or_name"),)


def test_ups_gets_the_romanised_form_and_others_the_address_as_it_was_given() -> None:
    there: dict[str, Any] = {
        "name": "Иван Жук", "roman_name": "Ivan Zhuk", "line1": "улица Ленина 1", "line2": "кв. 2",
        "roman_line1": "ul. Lenina 1, kv. 2", "city": "Москва", "roman_city": "Moskva",
    }  # fmt: skip
    row = _fit(**there)
    assert row.notes == ()
    cells = _cells(row)
    assert (cells["company_or_name"], cells["address1"], cells["address2"], cells["city"]) == (
        "Ivan Zhuk", "ul. Lenina 1, kv. 2", "", "Moskva",
    )  # fmt: skip
    other = _cells(_fit(OTHER, **there), OTHER)
    assert (other["name"], other["city"]) == ("Иван Жук", "Москва")
    assert _fit(**{**there, "roman_city": ""}).refusal == Note("not_western", "city")
    german = _cells(_fit(name="Jörg Groß", roman_name="Joerg Gross"))
    assert german["company_or_name"] == "Jörg Groß"  # which the carrier takes as it is


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"line1": "PO Box 812"}, Note("po_box")),
        ({"line1": "PSC 8 Box 4", "city": "APO", "state": "AE"}, Note("military")),
        ({"name": ""}, Note("incomplete", "name")),
        ({"line1": " "}, Note("incomplete", "address1")),
        ({"city": ""}, Note("incomplete", "city")),
        ({"state": "Bavaria"}, Note("incomplete", "state")),
        ({"postal_code": "917"}, Note("incomplete", "postal_code")),
    ],
)
def test_what_ups_cannot_deliver_is_refused_by_row(changes: dict[str, str], note: Note) -> None:
    assert _fit(UPS, **changes).refusal == note


def test_a_post_office_takes_boxes() -> None:
    assert _fit(OTHER, line1="PO Box 812").refusal is None


def test_only_fields_with_something_in_them_are_told() -> None:
    row = _fit(telephone="", service="", weight_grams=0, line2="")
    assert row.told == (
        "reference", "parcel", "company_or_name", "address1", "city", "state", "postal_code",
        "country", "boxes",
    )  # fmt: skip


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\tx", "\rx"])
def test_a_formula_is_quoted(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"
    read = list(csv.reader(io.StringIO(csv_bytes(["a"], [[cell]], encoding="utf-8").decode())))
    assert read[1] == [f"'{cell}"]
    assert guarded("1-2=3") == "1-2=3"


def test_weights_are_rounded_up() -> None:
    columns = [Column("a", "weight_pounds"), Column("b", "weight_kilograms"), Column("c", "address1"),
               Column("d", "address2")]  # fmt: skip
    assert fit(parcel(weight_grams=454), columns, OTHER).cells[:2] == ("1.1", "0.46")
