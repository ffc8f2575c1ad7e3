"""What the cells of one product row say of the thing that is ordered: codes, stock, weight, price."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.imports import catalogue_words as words
from desktop.imports import opt_out_dates
from desktop.imports.catalogue_columns import SHOPIFY, UNITS, WOOCOMMERCE
from desktop.imports.file_cells import amount, count, names_other_currency, number, says_yes
from desktop.services.catalogue import fold_sku
from models import card_guard, check_digits, names
from models.money import half_up

LONGEST_SKU = 60
_MOST_PIECES = 2**31 - 1
_PARENT = "parent"
"""What stands in a choice's own cell where its product's holds."""

One = Mapping[str, str]
"""The cell of each kind of column that the file has."""


@dataclass(frozen=True)
class Ways:
    """How this file says things.

    Attributes:
        made_by: Whose file it is; "" for any other.
        mark: Between units and hundredths of its prices, as `decimal_mark` gives it.
        grams: Of one unit of weight.
        currency: The shop's.
        digits: Of the currency.
        country: In whose order the parts of a day are.
        time_zone: Whose days they are.
    """

    made_by: str
    mark: str
    grams: float
    currency: str
    digits: int
    country: str
    time_zone: str


class Refusal(Exception):
    """Nothing can be taken from this row; the words say why."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def codes(one: One, ways: Ways, options: Sequence[str], told: list[str]) -> dict[str, Any]:
    """SKU and barcode.

    Raises:
        Refusal: there is no SKU, none can be made, or it is too long.
    """
    found: dict[str, Any] = {}
    gtin = check_digits.normalise_gtin(one["barcode"]) if one.get("barcode") else None
    if one.get("barcode") and gtin is None:
        told.append(words.BAD_BARCODE)
    elif "barcode" in one:
        found["gtin"] = gtin
    sku = names.tidy(one.get("sku", ""))
    if not fold_sku(sku):
        sku = _made_sku(one, ways, options, gtin)
        told.append(words.SKU_MADE)
    key = fold_sku(sku)
    if not key:
        raise Refusal(words.NO_SKU)
    if max(len(sku), len(key)) > LONGEST_SKU:
        raise Refusal(words.LONG_SKU)
    return found | {"sku": sku, "sku_key": key}


def _made_sku(one: One, ways: Ways, options: Sequence[str], gtin: str | None) -> str:
    """A SKU that the same row has again the next time: of the handle and the choices, or the id."""
    given = one.get("product_key", "")
    if ways.made_by == WOOCOMMERCE and given:
        return f"woo-{given}"[:LONGEST_SKU]
    if ways.made_by == SHOPIFY and given:
        made = "-".join(names.fold(part).replace(" ", "-") for part in (given, *options))
        if len(made) <= LONGEST_SKU and all(map(names.fold, options)):
            return made
        whole = "\n".join((given, *options))
        return f"{made[: LONGEST_SKU - 9].rstrip('-')}-{_mark_of(whole)}"
    made = gtin.lstrip("0") if gtin else ""
    # A tenth of the barcodes that begin with 4 look like a card; a letter between tells them apart.
    return f"{made[:6]}B{made[6:]}" if card_guard.looks_like_card(made) else made


def _mark_of(text: str) -> str:
    """Eight letters that stand for *text*."""
    digest = hashlib.sha256(text.encode()).digest()
    return "".join(chr(ord("a") + byte % 26) for byte in digest[:8])


