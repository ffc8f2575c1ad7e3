"""Every kind of file that goes out in the form in which it comes in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import cast

from desktop.imports.importing import FileKind

_MODULES: Mapping[FileKind, str] = {
    FileKind.CATALOGUE: "desktop.exports.catalogue_file",
    FileKind.CUSTOMERS: "desktop.exports.customers_file",
    FileKind.TAX_RATES: "desktop.exports.tax_rates_file",
    FileKind.SHIPPING: "desktop.exports.shipping_file",
    FileKind.STOCK: "desktop.exports.stock_file",
}


def writing(kind: FileKind) -> Callable[..., int]:
    """The function `write(database, desk, path, *, progress=None, cancelled=None)`; it counts rows."""
    return cast("Callable[..., int]", import_module(_MODULES[kind]).write)
