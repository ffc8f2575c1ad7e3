"""Redaction window processes, and a workspace beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.child_windows.raw_child import RawChild
from ui.redaction.host import RedactionHost
from ui.redaction.request import RedactionRequest, RedactionResult

LONG = 60_000
"""Milliseconds: on a busy machine a process is a long time in starting."""


@pytest.fixture
def child() -> Iterator[Callable[[], RawChild]]:
    """Starts redaction window processes; each is gone after the test."""
    started: list[RawChild] = []

    def start() -> RawChild:
        started.append(RawChild("redaction-window"))
        return started[-1]

    yield start
    for one in started:
        one.close()


class Desk:
    """A workspace with a field that has the focus and a place for the page."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.setWindowTitle("Desk")
        self.edit = QLineEdit(self.window)
        self.panel = QWidget(self.window)
        self.panel.setMinimumSize(542, 500)
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.edit)
        layout.addWidget(self.panel)
        self.host = RedactionHost(window=self.window, anchor=self.panel, parent=self.window)
        self.states: list[str] = []
        self.results: list[RedactionResult] = []
        self.host.state_changed.connect(self.states.append)
        self.host.finished.connect(self.results.append)
        self.window.show()
        self.edit.setFocus()

    def open(self, request: RedactionRequest, *, until: str = "shown") -> None:
        self.host.open(request)
        self.wait_for(until)

    def wait_for(self, state: str) -> None:
        self.qtbot.waitUntil(lambda: state in self.states or bool(self.results), timeout=LONG)
        assert state in self.states, self.results

    def keys(self, *names: str) -> None:
        for name in names:
            self.host.send_key(name)

    def turn_to(self, page: int) -> None:
        """Go on to a page, and see it."""
        self.keys("PgDown")
        self.qtbot.waitUntil(lambda: self.states.count("shown") == page, timeout=LONG)

    def result(self) -> RedactionResult:
        self.qtbot.waitUntil(lambda: bool(self.results), timeout=LONG)
        assert len(self.results) == 1
        return self.results[0]


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    """The workspace; its process is gone after the test."""
    one = Desk(qtbot)
    yield one
    one.host.shutdown()
