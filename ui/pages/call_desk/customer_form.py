"""A customer, typed while the caller talks: a new one, or changes of one on file."""

from __future__ import annotations

import re
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from desktop.services import customers
from desktop.services.customers import CustomerInput, CustomerView
from desktop.services.desk import Refused, Stale
from models import names, phone_numbers
from models.addresses_rules import PostalAddress
from models.card_guard import CardNumberRefused
from models.ids import uuid7
from models.scripts import is_latin
from ui import labels
from ui.pages.call_desk.address_fields import AddressFields
from ui.pages.call_desk.customer_rows import CERTIFICATE, UNTIL, CustomerRows, texts_of
from ui.pages.call_desk.duplicate_offer import DuplicateOffer
from ui.pages.call_desk.form_panel import FormPanel
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.roman_fields import RomanFields
from ui.widgets.field_row import FieldRow

FIRST = ("given_name", "family_name", "phone")
SECOND = ("company_name", "email", "mobile", "fax")
THIRD = ("note", CERTIFICATE, UNTIL)


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
        self._command_id = uuid7()
        self._busy = False
        self._on_file: CustomerView | None = None
        self.fields = CustomerRows(kit=kit, parent=self)
        self.address_fields = AddressFields(kit=kit, prefix="customer")
        self.roman_fields = RomanFields(kit=kit, prefix="customer")
        self.catalog_check = QCheckBox(self.tr("Wants our catalog"))
        self.catalog_check.setObjectName("customer_catalog_check")
        self.catalog_check.setAccessibleName(self.tr("Wants our catalog"))
        self.duplicate_offer = DuplicateOffer(kit=kit)
        self._build()
        self._connect()

    @property
    def rows(self) -> dict[str, FieldRow]:
        """The rows by name, the address apart."""
        return self.fields.rows

    @property
    def on_file(self) -> CustomerView | None:
        """The customer who is being changed; None while it is a new one."""
        return self._on_file

    def start(self, text: str, *, number: str = "") -> None:
        """Begin a new customer with what the finder had; what was typed before in this call stays."""
        if not self.has_typed or self._on_file is not None:
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
        same = self._on_file is not None and self._on_file.id == customer.id
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
        if self._on_file is not None:
            return {}
        catalog = {"catalog": "yes"} if self.catalog_check.isChecked() else {}
        typed = {**self.fields.texts(), **self.address_fields.form()}
        return {**typed, **self.roman_fields.form(), **catalog}

    def first_field(self) -> QWidget:
        """The first empty field of a new customer; the name of one on file."""
        if self._on_file is not None:
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
        if self._busy:
            return
        first = self.fields.first_problem()
        made = self.input()
        if made.address is not None:
            found = self.address_fields.problems(made.address)
            first = first or self.address_fields.show_problems(found)
        if first is not None:
            first.setFocus()
            return
        self._save(made)

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
        company, old = self.fields.text("company_name"), self._on_file
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
        if self._on_file is not None:
            return PostalAddress(name=name or text("company_name"))
        return self.address_fields.address(name=name, company=text("company_name"))

    def _on_typed(self) -> None:
        self.roman_fields.show_beside(self._typed())
        self.form_edited.emit()

    def _build(self) -> None:
        first, more, last = QGridLayout(), QGridLayout(), QGridLayout()
        for grid, row in ((first, FIRST), (more, SECOND), (last, THIRD)):
            for column, name in enumerate(row):
                grid.addWidget(self.rows[name], 0, column)
                grid.setColumnStretch(column, 2 if name == "note" else 1)
            grid.setHorizontalSpacing(self._kit.theme.px(12))
        below = (self.roman_fields, last, self.catalog_check)
        for part in (first, self.address_fields, more, *below):
            if isinstance(part, QGridLayout):
                self.fields_column.addLayout(part)
            else:
                self.fields_column.addWidget(part)
        self.fields_column.addWidget(self.duplicate_offer)
        self.add_buttons()
        order: list[QWidget] = [self.fields.edit(name) for name in FIRST]
        order += self.address_fields.tab_chain()
        order += [self.fields.edit(name) for name in SECOND]
        order += [*self.roman_fields.edits(), *(self.fields.edit(name) for name in THIRD)]
        order += [self.catalog_check, self.leave_button, self.save_button]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.fields.edited.connect(self._on_typed)
        self.roman_fields.edited.connect(self.form_edited)
        self.fields.contact_left.connect(self._offer_country)
        self.fields.contact_left.connect(self._look_for_duplicates)
        self.catalog_check.clicked.connect(lambda _on: self.form_edited.emit())
        self.address_fields.edited.connect(self._on_typed)
        self.address_fields.address_left.connect(self._look_for_duplicates)

    def _begin_anew(self, customer: CustomerView | None) -> None:
        self.forget()
        self._command_id = uuid7()
        self._busy = False
        self._on_file = customer
        self.address_fields.setVisible(customer is None)
        if customer is None:
            self.set_words(self.tr("New customer"), self.tr("Save the customer"))
        else:
            self.set_words(self.tr("Change the customer"), self.tr("Save the changes"))

    def _place(self, text: str) -> None:
        """Put what the finder had where it belongs, unless something stands there."""
        text = text.strip()
        digits = sum(c.isdigit() for c in text)
        if "@" in text:
            self._put("email", text)
        elif re.fullmatch(r"\d{5}(-\d{4})?", text):
            if not self.address_fields.edit("postal_code").text():
                self.address_fields.type_zip(text)
        elif digits >= 7:
            self._put("phone", text)
        elif not digits and not (self.fields.text("given_name") or self.fields.text("family_name")):
            given, _, family = text.partition(" ")
            if names.whole_name(given, family) or (not is_latin(text) and not family):
                given, family = family, given  # family first, or all of it in one piece
            self._put("given_name", given.title() if given.islower() else given)
            self._put("family_name", family.title() if family.islower() else family)

    def _put(self, name: str, text: str) -> None:
        if not self.fields.text(name):
            self.fields.edit(name).setText(text)

    def _save(self, made: CustomerInput) -> None:
        command_id, desk, old = self._command_id, self._kit.desk, self._on_file
        self._busy = True
        self._kit.tasks.command(
            self,
            lambda session: (
                customers.create(session, desk, made, command_id=command_id)
                if old is None
                else customers.change(
                    session, desk, old.id, made, version=old.version, command_id=command_id
                )
            ),
            done=self._on_saved,
            failed=self._on_save_failed,
            changed={"customers"},
            name="create_customer" if old is None else "change_customer",
        )

    def _offer_country(self) -> None:
        """The country of their number is likely that of their address."""
        number = phone_numbers.parse(self.fields.text("phone"), self._kit.desk.country)
        if self._on_file is None and number is not None and number.country:
            self.address_fields.offer_country(number.country)

    def _look_for_duplicates(self) -> None:
        if self._on_file is None:
            self.duplicate_offer.look_for(self.input())

    def _on_saved(self, customer: CustomerView) -> None:
        self._busy = False
        was_new = self._on_file is None
        self.forget()
        (self.customer_made if was_new else self.customer_changed).emit(customer)

    def _on_save_failed(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, Refused):
            self._command_id = uuid7()
            row = self.rows.get(error.field, self.rows["family_name"])
            row.set_error(labels.refusal(error))
            row.line_edit.setFocus()
        elif isinstance(error, CardNumberRefused):
            self._command_id = uuid7()
            self._kit.announce(labels.card_refused(), "bad")
        elif isinstance(error, Stale):
            self._command_id = uuid7()
            self._read_again()
        else:
            self._kit.tasks.unhandled.emit(error, "save_customer")

    def _read_again(self) -> None:
        old, desk = self._on_file, self._kit.desk
        if old is not None:
            self._kit.tasks.query(
                self,
                lambda session: customers.view(session, desk, old.id),
                done=self._on_read_again,
            )

    def _on_read_again(self, theirs: CustomerView) -> None:
        """Lay what was changed here over what somebody else saved."""
        old = self._on_file
        if old is None or old.id != theirs.id:
            return
        before, now, here = texts_of(old), texts_of(theirs), self.fields.texts()
        both = {name: here[name] if here[name] != before[name] else now[name] for name in here}
        if self.catalog_check.isChecked() == old.wants_catalog:
            self.catalog_check.setChecked(theirs.wants_catalog)
        if self.roman_fields.text("name") == old.romanised_name:
            self.roman_fields.restore({"roman_name": theirs.romanised_name})
        self._on_file = theirs
        self.fields.fill(both)
        self.roman_fields.show_beside(self._typed())
        self._kit.announce(
            self.tr("Somebody else changed this customer. Look at both, then save again."), "held"
        )
