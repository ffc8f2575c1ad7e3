"""What has been keyed from one fax, whichever fax is shown."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from desktop.services.customer_views import CustomerView
from desktop.services.fax_drafts import BESIDE, StartedForm
from desktop.services.order_views import OrderView
from desktop.services.orders import DraftLine
from desktop.services.received_fax_shapes import FaxOrderForm, FaxRow
from models import card_guard, phone_numbers
from models.address_forms import is_postal_code
from models.customer import ContactKind
from models.ids import uuid7


@dataclass
class FormState:
    """A form as it stands, and what of it the database has.

    Attributes:
        values: by the names of `form_fields.FIELDS`, and the code of the `country`.
        matches: the customers with the sender's number.
        customer: the one of them for whom it is keyed; None: a new one, or found by the service.
        order_id: of the draft, once there is one, and until then for it.
        view: the draft as last saved.
        is_saved: the database says what was keyed.
    """

    fax_id: uuid.UUID
    values: dict[str, str]
    matches: tuple[CustomerView, ...] = ()
    customer: CustomerView | None = None
    lines: tuple[DraftLine, ...] = ()
    order_id: uuid.UUID = field(default_factory=uuid7)
    view: OrderView | None = None
    is_saved: bool = True

    @property
    def is_worth_keeping(self) -> bool:
        """Whether there is a name or a line: numbers alone came from the fax itself."""
        return bool(self.lines or self.values.get("name") or self.values.get("company"))

    def form(self, *, call_back: bool) -> FaxOrderForm:
        """As the services take it. The last word of a name is the family's."""
        say = self.values.get
        given, _space, family = say("name", "").rpartition(" ")
        return FaxOrderForm(
            customer_id=self.customer.id if self.customer is not None else None,
            given_name=given,
            family_name=family,
            company=say("company", ""),
            line1=say("line1", ""),
            line2=say("line2", ""),
            city=say("city", ""),
            state=say("state", ""),
            postal_code=say("postal_code", ""),
            country=say("country", ""),
            district=say("district", ""),
            sorting_code=say("sorting_code", ""),
            phone=say("phone", ""),
            fax=say("fax", ""),
            email=say("email", ""),
            hours=say("hours", ""),
            lines=self.lines,
            remarks=say("remarks", ""),
            call_back=call_back,
        )

    def draft(self) -> FaxOrderForm:
        """As it is saved while it is typed: what may be half a card number waits for the order."""
        home = self.values.get("country") or "US"
        kept = {
            name: text
            for name, text in self.values.items()
            if not card_guard.digits_withheld(text) or _is_what_it_should_be(name, text, home)
        }
        return replace(self, values=kept).form(call_back=False)


def _is_what_it_should_be(name: str, text: str, country: str) -> bool:
    """Whether many digits are a ZIP code, or a telephone number that can be called."""
    if name == "postal_code":
        return is_postal_code(country, text)
    if name not in ("phone", "fax") or card_guard.looks_like_card(text):
        return False
    return phone_numbers.parse(text, country) is not None


def begun(
    row: FaxRow, started: StartedForm | None, matches: tuple[CustomerView, ...], *, country: str
) -> FormState:
    """The form of a fax that is opened: what was keyed before, and the number it came from."""
    values: dict[str, str] = {}
    if row.sender:
        values["fax"] = phone_numbers.display(row.sender, country)
    state = FormState(row.id, values, matches=matches)
    if started is None:
        return state
    form = started.form
    name = f"{form.given_name} {form.family_name}".strip()
    state.values |= {"name": name, "company": form.company, "line1": form.line1}
    state.values |= {"line2": form.line2, "city": form.city, "state": form.state}
    state.values |= {"postal_code": form.postal_code, "country": form.country}
    state.values |= {"district": form.district, "sorting_code": form.sorting_code}
    beside = {name: getattr(form, name) for name in BESIDE}
    state.values |= {name: text for name, text in beside.items() if text}
    state.customer = next((one for one in matches if one.id == form.customer_id), None)
    state.lines = form.lines
    state.order_id, state.view = started.order.id, started.order
    return state


def values_of(customer: CustomerView) -> Mapping[str, str]:
    """What is on file of a customer, by the names of the fields; only what is there."""
    values = {
        "name": f"{customer.given_name} {customer.family_name}".strip(),
        "company": customer.company_name,
    }
    if customer.bill_to is not None:
        to = customer.bill_to.address
        values |= {"line1": to.line1, "line2": to.line2, "city": to.city, "state": to.state}
        values |= {"postal_code": to.postal_code, "country": to.country}
        values |= {"district": to.district, "sorting_code": to.sorting_code}
    if customer.phone is not None:
        values["phone"] = customer.phone.shown
    if customer.email is not None:
        values["email"] = customer.email.shown
    fax = next((one for one in customer.contacts if one.kind is ContactKind.FAX), None)
    if fax is not None:
        values["fax"] = fax.shown
    return {name: text for name, text in values.items() if text}
