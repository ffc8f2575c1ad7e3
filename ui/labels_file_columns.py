"""What a column of one of the shop's own files holds, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication

from desktop.imports.importing import FileKind


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("FileColumns", text)


def words(kind: FileKind, held: Iterable[str]) -> Sequence[tuple[str, str]]:
    """What a column may hold, with its words, in the order it is offered."""
    return [(one, word(kind, one)) for one in held]


def word(kind: FileKind, held: str) -> str:
    """What a column holds. Raises KeyError for what no such file holds."""
    return _WORDS[kind]()[held]


def lacking(kind: FileKind, held: str) -> str:
    """What no column was found for."""
    return tr("Say which column holds this: {what}.").format(what=word(kind, held))


def _catalogue() -> dict[str, str]:
    return {"sku": tr("SKU"), "name": tr("Name"), "price": tr("Price")}


def _customers() -> dict[str, str]:
    return {"name": tr("Whole name"), "email": tr("E-mail address")}


def _tax_rates() -> dict[str, str]:
    return {}


def _shipping() -> dict[str, str]:
    return {}


def _stock() -> dict[str, str]:
    return {"sku": tr("SKU"), "quantity": tr("Pieces on the shelf")}


_WORDS = {
    FileKind.CATALOGUE: _catalogue,
    FileKind.CUSTOMERS: _customers,
    FileKind.TAX_RATES: _tax_rates,
    FileKind.SHIPPING: _shipping,
    FileKind.STOCK: _stock,
}
