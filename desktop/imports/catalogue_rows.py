"""One row of a product file, read: what it says of a product, of what is ordered, and of its price."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desktop.exports.csv_file import unguarded
from desktop.imports import catalogue_cells, catalogue_columns
from desktop.imports import catalogue_words as words
from desktop.imports.catalogue_cells import Refusal, Ways
from desktop.imports.catalogue_columns import OWN, SHOPIFY, WOOCOMMERCE
from desktop.imports.catalogue_outline import (
    CHOSEN,
    GROUPED,
    Outline,
    Parent,
    commas,
    key_of_parent,
    key_said,
    types_of,
)
from desktop.imports.file_cells import cut, plain_text, says_yes
from desktop.services.desk import Desk
from desktop.services.taxes import EXEMPT
from models import card_guard, check_digits, names
from models.money import exponent

IS_TAXABLE = "is_taxable"
"""Said of a product whose class of tax the file does not say: any but the one that is free."""
_LONGEST_NAME, _LONGEST_CAPTION, _LONGEST_DESCRIPTION, _LONGEST_CLASS = 200, 60, 2000, 20
_SEVERAL = ("option", "category", "tags")
_CODES = frozenset(("sku", "barcode", "price", "list_price", "sale_price", "stock", "weight"))
_DAYS = frozenset(("restock_on", "sale_from", "sale_until"))
_LISTED = re.compile(r"[\n;|]")
_DEFAULT = "Default Title"
"""The choice of a Shopify product that has none."""
_UNLISTED = "unlisted"
"""Of a product that is for sale to whoever has its address."""
_FREE_CLASSES = frozenset(("zero-rate", "zero rate", "exempt"))


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
        is_away: Its product has its row in another file.
        follows: It is another picture of the product.
        repeats: The same row stands in the file before.
        may_lack_price: It is kept without a price, and not offered.
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
    is_away: bool = False
    follows: bool = False
    repeats: bool = False
    may_lack_price: bool = False
    refusal: str = ""
    told: tuple[str, ...] = ()

    def plain(self) -> list[Any]:
        """The row as JSON has it."""
        return [
            self.line, self.key, self.product, self.variant, self.price, self.options, self.waits,
            self.is_away, self.follows, self.repeats, self.may_lack_price, self.refusal, self.told,
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
        outline: Outline,
        desk: Desk,
    ) -> None:
        """*columns* as of `catalogue_columns`; *outline* of the whole file."""
        self._columns = [(at, kind) for at, kind in sorted(columns.items()) if kind]
        self._kinds = dict.fromkeys(kind for _at, kind in self._columns)
        self._by, self._outline = made_by, outline
        weighed = next((at for at, kind in self._columns if kind == "weight"), None)
        heading = headings[weighed] if weighed is not None and weighed < len(headings) else ""
        grams, unit = catalogue_columns.grams_in(heading, desk.country)
        self._ways = Ways(
            made_by, outline.mark, grams, desk.currency, exponent(desk.currency), desk.country,
            desk.time_zone,
        )  # fmt: skip
        is_guessed = weighed is not None and unit and "weight_unit" not in self._kinds
        self.notes = (words.weight_unit(unit),) if is_guessed else ()
        self._handle = ""
        self._is_sold: bool | None = None
        self._unsold: set[str] = set()
        """Handles of the products that are not for sale, wherever their other rows stand."""
        self._place = 0

    def read(self, line: int, cells: Sequence[str]) -> ProductRow:
        """What the row that begins in *line* says."""
        row, told = ProductRow(line), list[str]()
        one, several = self._said(cells)
        kinds = types_of(one) if self._by == WOOCOMMERCE else set()
        parent = self._outline.parent(one["parent"]) if one.get("parent") else None
        row.key = self._key(one, kinds, parent)
        row.waits = "variation" in kinds
        row.is_away = row.waits and parent is None
        self._begin(one)
        if self._follows(one, several):
            row.follows, row.told = True, (words.IMAGE,)
            return row
        if _holds_card(one, several):
            row.refusal = words.CARD
            return row
        try:
            self._read_product(row, one, several, kinds, told)
            if not self._is_product_alone(one, kinds):
                self._read_variant(row, one, several, kinds, parent, told)
        except Refusal as refusal:
            row.refusal = refusal.why
            return row
        row.told = tuple(dict.fromkeys(told))
        return row

    def _said(self, cells: Sequence[str]) -> tuple[dict[str, str], dict[str, list[str]]]:
        """The cell of each kind of column, and those of which a file may have several."""
        one: dict[str, str] = dict.fromkeys(self._kinds, "")
        several: dict[str, list[str]] = {}
        width = len(cells)
        for at, kind in self._columns:
            cell = cells[at].strip() if at < width else ""
            if cell[:1] == "'":
                cell = unguarded(cell)
                if self._by != OWN and kind in _CODES:
                    cell = cell.lstrip("'")  # so that no spreadsheet takes it for a number
            if kind in _SEVERAL:
                several.setdefault(kind, []).append(cell)
            if cell and not one[kind]:
                one[kind] = cell
        return one, several

    def _text(self, cell: str) -> str:
        """A cell without its markup; what we wrote has none."""
        return cell if self._by == OWN else plain_text(cell)

    def _key(self, one: Mapping[str, str], kinds: set[str], parent: Parent | None) -> str:
        given = one.get("product_key", "")
        if self._by == SHOPIFY:
            given = given.casefold()
        elif self._by == WOOCOMMERCE and "variation" in kinds:
            given = key_said(one.get("parent", "")) if parent is None else parent.key
        elif self._by == WOOCOMMERCE and (CHOSEN & kinds or (GROUPED & kinds and not given)):
            given = key_of_parent(given, one.get("sku", ""))
        elif self._by == "" and not given and one.get("product"):
            return f"product:{names.fold(one['product'])}"[:_LONGEST_NAME]
        if given and self._by in (SHOPIFY, WOOCOMMERCE):
            given = f"{self._by.casefold()}:{given}"
        return given[:_LONGEST_NAME]

    def _begin(self, one: Mapping[str, str]) -> None:
        """Note where a product's rows begin: what holds for all of them stands in the first."""
        handle = one.get("product_key", "") if self._by == SHOPIFY else ""
        if handle != self._handle or not handle:
            self._handle, self._is_sold, self._place = handle, None, 0
        else:
            self._place += 1

    def _is_further(self, one: Mapping[str, str]) -> bool:
        """Whether another row is its product's; in a sorted file it may stand anywhere before."""
        return self._by == SHOPIFY and bool(one.get("product_key")) and not one.get("product")

    def _follows(self, one: Mapping[str, str], several: Mapping[str, list[str]]) -> bool:
        if not (self._is_further(one) or (self._by == SHOPIFY and self._place)):
            return False
        return not any((*several.get("option", ()), one.get("sku"), one.get("price")))

    def _is_product_alone(self, one: Mapping[str, str], kinds: set[str]) -> bool:
        is_own = self._by == OWN and bool(one.get("product_key")) and not one.get("sku")
        return bool((CHOSEN | GROUPED) & kinds) or is_own

    def _read_product(
        self,
        row: ProductRow,
        one: Mapping[str, str],
        several: Mapping[str, list[str]],
        kinds: set[str],
        told: list[str],
    ) -> None:
        if self._is_further(one) or "variation" in kinds:
            return
        if not row.key and self._is_product_alone(one, kinds):
            raise Refusal(words.NO_SKU)
        product = row.product
        name = self._name(one.get("product") or one.get("name", ""), told)
        if name:
            product["name"] = name
        elif "product" in one or "name" in one:
            raise Refusal(words.NO_NAME)
        if "description" in one:
            text = self._text(one["description"])
            product["description"] = cut(text, _LONGEST_DESCRIPTION)
            if len(text) > _LONGEST_DESCRIPTION:
                told.append(words.CUT)
        if "vendor" in one:
            product["vendor"] = cut(names.tidy(self._text(one["vendor"])), _LONGEST_NAME)
        if "category" in several or "tags" in several:
            product["categories"] = self._categories(several)
        product |= self._tax(one)
        if "hidden" in one:
            product["is_hidden"] = self._is_hidden(one["hidden"].casefold())
        elif one.get("status"):
            product["is_hidden"] = one["status"].casefold() == _UNLISTED
        if product.get("is_hidden") and self._by != OWN:
            told.append(words.HIDDEN)
        if GROUPED & kinds:
            product["members"] = self._outline.members(one.get("members", ""))
        elif self._by == OWN and "members" in one:
            product["members"] = [sku for sku in one["members"].split("\n") if sku.strip()]
        if row.key and not row.key.startswith("order-desk:"):
            product["source_key"] = row.key

    def _name(self, cell: str, told: list[str]) -> str:
        name = cell if self._by == OWN else names.tidy(self._text(cell))
        if len(name) > _LONGEST_NAME:
            told.append(words.NAME_CUT)
        return cut(name, _LONGEST_NAME)

    def _is_hidden(self, said: str) -> bool:
        if self._by == WOOCOMMERCE or said in ("hidden", "visible"):
            return said == "hidden"
        return says_yes(said) is True

    def _categories(self, several: Mapping[str, list[str]]) -> list[str]:
        parts: list[str] = []
        for cell in several.get("category", ()):
            # A comma parts two categories in one web store; elsewhere it may stand in a name.
            by = self._by
            parts += (
                commas(cell) if by == WOOCOMMERCE else [cell] if by == SHOPIFY
                else cell.split("\n") if by == OWN else _LISTED.split(cell)
            )  # fmt: skip
        for cell in several.get("tags", ()):
            parts += cell.split(",")
        kept = (" > ".join(map(names.tidy, self._text(part).split(">"))) for part in parts if part)
        return list(dict.fromkeys(cut(part, _LONGEST_NAME) for part in kept if part.strip("> ")))

    def _tax(self, one: Mapping[str, str]) -> dict[str, Any]:
        taxed, said = one.get("taxable", "").casefold(), one.get("tax_class", "")
        if self._by == OWN:
            return {"tax_class": said[:_LONGEST_CLASS]} if said else {}
        said = names.fold(said).replace(" ", "-")
        if taxed in ("none", "shipping") or says_yes(taxed) is False or said in _FREE_CLASSES:
            return {"tax_class": EXEMPT}
        if said and said != "parent":
            return {"tax_class": said[:_LONGEST_CLASS]}
        return {IS_TAXABLE: True} if taxed or "tax_class" in one else {}

    def _read_variant(
        self,
        row: ProductRow,
        one: dict[str, str],
        several: Mapping[str, list[str]],
        kinds: set[str],
        parent: Parent | None,
        told: list[str],
    ) -> None:
        options = [names.tidy(self._text(cell)) for cell in several.get("option", ())]
        options = [option for option in options if option and option != _DEFAULT]
        row.options = cut(", ".join(options), _LONGEST_NAME // 2)
        if parent is not None and not one.get("weight"):
            one["weight"] = parent.weight
        elif row.is_away and not one.get("weight"):
            one.pop("weight", None)  # its product's, which stands in another file
        variant = row.variant = catalogue_cells.codes(one, self._ways, options, told)
        variant |= self._own_name(one, options, parent, told)
        if "caption" in one:
            variant["caption"] = cut(names.tidy(one["caption"]), _LONGEST_CAPTION)
        sold = self._sold(one, kinds, parent, told)
        if sold is not None:
            variant["sold"] = sold
        variant |= catalogue_cells.stock(one, self._ways, told)
        variant |= catalogue_cells.weight(one, self._ways, told)
        shipped = says_yes(one.get("needs_shipping", ""))
        if {"virtual", "downloadable"} & kinds or shipped is False:
            variant["needs_shipping"] = False
            if self._by != OWN:
                told.append(words.NOT_SHIPPED)
        elif kinds or shipped:
            variant["needs_shipping"] = True
        if self._by == SHOPIFY:
            variant["position"] = self._place
        elif one.get("position", "").isdecimal():
            variant["position"] = int(one["position"][:9])
        row.price = catalogue_cells.price(one, self._ways, told)
        row.may_lack_price = self._by == OWN or sold is False

    def _own_name(
        self, one: Mapping[str, str], options: Sequence[str], parent: Parent | None, told: list[str]
    ) -> dict[str, str]:
        """The whole name as it is said to the caller, where this row has all of it."""
        name = one.get("name", "")
        if options and self._by == SHOPIFY:
            told.append(words.OPTIONS)
        if not name or self._by == SHOPIFY:
            return {}
        if self._by == "" and options:
            name = ", ".join((name, *options))
        elif parent is not None and name == parent.name and options:
            name = f"{name} - {', '.join(options)}"
        return {"name": self._name(name, told)}

    def _sold(
        self, one: Mapping[str, str], kinds: set[str], parent: Parent | None, told: list[str]
    ) -> bool | None:
        status = one.get("status", "").casefold()
        sold: bool | None = None
        if one.get("published") or status:
            sold = says_yes(one.get("published", "")) is not False
            sold = sold and status in ("", "active", _UNLISTED)
        if self._is_further(one) and sold is None:
            sold = False if one["product_key"] in self._unsold else self._is_sold
        elif sold is False:
            self._unsold.add(one.get("product_key", ""))
        self._is_sold = sold
        if parent is not None and not parent.is_sold:
            sold = False
        if "external" in kinds:
            told.append(words.EXTERNAL)
            return False
        if sold is False and self._by != OWN:
            told.append(words.NOT_SOLD)
        return sold


def _holds_card(one: Mapping[str, str], several: Mapping[str, list[str]]) -> bool:
    """Whether a cell looks like a card; many barcodes do, which are checked by their own digit."""
    cells = [
        cell
        for kind, cell in one.items()
        if not (kind == "barcode" and check_digits.normalise_gtin(cell) is not None)
    ]
    for more in several.values():
        cells += more[1:]
    # A bar parts numbers, so that two cells never make one.
    return card_guard.looks_like_card("|".join(cells))
