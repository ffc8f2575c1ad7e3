"""The address on the order form of a fax."""

from __future__ import annotations

from desktop.services.desk import Desk
from desktop.services.received_fax_shapes import FaxOrderForm
from models import names
from models.address_checks import normalised
from models.addresses_rules import PostalAddress


def address_of(desk: Desk, form: FaxOrderForm, *, name: str) -> PostalAddress:
    """The address as far as it is typed, of whoever is called *name*."""
    return normalised(
        PostalAddress(
            name=name,
            company=names.tidy(form.company),
            line1=form.line1.strip(),
            line2=form.line2.strip(),
            city=form.city.strip(),
            state=form.state.strip(),
            postal_code=form.postal_code.strip(),
            country=form.country or desk.country,
            district=form.district.strip(),
            sorting_code=form.sorting_code.strip(),
        )
    )
