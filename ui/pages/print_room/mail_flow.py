"""Printed letters leave the house: marked mailed on the day they left."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from desktop.services import print_room
from desktop.services.desk import Refused
from models.ids import uuid7
from ui import labels_print_room
from ui.pages.print_room.kit import PrintRoomKit


class MailFlow(QObject):
    """One command at a time.

    Signals:
        mailed: they are on record as that.
        day_refused(str): not on that day; the words say why.
        problem_met(object exc, str where).
    """

    mailed = Signal()
    day_refused = Signal(str)
    problem_met = Signal(object, str)

    def __init__(self, *, kit: PrintRoomKit, parent: QObject) -> None:
        """Nothing is under way."""
        super().__init__(parent)
        self._kit = kit
        self._is_busy = False

    def mark(self, ids: Sequence[uuid.UUID], on: date) -> None:
        """These left on that day."""
        if self._is_busy or not ids:
            return
        self._is_busy = True
        desk, command_id = self._kit.desk, uuid7()
        self._kit.tasks.command(
            self,
            lambda session: print_room.mark_mailed(
                session, desk, dispatch_ids=ids, on=on, command_id=command_id
            ),
            done=lambda count: self._on_marked(count, on),
            failed=self._on_failed,
            changed={"dispatches"},
            name="mark_mailed",
        )

    def _on_marked(self, count: int, on: date) -> None:
        self._is_busy = False
        today = self._kit.desk.today()
        self._kit.announce(labels_print_room.mail_button(count, on, today) + ".", "ok")
        self.mailed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._is_busy = False
        if not isinstance(error, Refused):
            self.problem_met.emit(error, "mark_mailed")
        elif error.field == "on":
            self.day_refused.emit(labels_print_room.refusal(error))
        else:
            self._kit.announce(labels_print_room.refusal(error), "held")
            self._kit.changes.broadcast({"dispatches"})
