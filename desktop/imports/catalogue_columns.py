"""What the columns of a product file hold, by their headings: web stores' own files and others."""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop.imports.table_file import TableFile
from models import names

KINDS = (
    "sku", "barcode", "name", "product", "option", "price", "list_price", "sale_price", "sale_from",
    "sale_until", "stock", "stock_counted", "in_stock", "low_stock", "restock_on", "weight",
    "weight_unit", "description", "caption", "vendor", "category", "tags", "tax_class", "taxable",
    "published", "status", "hidden", "needs_shipping", "type", "product_key", "parent", "members",
    "position",
)  # fmt: skip
"""In the order they are offered. *name* is said to the caller; *product* is what its choices share."""

SHOPIFY, WOOCOMMERCE, OWN = "Shopify", "WooCommerce", "Order Desk"

OWN_HEADINGS: Mapping[str, str] = {
    "SKU": "sku", "Barcode": "barcode", "Name": "name", "Caption": "caption", "Product": "product",
    "Product key": "product_key", "Description": "description", "Vendor": "vendor",
    "Categories": "category", "Tax class": "tax_class", "Price": "price",
    "Sale price": "sale_price", "Sale from": "sale_from", "Sale until": "sale_until",
    "Weight (g)": "weight", "Stock": "stock", "Low stock at": "low_stock",
    "Restock on": "restock_on", "Needs shipping": "needs_shipping", "Hidden": "hidden",
    "Published": "published", "Members": "members", "Position": "position",
}  # fmt: skip
"""What an export is headed with, and what it means."""

_SHOPIFY = {
    "handle": "product_key", "url handle": "product_key", "title": "product",
    "body html": "description", "description": "description", "vendor": "vendor",
    "product category": "category", "type": "category", "tags": "tags", "published": "published",
    "published on online store": "published", "status": "status", "option1 value": "option",
    "option2 value": "option", "option3 value": "option", "variant sku": "sku", "sku": "sku",
    "variant grams": "weight", "weight value grams": "weight",
    "variant inventory tracker": "stock_counted", "inventory tracker": "stock_counted",
    "variant inventory qty": "stock", "inventory quantity": "stock", "variant price": "price",
    "price": "price", "variant compare at price": "list_price", "compare at price": "list_price",
    "variant requires shipping": "needs_shipping", "requires shipping": "needs_shipping",
    "variant taxable": "taxable", "charge tax": "taxable", "variant barcode": "barcode",
    "barcode": "barcode",
}  # fmt: skip
_WOOCOMMERCE = {
    "id": "product_key", "type": "type", "sku": "sku", "gtin upc ean or isbn": "barcode",
    "name": "name", "published": "published", "visibility in catalog": "hidden",
    "description": "description", "date sale price starts": "sale_from",
    "date sale price ends": "sale_until", "tax status": "taxable", "tax class": "tax_class",
    "in stock": "in_stock", "stock": "stock", "low stock amount": "low_stock",
    "sale price": "sale_price", "regular price": "price", "categories": "category",
    "parent": "parent", "grouped products": "members", "position": "position",
    "brands": "vendor",
}  # fmt: skip
_PLAIN: Mapping[str, re.Pattern[str]] = {
    "barcode": re.compile(r"\b(?:upc|ean|gtin|isbn|bar ?code)"),
    "sku": re.compile(
        r"\bsku\b|(?:item|article|part|product|stock) ?(?:no|nr|number|code|id)\b|^id$|^code$"
    ),
    "sale_from": re.compile(r"(?:sale|offer|special).*(?:from|start|begin)"),
    "sale_until": re.compile(r"(?:sale|offer|special).*(?:until|end|to$|through)"),
    "sale_price": re.compile(r"(?:sale|offer|special|promo)\w* ?price|reduced"),
    "list_price": re.compile(r"compare at|list ?price|regular ?price|msrp|\brrp\b"),
    "price": re.compile(r"price|precio|preis|prix"),
    "low_stock": re.compile(r"low stock|reorder"),
    "restock_on": re.compile(r"restock|expected|available on|next delivery"),
    "in_stock": re.compile(r"^in ?stock$|availability|stock status"),
    "stock": re.compile(r"stock|quantity|\bqty\b|on hand|inventory"),
    "weight_unit": re.compile(r"weight unit"),
    "weight": re.compile(r"weight|\bgrams\b|\bpeso\b|gewicht"),
    "description": re.compile(r"descri|details|beschreibung"),
    "vendor": re.compile(r"vendor|brand|manufacturer|maker|hersteller|marca"),
    "category": re.compile(r"categor|department|collection"),
    "tax_class": re.compile(r"tax ?class"),
    "taxable": re.compile(r"taxable"),
    "hidden": re.compile(r"hidden|visibility"),
    "published": re.compile(r"^(?:is )?(?:published|active|for sale|enabled)$"),
    "needs_shipping": re.compile(r"(?:needs|requires) shipping"),
    "name": re.compile(r"name|title|product$|item$|bezeichnung|nombre"),
}  # fmt: skip
"""For any other file, by the folded heading, in the order in which a heading is tried."""
_NO_PRICE = re.compile(r"\b(?:cost|wholesale|purchase|currency|unit of|shipping price|image|url)\b")
"""What is no price that a caller pays, and no name or stock either."""
_SEVERAL = frozenset({"option", "category"})


