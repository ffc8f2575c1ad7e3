"""Coupons: what each takes off, for whom, and when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from desktop.services import coupon_settings
from desktop.services.coupon_settings import CouponInput, CouponRow
from desktop.services.desk import Refused
from desktop.services.tax_settings import format_percent, parse_percent
from models.coupon import CouponKind
from models.money import Money, parse_amount
from ui import labels_coupons, labels_settings
from ui.actions import DeskAction
from ui.pages.settings.choice_field import ChoiceField
from ui.pages.settings.coupon_words import coupon_brief
from ui.pages.settings.kit import SettingsKit
from ui.pages.settings.lines_field import LinesField
from ui.pages.settings.list_field import ListField
from ui.pages.settings.record_brief import RecordBrief
from ui.pages.settings.section_frame import SectionWords
from ui.pages.settings.settings_form import SettingsForm
from ui.pages.settings.settings_section import SettingsSection
from ui.pages.settings.switch_field import SwitchField
from ui.pages.settings.text_field import TextField
from ui.widgets.key_button import KeyButton

_DAY_LENGTH = 10
_COUNT_LENGTH = 7


class CouponsSection(SettingsSection):
    """The coupons, those that can be used first, and the form of one. None is ever taken away: it is
    switched off, for orders were placed with it."""

    def __init__(self, *, kit: SettingsKit, words: SectionWords, new: DeskAction) -> None:
        """Make list and form; ``new`` begins a coupon."""
        button = KeyButton(theme=kit.theme, action=new)
        button.setObjectName("coupon_new_button")
        super().__init__(
            kit=kit,
            words=words,
            form=SettingsForm(theme=kit.theme, name="coupons_form"),
            foot=(button,),
        )
        self._categories: tuple[str, ...] = ()
        self._fill_gift()
        self._fill_time()
        self._fill_exclusions()

    def read_rows(self, session: Any) -> Sequence[CouponRow]:
        """Every coupon; the categories are kept for their list."""
        book = coupon_settings.read(session, self._kit.desk())
        self._categories = book.categories
        return book.rows

    def write_row(self, session: Any, changed: Any, before: Any) -> CouponRow:
        """Save one."""
        return coupon_settings.save(session, self._kit.desk(), changed, before=before)

    def key_of(self, row: CouponRow) -> str:
        """Its id."""
        return str(row.id)

    def brief_of(self, row: CouponRow) -> RecordBrief:
        """Its code, what it gives, and whether it can be used."""
        return coupon_brief(row, today=self._kit.desk().today())

    def values_of(self, row: CouponRow | None) -> dict[str, Any]:
        """Its fields as text."""
        said = row.said if row is not None else _BLANK
        return {
            "code": said.code,
            "active": said.active,
            "kind": said.kind,
            "value": self._typed_value(said),
            "words": said.words,
            "starts_on": said.starts_on.isoformat() if said.starts_on else "",
            "ends_on": said.ends_on.isoformat() if said.ends_on else "",
            "once_per_customer": said.once_per_customer,
            "most_uses": str(said.most_uses) if said.most_uses is not None else "",
            "uses": labels_coupons.uses(row.uses if row is not None else 0),
            "minimum_minor": self._typed_amount(said.minimum_minor),
            "excluded_skus": said.excluded_skus,
            "excluded_categories": said.excluded_categories,
            "excludes_sale_prices": said.excludes_sale_prices,
        }

    def collect(self, values: Mapping[str, Any], row: CouponRow | None) -> CouponInput:
        """The coupon as the form says."""
        same = ("code", "active", "kind", "words", "once_per_customer", "excluded_skus",
                "excluded_categories", "excludes_sale_prices")  # fmt: skip
        return CouponInput(
            **{name: values[name] for name in same},
            value=self._read_value(values["kind"], values["value"]),
            starts_on=_read_day(values, "starts_on"),
            ends_on=_read_day(values, "ends_on"),
            most_uses=_read_count(values["most_uses"]),
            minimum_minor=self._read_minimum(values["minimum_minor"]),
        )

    def on_record_shown(self, row: CouponRow | None) -> None:
        """The value is of the kind; the categories are those of now."""
        self._categories_field.offer(self._categories)
        self._fit_kind()

    def _fill_gift(self) -> None:
        theme, form = self._kit.theme, self.form
        kinds = [(kind, labels_coupons.kind(kind)) for kind in CouponKind]
        self._kind = ChoiceField(self.tr("It gives"), kinds, theme=theme, name="coupon_kind_combo")
        self._value = TextField(
            self.tr("How much"), theme=theme, name="coupon_value_edit", longest=14
        )
        form.add_row(
            code=TextField(
                self.tr("Code"), theme=theme, name="coupon_code_edit", placeholder="SAVE10",
                hint=self.tr("Capitals, spaces and dashes make no difference."), longest=60,
            ),
            kind=self._kind,
            value=self._value,
        )  # fmt: skip
        form.add_row(
            words=TextField(
                self.tr("What callers may be told of it"), theme=theme, name="coupon_words_edit"
            )
        )
        form.add_row(
            active=SwitchField(self.tr("It can be used"), theme=theme, name="coupon_active_check")
        )
        self._kind.edited.connect(self._fit_kind)

    def _fill_time(self) -> None:
        theme, form = self._kit.theme, self.form
        form.add_heading(self.tr("When, and how often"))
        form.add_row(
            starts_on=self._day_field(
                self.tr("First day"), "coupon_from_edit", self.tr("Empty: it is good already.")
            ),
            ends_on=self._day_field(
                self.tr("Last day"), "coupon_until_edit", self.tr("Empty: it has no end.")
            ),
        )
        form.add_row(
            most_uses=TextField(
                self.tr("Orders in all, at most"), theme=theme, name="coupon_most_edit",
                hint=self.tr("Empty: any number."), longest=_COUNT_LENGTH,
            ),
            uses=TextField(
                self.tr("Used so far"), theme=theme, name="coupon_uses_edit", fixed=True,
                hint=self.tr("A cancelled order gives it back."),
            ),
        )  # fmt: skip
        form.add_row(
            once_per_customer=SwitchField(
                self.tr("For one order of each customer"), theme=theme, name="coupon_once_check",
                hint=self.tr("Known by number, e-mail and billing address, whatever the name."),
            )
        )  # fmt: skip

    def _fill_exclusions(self) -> None:
        theme, form = self._kit.theme, self.form
        form.add_heading(self.tr("For what"))
        minimum = self.tr("The goods must come to, in {currency}")
        form.add_row(
            minimum_minor=TextField(
                minimum.format(currency=self._kit.desk().currency), theme=theme,
                name="coupon_minimum_edit", longest=14,
                hint=self.tr("After discounts, without what is excluded. Empty: to anything."),
            )
        )  # fmt: skip
        form.add_row(
            excludes_sale_prices=SwitchField(
                self.tr("Not on sale prices"), theme=theme, name="coupon_sale_check"
            )
        )
        self._categories_field = ListField(
            self.tr("Not on these categories"), self.tr("Add a category"), theme=theme,
            name="coupon_categories_edit",
            hint=self.tr("One a line. One excludes those below it too."),
        )  # fmt: skip
        form.add_row(
            excluded_skus=LinesField(
                self.tr("Not on these SKUs"), theme=theme, name="coupon_skus_edit", lines=3,
                hint=self.tr("One a line, Shift+Enter begins one."),
            ),
            excluded_categories=self._categories_field,
        )  # fmt: skip

    def _day_field(self, label: str, name: str, hint: str) -> TextField:
        return TextField(
            label, theme=self._kit.theme, name=name, placeholder="2026-01-31", longest=_DAY_LENGTH,
            check=_check_day, hint=hint,
        )  # fmt: skip

    def _fit_kind(self) -> None:
        """Say in what the value is typed; free shipping has none."""
        kind = self._kind.value()
        amount = self.tr("How much, in {currency}").format(currency=self._kit.desk().currency)
        self._value.row.set_label(
            self.tr("How much, in percent") if kind is CouponKind.PERCENT else amount
        )
        self._value.setVisible(kind is not CouponKind.FREE_SHIPPING)

    def _typed_value(self, said: CouponInput) -> str:
        if said.kind is CouponKind.PERCENT:
            return format_percent(said.value) if said.value else ""
        return self._typed_amount(said.value)

    def _typed_amount(self, minor: int) -> str:
        return Money(minor, self._kit.desk().currency).format(symbol=False) if minor else ""

    def _read_value(self, kind: CouponKind, typed: str) -> int:
        if kind is CouponKind.FREE_SHIPPING:
            return 0
        if kind is CouponKind.PERCENT:
            rate = parse_percent(typed)
            if rate is None:
                raise Refused("coupon_percent", field="value")
            return rate
        amount = parse_amount(typed, self._kit.desk().currency)
        if amount is None:
            raise Refused("coupon_amount", field="value")
        return amount.minor

    def _read_minimum(self, typed: str) -> int:
        amount = parse_amount(typed or "0", self._kit.desk().currency)
        if amount is None:
            raise Refused("amount_unreadable", field="minimum_minor")
        return amount.minor


def _read_day(values: Mapping[str, Any], name: str) -> date | None:
    typed = values[name]
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise Refused("day_unreadable", field=name) from error


def _check_day(typed: str) -> str:
    try:
        _read_day({"day": typed}, "day")
    except Refused as error:
        return labels_settings.refusal(error)
    return ""


def _read_count(typed: str) -> int | None:
    if not typed:
        return None
    if re.fullmatch("[0-9]+", typed) is None:
        raise Refused("coupon_uses", field="most_uses")
    return int(typed)


_BLANK = CouponInput(code="", kind=CouponKind.PERCENT, value=0)
