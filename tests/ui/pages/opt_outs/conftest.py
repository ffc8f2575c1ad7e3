"""Somebody at the opt-outs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.pages.opt_outs.rooms import Room
from ui.theme import Theme


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, theme: Theme) -> Iterator[Room]:
    """A window with the page, a supervisor before it; it is not in front yet."""
    made = Room(qtbot, tmp_path, theme, supervisor=True)
    yield made
    theme.set_text_scale(1.0)
    theme.set_scheme("light")
    made.close()
