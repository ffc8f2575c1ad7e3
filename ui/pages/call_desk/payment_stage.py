"""The middle and the right of the desk while the money is dealt with."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.order_views import OrderView
from models.hold import HoldState
from ui import labels
from ui.pages.call_desk.address_panel import AddressPanel
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.payment_panel import PaymentPanel
from ui.pages.call_desk.payment_words import PaymentWords
from ui.pages.call_desk.summary_panel import SummaryPanel
from ui.widgets.banner import Banner


class PaymentStage(QWidget):
    """Lines read only, the addresses, the hold notice, and the payment panel."""

    def __init__(self, *, kit: DeskKit, parent: QWidget | None = None) -> None:
        """Made once; shown from F8 to the end of the call."""
        super().__init__(parent)
        self._kit = kit
        self.setObjectName("payment_stage")
        theme = kit.theme
        self.summary_panel = SummaryPanel(
            kit=kit, name="summary_panel", caption=self.tr("Read only during payment")
        )
        self.bill_panel = AddressPanel(
            self.tr("Bill-to"), kit=kit, name="payment_bill_panel", action_id="bill_to",
            with_key=False,
        )  # fmt: skip
        self.ship_panel = AddressPanel(
            self.tr("Ship-to"), kit=kit, name="payment_ship_panel", action_id="ship_to",
            with_key=False,
        )  # fmt: skip
        self.hold_banner = Banner(theme=theme, name="payment_hold_banner", kind="held")
        self.payment_panel = PaymentPanel(kit=kit)
        self._addresses = QHBoxLayout()
        self._addresses.addWidget(self.bill_panel, 1)
        self._addresses.addWidget(self.ship_panel, 1)
        self._middle = QVBoxLayout()
        self._middle.addWidget(self.summary_panel, 1)
        self._middle.addLayout(self._addresses)
        self._middle.addWidget(self.hold_banner)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addLayout(self._middle, 1)
        self._row.addWidget(self.payment_panel)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_order(self, view: OrderView) -> None:
        """Show the order that is paid for."""
        self.summary_panel.show_order(view)
        self.bill_panel.show_address(
            view.bill_to, empty=self.tr("None"), caption=self.tr("Used for the check")
        )
        self.ship_panel.show_address(
            view.ship_to, empty=self.tr("Same as bill-to"), differs=bool(view.differing)
        )
        kinds = [hold.kind for hold in view.holds if hold.state is HoldState.OPEN]
        reasons = " ".join(dict.fromkeys(labels.hold_reason(kind) for kind in kinds))
        placed = view.placed_at is not None
        title = self.tr("Held for verification") if placed else self.tr("Will be held")
        self.hold_banner.show_message(
            kind="held", title=title if kinds else "", text=reasons, icon="hourglass-medium-fill"
        )
        self.payment_panel.show_total(labels.money(view.total_minor, view.currency, symbol=True))

    def show_words(self, words: PaymentWords) -> None:
        """Show one state of the payment."""
        self.payment_panel.show_words(words)

    def _on_theme_changed(self) -> None:
        px = self._kit.theme.px
        self.payment_panel.setFixedWidth(px(468))
        for layout in (self._row, self._middle, self._addresses):
            layout.setSpacing(px(12))
