"""The shop that the tests of the services work in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.factories import DeskShop, copy_desk_shop, make_desk_shop
from tests.desktop.services.faxes import FaxRoom


@pytest.fixture(scope="session")
def shop_to_copy(tmp_path_factory: pytest.TempPathFactory) -> DeskShop:
    """A shop that was closed when it was made; making one takes longer than most tests."""
    made = make_desk_shop(tmp_path_factory.mktemp("shop"))
    made.database.close()
    return made


@pytest.fixture
def shop(shop_to_copy: DeskShop, tmp_path: Path) -> Iterator[DeskShop]:
    """A fresh practice shop on a real SQLite file."""
    made = copy_desk_shop(shop_to_copy, tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def faxes(shop: DeskShop, tmp_path: Path) -> FaxRoom:
    """Where that shop's faxes arrive."""
    return FaxRoom(shop, tmp_path / "keys" / "fax.keys")
