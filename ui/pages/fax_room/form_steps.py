"""The order form and the fax that is shown: who may type, what is saved, what becomes of it."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject, Signal

from desktop.services.desk import Refused
from desktop.services.received_fax_shapes import FaxDetail
from models.card_guard import CardNumberRefused
from models.received_fax import FaxState
from ui import labels, labels_fax
from ui.pages.fax_room.deeds import why_taken
from ui.pages.fax_room.fax_actions import why_not_reviewed
from ui.pages.fax_room.fax_hold import FaxHold
from ui.pages.fax_room.form_keeper import FormKeeper
from ui.pages.fax_room.form_panel import FormPanel
from ui.pages.fax_room.form_state import FormState
from ui.pages.fax_room.kit import FaxRoomKit
from ui.pages.fax_room.order_flow import Made, OrderFlow
from ui.pages.fax_room.page_actions import PageActions


class FormSteps(QObject):
    """Whoever types first has the fax; another's is only looked at.

    Signals:
        changed: what can be done now may be something else.
        fax_ended(UUID): an order was made of it.
        refused(str words): the fax could not be taken.
    """

    changed = Signal()
    fax_ended = Signal(object)
    refused = Signal(str)

    def __init__(
        self,
        *,
        kit: FaxRoomKit,
        panel: FormPanel,
        keeper: FormKeeper,
        orders: OrderFlow,
        parent: QObject,
    ) -> None:
        """Listens from now on."""
        super().__init__(parent)
        self._kit, self._panel, self._keeper, self._orders = kit, panel, keeper, orders
        self._fax: FaxDetail | None = None
        self._why = ""
        self.hold = FaxHold(kit=kit, parent=self)
        self.hold.refused.connect(self.refused)
        panel.edited.connect(self._on_panel_edited)
        panel.left.connect(keeper.save)
        keeper.form_read.connect(self._on_form_read)
        keeper.order_saved.connect(self._on_order_saved)
        keeper.saving_changed.connect(self._on_saving_changed)
        keeper.save_refused.connect(self._on_save_refused)
        orders.busy_changed.connect(self.changed)
        orders.order_made.connect(self._on_order_made)
        orders.refused.connect(self._on_order_refused)

    def show_fax(self, fax: FaxDetail | None, *, is_open: bool) -> None:
        """Show the form of a fax, or why there is none."""
        was, self._fax = self._fax, fax
        if was is not None and (fax is None or fax.row.id != was.row.id):
            self.hold.leave(was)
        self._why = self._why_closed(fax, is_open)
        if fax is None or fax.reviewed_at is None or fax.row.state is FaxState.DONE:
            self._panel.close_form(self._why)
        elif self._panel.fax_id == fax.row.id:
            self._panel.set_closed(self._why)
        else:
            self._keeper.open(fax.row)

    def refresh_actions(self, keys: PageActions) -> None:
        """Why each of the form's actions cannot be used now."""
        why = "" if self._panel.is_open else self._why or labels_fax.tr("The form is being read.")
        busy = self.tr("The order is being made.") if self._orders.is_busy else ""
        for action in (keys.have_called, keys.call_now, keys.keep_draft):
            action.set_reason(why or busy)
        nobody = "" if self._panel.can_use_known else self.tr("Nobody with this number is on file.")
        keys.use_known.set_reason(why or nobody)

    def end(self, fax_id: uuid.UUID) -> None:
        """The fax has an outcome; nothing is shown until another one is."""
        self._keeper.forget(fax_id)
        self.hold.forget(fax_id)
        if self._fax is not None and self._fax.row.id == fax_id:
            self._fax = None
            self.show_fax(None, is_open=False)

    # What the keys do

    def call_now(self) -> None:
        """F2: the draft is made, and opened at the call desk."""
        self._make(call_back=False, call_now=True)

    def have_called(self) -> None:
        """F10: the draft is made, and somebody is to call them."""
        self._make(call_back=True, call_now=False)

    def keep_draft(self) -> None:
        """Ctrl+S: the draft is made, and that is all."""
        self._make(call_back=False, call_now=False)

    def _make(self, *, call_back: bool, call_now: bool) -> None:
        state = self._keeper.state(self._panel.fax_id)
        if state is None or not self._panel.is_open:
            return
        self._hand_over(state)
        problem = self._first_problem()
        if problem:
            self._kit.announce(problem, "bad")
            return
        self._orders.make(state, call_back=call_back, call_now=call_now)

    def _first_problem(self) -> str:
        """A field whose check has failed is mended first; its message stands beside it."""
        for row in self._panel.fields.rows.values():
            if row.error:
                row.line_edit.setFocus()
                return row.error
        return ""

    def _why_closed(self, fax: FaxDetail | None, is_open: bool) -> str:
        if fax is None:
            return ""
        if is_open or fax.row.state is FaxState.UNREVIEWED:
            return self.tr("Opens when the boxes are confirmed.")
        if fax.row.state is FaxState.DONE:
            return self.tr("This fax is done. Alt+T takes it up again.")
        return why_not_reviewed(fax) or why_taken(fax)

    # What is keyed

    def _on_panel_edited(self) -> None:
        state = self._keeper.state(self._panel.fax_id)
        if state is None or self._fax is None:
            return
        self._hand_over(state)
        self._panel.show_sums(state)
        self.hold.take_to_key(self._fax)

    def _hand_over(self, state: FormState) -> None:
        panel = self._panel
        self._keeper.change(
            state.fax_id,
            values=panel.values(),
            lines=panel.form_lines.lines,
            customer=panel.customer,
        )

    def _on_form_read(self, fax_id: uuid.UUID) -> None:
        fax, state = self._fax, self._keeper.state(fax_id)
        if fax is None or fax.row.id != fax_id or state is None:
            return
        self._panel.show_form(state, why_closed=self._why)
        self.changed.emit()

    def _on_order_saved(self, fax_id: uuid.UUID) -> None:
        state = self._keeper.state(fax_id)
        if state is not None and self._panel.fax_id == fax_id:
            self._panel.form_lines.show_order(state.view)
            self._panel.show_sums(state)

    def _on_saving_changed(self, fax_id: uuid.UUID, how: str) -> None:
        if self._panel.fax_id == fax_id:
            self._panel.say_saving(how)

    def _on_save_refused(self, fax_id: uuid.UUID, error: object) -> None:
        if self._panel.fax_id != fax_id:
            return
        if isinstance(error, Refused):
            self._say(error.field.rpartition(".")[2], labels_fax.refusal(error))
        elif isinstance(error, CardNumberRefused):
            self._kit.announce(labels.card_refused(), "bad")

    def _say(self, field: str, words: str) -> None:
        known = "lines" if _is_id(field) else field
        if not self._panel.show_problem(known, words):
            self._kit.announce(words, "bad")

    # What came of it

    def _on_order_refused(self, fax_id: uuid.UUID, field: str, words: str) -> None:
        if self._panel.fax_id == fax_id:
            self._say(field, words)
        else:
            self._kit.announce(words, "bad")

    def _on_order_made(self, made: Made) -> None:
        number = made.order.order_number
        if made.call_now:
            words = self.tr("Order {number} is at the call desk")
        elif made.order.task_id is not None:
            words = self.tr("Order {number} is kept, and somebody is to call them")
        else:
            words = self.tr("Order {number} is kept as a draft")
        self._kit.announce(words.format(number=number), "ok")
        self.fax_ended.emit(made.fax_id)
        if made.call_now:
            self._kit.call_now(made.order.order_id)


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
