"""The window of files, for a supervisor and for somebody who is none."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.desk import Desk
from tests.ui.files.room import FilesRoom
from ui.theme import Theme

DESK = Desk(
    store_id=uuid.UUID(int=1), workstation_id=uuid.UUID(int=2), agent_id=uuid.UUID(int=3),
    practice=False, currency="USD", country="US", time_zone="America/Los_Angeles",
    now=lambda: datetime(2026, 11, 30, 18, tzinfo=UTC),
)  # fmt: skip


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, theme: Theme) -> Iterator[FilesRoom]:
    """A supervisor's."""
    made = FilesRoom(qtbot, DESK, tmp_path, theme)
    yield made
    made.close()


@pytest.fixture
def agents_room(qtbot: QtBot, tmp_path: Path, theme: Theme) -> Iterator[FilesRoom]:
    """Somebody's who is no supervisor."""
    made = FilesRoom(qtbot, DESK, tmp_path, theme, supervisor=False)
    yield made
    made.close()
