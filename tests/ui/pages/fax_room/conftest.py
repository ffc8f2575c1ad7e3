"""Somebody at the fax room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.pages.fax_room.fax_desk import FaxDesk
from ui.theme import Theme


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, theme: Theme) -> Iterator[FaxDesk]:
    """The page, in front, with four faxes."""
    made = FaxDesk(qtbot, tmp_path, theme)
    yield made
    theme.set_text_scale(1.0)
    made.close()
