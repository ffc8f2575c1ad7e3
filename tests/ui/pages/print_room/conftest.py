"""Somebody in the print room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.pages.print_room.rooms import Room
from ui.theme import Theme


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, theme: Theme) -> Iterator[Room]:
    """A window with the page, which is not in front yet."""
    made = Room(qtbot, tmp_path, theme)
    yield made
    theme.set_text_scale(1.0)
    made.close()
