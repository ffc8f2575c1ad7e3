"""Somebody at the opt-outs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.desktop.factories import DeskShop, copy_desk_shop, make_desk_shop
from tests.ui.pages.opt_outs.rooms import Room
from ui.theme import Theme


@pytest.fixture(scope="session")
def shop_to_copy(tmp_path_factory: pytest.TempPathFactory) -> DeskShop:
    """A shop that is made once; every test gets a copy."""
    made = make_desk_shop(tmp_path_factory.mktemp("shop"))
    made.database.close()
    return made


@pytest.fixture
def room(qtbot: QtBot, shop_to_copy: DeskShop, tmp_path: Path, theme: Theme) -> Iterator[Room]:
    """A window with the page, a supervisor before it; it is not in front yet."""
    made = Room(qtbot, copy_desk_shop(shop_to_copy, tmp_path), tmp_path, theme, supervisor=True)
    yield made
    made.close()


@pytest.fixture
def agents_room(
    qtbot: QtBot, shop_to_copy: DeskShop, tmp_path: Path, theme: Theme
) -> Iterator[Room]:
    """The same before somebody who is no supervisor."""
    made = Room(qtbot, copy_desk_shop(shop_to_copy, tmp_path), tmp_path, theme, supervisor=False)
    yield made
    made.close()
