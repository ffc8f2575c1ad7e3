"""What the hooks log and tell: a reference, never what somebody typed."""

from __future__ import annotations

import logging
import sys
import threading

import pytest
from pytestqt.qtbot import QtBot

from ui.messages import Messages, Problem


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch, qapp: object) -> Messages:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    monkeypatch.setattr(threading, "excepthook", threading.__excepthook__)
    made = Messages()
    made.install()
    return made


def test_a_failure_is_logged_without_its_text_and_told_with_a_reference(
    messages: Messages, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Problem] = []
    messages.problem_raised.connect(told.append)
    with caplog.at_level(logging.ERROR):
        try:
            raise ValueError("typed by somebody")
        except ValueError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    assert len(told) == 1
    assert len(told[0].reference) == 8
    assert told[0].reference in caplog.text
    assert "ValueError" in caplog.text
    assert "test_messages.py" in caplog.text
    assert "typed by somebody" not in caplog.text
    assert "typed by somebody" not in told[0].title + told[0].text


def test_a_failure_in_a_thread_is_told_on_the_gui_thread(
    messages: Messages, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[tuple[Problem, threading.Thread]] = []
    messages.problem_raised.connect(lambda p: told.append((p, threading.current_thread())))

    def fail() -> None:
        raise KeyError("x")

    thread = threading.Thread(target=fail, name="worker-7")
    with caplog.at_level(logging.ERROR):
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: len(told) == 1)
    assert told[0][1] is threading.main_thread()
    assert "worker-7" in caplog.text


def test_an_interrupt_is_not_a_failure(
    messages: Messages, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[Problem] = []
    messages.problem_raised.connect(told.append)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told == []
    assert "KeyboardInterrupt" in capsys.readouterr().err
