"""Turns pages in a redaction window and says how long each turn took, as JSON."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from itertools import cycle

from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from tests.benchmarks.measure import taken_by
from tests.desktop.fax import pages, paper
from tests.ui.redaction.faxes import boxes_over
from ui.redaction.original import Original
from ui.redaction.window import RedactionWindow
from ui.theme import Theme

_PAGES = 3


def main() -> int:
    """Turn to and fro. Argument: how often."""
    application = QApplication(sys.argv[:1])
    theme = Theme(app=application, scheme="light", font="inter", contrast="normal")
    faxes = [
        pages.fine(pages.typed_form(random.Random(seed), paper.SANS, 11, "4 4 4 4"))
        for seed in range(_PAGES)
    ]
    original = Original()
    window = RedactionWindow(
        theme=theme,
        original=original,
        title="Fax",
        boxes=boxes_over(faxes),
        rotations=(),
        looked=True,
    )
    window.resize(542, 610)
    window.show()
    original.open_plain(pages.as_tiff(faxes))
    _until(lambda: all(original.page(number) is not None for number in (1, 2)))
    view = window.reviewer.view

    def turn(key: str) -> None:
        window.press(key)
        view.viewport().repaint()

    turns, bare = [], []
    there_and_back = cycle(["PgDown"] * (_PAGES - 1) + ["PgUp"] * (_PAGES - 1))
    for _ in range(int(sys.argv[1])):
        key = next(there_and_back)
        beside = view.review.page + (1 if key == "PgDown" else -1)
        _until(lambda beside=beside: original.page(beside) is not None)  # type: ignore[misc]
        turns.append(taken_by(lambda key=key: turn(key)))  # type: ignore[misc]
        page = original.page(beside)
        if page is not None:
            bare.append(taken_by(lambda page=page: _make_small(page)))  # type: ignore[misc]
    original.close()
    sys.stdout.write(json.dumps({"turns": turns, "bare": bare}) + "\n")
    return 0


def _make_small(page: Image.Image) -> None:
    page.convert("L").resize((490, 622), Image.Resampling.BILINEAR)


def _until(condition: Callable[[], bool]) -> None:
    loop, timer = QEventLoop(), QTimer()
    timer.setInterval(2)
    timer.timeout.connect(lambda: loop.quit() if condition() else None)
    timer.start()
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())
