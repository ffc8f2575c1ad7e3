"""Watches how long the GUI thread is busy with one event, and what it does meanwhile.

`python -m tests.benchmarks.gui_events FOLDER` plays the demo in FOLDER under the watch and tells the
longest events; `bare` in the folder's place types as many keys into one line edit.
"""

from __future__ import annotations

import json
import sys
import threading
import time
import traceback
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

SCENARIO = "new-caller"
KEYS = 160
"""As many as the demo may press."""
_LONGEST = 12
_LOOK_SECONDS = 0.004
_LONG_SECONDS = 0.02
"""Of an event that takes longer, the function that it is in is noted."""
_ROOT = Path(__file__).parents[2]
_OURS = tuple(str(_ROOT / package) for package in ("desktop", "ui", "models"))


@dataclass(frozen=True)
class LongEvent:
    """One event from its delivery to its end, whatever it set off in between included."""

    seconds: float
    on_cpu: float
    kind: str
    receiver: str
    inside: str
    """Our function that it was in when it had become long; "" where it was in none of ours."""


class WatchedApplication(QApplication):
    """An application that times each event that the event loop delivers."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.events = 0
        self._long: list[LongEvent] = []
        self._depth = 0
        self._began = 0.0
        self._inside = ""
        self._main = threading.get_ident()
        threading.Thread(target=self._look, name="look", daemon=True).start()

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Deliver *event*; one within another is a part of that one."""
        if threading.get_ident() != self._main or self._depth:
            return super().notify(receiver, event)
        words = event.type().name, _words_for(receiver)
        self._depth, self._inside = 1, ""
        ran, self._began = time.thread_time(), time.perf_counter()
        try:
            return super().notify(receiver, event)
        finally:
            took = time.perf_counter() - self._began
            self._depth, self._began = 0, 0.0
            self._note(LongEvent(took, time.thread_time() - ran, *words, self._inside))

    def longest(self) -> list[LongEvent]:
        """The longest events by the clock, the longest first."""
        return sorted(self._long, key=lambda event: event.seconds, reverse=True)[:_LONGEST]

    def busiest(self) -> list[LongEvent]:
        """The longest events on the CPU alone: without what other threads and programs took."""
        return sorted(self._long, key=lambda event: event.on_cpu, reverse=True)[:_LONGEST]

    def _note(self, event: LongEvent) -> None:
        self.events += 1
        self._long.append(event)
        if len(self._long) > _LONGEST * 20:
            self._long = list({id(e): e for e in (*self.longest(), *self.busiest())}.values())

    def _look(self) -> None:
        """In a thread of its own: see where the GUI thread is when an event has become long."""
        while True:
            time.sleep(_LOOK_SECONDS)
            began = self._began
            if began and not self._inside and time.perf_counter() - began > _LONG_SECONDS:
                self._inside = _our_function(sys._current_frames().get(self._main))


def _words_for(receiver: QObject) -> str:
    name = receiver.objectName()
    kind = type(receiver).__name__
    return f"{kind} {name}" if name else kind


def _our_function(frame: FrameType | None) -> str:
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(_OURS):
            where = Path(file).relative_to(_ROOT).as_posix()
            return f"{where}:{frame.f_code.co_qualname}"
        frame = frame.f_back
    return ""


def _type_into_line_edit(application: WatchedApplication) -> None:
    edit = QLineEdit()
    edit.show()
    timer = QTimer()

    def type_one() -> None:
        if len(edit.text()) == KEYS:
            application.quit()
            return
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, Qt.Key.Key_5, Qt.KeyboardModifier.NoModifier, "5")
            application.postEvent(edit, key)

    timer.timeout.connect(type_one)
    timer.start(2)
    application.exec()


def main() -> int:
    """Play, and write what took long as one JSON object."""
    application = WatchedApplication(["orderdesk"])
    if sys.argv[1] == "bare":
        _type_into_line_edit(application)
    else:
        from desktop.demo import run_demo

        try:
            run_demo(out=Path(sys.argv[1]), scenario=SCENARIO)
        except Exception:
            traceback.print_exc()  # the desk's own handler writes to its log only
            return 1
    facts = {
        "events": application.events,
        "longest": [asdict(event) for event in application.longest()],
        "busiest": [asdict(event) for event in application.busiest()],
    }
    sys.stdout.write(json.dumps(facts) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
