"""Background work: order, sessions, owners that are gone, failures, the broadcast."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from ui.changes import Changes
from ui.tasks import QUERY_THREADS, Tasks


class Desk:
    """A fake database: sessions are numbers; what was committed and rolled back is kept."""

    def __init__(self) -> None:
        self.committed: list[int] = []
        self.rolled_back: list[int] = []
        self._next = 0
        self._lock = threading.Lock()

    @contextmanager
    def scope(self) -> Iterator[int]:
        with self._lock:
            self._next += 1
            number = self._next
        try:
            yield number
        except Exception:
            self.rolled_back.append(number)
            raise
        self.committed.append(number)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def changes(qapp: object) -> Changes:
    return Changes()


@pytest.fixture
def tasks(desk: Desk, changes: Changes) -> Iterator[Tasks]:
    made = Tasks(session_scope=desk.scope, changes=changes)
    yield made
    assert made.drain(5000)


def test_query_answers_on_the_gui_thread(qtbot: QtBot, tasks: Tasks, desk: Desk) -> None:
    owner = QObject()
    seen: list[tuple[object, bool, bool]] = []
    gui = QThread.currentThread()
    worked_in: list[QThread] = []

    def read(session: int) -> int:
        worked_in.append(QThread.currentThread())
        return session * 10

    tasks.query(owner, read, done=lambda r: seen.append((r, QThread.currentThread() is gui, True)))
    qtbot.waitUntil(lambda: len(seen) == 1)
    assert seen == [(10, True, True)]
    assert worked_in[0] is not gui
    assert desk.committed == [1]


def test_commands_run_one_at_a_time_in_the_order_asked(qtbot: QtBot, tasks: Tasks) -> None:
    owner = QObject()
    running = 0
    most = 0
    order: list[int] = []
    done: list[int] = []

    def work(number: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        order.append(number)
        threading.Event().wait(0.001)
        running -= 1
        return number

    def run(number: int, _session: int) -> int:
        return work(number)

    for number in range(20):
        tasks.command(owner, partial(run, number), done=done.append)
    qtbot.waitUntil(lambda: len(done) == 20)
    assert order == list(range(20))
    assert done == list(range(20))
    assert most == 1


def test_queries_run_three_at_once_and_no_more(qtbot: QtBot, tasks: Tasks) -> None:
    owner = QObject()
    all_in = threading.Barrier(QUERY_THREADS)
    done: list[int] = []

    def meet(_session: int) -> int:
        return all_in.wait(10)

    for _ in range(QUERY_THREADS):
        tasks.query(owner, meet, done=done.append)
    qtbot.waitUntil(lambda: len(done) == QUERY_THREADS)
    assert sorted(done) == list(range(QUERY_THREADS))


def test_command_broadcasts_once_after_commit_and_before_done(
    qtbot: QtBot, tasks: Tasks, desk: Desk, changes: Changes
) -> None:
    owner = QObject()
    told: list[object] = []
    changes.changed.connect(lambda what, by: told.append((what, by is owner, list(desk.committed))))
    tasks.command(
        owner, lambda _s: "x", done=lambda _r: told.append("done"), changed={"orders", "holds"}
    )
    qtbot.waitUntil(lambda: "done" in told)
    assert told == [(frozenset({"orders", "holds"}), True, [1]), "done"]


def test_failed_command_rolls_back_and_broadcasts_nothing(
    qtbot: QtBot, tasks: Tasks, desk: Desk, changes: Changes
) -> None:
    owner = QObject()
    told: list[object] = []
    failures: list[BaseException] = []
    changes.changed.connect(lambda what, by: told.append(what))

    def work(_session: int) -> None:
        raise ValueError("no")

    def must_not(_result: None) -> None:
        told.append("done")

    tasks.command(owner, work, done=must_not, failed=failures.append, changed={"orders"})
    qtbot.waitUntil(lambda: len(failures) == 1)
    assert [type(f) for f in failures] == [ValueError]
    assert told == []
    assert (desk.committed, desk.rolled_back) == ([], [1])


def test_failure_nobody_takes_is_told(qtbot: QtBot, tasks: Tasks) -> None:
    owner = QObject()
    told: list[tuple[str, str]] = []
    tasks.unhandled.connect(lambda exc, name: told.append((type(exc).__name__, name)))

    def work(_session: int) -> None:
        raise KeyError("x")

    tasks.command(owner, work, done=None, name="place")
    qtbot.waitUntil(lambda: len(told) == 1)
    assert told == [("KeyError", "place")]


def test_callback_is_dropped_when_the_owner_is_gone_but_the_change_is_told(
    qtbot: QtBot, tasks: Tasks, changes: Changes
) -> None:
    owner = QObject()
    go = threading.Event()
    told: list[object] = []
    changes.changed.connect(lambda what, by: told.append((what, by)))
    tasks.command(
        owner, lambda _s: go.wait(10), done=lambda _r: told.append("done"), changed={"orders"}
    )
    shiboken6.delete(owner)
    go.set()
    qtbot.waitUntil(lambda: tasks.pending == 0)
    assert told == [(frozenset({"orders"}), None)]


def test_network_gets_no_session(qtbot: QtBot, tasks: Tasks, desk: Desk) -> None:
    owner = QObject()
    seen: list[str] = []
    tasks.network(owner, lambda: "answer", done=seen.append)
    qtbot.waitUntil(lambda: seen == ["answer"])
    assert desk.committed == []


def test_drain_waits_and_calls_back_even_for_what_callbacks_start(tasks: Tasks, desk: Desk) -> None:
    owner = QObject()
    seen: list[int] = []

    def again(result: int) -> None:
        seen.append(result)
        if result < 3:
            tasks.command(owner, lambda _s: result + 1, done=again)

    tasks.command(owner, lambda _s: 1, done=again)
    assert tasks.drain(10_000) is True
    assert seen == [1, 2, 3]
    assert tasks.pending == 0


def test_drain_says_when_a_job_does_not_end(tasks: Tasks) -> None:
    owner = QObject()
    go = threading.Event()
    tasks.command(owner, lambda _s: go.wait(30), done=None)
    assert tasks.drain(20) is False
    go.set()


class _Freed:
    """Says in which thread it is freed."""

    def __init__(self, threads: list[int]) -> None:
        self._threads = threads

    def __del__(self) -> None:
        self._threads.append(threading.get_ident())


@pytest.mark.parametrize("raises", [False, True])
def test_what_a_job_knew_is_freed_on_the_gui_thread(
    qtbot: QtBot, tasks: Tasks, raises: bool
) -> None:
    """A widget must not be destroyed anywhere else."""
    freed: list[int] = []

    def work(known: _Freed, _session: int) -> _Freed:
        local = _Freed(freed)
        if raises:
            raise ValueError(str(local))
        return known

    owner = QObject()
    for _job in range(20):
        tasks.query(owner, partial(work, _Freed(freed)), done=None, failed=lambda _error: None)
    tasks.drain()
    qtbot.waitUntil(lambda: len(freed) == 40)
    gui = threading.get_ident()
    elsewhere = 20 if not raises else 0  # what was the function's own, and nobody else's
    assert len([one for one in freed if one != gui]) == elsewhere
