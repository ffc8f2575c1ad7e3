"""F8: the card window over the payment panel, and the token that comes back."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.payments.connection import ProcessorConnection
from desktop.payments.desk_payments import DeskPayments
from desktop.services.order_views import OrderView
from desktop.services.placing import CardEntry
from models.channels import Channel
from ui import labels
from ui.card_entry.host import CardWindowHost
from ui.card_entry.request import (
    BillingDetails,
    CardEntryRequest,
    CardEntryResult,
    CardPageSetup,
    CardProcessor,
)
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.recorder import RecorderSwitch

RECONNECT_MS = 5_000
"""How long after a failure the processor is reached for again."""
ASK_AGAIN_MS = 30_000
"""How long after a refusal: somebody may have set a key, or started a worker."""
_LOST = frozenset({"processor_unreachable", "page_failed", "rejected"})
"""Ends of the card window after which the processor may be another one than it was."""


class CardTaking(QObject):
    """Knows where the processor is, keeps a card window ready during a call, and opens it.

    Without the processor's address F8 stays shut: no digit may be typed before the shield is up.

    Signals:
        refusal_changed: F8 has become possible, or not.
        window_opened: the card window lies over the panel, or its words have changed.
        recorder_failed(str words): the recorder did not pause, and the window has not opened.
        card_taken(CardEntry); card_failed(str error): as `CardEntryResult.error`.
        problem_met(object exc, str where).
    """

    refusal_changed = Signal()
    window_opened = Signal()
    recorder_failed = Signal(str)
    card_taken = Signal(object)
    card_failed = Signal(str)
    problem_met = Signal(object, str)

    def __init__(
        self, *, kit: DeskKit, payments: DeskPayments, host: CardWindowHost, parent: QObject
    ) -> None:
        """*host* opens the card window over the payment panel."""
        super().__init__(parent)
        self._kit = kit
        self._payments = payments
        self._host = host
        self._connection: ProcessorConnection | None = None
        self._used: ProcessorConnection | None = None
        self._ask_code = True
        self._waiting: tuple[OrderView, int] | None = None
        self._recorder = RecorderSwitch(kit=kit, parent=self)
        self._recorder.paused.connect(self._on_recorder_paused)
        self._recorder.pause_failed.connect(self._on_recorder_pause_failed)
        self._call_begun = False
        self.is_placed = True
        self._reconnect_timer = QTimer(self)
        self._reconnect_timer.setSingleShot(True)
        self._reconnect_timer.timeout.connect(self._connect)
        host.finished.connect(self._on_host_finished)
        host.state_changed.connect(self._on_host_state_changed)
        kit.theme.theme_changed.connect(self._prepare)
        kit.changes.changed.connect(self._on_changes_changed)
        QTimer.singleShot(0, self, self._connect)

    @property
    def refusal(self) -> str:
        """Why no card can be taken at this desk now; "" when one can."""
        if self._payments.refusal or self._connection is not None:
            return self._payments.refusal
        return self.tr("The processor is being reached.")

    @property
    def is_open(self) -> bool:
        """Whether the card window is open, or opens when the recorder has paused."""
        return self._host.is_open or self._waiting is not None

    @property
    def is_sandboxed(self) -> bool:
        """False once a practice window has said that it runs without a sandbox."""
        return self._host.is_sandboxed

    def begin_call(self) -> None:
        """Have a card window ready. Each call asks anew where the processor is."""
        self._call_begun = True
        self._connect()

    def take(self, view: OrderView, amount_minor: int, *, unpaused: bool = False) -> bool:
        """Open the card window for an order; False where that cannot be done now.

        A recorder is paused first, with the keys held back meanwhile; *unpaused* goes on without.
        """
        if self.is_open or self._connection is None or view.bill_to is None:
            return False
        if unpaused:
            self._recorder.go_without(view.id)
        elif self._recorder.is_wanted:
            self._waiting = view, amount_minor
            self._host.hold()
            self._recorder.pause(view.id)
            return True
        self._open(view, amount_minor, self._connection)
        return True

    def begin(self) -> None:
        """The program has begun: a recorder that its last run left paused goes on."""
        self._recorder.resume_after_crash()

    def end(self) -> None:
        """The program ends: a recorder that was paused goes on."""
        self._recorder.resume()

    def _on_recorder_paused(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is None or self._connection is None:
            self._host.let_go()
            self._recorder.resume()
            self.card_failed.emit("processor_unreachable")
        else:
            self._open(*waiting, self._connection)

    def _on_recorder_pause_failed(self, words: str) -> None:
        self._waiting = None
        self._host.let_go()
        self.recorder_failed.emit(words)

    def _open(self, view: OrderView, amount_minor: int, connection: ProcessorConnection) -> None:
        if view.bill_to is None:
            return
        self._used = connection
        self._ask_code = view.channel is Channel.PHONE
        self._host.open(
            CardEntryRequest(
                setup=self._setup(connection, ask_code=self._ask_code),
                amount_text=labels.money(amount_minor, view.currency, symbol=True),
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

    def _connect(self) -> None:
        """Find the processor; a practice processor that has ended is started anew by that."""
        self._reconnect_timer.stop()
        self._kit.tasks.network(
            self,
            self._payments.connection,
            done=self._on_connected,
            failed=self._on_connect_failed,
        )

    def _on_connected(self, connection: ProcessorConnection) -> None:
        self._connection = connection
        self._prepare()
        self.refusal_changed.emit()

    def _on_connect_failed(self, error: BaseException) -> None:
        self._connection = None
        self.refusal_changed.emit()
        if self._payments.refusal:  # it stands beside F8, and is no news every few seconds
            self._reconnect_timer.start(ASK_AGAIN_MS)
            return
        self._reconnect_timer.start(RECONNECT_MS)
        self.problem_met.emit(error, "processor")

    def _on_changes_changed(self, what: frozenset[str], _by: object) -> None:
        if "processor" in what:
            self._connect()

    def _prepare(self) -> None:
        if self._connection is not None and self._call_begun:
            self._host.prepare(self._setup(self._connection, ask_code=True))

    def _on_host_state_changed(self, state: str) -> None:
        if state == "not_placed":
            self.is_placed = False
        if self._host.is_open and state in ("not_placed", "no_sandbox"):
            self.window_opened.emit()

    def _on_host_finished(self, result: CardEntryResult) -> None:
        self._recorder.resume()
        used, self._used = self._used, None
        if used is None:
            return
        if not result.succeeded:
            if result.error in _LOST:
                self._connection = None
                self._connect()
                self.refusal_changed.emit()
            self.card_failed.emit(result.error)
            return
        self.card_taken.emit(
            CardEntry(
                payment_method=result.payment_method,
                brand=result.brand,
                last4=result.last4,
                code_asked=self._ask_code,
                processor=used.processor,
                processor_run=used.run_id,
            )
        )

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
