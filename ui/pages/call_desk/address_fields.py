"""The fields of a postal address: the ZIP first, which fills town and state."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from models import card_guard
from models.addresses_rules import PostalAddress, check_us, format_zip, zip_parts
from ui import labels
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.field_row import FieldRow

FIELDS = ("postal_code", "line1", "line2", "city", "state")


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

    def __init__(self, *, kit: DeskKit, prefix: str, parent: QWidget | None = None) -> None:
        """*prefix* goes before the object names (`bill_to`, `ship_to`, `customer`)."""
        super().__init__(parent)
        self._kit = kit
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
            field: FieldRow(words[field], theme=theme, name=f"{prefix}_{field}_edit")
            for field in FIELDS
        }
        self.country_combo = QComboBox()
        self.country_row = FieldRow(
            self.tr("Country"),
            theme=theme,
            name=f"{prefix}_country_combo",
            editor=self.country_combo,
        )
        self._fill_countries()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        places = {
            "postal_code": (0, 0, 1), "line1": (0, 1, 2), "line2": (0, 3, 1),
            "city": (1, 0, 2), "state": (1, 2, 1),
        }  # fmt: skip
        for field, (row, column, span) in places.items():
            grid.addWidget(self.rows[field], row, column, 1, span)
        grid.addWidget(self.country_row, 1, 3)
        for column, stretch in enumerate((3, 5, 3, 4)):
            grid.setColumnStretch(column, stretch)
        for field in FIELDS:
            edit = self.rows[field].line_edit
            edit.textEdited.connect(lambda text, name=field: self._on_text_edited(name, text))
            self.rows[field].field_left.connect(lambda name=field: self._on_field_left(name))
        self.country_combo.activated.connect(lambda _index: self.edited.emit())

    def fill(self, address: PostalAddress | None) -> None:
        """Show *address*, or empty fields in the shop's own country."""
        shown = address or PostalAddress(country=self._kit.desk.country)
        for field in FIELDS:
            self.rows[field].line_edit.setText(getattr(shown, field))
            self.rows[field].clear_error()
            self.rows[field].set_hint("")
        self._filled.clear()
        index = self.country_combo.findData(shown.country)
        self.country_combo.setCurrentIndex(max(index, 0))

    def address(self, *, name: str, company: str = "") -> PostalAddress:
        """What stands in the fields, under a name."""
        values = {field: self.rows[field].text().strip() for field in FIELDS}
        country = str(self.country_combo.currentData())
        if country == "US":
            values["postal_code"] = format_zip(values["postal_code"]) or values["postal_code"]
            values["state"] = values["state"].upper()
        return PostalAddress(name=name, company=company, country=country, **values)

    def is_empty(self) -> bool:
        """Whether nothing at all has been typed."""
        return not any(self.rows[field].text().strip() for field in FIELDS)

    def show_errors(self, address: PostalAddress) -> QLineEdit | None:
        """Put a message beside every field that must be mended; the first such field, or None."""
        found = self._problems(address)
        first = None
        for field in FIELDS:
            self.rows[field].set_error(found.get(field, ""))
            if field in found and first is None:
                first = self.rows[field].line_edit
        return first

    def form(self) -> dict[str, str]:
        """What is half typed, by field; the country's code with it."""
        values = {field: self.rows[field].text() for field in FIELDS}
        return {**values, "country": str(self.country_combo.currentData())}

    def _problems(self, address: PostalAddress) -> dict[str, str]:
        if address.country == "US":
            return check_us(address)
        found = {}
        if not address.line1:
            found["line1"] = self.tr("Enter the street and number.")
        if not address.city:
            found["city"] = self.tr("Enter the town.")
        return found

    def _on_text_edited(self, field: str, text: str) -> None:
        row = self.rows[field]
        row.clear_error()
        if card_guard.looks_like_card(text):
            row.line_edit.clear()
            row.set_error(labels.card_wiped())
            return
        self._filled.pop(field, None)
        if field == "postal_code":
            self._fill_place(text)
        self.edited.emit()

    def _fill_place(self, text: str) -> None:
        parts = zip_parts(text)
        if parts is None or self.country_combo.currentData() != "US":
            return
        place = self._kit.look_up_zip(parts[0])
        row = self.rows["postal_code"]
        if place is None:
            row.set_hint(self.tr("Not in our ZIP table: type the town and the state."))
            return
        row.set_hint("")
        for field, value in (("city", place.city), ("state", place.state)):
            standing = self.rows[field].text().strip()
            if not standing or self._filled.get(field) == standing:
                self.rows[field].line_edit.setText(value)
                self.rows[field].clear_error()
                self._filled[field] = value
            elif standing.casefold() != value.casefold() and standing not in place.other_cities:
                row.set_hint(
                    self.tr("The table has {city}, {state} for this ZIP. Yours is kept.").format(
                        city=place.city, state=place.state
                    )
                )

    def _on_field_left(self, field: str) -> None:
        if not self.rows[field].text().strip():
            return
        if field == "postal_code" and self.country_combo.currentData() == "US":
            text = self.rows[field].text()
            if zip_parts(text) is None:
                self.rows[field].set_error(
                    self.tr("Enter a ZIP code of five digits, or nine with a hyphen.")
                )
        if field in ("postal_code", "line1"):
            self.address_left.emit()

    def _fill_countries(self) -> None:
        home = self._kit.desk.country
        self.country_combo.addItem(labels.country_name(home), home)
        codes = {QLocale.territoryToCode(t) for t in QLocale.Country if t.value > 0}
        others = [(labels.country_name(code), code) for code in codes if len(code) == 2]
        for name, code in sorted(others):
            if code.isalpha() and code != home:
                self.country_combo.addItem(name, code)
