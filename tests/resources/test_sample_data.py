"""The sample's data by itself: counts, inventions that cannot be mistaken, facts that agree."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from desktop.zip_codes import ZipTable
from models import card_guard, check_digits, emails, phone_numbers
from resources.sample.make_orders import OrderMaker
from resources.sample.make_people import PeopleMaker
from resources.sample.make_products import make_products
from resources.sample.make_rates import make_rates
from resources.sample.make_sample import series

FILES = ("shop", "products", "customers", "orders", "tax_rates")
FICTION = re.compile(r"\+1[2-9][0-9]{2}55501[0-9]{2}")


def read(name: str) -> Any:
    return json.loads(files("resources").joinpath("sample", f"{name}.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def products() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read("products")
    return rows


@pytest.fixture(scope="module")
def variants(products: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [variant for product in products for variant in product["variants"]]


@pytest.fixture(scope="module")
def customers() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read("customers")
    return rows


def texts(value: object) -> Iterator[str]:
    """Every text within a JSON value, names of fields and numbers too."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    else:
        yield str(value)


@pytest.mark.parametrize("name", FILES)
def test_nothing_looks_like_a_card_and_everything_prints(name: str) -> None:
    for text in texts(read(name)):
        assert not card_guard.looks_like_card(text)
        assert text == "" or text.isprintable()
        assert text == text.strip()


@pytest.mark.parametrize("name", FILES)
def test_no_row_looks_like_a_card_when_its_fields_stand_side_by_side(name: str) -> None:
    rows = read(name)
    for row in rows if isinstance(rows, list) else [rows]:
        assert not card_guard.looks_like_card("; ".join(texts(row)))


def test_the_catalogue_has_its_products_and_variants(
    products: list[dict[str, Any]], variants: list[dict[str, Any]]
) -> None:
    assert len(products) == 360
    assert len(variants) == 382
    assert sum(len(product["variants"]) > 1 for product in products) == 9
    assert {product["tax_class"] for product in products} == {"standard", "fuel", "food", "exempt"}


def test_skus_bar_codes_and_names_are_unique_and_sound(variants: list[dict[str, Any]]) -> None:
    assert len({variant["sku"] for variant in variants}) == len(variants)
    assert len({variant["gtin"] for variant in variants}) == len(variants)
    assert len({(variant["name"], variant["caption"]) for variant in variants}) == len(variants)
    for variant in variants:
        assert re.fullmatch(r"[A-Z]{3}-\d{4}", variant["sku"])
        assert re.fullmatch(r"2\d{12}", variant["gtin"]), "in-store numbers only"
        assert check_digits.gtin_valid(variant["gtin"])
        assert len(variant["name"]) <= 60
        assert 100 <= variant["price_minor"] <= 100_000
        assert variant["weight_grams"] > 0


def test_some_is_sold_out_low_or_discontinued(variants: list[dict[str, Any]]) -> None:
    gone = [variant for variant in variants if variant["discontinued"]]
    sold = [variant for variant in variants if not variant["discontinued"]]
    assert len(gone) == 7
    assert sum(variant["stock"] == 0 for variant in sold) == 9
    assert sum(0 < variant["stock"] <= variant["low_stock_at"] for variant in sold) == 20


@pytest.mark.parametrize(
    ("sku", "name", "caption", "price", "stock"),
    [
        ("LMP-2204", "Brass student lamp, green shade", "", 8400, 41),
        ("LMP-0980", "Funnel-mount wall lamp", "", 4900, 5),
        ("WCK-0031", "Cotton wick, 7/8 in", "pack of 6", 650, 212),
        ("CHM-1187", "Glass chimney, 10 in", "breakage", 1425, 17),
        ("OIL-0640", "Lamp oil, clear, 64 oz", "ground only", 2190, 3),
        ("FUN-0207", "Tin funnel, 4 in", "", 725, 66),
        ("FUN-0212", "Funnel with strainer, 6 in", "", 1150, 18),
    ],
)
def test_the_products_that_people_are_trained_on(
    variants: list[dict[str, Any]], sku: str, name: str, caption: str, price: int, stock: int
) -> None:
    (found,) = [variant for variant in variants if variant["sku"] == sku]
    assert (found["name"], found["caption"]) == (name, caption)
    assert (found["price_minor"], found["stock"]) == (price, stock)
    assert not found["discontinued"]


def test_the_customers_are_of_many_kinds(customers: list[dict[str, Any]]) -> None:
    assert len(customers) == 420
    kinds = Counter(point["kind"] for person in customers for point in person["contacts"])
    assert kinds["email"] == 168, "forty in a hundred have an e-mail"
    assert min(kinds["mobile"], kinds["fax"]) > 30
    assert sum(bool(point["extension"]) for p in customers for point in p["contacts"]) > 10
    assert sum(person["kind"] == "company" for person in customers) > 30
    assert sum(len(person["addresses"]) > 1 for person in customers) > 50
    assert sum(bool(person["notes"]) for person in customers) > 40
    assert sum(bool(person["tax_exempt_certificate"]) for person in customers) == 6
    assert {person["language"] for person in customers} == {"en", "es"}
    lines = [address["line1"] for person in customers for address in person["addresses"]]
    assert sum(line.startswith("PO Box ") for line in lines) >= 14
    military = [a for p in customers for a in p["addresses"] if a["state"] in {"AA", "AE", "AP"}]
    assert [(a["city"], a["state"], a["postal_code"]) for a in military] == [("APO", "AE", "09012")]
    accented = [p for p in customers if not f"{p['given']}{p['family']}{p['company']}".isascii()]
    assert len(accented) > 100


