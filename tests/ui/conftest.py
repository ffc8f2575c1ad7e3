"""The theme that widgets of a test are drawn with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from ui.theme import Theme

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The off-screen platform says this of every window that has a smallest size.
    ignore = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(ignore)


@pytest.fixture(autouse=True)
def _widgets_end_with_their_test(qapp: QApplication) -> Iterator[None]:
    """What was closed is truly deleted before the next test changes the style of all widgets."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """Light, Inter, 100 %: the same on every machine."""
    return Theme(app=qapp, scheme="light", font="inter", contrast="normal")
