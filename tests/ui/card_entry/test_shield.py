"""The shield, off-screen: what it eats, what it counts, when it is lowered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.card_entry.shield import Shield

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Desk:
    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.setWindowTitle("Order Desk")
        self.edit = QLineEdit(self.window)
        self.button = QPushButton("Place", self.window)
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.edit)
        layout.addWidget(self.button)
        self.done: list[str] = []
        self.button.clicked.connect(lambda: self.done.append("clicked"))
        self.action = QAction(self.window)
        self.action.setShortcut(QKeySequence(Qt.Key.Key_F10))
        self.action.triggered.connect(lambda: self.done.append("F10"))
        self.window.addAction(self.action)
        self.shield = Shield(window=self.window, parent=self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.edit.setFocus()


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def press(desk: Desk, key: Qt.Key) -> None:
    QTest.keyClick(desk.window.windowHandle(), key)


def test_without_it_keys_arrive(desk: Desk) -> None:
    press(desk, Qt.Key.Key_7)
    press(desk, Qt.Key.Key_F10)
    QTest.mouseClick(desk.button, Qt.MouseButton.LeftButton)
    assert desk.edit.text() == "7"
    assert desk.done == ["F10", "clicked"]


def test_up_it_eats_and_counts(desk: Desk) -> None:
    counts: list[int] = []
    desk.shield.character_eaten.connect(counts.append)
    desk.shield.go_up()
    assert desk.shield.is_up
    press(desk, Qt.Key.Key_7)
    press(desk, Qt.Key.Key_F10)
    press(desk, Qt.Key.Key_Shift)
    press(desk, Qt.Key.Key_8)
    QTest.mouseClick(desk.button, Qt.MouseButton.LeftButton)
    assert desk.edit.text() == ""
    assert desk.done == []
    assert counts == [1, 2]
    assert desk.shield.eaten == 2


def test_it_keeps_no_key(desk: Desk) -> None:
    desk.shield.go_up()
    press(desk, Qt.Key.Key_7)
    kept = [value for value in vars(desk.shield).values() if isinstance(value, str | int)]
    assert sorted(map(str, kept)) == ["1", "False", "Order Desk", "True"]
    assert not any(isinstance(value, list | set | dict) for value in vars(desk.shield).values())


def test_escape_is_told(desk: Desk, qtbot: QtBot) -> None:
    desk.shield.go_up()
    with qtbot.waitSignal(desk.shield.escape_pressed):
        press(desk, Qt.Key.Key_Escape)
    assert desk.shield.eaten == 0


@pytest.mark.parametrize(("is_abnormal", "quiet"), [(False, 250), (True, 1_000)])
def test_it_is_lowered_once_keys_are_quiet(
    desk: Desk, qtbot: QtBot, is_abnormal: bool, quiet: int
) -> None:
    desk.shield.go_up()
    assert desk.window.windowTitle() != "Order Desk"
    desk.button.setFocus()
    clock = QElapsedTimer()
    with qtbot.waitSignal(desk.shield.lowered):
        desk.shield.come_down(after_abnormal_end=is_abnormal)
        desk.shield.come_down(after_abnormal_end=False)
        qtbot.waitUntil(lambda: desk.shield.is_quieting)
        press(desk, Qt.Key.Key_7)
        clock.start()
    assert clock.elapsed() >= quiet - 20
    assert not desk.shield.is_up
    assert desk.edit.text() == ""
    assert desk.edit.hasFocus()
    assert desk.window.windowTitle() == "Order Desk"
    press(desk, Qt.Key.Key_7)
    assert desk.edit.text() == "7"


def test_a_widget_that_is_gone_is_not_given_the_focus(desk: Desk, qtbot: QtBot) -> None:
    desk.shield.go_up()
    desk.edit.setParent(None)
    desk.edit.deleteLater()
    with qtbot.waitSignal(desk.shield.lowered):
        desk.shield.come_down(after_abnormal_end=False)
    assert not desk.shield.is_up


def test_going_up_twice_and_down_once(desk: Desk, qtbot: QtBot) -> None:
    desk.shield.go_up()
    desk.shield.go_up()
    with qtbot.waitSignal(desk.shield.lowered):
        desk.shield.come_down(after_abnormal_end=False)
    press(desk, Qt.Key.Key_7)
    assert desk.edit.text() == "7"
    assert desk.window.windowTitle() == "Order Desk"
