"""What the line grid shows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LineRow:
    """One order line as it stands in the grid. Money and percentages come as text.

    Attributes:
        id: the line's id.
        sku: stock keeping unit.
        name: of the item.
        caption: pack size, or the reason of a price change; after the name, in small.
        stock: pieces that can be promised, or None where it is not counted.
        low: whether stock is low for this line; shown with an icon and the word.
        quantity: pieces ordered.
        price_text: of one piece.
        discount_text: "" or "−10%".
        amount_text: of the line.
        shortage: "" or what of it is not here and by when it leaves; before the caption.
    """

    id: str
    sku: str
    name: str
    caption: str
    stock: int | None
    low: bool
    quantity: int
    price_text: str
    discount_text: str
    amount_text: str
    shortage: str = ""


@dataclass(frozen=True)
class Candidate:
    """One item that the typed text may mean.

    Attributes:
        id: the product variant's id, handed back when it is chosen.
        sku: stock keeping unit.
        name: of the item; the part that matches is shown bold.
        stock: pieces, or None.
        price_text: of one piece.
        exact: the typed text is this item's whole SKU or GTIN.
        was_text: of an item on sale, what one piece costs otherwise; beside the price, in small.
        note: what is said of it while it is marked, such as until when it is on sale.
    """

    id: str
    sku: str
    name: str
    stock: int | None
    price_text: str
    exact: bool
    was_text: str = ""
    note: str = ""
