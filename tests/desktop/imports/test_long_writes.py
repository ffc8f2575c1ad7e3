"""Who saves while a file comes in: nobody waits while it is read, and whoever waits later knows why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from desktop.database_words import database_words
from desktop.errors import WorldError
from desktop.imports import opt_out_list
from desktop.imports.files import reading
from desktop.imports.importing import FileKind, FileSpec, ImportCancelled
from desktop.services import audit
from models import write_turn
from models.audit import AuditEntry
from models.session import Database, DatabaseBusy
from tests.desktop.factories import DeskShop

CONTENT = {
    FileKind.CATALOGUE: "sku,name,price\nA-1,Lamp,1.00\n",
    FileKind.CUSTOMERS: "First name,Last name,Phone\nAda,Roe,775-555-0142\n",
    FileKind.TAX_RATES: "State,Rate,Effective\nNV,0.08265,2026-03-01\n",
    FileKind.SHIPPING: "Code,Name,Countries,Days,Basis,From,Amount\nEXTRA,Extra,US,3,subtotal,0,9\n",
    FileKind.STOCK: "SKU,Stock\nLAMP-1,25\n",
    None: "value,medium\n(212) 555-0142,call\n",
}
"""A small file of each kind; None: of opt-outs."""
KINDS = pytest.mark.parametrize("kind", list(CONTENT))


@pytest.fixture
def other(shop: DeskShop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Another program at the same file, which waits for nobody."""
    monkeypatch.setattr(write_turn, "BUSY_SECONDS", 0)
    with closing(Database(shop.database.url)) as made:
        yield made


def _take(
    shop: DeskShop,
    folder: Path,
    kind: FileKind | None,
    cancelled: Callable[[], bool] | None = None,
) -> Any:
    file = folder / "list.csv"
    file.write_text(CONTENT[kind], "utf-8")
    desk = replace(shop.desk(), may_supervise=True)
    if kind is None:
        spec = opt_out_list.ImportSpec(file)
        return opt_out_list.run(shop.database, desk, spec, cancelled=cancelled)
    return reading(kind)(shop.database, desk, FileSpec(file), cancelled=cancelled)


def _saved(shop: DeskShop, database: Database) -> str:
    """Save something, and say how that went."""
    try:
        with database.write() as session:
            audit.note(session, shop.desk(), "tried")
    except DatabaseBusy as error:
        return database_words(error)
    return "saved"


def _count(shop: DeskShop, kind: str) -> int:
    with shop.database.read() as session:
        query = select(func.count()).select_from(AuditEntry).where(AuditEntry.kind == kind)
        return session.scalar(query) or 0


@KINDS
def test_while_another_file_comes_in_a_second_one_is_refused(
    shop: DeskShop, other: Database, tmp_path: Path, kind: FileKind | None
) -> None:
    with other.one_file():
        with pytest.raises(WorldError) as caught:
            _take(shop, tmp_path, kind)
        assert _saved(shop, shop.database) == "saved"
    assert caught.value.words == (
        "Another file is being brought in already. Try again when that is done."
    )
    assert caught.value.can_retry
    assert list(tmp_path.glob("list.report*")) == []
    assert _count(shop, "file_read") + _count(shop, "opt_outs_imported") == 0
    _take(shop, tmp_path, kind)
    assert _count(shop, "file_read") + _count(shop, "opt_outs_imported") == 1


@pytest.mark.parametrize("kind", list(FileKind))
def test_others_wait_for_the_writing_alone_and_know_what_for(
    shop: DeskShop, other: Database, tmp_path: Path, kind: FileKind
) -> None:
    tries: list[str] = []

    def another_saves() -> bool:
        tries.append(_saved(shop, other))
        return False

    _take(shop, tmp_path, kind, another_saves)
    assert list(dict.fromkeys(tries)) == [
        "saved",
        "A file is being brought in, and until that is done nothing else can be saved. "
        "Try again then.",
    ]
    assert tries == sorted(tries, reverse=True)  # once it is written, to the end
    assert _count(shop, "tried") == tries.count("saved")
    assert _saved(shop, other) == "saved"


def test_a_file_that_is_stopped_while_it_is_written_lets_the_others_go_on(
    shop: DeskShop, other: Database, tmp_path: Path
) -> None:
    def stop_at_the_writing() -> bool:
        return _saved(shop, other) != "saved"

    with pytest.raises(ImportCancelled):
        _take(shop, tmp_path, FileKind.CUSTOMERS, stop_at_the_writing)
    assert _saved(shop, other) == "saved"
    assert _count(shop, "file_read") == 0
    with other.one_file():
        assert _saved(shop, shop.database) == "saved"


def test_another_program_that_writes_is_not_taken_for_a_file(
    shop: DeskShop, other: Database
) -> None:
    with other.write():
        said = _saved(shop, shop.database)
    assert said == "Another program keeps the database busy. Try again in a moment."
    assert _count(shop, "tried") == 0