def made_by(table: TableFile) -> str:
    """Whose file it is, as its headings say: one of the three, or ""."""
    folded = {names.fold(heading) for heading in table.headings}
    if {names.fold(heading) for heading in OWN_HEADINGS} <= folded:
        return OWN
    if folded >= {"handle", "title", "variant price"} or folded >= {"url handle", "title", "price"}:
        return SHOPIFY
    if folded >= {"id", "type", "sku", "name", "regular price"}:
        return WOOCOMMERCE
    return ""


def guess(table: TableFile) -> dict[int, str]:
    """What each column (from 0) seems to hold; the others are left out."""
    by = made_by(table)
    known = {
        SHOPIFY: _SHOPIFY,
        WOOCOMMERCE: _WOOCOMMERCE,
        OWN: {names.fold(heading): kind for heading, kind in OWN_HEADINGS.items()},
    }.get(by)
    found: dict[int, str] = {}
    for column, heading in enumerate(table.headings):
        folded = names.fold(heading)
        kind = _plain(folded) if known is None else known.get(folded, "")
        if not kind and by == WOOCOMMERCE:
            kind = _woocommerce(folded)
        if kind and (kind in _SEVERAL or kind not in found.values()):
            found[column] = kind
    return found


def missing(columns: Mapping[int, str]) -> tuple[str, ...]:
    """The kinds of which one has to be there, where none is: nothing tells the products apart."""
    there = set(columns.values())
    return () if there & {"sku", "barcode", "product_key"} else ("sku", "barcode")


def grams_in(heading: str, country: str) -> tuple[float, str]:
    """How many grams a weight under *heading* is counted in, and the unit where that is but a guess.

    A heading that says nothing of it means the usual unit of *country*.
    """
    folded = f" {names.fold(heading)} "
    for word, grams in UNITS.items():
        if f" {word} " in folded:
            return grams, ""
    unit = "pounds" if country == "US" else "kilograms"
    return UNITS[unit], unit


UNITS = {
    "g": 1.0, "grams": 1.0, "gram": 1.0, "oz": 28.349523125, "lb": 453.59237, "lbs": 453.59237,
    "pounds": 453.59237, "kg": 1000.0, "kilograms": 1000.0,
}  # fmt: skip


def _woocommerce(folded: str) -> str:
    """Headings with a unit or a number in them."""
    if folded.startswith("weight "):
        return "weight"
    return "option" if re.fullmatch(r"attribute [0-9]+ value s", folded) else ""


def _plain(folded: str) -> str:
    if _NO_PRICE.search(folded):
        return ""
    return next((kind for kind, named in _PLAIN.items() if named.search(folded)), "")
