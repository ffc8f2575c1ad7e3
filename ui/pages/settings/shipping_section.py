"""Shipping methods: where they reach, how long they take, and what they cost."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.services import shipping_settings
from desktop.services.desk import Refused
from desktop.services.shipping_settings import ShippingRow, ShippingRule
from models.money import Money, parse_amount
from models.shipping import PriceBasis
from ui import labels_settings
from ui.actions import DeskAction
from ui.pages.settings.choice_field import ChoiceField
from ui.pages.settings.kit import SettingsKit
from ui.pages.settings.price_rules_field import PriceRulesField
from ui.pages.settings.record_brief import RecordBrief
from ui.pages.settings.section_frame import SectionWords
from ui.pages.settings.settings_form import SettingsForm
from ui.pages.settings.settings_section import SettingsSection
from ui.pages.settings.switch_field import SwitchField
from ui.pages.settings.text_field import TextField
from ui.widgets.key_button import KeyButton

#: Longer than any parcel takes; more digits are a slip of the hand.
_DAY_DIGITS = 3


class ShippingSection(SettingsSection):
    """The methods in the shop's order, and the form of one."""

    def __init__(
        self,
        *,
        kit: SettingsKit,
        words: SectionWords,
        new: DeskAction,
        parent: QWidget | None = None,
    ) -> None:
        """Make list and form; ``new`` begins a method."""
        button = KeyButton(theme=kit.theme, action=new)
        button.setObjectName("shipping_new_button")
        super().__init__(
            kit=kit,
            words=words,
            form=SettingsForm(theme=kit.theme, name="shipping_form"),
            foot=(button,),
            parent=parent,
        )
        self._fill_method()
        self._fill_prices()

    def read_rows(self, session: Any) -> Sequence[ShippingRow]:
        """Every method."""
        return shipping_settings.shipping_rows(session, self._kit.desk())

    def write_row(self, session: Any, changed: Any, before: Any) -> ShippingRow:
        """Save one."""
        return shipping_settings.save_shipping(session, self._kit.desk(), changed, before=before)

    def key_of(self, row: ShippingRow) -> str:
        """Its id."""
        return str(row.id)

    def brief_of(self, row: ShippingRow) -> RecordBrief:
        """Its name, and its carrier or that it is not offered."""
        if not row.active:
            return RecordBrief(str(row.id), row.name, self.tr("Not offered"), tone="neutral")
        return RecordBrief(str(row.id), row.name, row.carrier)

    def values_of(self, row: ShippingRow | None) -> dict[str, Any]:
        """Its fields as text."""
        if row is None:
            row = _BLANK
        basis = row.rules[0].basis if row.rules else PriceBasis.SUBTOTAL
        countries = row.countries or (self._kit.desk().country,)
        return {
            "name": row.name,
            "code": row.code,
            "carrier": row.carrier,
            "active": row.active,
            "countries": ", ".join(countries),
            "states_not_reached": ", ".join(row.states_not_reached),
            "reaches_po_boxes": row.reaches_po_boxes,
            "reaches_military": row.reaches_military,
            "least_days": str(row.least_days),
            "most_days": str(row.most_days),
            "basis": basis,
            "rules": tuple(self._typed_rule(rule) for rule in row.rules),
        }

    def collect(self, values: Mapping[str, Any], row: ShippingRow | None) -> ShippingRow:
        """The method as the form says."""
        countries = _codes(values["countries"])
        if any(re.fullmatch("[A-Za-z]{2}", code) is None for code in countries):
            raise Refused("country_unknown", field="countries")
        basis: PriceBasis = values["basis"]
        return ShippingRow(
            id=uuid.UUID(str(row.id)) if row is not None else None,
            code=values["code"],
            name=values["name"],
            carrier=values["carrier"],
            reaches_po_boxes=values["reaches_po_boxes"],
            reaches_military=values["reaches_military"],
            countries=countries,
            states_not_reached=_codes(values["states_not_reached"]),
            least_days=_days(values, "least_days"),
            most_days=_days(values, "most_days"),
            active=values["active"],
            rules=tuple(
                self._read_rule(basis, number, *typed)
                for number, typed in enumerate(values["rules"], 1)
            ),
        )

    def on_record_shown(self, row: ShippingRow | None) -> None:
        """The table's headings follow the measure."""
        self._say_headings()

    def _fill_method(self) -> None:
        theme, form = self._kit.theme, self.form
        form.add_row(
            name=TextField(
                self.tr("Name"),
                theme=theme,
                name="shipping_name_edit",
                hint=self.tr("What callers are told."),
                longest=60,
            ),
            code=TextField(
                self.tr("Code"),
                theme=theme,
                name="shipping_code_edit",
                placeholder="GROUND",
                longest=20,
            ),
        )
        form.add_row(
            carrier=TextField(
                self.tr("Carrier"), theme=theme, name="shipping_carrier_edit", longest=60
            ),
            least_days=self._day_field(self.tr("Business days, at least"), "shipping_least_edit"),
            most_days=self._day_field(self.tr("At most"), "shipping_most_edit"),
        )
        form.add_row(
            active=SwitchField(
                self.tr("Offered to callers"), theme=theme, name="shipping_active_check"
            )
        )
        form.add_heading(self.tr("Where it reaches"))
        form.add_row(
            countries=TextField(
                self.tr("Countries"),
                theme=theme,
                name="shipping_countries_edit",
                placeholder="US, CA",
            ),
            states_not_reached=TextField(
                self.tr("States it does not reach"),
                theme=theme,
                name="shipping_states_edit",
                placeholder="AK, HI",
            ),
        )
        form.add_row(
            reaches_po_boxes=SwitchField(
                self.tr("Reaches PO boxes"), theme=theme, name="shipping_po_boxes_check"
            ),
            reaches_military=SwitchField(
                self.tr("Reaches APO, FPO, DPO"), theme=theme, name="shipping_military_check"
            ),
        )

    def _fill_prices(self) -> None:
        theme, form = self._kit.theme, self.form
        form.add_heading(self.tr("What it costs"))
        self._basis = ChoiceField(
            self.tr("The price goes by"),
            [(basis, labels_settings.basis(basis)) for basis in PriceBasis],
            theme=theme,
            name="shipping_basis_combo",
        )
        self._rules = PriceRulesField(theme=theme, name="shipping_rule")
        form.add_row(basis=self._basis)
        form.add_row(rules=self._rules)
        form.add_note(
            self.tr("The row with the highest value that an order has reached is its price.")
        )
        self._basis.edited.connect(self._say_headings)
        self._say_headings()

    def _say_headings(self) -> None:
        currency = self._kit.desk().currency
        by_weight = self._basis.value() is PriceBasis.WEIGHT
        start = self.tr("From, in grams") if by_weight else self.tr("From, in {currency}")
        price = self.tr("Price, in {currency}").format(currency=currency)
        self._rules.set_headings(start.format(currency=currency), price)

    def _day_field(self, label: str, name: str) -> TextField:
        return TextField(label, theme=self._kit.theme, name=name, longest=_DAY_DIGITS)

    def _typed_rule(self, rule: ShippingRule) -> tuple[str, str]:
        price = self._typed_amount(rule.amount_minor)
        if rule.basis is PriceBasis.WEIGHT:
            return str(rule.from_value), price
        return self._typed_amount(rule.from_value), price

    def _typed_amount(self, minor: int) -> str:
        return Money(minor, self._kit.desk().currency).format(symbol=False)

    def _read_rule(self, basis: PriceBasis, number: int, start: str, price: str) -> ShippingRule:
        currency = self._kit.desk().currency
        amount = parse_amount(price, currency)
        if basis is PriceBasis.WEIGHT:
            from_value = int(start) if re.fullmatch("[0-9]{1,9}", start) else None
        else:
            read = parse_amount(start or "0", currency)
            from_value = read.minor if read is not None else None
        if amount is None or from_value is None:
            raise Refused("rule_unreadable", field="rules", row=number)
        return ShippingRule(basis, from_value, amount.minor)


def _codes(typed: str) -> tuple[str, ...]:
    return tuple(code.upper() for code in re.split(r"[\s,;]+", typed) if code)


def _days(values: Mapping[str, Any], name: str) -> int:
    typed = values[name]
    if not re.fullmatch("[0-9]+", typed):
        raise Refused("days_unreadable", field=name)
    return int(typed)


_BLANK = ShippingRow(
    id=None,
    code="",
    name="",
    carrier="",
    reaches_po_boxes=False,
    reaches_military=False,
    countries=(),
    states_not_reached=(),
    least_days=1,
    most_days=5,
    active=True,
    rules=(),
)
