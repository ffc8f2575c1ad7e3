"""Somebody at the orders page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.pages.orders.orders_room import OrdersRoom
from ui.theme import Theme


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, theme: Theme) -> Iterator[OrdersRoom]:
    """The page, in front, with its first story."""
    made = OrdersRoom(qtbot, tmp_path, theme)
    yield made
    theme.set_text_scale(1.0)
    made.close()
