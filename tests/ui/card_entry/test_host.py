"""The workspace's side with the real process and the practice processor, off-screen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.card_entry.conftest import request_for
from ui.card_entry.host import CardWindowHost
from ui.card_entry.request import CardEntryResult, CardPageSetup
from ui.card_entry.shield import Shield

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LONG = 40_000


class Desk:
    def __init__(self, qtbot: QtBot, setup: CardPageSetup) -> None:
        self.qtbot = qtbot
        self.setup = setup
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.edit = QLineEdit(self.window)
        self.panel = QWidget(self.window)
        self.panel.setMinimumSize(468, 380)
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.edit)
        layout.addWidget(self.panel)
        self.shield = Shield(window=self.window, parent=self.window)
        self.host = CardWindowHost(
            window=self.window, anchor=self.panel, shield=self.shield, parent=self.window
        )
        self.states: list[str] = []
        self.host.state_changed.connect(self.states.append)
        self.window.show()
        self.edit.setFocus()

    def open(self, *, until: str = "focused") -> None:
        self.host.open(request_for(self.setup))
        self.qtbot.waitUntil(lambda: until in self.states, timeout=LONG)

    def result(self) -> CardEntryResult:
        results: list[CardEntryResult] = []
        self.host.finished.connect(results.append)
        self.qtbot.waitUntil(lambda: bool(results), timeout=LONG)
        return results[0]


@pytest.fixture
def desk(qtbot: QtBot, practice: CardPageSetup) -> Iterator[Desk]:
    one = Desk(qtbot, practice)
    yield one
    one.host.shutdown()


def test_a_card_becomes_a_token(desk: Desk) -> None:
    desk.host.prepare(desk.setup)
    desk.qtbot.waitUntil(lambda: "started" in desk.states, timeout=LONG)
    assert not desk.host.is_open
    waiting = desk.host.process_id
    desk.open()
    assert desk.host.is_open
    assert desk.host.process_id == waiting
    assert desk.shield.is_up
    desk.host.type_named_card("visa_approved")
    result = desk.result()
    assert result.succeeded
    assert (result.brand, result.last4, result.error) == ("visa", "4242", "")
    assert not desk.shield.is_up
    assert not desk.host.is_open
    assert not psutil.pid_exists(waiting)
    assert desk.edit.text() == ""
    # The next one waits already.
    desk.states.clear()
    desk.qtbot.waitUntil(lambda: "started" in desk.states, timeout=LONG)
    assert desk.host.process_id != waiting


def test_the_shield_is_up_before_anything_is_written(desk: Desk) -> None:
    was_running: list[int] = []
    desk.shield.raised.connect(lambda: was_running.append(desk.host.process_id))
    desk.open(until="opening")
    assert was_running == [0]
    desk.host.cancel()
    assert desk.result().error == "cancelled"


def test_escape_in_the_workspace_ends_it(desk: Desk) -> None:
    desk.open(until="opening")
    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_Escape)
    result = desk.result()
    assert (result.error, result.payment_method) == ("cancelled", "")


@pytest.mark.parametrize("when", ["started", "focused"])
def test_a_process_that_dies_yields_no_token(desk: Desk, when: str) -> None:
    desk.open(until=when)
    desk.host.type_named_card("visa_approved")
    os.kill(desk.host.process_id, signal.SIGKILL)
    result = desk.result()
    assert result == CardEntryResult(error="died", keystrokes=0)
    assert not desk.shield.is_up


def test_an_idle_process_that_dies_is_replaced_at_opening(desk: Desk) -> None:
    desk.host.prepare(desk.setup)
    desk.qtbot.waitUntil(lambda: "started" in desk.states, timeout=LONG)
    os.kill(desk.host.process_id, signal.SIGKILL)
    desk.qtbot.waitUntil(lambda: desk.host.process_id == 0, timeout=LONG)
    assert not desk.shield.is_up
    desk.open()
    desk.host.cancel()
    assert desk.result().error == "cancelled"


def test_another_processor_gets_another_process(desk: Desk) -> None:
    desk.host.prepare(desk.setup)
    desk.qtbot.waitUntil(lambda: "started" in desk.states, timeout=LONG)
    first = desk.host.process_id
    desk.host.prepare(replace(desk.setup, scheme="dark"))
    assert desk.host.process_id == first
    desk.host.prepare(replace(desk.setup, readable_by_screen_readers=True))
    desk.qtbot.waitUntil(lambda: desk.host.process_id not in (0, first), timeout=LONG)
    desk.qtbot.waitUntil(lambda: not psutil.pid_exists(first), timeout=LONG)


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="Chromium's sandbox is missing as root only"
)
def test_a_live_processor_is_refused_as_root(desk: Desk) -> None:
    desk.setup = replace(desk.setup, processor=replace(desk.setup.processor, kind="live"))
    desk.host.open(request_for(desk.setup))
    assert desk.result().error == "sandbox_refused"
    assert "opening" not in desk.states


def test_opening_twice_is_opening_once(desk: Desk) -> None:
    desk.open()
    first = desk.host.process_id
    desk.host.open(request_for(desk.setup))
    assert desk.host.process_id == first
    desk.host.cancel()
    assert desk.result().error == "cancelled"


def test_shutdown_ends_the_process(desk: Desk) -> None:
    desk.host.prepare(desk.setup)
    desk.qtbot.waitUntil(lambda: "started" in desk.states, timeout=LONG)
    process = psutil.Process(desk.host.process_id)
    engines = process.children(recursive=True)
    desk.host.shutdown()
    assert desk.host.process_id == 0
    _, alive = psutil.wait_procs([process, *engines], timeout=10)
    assert alive == []


def test_the_workspace_never_loads_the_web_engine() -> None:
    program = (
        "import sys, ui.card_entry.host, ui.card_entry.shield, ui.card_entry.request\n"
        "found = [m for m in sys.modules if 'WebEngine' in m or m.startswith("
        "('ui.card_entry.session', 'ui.card_entry.page', 'ui.card_entry.window', "
        "'ui.card_entry.typist', 'models', 'sqlalchemy', 'desktop.practice'))]\n"
        "sys.exit(repr(found) if found else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
