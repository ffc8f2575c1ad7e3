"""The middle and the right of the desk while the money is dealt with."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.services.order_views import OrderView
from models.hold import HoldKind, HoldState
from models.order import OrderState
from ui import labels
from ui.pages.call_desk.address_panel import AddressPanel
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.payment_panel import PaymentPanel
from ui.pages.call_desk.payment_words import PaymentWords
from ui.pages.call_desk.summary_panel import SummaryPanel
from ui.widgets.banner import Banner


class PaymentStage(QWidget):
    """Lines read only, the addresses, the hold notice, and the payment panel.

    Where it is narrow the payment panel has it all.
    """

    def __init__(self, *, kit: DeskKit, parent: QWidget | None = None) -> None:
        """Made once; shown from F8 to the end of the call."""
        super().__init__(parent)
        self._kit = kit
        self._is_narrow = self._is_wide = False
        self.setObjectName("payment_stage")
        theme = kit.theme
        self.summary_panel = SummaryPanel(kit=kit, name="summary_panel")
        self.bill_panel = AddressPanel(
            self.tr("Bill-to"), kit=kit, name="payment_bill_panel", action_id="bill_to",
            with_key=False,
        )  # fmt: skip
        self.ship_panel = AddressPanel(
            self.tr("Ship-to"), kit=kit, name="payment_ship_panel", action_id="ship_to",
            with_key=False,
        )  # fmt: skip
        self.presence_banner = Banner(theme=theme, name="payment_presence_banner", kind="held")
        self.hold_banner = Banner(theme=theme, name="payment_hold_banner", kind="held")
        self.payment_panel = PaymentPanel(kit=kit)
        self._left = QWidget()
        self._addresses = QHBoxLayout()
        self._addresses.addWidget(self.bill_panel, 1)
        self._addresses.addWidget(self.ship_panel, 1)
        self._middle = QVBoxLayout(self._left)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.addWidget(self.presence_banner)
        self._middle.addWidget(self.summary_panel)
        self._middle.addLayout(self._addresses)
        self._middle.addWidget(self.hold_banner)
        self._middle.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._left, 1)
        self._row.addWidget(self.payment_panel)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_order(self, view: OrderView) -> None:
        """Show the order that is paid for."""
        draft = view.state is OrderState.DRAFT
        state, _kind = labels.order_state(view.state, held=view.held)
        caption = self.tr("Read only during payment") if draft else state
        self.summary_panel.show_order(view, caption=caption)
        self.bill_panel.show_address(
            view.bill_to, empty=self.tr("None"), caption=self.tr("Used for the check")
        )
        self.ship_panel.show_address(
            view.ship_to, empty=self.tr("Same as bill-to"), differs=bool(view.differing)
        )
        kinds = [hold.kind for hold in view.holds if hold.state is HoldState.OPEN]
        reasons = " ".join(dict.fromkeys(labels.hold_reason(kind) for kind in kinds))
        title = self.tr("Will be held for verification")
        if set(kinds) == {HoldKind.PAYMENT}:
            title, reasons = self.tr("Held until the payment is settled"), ""
        elif view.placed_at is not None:
            title = self.tr("Held for verification")
        self.hold_banner.show_message(
            kind="held", title=title if kinds else "", text=reasons, icon="hourglass-medium-fill"
        )
        self.payment_panel.show_total(labels.money(view.total_minor, view.currency, symbol=True))

    def show_words(self, words: PaymentWords) -> None:
        """Show one state of the payment."""
        self.payment_panel.show_words(words)

    def set_narrow(self, narrow: bool) -> None:
        """Take the narrow form, or leave it."""
        self._is_narrow = narrow
        self._left.setVisible(not narrow)
        self._fit()

    def set_wide(self, wide: bool) -> None:
        """From 1600 wide the payment panel is broader."""
        self._is_wide = wide
        self._fit()

    def _fit(self) -> None:
        panel, px = self.payment_panel, self._kit.theme.px
        if self._is_narrow:
            panel.setMinimumWidth(0)
            panel.setMaximumWidth(px(760))
            panel.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        else:
            panel.setFixedWidth(px(540 if self._is_wide else 468))

    def _on_theme_changed(self) -> None:
        px = self._kit.theme.px
        self._fit()
        for layout in (self._row, self._middle, self._addresses):
            layout.setSpacing(px(12))
