"""Somebody in the print room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.desktop.factories import DeskShop, copy_desk_shop, make_desk_shop
from tests.ui.pages.print_room.rooms import Room
from ui.theme import Theme


@pytest.fixture(scope="session")
def empty_shop(tmp_path_factory: pytest.TempPathFactory) -> DeskShop:
    """A shop without letters; made once, then copied."""
    shop = make_desk_shop(tmp_path_factory.mktemp("print_room"))
    shop.database.close()
    return shop


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, theme: Theme, empty_shop: DeskShop) -> Iterator[Room]:
    """A window with the page, which is not in front yet."""
    made = Room(qtbot, tmp_path, theme, copy_desk_shop(empty_shop, tmp_path))
    yield made
    theme.set_text_scale(1.0)
    made.close()
