"""The shop that lists are read into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.factories import DeskShop, copy_desk_shop, make_desk_shop


@pytest.fixture(scope="package")
def shop_to_copy(tmp_path_factory: pytest.TempPathFactory) -> DeskShop:
    """A shop that was closed when it was made."""
    made = make_desk_shop(tmp_path_factory.mktemp("shop"))
    made.database.close()
    return made


@pytest.fixture
def shop(shop_to_copy: DeskShop, tmp_path: Path) -> Iterator[DeskShop]:
    """A fresh practice shop on a real SQLite file."""
    made = copy_desk_shop(shop_to_copy, tmp_path)
    yield made
    made.database.close()
