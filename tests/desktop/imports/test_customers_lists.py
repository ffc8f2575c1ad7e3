"""Lists of customers as shops really have them: odd marketing columns, rows with nothing but a name."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.imports import customers_file
from desktop.imports.importing import FileResult, FileSpec
from models.channels import Medium
from models.customer import Address, Customer
from models.opt_out import OptOut
from tests.desktop.factories import DeskShop
from tests.desktop.imports.catalogues import counts, supervisor, written

SHOPIFY = (
    "First Name,Last Name,Email,Accepts Email Marketing,Default Address Address1,"
    "Default Address City,Default Address Province Code,Default Address Country Code,"
    "Default Address Zip,SMS Marketing Unsubscribed\n"
)
WOO = "user_id,user_email,billing_first_name,billing_address_1,newsletter_opt_in,unsubscribed_at\n"


def take(shop: DeskShop, path: Path) -> FileResult:
    """Read the file."""
    return customers_file.run(shop.database, supervisor(shop), FileSpec(path))


def stopped(shop: DeskShop) -> dict[str, str]:
    """E-mail addresses that are stopped, and the day they said so where that is known."""
    with shop.database.read() as session:
        return {
            row.value_key: str(row.dated_at.date()) if row.dated_at else ""
            for row in session.scalars(select(OptOut).where(OptOut.medium == Medium.EMAIL))
        }


@pytest.mark.parametrize(
    ("said", "is_stopped"),
    [
        ("no", True), ("FALSE", True), ("unsubscribed", True), ("Never subscribed", True),
        ("not_subscribed", True), ("Opted out", True), ("no consent", True),
        ("yes", False), ("subscribed", False), ("Opted in", False), ("pending", False),
        ("", False), ("2026-01-05", False), ("northern list", False),
    ],
)  # fmt: skip
def test_what_an_accepting_column_says(
    shop: DeskShop, tmp_path: Path, said: str, is_stopped: bool
) -> None:
    done = take(shop, written(tmp_path, f"{SHOPIFY}Ada,Kern,ada@example.com,{said},,,,,,\n"))
    assert stopped(shop) == ({"ada@example.com": ""} if is_stopped else {})
    unclear = "What it says of offers is neither a yes nor a no; nothing is stopped by it."
    assert (unclear in done.told) is (said in ("2026-01-05", "northern list"))


def test_columns_that_plug_ins_add_are_looked_at_each(shop: DeskShop, tmp_path: Path) -> None:
    text = (
        "5,a@example.com,Al,1 Oak,no,\n"
        "6,b@example.com,Ben,2 Oak,yes,2026-02-01\n"
        "7,c@example.com,Cy,3 Oak,yes,\n"
    )
    assert counts(take(shop, written(tmp_path, WOO + text))) == (3, 0, 0, 0)
    assert stopped(shop) == {"a@example.com": "", "b@example.com": "2026-02-01"}
    plain = (
        "name,email,do not email,opted out date,opt-in date\n"
        "Di Low,d@example.com,no,2/1/2026,1/1/2026\n"
        "Ed Low,e@example.com,Unsubscribed,,\n"
        "Flo Low,f@example.com,,,1/1/2026\n"
    )
    assert counts(take(shop, written(tmp_path, plain, name="2.csv"))) == (3, 0, 0, 0)
    assert stopped(shop).keys() == {f"{letter}@example.com" for letter in "abde"}
    assert stopped(shop)["d@example.com"] == "2026-02-01"


def test_a_store_s_zip_has_no_apostrophe(shop: DeskShop, tmp_path: Path) -> None:
    row = "Ada,Kern,,,12 Elm St,Redlands,CA,US,'92373,\n"
    take(shop, written(tmp_path, SHOPIFY + row))
    with shop.database.read() as session:
        place = session.scalars(select(Address).where(Address.line1 == "12 Elm St")).one()
        assert (place.postal_code, place.match_key) == ("92373", "12 ELM ST|92373|US")


def test_a_name_is_written_as_its_script_does(shop: DeskShop, tmp_path: Path) -> None:
    text = (
        "name,address,city,zip,country,do not mail\n"
        "佐藤 太郎,霞が関1-3-2,千代田区,100-8798,Japan,yes\n"
    )
    take(shop, written(tmp_path, text))
    with shop.database.read() as session:
        customer = session.scalars(select(Customer).where(Customer.family_name == "佐藤")).one()
        (place,) = customer.addresses
        assert (customer.given_name, customer.display_name, place.name, place.country) == (
            "太郎", "佐藤太郎", "佐藤太郎", "JP",
        )  # fmt: skip
        assert session.scalars(select(OptOut.person_key)).all() == ["佐藤太郎"]


def test_a_row_with_nothing_but_a_name_is_one_customer(shop: DeskShop, tmp_path: Path) -> None:
    text = (
        "name,company,phone,note\n"
        "Hal Day,,,\n"
        "Hal Day,,,\n"
        ",Bolt GmbH,,call late\n"
        "Ida Fox,,call me,\n"
        "李 明,,,\n"
    )
    path = written(tmp_path, text)
    assert counts(take(shop, path)) == (4, 0, 1, 0)
    assert counts(take(shop, path)) == (0, 0, 5, 0)
    with shop.database.read() as session:
        made = session.scalars(select(Customer).where(Customer.family_name.in_(("Day", "李"))))
        assert sorted(customer.display_name for customer in made) == ["Hal Day", "李明"]
    other = "name,company,phone,note\nHal Day,,775-555-0199,\nHal Day,,,\nHal Day,,,owes us\n"
    assert counts(take(shop, written(tmp_path, other, name="2.csv"))) == (1, 1, 1, 0)


def test_an_unfinished_address_does_not_make_somebody_twice(shop: DeskShop, tmp_path: Path) -> None:
    text = "name,city,country\nHal Day,Reno,US\nHal Day,Elko,US\nHal Day,Reno,US\n"
    path = written(tmp_path, text)
    assert counts(take(shop, path)) == (2, 0, 1, 0)
    assert counts(take(shop, path)) == (0, 0, 3, 0)


def test_the_first_row_of_a_number_counts_for_the_name(shop: DeskShop, tmp_path: Path) -> None:
    shop.customer(given_name="Ida", family_name="Fox", email="ida@example.com")
    text = (
        "customer no,name,email\n"
        "100,Jane Roe,jane@example.com\n"
        "100,Jim Poe,jim@example.com\n"
        "101,Ida M. Fox,ida@example.com\n"
    )
    path = written(tmp_path, text)
    done = take(shop, path)
    assert counts(done) == (1, 2, 0, 0)
    assert done.told == {"An earlier row of the same number has another name, and counts.": 1}
    assert counts(take(shop, path)) == (0, 0, 3, 0)
    with shop.database.read() as session:
        known = session.scalars(select(Customer).where(Customer.source_key.in_(("100", "101"))))
        assert sorted(customer.display_name for customer in known) == ["Ida M. Fox", "Jane Roe"]
    later = written(tmp_path, "customer no,name\n100,Jane Doe\n", name="2.csv")
    assert counts(take(shop, later)) == (0, 1, 0, 0)


def test_further_rows_of_a_number_need_no_name(shop: DeskShop, tmp_path: Path) -> None:
    text = (
        "customer no,name,phone,note,tax exempt\n"
        "100,Jane Roe,,,\n"
        "100,,775-555-0142,one,\n"
        "100,,,two,RC-7\n"
        "100,,,three,\n"
        "101,,775-555-0143,,\n"
        "102,,,,\n"
    )
    path = written(tmp_path, text)
    done = take(shop, path)
    assert counts(done) == (2, 3, 0, 1)
    assert done.told == {
        "It has no name; what reaches them stands for it.": 1,
        "It names nobody who is on file.": 1,
    }
    assert counts(take(shop, path)) == (0, 0, 5, 1)
    later = written(tmp_path, "customer no,name,phone\n100,,775-555-0144\n", name="2.csv")
    assert counts(take(shop, later)) == (0, 1, 0, 0)
    with shop.database.read() as session:
        jane = session.scalars(select(Customer).where(Customer.source_key == "100")).one()
        assert (jane.display_name, jane.notes) == ("Jane Roe", "one\ntwo\nthree")
        assert (jane.tax_exempt_certificate, len(jane.contact_points)) == ("RC-7", 2)


@pytest.mark.parametrize(
    ("known", "said", "name"),
    [
        (("", "Jane"), "Jane Roe", "Jane Roe"), (("", "Roe"), "Jane Roe", "Jane Roe"),
        (("Jane", ""), "Jane Roe", "Jane Roe"), (("Jane", "Roe"), "Jane M. Roe", "Jane Roe"),
        (("", "Jane"), "Jane", "Jane"),
    ],
)  # fmt: skip
def test_half_a_name_on_file_is_made_whole(
    shop: DeskShop, tmp_path: Path, known: tuple[str, str], said: str, name: str
) -> None:
    given, family = known
    shop.customer(given_name=given, family_name=family, email="jane@example.com")
    path = written(tmp_path, f"name,email\n{said},jane@example.com\n")
    assert counts(take(shop, path)) in ((0, 1, 0, 0), (0, 0, 1, 0))
    assert counts(take(shop, path)) == (0, 0, 1, 0)
    with shop.database.read() as session:
        assert session.scalars(
            select(Customer.display_name).where(Customer.display_name.like("J%"))
        ).all() == [name]


def test_who_is_called_exactly_so_is_meant_before_who_may_be(
    shop: DeskShop, tmp_path: Path
) -> None:
    shop.customer(given_name="Jane", family_name="Roe", phone="775-555-0142")
    shop.customer(given_name="J", family_name="Roe", phone="775-555-0142")
    text = "name,phone,note\nJ Roe,775-555-0142,calls late\n"
    done = take(shop, written(tmp_path, text))
    assert counts(done) == (0, 1, 0, 0)
    assert done.told == {"It fits several customers on file; it was put with one of them.": 1}
    with shop.database.read() as session:
        noted = session.scalars(select(Customer).where(Customer.notes == "calls late")).one()
        assert noted.display_name == "J Roe"
