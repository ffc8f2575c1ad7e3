"""The fields of a postal address by its country's own form: the code first where it fills something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from models import address_checks, address_forms
from models.addresses_rules import PostalAddress, state_code, zip_parts
from ui.address_words import words_of
from ui.page_kit import AddressKit
from ui.pages.call_desk.address_rows import fields_in_order, lay_out
from ui.pages.call_desk.card_watch import watch_row
from ui.place_filling import PlaceFiller
from ui.widgets.country_combo import CountryCombo
from ui.widgets.field_row import FieldRow
from ui.widgets.region_edit import RegionEdit

FIELDS = ("postal_code", "line1", "line2", "district", "city", "sorting_code", "state")
LENGTH = 100
"""Longer than any line that fits an envelope; what is too long for one is said, not cut."""


class AddressFields(QWidget):
    """The country, and whatever its addresses have: others are not shown.

    A postal code fills town and region where they are empty or were filled by one before; what was
    typed there is never overwritten: a hint says what the code says. Checks run when a field is left.
    What was typed and the chosen country has no place for stays in sight.

    Signals:
        edited: something was typed (not when filled by the program), or another country chosen.
        address_left: the street or the postal code was left: time to look for duplicates.
    """

    edited = Signal()
    address_left = Signal()

    def __init__(
        self, *, kit: AddressKit, prefix: str, slim: bool = False, parent: QWidget | None = None
    ) -> None:
        """*prefix* goes before the object names (`bill_to`, `ship_to`, `customer`); *slim* is for
        a sheet: as narrow as one, and Enter is the sheet's own."""
        super().__init__(parent)
        self._kit, self._slim = kit, slim
        self._order: tuple[str, ...] = ()
        self._across: list[QHBoxLayout] = []
        self._is_guess = False
        theme = kit.theme
        words = {
            "line1": self.tr("Street and number, or PO box"),
            "line2": self.tr("Apartment, suite"),
        }
        self.rows = {
            field: FieldRow(
                words.get(field, ""),
                theme=theme,
                name=f"{prefix}_{field}_edit",
                editor=RegionEdit() if field == "state" else None,
                advance=not slim,
            )
            for field in FIELDS
        }
        self._filler = PlaceFiller(self.rows, look_up_zip=kit.look_up_zip)
        self.country_combo = CountryCombo(home=kit.desk.country)
        self.country_row = FieldRow(
            self.tr("Country"),
            theme=theme,
            name=f"{prefix}_country_combo",
            editor=self.country_combo,
            advance=not slim,
        )
        self._build()
        for field in FIELDS:
            row = self.rows[field]
            # Tab would stop at a row where it was made, wherever its field is in the order.
            row.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes it, the stubs do not
            row.line_edit.setMaxLength(LENGTH)
            watch_row(row).text_edited.connect(
                lambda text, name=field: self._on_row_text_edited(name, text)
            )
            row.field_left.connect(lambda name=field: self._on_row_field_left(name))
        # What the country has no place for is in no layout, belongs to nobody, and would stay for ever.
        # As a child that is hidden it would be in the way of Tab.
        self.destroyed.connect(partial(_delete, list(self.rows.values())))
        self.country_combo.activated.connect(self._on_country_combo_activated)
        theme.theme_changed.connect(self._on_theme_changed)
        self._show_form()

    @property
    def shown_fields(self) -> tuple[str, ...]:
        """The fields that are shown, in their order; the country, after them all, left out."""
        return self._order

    def tab_chain(self) -> list[QWidget]:
        """What Tab goes through, in its order."""
        return [*(self.edit(field) for field in self._order), self.country_combo]

    def fill(self, address: PostalAddress | None) -> None:
        """Show *address*, or empty fields in the shop's own country."""
        shown = address or PostalAddress(country=self._kit.desk.country)
        self._show_texts({field: getattr(shown, field) for field in FIELDS}, shown.country)

    def address(self, *, name: str, company: str = "") -> PostalAddress:
        """What stands in the fields, under a name, as the country writes it."""
        values = {field: self.rows[field].text().strip() for field in self._order}
        return address_checks.normalised(
            PostalAddress(name=name, company=company, country=self.country, **values)
        )

    @property
    def country(self) -> str:
        """The code of the country that is chosen."""
        return self.country_combo.country

    def offer_country(self, code: str) -> None:
        """Choose the country of a caller's number, where nothing was typed and none was chosen."""
        if self.is_empty() and self.country == self._kit.desk.country and code != self.country:
            self.country_combo.set_country(code)
            self._show_form()
            self._is_guess = True
            self.country_row.set_hint(self.tr("As their telephone number says."))

    def is_empty(self) -> bool:
        """Whether nothing at all has been typed."""
        return not any(self.rows[field].text().strip() for field in FIELDS)

    def first_empty(self) -> QLineEdit:
        """Where typing goes on: the first of the fields that have to be filled and are empty."""
        needed = {"postal_code", "line1", "city", "state"}
        if self.country != "US":
            needed = set(address_forms.form(self.country).required)
        edits = (self.edit(field) for field in self._order if field in needed)
        return next((edit for edit in edits if not edit.text().strip()), self.edit("line1"))

    def edit(self, field: str) -> QLineEdit:
        """The line edit of a field."""
        return self.rows[field].line_edit

    def type_zip(self, text: str) -> None:
        """Put a ZIP in as if it had been typed: it fills town and state."""
        self.edit("postal_code").setText(text)
        self._filler.fill(self.country, text)

    def problems(self, address: PostalAddress) -> Mapping[str, str]:
        """What must be mended, by field; `name` and `company` may be among them."""
        return address_checks.problems(address)

    def show_problems(self, found: Mapping[str, str]) -> QLineEdit | None:
        """Put a message beside every field that must be mended; the first such field, or None."""
        first = None
        for field in self._order:
            self.rows[field].set_error(found.get(field, ""))
            if field in found and first is None:
                first = self.edit(field)
        return first

    def form(self) -> dict[str, str]:
        """What is half typed, by field; the country's code with it."""
        values = {field: self.rows[field].text() for field in FIELDS}
        return {**values, "country": self.country}

    def restore(self, form: Mapping[str, str]) -> None:
        """Show what was half typed."""
        home = self._kit.desk.country
        texts = {field: form.get(field, "") for field in FIELDS}
        self._show_texts(texts, form.get("country") or home)

    def _show_texts(self, texts: Mapping[str, str], country: str) -> None:
        for field, row in self.rows.items():
            row.line_edit.setText(texts[field])
        self._filler.forget()
        self.country_combo.set_country(country)
        self._show_form()

    def _build(self) -> None:
        if self._slim:
            # The longest name of a country would make the form broader than its column.
            self.country_combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            self.country_combo.setMinimumContentsLength(6)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)

    def _show_form(self) -> None:
        """Show the fields of the chosen country, in its order and words; what was said of them goes."""
        rules = None if self.country == "US" else address_forms.form(self.country)
        self._is_guess = False
        self.country_row.set_hint("")
        for field, label in words_of(self.country).items():
            self.rows[field].set_label(label)
        for field, row in self.rows.items():
            row.clear_error()
            row.set_hint("")
            optional = rules is not None and field not in {*rules.required, "line2"}
            row.line_edit.setPlaceholderText(self.tr("optional") if optional else "")
        state = self.edit("state")
        if isinstance(state, RegionEdit):
            state.set_form(rules)
        self._arrange()

    def _arrange(self) -> None:
        typed = [field for field, row in self.rows.items() if row.text().strip()]
        order = fields_in_order(self.country, typed)
        if order == self._order:
            return
        before = self._tab_anchor()
        self._order = order
        self._across = lay_out(self._rows, self.rows, self.country_row, order, slim=self._slim)
        for field, row in self.rows.items():
            row.setVisible(field in order)
        for widget in self.tab_chain():
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget
        self._on_theme_changed()

    def _tab_anchor(self) -> QWidget | None:
        """What Tab comes from into these fields; None while nobody said."""
        if not self._order:
            return None
        before = self.edit(self._order[0]).previousInFocusChain()
        while before is not None and (before is self or self.isAncestorOf(before)):
            before = before.previousInFocusChain()
        return before

    def _on_country_combo_activated(self, _index: int) -> None:
        self._filler.take_back()
        self._show_form()
        self._filler.fill(self.country, self.rows["postal_code"].text())
        self.edited.emit()

    def _on_row_text_edited(self, field: str, text: str) -> None:
        self._filler.was_typed(field)
        if field == "postal_code":
            self._doubt_guess(text)
            self._filler.fill(self.country, text)
        elif field in ("city", "state") and self.country != "US":
            self.rows["postal_code"].set_hint("")  # what was asked for is being typed
        if field == "state":
            state = self.edit("state")
            if isinstance(state, RegionEdit):
                self.rows[field].set_hint(state.choices_said())
        self.edited.emit()

    def _doubt_guess(self, text: str) -> None:
        """Digits alone are no code of Canada's or Britain's: a caller from there who lives at home."""
        home = self._kit.desk.country
        if not self._is_guess or home != "US" or zip_parts(text) is None:
            return
        examples = "".join(address_forms.form(self.country).examples)
        if any(character.isalpha() for character in examples):
            self.country_combo.set_country(home)
            self._show_form()

    def _on_row_field_left(self, field: str) -> None:
        row = self.rows[field]
        text = row.text()
        if field == "state":
            row.set_hint("")
        if not text.strip():
            self._arrange()
            return
        if field in ("state", "postal_code") and not row.error:
            row.set_error(self._problem(field, text))
            if field == "postal_code" and not row.error and self.country != "US":
                row.line_edit.setText(address_forms.postal_code(self.country, text))
        if field in ("postal_code", "line1"):
            self.address_left.emit()

    def _problem(self, field: str, text: str) -> str:
        if self.country != "US":
            rules = address_forms.form(self.country)
            is_good = address_checks.is_one(rules, field, text)
            return "" if is_good else address_checks.problem_of(rules, field)
        if field == "postal_code" and zip_parts(text) is None:
            return self.tr("Enter a ZIP code of five digits, or nine with a hyphen.")
        if field == "state" and state_code(text) is None:
            return self.tr("Enter the state by its two letters, such as CA.")
        return ""

    def _on_theme_changed(self) -> None:
        px = self._kit.theme.px
        self._rows.setSpacing(px(8))
        for across in self._across:
            across.setSpacing(px(12))
        for field in ("postal_code", "state"):  # a message under it has to be read
            self.rows[field].setMinimumWidth(px(110))


def _delete(rows: Iterable[QWidget]) -> None:
    for row in rows:
        if shiboken6.isValid(row):
            row.deleteLater()
