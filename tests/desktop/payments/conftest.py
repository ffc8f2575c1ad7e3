"""A practice processor, a database with one shop, and a runner over both."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.payments.connection import ProcessorConnection
from desktop.payments.runner import PaymentRunner
from desktop.payments.stripe_gateway import StripeGateway
from models.session import Database, database_url
from tests.desktop.payments.placed_orders import JumpingClock, make_shop
from tests.desktop.practice.support import running_server


@pytest.fixture(scope="module")
def connection() -> Iterator[ProcessorConnection]:
    with running_server(slow_seconds=0.6) as made:
        yield made


@pytest.fixture
def gateway(connection: ProcessorConnection) -> Iterator[StripeGateway]:
    made = StripeGateway(connection=connection, answer_seconds=15)
    yield made
    made.close()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(database_url(tmp_path / "shop.sqlite"))
    yield made
    made.close()


@pytest.fixture
def workstation_id(database: Database) -> uuid.UUID:
    return make_shop(database)


@pytest.fixture
def clock() -> JumpingClock:
    return JumpingClock()


@pytest.fixture
def runner(
    database: Database, workstation_id: uuid.UUID, gateway: StripeGateway, clock: JumpingClock
) -> PaymentRunner:
    return PaymentRunner(
        database=database, gateways=lambda: gateway, clock=clock, workstation_id=workstation_id
    )
