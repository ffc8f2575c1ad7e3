"""Every kind of file and everything that its columns may hold has words."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.imports.files import previewing
from desktop.imports.importing import FileKind
from tests.desktop.factories import make_desk_shop
from ui import labels_file_columns, labels_files
from ui.icons import NAMES


@pytest.mark.parametrize("kind", list(FileKind))
def test_every_kind_and_all_that_its_columns_hold_has_words(kind: FileKind, tmp_path: Path) -> None:
    words, icon = labels_files.kind(kind)
    assert labels_files.about(kind)
    assert icon in NAMES
    path = tmp_path / "any.csv"
    path.write_text("one,two\n1,2\n", "utf-8")
    shop = make_desk_shop(tmp_path)
    seen = previewing(kind)(shop.database, shop.desk(), path)
    shop.database.close()
    named = labels_file_columns.words(kind, seen.kinds)
    assert [one for one, _word in named] == list(seen.kinds)
    assert len({word for _one, word in named}) == len(named), f"{words}: one name twice"
    assert seen.missing
    assert labels_file_columns.lacking(kind, seen.missing).startswith("Say which column")
