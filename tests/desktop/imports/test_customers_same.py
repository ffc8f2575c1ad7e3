"""Customers of whom a file says nothing new: compared before anybody has to wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from desktop.imports import customers_same
from desktop.imports.customers_book import CustomerBook
from desktop.imports.customers_rows import CustomerRow
from desktop.imports.file_run import was_read
from desktop.imports.opt_out_staging import Staging
from desktop.services import customers
from desktop.services.customers import ContactInput, CustomerInput
from models.customer import ContactKind
from models.ids import uuid7
from tests.desktop.factories import DeskShop
from tests.desktop.imports.catalogues import counts, written
from tests.desktop.imports.test_customers_file import SHOPIFY, found, state, take

LIST = (
    "First name,Last name,Phone,E-mail\n"
    "Ada,Kern,775-555-0142,ada.kern@example.com\n"
    "Max,Roe,775-555-0143,max.roe@example.com\n"
    "Theo,Lind,775-555-0144,theo.lind@example.com\n"
)


@pytest.fixture
def gone_through(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lines of the file that were gone through while the other desks waited."""
    lines: list[int] = []
    write = CustomerBook.write

    def noted(book: CustomerBook, rows: Sequence[CustomerRow], *, are_new: bool) -> Any:
        lines.extend(row.line for row in rows)
        return write(book, rows, are_new=are_new)

    monkeypatch.setattr(CustomerBook, "write", noted)
    return lines


@pytest.fixture
def before_writing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Has something happen when the file is compared and not yet written."""

    def set_up(what: Callable[[], object]) -> None:
        leave_out = Staging.leave_out_repeated

        def both(staging: Staging) -> None:
            leave_out(staging)
            what()

        monkeypatch.setattr(Staging, "leave_out_repeated", both)

    return set_up


def _numbers(shop: DeskShop, name: str) -> list[str]:
    return [contact.normalised for contact in found(shop, name).contacts]


def test_what_is_on_file_keeps_nobody_waiting(
    shop: DeskShop, tmp_path: Path, gone_through: list[int]
) -> None:
    path = written(tmp_path, LIST)
    assert counts(take(shop, path)) == (3, 0, 0, 0)
    assert gone_through == [2, 3, 4]
    gone_through.clear()
    before = state(shop)
    assert counts(take(shop, path)) == (0, 0, 3, 0)
    assert gone_through == []
    more = LIST.replace("775-555-0143", "775-555-0199") + "Una,Vale,775-555-0145,\n,,,\n"
    assert counts(take(shop, written(tmp_path, more, name="more.csv"))) == (1, 1, 2, 0)
    assert gone_through == [3, 5]
    assert _numbers(shop, "roe") == ["+17755550143", "max.roe@example.com", "+17755550199"]
    assert state(shop)[0] == before[0] + 1


def test_whoever_is_changed_meanwhile_is_compared_again(
    shop: DeskShop,
    tmp_path: Path,
    gone_through: list[int],
    before_writing: Callable[[Callable[[], object]], None],
) -> None:
    path = written(tmp_path, LIST)
    take(shop, path)
    gone_through.clear()
    max_roe = found(shop, "roe")

    def lose_the_number() -> None:
        email = ContactInput(ContactKind.EMAIL, "max.roe@example.com")
        changed = CustomerInput(given_name="Max", family_name="Roe", contacts=(email,))
        with shop.database.write() as session:
            customers.change(
                session, shop.desk(), max_roe.id, changed, version=max_roe.version,
                command_id=uuid7(),
            )  # fmt: skip

    before_writing(lose_the_number)
    assert counts(take(shop, path)) == (0, 1, 2, 0)
    assert gone_through == [3]
    assert _numbers(shop, "roe") == ["max.roe@example.com", "+17755550143"]


def test_after_another_file_of_customers_all_are_compared_again(
    shop: DeskShop, tmp_path: Path, gone_through: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, LIST)
    take(shop, path)
    gone_through.clear()
    asked: list[int] = []

    def another_came_in(*args: Any, after: int) -> bool:
        asked.append(after)
        return was_read(*args, after=after - 1)  # the one before

    monkeypatch.setattr(customers_same, "was_read", another_came_in)
    assert counts(take(shop, path)) == (0, 0, 3, 0)
    assert gone_through == [2, 3, 4]
    assert len(asked) == 1


def test_rows_of_one_customer_are_gone_through_in_their_order(
    shop: DeskShop, tmp_path: Path, gone_through: list[int]
) -> None:
    """The first row of a number names them; a later one is not taken for the only one."""
    row = "'71,{name},Kern,ada.kern@example.com,yes,,,,,,,,,,yes,,no\n"
    ada, adele = row.format(name="Ada"), row.format(name="Adele")
    take(shop, written(tmp_path, SHOPIFY + ada))
    gone_through.clear()
    done = take(shop, written(tmp_path, SHOPIFY + ada + adele + ada, name="2.csv"))
    assert gone_through == [2, 3, 4]
    assert counts(done) == (0, 0, 3, 0)
    assert found(shop, "kern").display_name == "Ada Kern"


@pytest.mark.parametrize("limit", ["_TRIED", "_MOST_CHANGED"])
def test_where_comparing_is_not_worth_while_all_are_gone_through(
    shop: DeskShop,
    tmp_path: Path,
    gone_through: list[int],
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
) -> None:
    take(shop, written(tmp_path, LIST.splitlines(keepends=True)[0] + LIST.splitlines()[1] + "\n"))
    gone_through.clear()
    monkeypatch.setattr(customers_same, limit, 0)
    monkeypatch.setattr(customers_same, "_LEAST_SHARE", 1)
    changed = LIST.replace("775-555-0143", "775-555-0199").replace("ada.kern@", "ada@")
    done = take(shop, written(tmp_path, changed, name="2.csv"))
    assert gone_through == [2, 3, 4]
    assert counts(done) == (2, 1, 0, 0)
    assert _numbers(shop, "kern") == ["+17755550142", "ada.kern@example.com", "ada@example.com"]
