"""The text fields of a customer, apart from the address."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

from desktop.services.customers import ContactInput, ContactView, CustomerView
from models import emails, phone_numbers
from models.customer import ContactKind
from ui import labels_coupons
from ui.pages.call_desk.card_watch import watch_row
from ui.pages.call_desk.kit import DeskKit
from ui.pages.orders.day_words import parse_day
from ui.widgets.field_row import FieldRow

NAMES = ("given_name", "family_name", "company_name")
CONTACTS = {
    "phone": ContactKind.PHONE,
    "mobile": ContactKind.MOBILE,
    "fax": ContactKind.FAX,
    "email": ContactKind.EMAIL,
}
CERTIFICATE, UNTIL = "tax_exempt_certificate", "tax_exempt_until"
_LENGTHS = {"note": 500, CERTIFICATE: 60, UNTIL: 30}


class CustomerRows(QObject):
    """Name, company, three numbers, e-mail, note and tax exemption, each checked when it is left.

    Signals:
        edited: something was typed.
        contact_left: a number or the e-mail was left: time to look for duplicates.
    """

    edited = Signal()
    contact_left = Signal()

    def __init__(self, *, kit: DeskKit, parent: QObject) -> None:
        """Make the rows; the form lays them out."""
        super().__init__(parent)
        self._kit = kit
        words = {
            "given_name": self.tr("Given name"),
            "family_name": self.tr("Family name"),
            "phone": self.tr("Telephone"),
            "company_name": self.tr("Company"),
            "email": self.tr("E-mail, if they offer it"),
            "mobile": self.tr("Mobile"),
            "fax": self.tr("Fax"),
            "note": self.tr("Note for every agent"),
            CERTIFICATE: self.tr("Tax-exempt certificate"),
            UNTIL: self.tr("Tax exempt until"),
        }
        self.rows = {
            name: FieldRow(word, theme=kit.theme, name=f"customer_{name}_edit")
            for name, word in words.items()
        }
        for name, row in self.rows.items():
            row.line_edit.setMaxLength(_LENGTHS.get(name, 200))
            allowed = self._is_number if name in ("phone", "mobile", "fax") else _never
            watch_row(row, allowed=allowed).text_edited.connect(
                lambda _text, n=name: self._on_row_text_edited(n)
            )
        self.rows[UNTIL].line_edit.setPlaceholderText(self.tr("12/31/2027"))
        self.rows[UNTIL].field_left.connect(lambda: self._check_exemption())
        for name in CONTACTS:
            self.rows[name].field_left.connect(lambda n=name: self._on_contact_field_left(n))

    def edit(self, name: str) -> QLineEdit:
        """The line edit of a row."""
        return self.rows[name].line_edit

    def text(self, name: str) -> str:
        """What stands in a row, trimmed."""
        return self.rows[name].text().strip()

    def texts(self) -> dict[str, str]:
        """What stands in every row, as typed."""
        return {name: row.text() for name, row in self.rows.items()}

    def fill(self, texts: dict[str, str]) -> None:
        """Show these texts; a row that is not named is emptied."""
        for name, row in self.rows.items():
            row.line_edit.setText(texts.get(name, ""))
            row.line_edit.setCursorPosition(0)
            row.clear_error()
            row.set_hint("")

    def exempt_until(self) -> date | None:
        """The day that was typed; None where there is none."""
        desk = self._kit.desk
        return parse_day(self.text(UNTIL), desk.today(), day_first=desk.country != "US", ahead=True)

    def contacts(self, on_file: tuple[ContactView, ...]) -> tuple[ContactInput, ...]:
        """The contact points as they are to be: those on file in their order, new ones after."""
        typed = {name: self.text(name) for name in CONTACTS}
        found = []
        for point in on_file:
            name = _row_of(point.kind)
            first = next((p for p in on_file if p.kind is point.kind), None)
            if point is not first:
                found.append(ContactInput(point.kind, point.typed))
            elif text := typed.pop(name):
                found.append(ContactInput(point.kind, text))
            else:
                typed.pop(name, None)
        found += [ContactInput(CONTACTS[name], text) for name, text in typed.items() if text]
        return tuple(found)

    def first_problem(self) -> QLineEdit | None:
        """Check every row; the first that must be mended."""
        if not any(self.text(name) for name in NAMES):
            self.rows["family_name"].set_error(self.tr("A name or a company is needed."))
            return self.edit("family_name")
        for name in CONTACTS:
            self._check(name)
        self._check_exemption()
        return next((row.line_edit for row in self.rows.values() if row.error), None)

    def _on_row_text_edited(self, name: str) -> None:
        self.rows[name].set_hint("")
        if name in NAMES:
            self.rows["family_name"].clear_error()
        if name in (CERTIFICATE, UNTIL):
            self.rows[CERTIFICATE].clear_error()
        self.edited.emit()

    def _on_contact_field_left(self, name: str) -> None:
        if not self.text(name):
            return
        self._check(name)
        self.contact_left.emit()

    def _check(self, name: str) -> None:
        text, row = self.text(name), self.rows[name]
        if not text:
            return
        if name == "email":
            row.set_error(emails.problem(text))
            return
        number = phone_numbers.parse(text, self._kit.desk.country)
        if number is None:
            row.set_error(
                self.tr("This is not a number we can read: area code first, + for other countries.")
            )
        else:
            quiet = self._kit.desk.practice and number.is_fiction
            row.set_hint("" if quiet or not number.warnings else number.warnings[0])

    def _check_exemption(self) -> None:
        """The day is said again with its year; alone it says nothing."""
        until, row = self.exempt_until(), self.rows[UNTIL]
        if self.text(UNTIL) and until is None:
            row.set_error(self.tr("This is no day. Type one such as 12/31/2027 or 31 Dec 2027."))
        elif until is not None:
            row.clear_error()
            row.line_edit.setText(labels_coupons.day(until))
            if not self.text(CERTIFICATE):
                self.rows[CERTIFICATE].set_error(
                    self.tr("The number of the certificate is needed.")
                )

    def _is_number(self, text: str) -> bool:
        return phone_numbers.parse(text, self._kit.desk.country) is not None


def texts_of(customer: CustomerView) -> dict[str, str]:
    """What the rows say of a customer who is on file."""
    texts = {
        "given_name": customer.given_name,
        "family_name": customer.family_name,
        "company_name": customer.company_name,
        "note": customer.notes,
        CERTIFICATE: customer.tax_exempt_certificate,
        UNTIL: labels_coupons.day(customer.tax_exempt_until) if customer.tax_exempt_until else "",
    }
    for name, kind in CONTACTS.items():
        point = next((p for p in customer.contacts if p.kind is kind), None)
        texts[name] = _as_shown(point) if point else ""
    return texts


def _as_shown(point: ContactView) -> str:
    return point.typed or point.shown


def _row_of(kind: ContactKind) -> str:
    return next(name for name, one in CONTACTS.items() if one is kind)


def _never(_text: str) -> bool:
    return False
