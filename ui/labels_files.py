"""What is said of files that come in and go out: their kinds, their columns, what becomes of rows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.imports.importing import FileKind


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("Files", text)


def kind(value: FileKind) -> tuple[str, str]:
    """What a file holds: words and icon."""
    return {
        FileKind.CATALOGUE: (tr("Products"), "package"),
        FileKind.CUSTOMERS: (tr("Customers"), "users"),
        FileKind.TAX_RATES: (tr("Tax rates"), "percent"),
        FileKind.SHIPPING: (tr("Shipping methods"), "truck"),
        FileKind.STOCK: (tr("Stock"), "clipboard-text"),
    }[value]


def within(value: FileKind) -> str:
    """The same inside a sentence: ``products``."""
    words = kind(value)[0]
    return words[:1].lower() + words[1:]


def about(value: FileKind) -> str:
    """What such a file brings, for whoever has never seen one."""
    return {
        FileKind.CATALOGUE: tr(
            "Products with their variants, prices, sale prices, weights and categories. The "
            "product exports of Shopify and WooCommerce come in as they are."
        ),
        FileKind.CUSTOMERS: tr(
            "Customers with their numbers, addresses and notes. The customer exports of Shopify "
            "and WooCommerce come in as they are. Whoever has said no to marketing there is "
            "stopped here."
        ),
        FileKind.TAX_RATES: tr(
            "Rates by state or ZIP code, each with the day it begins and where it is from. Orders "
            "that are placed already keep theirs."
        ),
        FileKind.SHIPPING: tr(
            "Shipping methods with where they go, how many days they take, and what they cost."
        ),
        FileKind.STOCK: tr("How many pieces of each item are on the shelf."),
    }[value]


def made_by(value: str) -> str:
    """Whose export it is, as its headings say; "" where they say nothing."""
    return tr("made by {program}").format(program=value) if value else ""


def size(count: int) -> str:
    """How large a file is: 12 KB, 3.4 MB."""
    if count < 1_000_000:
        return tr("{n} KB").format(n=max(1, round(count / 1_000)))
    return tr("{n} MB").format(n=f"{count / 1_000_000:.1f}")


def rows(count: int) -> str:
    """Return 1 row, 1,200 rows."""
    return tr("1 row") if count == 1 else tr("{n} rows").format(n=f"{count:,}")


def waits_for_file() -> tuple[str, str]:
    """While something waits to be saved: what for, and what that means for the call."""
    return (
        tr("A file is being brought in"),
        tr("What you did last is kept, and is saved as soon as that is done. Go on with the call."),
    )


def busy(*, by_file: bool) -> tuple[str, str]:
    """When something has waited in vain to be saved: what for, and what to do."""
    text = tr("This could not be saved yet. It stays as you typed it: try again in a while.")
    if by_file:
        return tr("A file is still being brought in"), text
    return tr("Another program keeps the database busy"), text


def supervisors() -> str:
    """Why somebody cannot bring it in or write it out."""
    return tr("A supervisor does this.")
