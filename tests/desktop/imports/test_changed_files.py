"""Files that somebody writes, or takes away, while they are read: nothing of them comes in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.errors import AgentError, WorldError
from desktop.imports import opt_out_list
from desktop.imports.files import reading
from desktop.imports.importing import FileKind, FileSpec
from models.audit import AuditEntry
from models.channels import Channel
from models.opt_out import OptOut
from tests.desktop.factories import DeskShop
from tests.desktop.imports.catalogues import supervisor, written

TEXTS = {
    FileKind.CATALOGUE: "sku,name,price\nQ-1,Lamp,5\n",
    FileKind.CUSTOMERS: "name,email\nAda Kern,ada@example.com\n",
    FileKind.TAX_RATES: "State,ZIP,Rate\nCA,92373,8\n",
    FileKind.SHIPPING: "Code,Days,Price\nNEW,2,5\n",
    FileKind.STOCK: "SKU,Stock\nLAMP-1,77\n",
    None: "value,medium\nada@example.com,email\n",
}


def grow(path: Path) -> None:
    """As a download does."""
    with path.open("a") as file:
        file.write("more,1,1\n")


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (grow, AgentError, "The file was changed while it was read. Try again."),
        (Path.unlink, WorldError, "There is no file"),
    ],
)
def test_nothing_of_a_file_that_is_written_comes_in(
    shop: DeskShop,
    tmp_path: Path,
    kind: FileKind | None,
    change: Callable[[Path], object],
    error: type[Exception],
    words: str,
) -> None:
    path = written(tmp_path, TEXTS[kind])
    changed: list[object] = []

    def meanwhile() -> bool:
        if not changed:
            changed.append(change(path))
        return False

    def notes() -> tuple[int | None, int | None]:
        with shop.database.read() as session:
            noted = session.scalar(select(func.count()).select_from(AuditEntry))
            return noted, session.scalar(select(func.count()).select_from(OptOut))

    run: Callable[..., object] = opt_out_list.run if kind is None else reading(kind)
    opt_outs = opt_out_list.ImportSpec(path, None, Channel.MAIL)
    spec = opt_outs if kind is None else FileSpec(path)
    before = notes()
    with pytest.raises(error, match=words):
        run(shop.database, supervisor(shop), spec, cancelled=meanwhile)
    assert notes() == before
    assert not list(tmp_path.glob("*report*"))
