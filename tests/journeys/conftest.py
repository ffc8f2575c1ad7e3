"""A practice shop as it is at its first start, and people who sit down at it."""

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
from tests.journeys import records
from tests.journeys.fax_hands import FaxHands
from tests.journeys.sitting import Sitting

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The off-screen platform says this of every window that has a smallest size.
    ignore = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(ignore)


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a practice shop that nobody has used yet; made once, then copied."""
    folder = DataFolder(tmp_path_factory.mktemp("first") / "data")
    put_practice_shop(folder)
    return folder.root


@pytest.fixture(scope="session")
def faxes_came(
    qapp: QApplication, first_start: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The data folder of a practice shop whose first faxes have come in at its open fax room.

    The shop confirms by fax what came by fax; a supervisor sets that, and in practice nobody is one.
    """
    root = Path(shutil.copytree(first_start, tmp_path_factory.mktemp("faxes") / "data"))
    records.set_up(DataFolder(root), fax={"confirm_by_fax": True})
    with Sitting(app=qapp, folder=DataFolder(root), out=root.parent / "out") as desk:
        FaxHands(desk).wait_for_all()
    return root


@pytest.fixture
def fax_folder(faxes_came: Path, tmp_path: Path) -> DataFolder:
    """Such a data folder of this test's own."""
    return DataFolder(Path(shutil.copytree(faxes_came, tmp_path / "faxes")))


@pytest.fixture
def fax_desk(qapp: QApplication, fax_folder: DataFolder, tmp_path: Path) -> Iterator[Sitting]:
    """The program, started on it."""
    with Sitting(app=qapp, folder=fax_folder, out=tmp_path / "out") as sitting:
        yield sitting


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
def sit_down(qapp: QApplication, folder: DataFolder, tmp_path: Path) -> Callable[[], Sitting]:
    """Starts the program on this test's data folder; may be called again when it has ended."""
    return lambda: Sitting(app=qapp, folder=folder, out=tmp_path / "out")


@pytest.fixture
def desk(sit_down: Callable[[], Sitting]) -> Iterator[Sitting]:
    """The program, started."""
    with sit_down() as sitting:
        yield sitting
