"""Somebody who takes opt-outs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.opt_outs.room import OptOutRoom
from ui.theme import Theme


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, theme: Theme) -> Iterator[OptOutRoom]:
    """A window in front, with nothing open in it."""
    made = OptOutRoom(qtbot, tmp_path, theme)
    yield made
    theme.set_text_scale(1.0)
    made.close()
