"""The pump: a round after every change and at every tick, one at a time, and told only if it did."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from desktop.bootstrap.payment_pump import PaymentPump
from desktop.errors import WorldError
from ui.changes import Changes
from ui.tasks import Tasks


class Rounds:
    """Payments that note what they are asked, and do as much as they are told."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.left = {"recover": 0, "settle_due": 0, "run_created": 0}
        self.failure: Exception | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.at_once = self.most_at_once = 0

    def _do(self, what: str) -> int:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.asked.append(what)
        self.gate.wait(10)
        self.at_once -= 1
        if self.failure is not None:
            raise self.failure
        done, self.left[what] = self.left[what], 0
        return done

    def recover(self) -> int:
        return self._do("recover")

    def settle_due(self) -> int:
        return self._do("settle_due")

    def run_created(self) -> int:
        return self._do("run_created")


class Room:
    """A pump over such payments, and what was told."""

    def __init__(self, parent: QObject) -> None:
        self.rounds = Rounds()
        self.told: list[frozenset[str]] = []
        self.failures: list[BaseException] = []
        self.changes = Changes(parent)
        self.tasks = Tasks(session_scope=nullcontext, changes=self.changes, parent=parent)
        self.pump = PaymentPump(
            payments=self.rounds,  # type: ignore[arg-type]
            tasks=self.tasks,
            changes=self.changes,
            failed=self.failures.append,
            parent=parent,
        )
        self.changes.changed.connect(self._on_changed)

    def _on_changed(self, what: frozenset[str], by: Any) -> None:
        if by is self.pump:
            self.told.append(what)

    @property
    def is_still(self) -> bool:
        return self.tasks.pending == 0


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    parent = QObject()
    made = Room(parent)
    yield made
    made.pump.stop()
    assert made.tasks.drain()


def test_it_begins_with_what_was_left_open(room: Room, qtbot: QtBot) -> None:
    room.changes.broadcast({"orders"})
    assert room.rounds.asked == [], "not before it is started"
    room.rounds.left["recover"] = 2
    room.pump.start()
    qtbot.waitUntil(lambda: room.is_still and room.told == [frozenset({"orders"})])
    assert room.rounds.asked == ["recover", "run_created"]


def test_a_change_of_orders_or_payments_begins_a_round(room: Room, qtbot: QtBot) -> None:
    room.pump.start()
    qtbot.waitUntil(lambda: room.is_still)
    for what in ({"customers"}, {"orders"}, {"payments", "customers"}):
        room.changes.broadcast(what)
        qtbot.waitUntil(lambda: room.is_still)
    assert room.rounds.asked == ["recover", "run_created", "run_created"]
    assert room.told == [], "a round that did nothing tells nobody"


def test_rounds_never_run_beside_each_other_and_none_is_lost(room: Room, qtbot: QtBot) -> None:
    room.pump.start()
    qtbot.waitUntil(lambda: room.is_still)
    room.rounds.gate.clear()
    for _ in range(5):
        room.changes.broadcast({"orders"})
    qtbot.waitUntil(lambda: room.rounds.asked == ["recover", "run_created"])
    room.rounds.gate.set()
    qtbot.waitUntil(lambda: room.is_still and len(room.rounds.asked) == 3)
    assert room.rounds.most_at_once == 1


def test_what_a_round_did_begins_the_next(room: Room, qtbot: QtBot) -> None:
    room.pump.start()
    qtbot.waitUntil(lambda: room.is_still)
    room.rounds.left["run_created"] = 1
    room.changes.broadcast({"orders"})
    qtbot.waitUntil(lambda: room.is_still and len(room.rounds.asked) == 3)
    assert room.told == [frozenset({"orders"})]


def test_the_timer_asks_after_what_is_unknown(room: Room, qtbot: QtBot) -> None:
    room.pump.start()
    qtbot.waitUntil(lambda: room.is_still)
    (timer,) = room.pump.findChildren(QTimer)
    assert timer.interval() == 20_000
    timer.timeout.emit()
    qtbot.waitUntil(lambda: room.is_still and len(room.rounds.asked) == 3)
    assert room.rounds.asked == ["recover", "settle_due", "run_created"]


def test_a_failure_is_told_and_the_next_round_runs(room: Room, qtbot: QtBot) -> None:
    room.pump.start()
    qtbot.waitUntil(lambda: room.is_still)
    room.rounds.failure = WorldError("The practice processor does not start.")
    room.changes.broadcast({"orders"})
    qtbot.waitUntil(lambda: room.is_still and room.failures == [room.rounds.failure])
    room.rounds.failure = None
    room.changes.broadcast({"orders"})
    qtbot.waitUntil(lambda: room.is_still and len(room.rounds.asked) == 3)


def test_nothing_begins_after_the_stop(room: Room, qtbot: QtBot) -> None:
    room.pump.start()
    qtbot.waitUntil(lambda: room.is_still)
    room.pump.stop()
    room.changes.broadcast({"orders"})
    assert room.is_still
    assert room.rounds.asked == ["recover"]
