"""What a supervisor decides, carried out in the background; every end is told by a signal."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.services import order_notes, verification
from desktop.services.desk import Refused, Stale
from desktop.services.verification_shapes import Verification
from models.card_guard import CardNumberRefused
from models.ids import uuid7
from ui import labels, labels_verification
from ui.pages.verification.kit import VerificationKit

_OVERTAKEN = ("hold_ended",)
CHANGED = {"orders", "holds", "notes"}


class Decisions(QObject):
    """One at a time; a second key meanwhile does nothing.

    Signals:
        busy_changed: something is being written, or no longer.
        released(Released).
        asked_again(UUID order, datetime until).
        noted(UUID order).
        refused(UUID order, str words): the note or the state does not allow it.
        overtaken(UUID order, str words): somebody else was first, or the order changed meanwhile.
        problem_met(object exc, str where).
    """

    busy_changed = Signal()
    released = Signal(object)
    asked_again = Signal(object, object)
    noted = Signal(object)
    refused = Signal(object, str)
    overtaken = Signal(object, str)
    problem_met = Signal(object, str)

    def __init__(self, *, kit: VerificationKit, parent: QObject) -> None:
        """Nothing is under way."""
        super().__init__(parent)
        self._kit = kit
        self.is_busy = False

    def release(self, seen: Verification, note: str) -> None:
        """Release every reason that a person can."""
        desk, command_id = self._kit.desk, uuid7()
        self._run(
            seen.order_id,
            lambda session: verification.release_order(
                session, desk, seen.order_id, note, version=seen.version, command_id=command_id
            ),
            self.released.emit,
            "release_order",
        )

    def release_one(self, seen: Verification, hold_id: uuid.UUID, note: str) -> None:
        """Release one reason alone."""
        desk, command_id = self._kit.desk, uuid7()
        self._run(
            seen.order_id,
            lambda session: verification.release_hold(
                session, desk, hold_id, note, version=seen.version, command_id=command_id
            ),
            self.released.emit,
            "release_hold",
        )

    def ask_again(self, seen: Verification, note: str) -> None:
        """Let the order stand back until the next business day."""
        desk, command_id = self._kit.desk, uuid7()
        self._run(
            seen.order_id,
            lambda session: verification.ask_again(
                session, desk, seen.order_id, note, command_id=command_id
            ),
            lambda until: self.asked_again.emit(seen.order_id, until),
            "ask_again",
        )

    def keep_note(self, seen: Verification, note: str) -> None:
        """Keep a note; the order stays held."""
        desk, command_id = self._kit.desk, uuid7()
        self._run(
            seen.order_id,
            lambda session: order_notes.add_note(
                session, desk, seen.order_id, note, command_id=command_id
            ),
            lambda _note: self.noted.emit(seen.order_id),
            "verification_note",
        )

    def _run(
        self,
        order_id: uuid.UUID,
        work: Callable[[Any], Any],
        done: Callable[[Any], None],
        name: str,
    ) -> None:
        if self.is_busy:
            return
        self._set_busy(True)
        self._kit.tasks.command(
            self,
            work,
            done=lambda result: self._on_done(done, result),
            failed=lambda error: self._on_failed(order_id, error, name),
            changed=CHANGED,
            name=name,
        )

    def _on_done(self, done: Callable[[Any], None], result: Any) -> None:
        self._set_busy(False)
        done(result)

    def _on_failed(self, order_id: uuid.UUID, error: BaseException, name: str) -> None:
        self._set_busy(False)
        if isinstance(error, Refused):
            words = labels_verification.refusal(error)
            signal = self.overtaken if error.code in _OVERTAKEN else self.refused
            signal.emit(order_id, words)
        elif isinstance(error, Stale):
            words = self.tr("This order has changed meanwhile. Look at it again, then decide.")
            self.overtaken.emit(order_id, words)
        elif isinstance(error, CardNumberRefused):
            self.refused.emit(order_id, labels.card_refused())
        else:
            self.problem_met.emit(error, name)

    def _set_busy(self, busy: bool) -> None:
        self.is_busy = busy
        self.busy_changed.emit()
