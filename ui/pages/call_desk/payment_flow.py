"""From F8 to the bank's answer: the card window, placing, and what became of the money."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.payments.connection import ProcessorConnection
from desktop.payments.desk_payments import DeskPayments
from desktop.services import orders, payments, placing
from desktop.services.desk import Refused, Stale
from desktop.services.order_views import OrderView
from desktop.services.payments import PaymentStanding, PaymentView
from desktop.services.placing import CardEntry, Placed
from models.channels import Channel
from models.ids import uuid7
from models.order import OrderState
from ui import labels
from ui.card_entry.host import CardWindowHost
from ui.card_entry.request import (
    BillingDetails,
    CardEntryRequest,
    CardEntryResult,
    CardPageSetup,
    CardProcessor,
)
from ui.pages.call_desk import payment_words
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.payment_words import PaymentWords

RECONNECT_MS = 5_000
"""How long after a failure the processor is reached for again."""
LOOK_UP_MS = 8_000
"""How long after an unknown outcome the processor is asked by itself."""


class PaymentFlow(QObject):
    """Holds the token between F8 and F10, and follows the attempt afterwards.

    `state` is one of: none, opening, card_window, card_taken, card_failed, sending, declined,
    unknown, approved.

    Signals:
        state_changed(PaymentWords): there is something else to show.
        order_placed(OrderView): the order has just been placed, or stands differently now.
        problem_met(object exc, str where): the world broke; the order is as it was.
    """

    state_changed = Signal(object)
    order_placed = Signal(object)
    problem_met = Signal(object, str)

    def __init__(
        self, *, kit: DeskKit, payments: DeskPayments, host: CardWindowHost, parent: QObject
    ) -> None:
        """*host* opens the card window over the payment panel."""
        super().__init__(parent)
        self._kit = kit
        self._payments = payments
        self._host = host
        self.state = "none"
        self.card: CardEntry | None = None
        self._view: OrderView | None = None
        self._connection: ProcessorConnection | None = None
        self._reconnect_timer = QTimer(self)
        self._reconnect_timer.setSingleShot(True)
        self._reconnect_timer.setInterval(RECONNECT_MS)
        self._reconnect_timer.timeout.connect(self._connect)
        self._placed_window = True
        self._call_begun = False
        self._command_id = uuid7()
        self._look_up_timer = QTimer(self)
        self._look_up_timer.setSingleShot(True)
        self._look_up_timer.setInterval(LOOK_UP_MS)
        self._look_up_timer.timeout.connect(self.find_out)
        host.finished.connect(self._on_host_finished)
        host.state_changed.connect(self._on_host_state_changed)
        kit.theme.theme_changed.connect(self._prepare)
        if not payments.refusal:
            QTimer.singleShot(0, self, self._connect)

    @property
    def refusal(self) -> str:
        """Why no card can be taken at this desk now; "" when one can.

        Without the processor's address F8 stays shut: no digit may be typed before the shield is up.
        """
        if self._payments.refusal or self._connection is not None:
            return self._payments.refusal
        return self.tr("The processor is being reached.")

    @property
    def card_words(self) -> str:
        """The card that has been taken, in words, or ""."""
        return labels.card_words(self.card.brand, self.card.last4) if self.card else ""

    def begin_call(self) -> None:
        """Forget the last call's card, and have a card window ready."""
        self.forget()
        self._call_begun = True
        if not self._payments.refusal:
            self._connect()

    def _connect(self) -> None:
        """Reach the processor; each call asks anew, for it may have been started again meanwhile."""
        self._kit.tasks.network(
            self,
            self._payments.connection,
            done=self._on_connected,
            failed=self._on_connect_failed,
        )

    def forget(self) -> None:
        """Drop the token and what is shown; a running attempt goes on by itself."""
        self._look_up_timer.stop()
        self.card = None
        self._view = None
        self.state = "none"

    def take_card(self, view: OrderView) -> None:
        """Open the card window for an order (F8)."""
        if self._host.is_open or self._connection is None:
            return
        self._view = view
        self._open(self._connection)

    def _open(self, connection: ProcessorConnection) -> None:
        view = self._view
        if view is None or view.bill_to is None:
            return
        self._show("card_window", self._window_words())
        self._host.open(
            CardEntryRequest(
                setup=self._setup(connection, ask_code=view.channel is Channel.PHONE),
                amount_text=labels.money(view.total_minor, view.currency, symbol=True),
                reference=view.shown_number,
                billing=BillingDetails(
                    name=view.bill_to.name or view.bill_to.company,
                    line1=view.bill_to.line1,
                    line2=view.bill_to.line2,
                    city=view.bill_to.city,
                    state=view.bill_to.state,
                    postal_code=view.bill_to.postal_code,
                    country=view.bill_to.country,
                ),
            )
        )

    def finish(self) -> None:
        """F10: place the order, authorize another card, or find out."""
        if self.state == "card_taken":
            self._place()
        elif self.state == "unknown":
            self.find_out()

    def find_out(self) -> None:
        """Ask the processor what became of the attempt."""
        if self._view is None or self.state != "unknown":
            return
        self._look_up_timer.stop()
        self._kit.announce(self.tr("Asking the processor."), "info")
        self._kit.tasks.network(
            self, self._payments.look_up, done=self._on_looked_up, failed=self._on_look_up_failed
        )

    def take_up(self, view: OrderView) -> None:
        """Go on with an order that was placed before (resumed, or found after a crash)."""
        self._view = view
        self._refresh()

    def _place(self) -> None:
        view, card = self._view, self.card
        if view is None or card is None:
            return
        desk, command_id = self._kit.desk, self._command_id
        again = view.state is not OrderState.DRAFT
        self._show("sending", payment_words.sending(view, None))
        self._kit.tasks.command(
            self,
            lambda session: (
                placing.take_another_card(session, desk, view.id, card, command_id=command_id)
                if again
                else placing.place(
                    session, desk, view.id, card, version=view.version, command_id=command_id
                )
            ),
            done=self._on_order_placed,
            failed=self._on_place_failed,
            changed={"orders"},
            name="place",
        )

    def _on_order_placed(self, placed: Placed) -> None:
        self.card = None
        self._refresh()
        self._run(placed.attempt_id)

    def _run(self, attempt_id: uuid.UUID) -> None:
        self._kit.tasks.network(
            self,
            lambda: self._payments.run_attempt(attempt_id),
            done=lambda _none: self._refresh(),
            failed=self._on_run_failed,
        )

    def _on_place_failed(self, error: BaseException) -> None:
        if isinstance(error, Refused) and error.code == "card_used":
            self.card = None
        self._command_id = uuid7()
        if self._view is not None and self.card is not None:
            self._show("card_taken", self._taken_words(self._view))
        if isinstance(error, Refused):
            self._kit.announce(labels.refusal(error), "bad")
        elif isinstance(error, Stale):
            self._kit.announce(self.tr("The order was changed elsewhere. Look at it again."), "bad")
        else:
            self.problem_met.emit(error, "place")

    def _on_run_failed(self, error: BaseException) -> None:
        self._refresh()
        self.problem_met.emit(error, "authorize")

    def _on_looked_up(self, _none: object) -> None:
        self._refresh()

    def _on_look_up_failed(self, error: BaseException) -> None:
        self._look_up_timer.start()
        self.problem_met.emit(error, "look_up")

    def _refresh(self) -> None:
        if self._view is None:
            return
        desk, order_id = self._kit.desk, self._view.id
        self._kit.tasks.query(
            self,
            lambda session: (
                orders.get(session, desk, order_id),
                payments.latest(session, order_id),
            ),
            done=self._on_refreshed,
        )

    def _on_refreshed(self, both: tuple[OrderView, PaymentView | None]) -> None:
        view, payment = both
        if self._view is None or view.id != self._view.id:
            return
        self._view = view
        self.order_placed.emit(view)
        if payment is None:
            return
        if payment.standing is PaymentStanding.SENDING:
            self._show("sending", payment_words.sending(view, payment))
            return
        words = payment_words.answered(view, payment, zone=self._kit.desk.time_zone)
        if words.state == "unknown":
            self._look_up_timer.start()
        self._show(words.state, words)

    def _on_host_state_changed(self, state: str) -> None:
        if state == "not_placed":
            self._placed_window = False
        if self._host.is_open and state in ("not_placed", "no_sandbox"):
            self._show("card_window", self._window_words())

    def _on_host_finished(self, result: CardEntryResult) -> None:
        view, connection = self._view, self._connection
        if view is None or connection is None:
            return
        if not result.succeeded:
            if self.card is not None:
                self._show("card_taken", self._taken_words(view))
            else:
                self._show("card_failed", payment_words.card_failed(result.error))
            return
        self.card = CardEntry(
            payment_method=result.payment_method,
            brand=result.brand,
            last4=result.last4,
            code_asked=view.channel is Channel.PHONE,
            processor=connection.processor,
            processor_run=connection.run_id,
        )
        self._command_id = uuid7()
        self._show("card_taken", self._taken_words(view))

    def _on_connected(self, connection: ProcessorConnection) -> None:
        self._connection = connection
        self._prepare()
        self._kit.actions.refresh()

    def _on_connect_failed(self, error: BaseException) -> None:
        self._connection = None
        self._reconnect_timer.start()
        self._kit.actions.refresh()
        self.problem_met.emit(error, "processor")

    def _prepare(self) -> None:
        if self._connection is not None and self._call_begun:
            self._host.prepare(self._setup(self._connection, ask_code=True))

    def _setup(self, connection: ProcessorConnection, *, ask_code: bool) -> CardPageSetup:
        theme = self._kit.theme
        font = theme.font("body")
        return CardPageSetup(
            processor=CardProcessor(
                kind=connection.kind,
                name=connection.name,
                publishable_key=connection.publishable_key,
                script_url=connection.script_url,
                origins=connection.origins,
            ),
            ask_code=ask_code,
            tokens=theme.tokens(),
            scheme=theme.scheme,
            scale=theme.k,
            font_family=font.family(),
            font_pixels=theme.px(13.333),
            readable_by_screen_readers=self._kit.uses_screen_reader,
        )

    def _window_words(self) -> PaymentWords:
        return payment_words.card_window(
            sandboxed=self._host.is_sandboxed, placed=self._placed_window
        )

    def _taken_words(self, view: OrderView) -> PaymentWords:
        total = labels.money(view.total_minor, view.currency, symbol=True)
        kinds = [hold.kind for hold in view.holds if view.state is OrderState.DRAFT]
        return payment_words.card_taken(self.card_words, total, kinds)

    def _show(self, state: str, words: PaymentWords) -> None:
        self.state = state
        self.state_changed.emit(words)
