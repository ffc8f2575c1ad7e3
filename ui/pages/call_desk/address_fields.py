"""The fields of a postal address: the ZIP first, which fills town and state."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from models.addresses_rules import PostalAddress, check_us, format_zip, state_code, zip_parts
from ui.page_kit import AddressKit
from ui.pages.call_desk.card_watch import watch_row
from ui.widgets.country_combo import CountryCombo, code_and_region
from ui.widgets.field_row import FieldRow

FIELDS = ("postal_code", "line1", "line2", "city", "state")
LENGTH = 100
"""Longer than any line that fits an envelope; what is too long for one is said, not cut."""


class AddressFields(QWidget):
    """ZIP, street, unit, town, state, country.

    A ZIP fills town and state where they are empty or were filled by a ZIP before; what was typed
    there is never overwritten: a hint says what the table has. Checks run when a field is left.

    Signals:
        edited: something was typed (not when filled by the program).
        address_left: the street or the ZIP was left: time to look for duplicates.
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
        self._filled: dict[str, str] = {}
        theme = kit.theme
        words = {
            "postal_code": self.tr("ZIP"),
            "line1": self.tr("Street and number, or PO box"),
            "line2": self.tr("Apartment, suite"),
            "city": self.tr("Town"),
            "state": self.tr("State"),
        }
        self.rows = {
            field: FieldRow(
                words[field], theme=theme, name=f"{prefix}_{field}_edit", advance=not slim
            )
            for field in FIELDS
        }
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
            row.line_edit.setMaxLength(LENGTH)
            watch_row(row).text_edited.connect(
                lambda text, name=field: self._on_row_text_edited(name, text)
            )
            row.field_left.connect(lambda name=field: self._on_row_field_left(name))
        self.country_combo.activated.connect(self._on_country_combo_activated)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def fill(self, address: PostalAddress | None) -> None:
        """Show *address*, or empty fields in the shop's own country."""
        shown = address or PostalAddress(country=self._kit.desk.country)
        for field in FIELDS:
            self.rows[field].line_edit.setText(getattr(shown, field))
            self.rows[field].clear_error()
            self.rows[field].set_hint("")
        self._filled.clear()
        self._set_country(shown.country)

    def address(self, *, name: str, company: str = "") -> PostalAddress:
        """What stands in the fields, under a name."""
        values = {field: self.rows[field].text().strip() for field in FIELDS}
        country = self._country()
        if country == "US":
            values["postal_code"] = format_zip(values["postal_code"]) or values["postal_code"]
            values["state"] = state_code(values["state"]) or values["state"]
        return PostalAddress(name=name, company=company, country=country, **values)

    def is_empty(self) -> bool:
        """Whether nothing at all has been typed."""
        return not any(self.rows[field].text().strip() for field in FIELDS)

    def first_empty(self) -> QLineEdit:
        """Where typing goes on: the first of ZIP, street, town and state that is empty."""
        needed = (self.rows[field].line_edit for field in FIELDS if field != "line2")
        return next((edit for edit in needed if not edit.text().strip()), self.edit("line1"))

    def edit(self, field: str) -> QLineEdit:
        """The line edit of a field."""
        return self.rows[field].line_edit

    def type_zip(self, text: str) -> None:
        """Put a ZIP in as if it had been typed: it fills town and state."""
        self.edit("postal_code").setText(text)
        self._fill_place(text)

    def problems(self, address: PostalAddress) -> Mapping[str, str]:
        """What must be mended, by field; `name` and `company` may be among them."""
        if address.country == "US":
            return check_us(address)
        found = {}
        if not address.line1:
            found["line1"] = self.tr("Enter the street and number.")
        if not address.city:
            found["city"] = self.tr("Enter the town.")
        return found

    def show_problems(self, found: Mapping[str, str]) -> QLineEdit | None:
        """Put a message beside every field that must be mended; the first such field, or None."""
        first = None
        for field in FIELDS:
            self.rows[field].set_error(found.get(field, ""))
            if field in found and first is None:
                first = self.edit(field)
        return first

    def form(self) -> dict[str, str]:
        """What is half typed, by field; the country's code with it."""
        values = {field: self.rows[field].text() for field in FIELDS}
        return {**values, "country": self._country()}

    def restore(self, form: Mapping[str, str]) -> None:
        """Show what was half typed."""
        self.fill(None)
        for field in FIELDS:
            self.edit(field).setText(form.get(field, ""))
        self._set_country(form.get("country") or self._kit.desk.country)

    def _build(self) -> None:
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        rows = self.rows
        lines: tuple[tuple[tuple[FieldRow, int], ...], ...] = (
            ((rows["postal_code"], 2), (rows["line1"], 5), (rows["line2"], 3)),
            ((rows["city"], 4), (rows["state"], 3), (self.country_row, 4)),
        )
        if self._slim:
            lines = (
                ((rows["postal_code"], 2), (rows["line1"], 5)),
                ((rows["line2"], 2), (rows["city"], 3), (rows["state"], 2)),
                ((self.country_row, 1),),
            )
            # The longest name of a country would make the form broader than its column.
            self.country_combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            self.country_combo.setMinimumContentsLength(6)
        self._across = []
        for row in lines:
            across = QHBoxLayout()
            for widget, stretch in row:
                across.addWidget(widget, stretch)
            self._rows.addLayout(across)
            self._across.append(across)
        order = [self.edit(field) for field in FIELDS]
        for before, after in zip(order, [*order[1:], self.country_combo], strict=True):
            QWidget.setTabOrder(before, after)

    def _country(self) -> str:
        return self.country_combo.country

    def _set_country(self, code: str) -> None:
        self.country_combo.set_country(code)
        self._say_country()

    def _say_country(self) -> None:
        """Each country's own words for its codes."""
        code, region = code_and_region(self._country())
        self.rows["postal_code"].set_label(code)
        self.rows["state"].set_label(region)

    def _on_country_combo_activated(self, _index: int) -> None:
        self._say_country()
        for field in FIELDS:
            self.rows[field].clear_error()
            self.rows[field].set_hint("")
        self.edited.emit()

    def _on_row_text_edited(self, field: str, text: str) -> None:
        self._filled.pop(field, None)
        if field == "postal_code":
            self.rows[field].set_hint("")
            self._fill_place(text)
        self.edited.emit()

    def _fill_place(self, text: str) -> None:
        parts = zip_parts(text)
        if parts is None or self._country() != "US":
            return
        place = self._kit.look_up_zip(parts[0])
        row = self.rows["postal_code"]
        if place is None:
            row.set_hint(self.tr("Not in our ZIP table: type the town and the state."))
            return
        towns = {place.city.casefold(), *(city.casefold() for city in place.other_cities)}
        kept = False
        for field, value in (("city", place.city), ("state", place.state)):
            standing = self.rows[field].text().strip()
            if not standing or self._filled.get(field) == standing:
                self.edit(field).setText(value)
                self.rows[field].clear_error()
                self._filled[field] = value
            elif field == "city":
                kept = kept or standing.casefold() not in towns
            else:
                kept = kept or (state_code(standing) or standing) != value
        if kept:
            row.set_hint(
                self.tr("The table has {city}, {state} for this ZIP. Yours is kept.").format(
                    city=place.city, state=place.state
                )
            )

    def _on_row_field_left(self, field: str) -> None:
        text = self.rows[field].text()
        if not text.strip():
            return
        if self._country() == "US":
            if field == "postal_code" and zip_parts(text) is None:
                self.rows[field].set_error(
                    self.tr("Enter a ZIP code of five digits, or nine with a hyphen.")
                )
            if field == "state" and state_code(text) is None:
                self.rows[field].set_error(
                    self.tr("Enter the state by its two letters, such as CA.")
                )
        if field in ("postal_code", "line1"):
            self.address_left.emit()

    def _on_theme_changed(self) -> None:
        px = self._kit.theme.px
        self._rows.setSpacing(px(8))
        for across in self._across:
            across.setSpacing(px(12))
        for field in ("postal_code", "state"):  # a message under it has to be read
            self.rows[field].setMinimumWidth(px(110))