def test_marguerite_holloway_is_as_in_the_pictures(customers: list[dict[str, Any]]) -> None:
    she = customers[0]
    assert (she["given"], she["family"]) == ("Marguerite", "Holloway")
    assert she["contacts"][0] == {"kind": "mobile", "typed": "(909) 555-0142", "extension": ""}
    shown = [
        (a["name"], a["line1"], a["line2"], a["city"], a["state"], a["postal_code"])
        for a in she["addresses"]
    ]
    assert shown == [
        ("Marguerite Holloway", "214 Alder Court", "Flat 3", "Redlands", "CA", "92373"),
        ("Theo Holloway", "88 Quarry Road", "", "San Luis Obispo", "CA", "93401"),
    ]
    mine = [order for order in read("orders") if order["customer"] == she["key"]]
    assert len(mine) == 7
    assert [order["ship_to"] for order in mine] == [0, 0, 0, 0, 0, 0, 1]
    assert [order["state"] for order in mine].count("cancelled") == 1


def test_every_telephone_number_is_fiction_and_reads(customers: list[dict[str, Any]]) -> None:
    found: Counter[tuple[str, str]] = Counter()
    for person in customers:
        for point in person["contacts"]:
            if point["kind"] == "email":
                continue
            number = phone_numbers.parse(point["typed"], "US")
            assert number is not None, point["typed"]
            assert FICTION.fullmatch(number.e164), point["typed"]
            assert number.extension == point["extension"]
            found[number.e164, number.extension] += 1
    assert sum(found.values()) > 500
    doubled = [number for number, times in found.items() if times > 1]
    assert len(doubled) == 1, "only the company that was keyed twice shares its number"


def test_the_shop_has_numbers_and_addresses_of_fiction() -> None:
    store = read("shop")["store"]
    for name in ("phone_domestic", "phone_abroad", "fax", "opt_out_phone", "opt_out_fax"):
        number = phone_numbers.parse(store[name], "US")
        assert number is not None
        assert FICTION.fullmatch(number.e164), name
    assert store["email"].endswith("@example.com")
    assert store["opt_out_email"].endswith("@example.com")
    assert store["opt_out_address_lines"][0] == "Attn: Opting Out"
    assert (store["country"], store["currency"]) == ("US", "USD")
    assert store["time_zone"] == "America/Los_Angeles"
    assert store["languages"] == ["en"]


def test_every_email_is_at_an_example_domain(customers: list[dict[str, Any]]) -> None:
    typed = [c["typed"] for p in customers for c in p["contacts"] if c["kind"] == "email"]
    assert len(set(typed)) == len(typed)
    for one in typed:
        assert one.rpartition("@")[2] in {"example.com", "example.org", "example.net"}
        assert emails.problem(one) == ""
        assert emails.normalise(one) == one


def test_zip_town_and_state_agree_with_the_table(customers: list[dict[str, Any]]) -> None:
    table = ZipTable.load()
    states = set()
    for person in customers:
        assert [a["bills_here"] for a in person["addresses"]].count(True) == 1
        for address in person["addresses"]:
            place = table.lookup(address["postal_code"])
            assert place is not None, address
            assert (address["city"], address["state"]) == (place.city, place.state)
            states.add(address["state"])
    assert len(states) > 40


def test_two_customers_were_likely_keyed_twice(customers: list[dict[str, Any]]) -> None:
    same_number, same_address = customers[-2:]
    number = same_number["contacts"][0]["typed"]
    (first,) = [p for p in customers[:-2] if p["contacts"][0]["typed"] == number]
    assert first["company"].casefold() == same_number["company"].casefold()
    line = same_address["addresses"][0]["line1"]
    (other,) = [p for p in customers[:-2] if p["addresses"][0]["line1"] == line]
    assert other["family"] == same_address["family"]
    assert other["contacts"][0]["typed"] != same_address["contacts"][0]["typed"]


def test_every_rate_says_that_it_is_a_sample() -> None:
    rates = read("tax_rates")
    keys = {(rate["state"], rate["postal_prefix"], rate["tax_class"]) for rate in rates}
    assert len(keys) == len(rates)
    for rate in rates:
        assert rate["source"] == "sample rate, not for use (2019-01-01)"
        assert rate["jurisdiction"].endswith("(sample)")
        assert 0 <= rate["rate_ppm"] <= 120_000
    assert {rate["state"] for rate in rates} >= {"CA", "DC", "OR", "PR"}
    prefixed = [rate for rate in rates if rate["postal_prefix"]]
    assert len(prefixed) == 8
    assert all(rate["is_estimate"] for rate in prefixed)


def test_a_third_of_the_customers_have_ordered_before(customers: list[dict[str, Any]]) -> None:
    orders = read("orders")
    assert len({order["customer"] for order in orders}) == 140
    assert Counter(order["state"] for order in orders).keys() == {"closed", "shipped", "cancelled"}
    assert min(order["days_ago"] for order in orders) >= 7
    days = [order["days_ago"] for order in orders]
    assert days == sorted(days, reverse=True)
    assert {person["key"] for person in customers} >= {order["customer"] for order in orders}


def test_the_generator_makes_what_is_packaged() -> None:
    shop, customers = read("shop"), read("customers")
    made = make_products(series("products"))
    rates = make_rates()
    assert made == read("products")
    assert rates == read("tax_rates")
    maker = OrderMaker(
        series("orders"), products=made, rates=rates, methods=shop["shipping_methods"]
    )
    assert maker.make(customers) == read("orders")


def test_the_generator_makes_the_packaged_customers() -> None:
    pytest.importorskip("zipcodes", reason="only who makes the data anew has this package")
    assert PeopleMaker(series("people")).make() == read("customers")
