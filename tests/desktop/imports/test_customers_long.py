"""A long file of customers: who is new first, and nobody taken for another for that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, text, update

from desktop.imports import customers_file, customers_writing, opt_out_list
from desktop.imports.customers_book import CustomerBook
from desktop.imports.importing import FileSpec
from desktop.imports.opt_out_list import ImportSpec
from models.customer import Customer
from tests.desktop.factories import DeskShop
from tests.desktop.imports.catalogues import counts, supervisor, written
from tests.desktop.imports.test_customers_file import SHOPIFY, found, state, stopped, take

_HEAVY = "contact_points|addresses|customers|customer_words|opt_outs"
_WIDE = re.compile(
    rf"SEARCH (?:{_HEAVY})\w* .*\(store_id=\?(?: AND medium=\?(?: AND sequence>\?)?)?\)"
)
LIST = (
    "First name,Last name,Company,Phone,E-mail,Street,City,State,ZIP,Newsletter opt in\n"
    "Ada,Kern,,775-555-0142,ada@example.com,12 Oak St,Reno,NV,89501,no\n"
    "Max,Kern,,775-555-0142,,12 Oak St,Reno,NV,89501,\n"
    ",,,,,1 Elm St,Reno,NV,89501,\n"
    "Jane,Roe,,,jane@example.com,,,,,\n"
    "Ada,Kern,Lamps Inc,,ada@example.com,9 Pine St,Reno,NV,89502,\n"
    "Una,Vale,,775-555-0146,,,,,,\n"
    "小明,王,,775-555-0147,,,,,,\n"
    "Jane,Roe,,775-555-0148,jane@example.com,,,,,no\n"
)


@pytest.fixture
def least(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Rows from which on a file is a long one."""
    monkeypatch.setattr(customers_writing, "_LONG", request.param)
    return int(request.param)


def indexes(shop: DeskShop) -> set[tuple[str, str]]:
    """Every index there is, and how it is made."""
    query = text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    with shop.database.read() as session:
        return {(name, sql) for name, sql in session.execute(query)}


@pytest.mark.parametrize("least", [4, 10_000], indirect=True)
def test_a_long_file_becomes_what_a_short_one_does(
    shop: DeskShop, tmp_path: Path, least: int
) -> None:
    shop.customer(given_name="Jane", family_name="Roe", phone="775-555-0140",
                  email="jane@example.com")  # fmt: skip
    before, made = state(shop), indexes(shop)
    done = take(shop, written(tmp_path, LIST))
    assert counts(done) == (4, 2, 1, 1)
    assert state(shop)[0] == before[0] + 4
    ada, jane = found(shop, "ada@example.com"), found(shop, "jane@example.com")
    assert (ada.display_name, ada.company_name) == ("Ada Kern", "Lamps Inc")
    assert [place.address.line1 for place in ada.addresses] == ["12 Oak St", "9 Pine St"]
    assert [place.bills_here for place in ada.addresses] == [True, False]
    assert [point.normalised for point in jane.contacts] == [
        "+17755550140", "jane@example.com", "+17755550148",
    ]  # fmt: skip
    assert found(shop, "王小明").phone.normalised == "+17755550147"  # type: ignore[union-attr]
    assert found(shop, "lamps").display_name == "Ada Kern"
    assert {key for _medium, key in stopped(shop)} == {"ada@example.com", "jane@example.com"}
    assert done.report is not None
    rows = done.report.read_text("utf-8-sig").splitlines()[1:]
    assert [row.partition(",")[0] for row in rows] == [
        f'"{line}"' for line in (4, 2, 3, 5, 6, 7, 8, 9)
    ]
    assert indexes(shop) == made
    assert counts(take(shop, written(tmp_path, LIST, name="2.csv"))) == (0, 0, 7, 1)


@pytest.mark.parametrize("least", [0], indirect=True)
def test_a_long_file_that_fails_leaves_the_indexes(
    shop: DeskShop, tmp_path: Path, least: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, made = state(shop), indexes(shop)

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(CustomerBook, "finish", fail)
    with pytest.raises(RuntimeError):
        take(shop, written(tmp_path, LIST))
    assert (state(shop), indexes(shop)) == (before, made)
    assert list(tmp_path.glob("*.report*")) == []


def test_a_key_leads_to_whom_its_customer_became(shop: DeskShop, tmp_path: Path) -> None:
    row = "'{key},Ada,{name},,no,,,,,,,,,{phone},,,no\n"
    text_of = SHOPIFY + row.format(key="8", name="Kern", phone="775-555-0142")
    text_of += row.format(key="9", name="Roe", phone="775-555-0143")
    path = written(tmp_path, text_of)
    assert counts(take(shop, path)) == (2, 0, 0, 0)
    with shop.database.write() as session:
        one, other = session.scalars(
            select(Customer.id).where(Customer.source_key != "").order_by(Customer.source_key)
        )
        session.execute(update(Customer).where(Customer.id == other).values(merged_into_id=one))
    done = take(shop, path)
    assert (done.created, done.refused) == (0, 0)
    assert found(shop, "kern").display_name == "Ada Kern"
    assert counts(take(shop, path)) == (0, 0, 2, 0)


@contextmanager
def steps(shop: DeskShop) -> Iterator[list[str]]:
    """How SQLite goes about what is asked meanwhile, step by step."""
    taken: list[str] = []

    def _on_execute(_c: Any, cursor: Any, sql: str, values: Any, _x: Any, many: bool) -> None:
        if not many and re.match("SELECT|UPDATE|DELETE", sql) and "max(" not in sql:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
            taken.extend(f"{row[3]}  of  {sql}" for row in cursor.fetchall())

    event.listen(shop.database.engine, "before_cursor_execute", _on_execute)
    yield taken
    event.remove(shop.database.engine, "before_cursor_execute", _on_execute)


def test_nothing_asked_for_some_rows_goes_through_all_of_the_shops(
    shop: DeskShop, tmp_path: Path
) -> None:
    customers = written(tmp_path, LIST)
    emails = "email\n" + "".join(f"a{n}@example.com\n" for n in range(40))
    opt_outs = written(tmp_path, emails, name="opt-outs.csv")
    desk = supervisor(shop)
    for _ in range(2):
        with steps(shop) as taken:
            customers_file.run(shop.database, desk, FileSpec(customers))
            opt_out_list.run(shop.database, replace(desk), ImportSpec(opt_outs))
        assert len(taken) > 16
        assert [step for step in taken if _WIDE.match(step)] == []


def test_a_row_of_which_a_card_number_would_be_made_is_refused_alone(
    shop: DeskShop, tmp_path: Path
) -> None:
    half = " ".join(["4242"] * 2)
    text_of = (
        "First name,Last name,Phone,Street,Street 2,City,State,ZIP,Note\n"
        f"{half},{half},775-555-0142,,,,,,\n"
        f"Ada,Kern,775-555-0143,{half},{half},Reno,NV,89501,\n"
        f"Una,Vale,775-555-0144,,,,,,tea {half}\n"
        f"Una,Vale,775-555-0144,,,,,,{half}\n"
    )
    done = take(shop, written(tmp_path, text_of))
    assert counts(done) == (1, 0, 1, 2)
    assert done.told == {
        "It holds what looks like a card number.": 2,
        "A note was left out: after what is noted already it looks like a card number.": 1,
    }
    assert found(shop, "vale").notes == f"tea {half}"
