"""What a file seems to hold, whatever it was opened as: web stores' files, ours, and others."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from desktop.errors import WorldError
from desktop.exports.files import writing
from desktop.imports.files import previewing
from desktop.imports.importing import FileKind, FilePreview
from tests.desktop.factories import DeskShop, make_desk_shop
from ui.files.looking import Preview, look

CATALOGUE, CUSTOMERS, STOCK = FileKind.CATALOGUE, FileKind.CUSTOMERS, FileKind.STOCK
SHOPIFYS = (
    "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Zip\n"
    "1,Ann,Lee,ann@example.com,no,89501\n"
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskShop]:
    """One shop for all of them; looking changes nothing."""
    made = make_desk_shop(tmp_path_factory.mktemp("looking"))
    yield made
    made.database.close()


@pytest.fixture
def preview(shop: DeskShop) -> Preview:
    """The real ones."""

    def of(kind: FileKind, path: Path, columns: Mapping[int, str] | None) -> FilePreview:
        return previewing(kind)(shop.database, shop.desk(), path, columns=columns)

    return of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (SHOPIFYS, CUSTOMERS),
        ("Name,Phone,Street,City,ZIP\nAnn Lee,909 555 0142,1 Main St,Reno,89501\n", CUSTOMERS),
        ("Handle,Title,Variant Price\nkettle,Kettle,3.00\n", CATALOGUE),
        ("Item no,Name,Price\nA1,Kettle,3.00\n", CATALOGUE),
        # Any list with a name has customers in it; most of what this one says is of products.
        ("SKU,Name,Price\nA1,Kettle,cheap\nA2,Lid,dear\n", CATALOGUE),
        ("SKU,Qty\nA1,4\n", STOCK),
        ("State,ZipCode,EstimatedCombinedRate\nCA,90001,0.0950\n", FileKind.TAX_RATES),
        ("code,name,price,countries\nGND,Ground,7.90,US\n", FileKind.SHIPPING),
    ],
)
def test_a_file_is_known_by_its_headings(
    preview: Preview, tmp_path: Path, text: str, kind: FileKind
) -> None:
    path = tmp_path / "any.csv"
    path.write_text(text, "utf-8")
    seen = look(preview, path, CATALOGUE, may_choose=True)
    assert (seen.kind, seen.preview.missing, seen.better) == (kind, (), None)


@pytest.mark.parametrize("kind", list(FileKind))
def test_what_was_written_here_is_known_again(
    shop: DeskShop, preview: Preview, tmp_path: Path, kind: FileKind
) -> None:
    path = tmp_path / "any.csv"
    writing(kind)(shop.database, dataclasses.replace(shop.desk(), may_supervise=True), path)
    opened_as = CUSTOMERS if kind is CATALOGUE else CATALOGUE
    seen = look(preview, path, opened_as, may_choose=True)
    assert (seen.kind, seen.preview.made_by) == (kind, "Order Desk")


def test_what_somebody_said_is_kept_and_the_other_offered(preview: Preview, tmp_path: Path) -> None:
    path = tmp_path / "any.csv"
    path.write_text(SHOPIFYS, "utf-8")
    seen = look(preview, path, CATALOGUE, may_choose=False)
    assert (seen.kind, seen.better, seen.better_by) == (CATALOGUE, CUSTOMERS, "Shopify")
    path.write_text("SKU,Qty\nA1,4\n", "utf-8")
    seen = look(preview, path, CATALOGUE, may_choose=False)
    assert (seen.kind, seen.better) == (CATALOGUE, None)  # products have a stock as well
    with pytest.raises(WorldError):
        look(preview, tmp_path / "nowhere.csv", CATALOGUE, may_choose=True)
