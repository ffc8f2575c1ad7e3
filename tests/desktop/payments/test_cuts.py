"""Every fault at every phase, over the practice processor: nothing lost, nothing taken twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.payments.connection import ProcessorConnection
from desktop.payments.gateway import PaymentGateway
from models.session import Database, database_url
from tests.desktop.payments.cuts import Bench, Phase, Sums
from tests.desktop.payments.fault_proxy import Fault, standing_before
from tests.desktop.payments.moving import their_sums
from tests.desktop.payments.placed_orders import PlacedOrder, make_shop
from tests.desktop.practice.support import enter_card

LOOKED_UP = (Phase.CONFIRM, Phase.CAPTURE, Phase.VOID, Phase.REFUND)
LOST = (Fault.CUT_BEFORE, Fault.CUT_AFTER, Fault.REORDER)
LOOK_UP_FAULTS = (Fault.CUT_BEFORE, Fault.CUT_MIDST, Fault.ERROR_500, Fault.REORDER)


def at_practice(gateway: PaymentGateway, placed: PlacedOrder, intent: str) -> Sums:
    now = datetime.now(UTC)
    listed = gateway.list_created_between(now - timedelta(hours=1), now + timedelta(hours=1))
    mine = [view for view in listed if view.metadata.get("attempt") == str(placed.attempt_id)]
    captured, refunded, held = their_sums(gateway, intent)
    return Sums(sum(view.holds_money for view in mine), held, captured, refunded)


@pytest.fixture(scope="module")
def bench(
    connection: ProcessorConnection,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Bench]:
    folder: Path = tmp_path_factory.mktemp("cuts")
    database = Database(database_url(folder / "shop.sqlite"))
    make_shop(database)
    with standing_before(int(connection.api_base.rsplit(":", 1)[1])) as proxy:
        made = Bench(
            database=database,
            connection=connection,
            proxy=proxy,
            take_card=lambda: enter_card(connection),
            look=at_practice,
        )
        yield made
    database.close()
    made.tally.show(request.config, "practice processor")


@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize("phase", Phase)
def test_cut(bench: Bench, phase: Phase, fault: Fault) -> None:
    bench.cut(phase, fault)


@pytest.mark.parametrize("second", LOOK_UP_FAULTS)
@pytest.mark.parametrize("first", LOST)
@pytest.mark.parametrize("phase", LOOKED_UP)
def test_cut_and_the_look_up_too(bench: Bench, phase: Phase, first: Fault, second: Fault) -> None:
    bench.cut(phase, first, second)
