"""The price and the discount of one line, with the reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.order_views import LineView
from desktop.services.orders import Discount
from models import card_guard
from models.money import parse_amount
from models.order import DiscountKind
from ui import labels
from ui.actions import Action
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.lines_panel import discount_text
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet

MOST_PERCENT = 100


class PriceSheet(SideSheet):
    """A price of its own or a discount needs a reason; both empty is the list price again.

    Signals:
        price_given(str line id, object unit price in minor units or None, str reason, object Discount or None).
    """

    price_given = Signal(str, object, str, object)

    def __init__(self, *, kit: DeskKit, line: LineView, parent: QWidget | None = None) -> None:
        """For one line."""
        super().__init__(
            kit_words(line), theme=kit.theme, name="price_sheet", subtitle=line.name, parent=parent
        )
        self._kit = kit
        self._line = line
        currency = kit.desk.currency
        own = line.unit_price_minor != line.list_price_minor
        self.price_row = FieldRow(self.tr("Price of one"), theme=kit.theme, name="price_edit")
        self.price_row.line_edit.setText(labels.money(line.unit_price_minor, currency))
        self.price_row.set_hint(
            self.tr("List price {price}").format(
                price=labels.money(line.list_price_minor, currency)
            )
        )
        self.discount_row = FieldRow(
            self.tr("Discount"), theme=kit.theme, name="discount_edit", placeholder="10%"
        )
        self.discount_row.line_edit.setText(discount_text(line, currency).strip(labels.MINUS))
        self.discount_row.set_hint(self.tr("10% off the line, or 2.50 off the line"))
        self.reason_row = FieldRow(
            self.tr("Reason"), theme=kit.theme, name="price_reason_edit", advance=False
        )
        self.reason_row.line_edit.setMaxLength(60)
        reason = line.price_reason if own else line.discount_reason
        self.reason_row.line_edit.setText(reason)
        for row in (self.price_row, self.discount_row, self.reason_row):
            self.body.addWidget(row)
        self.body.addStretch(1)
        kit.actions.remove_context(self.sheet_id)
        save = kit.actions.add(
            Action("price_save", self.tr("Use this price"), icon="check", context=self.sheet_id,
                   keys=("F10",)),
            self._on_save_triggered,
            host=self,
        )  # fmt: skip
        self.foot.addWidget(KeyButton(theme=kit.theme, action=save, variant="primary", height=36))
        self.reason_row.line_edit.returnPressed.connect(self._on_save_triggered)

    def _on_save_triggered(self) -> None:
        for row in (self.price_row, self.discount_row, self.reason_row):
            row.clear_error()
        price = parse_amount(self.price_row.text(), self._kit.desk.currency)
        if price is None or price.minor < 0:
            self.price_row.set_error(self.tr("Enter a price such as 12.50."))
            self.price_row.line_edit.setFocus()
            return
        discount = self._discount()
        if isinstance(discount, str):
            self.discount_row.set_error(discount)
            self.discount_row.line_edit.setFocus()
            return
        reason = self.reason_row.text().strip()
        own_price = price.minor if price.minor != self._line.list_price_minor else None
        if card_guard.looks_like_card(reason):
            self.reason_row.line_edit.clear()
            self.reason_row.set_error(labels.card_wiped())
            return
        if (own_price is not None or discount is not None) and not reason:
            self.reason_row.set_error(self.tr("Say why: it stands in the order's history."))
            self.reason_row.line_edit.setFocus()
            return
        self.price_given.emit(
            str(self._line.id), own_price, reason if own_price is not None else "", discount
        )
        self.close_sheet()

    def _discount(self) -> Discount | str | None:
        text = self.discount_row.text().strip().strip("-" + labels.MINUS)
        if not text:
            return None
        reason = self.reason_row.text().strip()
        if text.endswith("%"):
            try:
                percent = float(text[:-1].replace(",", "."))
            except ValueError:
                return self.tr("Enter a percentage such as 10%.")
            if not 0 < percent <= MOST_PERCENT:
                return self.tr("A discount is more than 0 and at most 100 percent.")
            return Discount(DiscountKind.PERCENT, round(percent * 10_000), reason)
        amount = parse_amount(text, self._kit.desk.currency)
        if amount is None or amount.minor <= 0:
            return self.tr("Enter 10% or an amount such as 2.50.")
        return Discount(DiscountKind.AMOUNT, amount.minor, reason)


def kit_words(line: LineView) -> str:
    """The head line of the sheet."""
    return labels.tr("Price of {sku}").format(sku=line.sku)
