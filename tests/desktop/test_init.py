from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from desktop.errors import AgentError
from desktop.init_shop import ShopAnswers, checked, make_live_shop
from desktop.paths import DataFolder
from desktop.services import people
from desktop.shop_database import open_shop_database
from models.agent import Agent, Role
from models.audit import AuditEntry
from models.customer import Customer
from models.product import Product
from models.store import Store, StoreMode, Workstation
from tests.desktop.fixed_clock import FixedClock

PASSWORD = "correct horse 7 battery"
ANSWERS = ShopAnswers(
    name=" Corner Shop ",
    country="us",
    currency="usd",
    time_zone="America/Los_Angeles",
    address=("1 Example Street", " ", "Ontario, CA 91764"),
    phone="1-800-555-0133",
    fax="1-909-555-0101",
    supervisor="Ines Marchetti",
    sign_in_name="ines",
    password=PASSWORD,
)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


def test_live_shop_has_its_profile_one_supervisor_and_nothing_else(folder: DataFolder) -> None:
    clock = FixedClock()
    made = make_live_shop(folder, ANSWERS, clock=clock)
    assert (made.name, made.supervisor, made.sign_in_name) == (
        "Corner Shop",
        "Ines Marchetti",
        "ines",
    )
    assert made.database == folder.live.database
    assert folder.shop() == folder.live
    database = open_shop_database(folder.live, clock=clock)
    try:
        with database.read() as session:
            store = session.scalars(select(Store)).one()
            agent = session.scalars(select(Agent)).one()
            kinds = list(session.scalars(select(AuditEntry.kind).order_by(AuditEntry.sequence)))
            assert session.scalar(select(func.count(Workstation.id))) == 1
            assert session.scalar(select(func.count(Customer.id))) == 0
            assert session.scalar(select(func.count(Product.id))) == 0
            assert (store.mode, store.name, store.country, store.currency) == (
                StoreMode.LIVE,
                "Corner Shop",
                "US",
                "USD",
            )
            assert store.address_lines == ["1 Example Street", "Ontario, CA 91764"]
            assert (store.phone_abroad, store.opt_out_fax) == ("1-800-555-0133", "1-909-555-0101")
            assert (agent.role, agent.display_name) == (Role.SUPERVISOR, "Ines Marchetti")
            assert agent.password_hash is not None
            assert agent.password_hash.startswith("$argon2")
            assert people.matches(agent.password_hash, PASSWORD)
            assert not people.matches(agent.password_hash, PASSWORD + " ")
    finally:
        database.close()
    assert kinds == ["store_made", "account_made"]


def test_password_is_nowhere_in_the_files(folder: DataFolder) -> None:
    make_live_shop(folder, ANSWERS, clock=FixedClock())
    assert PASSWORD not in repr(ANSWERS)
    for path in folder.root.rglob("*"):
        if path.is_file():
            assert PASSWORD.encode() not in path.read_bytes()


def test_nothing_but_the_shop_is_left(folder: DataFolder) -> None:
    make_live_shop(folder, ANSWERS, clock=FixedClock())
    files = {path.relative_to(folder.root).as_posix() for path in folder.root.rglob("*.*")}
    assert files == {"live/orderdesk.sqlite"}


def test_second_live_shop_is_refused(folder: DataFolder) -> None:
    make_live_shop(folder, ANSWERS, clock=FixedClock())
    before = folder.live.database.read_bytes()
    with pytest.raises(AgentError, match="live shop already"):
        make_live_shop(folder, replace(ANSWERS, name="Other"), clock=FixedClock())
    assert folder.live.database.read_bytes() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("name", "x" * 201),
        ("name", " ".join(["4242"] * 4)),
        ("country", "USA"),
        ("country", "ZZ"),
        ("currency", "dollars"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("address", ()),
        ("address", ("",)),
        ("phone", "call us"),
        ("fax", "12"),
        ("email", "nobody"),
        ("supervisor", ""),
        ("sign_in_name", " "),
        ("password", "short 1"),
        ("password", "only letters here"),
        ("password", "123456789012345"),
    ],
)
def test_answer_that_will_not_do_makes_nothing(
    folder: DataFolder, field: str, value: str | tuple[str, ...]
) -> None:
    changes: dict[str, Any] = {field: value}
    with pytest.raises(AgentError) as caught:
        make_live_shop(folder, replace(ANSWERS, **changes), clock=FixedClock())
    assert caught.value.field == field
    assert not folder.root.exists()


def test_what_is_not_said_follows_what_is(folder: DataFolder) -> None:
    answers = checked(replace(ANSWERS, email="orders@example.com", opt_out_phone="1-800-555-0199"))
    assert answers.opt_out_email == "orders@example.com"
    assert answers.opt_out_phone == "1-800-555-0199"
    assert answers.opt_out_address == ("1 Example Street", "Ontario, CA 91764")
    assert answers.website == ""
