"""What somebody said of a file's columns is known again by its headings, and by nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.imports.importing import FileKind
from desktop.imports.remembered_columns import remember, remembered
from desktop.imports.table_file import open_table
from models.file_columns import FileColumns
from tests.desktop.factories import DeskShop

SAID = {0: "sku", 2: "price"}


def _known(shop: DeskShop, path: Path, kind: FileKind) -> Mapping[int, str] | None:
    with shop.database.read() as session:
        return remembered(session, shop.desk(), kind, open_table(path))


def _say(shop: DeskShop, path: Path, said: Mapping[int, str]) -> None:
    with shop.database.write() as session:
        remember(session, shop.desk(), FileKind.CATALOGUE, open_table(path), said)


def _file(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(content, encoding="utf-8")
    return path


@pytest.fixture
def told(shop: DeskShop, tmp_path: Path) -> DeskShop:
    """A shop in which somebody said what these columns hold."""
    _say(shop, _file(tmp_path, "Article,Name,What it costs\nA-1,Lamp,5\n"), SAID)
    return shop


@pytest.mark.parametrize(
    ("content", "kind", "known"),
    [
        ("ARTICLE;name;What it  costs\nB-7;Cup;6\n", FileKind.CATALOGUE, SAID),
        ("Article,Name,What it costs\nA-1,Lamp,5\n", FileKind.STOCK, None),
        ("Article,What it costs,Name\nA-1,5,Lamp\n", FileKind.CATALOGUE, None),
        ("Article,Name,What it costs,\nA-1,Lamp,5,\n", FileKind.CATALOGUE, None),
    ],
)
def test_the_same_headings_are_known(
    told: DeskShop, tmp_path: Path, content: str, kind: FileKind, known: Mapping[int, str] | None
) -> None:
    assert _known(told, _file(tmp_path, content), kind) == known


def test_what_is_said_again_takes_the_place_of_what_was_said(
    told: DeskShop, tmp_path: Path
) -> None:
    path = _file(tmp_path, "article,name,what it costs\n")
    _say(told, path, {1: "sku"})
    assert _known(told, path, FileKind.CATALOGUE) == {1: "sku"}
    with told.database.read() as session:
        assert session.scalar(select(func.count()).select_from(FileColumns)) == 1


def test_a_file_without_headings_is_not_remembered(shop: DeskShop, tmp_path: Path) -> None:
    path = _file(tmp_path, "jane@example.com,91764\njim@example.com,91765\n")
    _say(shop, path, SAID)
    assert _known(shop, path, FileKind.CATALOGUE) is None
