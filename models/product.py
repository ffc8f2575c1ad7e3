"""What the shop sells."""

from __future__ import annotations

import uuid

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Dated, StoreRow
from models.types import (
    Count,
    Currency,
    Day,
    Gtin,
    JsonValue,
    Key200,
    Minor,
    Moment,
    SearchKeyText,
    Text20,
    Text60,
    Text200,
    Text2000,
)


class Product(StoreRow, Dated, Base):
    """A product; what is ordered is one of its variants (a product without choices has one)."""

    __tablename__ = "products"
    __table_args__ = (Index("ix_products_store_id_source_key", "store_id", "source_key"),)

    name: Mapped[Text200]
    description: Mapped[Text2000] = mapped_column(default="")
    tax_class: Mapped[Text20]
    source_key: Mapped[str] = mapped_column(SearchKeyText(200), default="")
    """By what the shop's own files know it, such as a handle; "" where it came from no file."""
    vendor: Mapped[Text200] = mapped_column(default="")
    categories: Mapped[JsonValue] = mapped_column(default=list)
    """Paths, the widest first: `["Clothing > Hoodies"]`."""
    is_hidden: Mapped[bool] = mapped_column(default=False)
    """Found by its whole SKU or barcode only: the shop does not show it."""
    members: Mapped[JsonValue] = mapped_column(default=list)
    """Of a group, which has no variant of its own: the SKUs of those that its name finds."""

    variants: Mapped[list[ProductVariant]] = relationship(
        back_populates="product", order_by="ProductVariant.position"
    )


class ProductVariant(StoreRow, Dated, Base):
    """One thing with a SKU. `name` is the whole name as said to the caller.

    `stock_on_hand` is what lies on the shelf; what callers are being promised is in
    `stock_reservations`. None means that stock is not counted.
    """

    __tablename__ = "product_variants"
    __table_args__ = (
        UniqueConstraint("store_id", "sku"),
        UniqueConstraint("store_id", "sku_key"),
        Index("ix_product_variants_store_id_gtin", "store_id", "gtin"),
        Index("ix_product_variants_product_id", "product_id"),
    )

    product_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("products.id"))
    sku: Mapped[Text60]
    sku_key: Mapped[str] = mapped_column(SearchKeyText(60))
    """The SKU folded to letters and digits: "lmp 2204" finds LMP-2204."""
    gtin: Mapped[Gtin | None]
    name: Mapped[Text200]
    caption: Mapped[Text60] = mapped_column(default="")
    """A short remark after the name, such as "pack of 6"."""
    weight_grams: Mapped[Count] = mapped_column(default=0)
    needs_shipping: Mapped[bool] = mapped_column(default=True)
    """False for what is not a thing: a download, a voucher, a service."""
    stock_on_hand: Mapped[Count | None]
    low_stock_at: Mapped[Count] = mapped_column(default=5)
    restock_on: Mapped[Day | None]
    """When more is expected, where the shop knows."""
    discontinued_at: Mapped[Moment | None]
    position: Mapped[Count] = mapped_column(default=0)

    product: Mapped[Product] = relationship(back_populates="variants")
    prices: Mapped[list[Price]] = relationship()


class ProductWord(StoreRow, Base):
    """One folded word of a variant's name, for finding by its beginning."""

    __tablename__ = "product_words"
    __table_args__ = (
        UniqueConstraint("store_id", "word", "variant_id"),
        # With the word, so that asking whether a variant has one too reads nothing but the index.
        Index("ix_product_words_variant_id_word", "variant_id", "word"),
    )

    word: Mapped[Key200]
    variant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("product_variants.id", ondelete="CASCADE")
    )


class Price(StoreRow, Dated, Base):
    """The list price of a variant in one currency, and its sale price while there is one.

    Both days of a sale belong to it, on the shop's calendar; None: no such bound.
    """

    __tablename__ = "prices"
    __table_args__ = (UniqueConstraint("store_id", "variant_id", "currency"),)

    variant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("product_variants.id"), index=True)
    currency: Mapped[Currency]
    amount_minor: Mapped[Minor]
    sale_minor: Mapped[Minor | None]
    sale_from: Mapped[Day | None]
    sale_until: Mapped[Day | None]


class StockReservation(StoreRow, Dated, Base):
    """Pieces set aside for one order line, from the moment it is keyed until it ships or is dropped."""

    __tablename__ = "stock_reservations"
    __table_args__ = (
        UniqueConstraint("store_id", "order_line_id"),
        Index("ix_stock_reservations_variant_id", "variant_id"),
    )

    variant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("product_variants.id"))
    order_line_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("order_lines.id", ondelete="CASCADE")
    )
    quantity: Mapped[Count]
