"""The theme that widgets of a test are drawn with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import TimeoutError as WaitedInVain
from pytestqt.qtbot import QtBot

from ui.theme import Theme

_HERE = Path(__file__).parent
LOOK_MS = 2
"""How long the event loop runs between two looks at what a test waits for."""


class QuickBot(QtBot):
    """A bot that looks five times as often, as these tests wait for thousands of small things, and
    that waits longer where other programs keep the machine busy."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 20_000) -> None:
        """Wait until *callback* returns true, or returns None and so asserts nothing any more."""
        deadline = QDeadlineTimer(timeout)
        while not _holds(callback, may_fail=not deadline.hasExpired()):
            if deadline.hasExpired():
                raise WaitedInVain(f"waited for {timeout} milliseconds")
            self.wait(LOOK_MS)


def _holds(callback: Callable[[], bool | None], *, may_fail: bool) -> bool:
    try:
        answer = callback()
    except AssertionError:
        if may_fail:
            return False
        raise
    return answer is None or answer


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The bot of these tests."""
    return QuickBot(request)


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
