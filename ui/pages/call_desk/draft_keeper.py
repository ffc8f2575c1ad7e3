"""Keeps the draft: every change is saved at once, whole, and comes back with its totals."""

from __future__ import annotations

import dataclasses
import uuid
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.services import orders
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.order_views import OrderView
from desktop.services.orders import Draft
from models.addresses_rules import PostalAddress
from models.ids import uuid7
from ui.tasks import Tasks

RETRY_MS = 8_000
MOST_UNDO = 100


class DraftKeeper(QObject):
    """Holds what has been keyed and makes the database say the same.

    One save is under way at a time; what changes meanwhile goes with the next, so the last state
    always wins. With the database gone the draft stays here and is tried again by itself.

    Signals:
        view_changed(OrderView | None): the saved order with its totals, or None: there is none.
        saving_changed(str): "saved", "saving" or "local" (kept here, the database is gone).
        save_refused(Refused): what was keyed is against a rule; the last good state stands.
        made_stale: somebody else saved this order; what they saved is shown.
    """

    view_changed = Signal(object)
    saving_changed = Signal(str)
    save_refused = Signal(object)
    made_stale = Signal()

    def __init__(self, *, tasks: Tasks, desk: Desk, parent: QObject) -> None:
        """Start without a draft."""
        super().__init__(parent)
        self._tasks = tasks
        self._desk = desk
        self._draft: Draft | None = None
        self._saved: Draft | None = None
        self._view: OrderView | None = None
        self._undo: list[Draft] = []
        self._under_way = False
        self._retry_timer = QTimer(self)
        self._retry_timer.setSingleShot(True)
        self._retry_timer.setInterval(RETRY_MS)
        self._retry_timer.timeout.connect(self._save)

    @property
    def draft(self) -> Draft | None:
        """What has been keyed, saved or not."""
        return self._draft

    @property
    def view(self) -> OrderView | None:
        """The order as last saved."""
        return self._view

    @property
    def is_saved(self) -> bool:
        """Whether the database says what has been keyed."""
        return self._draft is self._saved and not self._under_way

    def begin(
        self,
        *,
        call_id: uuid.UUID,
        customer_id: uuid.UUID | None = None,
        bill_to: PostalAddress | None = None,
    ) -> None:
        """Get ready for a new order; it is stored, and numbered, with the first thing keyed."""
        self.clear()
        self._draft = Draft(
            order_id=uuid7(), call_id=call_id, customer_id=customer_id, bill_to=bill_to
        )
        self._saved = self._draft
        self.view_changed.emit(None)

    def take(self, draft: Draft, view: OrderView) -> None:
        """Go on with a stored draft (resumed, or found after a crash)."""
        self.clear()
        self._draft = self._saved = draft
        self._show(view)

    def clear(self) -> None:
        """Forget the draft; the database keeps it."""
        self._retry_timer.stop()
        self._draft = self._saved = None
        self._undo.clear()
        self._view = None
        self.view_changed.emit(None)

    def change(self, *, undoable: bool = True, **fields: Any) -> None:
        """Replace fields of the draft and save it."""
        if self._draft is None:
            return
        changed = dataclasses.replace(self._draft, **fields)
        if changed == self._draft:
            return
        if undoable:
            self._undo.append(self._draft)
            del self._undo[:-MOST_UNDO]
        self._draft = changed
        self._save()

    def undo(self) -> bool:
        """Take the last change of the order back; False when there is none."""
        if not self._undo or self._draft is None:
            return False
        self._draft = self._undo.pop()
        self._save()
        return True

    def refresh(self, view: OrderView) -> None:
        """Show the order as it is now that it is no longer a draft."""
        self._show(view)

    def try_again(self) -> None:
        """Save now what could not be saved (the database is back, says the agent)."""
        if self._retry_timer.isActive():
            self._save()

    def _save(self) -> None:
        draft = self._draft
        if draft is None or draft is self._saved:
            return
        if self._under_way:
            return
        self._under_way = True
        self.saving_changed.emit("saving")
        version = self._view.version if self._view is not None else None
        self._tasks.command(
            self,
            lambda session: orders.save_draft(session, self._desk, draft, version=version),
            done=lambda view: self._on_draft_saved(draft, view),
            failed=lambda error: self._on_save_failed(draft, error),
            changed={"drafts"},
            name="save_draft",
        )

    def _on_draft_saved(self, draft: Draft, view: OrderView) -> None:
        self._under_way = False
        if self._draft is None or self._draft.order_id != draft.order_id:
            return
        if self._draft is draft:
            self._draft = dataclasses.replace(draft, shipping_method_id=view.shipping_method_id)
            self._saved = self._draft
        self._show(view)
        if self._draft is self._saved:
            self.saving_changed.emit("saved")
        else:
            self._save()

    def _on_save_failed(self, draft: Draft, error: BaseException) -> None:
        self._under_way = False
        if isinstance(error, Refused):
            self._draft = self._undo.pop() if self._undo else self._saved
            self._saved = self._draft
            self.save_refused.emit(error)
            return
        if isinstance(error, Stale):
            self._reload(draft.order_id)
            return
        self.saving_changed.emit("local")
        self._retry_timer.start()
        self._tasks.unhandled.emit(error, "save_draft")

    def _reload(self, order_id: uuid.UUID) -> None:
        self._tasks.query(
            self,
            lambda session: (
                orders.draft_of(session, order_id),
                orders.get(session, self._desk, order_id),
            ),
            done=self._on_order_reloaded,
        )

    def _on_order_reloaded(self, both: tuple[Draft, OrderView]) -> None:
        self.take(*both)
        self.made_stale.emit()

    def _show(self, view: OrderView) -> None:
        self._view = view
        self.view_changed.emit(view)
