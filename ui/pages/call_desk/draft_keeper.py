"""Keeps the draft: every change is saved at once, whole, and comes back with its totals."""

from __future__ import annotations

import dataclasses
import uuid
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.services import orders
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.draft_merge import merged
from desktop.services.order_views import OrderView
from desktop.services.orders import Draft, DraftLine
from models.addresses_rules import PostalAddress
from models.card_guard import CardNumberRefused
from models.ids import uuid7
from models.order import OrderState
from models.session import DatabaseGone
from models.types import ColumnRefused
from ui.tasks import Tasks

RETRY_MS = 8_000
MOST_UNDO = 100


class DraftKeeper(QObject):
    """Holds what has been keyed and makes the database say the same.

    One save is under way at a time; what changes meanwhile goes with the next, so the last state
    always wins. With the database gone the draft stays here and is tried again by itself. What
    another program saved meanwhile is read again, and what was keyed here is laid over it.

    Signals:
        view_changed(OrderView | None): the saved order with its totals, or None: there is none.
        saving_changed(str): "saved", "saving" or "local" (kept here, the database is gone).
        save_refused(Exception): what was keyed is against a rule; the last good state stands.
        made_stale: somebody else saved this order; it is shown with theirs and ours together.
        placed_elsewhere(OrderView): somebody else placed or cancelled it.
    """

    view_changed = Signal(object)
    saving_changed = Signal(str)
    save_refused = Signal(object)
    made_stale = Signal()
    placed_elsewhere = Signal(object)

    def __init__(self, *, tasks: Tasks, desk: Desk, parent: QObject) -> None:
        """Start without a draft."""
        super().__init__(parent)
        self._tasks = tasks
        self._desk = desk
        self._draft: Draft | None = None
        self._saved: Draft | None = None
        self._view: OrderView | None = None
        self._undo: list[tuple[DraftLine, ...]] = []
        self._under_way = False
        self._is_local = False
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

    @property
    def is_local(self) -> bool:
        """Whether something is kept here that the database could not take."""
        return self._is_local

    def begin(
        self,
        *,
        call_id: uuid.UUID,
        customer_id: uuid.UUID | None = None,
        bill_to: PostalAddress | None = None,
    ) -> None:
        """Get ready for a new order; it is stored, and numbered, with the first thing keyed."""
        self._forget()
        self._draft = Draft(
            order_id=uuid7(), call_id=call_id, customer_id=customer_id, bill_to=bill_to
        )
        self._saved = self._draft
        self.view_changed.emit(None)

    def take(self, draft: Draft, view: OrderView) -> None:
        """Go on with a stored draft (resumed, or found after a crash)."""
        self._forget()
        self._draft = self._saved = draft
        self._show(view)
        self.saving_changed.emit("saved")
        if view.is_outdated:
            self.save_again()

    def clear(self) -> None:
        """Forget the draft; the database keeps it."""
        self._forget()
        self.view_changed.emit(None)

    def change(self, **fields: Any) -> None:
        """Replace fields of the draft and save it. A change of the lines can be undone."""
        if self._draft is None:
            return
        changed = dataclasses.replace(self._draft, **fields)
        if changed == self._draft:
            return
        if changed.lines != self._draft.lines:
            self._undo.append(self._draft.lines)
            del self._undo[:-MOST_UNDO]
        self._draft = changed
        self._save()

    def undo(self) -> bool:
        """Take the last change of the lines back; False when there is none."""
        if not self._undo or self._draft is None:
            return False
        self._draft = dataclasses.replace(self._draft, lines=self._undo.pop())
        self._save()
        return True

    def refresh(self, view: OrderView) -> None:
        """Show the order as it is now that it is no longer a draft."""
        self._show(view)

    def save_again(self) -> None:
        """Save once more what is saved: something else than the draft has changed what it comes to."""
        if self._draft is not None:
            self._draft = dataclasses.replace(self._draft)
            self._save()

    def try_again(self) -> None:
        """Save now what could not be saved (the database is back, says the agent)."""
        if self._is_local:
            self._save()

    def reload(self) -> None:
        """Read the order again; what was keyed here and not saved is laid over it."""
        draft = self._draft
        if draft is None:
            return
        self._tasks.query(
            self,
            lambda session: (
                orders.draft_of(session, draft.order_id),
                orders.get(session, self._desk, draft.order_id),
            ),
            done=self._on_order_reloaded,
            failed=self._on_reload_failed,
        )

    def _forget(self) -> None:
        self._retry_timer.stop()
        self._draft = self._saved = None
        self._undo.clear()
        self._view = None
        self._under_way = self._is_local = False

    def _save(self) -> None:
        draft = self._draft
        if draft is None or draft is self._saved or self._under_way:
            return
        self._under_way = True
        if not self._is_local:
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

    def _is_mine(self, draft: Draft) -> bool:
        return self._draft is not None and self._draft.order_id == draft.order_id

    def _on_draft_saved(self, draft: Draft, view: OrderView) -> None:
        if self._draft is None or not self._is_mine(draft):
            return
        self._under_way = self._is_local = False
        chosen = dataclasses.replace(draft, shipping_method_id=view.shipping_method_id)
        if self._draft is draft:
            self._draft = chosen
        self._saved = chosen
        self._show(view)
        if self._draft is self._saved:
            self.saving_changed.emit("saved")
        else:
            self._save()

    def _on_save_failed(self, draft: Draft, error: BaseException) -> None:
        if not self._is_mine(draft):
            return
        self._under_way = False
        refused = isinstance(error, Refused | CardNumberRefused | ColumnRefused)
        if isinstance(error, Stale) or (isinstance(error, Refused) and error.code == "not_a_draft"):
            self.reload()
        elif refused:
            self._give_up(draft)
            self.save_refused.emit(error)
            self._save()
        else:
            self._keep_here(error)

    def _give_up(self, refused: Draft) -> None:
        """Go back to what was accepted last, but for what was keyed since."""
        if self._draft is None or self._saved is None:
            return
        changed_since = self._draft is not refused
        accepted = self._saved
        if changed_since:
            accepted = merged(refused, self._draft, self._saved)
        elif refused.lines != accepted.lines:
            self._undo = self._undo[:-1]
        self._draft = self._saved if accepted == self._saved else accepted

    def _keep_here(self, error: BaseException) -> None:
        was_local, self._is_local = self._is_local, True
        self.saving_changed.emit("local")
        if isinstance(error, DatabaseGone):
            self._retry_timer.start()
        if not was_local or not isinstance(error, DatabaseGone):
            self._tasks.unhandled.emit(error, "save_draft")

    def _on_order_reloaded(self, both: tuple[Draft, OrderView]) -> None:
        theirs, view = both
        if self._draft is None or self._saved is None or not self._is_mine(theirs):
            return
        if view.state is not OrderState.DRAFT:
            self._draft = self._saved = theirs
            self._show(view)
            self.placed_elsewhere.emit(view)
            return
        mine = merged(self._saved, self._draft, theirs)
        self._saved = theirs
        self._draft = theirs if mine == theirs else mine
        self._show(view)
        self.made_stale.emit()
        if self._draft is theirs:
            self.saving_changed.emit("saved")
        else:
            self._save()

    def _on_reload_failed(self, error: BaseException) -> None:
        self._keep_here(error)

    def _show(self, view: OrderView) -> None:
        self._view = view
        self.view_changed.emit(view)
