"""The middle and the right of the desk while the order is keyed."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.services.order_views import OrderView
from desktop.services.orders import Draft
from ui import labels
from ui.pages.call_desk.address_form import AddressForm
from ui.pages.call_desk.address_panel import AddressPanel
from ui.pages.call_desk.choices_panel import ChoicesPanel
from ui.pages.call_desk.customer_form import CustomerForm
from ui.pages.call_desk.draft_keeper import DraftKeeper
from ui.pages.call_desk.form_panel import FormPanel
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.lines_panel import LinesPanel
from ui.pages.call_desk.money_panel import MoneyPanel
from ui.pages.call_desk.pay_panel import PayPanel
from ui.widgets.banner import Banner
from ui.widgets.scroll_column import ScrollColumn


class OrderStage(QWidget):
    """Lines, addresses, choices | money, hold notice, F8 F10 F9. A form may lie over the middle."""

    def __init__(
        self, *, kit: DeskKit, keeper: DraftKeeper, context: str, parent: QWidget | None = None
    ) -> None:
        """*context* is the page's id in the table of actions."""
        super().__init__(parent)
        self._kit = kit
        self.setObjectName("order_stage")
        theme = kit.theme
        self.lines_panel = LinesPanel(kit=kit, keeper=keeper, context=context)
        self.bill_panel = AddressPanel(
            self.tr("Bill-to"), kit=kit, name="bill_panel", action_id="bill_to"
        )
        self.ship_panel = AddressPanel(
            self.tr("Ship-to"), kit=kit, name="ship_panel", action_id="ship_to"
        )
        self.choices_panel = ChoicesPanel(kit=kit)
        self.customer_form = CustomerForm(kit=kit)
        self.bill_form = AddressForm(
            self.tr("Bill-to"), kit=kit, prefix="bill_to", may_be_same=False, parent=None
        )
        self.ship_form = AddressForm(
            self.tr("Ship-to"), kit=kit, prefix="ship_to", may_be_same=True, parent=None
        )
        self.money_panel = MoneyPanel(kit=kit)
        self.hold_banner = Banner(theme=theme, name="hold_banner", kind="held")
        self.similar_banner = Banner(theme=theme, name="similar_banner", kind="info")
        self.pay_panel = PayPanel(kit=kit)
        self._areas: dict[QWidget, ScrollColumn] = {}
        self._build()
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def open_form(self) -> FormPanel | None:
        """The form that lies over the middle, if one does."""
        current = self._stack.currentWidget()
        forms = (self.customer_form, self.bill_form, self.ship_form)
        return next((form for form in forms if self._areas[form] is current), None)

    def show_form(self, form: FormPanel) -> None:
        """Lay a form over the middle and put the focus into it."""
        self._stack.setCurrentWidget(self._areas[form])
        form.begin()

    def show_lines(self) -> None:
        """Put the form away."""
        self._stack.setCurrentWidget(self._areas[self._middle])

    def show_order(self, view: OrderView | None, draft: Draft | None) -> None:
        """Show the saved draft everywhere; before the first save, the addresses of *draft*."""
        self.lines_panel.show_order(view)
        self.choices_panel.show_order(view)
        self.money_panel.show_order(view)
        self._show_addresses(view, draft)
        self._show_holds(view)
        self._show_similar(view)

    def _build(self) -> None:
        self._addresses = QHBoxLayout()
        self._addresses.addWidget(self.bill_panel, 1)
        self._addresses.addWidget(self.ship_panel, 1)
        self._middle = QWidget()
        self._middle_column = QVBoxLayout(self._middle)
        self._middle_column.setContentsMargins(0, 0, 0, 0)
        self._middle_column.addWidget(self.similar_banner)
        self._middle_column.addWidget(self.lines_panel, 1)
        self._middle_column.addLayout(self._addresses)
        self._middle_column.addWidget(self.choices_panel)
        self._stack = QStackedWidget()
        for widget in (self._middle, self.customer_form, self.bill_form, self.ship_form):
            area = ScrollColumn(name=f"{widget.objectName() or 'order_middle'}_area")
            area.column.addWidget(widget)
            self._stack.addWidget(area)
            self._areas[widget] = area
        self._right = QWidget()
        self._right_column = QVBoxLayout(self._right)
        self._right_column.setContentsMargins(0, 0, 0, 0)
        self._right_column.addWidget(self.money_panel)
        self._right_column.addWidget(self.hold_banner)
        self._right_column.addStretch(1)
        self._right_column.addWidget(self.pay_panel)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._stack, 1)
        self._row.addWidget(self._right)

    def _show_addresses(self, view: OrderView | None, draft: Draft | None) -> None:
        bill = view.bill_to if view else draft.bill_to if draft else None
        self.bill_panel.show_address(bill, empty=self.tr("None yet"))
        ship = view.ship_to if view else draft.ship_to if draft else None
        empty = self.tr("Same as bill-to") if bill else self.tr("None yet")
        self.ship_panel.show_address(ship, empty=empty, differs=bool(view and view.differing))

    def _show_holds(self, view: OrderView | None) -> None:
        kinds = [hold.kind for hold in view.holds] if view else []
        if not kinds:
            self.hold_banner.show_message(kind="held")
            return
        self.hold_banner.show_message(
            kind="held",
            icon="hourglass-medium-fill",
            title=self.tr("Will be held for verification"),
            text=" ".join(labels.hold_reason(kind) for kind in kinds),
            say=labels.hold_say(kinds),
        )

    def _show_similar(self, view: OrderView | None) -> None:
        similar = view.similar if view else ()
        if not similar:
            self.similar_banner.show_message(kind="info")
            return
        other = similar[0]
        when = labels.clock_time(other.at, self._kit.desk.time_zone)
        self.similar_banner.show_message(
            kind="info",
            title=self.tr("The same items were ordered today: {number}").format(
                number=other.shown_number
            ),
            text=self.tr("At {time}, {total}. Ask whether a second one is wanted.").format(
                time=when, total=labels.money(other.total_minor, other.currency, symbol=True)
            ),
        )

    def _on_theme_changed(self) -> None:
        px = self._kit.theme.px
        self._right.setFixedWidth(px(304))
        for layout in (self._row, self._middle_column, self._addresses, self._right_column):
            layout.setSpacing(px(12))
