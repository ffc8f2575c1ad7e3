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

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop import pace
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
    """Says when a widget has been painted.

    Nothing asks for it in the meantime: a loop that does would take the interpreter from the thread
    that looks up.
    """

    painted = Signal()

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only looks; told once the event has been seen to."""
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self, self.painted.emit)
        return False


def main() -> int:
    """Sit down, find a caller, then items."""
    pace.hurry()
    application = QApplication(["orderdesk"])
    folder = Path(sys.argv[1])
    with Sitting(app=application, folder=DataFolder(folder), out=folder / "out") as seat:
        pace.settle()  # as the program does when its desk is open
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
            taken.append(_timed(edit, letter, painted, text[: at + 1], answered))
    return taken


def _timed(
    edit: QLineEdit, letter: str, painted: _Painted, typed: str, answered: Callable[[str], bool]
) -> tuple[float, float, str]:
    """Seconds from the key to the painted answer, and of them on the CPU, in all threads."""
    loop, late = QEventLoop(), QTimer()

    def look() -> None:
        if answered(typed):
            loop.quit()

    late.setSingleShot(True)
    late.timeout.connect(lambda: loop.exit(1))
    painted.painted.connect(look)
    late.start(_GIVE_UP_SECONDS * 1000)
    began, ran = time.perf_counter(), time.process_time()
    _key(edit, letter)
    failed = loop.exec()
    taken = time.perf_counter() - began, time.process_time() - ran, typed
    painted.painted.disconnect(look)
    if failed:
        raise AssertionError(f"no answer to {typed!r} was painted")
    return taken


def _bare(keys: int) -> _Taken:
    """A line edit that shows what was typed, and nothing to look up."""
    edit = QLineEdit()
    edit.show()
    painted = _Painted(edit)
    return [_timed(edit, "5", painted, "5", lambda _typed: True) for _ in range(keys)]


def _key(edit: QLineEdit, letter: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(edit, key)


if __name__ == "__main__":
    sys.exit(main())
