"""Keeps what is keyed from faxes: each form as long as the page lives, and saved as it is typed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.services import fax_drafts, received_faxes
from desktop.services.customer_views import CustomerView
from desktop.services.desk import Refused
from desktop.services.order_views import OrderView
from desktop.services.orders import DraftLine
from desktop.services.received_fax_shapes import FaxRow
from models.card_guard import CardNumberRefused
from models.types import ColumnRefused
from ui.pages.fax_room.form_state import FormState, begun
from ui.pages.fax_room.kit import FaxRoomKit

SAVE_AFTER_MS = 500
RETRY_MS = 8_000


class FormKeeper(QObject):
    """One save is under way at a time; what changes meanwhile goes with the next.

    With the database gone the forms stay here and are tried again by themselves.

    Signals:
        form_read(UUID): a form that was asked for is there: ``state``.
        order_saved(UUID): its draft is saved, with prices: ``state(…).view``.
        saving_changed(UUID, str): "saved", "saving" or "local" (kept here, the database is gone).
        save_refused(UUID, object exc): what was keyed is against a rule; it stays as it was keyed.
        problem_met(object exc, str where).
    """

    form_read = Signal(object)
    order_saved = Signal(object)
    saving_changed = Signal(object, str)
    save_refused = Signal(object, object)
    problem_met = Signal(object, str)

    def __init__(self, *, kit: FaxRoomKit, parent: QObject) -> None:
        """Nothing has been keyed."""
        super().__init__(parent)
        self._kit = kit
        self._states: dict[uuid.UUID, FormState] = {}
        self._asked: set[uuid.UUID] = set()
        self._under_way: uuid.UUID | None = None
        self.save_after_ms = SAVE_AFTER_MS
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.save)

    def state(self, fax_id: uuid.UUID | None) -> FormState | None:
        """The form of a fax, if it was read already."""
        return self._states.get(fax_id) if fax_id is not None else None

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits to be saved or read."""
        waits = self._timer.isActive() or self._under_way is not None
        return not waits and not self._asked

    def open(self, row: FaxRow) -> None:
        """Have the form of a fax, from here or from the database."""
        if row.id in self._states:
            self.form_read.emit(row.id)
            return
        if row.id in self._asked:
            return
        self._asked.add(row.id)
        desk = self._kit.desk

        def read(session: Any) -> FormState:
            matches = received_faxes.match_for(session, desk, row.sender)
            keyed = fax_drafts.started(session, desk, row.id)
            return begun(row, keyed, matches, country=desk.country)

        self._kit.tasks.query(
            self, read, done=self._on_read, failed=lambda error: self._on_read_failed(row.id, error)
        )

    def change(
        self,
        fax_id: uuid.UUID,
        *,
        values: Mapping[str, str],
        lines: tuple[DraftLine, ...],
        customer: CustomerView | None,
    ) -> None:
        """What is keyed is other than it was; it is saved in a moment."""
        state = self._states.get(fax_id)
        if state is None or (state.values, state.lines, state.customer) == (
            dict(values), lines, customer,
        ):  # fmt: skip
            return
        state.values, state.lines, state.customer = dict(values), lines, customer
        state.is_saved = False
        self._timer.start(self.save_after_ms)

    def save(self) -> None:
        """Save now what is not saved yet (the page is left, or another fax is shown)."""
        self._timer.stop()
        if self._under_way is not None:
            return
        waiting = (one for one in self._states.values() if not one.is_saved)
        state = next((one for one in waiting if one.is_worth_keeping or one.view), None)
        if state is None:
            return
        fax_id, desk, order_id = state.fax_id, self._kit.desk, state.order_id
        form = state.draft()
        self._under_way = fax_id
        state.is_saved = True
        self.saving_changed.emit(fax_id, "saving")
        self._kit.tasks.command(
            self,
            lambda session: fax_drafts.keep(session, desk, fax_id, form, order_id=order_id),
            done=lambda view: self._on_saved(fax_id, view),
            failed=lambda error: self._on_save_failed(fax_id, error),
            changed={"drafts"},
            name="keep_fax_draft",
        )

    def forget(self, fax_id: uuid.UUID) -> None:
        """The fax has ended: what was keyed is an order by now, or is not wanted."""
        self._states.pop(fax_id, None)

    def _on_read(self, state: FormState) -> None:
        self._asked.discard(state.fax_id)
        self._states.setdefault(state.fax_id, state)
        self.form_read.emit(state.fax_id)

    def _on_read_failed(self, fax_id: uuid.UUID, error: BaseException) -> None:
        self._asked.discard(fax_id)
        self.problem_met.emit(error, "fax_form")

    def _on_saved(self, fax_id: uuid.UUID, view: OrderView) -> None:
        self._under_way = None
        state = self._states.get(fax_id)
        if state is not None:
            state.view, state.order_id = view, view.id
            self.order_saved.emit(fax_id)
            self.saving_changed.emit(fax_id, "saved" if state.is_saved else "saving")
        self.save()

    def _on_save_failed(self, fax_id: uuid.UUID, error: BaseException) -> None:
        self._under_way = None
        state = self._states.get(fax_id)
        if state is None:
            return
        if isinstance(error, Refused | CardNumberRefused | ColumnRefused):
            # It stands in the form with its message; the next key tries again.
            self.saving_changed.emit(fax_id, "local")
            self.save_refused.emit(fax_id, error)
            self.save()
            return
        state.is_saved = False
        self.saving_changed.emit(fax_id, "local")
        self._timer.start(RETRY_MS)
        self.problem_met.emit(error, "keep_fax_draft")
