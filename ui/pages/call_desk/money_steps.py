"""F8, F10 and F9: the card, placing, and the paper."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from desktop.services import tenders
from desktop.services.order_views import OrderView
from desktop.services.tenders import TermsView
from models.order import OrderState
from models.payment import Tender
from ui.pages.call_desk.paper_flow import PaperFlow
from ui.pages.call_desk.parts import DeskParts
from ui.pages.call_desk.payment_words import PaymentWords
from ui.pages.call_desk.tender_sheet import TenderSheet
from ui.widgets.side_sheet import SideSheet

_ANOTHER = frozenset({"card_taken", "declined", "unknown"})
_BACK = frozenset({"card_taken", "card_failed", "recorder_failed"})


class MoneySteps(QObject):
    """Waits for the draft to be saved, then takes the card or places; shows each state.

    Signals:
        changed: what can be done now may be something else.
        change_ready(OrderView, CardEntry | None): F10, and the change can be saved with this card.
        sheet_wanted(SideSheet): the window opens it.
    """

    changed = Signal()
    change_ready = Signal(object, object)
    sheet_wanted = Signal(SideSheet)

    def __init__(self, *, parts: DeskParts, paper: PaperFlow, parent: QObject) -> None:
        """Listens from now on."""
        super().__init__(parent)
        self._kit = parts.kit
        self._parts = parts
        self._keeper = parts.keeper
        self._payments = parts.payments
        self._paper = paper
        self._waiting: Callable[[], None] | None = None
        self._payments.state_changed.connect(self._on_payments_state_changed)
        self._payments.order_placed.connect(self._on_payments_order_placed)
        self._payments.order_stale.connect(self._keeper.reload)
        self._payments.total_outdated.connect(self._keeper.save_again)
        self._payments.place_refused.connect(self._give_up)
        self._payments.taking.refusal_changed.connect(self._on_taking_refusal_changed)
        self._keeper.saving_changed.connect(self._on_keeper_saving_changed)
        parts.view.payment_stage.payment_panel.back_wanted.connect(self.go_back)

    def take_card(self, *, unpaused: bool = False) -> None:
        """F8; *unpaused* after a recorder did not pause."""
        self._parts.view.order_stage.choices_panel.hand_on()
        self._when_saved(lambda: self._take_card(unpaused=unpaused))

    def open_tender(self) -> None:
        """Alt+M: another payment than a card."""
        self._when_saved(self._open_tender)

    def finish(self) -> None:
        """F10: save the form that is open, or place, or find out."""
        form = self._parts.view.order_stage.open_form
        if form is not None and not self._parts.view.shows_payment:
            form.submit()
        else:
            self._parts.view.order_stage.choices_panel.hand_on()
            self._when_saved(self._finish)

    def open_paper(self) -> None:
        """F9."""
        view = self._keeper.view
        if view is not None and view.state is OrderState.CANCELLED:
            self._paper.open_cancellation(view.id)
        elif view is not None:
            self._paper.open(view.id)

    def may_go_back(self) -> bool:
        """Whether Esc leads from the payment to the order: nothing has been placed."""
        view = self._keeper.view
        draft = view is not None and view.state is OrderState.DRAFT
        return draft and self._parts.view.shows_payment and self._payments.state in _BACK

    def go_back(self) -> None:
        """From the payment to the order, which can still be changed; the card is kept."""
        if self.may_go_back():
            self._parts.view.show_order_stage()
            self._parts.view.focus_lines()
            self.changed.emit()

    def forget(self) -> None:
        """Another call: nothing waits any more."""
        self._waiting = None

    def say_actions(self) -> None:
        """F8 and F10 in the words of the moment."""
        finish, card = self._kit.actions.get("finish"), self._kit.actions.get("card")
        stage, view = self._parts.view.order_stage, self._keeper.view
        form = stage.open_form if self._parts.calls.call is not None else None
        placed = view is not None and view.placed_at is not None
        state = self._payments.state
        if form is not None:
            finish.set_words(form.save_words, icon="check")
        elif view is not None and view.change is not None:
            finish.set_words(self.tr("Save the change"), icon="floppy-disk")
        elif state == "unknown":
            finish.set_words(self.tr("Find out"), icon="magnifying-glass")
        elif placed and state == "card_taken":
            finish.set_words(self.tr("Authorize this card"), icon="check")
        else:
            finish.set_words(self.tr("Place the order"), icon="check")
        words = self.tr("Take the card")
        if state == "recorder_failed":
            words = self.tr("Try again")
        elif state in _ANOTHER:
            words = self.tr("Use another card")
        elif state == "card_needed" or (view is not None and view.change is not None):
            words = self.tr("Take a new card")
        card.set_words(words)
        self._kit.actions.get("card_unpaused").setVisible(state == "recorder_failed")
        cancelled = view is not None and view.state is OrderState.CANCELLED
        self._kit.actions.get("confirmation").set_words(
            self.tr("Cancellation: post") if cancelled else self.tr("Confirmation: post")
        )
        change = view.change if view is not None else None
        stage.pay_panel.show_card(self._payments.card_words)
        stage.pay_panel.lead_with("card" if change is None or change.needs_card else "finish")

    def _when_saved(self, work: Callable[[], None]) -> None:
        """Now, or as soon as what was keyed last is saved; keys go nowhere meanwhile."""
        if self._keeper.is_saved:
            work()
            return
        self._waiting = work
        self._parts.view.show_payment_stage()
        self._parts.view.payment_stage.payment_panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_keeper_saving_changed(self, state: str) -> None:
        if state == "saving" or self._waiting is None:
            return
        work, self._waiting = self._waiting, None
        if state == "saved":
            work()
        else:
            self._parts.view.show_order_stage()
            self._parts.view.focus_lines()

    def _take_card(self, *, unpaused: bool) -> None:
        view = self._keeper.view
        self.changed.emit()
        card = self._kit.actions.get("card")
        if view is None or card.reason:
            self._give_up(card.reason)
            return
        self._parts.view.show_payment_stage()
        self._parts.view.payment_stage.payment_panel.setFocus(Qt.FocusReason.OtherFocusReason)
        self._payments.take_card(view, unpaused=unpaused)

    def _open_tender(self) -> None:
        view, desk = self._keeper.view, self._kit.desk
        self.changed.emit()
        reason = self._kit.actions.get("tender").reason
        if view is None or reason:
            self._give_up(reason)
            return
        customer_id = view.customer_id
        self._kit.tasks.query(
            self,
            lambda session: tenders.terms_of(session, desk, customer_id) if customer_id else None,
            done=lambda terms: self._show_tenders(view, terms),
        )

    def _show_tenders(self, view: OrderView, terms: TermsView | None) -> None:
        if self._keeper.view is None or self._keeper.view.id != view.id:
            return
        if view.state is OrderState.DRAFT and self._payments.state == "none":
            self._parts.view.show_order_stage()
        sheet = TenderSheet(kit=self._kit, view=view, terms=terms)
        sheet.tender_chosen.connect(self._on_sheet_tender_chosen)
        sheet.terms_wanted.connect(lambda standing: self._show_terms(view, standing))
        self.sheet_wanted.emit(sheet)

    def _show_terms(self, view: OrderView, terms: TermsView) -> None:
        from ui.dialogs.terms_sheet import TermsSheet  # seldom wanted

        kit = self._kit
        sheet = TermsSheet(
            theme=kit.theme, tasks=kit.tasks, desk=kit.desk, actions=kit.actions, terms=terms
        )
        sheet.terms_saved.connect(lambda saved: self._show_tenders(view, saved))
        self.sheet_wanted.emit(sheet)

    def _on_sheet_tender_chosen(self, tender: Tender, reference: str) -> None:
        view = self._keeper.view
        if view is None:
            return
        self._parts.view.show_payment_stage()
        self._parts.view.payment_stage.payment_panel.setFocus(Qt.FocusReason.OtherFocusReason)
        self._payments.place_otherwise(view, tender, reference)

    def _finish(self) -> None:
        self.changed.emit()
        finish = self._kit.actions.get("finish")
        if finish.reason:
            self._give_up(finish.reason)
            return
        self._parts.view.show_payment_stage()
        view = self._keeper.view
        if view is not None and view.change is not None:
            self._payments.show_saving(view)
            self.change_ready.emit(view, self._payments.card if view.change.needs_card else None)
        elif view is not None and view.state is OrderState.DRAFT and view.total_minor == 0:
            self._payments.place_otherwise(view, None)
        else:
            self._payments.finish()

    def _give_up(self, reason: str) -> None:
        if reason:
            self._kit.announce(reason, "held")
        if self._payments.state == "none":
            self._parts.view.show_order_stage()
            self._parts.view.focus_lines()

    def _on_payments_state_changed(self, words: PaymentWords) -> None:
        stage = self._parts.view.payment_stage
        stage.show_words(words)
        self.changed.emit()
        if words.state not in ("card_window", "none") and self._parts.view.shows_payment:
            stage.payment_panel.focus_primary()

    def _on_taking_refusal_changed(self) -> None:
        self.changed.emit()
        panel = self._parts.view.payment_stage.payment_panel
        if panel.hasFocus() and self._payments.state == "card_failed":
            panel.focus_primary()

    def _on_payments_order_placed(self, view: OrderView) -> None:
        self._keeper.refresh(view)
        self._parts.view.order_stage.money_panel.show_saving("placed")
        self.changed.emit()
