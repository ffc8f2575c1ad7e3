"""For what reasons orders are held, as settings; each with a word on what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.services import verification_rules
from desktop.services.desk import Refused
from desktop.services.verification_rules import Rules
from models.money import Money, parse_amount
from ui import labels_settings
from ui.pages.settings.kit import SettingsKit
from ui.pages.settings.record_brief import RecordBrief
from ui.pages.settings.section_frame import SectionWords
from ui.pages.settings.settings_form import SettingsForm
from ui.pages.settings.settings_section import SettingsSection
from ui.pages.settings.switch_field import SwitchField
from ui.pages.settings.text_field import TextField

_SWITCHES = ("ship_to_differs", "street_check", "postal_check", "code_check", "own_release")
_AMOUNTS = ("amount_over_minor", "first_order_over_minor")
_KEY = "rules"


class VerificationSection(SettingsSection):
    """One form: the rules of the shop."""

    def __init__(self, *, kit: SettingsKit, words: SectionWords) -> None:
        """Make the form."""
        super().__init__(
            kit=kit, words=words, form=SettingsForm(theme=kit.theme, name="verification_form")
        )
        self._fill_addresses()
        self._fill_amounts()
        self._fill_people()

    def read_rows(self, session: Any) -> Sequence[Rules]:
        """The rules in force."""
        return (verification_rules.rules_of(session, self._kit.desk().store_id),)

    def write_row(self, session: Any, changed: Any, before: Any) -> Rules:
        """Save them."""
        return verification_rules.save_rules(session, self._kit.desk(), changed)

    def key_of(self, row: Rules) -> str:
        """There are one shop's rules only."""
        return _KEY

    def brief_of(self, row: Rules) -> RecordBrief:
        """Their name."""
        return RecordBrief(_KEY, self.words.title)

    def values_of(self, row: Rules | None) -> dict[str, Any]:
        """Their fields; what is off is empty."""
        rules = row or Rules()
        currency = self._kit.desk().currency
        values: dict[str, Any] = {name: getattr(rules, name) for name in _SWITCHES}
        for name in _AMOUNTS:
            minor = getattr(rules, name)
            values[name] = "" if minor is None else Money(minor, currency).format(symbol=False)
        many = rules.many_to_address
        values["many_to_address"] = "" if many is None else str(many)
        return values

    def collect(self, values: Mapping[str, Any], row: Rules | None) -> Rules:
        """The rules as the form says."""
        first, other = (self._amount(name, values[name]) for name in _AMOUNTS)
        return replace(
            row or Rules(),
            **{name: bool(values[name]) for name in _SWITCHES},
            amount_over_minor=first,
            first_order_over_minor=other,
            many_to_address=_count(values["many_to_address"]),
        )

    def _amount(self, name: str, typed: str) -> int | None:
        if not typed.strip():
            return None
        money = parse_amount(typed, self._kit.desk().currency)
        if money is None:
            raise Refused("amount_unreadable", field=name)
        return money.minor

    def _switch(self, name: str, label: str, hint: str) -> None:
        field = SwitchField(
            label, theme=self._kit.theme, name=f"verification_{name}_check", hint=hint
        )
        self.form.add_row(**{name: field})

    def _fill_addresses(self) -> None:
        self.form.add_heading(self.tr("Hold an order when"))
        self._switch(
            "ship_to_differs",
            self.tr("It goes to another address than the bill"),
            self.tr("As the shop's published policy says. Another name alone holds nothing."),
        )
        self._switch(
            "street_check",
            self.tr("The bank does not confirm the street"),
            self.tr("No match, not checked and not provided all hold it."),
        )
        self._switch(
            "postal_check",
            self.tr("The bank does not confirm the ZIP"),
            self.tr("No match, not checked and not provided all hold it."),
        )
        self._switch(
            "code_check",
            self.tr("The bank does not confirm the security code"),
            self.tr("Not for fax and mail, where no code is ever asked for."),
        )

    def _fill_amounts(self) -> None:
        theme = self._kit.theme
        self.form.add_row(
            amount_over_minor=TextField(
                self.tr("Its total is over"), theme=theme, name="verification_amount_edit",
                placeholder="500.00", longest=12, check=self._check_amount,
                hint=self.tr("Empty: no order is held for its amount."),
            ),
            first_order_over_minor=TextField(
                self.tr("A customer's first order is over"), theme=theme,
                name="verification_first_edit", placeholder="200.00", longest=12,
                check=self._check_amount,
                hint=self.tr("Empty: off. 0 holds every first order."),
            ),
        )  # fmt: skip
        self.form.add_row(
            many_to_address=TextField(
                self.tr("So many orders go to one address in a day"), theme=theme,
                name="verification_many_edit", placeholder="3", longest=3, check=_check_count,
                hint=self.tr("The order that makes it so many is held, and each after it. "
                             "Empty: off."),
            )
        )  # fmt: skip
        self.form.add_note(
            self.tr("Watched numbers and addresses are a section of their own and always hold.")
        )

    def _fill_people(self) -> None:
        self.form.add_heading(self.tr("Release"))
        self._switch(
            "own_release",
            self.tr("Who took an order may release it too"),
            self.tr("Off: somebody else has to. A shop with one supervisor leaves it on."),
        )

    def _check_amount(self, typed: str) -> str:
        wrong = typed.strip() and parse_amount(typed, self._kit.desk().currency) is None
        return labels_settings.refusal(Refused("amount_unreadable")) if wrong else ""


def _count(typed: str) -> int | None:
    if not typed.strip():
        return None
    if not (typed.strip().isascii() and typed.strip().isdigit()):
        raise Refused("many_too_few", field="many_to_address")
    return int(typed)


def _check_count(typed: str) -> str:
    try:
        count = _count(typed)
    except Refused as error:
        return labels_settings.refusal(error)
    few = count is not None and count < 2
    return labels_settings.refusal(Refused("many_too_few")) if few else ""
