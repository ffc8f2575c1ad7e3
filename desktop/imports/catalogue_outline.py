"""What a product file says as a whole, before its rows are read: how prices are written, who belongs to
whom. A web store's choices may stand before their product, and a group before its members.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.exports.csv_file import unguarded
from desktop.imports.catalogue_columns import WOOCOMMERCE
from desktop.imports.file_cells import decimal_mark, says_yes
from desktop.services.catalogue import fold_sku

PRICES = ("price", "list_price", "sale_price")
CHOSEN = frozenset(("variable", "variable-subscription"))
"""Types of products of which only a choice can be ordered."""
GROUPED = frozenset(("grouped",))
_BY_ID, _BY_SKU = "id:", "sku:"
_COMMA = re.compile(r"(?<!\\),")


@dataclass(frozen=True, slots=True)
class Parent:
    """A product that has only choices.

    Attributes:
        key: By which it is found on file, in this file or a later one.
    """

    id: str
    sku_key: str
    key: str
    name: str
    weight: str
    is_sold: bool


@dataclass
class Outline:
    """What the whole file says.

    Attributes:
        mark: Between units and hundredths of its prices; "" where none shows it.
    """

    mark: str = ""
    _parents: dict[str, Parent] = field(default_factory=dict)
    _skus: dict[str, str] = field(default_factory=dict)
    _choices: dict[str, list[str]] = field(default_factory=dict)

    def parent(self, said: str) -> Parent | None:
        """The product that a choice names by its SKU or as "id:123"."""
        return self._parents.get(_reference(said))

    def members(self, cell: str) -> list[str]:
        """The SKUs that a group names; of a product with choices, those of all of them."""
        found: list[str] = []
        for said in commas(cell):
            parent = self.parent(said)
            if parent is not None:
                found += self._choices.get(_BY_ID + parent.id, [])
                found += self._choices.get(_BY_SKU + parent.sku_key, []) if parent.sku_key else []
            elif said.startswith(_BY_ID):
                found.append(self._skus.get(said.removeprefix(_BY_ID), ""))
            else:
                found.append(said)
        return list(dict.fromkeys(sku for sku in found if sku))

    def see(self, one: Mapping[str, str]) -> None:
        """Note what a web store's row is to others."""
        given, sku = one.get("product_key", ""), one.get("sku", "")
        kinds = types_of(one)
        if CHOSEN & kinds:
            is_sold = not one.get("published") or says_yes(one["published"]) is not False
            parent = Parent(
                given, fold_sku(sku), key_of_parent(given, sku), one.get("name", ""),
                one.get("weight", ""), is_sold,
            )  # fmt: skip
            self._parents[_BY_ID + given] = parent
            if parent.sku_key:
                self._parents[_BY_SKU + parent.sku_key] = parent
        elif not GROUPED & kinds and given:
            sku = sku or f"woo-{given}"
            self._skus[given] = sku
            if one.get("parent"):
                self._choices.setdefault(_reference(one["parent"]), []).append(sku)


def outline(rows: Iterable[Sequence[str]], columns: Mapping[int, str], made_by: str) -> Outline:
    """Go through all *rows* once."""
    found = Outline()
    priced = [at for at, kind in columns.items() if kind in PRICES]
    wanted = ("product_key", "sku", "type", "name", "parent", "weight", "published")
    known = [(at, kind) for at, kind in columns.items() if kind in wanted]

    def prices() -> Iterator[str]:
        for row in rows:
            if made_by == WOOCOMMERCE:
                found.see({kind: unguarded(row[at].strip()) for at, kind in known if at < len(row)})
            for at in priced:
                if at < len(row) and row[at]:
                    yield row[at].strip()

    found.mark = decimal_mark(prices())
    return found


def types_of(one: Mapping[str, str]) -> set[str]:
    """What a web store's row is: {"simple", "virtual"}."""
    return {word.strip().casefold() for word in one.get("type", "").split(",")}


def commas(cell: str) -> list[str]:
    r"""What stands between commas; "\\," is one that parts nothing."""
    parts = (part.replace("\\,", ",").strip() for part in _COMMA.split(cell))
    return [part for part in parts if part]


def key_of_parent(given: str, sku: str) -> str:
    """The key of a product that has only choices: its SKU, by which choices name it, else its id."""
    folded = fold_sku(sku)
    return _BY_SKU + folded if folded else given


def key_said(parent: str) -> str:
    """The same, as a choice in another file than its product's says it."""
    return parent.removeprefix(_BY_ID) if parent.startswith(_BY_ID) else key_of_parent("", parent)


def _reference(said: str) -> str:
    return said if said.startswith(_BY_ID) else _BY_SKU + fold_sku(said)
