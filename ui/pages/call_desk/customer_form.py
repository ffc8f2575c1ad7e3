"""A new customer, typed while the caller talks."""

from __future__ import annotations

import re
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from desktop.services import customers
from desktop.services.customers import ContactInput, CustomerInput, CustomerView
from desktop.services.desk import Refused
from models import card_guard, emails, phone_numbers
from models.customer import ContactKind
from models.ids import uuid7
from ui import labels
from ui.pages.call_desk.address_fields import FIELDS, AddressFields
from ui.pages.call_desk.form_panel import FormPanel
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.banner import Banner
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton

TEXTS = ("given_name", "family_name", "phone", "company_name", "email")


class CustomerForm(FormPanel):
    """Name, number, address. No e-mail is required. A likely duplicate is offered, not forced.

    Signals:
        customer_made(CustomerView): saved.
        duplicate_taken(CustomerView): the agent took a customer who is on file instead.
    """

    customer_made = Signal(object)
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
        self._duplicates: tuple[CustomerView, ...] = ()
        self._looked_up: CustomerInput | None = None
        words = {
            "given_name": self.tr("Given name"),
            "family_name": self.tr("Family name"),
            "company_name": self.tr("Company"),
            "phone": self.tr("Telephone"),
            "email": self.tr("E-mail, if they offer it"),
        }
        self.rows = {
            name: FieldRow(words[name], theme=kit.theme, name=f"customer_{name}_edit")
            for name in TEXTS
        }
        self.address_fields = AddressFields(kit=kit, prefix="customer")
        self.catalog_check = QCheckBox(self.tr("Wants our catalog"))
        self.catalog_check.setObjectName("customer_catalog_check")
        self.duplicate_banner = Banner(theme=kit.theme, name="duplicate_banner", kind="info")
        self.duplicate_banner.add_button(
            KeyButton(theme=kit.theme, action=kit.actions.get("use_duplicate"))
        )
        self._build()
        self._connect()

    def start(self, text: str, *, number: str = "") -> None:
        """Empty the form and put what the finder had where it belongs."""
        self._command_id = uuid7()
        self._busy = False
        for row in self.rows.values():
            row.line_edit.clear()
            row.clear_error()
            row.set_hint("")
        self.address_fields.fill(None)
        self.catalog_check.setChecked(False)
        self._show_duplicates(())
        self._looked_up = None
        self._place(text)
        if number and not self.rows["phone"].text():
            self.rows["phone"].line_edit.setText(number)

    def restore(self, form: dict[str, str]) -> None:
        """Fill the form with what was half typed."""
        self.start("")
        for name, row in self.rows.items():
            row.line_edit.setText(form.get(name, ""))
        for field in FIELDS:
            self.address_fields.rows[field].line_edit.setText(form.get(field, ""))

    def form(self) -> dict[str, str]:
        """What is half typed, by field name."""
        typed = {name: row.text() for name, row in self.rows.items()}
        return {**typed, **self.address_fields.form()}

    def begin(self) -> None:
        """The first empty field."""
        for name in TEXTS[:3]:
            if not self.rows[name].text():
                self.rows[name].line_edit.setFocus()
                return
        self.address_fields.rows["postal_code"].line_edit.setFocus()

    def submit(self) -> None:
        """Check every field, then save."""
        if self._busy:
            return
        first = self._first_problem()
        if first is not None:
            first.setFocus()
            return
        made = self.input()
        command_id, desk = self._command_id, self._kit.desk
        self._busy = True
        self._kit.tasks.command(
            self,
            lambda session: customers.create(session, desk, made, command_id=command_id),
            done=self._on_customer_created,
            failed=self._on_create_failed,
            changed={"customers"},
            name="create_customer",
        )

    def take_duplicate(self) -> None:
        """Go on with the customer who is on file."""
        if self._duplicates:
            self.duplicate_taken.emit(self._duplicates[0])

    @property
    def has_duplicate(self) -> bool:
        """Whether one is offered."""
        return bool(self._duplicates)

    def input(self) -> CustomerInput:
        """What stands in the form."""
        given, family, company = (
            self.rows[name].text().strip() for name in ("given_name", "family_name", "company_name")
        )
        contacts = []
        for name, kind in (("phone", ContactKind.PHONE), ("email", ContactKind.EMAIL)):
            if self.rows[name].text().strip():
                contacts.append(ContactInput(kind, self.rows[name].text().strip()))
        person = f"{given} {family}".strip()
        address = None
        if not self.address_fields.is_empty():
            address = self.address_fields.address(name=person, company=company)
        return CustomerInput(
            given_name=given,
            family_name=family,
            company_name=company,
            contacts=tuple(contacts),
            address=address,
            wants_catalog=self.catalog_check.isChecked(),
        )

    def _build(self) -> None:
        theme = self._kit.theme
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        more = QGridLayout()
        more.setHorizontalSpacing(theme.px(12))
        for column, name in enumerate(("given_name", "family_name", "phone")):
            grid.addWidget(self.rows[name], 0, column)
        for column, widget in enumerate(
            (self.rows["company_name"], self.rows["email"], self.catalog_check)
        ):
            more.addWidget(widget, 0, column)
        for column in range(3):
            grid.setColumnStretch(column, 1)
            more.setColumnStretch(column, 1)
        self.body.setSpacing(theme.px(12))
        self.body.addLayout(grid)
        self.body.addWidget(self.address_fields)
        self.body.addLayout(more)
        self.body.addWidget(self.duplicate_banner)
        self.add_buttons()
        order: list[QWidget] = [self.rows[name].line_edit for name in TEXTS[:3]]
        order += [self.address_fields.rows[field].line_edit for field in FIELDS]
        order.append(self.address_fields.country_combo)
        order += [self.rows[name].line_edit for name in TEXTS[3:]]
        order.append(self.catalog_check)
        order += [self.leave_button, self.save_button]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        for name, row in self.rows.items():
            row.line_edit.textEdited.connect(lambda text, n=name: self._on_text_edited(n, text))
        for name in ("phone", "email"):
            self.rows[name].field_left.connect(lambda n=name: self._on_contact_left(n))
        self.address_fields.edited.connect(self.form_edited)
        self.address_fields.address_left.connect(self._look_for_duplicates)

    def _place(self, text: str) -> None:
        text = text.strip()
        digits = sum(c.isdigit() for c in text)
        if "@" in text:
            self.rows["email"].line_edit.setText(text)
        elif re.fullmatch(r"\d{5}(-\d{4})?", text):
            self.address_fields.rows["postal_code"].line_edit.setText(text)
        elif digits >= 7:
            self.rows["phone"].line_edit.setText(text)
        elif not digits:
            given, _, family = text.partition(" ")
            self.rows["given_name"].line_edit.setText(given.title() if given.islower() else given)
            self.rows["family_name"].line_edit.setText(
                family.title() if family.islower() else family
            )

    def _on_text_edited(self, name: str, text: str) -> None:
        row = self.rows[name]
        row.clear_error()
        is_card = card_guard.looks_like_card(text)
        if name == "phone":
            is_card = self._is_card_not_phone(text)
        if is_card:
            row.line_edit.clear()
            row.set_error(labels.card_wiped())
        self.form_edited.emit()

    def _is_card_not_phone(self, text: str) -> bool:
        if not card_guard.looks_like_card(text):
            return False
        return phone_numbers.parse(text, self._kit.desk.country) is None

    def _on_contact_left(self, name: str) -> None:
        text = self.rows[name].text().strip()
        if not text:
            return
        if name == "email":
            self.rows[name].set_error(emails.problem(text))
        else:
            number = phone_numbers.parse(text, self._kit.desk.country)
            if number is None:
                self.rows[name].set_error(self.tr("This is not a number we can read."))
            else:
                self.rows[name].set_hint(number.warnings[0] if number.warnings else "")
        self._look_for_duplicates()

    def _first_problem(self) -> QLineEdit | None:
        made = self.input()
        if not made.given_name and not made.family_name and not made.company_name:
            self.rows["family_name"].set_error(self.tr("A name or a company is needed."))
            return self.rows["family_name"].line_edit
        for name in ("phone", "email"):
            if self.rows[name].text().strip():
                self._on_contact_left(name)
            if self.rows[name].error:
                return self.rows[name].line_edit
        if made.address is None:
            return None
        return self.address_fields.show_errors(made.address)

    def _look_for_duplicates(self) -> None:
        made = self.input()
        if made == self._looked_up or (not made.contacts and made.address is None):
            return
        self._looked_up = made
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: customers.likely_duplicates(session, desk, made),
            done=self._show_duplicates,
        )

    def _show_duplicates(self, found: tuple[CustomerView, ...]) -> None:
        self._duplicates = found
        self._kit.actions.refresh()
        if not found:
            self.duplicate_banner.show_message(kind="info")
            return
        one = found[0]
        place = one.bill_to.address if one.bill_to else None
        where = f"{place.line1}, {place.city}" if place else (one.phone.shown if one.phone else "")
        self.duplicate_banner.show_message(
            kind="info",
            title=self.tr("Perhaps on file already: {name}").format(name=one.display_name),
            text=where,
        )

    def _on_customer_created(self, customer: CustomerView) -> None:
        self._busy = False
        self.customer_made.emit(customer)

    def _on_create_failed(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, Refused):
            row = self.rows.get(error.field, self.rows["family_name"])
            row.set_error(labels.refusal(error))
            row.line_edit.setFocus()
            self._command_id = uuid7()
            return
        self._kit.tasks.unhandled.emit(error, "create_customer")
