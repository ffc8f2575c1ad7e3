"""Customers: made from whatever the caller gives, never silently doubled, never overwritten unseen."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from desktop.services import customers
from desktop.services.customers import ContactInput, CustomerInput, CustomerView
from desktop.services.desk import Refused, Stale
from models.addresses_rules import PostalAddress
from models.audit import AuditEntry
from models.customer import (
    Address,
    ContactKind,
    ContactPoint,
    Customer,
    CustomerKind,
    CustomerWord,
)
from models.ids import uuid7
from tests.desktop.factories import ONTARIO, RENO, DeskShop

PHONE = ContactInput(ContactKind.PHONE, "1.909-568-2800")
MOBILE = ContactInput(ContactKind.MOBILE, "(775) 555-0142 x12")
FAX = ContactInput(ContactKind.FAX, "+44 20 7946 0958")
EMAIL = ContactInput(ContactKind.EMAIL, "Jane.Roe@Example.COM")
JANE = CustomerInput(given_name="Jane", family_name="Roe")


def _create(shop: DeskShop, made: CustomerInput) -> CustomerView:
    with shop.database.write() as session:
        return customers.create(session, shop.desk(), made, command_id=uuid7())


def _change(shop: DeskShop, who: CustomerView, to: CustomerInput, *, desk: int = 1) -> CustomerView:
    with shop.database.write() as session:
        return customers.change(
            session, shop.desk(desk), who.id, to, version=who.version, command_id=uuid7()
        )


def _view(shop: DeskShop, customer_id: uuid.UUID) -> CustomerView:
    with shop.database.read() as session:
        return customers.view(session, shop.desk(), customer_id)


def _duplicates(shop: DeskShop, made: CustomerInput) -> list[uuid.UUID]:
    with shop.database.read() as session:
        return [who.id for who in customers.likely_duplicates(session, shop.desk(), made)]


def _words(shop: DeskShop) -> set[str]:
    with shop.database.read() as session:
        return set(session.scalars(select(CustomerWord.word)))


def test_a_customer_is_kept_as_typed_and_as_found(shop: DeskShop) -> None:
    made = dataclasses.replace(
        JANE, given_name="  José  María ", family_name="de la Cruz",
        contacts=(PHONE, MOBILE, FAX, EMAIL), address=ONTARIO, language="es",
        notes=" hard of hearing ", wants_catalog=True, tax_exempt_certificate=" EX-1 ",
        tax_exempt_until=date(2027, 1, 1),
    )  # fmt: skip
    view = _create(shop, made)
    assert view == _view(shop, view.id)
    assert (view.kind, view.display_name) == (CustomerKind.PERSON, "José María de la Cruz")
    assert (view.given_name, view.language, view.notes) == ("José María", "es", "hard of hearing")
    assert (view.version, view.since) == (1, shop.clock.now())
    assert (view.tax_exempt_certificate, view.tax_exempt_until) == ("EX-1", date(2027, 1, 1))
    assert [(c.kind, c.typed, c.normalised, c.extension, c.shown) for c in view.contacts] == [
        (ContactKind.PHONE, "1.909-568-2800", "+19095682800", "", "(909) 568-2800"),
        (ContactKind.MOBILE, "(775) 555-0142 x12", "+17755550142", "12", "(775) 555-0142 x12"),
        (ContactKind.FAX, "+44 20 7946 0958", "+442079460958", "", "+44 20 7946 0958"),
        (ContactKind.EMAIL, "Jane.Roe@Example.COM", "jane.roe@example.com", "",
         "jane.roe@example.com"),
    ]  # fmt: skip
    assert view.phone == view.contacts[0]
    assert view.email == view.contacts[3]
    assert view.bill_to is not None
    assert (view.bill_to.address, view.bill_to.bills_here) == (ONTARIO, True)
    assert _words(shop) == {"jose", "maria", "josemaria", "de", "la", "cruz", "delacruz"}
    with shop.database.read() as session:
        reversed_values = set(session.scalars(select(ContactPoint.reversed_value)))
        entry = session.scalars(select(AuditEntry)).one()
        assert "+19095682800"[::-1] in reversed_values
        assert (entry.kind, entry.subject_kind, entry.subject_id) == (
            "customer_made", "customer", view.id,
        )  # fmt: skip
        assert (entry.details, entry.sequence, entry.actor_id) == ({}, 1, shop.agents[0])


def test_a_name_alone_is_enough(shop: DeskShop) -> None:
    view = _create(shop, CustomerInput(family_name="Roe"))
    assert (view.contacts, view.addresses, view.phone, view.email, view.bill_to) == (
        (), (), None, None, None,
    )  # fmt: skip
    assert (view.language, view.display_name) == ("en", "Roe")


def test_a_company_without_a_person_is_a_company(shop: DeskShop) -> None:
    firm = _create(shop, CustomerInput(company_name="Halvard & Sons"))
    assert (firm.kind, firm.display_name) == (CustomerKind.COMPANY, "Halvard & Sons")
    both = _create(shop, dataclasses.replace(JANE, company_name="Halvard & Sons"))
    assert (both.kind, both.display_name) == (CustomerKind.PERSON, "Jane Roe")


@pytest.mark.parametrize(
    ("made", "code", "field"),
    [
        (CustomerInput(), "name_missing", "family_name"),
        (CustomerInput(given_name=" ", company_name="\u00a0"), "name_missing", "family_name"),
        (dataclasses.replace(JANE, contacts=(ContactInput(ContactKind.PHONE, "12"),)),
         "phone_unreadable", "phone"),
        (dataclasses.replace(JANE, contacts=(PHONE, ContactInput(ContactKind.FAX, "none"))),
         "phone_unreadable", "fax"),
        (dataclasses.replace(JANE, contacts=(ContactInput(ContactKind.EMAIL, "jane@"),)),
         "email_unreadable", "email"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_beside_its_field(
    shop: DeskShop, made: CustomerInput, code: str, field: str
) -> None:
    with pytest.raises(Refused) as caught:
        _create(shop, made)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert shop.count(Customer, ContactPoint, CustomerWord, AuditEntry) == (0, 0, 0, 0)


@pytest.mark.parametrize("field", ["given_name", "company_name", "notes", "tax_exempt_certificate"])
def test_a_card_number_is_kept_in_no_field(shop: DeskShop, field: str) -> None:
    fields: dict[str, Any] = {field: "-".join(["4242"] * 4)}
    with pytest.raises(ValueError, match="not kept") as caught:
        _create(shop, dataclasses.replace(JANE, **fields))
    assert "4242" not in str(caught.value)
    assert shop.count(Customer) == (0,)


def test_a_command_makes_one_customer(shop: DeskShop) -> None:
    command_id = uuid7()
    for _ in range(2):
        with shop.database.write() as session:
            view = customers.create(session, shop.desk(), JANE, command_id=command_id)
    assert shop.count(Customer) == (1,)
    assert _view(shop, view.id) == view


def test_one_number_said_twice_is_kept_once(shop: DeskShop) -> None:
    twice = dataclasses.replace(
        JANE, contacts=(PHONE, ContactInput(ContactKind.PHONE, "9095682800"), EMAIL, EMAIL,
                        ContactInput(ContactKind.FAX, "9095682800")),
    )  # fmt: skip
    view = _create(shop, twice)
    assert [(c.kind, c.typed) for c in view.contacts] == [
        (ContactKind.PHONE, "1.909-568-2800"), (ContactKind.EMAIL, "Jane.Roe@Example.COM"),
        (ContactKind.FAX, "9095682800"),
    ]  # fmt: skip
    assert _change(shop, view, twice).contacts == view.contacts


# Likely the same ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        dataclasses.replace(JANE, contacts=(ContactInput(ContactKind.MOBILE, "9095682800"),)),
        dataclasses.replace(JANE, contacts=(ContactInput(ContactKind.FAX, "1-909-568-2800 x9"),)),
        dataclasses.replace(
            JANE, contacts=(ContactInput(ContactKind.EMAIL, "JANE.ROE@example.com"),)
        ),
        CustomerInput(address=dataclasses.replace(
            ONTARIO, name="Other", line1="5798 MILL PKWY #5", line2="", postal_code="91764-0001"
        )),
    ],
)  # fmt: skip
def test_the_same_number_email_or_address_is_noticed(shop: DeskShop, typed: CustomerInput) -> None:
    known = _create(shop, dataclasses.replace(JANE, contacts=(PHONE, EMAIL), address=ONTARIO))
    assert _duplicates(shop, typed) == [known.id]
    assert _duplicates(shop, dataclasses.replace(typed, given_name="Somebody")) == [known.id]


@pytest.mark.parametrize(
    "typed",
    [
        CustomerInput(),
        JANE,
        dataclasses.replace(JANE, contacts=(MOBILE, FAX)),
        dataclasses.replace(JANE, contacts=(ContactInput(ContactKind.PHONE, "909"),)),
        dataclasses.replace(JANE, contacts=(ContactInput(ContactKind.EMAIL, "jane.roe"),)),
        CustomerInput(address=RENO),
        CustomerInput(address=PostalAddress()),
        CustomerInput(address=PostalAddress(line1="c/o Somebody", postal_code="91764")),
        CustomerInput(address=PostalAddress(line1=" ".join(["4242"] * 4), postal_code="91764")),
    ],
)
def test_half_typed_and_other_values_are_nobodys(shop: DeskShop, typed: CustomerInput) -> None:
    _create(shop, dataclasses.replace(JANE, contacts=(PHONE, EMAIL), address=ONTARIO))
    no_street = PostalAddress(name="X", line1="c/o Y", city="Ontario", postal_code="91764")
    _create(shop, dataclasses.replace(JANE, address=no_street))
    assert _duplicates(shop, typed) == []


def test_each_likely_one_is_offered_once_and_who_was_merged_is_not(shop: DeskShop) -> None:
    same = dataclasses.replace(JANE, contacts=(PHONE, EMAIL), address=ONTARIO)
    one, two, gone = (_create(shop, same) for _ in range(3))
    with shop.database.write() as session:
        session.get_one(Customer, gone.id).merged_into_id = one.id
    assert sorted(_duplicates(shop, same)) == sorted([one.id, two.id])
    assert _view(shop, gone.id) == _view(shop, one.id)


# Changing ----------------------------------------------------------------------------------------


def test_a_change_is_saved_with_the_words_it_is_found_by(shop: DeskShop) -> None:
    who = _create(shop, dataclasses.replace(JANE, contacts=(PHONE, EMAIL), address=ONTARIO))
    kept = {contact.typed: contact.id for contact in who.contacts}
    changed = _change(
        shop, who,
        dataclasses.replace(
            JANE, given_name="Joan", company_name="Roe Ltd",
            contacts=(MOBILE, ContactInput(ContactKind.PHONE, "909 568 2800")),
        ),
    )  # fmt: skip
    assert (changed.display_name, changed.company_name) == ("Joan Roe", "Roe Ltd")
    assert changed == _view(shop, who.id)
    with shop.database.read() as session:
        points = session.scalars(select(ContactPoint).order_by(ContactPoint.position)).all()
        assert [(p.typed, p.normalised) for p in points] == [
            ("(775) 555-0142 x12", "+17755550142"), ("909 568 2800", "+19095682800"),
        ]  # fmt: skip
        assert points[1].id == kept["1.909-568-2800"]
        kinds = session.scalars(select(AuditEntry.kind).order_by(AuditEntry.sequence)).all()
        assert kinds == ["customer_made", "customer_changed"]
    assert _words(shop) == {"joan", "roe", "ltd", "roeltd"}
    assert changed.addresses == who.addresses


def test_a_change_from_an_older_state_is_refused(shop: DeskShop) -> None:
    who = _create(shop, dataclasses.replace(JANE, contacts=(PHONE,)))
    changed = _change(shop, who, dataclasses.replace(JANE, notes="first", contacts=(PHONE,)))
    with pytest.raises(Stale):
        _change(shop, who, dataclasses.replace(JANE, notes="second"), desk=2)
    assert _view(shop, who.id) == changed


def test_another_number_alone_is_a_new_version_too(shop: DeskShop) -> None:
    """Else a second desk, with the customer as before, would silently take the number away."""
    who = _create(shop, dataclasses.replace(JANE, contacts=(PHONE,)))
    changed = _change(shop, who, dataclasses.replace(JANE, contacts=(PHONE, MOBILE)))
    assert changed.version == who.version + 1
    with pytest.raises(Stale):
        _change(shop, who, dataclasses.replace(JANE, contacts=(PHONE,)), desk=2)
    assert len(_view(shop, who.id).contacts) == 2


def test_a_refused_change_changes_nothing(shop: DeskShop) -> None:
    who = _create(shop, dataclasses.replace(JANE, contacts=(PHONE,)))
    wrong = dataclasses.replace(
        JANE, given_name="Joan", contacts=(ContactInput(ContactKind.PHONE, "12"),)
    )
    with pytest.raises(Refused, match="phone_unreadable"):
        _change(shop, who, wrong)
    assert _view(shop, who.id) == who


# Addresses ---------------------------------------------------------------------------------------


def _add(shop: DeskShop, who: CustomerView, address: PostalAddress, **how: bool) -> CustomerView:
    with shop.database.write() as session:
        return customers.add_address(session, shop.desk(), who.id, address, **how)


def test_an_address_is_put_on_file_once(shop: DeskShop) -> None:
    who = _create(shop, dataclasses.replace(JANE, address=ONTARIO))
    same = dataclasses.replace(ONTARIO, line1="5798 MILL PKWY.", line2="# 5")
    assert _add(shop, who, same) == who
    more = _add(shop, who, RENO)
    assert [row.address for row in more.addresses] == [ONTARIO, RENO]
    assert [row.bills_here for row in more.addresses] == [True, False]
    moved = _add(shop, who, RENO, bills_here=True)
    assert [row.bills_here for row in moved.addresses] == [False, True]
    assert moved.bill_to is not None
    assert moved.bill_to.address == RENO
    assert shop.count(Address) == (2,)


def test_addresses_without_a_street_are_not_taken_for_one(shop: DeskShop) -> None:
    who = _create(shop, JANE)
    for name in ("One", "Two"):
        who = _add(shop, who, PostalAddress(line1=f"c/o {name}", city="Ontario"))
    assert [row.address.line1 for row in who.addresses] == ["c/o One", "c/o Two"]


def test_the_first_address_is_billed_where_none_is_marked(shop: DeskShop) -> None:
    who = _add(shop, _create(shop, JANE), RENO)
    assert who.bill_to == who.addresses[0]
    assert not who.addresses[0].bills_here
