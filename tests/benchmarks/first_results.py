"""Types into the caller's box and the entry row of a desk, and says how long each answer took, as JSON.

`python -m tests.benchmarks.first_results FOLDER` sits down at the practice shop in FOLDER. A key's time
runs from its event to the list painted with the answer to just that text.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop.paths import DataFolder
from tests.journeys.sitting import Sitting
from ui.pages.call_desk.caller_finder import CallerFinder
from ui.tables.entry_field import EntryField

CALLERS = (
    "mary smith",
    "holloway",
    "2095550",
    "0142",
    "jam brown",
    "92373",
    "patricia j",
    "deshmukh",
)
ITEMS = (
    "black mug",
    "lamp",
    "blmug",
    "steel kettle",
    "white linen shirt",
    "copper no 1",
    "brass lan",
)
_GIVE_UP_SECONDS = 10
_Taken = list[tuple[float, float, str]]


class _Painted(QObject):
    """Whether a list has been painted since it was last asked for."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.is_done = False
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only looks."""
        if event.type() == QEvent.Type.Paint:
            self.is_done = True
        return False


def main() -> int:
    """Sit down, find a caller, then items."""
    application = QApplication(["orderdesk"])
    folder = Path(sys.argv[1])
    with Sitting(app=application, folder=DataFolder(folder), out=folder / "out") as seat:
        seat.press(Qt.Key.Key_F2)
        seat.player.wait_for_focus("caller_edit")
        finder = seat.workspace.window.focusWidget()
        assert isinstance(finder, CallerFinder)
        callers = _type_all(
            finder, CALLERS, finder.match_list, lambda text: finder._answered == text.strip()
        )
        finder.setText("")
        seat.player.type("9095550142")
        seat.player.settle()
        seat.press(Qt.Key.Key_Return)  # the first of those who share the number
        seat.player.wait_for_focus("entry_edit")
        entry = seat.workspace.window.focusWidget()
        assert isinstance(entry, EntryField)
        items = _type_all(
            entry,
            ITEMS,
            entry.popup,
            lambda text: entry._answered == text and bool(entry.popup.shown),
        )
        seat.press(Qt.Key.Key_Escape)
        bare = _bare(len(callers) + len(items))
        sys.stdout.write(json.dumps({"callers": callers, "items": items, "bare": bare}) + "\n")
    return 0


def _type_all(
    edit: QLineEdit, texts: tuple[str, ...], shown: QWidget, answered: Callable[[str], bool]
) -> _Taken:
    """Each text key by key, from the second on; the next key waits for the answer to this one."""
    painted = _Painted(shown)
    taken = []
    for text in texts:
        edit.selectAll()
        for at, letter in enumerate(text):
            if letter == " " or at == 0:
                _key(edit, letter)
                continue
            typed = text[: at + 1]
            painted.is_done = False
            began, ran = time.perf_counter(), time.process_time()
            _key(edit, letter)
            _until(lambda typed=typed: painted.is_done and answered(typed), typed)  # type: ignore[misc]
            taken.append((time.perf_counter() - began, time.process_time() - ran, typed))
    return taken


def _bare(keys: int) -> _Taken:
    """A line edit that shows what was typed, and nothing to look up."""
    edit = QLineEdit()
    edit.show()
    painted = _Painted(edit)
    taken = []
    for _ in range(keys):
        painted.is_done = False
        began, ran = time.perf_counter(), time.process_time()
        _key(edit, "5")
        _until(lambda: painted.is_done, "5")
        taken.append((time.perf_counter() - began, time.process_time() - ran, "5"))
    return taken


def _key(edit: QLineEdit, letter: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(edit, key)


def _until(happened: Callable[[], bool], typed: str) -> None:
    """Let the event loop run; a look comes right after whatever it did."""
    loop, timer = QEventLoop(), QTimer()
    timer.setInterval(0)
    timer.timeout.connect(lambda: loop.quit() if happened() else None)
    late = QTimer()
    late.setSingleShot(True)
    late.timeout.connect(lambda: loop.exit(1))
    late.start(_GIVE_UP_SECONDS * 1000)
    timer.start()
    if loop.exec():
        raise AssertionError(f"no answer to {typed!r} was painted")


if __name__ == "__main__":
    sys.exit(main())
