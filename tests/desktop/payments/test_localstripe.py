"""The gateway and every cut again, over localstripe. `make peers` installs it into a place of its own.

It ignores idempotency keys. So what is decided by look-up alone is proved here, over a peer that
nobody here wrote; what only a key can decide (a refund that arrives twice) is proved over the practice
processor, and left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.payments.connection import practice_connection
from desktop.payments.gateway import (
    IntentRequest,
    PaymentGateway,
    RefundRequest,
    RequestRefused,
)
from desktop.payments.results import Authorized, Declined
from desktop.payments.stripe_gateway import StripeGateway
from models.payment import Check
from models.session import Database, database_url
from tests.desktop.payments import localstripe
from tests.desktop.payments.cuts import Bench, Phase, Sums
from tests.desktop.payments.fault_proxy import Fault, standing_before
from tests.desktop.payments.placed_orders import PlacedOrder, make_shop

pytestmark = pytest.mark.peers

KEYS_ALONE = {
    (Phase.REFUND, Fault.DUPLICATE),
    (Phase.REFUND, Fault.DUPLICATE_AT_ONCE),
    (Phase.REFUND, Fault.REORDER),
}
"""A second refund is as good as the first; only its key tells that it is the same."""
DECIDED_BY_LOOK_UP = [
    (phase, fault) for phase in Phase for fault in Fault if (phase, fault) not in KEYS_ALONE
]
LOOKED_UP = (Phase.CONFIRM, Phase.CAPTURE, Phase.VOID, Phase.REFUND)
LOST = (Fault.CUT_BEFORE, Fault.CUT_AFTER)
LOOK_UP_FAULTS = (Fault.CUT_BEFORE, Fault.CUT_MIDST, Fault.ERROR_500)
GOOD, DECLINED_AT_CHARGE = ("4242",) * 4, ("4000", "0000", "0000", "0341")


def card(port: int, pieces: tuple[str, ...] = GOOD) -> str:
    """A token, taken by the secret key: its page script makes none."""
    fields = {
        "type": "card", "card[number]": "".join(pieces), "card[exp_month]": "12",
        "card[exp_year]": str(datetime.now(UTC).year + 3), "card[cvc]": "123",
    }  # fmt: skip
    return str(localstripe.call(port, "POST", "/v1/payment_methods", fields)["id"])


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with localstripe.running_localstripe() as made:
        yield made


@pytest.fixture(scope="module")
def bench(
    port: int, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Bench]:
    def look(gateway: PaymentGateway, placed: PlacedOrder, intent: str) -> Sums:
        """Its list takes no time of creation, so it is read whole."""
        listed = localstripe.call(port, "GET", "/v1/payment_intents?limit=1000")["data"]
        mine = [one for one in listed if one["metadata"].get("attempt") == str(placed.attempt_id)]
        refunds = [one for one in gateway.list_refunds(intent) if one.intent_id == intent]
        view = gateway.retrieve(intent)
        return Sums(
            charges=sum(one["status"] in ("requires_capture", "succeeded") for one in mine),
            held=view.amount_capturable_minor,
            captured=view.amount_received_minor,
            refunded=sum(one.amount_minor for one in refunds),
        )

    folder: Path = tmp_path_factory.mktemp("cuts")
    database = Database(database_url(folder / "shop.sqlite"))
    make_shop(database)
    with standing_before(port, adapt=localstripe.adapt, mend=localstripe.mend) as proxy:
        made = Bench(
            database=database,
            connection=practice_connection(
                port=proxy.port,
                publishable_key="pk_test_of_localstripe",
                secret_key="sk_test_of_localstripe",
                run_id="run_of_localstripe",
            ),
            proxy=proxy,
            take_card=lambda: card(port),
            look=look,
        )
        yield made
    database.close()
    made.tally.show(request.config, "localstripe")


@pytest.fixture
def gateway(bench: Bench) -> Iterator[StripeGateway]:
    made = StripeGateway(connection=bench.connection, answer_seconds=15)
    yield made
    made.close()


@pytest.mark.parametrize(("phase", "fault"), DECIDED_BY_LOOK_UP)
def test_cut(bench: Bench, phase: Phase, fault: Fault) -> None:
    bench.cut(phase, fault)


@pytest.mark.parametrize("second", LOOK_UP_FAULTS)
@pytest.mark.parametrize("first", LOST)
@pytest.mark.parametrize("phase", LOOKED_UP)
def test_cut_and_the_look_up_too(bench: Bench, phase: Phase, first: Fault, second: Fault) -> None:
    bench.cut(phase, first, second)


def authorize(gateway: StripeGateway, token: str) -> Any:
    request = IntentRequest(
        amount_minor=20_298, currency="USD", payment_method=token, metadata={"attempt": "a-1"}
    )
    return gateway.confirm(gateway.create_intent(request, key="k1"), key="k2")


def test_its_wire_is_understood(gateway: StripeGateway, port: int) -> None:
    held = authorize(gateway, card(port))
    assert isinstance(held, Authorized)
    assert held.checks.street is Check.NOT_CHECKED, "nothing said is not the same as nothing given"
    assert not held.allows_more_captures
    view = gateway.capture(held.intent_id, amount_minor=15_000, releases_rest=True, key="k3")
    assert (view.status, view.amount_received_minor) == ("succeeded", 15_000)
    request = RefundRequest(amount_minor=4_000, attempt="a-2")
    refund = gateway.refund(held.intent_id, request, key="k4")
    assert (refund.status, refund.metadata) == ("succeeded", {"attempt": "a-2"})
    assert refund in gateway.list_refunds(held.intent_id)
    with pytest.raises(RequestRefused):
        gateway.void(held.intent_id, key="k5")


def test_declined_at_the_charge(gateway: StripeGateway, port: int) -> None:
    result = authorize(gateway, card(port, DECLINED_AT_CHARGE))
    assert isinstance(result, Declined)
    assert result.code == "card_declined"
    assert gateway.retrieve(result.intent_id).result == result
