"""From F8 to the bank's answer: the token, placing, and what became of the money."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.payments.desk_payments import DeskPayments
from desktop.services import change_money, orders, payments, placing, tenders
from desktop.services.change_money import MoneyStanding
from desktop.services.desk import Refused, Stale
from desktop.services.order_views import OrderView
from desktop.services.payments import PaymentStanding, PaymentView
from desktop.services.placing import CardEntry, Placed
from desktop.services.tenders import TenderView
from models.ids import uuid7
from models.order import OrderState
from models.payment import Tender
from ui import labels, labels_money
from ui.card_entry.host import CardWindowHost
from ui.pages.call_desk import payment_words, standing_words, tender_words
from ui.pages.call_desk.card_taking import CardTaking
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.payment_words import PaymentWords
from ui.pages.call_desk.tender_flow import TenderFlow

LOOK_UP_MS = 8_000
"""How long after an unknown outcome, or a broken connection, it is asked again by itself."""
OPEN_STATES = frozenset({"sending", "unknown"})
"""States in which the attempt may still have moved money."""


class PaymentFlow(QObject):
    """Holds the token between F8 and F10, and follows the attempt afterwards.

    `state` is one of: none, card_window, recorder_failed, card_taken, card_failed, sending, declined,
    unknown, approved, card_needed, cancelled, and without a card: awaiting_cheque, cheque_here,
    on_terms, free.

    Signals:
        state_changed(PaymentWords): there is something else to show.
        order_placed(OrderView): the order has just been placed, or stands differently now.
        order_stale: placing found that somebody else saved the order.
        total_outdated: a draft was not placed, for it does not come to what it says any more.
        place_refused(str): a draft was not placed; the words say why.
        problem_met(object exc, str where): the world broke; the order is as it was.
    """

    state_changed = Signal(object)
    order_placed = Signal(object)
    order_stale = Signal()
    total_outdated = Signal()
    place_refused = Signal(str)
    problem_met = Signal(object, str)

    def __init__(
        self, *, kit: DeskKit, payments: DeskPayments, host: CardWindowHost, parent: QObject
    ) -> None:
        """*host* opens the card window over the payment panel."""
        super().__init__(parent)
        self._kit = kit
        self._payments = payments
        self.state = "none"
        self.card: CardEntry | None = None
        self.taking = CardTaking(kit=kit, payments=payments, host=host, parent=self)
        self.tenders = TenderFlow(kit=kit, parent=self)
        self._view: OrderView | None = None
        self._attempt_id: uuid.UUID | None = None
        self._money: MoneyStanding | None = None
        self._came = "placed"
        self._is_running = False
        self._command_id = uuid7()
        self._look_up_timer = QTimer(self)
        self._look_up_timer.setSingleShot(True)
        self._look_up_timer.setInterval(LOOK_UP_MS)
        self._look_up_timer.timeout.connect(self._on_look_up_timeout)
        self.taking.card_taken.connect(self._on_card_taken)
        self.taking.card_failed.connect(self._on_card_failed)
        self.taking.window_opened.connect(self._show_window)
        self.taking.recorder_failed.connect(self._on_recorder_failed)
        self.taking.problem_met.connect(self.problem_met)
        self.tenders.order_placed.connect(self._on_tenders_order_placed)
        self.tenders.place_failed.connect(self._on_tenders_place_failed)
        kit.changes.changed.connect(self._on_changes_changed)

    @property
    def refusal(self) -> str:
        """Why no card can be taken at this desk now; "" when one can."""
        return self.taking.refusal

    @property
    def card_words(self) -> str:
        """The card that has been taken, in words, or ""."""
        return labels.card_words(self.card.brand, self.card.last4) if self.card else ""

    def begin_call(self) -> None:
        """Forget the last call's card, and have a card window ready."""
        self.forget()
        self.taking.begin_call()

    def forget(self) -> None:
        """Drop the token and what is shown; a running attempt goes on by itself."""
        self._look_up_timer.stop()
        self.card = None
        self._view = self._attempt_id = self._money = None
        self._came = "placed"
        self._is_running = False
        self.state = "none"
        self.state_changed.emit(PaymentWords(state="none"))

    def take_card(self, view: OrderView, *, unpaused: bool = False) -> None:
        """Open the card window for an order (F8); *unpaused* without the recorder's pause."""
        if self.state in OPEN_STATES:
            return
        if self.taking.take(view, self._amount_of(view), unpaused=unpaused):
            self._view = view
            self._show_window()

    def show_order(self, view: OrderView) -> None:
        """The order on the desk has changed: the words that name its total follow."""
        if self._view is not None and self._view.id == view.id:
            self._view = view
            if self.state == "card_taken":
                self._show_taken()

    def finish(self) -> None:
        """F10: place the order, authorize another card, or find out."""
        if self.state == "card_taken":
            self._place()
        elif self.state == "unknown":
            self.find_out()

    def place_otherwise(self, view: OrderView, tender: Tender | None, reference: str = "") -> None:
        """Place an order that no card pays: by cheque, on terms, or with nothing to pay (None)."""
        if self.state in OPEN_STATES:
            return
        self.card = None
        self._view = view
        self._show(tender_words.placing(view))
        self.tenders.place(view, tender, reference)

    def find_out(self) -> None:
        """Ask the processor what became of the attempt."""
        if self._view is None or self.state != "unknown":
            return
        self._look_up_timer.stop()
        self._kit.announce(self.tr("Asking the processor."), "info")
        self._kit.tasks.network(
            self,
            self._payments.look_up,
            done=lambda _none: self._refresh(),
            failed=self._on_look_up_failed,
        )

    def take_up(self, view: OrderView, *, opened: bool = False) -> None:
        """Go on with an order that was placed before (resumed, or found after a crash); *opened*:
        in an earlier call."""
        self._came = "opened" if opened else self._came
        self._view = view
        self._refresh()

    def show_saving(self, view: OrderView) -> None:
        """A change is being saved; its answer comes to `follow_change`, or to `change_refused`."""
        self._view = view
        self._show(payment_words.placing(view, again=False))

    def change_refused(self, words: str) -> None:
        """The change was not saved; the card that was taken for it is still good."""
        if self.card is not None:
            self._show_taken()
        else:
            self.state = "none"
            self.state_changed.emit(PaymentWords(state="none"))
        if words:
            self._kit.announce(words, "bad")

    def follow_change(self, view: OrderView, attempts: tuple[uuid.UUID, ...]) -> None:
        """The change is saved: the order itself is on the desk now, and its card is asked."""
        self.card, self._view, self._came = None, view, "changed"
        self._refresh()
        for attempt_id in attempts:
            self._run(view.id, attempt_id)

    def _place(self) -> None:
        view, card = self._view, self.card
        if view is None or card is None:
            return
        desk, command_id = self._kit.desk, self._command_id
        again = view.state is not OrderState.DRAFT
        self._show(payment_words.placing(view, again=again))
        self._kit.tasks.command(
            self,
            lambda session: (
                placing.take_another_card(session, desk, view.id, card, command_id=command_id)
                if again
                else placing.place(
                    session, desk, view.id, card, version=view.version, command_id=command_id
                )
            ),
            done=lambda placed: self._on_order_placed(view.id, placed),
            failed=lambda error: self._on_place_failed(view.id, error),
            changed={"orders"},
            name="place",
        )

    def _on_order_placed(self, order_id: uuid.UUID, placed: Placed) -> None:
        if self._is_mine(order_id):
            self.card = None
            self._attempt_id = placed.attempt_id
            self._refresh()
        self._run(order_id, placed.attempt_id)

    def _run(self, order_id: uuid.UUID, attempt_id: uuid.UUID) -> None:
        """Carry the attempt out, whether or not its order is still on the desk."""
        self._is_running = True
        self._kit.tasks.network(
            self,
            lambda: self._payments.run_attempt(attempt_id),
            done=lambda _none: self._on_run_ended(order_id),
            failed=lambda error: self._on_run_failed(order_id, error),
        )

    def _is_mine(self, order_id: uuid.UUID) -> bool:
        return self._view is not None and self._view.id == order_id

    def _on_run_ended(self, order_id: uuid.UUID) -> None:
        if self._is_mine(order_id):
            self._is_running = False
            self._refresh()

    def _on_run_failed(self, order_id: uuid.UUID, error: BaseException) -> None:
        if self._is_mine(order_id):
            self._is_running = False
            self._refresh()
            self._look_up_timer.start()
        self.problem_met.emit(error, "authorize")

    def _on_place_failed(self, order_id: uuid.UUID, error: BaseException) -> None:
        decided = isinstance(error, Refused | Stale)
        if decided:
            # Only after an answer: where none came, the same command must find its first result.
            self._command_id = uuid7()
        if not self._is_mine(order_id):
            self.problem_met.emit(error, "place")
            return
        if isinstance(error, Refused) and error.code == "card_used":
            self.card = None
            self._show(payment_words.card_failed("used"))
        elif self.card is not None:
            self._show_taken()
        if isinstance(error, Refused):
            self._kit.announce(labels.refusal(error), "bad")
            self._say_outdated(error)
        elif isinstance(error, Stale):
            self._kit.announce(self.tr("The order was changed elsewhere. Look at it again."), "bad")
            self.order_stale.emit()
        else:
            self.problem_met.emit(error, "place")

    def _on_tenders_order_placed(self, order_id: uuid.UUID) -> None:
        if self._is_mine(order_id):
            self._refresh()

    def _on_tenders_place_failed(self, order_id: uuid.UUID, error: BaseException) -> None:
        words = labels_money.refusal(error, currency=self._kit.desk.currency)
        if isinstance(error, Stale):
            words = self.tr("The order was changed elsewhere. Look at it again.")
            self.order_stale.emit()
        if not words:
            self.problem_met.emit(error, "place")
        if not self._is_mine(order_id) or self._view is None:
            return
        if self._view.state is OrderState.DRAFT:
            self.forget()
            self.place_refused.emit(words)
            self._say_outdated(error)
        else:
            self._kit.announce(words, "bad")
            self._refresh()

    def _say_outdated(self, error: BaseException) -> None:
        if isinstance(error, Refused) and error.code in ("coupon", "exemption"):
            self.total_outdated.emit()

    def _on_look_up_failed(self, error: BaseException) -> None:
        self._look_up_timer.start()
        self.problem_met.emit(error, "look_up")

    def _on_look_up_timeout(self) -> None:
        view, attempt_id = self._view, self._attempt_id
        if self.state == "unknown":
            self.find_out()
        elif self.state != "sending" or self._is_running:
            return
        elif view is not None and attempt_id is not None:
            self._run(view.id, attempt_id)

    def _on_changes_changed(self, what: frozenset[str], by: object) -> None:
        """Somebody else settled something: perhaps the order on the desk."""
        moving = self.state in OPEN_STATES or self.state == "cancelled"
        if "orders" in what and by is not self and moving:
            self._refresh()

    def _refresh(self) -> None:
        if self._view is None:
            return
        desk, order_id = self._kit.desk, self._view.id
        self._kit.tasks.query(
            self,
            lambda session: (
                orders.get(session, desk, order_id),
                payments.latest(session, order_id),
                change_money.of_order(session, desk, order_id),
                tenders.standing(session, desk, order_id),
            ),
            done=lambda found: self._on_refreshed(*found),
            failed=self._on_refresh_failed,
        )

    def _on_refresh_failed(self, error: BaseException) -> None:
        self._look_up_timer.start()
        self.problem_met.emit(error, "payment")

    def _on_refreshed(
        self,
        view: OrderView,
        payment: PaymentView | None,
        money: MoneyStanding,
        tender: TenderView | None,
    ) -> None:
        if not self._is_mine(view.id):
            return
        self._view, self._money = view, money
        self.order_placed.emit(view)
        cancelled = view.state is OrderState.CANCELLED
        free = payment is None and self._came == "placed"
        if not cancelled and (tender is not None or free):
            self._look_up_timer.stop()
            if view.placed_at is not None:
                self._show(tender_words.placed(view, tender, self._kit.store))
            return
        if payment is not None:
            self._attempt_id = payment.attempt_id
        if payment is not None and payment.standing is PaymentStanding.SENDING and not cancelled:
            self._show(payment_words.sending(view, payment))
            if not self._is_running:
                self._look_up_timer.start()
            return
        zone = self._kit.desk.time_zone
        words = standing_words.standing(view, payment, money, came=self._came, zone=zone)
        if words.state == "unknown":
            self._look_up_timer.start()
        else:
            self._look_up_timer.stop()
        self._show(words)

    def _on_card_taken(self, card: CardEntry) -> None:
        if self._view is not None:
            self.card = card
            self._command_id = uuid7()
            self._show_taken()

    def _on_card_failed(self, error: str) -> None:
        if self._view is None:
            return
        if self.card is not None:
            self._kit.announce(payment_words.card_failed(error).detail, "info")
            self._show_taken()
        elif self._view.state is OrderState.DRAFT:
            self._show(payment_words.card_failed(error))
        else:
            self._kit.announce(payment_words.card_failed(error).detail, "info")
            self._refresh()

    def _on_recorder_failed(self, words: str) -> None:
        if self._view is not None:
            draft = self._view.state is OrderState.DRAFT
            self._show(payment_words.recorder_failed(words, draft=draft))

    def _show_window(self) -> None:
        self._show(
            payment_words.card_window(
                sandboxed=self.taking.is_sandboxed, placed=self.taking.is_placed
            )
        )

    def _show_taken(self) -> None:
        if self._view is not None:
            amount = self._amount_of(self._view)
            self._show(payment_words.card_taken(self._view, self.card_words, amount_minor=amount))

    def _amount_of(self, view: OrderView) -> int:
        """What a card is to hold: of a placed order, what is not taken already."""
        placed = view.state is not OrderState.DRAFT
        return self._money.wanted_minor if placed and self._money else view.total_minor

    def _show(self, words: PaymentWords) -> None:
        self.state = words.state
        self.state_changed.emit(words)
