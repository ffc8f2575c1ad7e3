"""A placed order on the desk: changed, cancelled, ordered once more, and who else has it open."""

from __future__ import annotations

import uuid
from typing import Literal

from PySide6.QtCore import QObject, Signal

from desktop.services import promises, taking_up
from desktop.services.calling import Resumed
from desktop.services.change_views import Conflict
from desktop.services.changing import Applied
from desktop.services.desk import Refused
from desktop.services.order_views import OrderView
from desktop.services.orders import Draft
from desktop.services.placing import CardEntry
from desktop.services.presence import Other
from desktop.services.taking_up import TakenUp
from ui import labels, labels_change
from ui.order_cancelling import OrderCancelling
from ui.pages.call_desk.change_flow import ChangeFlow
from ui.pages.call_desk.leave_change_sheet import LeaveChangeSheet
from ui.pages.call_desk.money_steps import MoneySteps
from ui.pages.call_desk.parts import DeskParts
from ui.pages.call_desk.presence_keeper import PresenceKeeper
from ui.pages.call_desk.versions_sheet import VersionsSheet
from ui.widgets.side_sheet import SideSheet

_PROMISE_RESTS_ON = frozenset({"line_added", "quantity", "ship_to", "bill_to", "shipping"})


class ChangeSteps(QObject):
    """Connects what is done to a placed order with what the desk shows of it.

    Signals:
        sheet_wanted(SideSheet): the window opens it.
        changed: what can be done now may be something else.
        problem_met(object exc, str where).
    """

    sheet_wanted = Signal(SideSheet)
    changed = Signal()
    problem_met = Signal(object, str)

    def __init__(
        self, *, parts: DeskParts, money: MoneySteps, cancelling: OrderCancelling, parent: QObject
    ) -> None:
        """Listens from now on."""
        super().__init__(parent)
        self._kit = parts.kit
        self._parts = parts
        self._calls = parts.calls
        self._keeper = parts.keeper
        self._stage = parts.view.order_stage
        self._cancelling = cancelling
        self._note = ""
        self._note_of: uuid.UUID | None = None
        self.flow = ChangeFlow(kit=parts.kit, parent=self)
        self.presence = PresenceKeeper(kit=parts.kit, parent=self)
        money.change_ready.connect(self._on_money_change_ready)
        self._connect()

    @property
    def is_changing(self) -> bool:
        """Whether the draft on the desk changes a placed order."""
        view = self._keeper.view
        return view is not None and view.change is not None

    def open_order(self, order_id: uuid.UUID) -> None:
        """Have a placed order on the desk, in this call or in a new one to its customer."""
        self._calls.bring(taking_up.open_order, order_id)

    def open_draft(self, order_id: uuid.UUID) -> None:
        """Go on with an order that was begun without a call, such as one from a fax."""
        self._calls.bring(taking_up.open_draft, order_id)

    def change_order(self, order_id: uuid.UUID | None = None) -> None:
        """Begin to change an order: *order_id*, else the one on the desk or marked in the list."""
        order_id = order_id or self._target()
        if order_id is not None:
            self._calls.bring(taking_up.change_order, order_id)

    def duplicate_order(self, order_id: uuid.UUID | None = None) -> None:
        """Begin an order like another."""
        order_id = order_id or self._target()
        if order_id is not None:
            self._calls.bring(taking_up.duplicate_order, order_id)

    def cancel_order(self, order_id: uuid.UUID | None = None) -> None:
        """Ask whether an order is to be cancelled."""
        order_id = order_id or self._target()
        if order_id is not None:
            self._cancelling.ask(order_id)

    def do(self, action_id: str, order_id: uuid.UUID) -> None:
        """What an action of the desk does, with this order."""
        deeds = {
            "change_order": self.change_order,
            "duplicate_order": self.duplicate_order,
            "cancel_order": self.cancel_order,
        }
        deeds[action_id](order_id)

    def leave(self) -> None:
        """Leave the change; where something was keyed, it is asked what becomes of it."""
        view = self._keeper.view
        if view is None or view.change is None:
            return
        if not view.change.changes and self._keeper.is_saved:
            self.flow.give_up(view)
            return
        sheet = LeaveChangeSheet(kit=self._kit, view=view)
        sheet.park_wanted.connect(self._calls.park)
        sheet.give_up_wanted.connect(self._give_up)
        self.sheet_wanted.emit(sheet)

    def _connect(self) -> None:
        flow = self.flow
        self._keeper.view_changed.connect(self._on_keeper_view_changed)
        self._calls.call_left.connect(self._on_calls_call_left)
        self._calls.order_brought.connect(self._on_calls_order_brought)
        self.presence.others_changed.connect(self._on_presence_others_changed)
        self._cancelling.order_cancelled.connect(self._on_cancelling_order_cancelled)
        flow.change_saved.connect(self._on_flow_change_saved)
        flow.conflict_found.connect(self._on_flow_conflict_found)
        flow.change_rebased.connect(self._on_flow_change_rebased)
        flow.change_given_up.connect(self._on_flow_change_given_up)
        flow.draft_stale.connect(self._on_flow_draft_stale)
        flow.refused.connect(self._on_flow_refused)
        flow.problem_met.connect(self._on_flow_problem_met)

    def _target(self) -> uuid.UUID | None:
        """The order that is marked in the list, where the focus is there; else the one on the desk."""
        earlier = self._parts.view.earlier_panel.earlier_list
        if earlier.hasFocus() and earlier.current is not None:
            return earlier.current.id
        view = self._keeper.view
        if view is not None and view.placed_at is not None:
            return view.id
        self._kit.announce(self.tr("Mark an order first: Alt+E lists the caller's."), "info")
        return None

    def _give_up(self) -> None:
        view = self._keeper.view
        if view is not None:
            self.flow.give_up(view)

    # Saving

    def _on_money_change_ready(self, view: OrderView, card: CardEntry | None) -> None:
        self.flow.save(view, card)

    def _on_flow_change_saved(self, view: OrderView, applied: Applied) -> None:
        self._keeper.clear()
        self._keeper.refresh(view)
        self._parts.view.show_payment_stage()
        self._parts.payments.follow_change(view, applied.attempts)
        words = self.tr("Order {number} is changed.").format(number=view.shown_number)
        self._kit.announce(words, "ok")
        self.changed.emit()

    def _on_flow_refused(self, error: Refused) -> None:
        if error.code == "card_used":
            self._parts.payments.card = None
        self._back_to_the_change(labels_change.refusal(error))
        if error.code == "coupon":
            self._keeper.save_again()

    def _on_flow_problem_met(self, error: object, where: str) -> None:
        self._back_to_the_change("")
        self.problem_met.emit(error, where)

    def _on_flow_draft_stale(self) -> None:
        self._back_to_the_change("")
        self._keeper.reload()

    def _back_to_the_change(self, words: str) -> None:
        payments = self._parts.payments
        payments.change_refused(words)
        if payments.card is None:
            self._parts.view.show_order_stage()
            self._parts.view.focus_lines()
        self.changed.emit()

    # Somebody else was quicker

    def _on_flow_conflict_found(self, conflict: Conflict) -> None:
        self._back_to_the_change("")
        view = self._keeper.view
        if view is None:
            return
        sheet = VersionsSheet(
            kit=self._kit, conflict=conflict, shown_number=view.shown_number,
            currency=view.currency,
        )  # fmt: skip
        sheet.mine_wanted.connect(lambda: self._rebase("mine"))
        sheet.theirs_wanted.connect(lambda: self._rebase("theirs"))
        self.sheet_wanted.emit(sheet)

    def _rebase(self, keep: Literal["mine", "theirs"]) -> None:
        view = self._keeper.view
        if view is not None:
            self.flow.rebase(view, keep)

    def _on_flow_change_rebased(self, draft: Draft, view: OrderView) -> None:
        self._keeper.take(draft, view)
        change = view.change
        words = self.tr("This is the order as they saved it. Nothing of yours is in it.")
        if change is not None and change.changes:
            words = self.tr("Yours lies over theirs. Look at it, then save it with F10.")
        self._kit.announce(words, "info")
        self._parts.view.show_order_stage()
        self._parts.view.focus_lines()
        self.changed.emit()

    # Leaving, cancelling

    def _on_flow_change_given_up(self, resumed: Resumed | None) -> None:
        if resumed is None:
            return
        self._calls.show_again(resumed)
        words = self.tr("The order is as it was.")
        self._kit.announce(words, "info")

    def _on_cancelling_order_cancelled(self, order_id: uuid.UUID) -> None:
        view = self._keeper.view
        self._calls.refresh_caller()
        if view is not None and view.id == order_id:
            self._parts.payments.take_up(view)

    # What is shown

    def _on_calls_order_brought(self, taken: TakenUp) -> None:
        order = taken.resumed.order
        if taken.duplicated is None or order is None:
            return
        self._note = labels_change.duplicated(taken.duplicated, order.currency)
        self._note_of = order.id
        self._show_banner(order)
        self._kit.announce(self._note, "info")

    def _on_calls_call_left(self) -> None:
        self.presence.leave()
        self._note = ""

    def _on_keeper_view_changed(self, view: OrderView | None) -> None:
        self._show_banner(view)
        self._watch(view)
        self._renew_promise(view)
        self.changed.emit()

    def _watch(self, view: OrderView | None) -> None:
        """Tell others that a placed order is open here, whether looked at or changed."""
        if view is None:
            if self._calls.call is None:
                self.presence.leave()
        elif view.change is not None:
            self.presence.enter(view.change.order_id)
        elif view.placed_at is not None:
            self.presence.enter(view.id)
        else:
            self.presence.leave()

    def _show_banner(self, view: OrderView | None) -> None:
        change = view.change if view is not None else None
        if view is not None and change is not None:
            title = self.tr("Changing order {number}").format(number=view.shown_number)
            words = [*labels_change.changes(change.changes, view.currency)]
            brief = labels_change.changes_in_brief(change.changes)
            if change.changes:
                money = labels_change.money_of_change(
                    view.total_minor, change.secured_minor, view.currency,
                    needs_card=change.needs_card,
                )  # fmt: skip
                words.append(money)
            else:
                words.append(self.tr("Key what is to be another; F10 saves it, Esc leaves it."))
            text = "\n".join(words)
            self._stage.show_change(title, text, brief, icon="pencil-simple", leaves=True)
        elif view is not None and self._note and view.id == self._note_of:
            title = self.tr("Ordered once more")
            self._stage.show_change(title, self._note, self._note, icon="copy", leaves=False)
        else:
            self._stage.show_change("", "", "", icon="pencil-simple", leaves=False)

    def _on_presence_others_changed(self, others: tuple[Other, ...]) -> None:
        words = labels_change.others_here(others, self._kit.desk.time_zone)
        advice = self.tr("Whoever saves second is shown both versions.") if words else ""
        self._stage.show_others(words, advice)
        self._parts.view.payment_stage.presence_banner.show_message(
            kind="held", icon="users", title=words, text=advice
        )
        if words:
            self._kit.announce(words, "held")

    def _renew_promise(self, view: OrderView | None) -> None:
        """Where what was promised cannot be kept after the change, promise what can, and say so."""
        change = view.change if view is not None else None
        if view is None or change is None or not view.promise_words:
            return
        kinds = {one.kind for one in change.changes}
        if not kinds & _PROMISE_RESTS_ON or "promise" in kinds:
            return
        choice = promises.renewed(
            view.promise_choices, said_for=view.promise_date, basis=view.promise_basis,
            short=any(line.short for line in view.lines),
        )  # fmt: skip
        if choice is None:
            return
        words = labels.promise(choice)
        self._keeper.change(
            promise_date=choice.date, promise_words=words, promise_basis=choice.basis
        )
        self._kit.announce(
            self.tr("The promise is another now: {words}. Say so.").format(words=words), "held"
        )
