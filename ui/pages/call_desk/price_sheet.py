"""The price and the discount of one line, with the reason."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.services.order_views import LineView
from desktop.services.orders import Discount
from models.money import parse_amount
from models.order import DiscountKind
from ui import labels
from ui.actions import Action
from ui.pages.call_desk.card_watch import watch_row
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.lines_panel import discount_text
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet

MOST_PRICE_MINOR = 99_999_999
REASON_LENGTH = 60
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*%")


class PriceSheet(SideSheet):
    """A price of its own or a discount needs a reason; both empty is the list price again.

    Signals:
        price_given(str line id, object price, str reason, object discount): the price of one in
            minor units or None for the list price; a Discount or None.
    """

    price_given = Signal(str, object, str, object)

    def __init__(self, *, kit: DeskKit, line: LineView, parent: QWidget | None = None) -> None:
        """For one line."""
        super().__init__(
            labels.tr("Price of {sku}").format(sku=line.sku),
            theme=kit.theme,
            name="price_sheet",
            subtitle=line.name,
            parent=parent,
        )
        self._kit = kit
        self._line = line
        currency = kit.desk.currency
        self.price_row = FieldRow(self.tr("Price of one"), theme=kit.theme, name="price_edit")
        self.price_row.line_edit.setText(labels.money(line.unit_price_minor, currency))
        listed = labels.money(line.list_price_minor, currency)
        self.price_row.set_hint(self.tr("List price {price}").format(price=listed))
        self.discount_row = FieldRow(
            self.tr("Discount"), theme=kit.theme, name="discount_edit", placeholder="10%"
        )
        self.discount_row.line_edit.setText(discount_text(line, currency).strip(labels.MINUS))
        self.discount_row.set_hint(self.tr("10% off the line, or 2.50 off the line"))
        self.reason_row = FieldRow(
            self.tr("Reason"), theme=kit.theme, name="price_reason_edit", advance=False
        )
        self.reason_row.line_edit.setMaxLength(REASON_LENGTH)
        self.reason_row.line_edit.setText(line.price_reason or line.discount_reason)
        for row in (self.price_row, self.discount_row, self.reason_row):
            watch_row(row)
            self.body.addWidget(row)
        self.body.addStretch(1)
        kit.actions.remove_context(self.sheet_id)
        save = kit.actions.add(
            Action("price_save", self.tr("Use this price"), icon="check", context=self.sheet_id,
                   keys=("F10",)),
            self._on_save_triggered,
            host=self,
        )  # fmt: skip
        self.foot.addWidget(KeyButton(theme=kit.theme, action=save, variant="primary", wide=True))
        self.reason_row.line_edit.returnPressed.connect(self._on_save_triggered)
        self.sheet_closed.connect(self.deleteLater)

    def _on_save_triggered(self) -> None:
        for row in (self.price_row, self.discount_row, self.reason_row):
            row.clear_error()
        price, discount = self._price(), self._discount()
        reason = self.reason_row.text().strip()
        first = self._first_wrong()
        if first is None and (price is not None or discount is not None) and not reason:
            self.reason_row.set_error(self.tr("Say why: it stands in the order's history."))
            first = self.reason_row.line_edit
        if first is not None:
            first.setFocus()
            first.selectAll()
            return
        self.price_given.emit(
            str(self._line.id), price, reason if price is not None else "", discount
        )
        self.close_sheet()

    def _first_wrong(self) -> QLineEdit | None:
        rows = (self.price_row, self.discount_row)
        return next((row.line_edit for row in rows if row.error), None)

    def _price(self) -> int | None:
        """The price of its own, or None: the list price. What is wrong stands beside the field."""
        text = self.price_row.text().strip()
        if not text:
            return None
        amount = parse_amount(text, self._kit.desk.currency)
        if amount is None or not 0 <= amount.minor <= MOST_PRICE_MINOR:
            self.price_row.set_error(self.tr("Enter a price such as 12.50."))
            return None
        return amount.minor if amount.minor != self._line.list_price_minor else None

    def _discount(self) -> Discount | None:
        """The discount, or None: none. What is wrong stands beside the field."""
        text = self.discount_row.text().strip().lstrip("-" + labels.MINUS).strip()
        if not text:
            return None
        reason = self.reason_row.text().strip()
        if text.endswith("%"):
            return self._percent(text, reason)
        amount = parse_amount(text, self._kit.desk.currency)
        if amount is None or not 0 < amount.minor <= MOST_PRICE_MINOR:
            self.discount_row.set_error(self.tr("Enter 10% or an amount such as 2.50."))
            return None
        return Discount(DiscountKind.AMOUNT, amount.minor, reason)

    def _percent(self, text: str, reason: str) -> Discount | None:
        match = _PERCENT.fullmatch(text)
        hundredths = int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0")) if match else 0
        if not 0 < hundredths <= 10_000:
            self.discount_row.set_error(
                self.tr("A discount is more than 0 and at most 100 percent, such as 10%.")
            )
            return None
        return Discount(DiscountKind.PERCENT, hundredths * 100, reason)
