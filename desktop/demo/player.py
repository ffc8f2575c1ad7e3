"""Plays a person: keys to the focused window, waiting for what the window shows, screenshots."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtTest import QTest

from desktop.bootstrap import Workspace
from desktop.demo.key_counter import KeyCounter
from desktop.errors import WorldError
from ui.card_entry.request import CardEntryResult

POLL_MS = 15
WAIT_SECONDS = 40.0
"""How long a step may take before the demo says that it did not happen."""


@dataclass(frozen=True)
class Step:
    """One step as played: its name, how long it took, and the keys in the workspace."""

    name: str
    seconds: float
    keystrokes: int


class DidNotHappen(WorldError):
    """The window did not show in time what the step was to lead to."""


class Player:
    """Sends keys to whichever window of the program has the focus, and to nothing else."""

    def __init__(self, *, workspace: Workspace, out: Path) -> None:
        """Screenshots go to *out*, numbered."""
        self.workspace = workspace
        self._out = out
        self._shots = 0
        self.steps: list[Step] = []
        self.card_keystrokes = 0
        self.counter = KeyCounter(workspace)
        workspace.page.host.finished.connect(self._on_host_finished)
        application = QGuiApplication.instance()
        if application is not None:
            application.installEventFilter(self.counter)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step and count its keys; a screenshot is taken at its end."""
        began, before = time.monotonic(), self.counter.count + self.card_keystrokes
        yield
        keys = self.counter.count + self.card_keystrokes - before
        self.steps.append(Step(name, round(time.monotonic() - began, 3), keys))
        self.shot(name)

    def type(self, text: str) -> None:
        """Type *text*, one key after the other, without waiting."""
        for character in text:
            # Its type hints forget characters, which are the same to a window as to a person.
            QTest.keyClick(self._window(), character)  # type: ignore[call-overload]

    def key(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press one key."""
        QTest.keyClick(self._window(), key, modifiers)

    def wait(self, what: str, happened: Callable[[], bool]) -> None:
        """Wait until *happened*, with the event loop running.

        Raises:
            DidNotHappen: it did not, in time.
        """
        deadline = time.monotonic() + WAIT_SECONDS
        while not happened():
            if time.monotonic() > deadline:
                raise DidNotHappen(f"The demo waited in vain: {what}.", can_retry=False)
            self.pause()

    def settle(self) -> None:
        """Wait until nothing is being read or written."""
        self.wait("work to end", lambda: self.workspace.tasks.pending == 0)
        self.pause()

    def pause(self, milliseconds: int = POLL_MS) -> None:
        """Let the event loop run."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def focus_is(self, name: str) -> bool:
        """Whether the widget with the object name *name* has the focus."""
        widget = self.workspace.window.focusWidget()
        return widget is not None and widget.objectName() == name

    def wait_for_focus(self, name: str) -> None:
        """Wait until the widget called *name* has the focus."""
        self.wait(f"the focus in {name}", lambda: self.focus_is(name))

    def shot(self, name: str) -> None:
        """Take a picture of the workspace. The card window is another process: it is never in it."""
        self._shots += 1
        self.pause(60)
        words = name.lower().replace(" ", "-")
        target = self._out / f"{self._shots:02d}-{words}.png"
        if not self.workspace.window.grab().save(str(target)):
            raise DidNotHappen(f"The screenshot {target.name} could not be written.")

    def _on_host_finished(self, result: CardEntryResult) -> None:
        self.card_keystrokes += result.keystrokes

    def _window(self) -> QWindow:
        handle = QGuiApplication.focusWindow() or self.workspace.window.windowHandle()
        if handle is None:
            raise DidNotHappen("No window of the desk has the focus.")
        return handle
