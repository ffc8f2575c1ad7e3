"""Work off the GUI thread, in two verbs for the records and one for the network."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, TypeVar

import shiboken6
from PySide6.QtCore import (
    QCoreApplication,
    QDeadlineTimer,
    QObject,
    QRunnable,
    QThreadPool,
    Signal,
    Slot,
)

from ui.changes import Changes
from ui.garbage import GuiGarbage

T = TypeVar("T")

QUERY_THREADS: Final = 3
NETWORK_THREADS: Final = 4
_Outcome = tuple[Any, BaseException | None]


@dataclass(frozen=True)
class _Waiting:
    owner: QObject
    done: Callable[[Any], None] | None
    failed: Callable[[BaseException], None] | None
    changed: frozenset[str]
    name: str
    outcome: list[_Outcome] = field(default_factory=list)
    held: list[Callable[[], Any]] = field(default_factory=list)
    """The function itself, so that the GUI thread is the last to let go of it."""


class _Job(QRunnable):
    """One function run in a pool; it puts its result or its exception into a list, never raises.

    Nothing of it is held here once the end is told: the last to let go of a widget that the
    function knows, or that an exception remembers, must be the GUI thread.
    """

    def __init__(
        self,
        number: int,
        work: Callable[[], Any],
        outcome: list[_Outcome],
        emit: Callable[[int], None],
    ) -> None:
        super().__init__()
        self._number = number
        self._work = [work]
        self._outcome = outcome
        self._emit = emit

    def run(self) -> None:
        self._outcome.append(_outcome_of(self._work.pop()))
        del self._outcome
        self._emit(self._number)


def _outcome_of(work: Callable[[], Any]) -> _Outcome:
    try:
        return work(), None
    except BaseException as caught:  # the GUI thread decides what it means
        return None, caught


class Tasks(QObject):
    """Runs functions in worker threads and calls back on the GUI thread.

    A query reads: up to three at once, each with a short session of its own. A command writes: one
    at a time in the order asked, and after its session has committed, the change is broadcast once.
    A network call gets no session. A callback whose owner is gone is dropped; the work itself is
    never cut short. All methods are for the GUI thread.

    Signals:
        unhandled(exc, name): a job failed and nobody took the failure: it had no ``failed``, or
            its owner was gone. ``name`` is the command's.
    """

    unhandled = Signal(object, str)
    _finished = Signal(int)

    def __init__(
        self,
        *,
        session_scope: Callable[[], AbstractContextManager[Any]],
        changes: Changes,
        read_scope: Callable[[], AbstractContextManager[Any]] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Make the pools.

        Args:
            session_scope: opens a session, commits it when the block ends, rolls back on an
                exception; it is entered in the worker thread.
            changes: where a command's change is told.
            read_scope: what queries open instead: a session that keeps nobody from writing.
            parent: the owner.
        """
        super().__init__(parent)
        self._session_scope = session_scope
        self._read_scope = read_scope or session_scope
        self._changes = changes
        self._queries = _pool(QUERY_THREADS)
        self._commands = _pool(1)
        self._network = _pool(NETWORK_THREADS)
        self._garbage = GuiGarbage(parent=self)
        self._numbers = count(1)
        self._waiting: dict[int, _Waiting] = {}
        self._finished.connect(self._on_job_finished)

    def query(
        self,
        owner: QObject,
        fn: Callable[[Any], T],
        *,
        done: Callable[[T], None] | None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> int:
        """Read in a worker thread; ``fn`` gets a session and returns frozen data.

        Answers may come in another order than the questions: compare the returned number, or the
        question itself, where only the last one counts.
        """
        waiting = _Waiting(owner, done, failed, frozenset(), "")
        return self._start(self._queries, lambda: self._in_session(self._read_scope, fn), waiting)

    def command(
        self,
        owner: QObject,
        fn: Callable[[Any], T],
        *,
        done: Callable[[T], None] | None,
        failed: Callable[[BaseException], None] | None = None,
        changed: Collection[str] = (),
        name: str = "",
    ) -> int:
        """Write in the worker thread; ``changed`` is broadcast after the commit, then ``done``."""
        waiting = _Waiting(owner, done, failed, frozenset(changed), name)
        return self._start(
            self._commands, lambda: self._in_session(self._session_scope, fn), waiting
        )

    def network(
        self,
        owner: QObject,
        fn: Callable[[], T],
        *,
        done: Callable[[T], None] | None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> int:
        """Call something outside; no session is open meanwhile."""
        waiting = _Waiting(owner, done, failed, frozenset(), "")
        return self._start(self._network, fn, waiting)

    @property
    def pending(self) -> int:
        """How many jobs have not called back yet."""
        return len(self._waiting)

    def drain(self, timeout_ms: int = 10_000) -> bool:
        """Wait for every job before the program ends; False if some did not end in time.

        Their callbacks are called here, as there may be no event loop left to do it, and what
        those start is waited for too.
        """
        deadline = QDeadlineTimer(timeout_ms)
        while self._waiting and not deadline.hasExpired():
            for pool in (self._queries, self._commands, self._network):
                pool.waitForDone(deadline)
            QCoreApplication.sendPostedEvents(self)
        return not self._waiting

    def _start(self, pool: QThreadPool, work: Callable[[], Any], waiting: _Waiting) -> int:
        number = next(self._numbers)
        waiting.held.append(work)
        self._waiting[number] = waiting
        pool.start(_Job(number, work, waiting.outcome, self._finished.emit))
        return number

    @staticmethod
    def _in_session(scope: Callable[[], AbstractContextManager[Any]], fn: Callable[[Any], T]) -> T:
        with scope() as session:
            return fn(session)

    @Slot(int)
    def _on_job_finished(self, number: int) -> None:
        waiting = self._waiting.pop(number)
        ((result, error),) = waiting.outcome
        owned = shiboken6.isValid(waiting.owner)
        if error is None:
            self._changes.broadcast(waiting.changed, waiting.owner if owned else None)
            owned = owned and shiboken6.isValid(waiting.owner)
            if owned and waiting.done is not None:
                waiting.done(result)
        elif owned and waiting.failed is not None:
            waiting.failed(error)
        else:
            self.unhandled.emit(error, waiting.name)


def _pool(threads: int) -> QThreadPool:
    pool = QThreadPool()
    pool.setMaxThreadCount(threads)
    # A thread that is thrown away closes its database connection; keep them.
    pool.setExpiryTimeout(-1)
    return pool
