"""Every kind of file that comes in: who looks at it, and who takes it.

The modules are loaded when a file of their kind is wanted, so that the desk starts without them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import cast

from desktop.imports.importing import FileKind, FilePreview, FileResult

_MODULES: Mapping[FileKind, str] = {
    FileKind.CATALOGUE: "desktop.imports.catalogue_file",
    FileKind.CUSTOMERS: "desktop.imports.customers_file",
    FileKind.TAX_RATES: "desktop.imports.tax_rates_file",
    FileKind.SHIPPING: "desktop.imports.shipping_file",
    FileKind.STOCK: "desktop.imports.stock_file",
}


def previewing(kind: FileKind) -> Callable[..., FilePreview]:
    """The function that looks at such a file: `preview(database, desk, path, *, columns=None)`."""
    return cast("Callable[..., FilePreview]", import_module(_MODULES[kind]).preview)


def reading(kind: FileKind) -> Callable[..., FileResult]:
    """The function that takes one: `run(database, desk, spec, *, progress=None, cancelled=None)`."""
    return cast("Callable[..., FileResult]", import_module(_MODULES[kind]).run)
