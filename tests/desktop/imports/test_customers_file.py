"""Customers read from files: web stores' own, ours, and any list with names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.errors import AgentError
from desktop.exports import customers_file as writing
from desktop.imports import customers_file
from desktop.imports.importing import FileResult, FileSpec, ImportCancelled
from desktop.services import customers
from desktop.services.customer_search import search
from desktop.services.customers import CustomerView
from desktop.services.desk import Refused
from models.addresses_rules import PostalAddress
from models.channels import Medium
from models.customer import Address, ContactKind, ContactPoint, Customer, CustomerWord
from models.opt_out import OptOut, OptOutRequest
from tests.desktop.factories import DeskShop
from tests.desktop.imports.catalogues import counts, supervisor, written
from tests.desktop.imports.real_files import real_file

SHOPIFY = (
    "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,"
    "Default Address Address1,Default Address Address2,Default Address City,"
    "Default Address Province Code,Default Address Country Code,Default Address Zip,"
    "Default Address Phone,Phone,Accepts SMS Marketing,Note,Tax Exempt\n"
)
WOOCOMMERCE = (
    "customer_id,user_email,billing_first_name,billing_last_name,billing_company,"
    "billing_address_1,billing_address_2,billing_city,billing_state,billing_postcode,"
    "billing_country,billing_phone,shipping_first_name,shipping_last_name,shipping_address_1,"
    "shipping_city,shipping_state,shipping_postcode,shipping_country\n"
)


def take(shop: DeskShop, path: Path, columns: dict[int, str] | None = None) -> FileResult:
    """Read the file."""
    return customers_file.run(shop.database, supervisor(shop), FileSpec(path, columns))


def found(shop: DeskShop, text: str) -> CustomerView:
    """The one customer whom *text* finds."""
    with shop.database.read() as session:
        (match,) = search(session, shop.desk(), text)
        return customers.view(session, shop.desk(), match.id)


def state(shop: DeskShop) -> list[int]:
    """How many rows there are of all that an import writes."""
    with shop.database.read() as session:
        return [
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Customer, CustomerWord, ContactPoint, Address, OptOut, OptOutRequest)
        ]


def stopped(shop: DeskShop) -> set[tuple[Medium, str]]:
    """What the ledger of opt-outs holds."""
    with shop.database.read() as session:
        return {(row.medium, row.value_key) for row in session.scalars(select(OptOut))}


def test_the_real_file_comes_in_whole_and_changes_nothing_again(
    shop: DeskShop, tmp_path: Path
) -> None:
    path = real_file("customers-400.csv", tmp_path)
    before = state(shop)
    done = take(shop, path)
    assert (counts(done), done.told) == ((400, 0, 0, 0), {"Columns left out: county.": 400})
    gained = [now - then for now, then in zip(state(shop), before, strict=True)]
    assert (gained[0], gained[2], gained[3], gained[4]) == (400, 1200, 400, 0)
    essie = found(shop, "907-345-0962")
    assert (essie.display_name, essie.company_name) == ("Essie Vaill", "Litronic Industries")
    assert [c.kind for c in essie.contacts] == [
        ContactKind.PHONE, ContactKind.FAX, ContactKind.EMAIL,
    ]  # fmt: skip
    assert essie.bill_to is not None
    assert essie.bill_to.address.city == "Anchorage"
    assert counts(take(shop, path)) == (0, 0, 400, 0)
    assert found(shop, "vaill") == essie


def test_a_no_is_an_opt_out_on_record_and_a_yes_takes_none_back(
    shop: DeskShop, tmp_path: Path
) -> None:
    row = (
        "'71,Ada,Kern,ada.kern@example.com,{yes},,12 Oak St,,Reno,NV,US,89501,,+17755550142,"
        "{yes},,no\n"
    )
    path = written(tmp_path, SHOPIFY + row.format(yes="no"))
    assert counts(take(shop, path)) == (1, 0, 0, 0)
    both = {(Medium.EMAIL, "ada.kern@example.com"), (Medium.TEXT, "+17755550142")}
    assert stopped(shop) == both
    assert counts(take(shop, path)) == (0, 0, 1, 0)
    assert counts(take(shop, written(tmp_path, SHOPIFY + row.format(yes="yes"), name="2.csv"))) == (
        0, 0, 1, 0,
    )  # fmt: skip
    assert stopped(shop) == both
    with shop.database.read() as session:
        assert session.scalar(select(func.count()).select_from(OptOutRequest)) == 1
        assert session.scalar(select(OptOutRequest.source)) == "list.csv"


def test_a_date_in_a_marketing_column_is_when_they_said_so(shop: DeskShop, tmp_path: Path) -> None:
    text = (
        "name,email,phone,Unsubscribed at,Do not call\n"
        "Ada Kern,ada.kern@example.com,775-555-0142,2025-03-05,\n"
        "Theo Roe,theo.roe@example.com,775-555-0143,,yes\n"
    )
    assert counts(take(shop, written(tmp_path, text))) == (2, 0, 0, 0)
    with shop.database.read() as session:
        said = {
            (row.value_key, row.medium, row.dated_at.date().isoformat() if row.dated_at else "")
            for row in session.scalars(select(OptOut))
        }
    assert said == {
        ("ada.kern@example.com", Medium.EMAIL, "2025-03-05"), ("+17755550143", Medium.CALL, ""),
    }  # fmt: skip


def test_what_cannot_be_called_is_kept_as_it_stands_and_told(
    shop: DeskShop, tmp_path: Path
) -> None:
    text = (
        "First name,Last name,Home phone,Work phone,Fax,E-mail,Notes\n"
        "Ada,Kern,775-555-0142,(775) 555-0143 x12,12345,nobody at home,call late\n"
        "Max,Roe,,,775-555-0150,max@example.com,\n"
        "Theo,Roe,,,775-555-0151,theo@example.com,\n"
    )
    done = take(shop, written(tmp_path, text))
    assert counts(done) == (3, 0, 0, 0)
    ada = found(shop, "kern")
    assert [(c.normalised, c.extension) for c in ada.contacts] == [
        ("+17755550142", ""), ("+17755550143", "12"),
    ]  # fmt: skip
    assert ada.notes.splitlines() == [
        "call late", "Fax as in the file: 12345", "E-mail as in the file: nobody at home",
    ]  # fmt: skip
    assert done.told == {
        "A number cannot be called; it is kept in the notes as it stands.": 1,
        "An e-mail address is none; it is kept in the notes as it stands.": 1,
    }
    assert counts(take(shop, written(tmp_path, text, name="2.csv"))) == (0, 0, 3, 0)


def test_who_is_on_file_gains_what_is_missing_and_loses_nothing(
    shop: DeskShop, tmp_path: Path
) -> None:
    known = shop.customer(
        given_name="Jane", family_name="Roe", phone="775-555-0142", notes="Likes tea",
        address=PostalAddress("Jane Roe", line1="12 Oak St", city="Reno", state="NV",
                              postal_code="89501"),
    )  # fmt: skip
    text = (
        "name,company,phone,email,street,city,state,zip,note\n"
        '"Roe, Jane",Lamps Inc,(775) 555 0142,jane@example.com,12 Oak Street,Reno,Nevada,89501,VIP\n'
        "Max Roe,,775-555-0142,,,,,,\n"
        "Jane Roe,,,jane@example.com,9 Elm St,Reno,NV,89502,\n"
    )
    done = take(shop, written(tmp_path, text))
    # Jane is known, Max shares her number, and Jane again with another address.
    assert counts(done) == (1, 2, 0, 0)
    with shop.database.read() as session:
        jane = customers.view(session, shop.desk(), known.id)
    assert (jane.company_name, jane.notes) == ("Lamps Inc", "Likes tea\nVIP")
    assert [c.normalised for c in jane.contacts] == ["+17755550142", "jane@example.com"]
    assert [a.address.line1 for a in jane.addresses] == ["12 Oak St", "9 Elm St"]
    assert [a.bills_here for a in jane.addresses] == [True, False]
    assert counts(take(shop, written(tmp_path, text, name="2.csv"))) == (0, 0, 3, 0)


def test_a_stores_own_number_knows_them_under_another_name(shop: DeskShop, tmp_path: Path) -> None:
    row = "'9,{name},{email},,,,,,,,,,,,,no\n"
    take(shop, written(tmp_path, SHOPIFY + row.format(name="Ada,Kern", email="a@example.com")))
    done = take(
        shop,
        written(
            tmp_path, SHOPIFY + row.format(name="Ada,Roe", email="b@example.com"), name="2.csv"
        ),
    )
    assert counts(done) == (0, 1, 0, 0)
    ada = found(shop, "roe")
    assert (ada.display_name, len(ada.contacts)) == ("Ada Roe", 2)
    with shop.database.read() as session:
        assert search(session, shop.desk(), "kern") == ()


def test_bill_to_and_ship_to_of_another_store(shop: DeskShop, tmp_path: Path) -> None:
    text = WOOCOMMERCE + (
        "5,ada@example.com,Ada,Kern,,12 Oak St,Apt 4,Reno,NV,89501,US,775-555-0142,"
        "Theo,Kern,1 King St,Toronto,ON,M5V 2T6,CA\n"
        "6,max@example.com,,,,,,,,,,,,,,,,,\n"
    )
    done = take(shop, written(tmp_path, text))
    assert counts(done) == (2, 0, 0, 0)
    ada = found(shop, "ada@example.com")
    assert [(a.address.line1, a.address.name, a.address.country) for a in ada.addresses] == [
        ("12 Oak St", "Ada Kern", "US"), ("1 King St", "Theo Kern", "CA"),
    ]  # fmt: skip
    assert found(shop, "max@example.com").display_name == "max@example.com"


def test_a_name_in_one_piece_finds_whom_a_file_brought(shop: DeskShop, tmp_path: Path) -> None:
    take(shop, written(tmp_path, "First name,Last name,Phone\n小明,王,775-555-0142\n"))
    assert {found(shop, typed).phone.normalised for typed in ("王小明", "王", "小明")} == {  # type: ignore[union-attr]
        "+17755550142"
    }


def test_rows_with_a_card_number_are_refused_and_it_is_told_nowhere(
    shop: DeskShop, tmp_path: Path
) -> None:
    card = " ".join(["4242"] * 4)
    text = f"name,phone,note\nAda Kern,775-555-0142,card {card}\n,,\n,,just a note\n"
    done = take(shop, written(tmp_path, text))
    assert counts(done) == (0, 0, 0, 2)
    assert done.report is not None
    assert done.report.read_text("utf-8-sig").splitlines()[1:] == [
        '"2","refused","It holds what looks like a card number."',
        '"4","refused","It names nobody: no name, no company, no e-mail address, no number."',
    ]


@pytest.mark.parametrize("asked", [0, 1, 2])
def test_broken_or_stopped_it_leaves_nothing(shop: DeskShop, tmp_path: Path, asked: int) -> None:
    before, answers = state(shop), iter([False] * asked + [True] * 9)
    good = "name,email,newsletter opt in\nAda Kern,ada@example.com,no\n"
    desk = supervisor(shop)
    with pytest.raises(ImportCancelled):
        customers_file.run(
            shop.database, desk, FileSpec(written(tmp_path, good)), cancelled=lambda: next(answers)
        )
    with pytest.raises(AgentError):
        take(shop, written(tmp_path, good + 'Max,"max@example.com,no\n', name="2.csv"))
    with pytest.raises(Refused):
        customers_file.run(shop.database, shop.desk(), FileSpec(tmp_path / "list.csv"))
    assert state(shop) == before
    assert list(tmp_path.glob("*.report*")) == []


def test_a_round_trip_changes_nothing(shop: DeskShop, tmp_path: Path) -> None:
    shop.customer(
        given_name="=Ana", family_name="'Paz", phone="775-555-0142 x3", fax="775-555-0143"
    )
    shop.customer(given_name="明", family_name="王", email="wang@example.com", notes="one\ntwo")
    take(shop, written(tmp_path, "company,phone,mobile\nLamps Inc,7755550144,7755550145\n"))
    desk = supervisor(shop)
    rows = writing.write(shop.database, desk, tmp_path / "out.csv")
    before = state(shop)
    assert counts(take(shop, tmp_path / "out.csv")) == (0, 0, rows, 0)
    assert state(shop) == before
    with pytest.raises(Refused):
        writing.write(shop.database, replace(desk, may_supervise=False), tmp_path / "no.csv")
