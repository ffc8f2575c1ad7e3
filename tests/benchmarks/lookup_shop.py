"""The big shop with a million customers and a hundred thousand products, for the bench of look-ups.

Put in by the driver alone, by place and never by chance, so that every build says the same. Some names
and colors are as common as they are in life: one in eighty has the first name Mary and one in eighty
the family name Smith, and one item in five is black.
"""

from __future__ import annotations

import hashlib
import itertools
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from desktop.sample_shop import read
from desktop.services.catalogue import fold_sku
from models import check_digits, names
from models.base import Base
from models.customer import Address, ContactPoint, Customer, CustomerWord
from models.product import Price, Product, ProductVariant, ProductWord
from tests.benchmarks.bare_rows import calm, hurry, moment, put_rows, row_id
from tests.benchmarks.big_shop import NOW, number_of
from tests.benchmarks.measure import Stage
from tests.benchmarks.shop import big_shop_file

CUSTOMERS, QUICK_CUSTOMERS = 1_000_000, 20_000
PRODUCTS, QUICK_PRODUCTS = 100_000, 2_000
COMMON_GIVEN = (
    "Mary", "James", "Patricia", "Robert", "Jennifer", "John", "Linda", "Michael", "David", "Susan",
)  # fmt: skip
COMMON_FAMILY = (
    "Smith", "Johnson", "Williams", "Brown", "Jones", "Garcia", "Miller", "Davis", "Wilson", "Moore",
)  # fmt: skip
_COLORS = (
    "Black", "White", "Red", "Blue", "Black", "Green", "Gray", "Brown", "Ivory", "Teal",
)  # fmt: skip
_MATERIALS = ("Steel", "Brass", "Oak", "Linen", "Glass", "Cotton", "Copper", "Slate", "Wool")
_THINGS = (
    "Mug", "Lamp", "Shirt", "Bowl", "Kettle", "Shade", "Lantern", "Apron", "Tray", "Vase", "Clock",
    "Hook", "Basket", "Stool", "Frame", "Candle", "Cushion", "Blanket", "Teapot",
)  # fmt: skip
_AT_ONCE = 10_000
_ROOT = Path(__file__).parents[2]
_Rows = dict[type[Base], list[dict[str, Any]]]


def lookup_shop_file(stage: Stage) -> Path:
    """The database; made when there is none, or what it is made from has changed."""
    base = big_shop_file(stage)
    customers = QUICK_CUSTOMERS if stage.quick else CUSTOMERS
    made_from = hashlib.sha256(base.name.encode() + Path(__file__).read_bytes())
    made_from.update((_ROOT / "models" / "names.py").read_bytes())
    shop = stage.folder / f"lookups-{customers}-{made_from.hexdigest()[:12]}.sqlite"
    if not shop.exists():
        for old in stage.folder.glob(f"lookups-{customers}-*"):
            old.unlink()
        unfinished = shop.with_suffix(".unfinished")
        shutil.copyfile(base, unfinished)
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
            hurry(connection)
            _fill(connection, customers - stage.customers, _People(stage.customers).put)
            _fill(connection, QUICK_PRODUCTS if stage.quick else PRODUCTS, _put_item)
            calm(connection)
        unfinished.rename(shop)
    return shop


def sku_of(place: int) -> str:
    """The SKU of the item made at *place*."""
    return f"{_COLORS[place % 10][:2].upper()}{_THINGS[place % 19][:3].upper()}-{place:06d}"


def gtin_of(place: int) -> str:
    """Its barcode; beginning with 2, which is set aside for shops' own numbers."""
    return next(
        code
        for code in (f"29{place:010d}{digit}" for digit in range(10))
        if check_digits.gtin_valid(code)
    )


