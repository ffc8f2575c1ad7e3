"""The middle and the right of the desk while the order is keyed."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.services.order_views import OrderView
from desktop.services.orders import Draft
from ui.pages.call_desk.address_form import AddressForm
from ui.pages.call_desk.address_panel import AddressPanel
from ui.pages.call_desk.choices_panel import ChoicesPanel
from ui.pages.call_desk.coupon_panel import CouponPanel
from ui.pages.call_desk.customer_form import CustomerForm
from ui.pages.call_desk.draft_keeper import DraftKeeper
from ui.pages.call_desk.form_panel import FormPanel
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.lines_panel import LinesPanel
from ui.pages.call_desk.money_dock import MoneyDock
from ui.pages.call_desk.money_panel import MoneyPanel
from ui.pages.call_desk.order_notices import hold_notice, similar_notice
from ui.pages.call_desk.pay_panel import PayPanel
from ui.widgets.banner import Banner
from ui.widgets.key_chip import KeyChip
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.text_label import TextLabel

HELD_ICON = "hourglass-medium-fill"
_LEAST_MIDDLE = 44
"""How low at k = 1 what is keyed may be; it scrolls."""


class OrderStage(QWidget):
    """Lines, addresses, choices | money, coupon, hold notice, F8 F10 F9. A form may lie over the middle.

    Where it is narrow the hold notice is one line above the middle, the right column a dock below
    it, and the coupon the last of the middle; an open form has the dock's room, and the total.
    """

    def __init__(
        self, *, kit: DeskKit, keeper: DraftKeeper, context: str, parent: QWidget | None = None
    ) -> None:
        """*context* is the page's id in the table of actions."""
        super().__init__(parent)
        self._kit = kit
        self._is_narrow = self._is_wide = False
        self._change = self._others = ("", "", "")
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
        self.money_dock = MoneyDock(kit=kit)
        self.coupon_panel = CouponPanel(kit=kit)
        self.hold_banner = Banner(theme=theme, name="hold_banner", kind="held")
        self.hold_line = Banner(theme=theme, name="hold_line_banner", kind="held")
        self.change_banner = Banner(theme=theme, name="change_banner", kind="info")
        self.presence_banner = Banner(theme=theme, name="presence_banner", kind="held")
        self.similar_banner = Banner(theme=theme, name="similar_banner", kind="info")
        self.pay_panel = PayPanel(kit=kit)
        self._build()
        self.coupon_panel.laid_out.connect(
            lambda: QTimer.singleShot(0, self, self._keep_focus_in_view)
        )
        theme.theme_changed.connect(self._on_theme_changed)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_application_focus_changed)
        self.set_narrow(False)
        self._on_theme_changed()

    @property
    def forms(self) -> tuple[FormPanel, ...]:
        """Every form that may lie over the lines."""
        return (self.customer_form, self.bill_form, self.ship_form)

    @property
    def open_form(self) -> FormPanel | None:
        """The form that lies over the middle, if one does."""
        current = self._stack.currentWidget()
        return next((form for form in self.forms if form is current), None)

    def show_form(self, form: FormPanel) -> None:
        """Lay a form over the middle and put the focus into it."""
        self._stack.setCurrentWidget(form)
        self._show_dock()
        form.begin()

    def show_lines(self) -> None:
        """Put the form away."""
        self._stack.setCurrentWidget(self._middle_area)
        self._show_dock()

    def _show_dock(self) -> None:
        self.money_dock.setVisible(self._is_narrow and self.open_form is None)

    def show_order(self, view: OrderView | None, draft: Draft | None) -> None:
        """Show the saved draft everywhere; before the first save, the addresses of *draft*."""
        self.lines_panel.show_order(view)
        self.choices_panel.show_order(view)
        self.money_panel.show_order(view)
        self.money_dock.show_order(view)
        for form in self.forms:
            form.show_total(self.money_panel.total)
        self._show_addresses(view, draft)
        self._show_notices(view)

    def show_change(self, title: str, text: str, brief: str, *, icon: str, leaves: bool) -> None:
        """Say that this is a change, or a repetition, and what of; *brief* where it is narrow.
        *leaves*: with the key that leaves it."""
        self._change = (title, text, brief)
        self._change_icon = icon
        for part in self._leave_parts:
            part.setVisible(leaves and bool(title))
        self._show_banners()

    def show_others(self, title: str, text: str) -> None:
        """Say who else has the order open; "" for nobody."""
        self._others = (title, text, "")
        self._show_banners()

    def _show_banners(self) -> None:
        narrow = self._is_narrow
        (title, text, brief), (others, advice, _none) = self._change, self._others
        self.change_banner.show_message(
            kind="info", icon=self._change_icon, title=title, text=brief if narrow else text
        )
        self.presence_banner.show_message(
            kind="held", icon="users", title=others, text="" if narrow else advice
        )
        QTimer.singleShot(0, self, self._keep_focus_in_view)

    def _on_application_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        """A field that closes hands the focus on by way of others, and each is scrolled to."""
        if now is not None and self._middle.isAncestorOf(now):
            QTimer.singleShot(0, self, self._keep_focus_in_view)

    def _keep_focus_in_view(self) -> None:
        """What is typed into must not be pushed out of view by what is said above it; and what is
        above it is seen with it where there is room."""
        field = QApplication.focusWidget()
        if field is None or not self._middle.isAncestorOf(field):
            return
        whole = self.coupon_panel if self.coupon_panel.is_typing else field
        foot = whole.mapTo(self._middle, QPoint(0, whole.height())).y() + self._kit.theme.px(4)
        if foot <= self._middle_area.viewport().height():
            self._middle_area.verticalScrollBar().setValue(0)
        else:
            self._middle_area.ensureWidgetVisible(whole)

    def set_narrow(self, narrow: bool) -> None:
        """Take the narrow form, or leave it."""
        self._is_narrow = narrow
        self._show_banners()
        down = QBoxLayout.Direction.TopToBottom
        self._row.setDirection(down if narrow else QBoxLayout.Direction.LeftToRight)
        self._place_coupon(narrow)
        for form in self.forms:
            form.set_narrow(narrow)
        self._show_dock()
        self._show_hold_line()

    def _place_coupon(self, narrow: bool) -> None:
        """The coupon's field stands under the sums; where there is only a dock, last above it, where
        it scrolls: the total stays in view."""
        typing = self.coupon_panel.is_typing  # moving takes the focus away
        if narrow:
            self._middle_column.addWidget(self.coupon_panel)
        else:
            self._right_column.insertWidget(1, self.coupon_panel)
        self._right.setVisible(not narrow)
        if typing:
            self.coupon_panel.code_row.setFocus()

    def set_wide(self, wide: bool) -> None:
        """From 1600 wide the right column is broader."""
        self._is_wide = wide
        self._right.setFixedWidth(self._kit.theme.px(372 if wide else 304))

    def _build(self) -> None:
        theme = self._kit.theme
        words = TextLabel(self.tr("Words to say"), theme=theme, role="caption", tone="held")
        self.hold_line.add_button(words)
        self.hold_line.add_button(KeyChip(self._kit.actions.get("say"), theme=theme))
        self._change_icon = "pencil-simple"
        leave = self._kit.actions.get("leave_change")
        self._leave_parts = (
            TextLabel(self.tr("Leave it"), theme=theme, role="caption", tone="info"),
            KeyChip(leave, theme=theme),
        )
        for part in self._leave_parts:
            self.change_banner.add_button(part)
        self._addresses = QHBoxLayout()
        self._addresses.addWidget(self.bill_panel, 1)
        self._addresses.addWidget(self.ship_panel, 1)
        self._middle = QWidget()
        self._middle_column = QVBoxLayout(self._middle)
        self._middle_column.setContentsMargins(0, 0, 0, 0)
        for banner in (self.change_banner, self.presence_banner, self.similar_banner):
            self._middle_column.addWidget(banner)
        self._middle_column.addWidget(self.lines_panel, 1)
        self._middle_column.addLayout(self._addresses)
        self._middle_column.addWidget(self.choices_panel)
        self._stack = QStackedWidget()
        self._middle_area = ScrollColumn(name="order_middle_area")
        self._middle_area.column.addWidget(self._middle)
        for widget in (self._middle_area, *self.forms):
            self._stack.addWidget(widget)
        for form in self.forms:  # one that is not open must not keep the lines high
            form.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._right = QWidget()
        self._right_column = QVBoxLayout(self._right)
        self._right_column.setContentsMargins(0, 0, 0, 0)
        self._notices = ScrollColumn(name="order_notices_area")
        self._notices.setMinimumHeight(1)
        self._notices.column.addWidget(self.hold_banner)
        self._notices.column.addStretch(1)
        self._right_column.addWidget(self.money_panel)
        self._right_column.addWidget(self._notices, 1)
        self._right_column.addWidget(self.pay_panel)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.hold_line)
        self._row.addWidget(self._stack, 1)
        self._row.addWidget(self._right)
        self._row.addWidget(self.money_dock)

    def _show_addresses(self, view: OrderView | None, draft: Draft | None) -> None:
        bill = view.bill_to if view else draft.bill_to if draft else None
        self.bill_panel.show_address(bill, empty=self.tr("None yet: F5 adds one"))
        ship = view.ship_to if view else draft.ship_to if draft else None
        empty = self.tr("Same as bill-to") if bill else self.tr("None yet")
        self.ship_panel.show_address(ship, empty=empty, differs=bool(view and view.differing))

    def _show_notices(self, view: OrderView | None) -> None:
        hold = hold_notice(view)
        self.hold_banner.show_message(
            kind="held", icon=HELD_ICON, title=hold.title, text=hold.text, say=hold.say
        )
        self.hold_line.show_message(kind="held", icon=HELD_ICON, title=hold.line)
        similar = similar_notice(view, zone=self._kit.desk.time_zone)
        self.similar_banner.show_message(kind="info", title=similar.title, text=similar.text)
        self._show_hold_line()

    def _show_hold_line(self) -> None:
        self.hold_line.setVisible(self._is_narrow and bool(self.hold_line.title()))

    def _on_theme_changed(self) -> None:
        px = self._kit.theme.px
        self.set_wide(self._is_wide)
        # Where it is low as well, one line and its surroundings: the money stays in view.
        self._middle_area.setMinimumHeight(px(_LEAST_MIDDLE))
        layouts = (self._row, self._middle_column, self._addresses, self._right_column)
        for layout in layouts:
            layout.setSpacing(px(12))
