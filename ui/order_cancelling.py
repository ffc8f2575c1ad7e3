"""Cancelling an order from whichever page it is on: asked in a sheet, done once, said."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.services import cancelling, orders
from desktop.services.cancelling import Cancelled, CancelView
from desktop.services.desk import Refused, Stale
from desktop.services.order_views import OrderView
from models.card_guard import CardNumberRefused
from models.ids import uuid7
from models.types import ColumnRefused
from ui import labels_change
from ui.dialogs.cancel_sheet import CancelSheet
from ui.page_kit import PageKit
from ui.widgets.side_sheet import SideSheet


class OrderCancelling(QObject):
    """Any page makes one, connects `sheet_wanted`, and calls `ask`.

    Signals:
        sheet_wanted(SideSheet): the window opens it.
        order_cancelled(UUID): it is cancelled; the payment runner lets its money go.
        order_refused(UUID): it cannot be cancelled any more, which has been said.
        problem_met(object exc, str where).
    """

    sheet_wanted = Signal(SideSheet)
    order_cancelled = Signal(object)
    order_refused = Signal(object)
    problem_met = Signal(object, str)

    def __init__(self, *, kit: PageKit, parent: QObject) -> None:
        """Nothing is asked yet."""
        super().__init__(parent)
        self._kit = kit
        self._sheet: CancelSheet | None = None
        self._command_id = uuid7()

    def ask(self, order_id: uuid.UUID, *, note: str = "") -> None:
        """Show what cancelling would do, and let the agent decide; *note* begins the reason."""
        self._read(order_id, lambda order, view: self._on_read(order, view, note))

    def _read(self, order_id: uuid.UUID, done: Callable[[OrderView, CancelView], None]) -> None:
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: (
                orders.get(session, desk, order_id),
                cancelling.cancel_view(session, desk, order_id),
            ),
            done=lambda both: done(*both),
            failed=lambda error: self.problem_met.emit(error, "cancel"),
        )

    def _on_read(self, order: OrderView, view: CancelView, note: str) -> None:
        if view.refusal:
            self._refuse(view.order_id, Refused(view.refusal))
            return
        if self._sheet is not None:
            return
        self._command_id = uuid7()
        sheet = CancelSheet(kit=self._kit, order=order, view=view, note=note)
        sheet.cancel_wanted.connect(lambda said: self._cancel(sheet, said))
        sheet.sheet_closed.connect(self._forget)
        self._sheet = sheet
        self.sheet_wanted.emit(sheet)

    def _forget(self) -> None:
        self._sheet = None

    def _refuse(self, order_id: uuid.UUID, error: Refused) -> None:
        self._kit.announce(labels_change.refusal(error), "bad")
        self.order_refused.emit(order_id)

    def _cancel(self, sheet: CancelSheet, note: str) -> None:
        desk, command_id = self._kit.desk, self._command_id
        order_id, version = sheet.view.order_id, sheet.view.version
        self._kit.tasks.command(
            self,
            lambda session: cancelling.cancel_order(
                session, desk, order_id, note=note, version=version, command_id=command_id
            ),
            done=self._on_cancelled,
            failed=lambda error: self._on_failed(order_id, error),
            changed={"orders", "holds"},
            name="cancel_order",
        )

    def _on_cancelled(self, cancelled: Cancelled) -> None:
        number = self._sheet.shown_number if self._sheet is not None else ""
        if self._sheet is not None:
            self._sheet.close_sheet()
        self._kit.announce(self.tr("Order {number} is cancelled.").format(number=number), "ok")
        self.order_cancelled.emit(cancelled.order_id)

    def _on_failed(self, order_id: uuid.UUID, error: BaseException) -> None:
        if isinstance(error, Refused | Stale):
            self._command_id = uuid7()
        sheet = self._sheet
        if isinstance(error, Stale):
            self._read(order_id, self._on_read_again)
        elif isinstance(error, CardNumberRefused | ColumnRefused) or (
            isinstance(error, Refused) and error.code == "card_number"
        ):
            if sheet is not None:
                sheet.refuse_note()
        elif isinstance(error, Refused):
            if sheet is not None:
                sheet.close_sheet()
            self._refuse(order_id, error)
        else:
            self.problem_met.emit(error, "cancel")

    def _on_read_again(self, _order: OrderView, view: CancelView) -> None:
        if self._sheet is not None:
            self._sheet.show_view(view)
            self._sheet.say_changed()
