"""The pump of faxes and e-mail: rounds one at a time, told only if they did, and confirmations."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from desktop.bootstrap.dispatch_pump import DispatchPump
from desktop.errors import WorldError
from desktop.services.desk import Refused
from desktop.services.fax_confirmations import Unconfirmed
from desktop.services.outbox_health import OutboxHealth
from models.dispatch import Route
from models.ids import uuid7
from ui.changes import Changes
from ui.tasks import Tasks

DONE = frozenset({"dispatches", "tasks"})


class Exchange:
    """Rounds that note that they were asked, and change what they are told."""

    def __init__(self) -> None:
        self.rounds = self.looks = 0
        self.next: list[frozenset[str]] = []
        self.failure: Exception | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.at_once = self.most_at_once = 0

    def round_in(self) -> frozenset[str]:
        self.looks += 1
        return frozenset()

    def round_out(self) -> frozenset[str]:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.rounds += 1
        self.gate.wait(10)
        self.at_once -= 1
        if self.failure is not None:
            raise self.failure
        return self.next.pop(0) if self.next else frozenset()


class Room:
    """A pump over such an exchange, orders to confirm, and what was told."""

    def __init__(self, parent: QObject) -> None:
        self.exchange = Exchange()
        self.told: list[frozenset[str]] = []
        self.failures: list[BaseException] = []
        self.unconfirmed: list[Unconfirmed] = []
        self.confirmed: list[uuid.UUID] = []
        self.refusal: Exception | None = None
        self.health: tuple[OutboxHealth, ...] = ()
        self.changes = Changes(parent)
        self.tasks = Tasks(session_scope=nullcontext, changes=self.changes, parent=parent)
        self.pump = DispatchPump(
            exchange=self.exchange,
            desk=None,  # type: ignore[arg-type]
            tasks=self.tasks,
            changes=self.changes,
            look=lambda _session, _desk: self.health,
            find=lambda _session, _desk: tuple(self.unconfirmed),
            confirm=self._confirm,
            failed=self.failures.append,
            parent=parent,
        )
        self.changes.changed.connect(self._on_changed)

    def _confirm(self, _session: Any, _desk: Any, wanted: Unconfirmed) -> uuid.UUID | None:
        if self.refusal is not None:
            raise self.refusal
        self.unconfirmed.remove(wanted)
        self.confirmed.append(wanted.order_id)
        return wanted.order_id

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


def an_order() -> Unconfirmed:
    return Unconfirmed(uuid7(), uuid7(), uuid7(), "+18055550163", "Jane Roe")


def started(room: Room, qtbot: QtBot) -> None:
    room.pump.start()
    qtbot.waitUntil(lambda: room.is_still)


def test_it_begins_at_the_start_and_tells_what_a_round_did(room: Room, qtbot: QtBot) -> None:
    room.changes.broadcast({"dispatches", "orders"})
    assert (room.exchange.rounds, room.is_still) == (0, True), "not before it is started"
    room.exchange.next = [DONE]
    started(room, qtbot)
    assert (room.exchange.rounds, room.told) == (1, [DONE])
    (timer,) = room.pump.findChildren(QTimer)
    assert (timer.interval(), timer.isActive()) == (10_000, True)
    timer.timeout.emit()
    qtbot.waitUntil(lambda: room.is_still and room.exchange.rounds == 2)
    assert room.told == [DONE], "a round that did nothing tells nobody"


def test_what_is_queued_goes_at_once(room: Room, qtbot: QtBot) -> None:
    started(room, qtbot)
    room.changes.broadcast({"customers", "orders"})
    qtbot.waitUntil(lambda: room.is_still)
    assert room.exchange.rounds == 1
    room.changes.broadcast({"dispatches"})
    qtbot.waitUntil(lambda: room.is_still and room.exchange.rounds == 2)
    room.changes.broadcast({"faxes_to_read"}, None)
    qtbot.waitUntil(lambda: room.is_still and room.exchange.looks == 2)
    assert room.exchange.rounds == 2


def test_how_the_ways_out_are_is_told_when_it_changes(room: Room, qtbot: QtBot) -> None:
    room.health = well = (OutboxHealth(Route.FAX, True, None, ""),)
    started(room, qtbot)
    qtbot.waitUntil(lambda: room.is_still and room.pump.health == well)
    assert room.told == [frozenset({"dispatches"})]
    room.changes.broadcast({"dispatches"})
    qtbot.waitUntil(lambda: room.is_still and room.exchange.rounds == 2)
    assert room.told == [frozenset({"dispatches"})]


def test_what_leaves_does_not_wait_for_what_comes_in(room: Room, qtbot: QtBot) -> None:
    room.exchange.gate.clear()
    room.pump.start()
    qtbot.waitUntil(lambda: room.exchange.rounds == 1 and room.exchange.looks == 1)
    for looks in (2, 3):
        qtbot.waitUntil(lambda: room.tasks.pending == 1)
        room.changes.broadcast({"faxes_to_read"}, None)
        qtbot.waitUntil(lambda looks=looks: room.exchange.looks == looks)  # type: ignore[misc]
    assert room.exchange.rounds == 1
    room.exchange.gate.set()


def test_rounds_never_run_beside_each_other_and_none_is_lost(room: Room, qtbot: QtBot) -> None:
    started(room, qtbot)
    room.exchange.gate.clear()
    for _ in range(5):
        room.changes.broadcast({"dispatches"})
    qtbot.waitUntil(lambda: room.exchange.rounds == 2)
    room.exchange.gate.set()
    qtbot.waitUntil(lambda: room.is_still and room.exchange.rounds == 3)
    assert room.exchange.most_at_once == 1


def test_orders_by_fax_are_confirmed_one_after_the_other(room: Room, qtbot: QtBot) -> None:
    started(room, qtbot)
    room.unconfirmed = wanted = [an_order(), an_order()]
    orders = [one.order_id for one in wanted]
    room.changes.broadcast({"orders"})
    qtbot.waitUntil(lambda: room.is_still and room.confirmed == orders)
    qtbot.waitUntil(lambda: room.is_still and room.exchange.rounds >= 2)
    assert room.told == [frozenset({"dispatches", "documents", "tasks"})] * 2
    assert room.failures == []


def test_an_order_that_cannot_be_confirmed_is_told_once(room: Room, qtbot: QtBot) -> None:
    started(room, qtbot)
    room.unconfirmed, room.refusal = [an_order()], ValueError("ours")
    room.changes.broadcast({"orders"})
    qtbot.waitUntil(lambda: room.is_still and room.failures == [room.refusal])
    room.changes.broadcast({"faxes"})
    qtbot.waitUntil(lambda: room.is_still)
    assert (room.failures, room.confirmed) == ([room.refusal], [])
    room.unconfirmed, room.refusal = [an_order()], Refused("not_placed")
    room.changes.broadcast({"orders"})
    qtbot.waitUntil(lambda: room.is_still)
    assert len(room.failures) == 1, "that it was cancelled meanwhile is nothing to tell"


def test_a_failure_is_told_and_the_next_round_runs(room: Room, qtbot: QtBot) -> None:
    started(room, qtbot)
    room.exchange.failure = WorldError("The database is gone.")
    room.changes.broadcast({"dispatches"})
    qtbot.waitUntil(lambda: room.is_still and room.failures == [room.exchange.failure])
    room.exchange.failure = None
    room.changes.broadcast({"dispatches"})
    qtbot.waitUntil(lambda: room.is_still and room.exchange.rounds == 3)


def test_nothing_begins_after_the_stop(room: Room, qtbot: QtBot) -> None:
    started(room, qtbot)
    room.pump.stop()
    room.changes.broadcast({"dispatches", "orders"})
    assert room.is_still
    assert room.exchange.rounds == 1
