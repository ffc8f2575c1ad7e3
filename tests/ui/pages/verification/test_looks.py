"""What every state of the page must keep: names, reach by Tab, the actions in view, no stray window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget

from models.payment import Check
from tests.ui.accessibility import walk
from tests.ui.pages.verification.held_shop import QUARRY, QUEUE, Held
from tests.ui.pages.verification.verifier import ALT, Verifier

SIZES = [
    (1366, 768, 1.0), (1366, 640, 1.0), (1920, 1080, 1.0), (1024, 700, 1.0), (800, 600, 1.0),
    (1920, 1080, 2.0),
]  # fmt: skip


@pytest.mark.parametrize(("width", "height", "scale"), SIZES)
def test_the_actions_are_always_in_view(
    desk: Verifier, width: int, height: int, scale: float
) -> None:
    for told in QUEUE[:3]:
        desk.hold(told)
    window = desk.workspace.window
    desk.workspace.theme.set_text_scale(scale)
    window.resize(width, height)
    page = desk.open()
    desk.key(Qt.Key.Key_N, ALT)
    desk.player.wait_for_focus("verification_note_edit")
    place = QRect(window.mapToGlobal(QPoint(0, 0)), window.size())
    for name in ("release", "call_back", "again", "cancel"):
        button = page.detail.dock.findChild(QWidget, f"verification_{name}_button")
        assert isinstance(button, QWidget)
        where = QRect(button.mapToGlobal(QPoint(0, 0)), button.size())
        assert place.contains(where), f"{name} at {width}x{height}, {scale}"
    assert walk(page) == []
    desk.key(Qt.Key.Key_Escape)
    assert desk.focus == "queue_table"
    assert walk(page) == []


def test_narrow_shows_one_column_at_a_time(desk: Verifier) -> None:
    desk.hold(Held(ship_to=QUARRY))
    desk.workspace.window.resize(1024, 700)
    page = desk.open()
    assert (page.queue_panel.isVisible(), page.detail.isVisible()) == (True, False)
    desk.key(Qt.Key.Key_Return)
    assert (page.queue_panel.isVisible(), page.detail.isVisible()) == (False, True)
    desk.key(Qt.Key.Key_Escape)
    assert (page.queue_panel.isVisible(), page.detail.isVisible()) == (True, False)


def test_the_lines_are_shown_from_1600_on(desk: Verifier) -> None:
    desk.hold(Held(ship_to=QUARRY))
    page = desk.open()
    assert not page.detail.lines_panel.isVisible()
    desk.workspace.window.resize(1920, 1080)
    desk.settle()
    assert page.detail.lines_panel.isVisible()
    assert page.queue_panel.width() == 720


def test_not_provided_is_told_apart_from_no_match(desk: Verifier) -> None:
    checks = {"street": Check.NO_MATCH, "postal": Check.NOT_CHECKED, "code": Check.NOT_PROVIDED}
    desk.hold(Held(checks=checks))
    page = desk.open()
    assert [mark.text for mark in page.detail.bank_rows.shown()][:3] == [
        "Street does not match",
        "ZIP was not checked by the bank",
        "Security code was not provided",
    ]
    assert [mark.attention for mark in page.detail.bank_rows.shown()][:3] == [True, True, True]


def test_what_is_said_of_an_order(desk: Verifier) -> None:
    desk.hold(replace(QUEUE[1], minutes=5))
    page = desk.open()
    assert page.detail.compare_panel.count_label.text() == "4 parts differ"
    known = [mark.text for mark in page.detail.known_rows.shown()]
    assert known[0] == "7 orders before, since Apr 2019"
    assert known[1] == "Of these 1 cancelled"
    assert any(text.startswith("Sent to this address once") for text in known)
    asked = [mark.text for mark in page.detail.ask_rows.shown()]
    assert asked[2] == "Who it is for: Theo Holloway"
    assert "5 days left" in page.detail.caption_label.text()
    assert not any("4242 4242" in text for text in desk.texts())


def test_no_widget_opens_as_a_window(desk: Verifier) -> None:
    desk.hold(Held(ship_to=QUARRY))
    desk.open()
    before = list(desk.windows.shown)
    desk.key(Qt.Key.Key_F4)
    desk.key(Qt.Key.Key_Escape)
    desk.key(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    desk.key(Qt.Key.Key_Escape)
    assert desk.windows.shown == before == ["MainWindow main_window"]
