"""A practice shop with held orders, and a supervisor at the verification page."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.paths import DataFolder
from tests.desktop.shops import put_practice_shop
from tests.ui.pages.verification.verifier import Verifier


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
def desk(
    qapp: QApplication, folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Verifier]:
    """The program, started; nothing is held yet."""
    with Verifier(app=qapp, folder=folder, out=tmp_path / "out", monkeypatch=monkeypatch) as seat:
        yield seat
