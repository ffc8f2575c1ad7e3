"""Keeps faxes and e-mail going in the background, whatever page is open."""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Slot

from desktop.services.desk import Desk, Refused
from desktop.services.fax_confirmations import Unconfirmed
from desktop.services.outbox_health import OutboxHealth
from ui.changes import Changes
from ui.tasks import Tasks

INTERVAL_MS = 10_000
"""How often it is looked for what came in, and how far what goes out is."""
_BEGINS_A_ROUND = frozenset({"dispatches"})
_TO_BE_READ = frozenset({"faxes_to_read"})
_MAY_NEED_CONFIRMATION = frozenset({"orders", "faxes"})


class Rounds(Protocol):
    """The part of `desktop.dispatch.exchange.Exchange` that is needed here. All of it blocks."""

    def round_in(self) -> frozenset[str]:
        """One round of what comes in; the names of the records that changed."""

    def round_out(self) -> frozenset[str]:
        """One round of what goes out; the names of the records that changed."""


@dataclass
class _Lane:
    """One kind of round: what leaves does not wait for a fax that is being read."""

    work: Callable[[], frozenset[str]]
    is_running: bool = False
    again: bool = False


class DispatchPump(QObject):
    """Rounds of the exchange, and confirmations of orders that came by fax.

    A round of either kind follows the timer, one of what goes out also every change of dispatches by
    somebody else. What it did is broadcast: dispatches, faxes, tasks. A round that did nothing tells
    nobody.

    Attributes:
        health: How the ways out were found after the last round.

    Args:
        exchange: What is carried out; it does nothing where another process has the work.
        look: Whether things can leave (`outbox_health.health`).
        find: The orders to confirm by fax (`fax_confirmations.unconfirmed`).
        confirm: Confirms one; in a session that will be committed.
        failed: is given what could not be done, on the GUI thread.
    """

    def __init__(
        self,
        *,
        exchange: Rounds,
        desk: Desk,
        tasks: Tasks,
        changes: Changes,
        look: Callable[[Any, Desk], tuple[OutboxHealth, ...]],
        find: Callable[[Any, Desk], tuple[Unconfirmed, ...]],
        confirm: Callable[[Any, Desk, Unconfirmed], uuid.UUID | None],
        failed: Callable[[BaseException], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.health: tuple[OutboxHealth, ...] = ()
        self._in, self._out = _Lane(exchange.round_in), _Lane(exchange.round_out)
        self._desk = desk
        self._tasks = tasks
        self._changes = changes
        self._look = look
        self._find = find
        self._confirm = confirm
        self._failed = failed
        self._is_started = False
        self._is_confirming = False
        self._to_confirm: deque[Unconfirmed] = deque()
        self._cannot_confirm: set[uuid.UUID] = set()
        """Orders that broke us: told once, and not tried again in this run of the program."""
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._on_timeout)
        changes.changed.connect(self._on_changed)

    def start(self) -> None:
        """Go on with what an earlier run left open, and from then on with what comes. Harmless twice."""
        if self._is_started:
            return
        self._is_started = True
        self._timer.start()
        self._on_timeout()

    def stop(self) -> None:
        """Begin no more rounds; one that runs ends."""
        self._is_started = self._in.again = self._out.again = False
        self._to_confirm.clear()
        self._timer.stop()

    @Slot(frozenset, object)
    def _on_changed(self, what: frozenset[str], by: object) -> None:
        if by is self:
            return
        if what & _BEGINS_A_ROUND:
            self._run(self._out)
        if what & _TO_BE_READ:
            self._run(self._in)
        if what & _MAY_NEED_CONFIRMATION:
            self._look_for_unconfirmed()

    @Slot()
    def _on_timeout(self) -> None:
        self._run(self._out)
        self._run(self._in)
        self._look_for_unconfirmed()

    # Rounds

    def _run(self, lane: _Lane) -> None:
        if not self._is_started:
            return
        if lane.is_running:
            lane.again = True
            return
        lane.is_running = True
        self._tasks.network(
            self,
            lane.work,
            done=lambda changed: self._on_round_done(lane, changed),
            failed=lambda error: self._on_round_failed(lane, error),
        )

    def _on_round_done(self, lane: _Lane, changed: frozenset[str]) -> None:
        lane.is_running = False
        self._changes.broadcast(changed, self)
        if lane is self._out:
            self._look_at_health()
        if lane.again:
            lane.again = False
            self._run(lane)

    def _on_round_failed(self, lane: _Lane, error: BaseException) -> None:
        lane.is_running = lane.again = False
        self._failed(error)

    def _look_at_health(self) -> None:
        self._tasks.query(
            self, lambda session: self._look(session, self._desk), done=self._on_health_found
        )

    def _on_health_found(self, health: tuple[OutboxHealth, ...]) -> None:
        if health != self.health:
            self.health = health
            self._changes.broadcast({"dispatches"}, self)

    # Confirmations

    def _look_for_unconfirmed(self) -> None:
        if not self._is_started or self._is_confirming:
            return
        self._is_confirming = True
        self._tasks.query(
            self,
            lambda session: self._find(session, self._desk),
            done=self._on_found,
            failed=self._on_confirming_failed,
        )

    def _on_found(self, found: tuple[Unconfirmed, ...]) -> None:
        self._to_confirm = deque(one for one in found if one.order_id not in self._cannot_confirm)
        self._confirm_next()

    def _confirm_next(self) -> None:
        if not self._to_confirm or not self._is_started:
            self._is_confirming = False
            return
        wanted = self._to_confirm.popleft()

        def failed(error: BaseException) -> None:
            self._cannot_confirm.add(wanted.order_id)
            if not isinstance(error, Refused):  # it was cancelled meanwhile, or the like
                self._failed(error)
            self._confirm_next()

        self._tasks.command(
            self,
            lambda session: self._confirm(session, self._desk, wanted),
            done=self._on_confirmed,
            failed=failed,
            name="confirm_by_fax",
        )

    def _on_confirmed(self, _dispatch: uuid.UUID | None) -> None:
        self._changes.broadcast({"dispatches", "documents", "tasks"}, self)
        self._run(self._out)
        self._confirm_next()

    def _on_confirming_failed(self, error: BaseException) -> None:
        self._is_confirming = False
        self._failed(error)
