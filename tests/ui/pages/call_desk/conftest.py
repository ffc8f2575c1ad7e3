"""A practice shop at its first start, and somebody at its call desk."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.paths import DataFolder
from tests.desktop.shops import put_practice_shop
from tests.ui.pages.call_desk.seat import Seat


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a practice shop that nobody has used yet; made once, then copied."""
    folder = DataFolder(tmp_path_factory.mktemp("first") / "data")
    put_practice_shop(folder)
    return folder.root


@pytest.fixture
def folder(first_start: Path, tmp_path: Path) -> DataFolder:
    """A data folder of this test's own."""
    return DataFolder(Path(shutil.copytree(first_start, tmp_path / "data")))


@pytest.fixture(autouse=True)
def _hooks_of_the_process() -> Iterator[None]:
    """The workspace takes the hooks for uncaught errors for good; a test gives them back."""
    kept = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = kept


@pytest.fixture
def sit_down(
    qapp: QApplication, folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Seat]:
    """Starts the program on this test's data folder; may be called again when it has ended."""
    return lambda: Seat(app=qapp, folder=folder, out=tmp_path / "out", monkeypatch=monkeypatch)


@pytest.fixture
def desk(sit_down: Callable[[], Seat]) -> Iterator[Seat]:
    """The program, started."""
    with sit_down() as seat:
        yield seat
