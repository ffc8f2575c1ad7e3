"""One row of a product file, read: what it says of a product, of what is ordered, and of its price."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desktop.exports.csv_file import unguarded
from desktop.imports import catalogue_columns, opt_out_dates
from desktop.imports.catalogue_columns import OWN, SHOPIFY, UNITS, WOOCOMMERCE
from desktop.imports.file_cells import amount, cut, number, plain_text, says_yes
from desktop.services.catalogue import fold_sku
from desktop.services.desk import Desk
from models import card_guard, check_digits, names

REFUSED_CARD = "It holds what looks like a card number."
_NO_NAME = "It has no name."
_NO_SKU = "It has no SKU and nothing to make one from."
_BAD_PRICE = "Its price cannot be read."
_BAD_SALE = "The sale price cannot be read and was not taken."
_BAD_SALE_DAYS = "The days of the sale cannot be read, so the sale price was not taken."
_BAD_BARCODE = "The barcode is none and was not taken."
_BAD_STOCK = "The stock is no whole number and was not taken."
_BAD_WEIGHT = "The weight cannot be read and was not taken."
_BAD_DAY = "The day of the next delivery cannot be read and was not taken."
_ROUNDED = "The price has more decimals than the currency and was rounded."
_CUT = "The description was cut to 2,000 characters."
_NAME_CUT = "The name was cut to 200 characters."
_SKU_MADE = "It had no SKU; one was made."
_HIDDEN = "Hidden in the store: found by its SKU and barcode only."
_NOT_SOLD = "Not for sale in the store, so not offered here."
_EXTERNAL = "Sold elsewhere: on file, and not offered here."
_IMAGE = "A further picture: it counts with its product."
_NOT_SHIPPED = "Not a thing that is shipped."
_TYPES_OF_GROUPS = frozenset(("grouped", "bundle", "composite"))
_LONGEST_SKU, _LONGEST_NAME, _LONGEST_CAPTION, _LONGEST_DESCRIPTION = 60, 200, 60, 2000
_LONGEST_CLASS = 20
_DAYS = frozenset(("restock_on", "sale_from", "sale_until"))
_MOST_PIECES = 2**31 - 1
_SHORTEST_CARD = 13


@dataclass(slots=True)
class ProductRow:
    """What one row says. A field that stands in none of the three is not said, and stays as it is.

    Attributes:
        line: Where it begins.
        key: Of its product, as the file knows it; "" where it is known by its SKU alone.
        product: Fields of the product that this row gives.
        variant: Of what is ordered; None: the row is of the product alone.
        price: Of its price; `amount_minor` may be missing where the file has no prices.
        options: Its choices ("Large"), from which its name is made where the file gives none.
        waits: Its product has a row of its own, which may come later.
        follows: It is another picture of the product.
        refusal: Why nothing can be taken from it; "" if it can.
        told: What is taken otherwise than it stands there.
    """

    line: int
    key: str = ""
    product: dict[str, Any] = field(default_factory=dict)
    variant: dict[str, Any] | None = None
    price: dict[str, Any] = field(default_factory=dict)
    options: str = ""
    waits: bool = False
    follows: bool = False
    refusal: str = ""
    told: tuple[str, ...] = ()

    def plain(self) -> list[Any]:
        """The row as JSON has it."""
        return [
            self.line, self.key, self.product, self.variant, self.price, self.options, self.waits,
            self.follows, self.refusal, self.told,
        ]  # fmt: skip

    @classmethod
    def of_plain(cls, said: list[Any]) -> ProductRow:
        """The row that `plain` gave, come back from JSON."""
        row = cls(*said[:-1])
        row.told = tuple(said[-1])
        for part in (row.variant or {}, row.price):
            for name in _DAYS & part.keys():
                part[name] = part[name] and date.fromisoformat(part[name])
        return row


class RowReader:
    """Reads the rows of one file in their order; a product's further rows lean on its first."""

    def __init__(
        self,
        columns: Mapping[int, str],
        *,
        made_by: str,
        headings: Sequence[str],
        mark: str,
        desk: Desk,
        digits: int,
    ) -> None:
        """*columns* as of `catalogue_columns`; *mark* parts units from hundredths; *digits* of money."""
        self._at: dict[str, list[int]] = {}
        for column, kind in sorted(columns.items()):
            self._at.setdefault(kind, []).append(column)
        self._by, self._mark, self._desk, self._digits = made_by, mark, desk, digits
        weighed = self._at.get("weight", [])
        heading = headings[weighed[0]] if weighed and weighed[0] < len(headings) else ""
        self._grams = catalogue_columns.grams_in(heading)
        self._handle = ""
        self._is_sold: bool | None = None
        self._place = 0

    def read(self, line: int, cells: Sequence[str]) -> ProductRow:
        """What the row that begins in *line* says."""
        row, told = ProductRow(line), list[str]()
        said = {kind: self._cells(cells, kind) for kind in self._at}
        if _holds_card(said):
            row.refusal = REFUSED_CARD
            return row
        one = {kind: texts[0] for kind, texts in said.items() if texts}
        kinds = {word.strip().casefold() for word in one.get("type", "").split(",")}
        row.key = self._key(one, kinds)
        row.waits = "variation" in kinds
        self._begin(one)
        if self._follows(said, one):
            row.follows, row.told = True, (_IMAGE,)
            return row
        self._read_product(row, one, said, kinds, told)
        if not ({"variable", "variable-subscription"} | _TYPES_OF_GROUPS) & kinds and not (
            self._by == OWN and not one.get("sku")
        ):
            self._read_variant(row, one, said, kinds, told)
        if self._by != OWN:  # there everything stands as we wrote it
            row.told = tuple(dict.fromkeys(told))
        return row

    def sku_of(self, cells: Sequence[str]) -> str:
        """The SKU that stands in a row; "" where none does."""
        found = self._cells(cells, "sku") if "sku" in self._at else []
        return found[0] if found else ""

    def _cells(self, cells: Sequence[str], kind: str) -> list[str]:
        return [
            unguarded(cells[column].strip()) if column < len(cells) else ""
            for column in self._at[kind]
        ]

    def _text(self, cell: str) -> str:
        """A cell without its markup; what we wrote has none."""
        return cell if self._by == OWN else plain_text(cell)

    def _key(self, one: Mapping[str, str], kinds: set[str]) -> str:
        given = one.get("product_key", "")
        if self._by == WOOCOMMERCE:
            parent = one.get("parent", "")
            if parent and "variation" in kinds:
                number = parent.removeprefix("id:")
                return f"woocommerce:{number}" if number != parent else f"sku:{fold_sku(parent)}"
            return f"woocommerce:{given}"[:_LONGEST_NAME] if given else ""
        if self._by == SHOPIFY:
            return f"shopify:{given.casefold()}"[:_LONGEST_NAME] if given else ""
        return given[:_LONGEST_NAME]

    def _begin(self, one: Mapping[str, str]) -> None:
        """Note where a product's rows begin: what holds for all of them stands in the first."""
        handle = one.get("product_key", "") if self._by == SHOPIFY else ""
        if handle != self._handle or not handle:
            self._handle, self._is_sold, self._place = handle, None, 0
        else:
            self._place += 1

    def _follows(self, said: Mapping[str, list[str]], one: Mapping[str, str]) -> bool:
        if self._by != SHOPIFY or not self._place:
            return False
        return not any((*said.get("option", ()), one.get("sku"), one.get("price"),
                        one.get("product")))  # fmt: skip

    def _read_product(
        self,
        row: ProductRow,
        one: Mapping[str, str],
        said: Mapping[str, list[str]],
        kinds: set[str],
        told: list[str],
    ) -> None:
        is_further = (self._by == SHOPIFY and self._place > 0 and not one.get("product")) or (
            "variation" in kinds
        )
        if is_further:
            return
        name = names.tidy(self._text(one.get("product") or one.get("name", "")))
        if name:
            row.product["name"] = cut(name, _LONGEST_NAME)
            if len(name) > _LONGEST_NAME:
                told.append(_NAME_CUT)
        elif "product" in one or "name" in one:
            row.refusal = _NO_NAME
        if "description" in one:
            text = self._text(one["description"])
            row.product["description"] = cut(text, _LONGEST_DESCRIPTION)
            if len(text) > _LONGEST_DESCRIPTION:
                told.append(_CUT)
        if "vendor" in one:
            row.product["vendor"] = names.tidy(one["vendor"])[:_LONGEST_NAME]
        if "category" in said or "tags" in said:
            row.product["categories"] = self._categories(said)
        self._read_tax(row, one)
        hidden = one.get("hidden", "").casefold()
        if hidden or "hidden" in one:
            is_flag = self._by != WOOCOMMERCE  # there the cell says where it is shown
            row.product["is_hidden"] = hidden == "hidden" or (is_flag and says_yes(hidden) is True)
            if row.product["is_hidden"]:
                told.append(_HIDDEN)
        if _TYPES_OF_GROUPS & kinds or (self._by == OWN and "members" in one):
            row.product["members"] = [
                member.strip()[:_LONGEST_SKU]
                for member in one.get("members", "").split("\n" if self._by == OWN else ",")
                if member.strip()
            ]
        if row.key and not row.key.startswith("order-desk:"):
            row.product["source_key"] = row.key

    def _categories(self, said: Mapping[str, list[str]]) -> list[str]:
        parts = []
        for cell in said.get("category", ()):
            # A comma parts two categories in a web store; elsewhere it may stand in the name of one.
            one = cell.split("\n") if self._by in ("", OWN) else cell.split(",")
            parts += one
        for cell in said.get("tags", ()):
            parts += cell.split(",")
        kept = (" > ".join(p.strip() for p in self._text(part).split(">")) for part in parts)
        return list(dict.fromkeys(cut(part, _LONGEST_NAME) for part in kept if part.strip("> ")))

    def _read_tax(self, row: ProductRow, one: Mapping[str, str]) -> None:
        taxed = one.get("taxable", "").strip().casefold()
        if taxed in ("none", "shipping") or says_yes(taxed) is False:
            row.product["tax_class"] = "exempt"
        elif "tax_class" in one:
            word = names.fold(one["tax_class"]).replace(" ", "-") or "standard"
            row.product["tax_class"] = "standard" if word == "parent" else word[:_LONGEST_CLASS]
        elif taxed:
            row.product["tax_class"] = "standard"

    def _read_variant(
        self,
        row: ProductRow,
        one: Mapping[str, str],
        said: Mapping[str, list[str]],
        kinds: set[str],
        told: list[str],
    ) -> None:
        options = [names.tidy(cell) for cell in said.get("option", ())]
        options = [option for option in options if option and option != "Default Title"]
        row.options = ", ".join(options)
        variant: dict[str, Any] = {}
        row.variant = variant
        self._read_codes(row, variant, one, told)
        if self._by in (OWN, WOOCOMMERCE) and one.get("name"):
            name = names.tidy(self._text(one["name"]))
            variant["name"] = cut(name, _LONGEST_NAME)
        if "caption" in one:
            variant["caption"] = cut(names.tidy(one["caption"]), _LONGEST_CAPTION)
        self._read_sold(variant, one, kinds, told)
        self._read_stock(variant, one, told)
        self._read_weight(variant, one, told)
        shipped = says_yes(one["needs_shipping"]) if one.get("needs_shipping") else None
        if {"virtual", "downloadable"} & kinds or shipped is False:
            variant["needs_shipping"] = False
            told.append(_NOT_SHIPPED)
        elif "type" in one or shipped:
            variant["needs_shipping"] = True
        if self._by == SHOPIFY:
            variant["position"] = self._place
        elif one.get("position", "").isdecimal():
            variant["position"] = int(one["position"][:9])
        self._read_price(row, one, told)

    def _read_codes(
        self, row: ProductRow, variant: dict[str, Any], one: Mapping[str, str], told: list[str]
    ) -> None:
        gtin = check_digits.normalise_gtin(one["barcode"]) if one.get("barcode") else None
        if one.get("barcode") and gtin is None:
            told.append(_BAD_BARCODE)
        elif "barcode" in one:
            variant["gtin"] = gtin
        sku = names.tidy(one.get("sku", ""))
        if not fold_sku(sku):
            sku = self._made_sku(row, one, gtin)
            if sku:
                told.append(_SKU_MADE)
        if not sku:
            row.refusal = row.refusal or _NO_SKU
        variant["sku"] = sku[:_LONGEST_SKU]
        variant["sku_key"] = fold_sku(variant["sku"])[:_LONGEST_SKU]
        if len(sku) > _LONGEST_SKU:
            row.refusal = row.refusal or "Its SKU is longer than 60 characters."

    def _made_sku(self, row: ProductRow, one: Mapping[str, str], gtin: str | None) -> str:
        """A SKU that the same row has again the next time: of the handle and the choices, or the id."""
        given = one.get("product_key", "")
        if self._by == WOOCOMMERCE and given:
            return f"woo-{given}"[:_LONGEST_SKU]
        parts = [names.fold(part).replace(" ", "-") for part in (given, row.options) if part]
        made = "-".join(part for part in parts if part) if self._by == SHOPIFY else ""
        if len(made) > _LONGEST_SKU:
            mark = hashlib.sha256(made.encode()).hexdigest()[:8]
            made = f"{made[: _LONGEST_SKU - 9].rstrip('-')}-{mark}"
        return made or (gtin.lstrip("0") if gtin else "")

    def _read_sold(
        self, variant: dict[str, Any], one: Mapping[str, str], kinds: set[str], told: list[str]
    ) -> None:
        status = one.get("status", "").casefold()
        sold: bool | None = None
        if one.get("published") or status:
            sold = says_yes(one.get("published", "")) is not False
            sold = sold and status in ("", "active")
        if self._by == SHOPIFY and self._place:
            sold = self._is_sold if sold is None else sold
        self._is_sold = sold
        if "external" in kinds:
            sold = False
            told.append(_EXTERNAL)
        elif sold is False:
            told.append(_NOT_SOLD)
        if sold is not None:
            variant["sold"] = sold

    def _read_stock(self, variant: dict[str, Any], one: Mapping[str, str], told: list[str]) -> None:
        is_counted = bool(one["stock_counted"]) if "stock_counted" in one else True
        if "stock" in one:
            found = number(one["stock"])
            is_whole = found is not None and found == found.to_integral_value()
            if not is_counted or not one["stock"]:
                variant["stock_on_hand"] = None
                if one.get("in_stock") and says_yes(one["in_stock"]) is False:
                    variant["stock_on_hand"] = 0
            elif found is None or not is_whole:
                told.append(_BAD_STOCK)
            else:
                variant["stock_on_hand"] = max(0, min(int(found), _MOST_PIECES))
        if one.get("low_stock", "").isdecimal():
            variant["low_stock_at"] = int(one["low_stock"][:9])
        if "restock_on" in one:
            day = self._day(one["restock_on"])
            if day is None and one["restock_on"]:
                told.append(_BAD_DAY)
            else:
                variant["restock_on"] = day

    def _read_weight(
        self, variant: dict[str, Any], one: Mapping[str, str], told: list[str]
    ) -> None:
        if "weight" not in one:
            return
        unit = self._grams
        if one.get("weight_unit"):
            unit = UNITS.get(one["weight_unit"].casefold(), unit)
        found = number(one["weight"]) if one["weight"] else number("0")
        if found is None or found < 0:
            told.append(_BAD_WEIGHT)
            return
        variant["weight_grams"] = min(round(float(found) * unit), _MOST_PIECES)

    def _read_price(self, row: ProductRow, one: Mapping[str, str], told: list[str]) -> None:
        if not {"price", "list_price", "sale_price"} & one.keys():
            return
        price = self._money(one.get("price", ""), told)
        listed = self._money(one.get("list_price", ""), told)
        sale = self._money(one.get("sale_price", ""), told)
        if (one.get("price") and price is None) or (one.get("list_price") and listed is None):
            row.refusal = row.refusal or _BAD_PRICE
            return
        if one.get("sale_price") and sale is None:
            told.append(_BAD_SALE)
        if listed is not None and price is not None and listed > price and sale is None:
            price, sale = listed, price
        if price is None:
            price, sale = (listed, sale) if listed is not None else (sale, None)
        days = self._sale_days(one) if sale is not None else (None, None)
        if days is None:
            told.append(_BAD_SALE_DAYS)
            sale, days = None, (None, None)
        if price is not None:
            row.price["amount_minor"] = price
        row.price["sale_minor"] = sale
        row.price["sale_from"], row.price["sale_until"] = days

    def _money(self, cell: str, told: list[str]) -> int | None:
        found = amount(cell, self._mark, self._digits) if cell else None
        if found is None:
            return None
        if found[1]:
            told.append(_ROUNDED)
        return found[0]

    def _sale_days(self, one: Mapping[str, str]) -> tuple[date | None, date | None] | None:
        cells = one.get("sale_from", ""), one.get("sale_until", "")
        first, last = map(self._day, cells)
        if (cells[0] and first is None) or (cells[1] and last is None):
            return None
        return None if first and last and last < first else (first, last)

    def _day(self, cell: str) -> date | None:
        when = opt_out_dates.read(cell, self._desk.country, self._desk.time_zone)
        return None if when is None else when.day


def _holds_card(said: Mapping[str, list[str]]) -> bool:
    """Whether a cell looks like a card; many barcodes do, which are checked by their own digit."""
    return any(
        card_guard.looks_like_card(cell)
        and not (kind == "barcode" and check_digits.normalise_gtin(cell) is not None)
        for kind, texts in said.items()
        for cell in texts
        if len(cell) >= _SHORTEST_CARD
    )
