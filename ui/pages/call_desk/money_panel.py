"""The money: always in view."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.services.order_views import OrderView
from ui import labels, labels_counts, labels_coupons, labels_exemption, labels_shipping
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.hairline import Hairline
from ui.widgets.icon_label import IconLabel
from ui.widgets.money_label import MoneyLabel
from ui.widgets.panel import Panel
from ui.widgets.text_label import TextLabel


class MoneyPanel(Panel):
    """Order number, saved or not, the sums, the total."""

    def __init__(self, *, kit: DeskKit, parent: QWidget | None = None) -> None:
        """Start with an order that has no number yet."""
        super().__init__(
            self.tr("New order"), theme=kit.theme, name="money_panel", title_role="strong",
            parent=parent,
        )  # fmt: skip
        self._kit = kit
        theme = kit.theme
        self._saved = TextLabel(theme=theme, role="caption", tone="muted")
        self._saved.setObjectName("saved_label")
        self._saved_icon = IconLabel(theme=theme, tone="muted", size=14)
        saved = QWidget()
        row = QHBoxLayout(saved)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self._saved)
        row.addWidget(self._saved_icon)
        self.add_trailing(saved)
        self.body.addWidget(Hairline())
        grid = QGridLayout()
        grid.setVerticalSpacing(theme.px(5))
        grid.setColumnStretch(0, 1)
        self._sums: dict[str, tuple[TextLabel, MoneyLabel]] = {}
        for index, name in enumerate(("subtotal", "discount", "coupon", "shipping", "tax")):
            label, amount = TextLabel(theme=theme, tone="muted"), MoneyLabel(theme=theme)
            grid.addWidget(label, index, 0)
            grid.addWidget(amount, index, 1)
            self._sums[name] = (label, amount)
        self.body.addLayout(grid)
        self.coupon_label = TextLabel(theme=theme, role="caption", tone="held", wrap=True)
        self.coupon_label.setObjectName("coupon_label")
        self.coupon_label.hide()
        self.body.addWidget(self.coupon_label)
        self.exemption_label = TextLabel(theme=theme, role="caption", tone="muted", wrap=True)
        self.exemption_label.setObjectName("exemption_label")
        self.exemption_label.hide()
        self.body.addWidget(self.exemption_label)
        self.body.addWidget(Hairline())
        total_row = QHBoxLayout()
        total_row.addWidget(TextLabel(self.tr("Total"), theme=theme, role="strong"))
        self.total_label = MoneyLabel(theme=theme, role="total")
        self.total_label.setObjectName("total_label")
        total_row.addWidget(self.total_label, 1)
        self.body.addLayout(total_row)
        self.show_order(None)

    @property
    def total(self) -> str:
        """The total as written."""
        return self._total

    def show_order(self, view: OrderView | None) -> None:
        """Show the sums of an order, or zeros."""
        currency = self._kit.desk.currency
        if view is None:
            self.set_title(self.tr("New order"))
            self.show_saving("")
        else:
            self.set_title(self.tr("Order {number}").format(number=view.shown_number))
        lines, pieces = (len(view.lines), view.piece_count) if view else (0, 0)
        counts = self.tr("{lines}, {pieces}").format(
            lines=labels_counts.lines(lines), pieces=labels_counts.pieces(pieces)
        )
        self._show_sum("subtotal", counts, view.subtotal_minor if view else 0)
        discounts = view.line_discounts_minor if view else 0
        self._show_sum("discount", self.tr("Discounts"), -discounts, shown=bool(discounts))
        self._show_coupon(view)
        shipping = view.full_shipping_minor if view else 0
        self._show_sum("shipping", labels_shipping.shipping_words(view), shipping)
        self._show_sum("tax", self._tax_words(view), view.tax_minor if view else 0)
        exemption = view.exemption if view else None
        self.exemption_label.setText(labels_exemption.words(exemption))
        self.exemption_label.set_tone(labels_exemption.tone(exemption))
        self.exemption_label.setVisible(exemption is not None)
        self._total = labels.money(view.total_minor if view else 0, currency, symbol=True)
        self.total_label.set_amount(self._total)
        self.total_label.setAccessibleName(self.tr("Total {amount}").format(amount=self._total))

    def show_saving(self, state: str) -> None:
        """ "saved", "saving", "local", or "" for nothing to say."""
        words, icon = {
            "saved": (self.tr("Draft, saved"), "check-circle"),
            "saving": (self.tr("Saving"), "clock"),
            "local": (self.tr("On this computer"), "floppy-disk"),
            "placed": (self.tr("Placed"), "check-circle"),
        }.get(state, ("", ""))
        self._saved.setText(words)
        self._saved_icon.set_icon(icon)

    @staticmethod
    def _tax_words(view: OrderView | None) -> str:
        return labels.tax_words(
            rate_ppm=view.tax_rate_ppm if view else 0,
            is_estimate=bool(view and view.tax_is_estimate),
            exempt=bool(view and view.tax_exempt_certificate),
        )

    def _show_coupon(self, view: OrderView | None) -> None:
        """What the coupon takes off, or that it gives nothing and why."""
        coupon = view.coupon if view else None
        for words, minor in labels_coupons.rows_of(coupon) or (("", 0),):
            self._show_sum("coupon", words, minor, shown=bool(words))
        why = coupon.refusal if coupon else None
        self.coupon_label.setText(
            labels_coupons.refusal(coupon.code, why) if coupon and why else ""
        )
        self.coupon_label.setVisible(why is not None)

    def _show_sum(self, name: str, words: str, minor: int, *, shown: bool = True) -> None:
        label, amount = self._sums[name]
        label.setText(words)
        amount.set_amount(labels.money(minor, self._kit.desk.currency, symbol=True))
        label.setVisible(shown)
        amount.setVisible(shown)
