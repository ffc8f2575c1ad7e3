"""The window that says why the desk could not open."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.start_problem import StartProblem

WORDS = "The disk is full: make room, then try again."


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape])
def test_it_says_why_and_a_key_closes_it(qtbot: QtBot, key: Qt.Key) -> None:
    problem = StartProblem(words=WORDS)
    qtbot.addWidget(problem)
    problem.show()
    qtbot.waitUntil(problem.close_button.hasFocus)
    assert problem.words_label.text() == WORDS
    assert problem.close_button.accessibleDescription() == WORDS
    QTest.keyClick(problem.close_button, key)
    assert not problem.isVisible()
