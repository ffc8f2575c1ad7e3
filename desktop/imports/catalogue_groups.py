"""Groups of products: what has no SKU of its own, and is found as its members."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, select, type_coerce

from desktop.imports.bulk_rows import Ready, in_parts
from desktop.services.catalogue import fold_sku
from models import names
from models.product import Product, ProductVariant

if TYPE_CHECKING:
    from desktop.imports.catalogue_book import CatalogueBook

_AT_ONCE = 500
_LONGEST_WORD = 200


class Groups:
    """Knows the groups on file, and what a file changes in them."""

    def __init__(self, book: CatalogueBook) -> None:
        self._book = book
        self._groups: dict[uuid.UUID, tuple[str, tuple[str, ...]]] = {}
        self._by_member: dict[str, set[str]] = {}
        self._other: set[str] = set()
        """Folded SKUs of those whose groups are others than before."""
        self._brought: dict[str, tuple[uuid.UUID, str]] = {}
        """Of variants whose name is new: id and name by folded SKU."""
        found = book.connection.execute(
            select(Product.id, Product.name, Product.members).where(
                Product.store_id == book.desk.store_id,
                type_coerce(Product.members, String) != "[]",
            )
        )
        for product_id, name, members in found:
            self._groups[product_id] = (name, tuple(map(fold_sku, members)))
        self._set_words()

    def see(self, product_id: uuid.UUID, product: Mapping[str, Any]) -> None:
        """Note a product of the file, which may be a group, or may have been one."""
        _name, members = self._groups.get(product_id, ("", ()))
        now = (product["name"], tuple(map(fold_sku, product["members"])))
        if members or now[1]:
            self._groups[product_id] = now
            self._other.update(members, now[1])

    def bring(self, variant: Mapping[str, Any]) -> None:
        """Note a variant that is new, or has another name."""
        self._brought[variant["sku_key"]] = (variant["id"], variant["name"])

    def words_of(self, variant: Mapping[str, Any]) -> set[str]:
        """What finds a variant: its own name, and those of the groups that it is in."""
        return _words(variant["name"]) | self._by_member.get(variant["sku_key"], set())

    def finish(self) -> list[Ready]:
        """The words of all whose groups are others than before."""
        self._set_words()
        ready: list[Ready] = []
        away = sorted(self._other - self._brought.keys())
        for part in in_parts(away, _AT_ONCE):
            found = self._book.connection.execute(
                select(ProductVariant.sku_key, ProductVariant.id, ProductVariant.name).where(
                    ProductVariant.store_id == self._book.desk.store_id,
                    type_coerce(ProductVariant.sku_key, String).in_(part),
                )
            )
            self._brought.update({key: (variant_id, name) for key, variant_id, name in found})
        for key in sorted(self._other & self._brought.keys()):
            variant_id, name = self._brought[key]
            ready.append(self._book.without_words(variant_id))
            found_by = self.words_of({"name": name, "sku_key": key})
            ready += self._book.word_rows(variant_id, found_by)
        return ready

    def _set_words(self) -> None:
        self._by_member = {}
        for name, members in self._groups.values():
            for member in members:
                self._by_member.setdefault(member, set()).update(_words(name))


def _words(name: str) -> set[str]:
    return {word[:_LONGEST_WORD] for word in names.fold(name).split()}
