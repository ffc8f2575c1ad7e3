"""From a filled form to a draft order: called now, called later, or kept."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop.services import received_faxes
from desktop.services.desk import Refused
from desktop.services.received_fax_shapes import FaxOrder
from models.card_guard import CardNumberRefused
from models.ids import uuid7
from models.session import DatabaseGone
from models.types import ColumnRefused
from ui import labels, labels_fax
from ui.pages.fax_room.form_state import FormState
from ui.pages.fax_room.kit import FaxRoomKit

_CHANGED = frozenset({"faxes", "orders", "drafts", "tasks", "customers"})


@dataclass(frozen=True)
class Made:
    """What came of it, and what was wanted with it."""

    fax_id: uuid.UUID
    order: FaxOrder
    call_now: bool


class OrderFlow(QObject):
    """One order is made at a time; a press that is repeated after a failure makes no second one.

    Signals:
        busy_changed: an order is being made, or no longer.
        order_made(Made).
        refused(UUID fax, str field, str words): something in the form has to be mended.
        problem_met(object exc, str where).
    """

    busy_changed = Signal()
    order_made = Signal(object)
    refused = Signal(object, str, str)
    problem_met = Signal(object, str)

    def __init__(self, *, kit: FaxRoomKit, parent: QObject) -> None:
        """Nothing is under way."""
        super().__init__(parent)
        self._kit = kit
        self._command_ids: dict[uuid.UUID, uuid.UUID] = {}
        self.is_busy = False

    def make(self, state: FormState, *, call_back: bool, call_now: bool) -> None:
        """Make the draft order of a form; its fax has then ended as an order."""
        if self.is_busy:
            return
        self._set_busy(True)
        desk, fax_id, form = self._kit.desk, state.fax_id, state.form(call_back=call_back)
        command_id = self._command_ids.setdefault(fax_id, uuid7())
        self._kit.tasks.command(
            self,
            lambda session: received_faxes.order_from_fax(
                session, desk, fax_id, form, command_id=command_id
            ),
            done=lambda order: self._on_made(Made(fax_id, order, call_now)),
            failed=lambda error: self._on_failed(fax_id, error),
            changed=_CHANGED,
            name="order_from_fax",
        )

    def _on_made(self, made: Made) -> None:
        self._command_ids.pop(made.fax_id, None)
        self._set_busy(False)
        self.order_made.emit(made)

    def _on_failed(self, fax_id: uuid.UUID, error: BaseException) -> None:
        self._set_busy(False)
        if isinstance(error, Refused):
            self._command_ids.pop(fax_id, None)
            self.refused.emit(fax_id, error.field, labels_fax.refusal(error))
        elif isinstance(error, CardNumberRefused | ColumnRefused):
            self._command_ids.pop(fax_id, None)
            self.refused.emit(fax_id, "", labels.not_saved(error))
        else:
            if isinstance(error, DatabaseGone):
                words = labels_fax.tr("No order was made yet: press the key again in a moment.")
                self._kit.announce(words, "held")
            self.problem_met.emit(error, "order_from_fax")

    def _set_busy(self, busy: bool) -> None:
        self.is_busy = busy
        self.busy_changed.emit()
