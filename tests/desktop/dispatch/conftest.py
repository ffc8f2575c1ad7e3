"""A live shop, a fax server with a plan, and runners that can be started anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.dispatch.fax_bench import FaxBench, make_live
from tests.desktop.factories import DeskShop, copy_desk_shop, make_desk_shop


@pytest.fixture(scope="session")
def live_shop_to_copy(tmp_path_factory: pytest.TempPathFactory) -> DeskShop:
    """A live shop that was closed when it was made; making one takes longer than most tests."""
    made = make_desk_shop(tmp_path_factory.mktemp("live-shop"))
    make_live(made)
    made.database.close()
    return made


@pytest.fixture
def shop(live_shop_to_copy: DeskShop, tmp_path: Path) -> Iterator[DeskShop]:
    """A fresh live shop on a real SQLite file."""
    made = copy_desk_shop(live_shop_to_copy, tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def bench(shop: DeskShop, tmp_path: Path) -> Iterator[FaxBench]:
    """Over that shop and a fax server in a folder."""
    made = FaxBench(shop, tmp_path / "server")
    yield made
    made.close()
