"""Makes the sample catalogue from `source/families.psv`. Not imported at run time."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any, NamedTuple

FAMILIES = Path(__file__).parent / "source" / "families.psv"
PRODUCTS = 360
OUT_OF_STOCK = 9
LOW_STOCK = 18
DISCONTINUED = 7

# What the pictures of the desk show, and what people are trained on.
PINNED: tuple[tuple[str, str, str, str, int, int, int], ...] = (
    ("LMP-2204", "standard", "Brass student lamp, green shade", "", 8400, 2350, 41),
    ("LMP-0980", "standard", "Funnel-mount wall lamp", "", 4900, 1450, 5),
    ("WCK-0031", "standard", "Cotton wick, 7/8 in", "pack of 6", 650, 60, 212),
    ("CHM-1187", "standard", "Glass chimney, 10 in", "breakage", 1425, 310, 17),
    ("OIL-0640", "fuel", "Lamp oil, clear, 64 oz", "ground only", 2190, 1790, 3),
    ("FUN-0207", "standard", "Tin funnel, 4 in", "", 725, 120, 66),
    ("FUN-0212", "standard", "Funnel with strainer, 6 in", "", 1150, 190, 18),
)


class Family(NamedTuple):
    """One line of the source; prices in cents, weights in grams, each with its step per option."""

    prefix: str
    tax_class: str
    mode: str
    template: str
    options: list[str]
    price: int
    price_step: int
    grams: int
    grams_step: int
    caption: str
    description: str


def gtin13(number: int) -> str:
    """A GTIN-13 of the range 200 to 299, which GS1 leaves to shops for their own use."""
    body = f"200{number:09d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"{body}{-total % 10}"


def families() -> list[Family]:
    """The source's lines."""
    found = []
    for line in FAMILIES.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        f = line.split("|")
        price, price_step, grams, grams_step = map(int, f[5:9])
        found.append(
            Family(
                f[0], f[1], f[2], f[3], f[4].split(";"),
                price, price_step, grams, grams_step, f[9], f[10],
            )
        )  # fmt: skip
    return found


class _Skus:
    """Hands out SKUs like LMP-0417: in steps of 13 within a family, never one that is taken."""

    def __init__(self) -> None:
        self._taken = {row[0] for row in PINNED}
        self._last: dict[str, int] = {}

    def next(self, prefix: str) -> str:
        number = self._last.get(prefix, 100)
        while True:
            number += 13
            sku = f"{prefix}-{number:04d}"
            if sku not in self._taken:
                break
        self._last[prefix] = number
        self._taken.add(sku)
        return sku


def make_products(rng: random.Random) -> list[dict[str, Any]]:
    """The catalogue: products with their variants, in ascending order of the first SKU."""
    skus = _Skus()
    products: list[dict[str, Any]] = [
        {
            "name": name,
            "description": "",
            "tax_class": tax_class,
            "variants": [_variant(sku, name, caption, price, grams, stock)],
        }
        for sku, tax_class, name, caption, price, grams, stock in PINNED
    ]
    for family in families():
        products.extend(_of_family(family, skus, rng))
    products.sort(key=lambda product: product["variants"][0]["sku"])
    if len(products) != PRODUCTS:
        raise ValueError(f"{len(products)} products, not {PRODUCTS}")
    _spread_stock(products, rng)
    for number, variant in enumerate(v for p in products for v in p["variants"]):
        variant["gtin"] = gtin13(1000 + 37 * number)
    return products


def _of_family(family: Family, skus: _Skus, rng: random.Random) -> list[dict[str, Any]]:
    variants = [
        _variant(
            skus.next(family.prefix),
            family.template.format(option),
            family.caption,
            family.price + place * family.price_step,
            family.grams + place * family.grams_step,
            rng.choice((8, 12, 17, 24, 31, 40, 55, 66, 90, 140)),
        )
        for place, option in enumerate(family.options)
    ]
    shared = {"description": family.description, "tax_class": family.tax_class}
    if family.mode == "one":
        name = family.template.replace(", {} in", "").replace(", {}", "")
        return [{"name": name, **shared, "variants": variants}]
    return [{"name": v["name"], **shared, "variants": [v]} for v in variants]


def _variant(
    sku: str, name: str, caption: str, price: int, grams: int, stock: int
) -> dict[str, Any]:
    return {
        "sku": sku,
        "gtin": "",
        "name": name,
        "caption": caption,
        "price_minor": price,
        "weight_grams": grams,
        "stock": stock,
        "low_stock_at": 5,
        "discontinued": False,
    }


def _spread_stock(products: list[dict[str, Any]], rng: random.Random) -> None:
    """A few are sold out, low or discontinued; what the pictures show is left alone."""
    pinned = {row[0] for row in PINNED}
    free = [v for p in products for v in p["variants"] if v["sku"] not in pinned]
    chosen = rng.sample(free, OUT_OF_STOCK + LOW_STOCK + DISCONTINUED)
    for variant in chosen[:OUT_OF_STOCK]:
        variant["stock"] = 0
    for variant in chosen[OUT_OF_STOCK : OUT_OF_STOCK + LOW_STOCK]:
        variant["stock"] = rng.randint(1, 5)
    for variant in chosen[OUT_OF_STOCK + LOW_STOCK :]:
        variant["stock"] = 0
        variant["discontinued"] = True