def name_of(place: int) -> str:
    """Its whole name."""
    material = _MATERIALS[place // 10 % len(_MATERIALS)]
    return f"{_COLORS[place % 10]} {material} {_THINGS[place % 19]}, No. {place // 1_710}"


def _fill(connection: sqlite3.Connection, count: int, put: Callable[[int, _Rows], None]) -> None:
    (store_id,) = connection.execute("SELECT id FROM stores").fetchone()
    places = iter(range(count))
    while chunk := list(itertools.islice(places, _AT_ONCE)):
        rows: _Rows = {}
        for place in chunk:
            put(place, rows)
        connection.execute("BEGIN")
        for kind, made in rows.items():
            put_rows(connection, kind, made, store_id=store_id)
        connection.execute("COMMIT")


class _People:
    """Customers from *first* on, made up as the big shop's are, but for the common names."""

    def __init__(self, first: int) -> None:
        people = read("customers")
        self._first = first
        self._given = sorted({person["given"] for person in people} - {""})
        self._family = sorted({person["family"] for person in people} - {""})
        self._towns = [address for person in people for address in person["addresses"]]

    def put(self, at: int, rows: _Rows) -> None:
        """Add one customer's rows."""
        place = self._first + at
        given, family = self._name(place)
        since = NOW - timedelta(minutes=5 + place * 11)
        customer_id = row_id(since, place, 0)
        dated = {"customer_id": customer_id, "created_at": moment(since)}
        name = f"{given} {family}"
        customer = {
            "id": customer_id, "kind": "person", "given_name": given, "family_name": family,
            "display_name": name, "language": "en", "created_at": moment(since),
        }  # fmt: skip
        rows.setdefault(Customer, []).append(customer)
        for number, word in enumerate(sorted(names.search_words(given, family))):
            one = {"id": row_id(since, place, 10 + number), "customer_id": customer_id}
            rows.setdefault(CustomerWord, []).append(one | {"word": word})
        e164, email = number_of(place), f"{names.fold(given)}.{place}@example.com".replace(" ", "")
        points = [("phone", f"({e164[2:5]}) {e164[5:8]}-{e164[8:]}", e164), ("email", email, email)]
        for number, (kind, typed, value) in enumerate(points[: 1 + place % 2]):
            point = {"id": row_id(since, place, 2 + number), "kind": kind, "typed": typed}
            kept = {"normalised": value, "reversed_value": value[::-1], "position": number}
            rows.setdefault(ContactPoint, []).append(point | kept | dated)
        rows.setdefault(Address, []).append(
            self._address(place, name, row_id(since, place, 4)) | dated
        )

    def _name(self, place: int) -> tuple[str, str]:
        pair = place * 7919 % (len(self._given) * len(self._family))
        given, family = self._given[pair % len(self._given)], self._family[pair // len(self._given)]
        if place % 8 == 0:
            given = COMMON_GIVEN[place // 8 % 10]
        if place // 10 % 8 == 0:
            family = COMMON_FAMILY[place // 80 % 10]
        return given, family

    def _address(self, place: int, name: str, address_id: str) -> dict[str, Any]:
        town = self._towns[place * 13 % len(self._towns)]
        line1 = f"{1 + place % 9800} {town['line1'].partition(' ')[2]}"
        return {
            "id": address_id, "name": name, "line1": line1, "city": town["city"],
            "state": town["state"], "postal_code": town["postal_code"], "country": "US",
            "match_key": f"{line1} {town['postal_code']}".upper(), "bills_here": True,
        }  # fmt: skip


def _put_item(place: int, rows: _Rows) -> None:
    since = NOW - timedelta(minutes=place)
    product_id, variant_id = row_id(since, place, 0x10000), row_id(since, place, 0x10001)
    name, sku = name_of(place), sku_of(place)
    dated = {"created_at": moment(since)}
    product = {"id": product_id, "name": name, "tax_class": "standard"}
    variant = {
        "id": variant_id, "product_id": product_id, "sku": sku, "sku_key": fold_sku(sku),
        "gtin": gtin_of(place), "name": name, "stock_on_hand": place % 400,
    }  # fmt: skip
    price = {
        "id": row_id(since, place, 0x10002), "variant_id": variant_id, "currency": "USD",
        "amount_minor": 500 + place % 20_000,
    }  # fmt: skip
    for kind, row in ((Product, product), (ProductVariant, variant), (Price, price)):
        rows.setdefault(kind, []).append(row | dated)
    for number, word in enumerate(sorted(set(names.fold(name).split()))):
        one = {"id": row_id(since, place, 0x10010 + number), "variant_id": variant_id}
        rows.setdefault(ProductWord, []).append(one | {"word": word})
