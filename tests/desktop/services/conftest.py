"""The shop that the tests of the services work in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.factories import DeskShop, make_desk_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[DeskShop]:
    """A fresh practice shop on a real SQLite file."""
    made = make_desk_shop(tmp_path)
    yield made
    made.database.close()
