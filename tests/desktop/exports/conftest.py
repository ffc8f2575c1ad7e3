"""The shop whose lists are scrubbed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.exports.gate import Gate
from tests.desktop.factories import DeskShop, copy_desk_shop, make_desk_shop


@pytest.fixture(scope="session")
def shop_to_copy(tmp_path_factory: pytest.TempPathFactory) -> DeskShop:
    """A shop that was closed when it was made; making one takes longer than most tests."""
    made = make_desk_shop(tmp_path_factory.mktemp("shop"))
    made.database.close()
    return made


@pytest.fixture
def gate(shop_to_copy: DeskShop, tmp_path: Path) -> Iterator[Gate]:
    """A fresh practice shop on a real SQLite file, and a folder for lists."""
    folder = tmp_path / "lists"
    folder.mkdir()
    made = copy_desk_shop(shop_to_copy, tmp_path)
    yield Gate(made, folder)
    made.database.close()
