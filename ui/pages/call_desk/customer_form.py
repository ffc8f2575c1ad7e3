"""A customer, typed while the caller talks: a new one, or changes of one on file."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from desktop.services.customers import CustomerInput, CustomerView
from models import names, phone_numbers
from models.addresses_rules import PostalAddress
from ui.pages.call_desk.address_fields import AddressFields
from ui.pages.call_desk.customer_rows import CERTIFICATE, UNTIL, CustomerRows, texts_of
from ui.pages.call_desk.customer_saver import CustomerSaver
from ui.pages.call_desk.duplicate_offer import DuplicateOffer
from ui.pages.call_desk.finder_text import fields_of
from ui.pages.call_desk.form_panel import FormPanel
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.roman_fields import RomanFields
from ui.widgets.field_row import FieldRow

FIRST = ("given_name", "family_name", "phone")
SECOND = ("company_name", "email", "mobile", "fax")
THIRD = ("note",)
LAST = (CERTIFICATE, UNTIL)
_STRETCH = {CERTIFICATE: 2}


class CustomerForm(FormPanel):
    """Name, numbers, address, note. No e-mail is required. A likely duplicate is offered.

    For a customer on file it has no address (that is F5 and F6), and it saves what was changed; if
    somebody else saved the customer meanwhile, theirs is shown where nothing was changed here.

    Signals:
        customer_made(CustomerView): a new one was saved.
        customer_changed(CustomerView): one on file was saved.
        duplicate_taken(CustomerView): the agent took a customer who is on file instead.
    """

    customer_made = Signal(object)
    customer_changed = Signal(object)
    duplicate_taken = Signal(object)

    def __init__(self, *, kit: DeskKit, parent: QWidget | None = None) -> None:
        """Needs the action use_duplicate."""
        super().__init__(
            self.tr("New customer"),
            kit=kit,
            name="customer_form",
            save_words=self.tr("Save the customer"),
            parent=parent,
        )
        self._saver = CustomerSaver(kit=kit, parent=self)
        self.fields = CustomerRows(kit=kit, parent=self)
        self.address_fields = AddressFields(kit=kit, prefix="customer")
        self.roman_fields = RomanFields(kit=kit, prefix="customer")
        self.catalog_check = QCheckBox(self.tr("Wants our catalog"))
        self.catalog_check.setObjectName("customer_catalog_check")
        self.catalog_check.setAccessibleName(self.tr("Wants our catalog"))
        self.duplicate_offer = DuplicateOffer(kit=kit)
        self._rows_across: list[QHBoxLayout] = []
        self._build()
        self._connect()

    @property
    def rows(self) -> dict[str, FieldRow]:
        """The rows by name, the address apart."""
        return self.fields.rows

    @property
    def on_file(self) -> CustomerView | None:
        """The customer who is being changed; None while it is a new one."""
        return self._saver.on_file

    def start(self, text: str, *, number: str = "") -> None:
        """Begin a new customer with what the finder had; what was typed before in this call stays."""
        if not self.has_typed or self.on_file is not None:
            self._begin_anew(None)
            self.fields.fill({})
            self.address_fields.fill(None)
            self.roman_fields.fill(None)
            self.catalog_check.setChecked(False)
        self._place(text)
        if number and not self.fields.text("phone"):
            self.fields.edit("phone").setText(number)
        self._offer_country()
        self.roman_fields.show_beside(self._typed())

    def start_change(self, customer: CustomerView) -> None:
        """Change a customer on file; what was typed before in this call stays."""
        same = self.on_file is not None and self.on_file.id == customer.id
        if not (self.has_typed and same):
            self._begin_anew(customer)
            self.fields.fill(texts_of(customer))
            self.roman_fields.restore({"roman_name": customer.romanised_name})
            self.catalog_check.setChecked(customer.wants_catalog)
        self.roman_fields.show_beside(self._typed())

    def restore(self, form: dict[str, str]) -> None:
        """Fill the form with what was half typed of a new customer."""
        self._begin_anew(None)
        self.fields.fill(form)
        self.address_fields.restore(form)
        self.roman_fields.restore(form)
        self.roman_fields.show_beside(self._typed())
        self.catalog_check.setChecked(bool(form.get("catalog")))
        super().restore(form)

    def form(self) -> dict[str, str]:
        """What is half typed, by field name; nothing of a customer on file."""
        if self.on_file is not None:
            return {}
        catalog = {"catalog": "yes"} if self.catalog_check.isChecked() else {}
        typed = {**self.fields.texts(), **self.address_fields.form()}
        return {**typed, **self.roman_fields.form(), **catalog}

    def first_field(self) -> QWidget:
        """The first empty field of a new customer; the name of one on file."""
        if self.on_file is not None:
            return self.fields.edit("given_name")
        for name in FIRST:
            if not self.fields.text(name):
                return self.fields.edit(name)
        return self.address_fields.first_empty()

    def forget(self) -> None:
        """The next opening begins anew."""
        super().forget()
        self.duplicate_offer.clear()

    def submit(self) -> None:
        """Check every field, then save."""
        first = self.fields.first_problem()
        made = self.input()
        if made.address is not None:
            found = self.address_fields.problems(made.address)
            first = first or self.address_fields.show_problems(found)
        if first is not None:
            first.setFocus()
            return
        self._saver.save(made)

    def take_duplicate(self) -> None:
        """Go on with the customer who is on file."""
        found = self.duplicate_offer.offered
        if found is not None:
            self.forget()
            self.duplicate_taken.emit(found)

    @property
    def has_duplicate(self) -> bool:
        """Whether one is offered."""
        return self.duplicate_offer.offered is not None

    def input(self) -> CustomerInput:
        """What stands in the form."""
        given, family = self.fields.text("given_name"), self.fields.text("family_name")
        company, old = self.fields.text("company_name"), self.on_file
        typed = self.roman_fields.beside(self._typed())
        has_address = old is None and not self.address_fields.is_empty()
        return CustomerInput(
            given_name=given,
            family_name=family,
            company_name=company,
            contacts=self.fields.contacts(old.contacts if old else ()),
            address=typed if has_address else None,
            language=old.language if old else "",
            notes=self.fields.text("note"),
            wants_catalog=self.catalog_check.isChecked(),
            tax_exempt_certificate=self.fields.text(CERTIFICATE),
            tax_exempt_until=self.fields.exempt_until(),
            romanised_name=typed.roman_name or typed.roman_company,
        )

    def _typed(self) -> PostalAddress:
        """Name and address as they stand; of a customer on file the name, which has no address here."""
        text = self.fields.text
        name = names.person_name(text("given_name"), text("family_name"))
        if self.on_file is not None:
            return PostalAddress(name=name or text("company_name"))
        return self.address_fields.address(name=name, company=text("company_name"))

    def _on_typed(self) -> None:
        self.roman_fields.show_beside(self._typed())
        self.form_edited.emit()

    def _build(self) -> None:
        first, more, third, last = (self._across(row) for row in (FIRST, SECOND, THIRD, LAST))
        below = (self.roman_fields, third, last, self.catalog_check)
        for part in (first, self.address_fields, more, *below):
            if isinstance(part, QHBoxLayout):
                self.fields_column.addLayout(part)
            else:
                self.fields_column.addWidget(part)
        self.fields_column.addWidget(self.duplicate_offer)
        self.add_buttons()
        order: list[QWidget] = [self.fields.edit(name) for name in FIRST]
        order += self.address_fields.tab_chain()
        order += [self.fields.edit(name) for name in SECOND]
        order += self.roman_fields.edits()
        order += [self.fields.edit(name) for name in (*THIRD, *LAST)]
        order += [self.catalog_check, self.leave_button, self.save_button]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _across(self, names_of_rows: tuple[str, ...]) -> QHBoxLayout:
        across = QHBoxLayout()
        for name in names_of_rows:
            across.addWidget(self.rows[name], _STRETCH.get(name, 1))
        self._rows_across.append(across)
        return across

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        for across in getattr(self, "_rows_across", ()):
            across.setSpacing(self._theme.px(12))

    def _connect(self) -> None:
        self.fields.edited.connect(self._on_typed)
        self.roman_fields.edited.connect(self.form_edited)
        self.fields.contact_left.connect(self._offer_country)
        self.fields.contact_left.connect(self._look_for_duplicates)
        self._saver.customer_made.connect(self._on_saver_customer_made)
        self._saver.customer_changed.connect(self._on_saver_customer_changed)
        self._saver.input_refused.connect(self._on_saver_input_refused)
        self._saver.changed_elsewhere.connect(self._on_saver_changed_elsewhere)
        self.catalog_check.clicked.connect(lambda _on: self.form_edited.emit())
        self.address_fields.edited.connect(self._on_typed)
        self.address_fields.address_left.connect(self._look_for_duplicates)

    def _begin_anew(self, customer: CustomerView | None) -> None:
        self.forget()
        self._saver.begin(customer)
        self.address_fields.setVisible(customer is None)
        if customer is None:
            self.set_words(self.tr("New customer"), self.tr("Save the customer"))
        else:
            self.set_words(self.tr("Change the customer"), self.tr("Save the changes"))

    def _place(self, text: str) -> None:
        """Put what the finder had where it belongs, unless something stands there."""
        found = fields_of(text)
        code = found.pop("postal_code", "")
        if code and not self.address_fields.edit("postal_code").text():
            self.address_fields.type_zip(code)
        if not any(self.fields.text(name) for name in found):
            for name, words in found.items():
                self.fields.edit(name).setText(words)

    def _offer_country(self) -> None:
        """The country of their number is likely that of their address."""
        number = phone_numbers.parse(self.fields.text("phone"), self._kit.desk.country)
        if self.on_file is None and number is not None and number.country:
            self.address_fields.offer_country(number.country)

    def _look_for_duplicates(self) -> None:
        if self.on_file is None:
            self.duplicate_offer.look_for(self.input())

    def _on_saver_customer_made(self, customer: CustomerView) -> None:
        self.forget()
        self.customer_made.emit(customer)

    def _on_saver_customer_changed(self, customer: CustomerView) -> None:
        self.forget()
        self.customer_changed.emit(customer)

    def _on_saver_input_refused(self, field: str, words: str) -> None:
        row = self.rows.get(field, self.rows["family_name"])
        row.set_error(words)
        row.line_edit.setFocus()

    def _on_saver_changed_elsewhere(self, theirs: CustomerView) -> None:
        """Lay what was changed here over what somebody else saved."""
        old = self.on_file
        if old is None:
            return
        before, now, here = texts_of(old), texts_of(theirs), self.fields.texts()
        both = {name: here[name] if here[name] != before[name] else now[name] for name in here}
        if self.catalog_check.isChecked() == old.wants_catalog:
            self.catalog_check.setChecked(theirs.wants_catalog)
        if self.roman_fields.text("name") == old.romanised_name:
            self.roman_fields.restore({"roman_name": theirs.romanised_name})
        self.fields.fill(both)
        self.roman_fields.show_beside(self._typed())
        self._kit.announce(
            self.tr("Somebody else changed this customer. Look at both, then save again."), "held"
        )