def stock(one: One, ways: Ways, told: list[str]) -> dict[str, Any]:
    """What is on the shelf, when that is few, and when more comes. An empty stock is not counted."""
    found: dict[str, Any] = {}
    is_out = bool(one.get("in_stock")) and says_yes(one["in_stock"]) is False
    cell = one.get("stock", "")
    if is_out and not cell.strip("0"):
        found["stock_on_hand"] = 0
    elif "stock" in one and (not cell or one.get("stock_counted") == ""):
        found["stock_on_hand"] = None
    elif "stock" in one and ways.made_by == WOOCOMMERCE and cell == _PARENT:
        found["stock_on_hand"] = 0 if is_out else None
        told.append(words.STOCK_SHARED)
    elif "stock" in one:
        pieces = count(cell)
        if pieces is None or pieces > _MOST_PIECES:
            told.append(words.BAD_STOCK)
        else:
            found["stock_on_hand"] = max(0, pieces)
            if pieces < 0:
                told.append(words.STOCK_BELOW)
    low = count(one["low_stock"]) if one.get("low_stock") else None
    if low is not None and 0 <= low <= _MOST_PIECES:
        found["low_stock_at"] = low
    if "restock_on" in one:
        day = _day(one["restock_on"], ways)
        if day is None and one["restock_on"]:
            told.append(words.BAD_DAY)
        else:
            found["restock_on"] = day
    return found


def weight(one: One, ways: Ways, told: list[str]) -> dict[str, Any]:
    """Grams; none where the cell is empty."""
    if not one.get("weight"):
        return {"weight_grams": 0} if "weight" in one else {}
    text, unit = one["weight"], ways.grams
    given = one.get("weight_unit", "").casefold()
    if not given and text[-1:].isalpha():
        given = text.lstrip("0123456789., ").casefold()
        text = text[: len(text) - len(given)].strip()
    unit = UNITS.get(given, 0.0 if given else unit)
    # Nobody writes thousandths of a gram: there "1,250" is a thousand.
    whole = count(text) if unit == UNITS["g"] else None
    found = number(text) if whole is None else whole
    if found is None or found < 0 or not unit:
        told.append(words.BAD_WEIGHT)
        return {}
    numerator, denominator = (found * round(unit * 1_000_000)).as_integer_ratio()
    return {"weight_grams": min(half_up(numerator, denominator * 1_000_000), _MOST_PIECES)}


def price(one: One, ways: Ways, told: list[str]) -> dict[str, Any]:
    """The price, and the sale price with its days; what no column holds is left out.

    A price beside a higher one, as it was before, is a sale price.

    Raises:
        Refusal: a price cannot be read.
    """
    if not {"price", "list_price", "sale_price"} & one.keys():
        return {}
    now = _money(one.get("price", ""), ways, told)
    before = _money(one.get("list_price", ""), ways, told)
    try:
        sale = _money(one.get("sale_price", ""), ways, told)
    except Refusal:
        told.append(words.BAD_SALE)
        sale = None
    if before is not None and now is not None and before > now and sale is None:
        now, sale = before, now
    now = before if now is None else now
    if now is None:
        return {}
    found: dict[str, Any] = {"amount_minor": now}
    if sale is not None and sale >= now:
        told.append(words.NO_SALE)
        sale = None
    days = _sale_days(one, ways) if sale is not None else (None, None)
    if days is None:
        told.append(words.BAD_SALE_DAYS)
        sale, days = None, (None, None)
    if {"list_price", "sale_price"} & one.keys():
        found |= {"sale_minor": sale, "sale_from": days[0], "sale_until": days[1]}
    return found


def _money(cell: str, ways: Ways, told: list[str]) -> int | None:
    if not cell:
        return None
    found = amount(cell, ways.mark, ways.digits)
    if found is None:
        either = not ways.mark and amount(cell, ".", ways.digits) is not None
        raise Refusal(words.EITHER_PRICE if either else words.BAD_PRICE)
    if found[1]:
        told.append(words.ROUNDED)
    if names_other_currency(cell, ways.currency):
        told.append(words.OTHER_CURRENCY)
    return found[0]


def _sale_days(one: One, ways: Ways) -> tuple[date | None, date | None] | None:
    cells = one.get("sale_from", ""), one.get("sale_until", "")
    first, last = (_day(cell, ways) for cell in cells)
    if (cells[0] and first is None) or (cells[1] and last is None):
        return None
    return None if first and last and last < first else (first, last)


def _day(cell: str, ways: Ways) -> date | None:
    when = opt_out_dates.read(cell, ways.country, ways.time_zone) if cell else None
    return None if when is None else when.day
