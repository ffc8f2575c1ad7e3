"""The ring round what has the focus, also where it could not be seen when it got it."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QMainWindow, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.widgets.focus_ring import FocusRing


def test_the_ring_comes_when_its_field_is_scrolled_to(qtbot: QtBot, theme: Theme) -> None:
    window, area, holder = QMainWindow(), QScrollArea(), QWidget()
    column = QVBoxLayout(holder)
    fields = [QLineEdit() for _ in range(20)]
    for field in fields:
        column.addWidget(field)
    area.setWidget(holder)
    window.setCentralWidget(area)
    qtbot.addWidget(window)
    window.resize(300, 120)
    ring = FocusRing(theme=theme, window=window)
    with qtbot.waitActive(window):
        window.show()
    fields[15].setFocus()
    assert ring.isHidden(), "round nothing that is seen"
    area.ensureWidgetVisible(fields[15])
    qtbot.waitUntil(lambda: not ring.isHidden())
    assert ring.widget() is fields[15]
    around = fields[15].rect().translated(fields[15].mapTo(area.viewport(), fields[15].pos() * 0))
    assert ring.geometry().contains(around)
