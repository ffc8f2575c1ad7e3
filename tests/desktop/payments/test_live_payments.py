"""A live desk: why F8 is shut, and whose keys the card window and the runner get."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select

from desktop.errors import WorldError
from desktop.payments import live_payments
from desktop.payments.connection import (
    LIVE_API,
    LIVE_ORIGINS,
    ConnectionRefused,
    ProcessorConnection,
    live_connection,
)
from desktop.payments.leases import LeaseKeeper
from desktop.payments.live_payments import LivePayments
from desktop.platform.keychain import Secret
from desktop.services.processor_settings import keep_processor, processor_row
from models.ids import uuid7
from models.order import Stamp
from models.session import Database
from models.store import Store, StoreMode, Workstation
from tests.desktop.payments.placed_orders import JumpingClock
from tests.desktop.tables import put_tables

PUBLISHABLE = "pk_live_" + "d" * 24
SECRET = Secret(value="sk_live_" + "a" * 24, source="keyring")


@pytest.fixture
def live(database: Database, clock: JumpingClock) -> tuple[uuid.UUID, uuid.UUID]:
    """A live store and a desk of it."""
    put_tables(database)
    store = Store(
        id=uuid7(), mode=StoreMode.LIVE, name="Shop", country="US", currency="USD",
        time_zone="America/Los_Angeles", languages=["en"], address_lines=[], phone_domestic="",
        phone_abroad="", fax="", email="", website="", opt_out_phone="", opt_out_fax="",
        opt_out_email="", opt_out_address_lines=[], settings={}, created_at=clock.now(),
    )  # fmt: skip
    desk = Workstation(id=uuid7(), store_id=store.id, name="Desk 1", created_at=clock.now())
    with database.write() as session:
        session.add(store)
        session.flush()
        session.add(desk)
    return store.id, desk.id


Make = Callable[..., LivePayments]


@pytest.fixture
def make(
    database: Database, clock: JumpingClock, live: tuple[uuid.UUID, uuid.UUID]
) -> Iterator[Make]:
    made: list[LivePayments] = []

    def one(found: Secret | WorldError | None = SECRET, **more: Any) -> LivePayments:
        def read(store_id: uuid.UUID) -> Secret | None:
            assert store_id == live[0]
            if isinstance(found, WorldError):
                raise found
            return found

        more.setdefault("is_unsealed", lambda: False)
        made.append(
            LivePayments(
                database=database,
                clock=clock,
                store_id=live[0],
                workstation_id=live[1],
                read_key=read,
                **more,
            )
        )
        return made[-1]

    yield one
    for payments in made:
        payments.close()


def set_up(database: Database, clock: JumpingClock, key: str = PUBLISHABLE) -> None:
    stamp = Stamp(at=clock.now(), actor_id=None, workstation_id=None)
    with database.write() as session:
        store_id = session.scalars(select(Store.id)).one()
        row = processor_row(session, store_id)
        row = type(row)(row.version, row.practice, key, row.shared_account)
        keep_processor(session, store_id, row, stamp=stamp)


def refusal_of(payments: LivePayments) -> str:
    with pytest.raises(WorldError) as refused:
        payments.connection()
    assert payments.refusal == refused.value.words
    return payments.refusal


def test_with_both_keys_the_card_window_may_open(
    make: Make, database: Database, clock: JumpingClock
) -> None:
    set_up(database, clock)
    payments = make()
    connection = payments.connection()
    assert payments.refusal == ""
    assert (connection.kind, connection.api_base) == ("live", LIVE_API)
    assert connection.script_url.startswith("https://js.stripe.com/v3/")
    assert connection.origins == LIVE_ORIGINS
    assert connection.publishable_key == PUBLISHABLE
    assert SECRET.value not in repr(connection)


def test_not_set_up(make: Make) -> None:
    assert "not set up yet" in refusal_of(make())


def test_opens_as_soon_as_it_is_set_up(make: Make, database: Database, clock: JumpingClock) -> None:
    payments = make()
    refusal_of(payments)
    set_up(database, clock)
    assert payments.connection().publishable_key == PUBLISHABLE
    assert payments.refusal == ""


def test_no_secret_key_and_no_worker(make: Make, database: Database, clock: JumpingClock) -> None:
    set_up(database, clock)
    payments = make(None)
    assert "no secret key" in refusal_of(payments)
    assert (payments.recover(), payments.settle_due()) == (0, 0)


@pytest.mark.parametrize("found", [None, WorldError("This system has no keyring.")])
def test_no_secret_key_but_a_worker(
    make: Make, database: Database, clock: JumpingClock, found: Any
) -> None:
    set_up(database, clock)
    payments = make(found)
    worker = LeaseKeeper(database=database, clock=clock, role="worker")
    worker.hold()
    assert payments.connection().secret_key == ""
    assert payments.refusal == ""
    worker.give_up()
    assert refusal_of(payments) in (live_payments.NO_KEY_HERE, "This system has no keyring.")


def test_no_keyring_is_said(make: Make, database: Database, clock: JumpingClock) -> None:
    set_up(database, clock)
    assert refusal_of(make(WorldError("This system has no keyring."))) == (
        "This system has no keyring."
    )


def test_a_test_key_in_a_live_shop(make: Make, database: Database, clock: JumpingClock) -> None:
    set_up(database, clock)
    test = Secret(value="sk_test_" + "a" * 24, source="keyring")
    said = refusal_of(make(test))
    assert "not a live processor's secret key" in said
    assert test.value not in said
    set_up(database, clock, "pk_test_" + "d" * 24)
    assert "not a live processor's publishable key" in refusal_of(make())


def test_where_the_card_window_cannot_be_sealed_off(
    make: Make, database: Database, clock: JumpingClock
) -> None:
    set_up(database, clock)
    assert refusal_of(make(is_unsealed=lambda: True)) == live_payments.NO_SANDBOX


def test_new_keys_are_read_after_forget(
    make: Make, database: Database, clock: JumpingClock
) -> None:
    set_up(database, clock)
    payments = make()
    payments.connection()
    other = "pk_live_" + "z" * 24
    set_up(database, clock, other)
    assert payments.connection().publishable_key == PUBLISHABLE
    payments.forget()
    assert payments.connection().publishable_key == other


@pytest.mark.parametrize(
    "wrong",
    [
        {"api_base": "http://api.stripe.com"},
        {"script_url": "http://127.0.0.1/v3/"},
        {"secret_key": "sk_test_" + "a" * 24},
        {"publishable_key": "pk_test_" + "a" * 24},
        {"kind": "practice"},
        {"run_id": "a run"},
    ],
)
def test_what_a_live_connection_refuses(wrong: dict[str, str]) -> None:
    good = live_connection(publishable_key=PUBLISHABLE, secret_key=SECRET.value)
    parts = {name: getattr(good, name) for name in ProcessorConnection.__dataclass_fields__}
    with pytest.raises(ConnectionRefused) as refused:
        ProcessorConnection(**{**parts, **wrong})
    assert SECRET.value not in str(refused.value)


def test_practice_always_needs_its_key() -> None:
    with pytest.raises(ConnectionRefused):
        ProcessorConnection(
            kind="practice",
            name="P",
            api_base="http://127.0.0.1:1",
            script_url="http://127.0.0.1:1/v3/",
            publishable_key="pk_test_x",
            secret_key="",
            origins=(),
            run_id="run",
        )
