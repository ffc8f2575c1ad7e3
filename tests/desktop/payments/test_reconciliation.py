"""Our books against a practice processor's: both ways, mended or shown, and settled."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from desktop.errors import WorldError
from desktop.payments.connection import ProcessorConnection
from desktop.payments.gateway import IntentRequest, OutcomeUnknown
from desktop.payments.reconciliation import Comparison, Reconciler
from desktop.payments.results import Authorized
from desktop.payments.runner import PaymentRunner
from desktop.payments.stripe_gateway import StripeGateway
from desktop.services import findings
from desktop.services.desk import Desk, Refused
from desktop.services.findings import FindingView
from models.agent import Agent
from models.audit import AuditEntry
from models.ids import uuid7
from models.payment import AttemptEvent, AttemptState, Payment, PaymentAttempt
from models.reconciliation import Finding, FindingKind, ReconciliationRun
from models.session import Database
from models.store import Store, Workstation
from tests.desktop.payments.placed_orders import (
    TOTAL_MINOR,
    JumpingClock,
    PlacedOrder,
    intents_of,
    look,
    place_order,
)
from tests.desktop.practice.support import enter_card, running_server


@pytest.fixture
def connection() -> Iterator[ProcessorConnection]:
    """A processor of this test's own: every intent at it is one of the test's."""
    with running_server() as made:
        yield made


@pytest.fixture
def ahead(clock: JumpingClock) -> JumpingClock:
    """The desk's clock, far enough ahead that the payments just made are compared."""
    clock.ahead = timedelta(minutes=10)
    return clock


@pytest.fixture
def reconciler(
    database: Database,
    workstation_id: uuid.UUID,
    gateway: StripeGateway,
    runner: PaymentRunner,
    ahead: JumpingClock,
) -> Reconciler:
    with database.read() as session:
        store_id = session.scalars(select(Store.id)).one()
    return Reconciler(
        database=database, gateways=lambda: gateway, runner=runner, clock=ahead, store_id=store_id
    )


@pytest.fixture
def desk(database: Database, workstation_id: uuid.UUID, ahead: JumpingClock) -> Desk:
    with database.read() as session:
        store = session.scalars(select(Store)).one()
        return Desk(
            store_id=store.id,
            workstation_id=session.scalars(select(Workstation.id)).one(),
            agent_id=session.scalars(select(Agent.id)).one(),
            practice=True,
            currency="USD",
            country="US",
            time_zone=store.time_zone,
            may_supervise=True,
            now=ahead.now,
        )


def authorized(
    database: Database, connection: ProcessorConnection, runner: PaymentRunner
) -> PlacedOrder:
    placed = place_order(database, connection, enter_card(connection))
    assert isinstance(runner.run_attempt(placed.attempt_id), Authorized)
    return placed


def open_ones(database: Database, desk: Desk) -> tuple[FindingView, ...]:
    with database.read() as session:
        return findings.open_findings(session, desk)


def settle(
    database: Database, desk: Desk, finding: FindingView, action: Any, note: str = ""
) -> None:
    with database.write() as session:
        findings.settle_finding(session, desk, finding.id, action, note=note, command_id=uuid7())


def settlements(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(Finding.settlement).order_by(Finding.created_at)))


def stray(connection: ProcessorConnection, gateway: StripeGateway, **metadata: str) -> str:
    """Money at the processor that our books know nothing of."""
    request = IntentRequest(
        amount_minor=4_500, currency="USD", payment_method=enter_card(connection), metadata=metadata
    )
    intent_id = gateway.create_intent(request, key=uuid7().hex)
    gateway.confirm(intent_id, key=uuid7().hex)
    return intent_id


def counts(made: Comparison) -> tuple[int, int, int, int]:
    return made.intents, made.attempts, made.settled, made.open


def test_books_that_agree(
    reconciler: Reconciler,
    database: Database,
    connection: ProcessorConnection,
    runner: PaymentRunner,
    desk: Desk,
) -> None:
    for _ in range(3):
        authorized(database, connection, runner)
    declined = place_order(database, connection, enter_card(connection, "stolen_card"))
    runner.run_attempt(declined.attempt_id)
    assert counts(reconciler.compare()) == (4, 4, 0, 0)
    assert open_ones(database, desk) == ()
    with database.read() as session:
        run = findings.last_run(session, desk)
    assert run is not None
    assert (run.intents, run.attempts, run.failure) == (4, 4, "")


def test_an_unknown_outcome_is_settled_at_once(
    reconciler: Reconciler,
    database: Database,
    connection: ProcessorConnection,
    runner: PaymentRunner,
    desk: Desk,
) -> None:
    placed = place_order(database, connection, enter_card(connection, "cut_after_charge"))
    runner.run_attempt(placed.attempt_id)
    assert look(database, placed).attempt is AttemptState.UNKNOWN
    assert reconciler.compare().settled == 1
    assert look(database, placed).attempt is AttemptState.SUCCEEDED
    assert open_ones(database, desk) == ()


def test_money_that_we_know_nothing_of_is_shown_and_voided_once(
    reconciler: Reconciler,
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
    desk: Desk,
) -> None:
    intent_id = stray(connection, gateway)
    assert counts(reconciler.compare()) == (1, 0, 0, 1)
    assert reconciler.compare().open == 1, "and is not found a second time"
    (found,) = open_ones(database, desk)
    assert (found.kind, found.intent_id) == (FindingKind.UNKNOWN_INTENT, intent_id)
    assert (found.our_minor, found.their_minor, found.their_state) == (0, 4_500, "requires_capture")
    assert found.actions == ("void", "accept")
    settle(database, desk, found, "void")
    assert gateway.retrieve(intent_id).status == "requires_capture", "it is asked for only"
    (asked,) = open_ones(database, desk)
    assert asked.asked == "void_asked"
    with pytest.raises(Refused, match="finding_asked"):
        settle(database, desk, found, "void")
    assert reconciler.carry_out_asked() == 1
    assert gateway.retrieve(intent_id).status == "canceled"
    assert (open_ones(database, desk), settlements(database)) == ((), ["voided"])
    assert reconciler.carry_out_asked() == 0
    assert reconciler.compare().open == 0


def test_money_that_was_taken_is_given_back_once(
    reconciler: Reconciler,
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
    desk: Desk,
) -> None:
    intent_id = stray(connection, gateway)
    gateway.capture(intent_id, amount_minor=4_500, releases_rest=True, key=uuid7().hex)
    reconciler.compare()
    (found,) = open_ones(database, desk)
    assert found.actions == ("refund", "accept")
    settle(database, desk, found, "refund")
    assert (reconciler.carry_out_asked(), reconciler.carry_out_asked()) == (1, 0)
    assert settlements(database) == ["refunded"]
    assert reconciler.compare().open == 0, "what was given back is not found again"


def test_a_lost_row_of_ours_is_found_by_the_attempt_it_names(
    reconciler: Reconciler,
    database: Database,
    connection: ProcessorConnection,
    runner: PaymentRunner,
    desk: Desk,
) -> None:
    authorized(database, connection, runner)
    with database.write() as session:  # as after a restored backup
        session.execute(delete(AttemptEvent))
        session.execute(delete(PaymentAttempt))
        session.execute(delete(Payment))
    reconciler.compare()
    (found,) = open_ones(database, desk)
    assert found.kind is FindingKind.UNKNOWN_INTENT
    assert found.their_minor == TOTAL_MINOR


def test_an_authorization_that_they_do_not_know(
    reconciler: Reconciler,
    database: Database,
    connection: ProcessorConnection,
    runner: PaymentRunner,
    desk: Desk,
) -> None:
    placed = authorized(database, connection, runner)
    with database.write() as session:
        session.get_one(PaymentAttempt, placed.attempt_id).intent_id = "pi_" + "n" * 24
    reconciler.compare()
    kinds = {found.kind: found for found in open_ones(database, desk)}
    assert set(kinds) == {FindingKind.MISSING_INTENT, FindingKind.UNKNOWN_INTENT}
    missing = kinds[FindingKind.MISSING_INTENT]
    assert (missing.our_minor, missing.their_minor) == (TOTAL_MINOR, 0)
    assert (missing.their_state, missing.actions) == ("missing", ("accept",))
    assert missing.order_number


def test_let_go_behind_our_back_and_gone_by_itself(
    reconciler: Reconciler,
    database: Database,
    connection: ProcessorConnection,
    runner: PaymentRunner,
    gateway: StripeGateway,
    desk: Desk,
    ahead: JumpingClock,
) -> None:
    placed = authorized(database, connection, runner)
    (view,) = intents_of(gateway, placed)
    gateway.void(view.intent_id, key=uuid7().hex)
    reconciler.compare()
    (found,) = open_ones(database, desk)
    assert (found.kind, found.their_state) == (FindingKind.STATE_DIFFERS, "canceled")
    assert (found.our_minor, found.their_minor) == (TOTAL_MINOR, 0)
    with database.write() as session:  # our books learn of it
        session.get_one(PaymentAttempt, placed.attempt_id).expires_at = ahead.now()
    assert reconciler.compare().settled == 1
    assert (open_ones(database, desk), settlements(database)) == ((), ["by_itself"])


def test_taken_behind_our_back(
    reconciler: Reconciler,
    database: Database,
    connection: ProcessorConnection,
    runner: PaymentRunner,
    gateway: StripeGateway,
    desk: Desk,
) -> None:
    placed = authorized(database, connection, runner)
    (view,) = intents_of(gateway, placed)
    gateway.capture(view.intent_id, amount_minor=10_000, releases_rest=True, key=uuid7().hex)
    reconciler.compare()
    (found,) = open_ones(database, desk)
    assert found.kind is FindingKind.AMOUNT_DIFFERS
    assert (found.our_minor, found.their_minor) == (0, 10_000)
    with pytest.raises(Refused, match="note_missing"):
        settle(database, desk, found, "accept", "  ")
    with pytest.raises(Refused, match="finding_action"):
        settle(database, desk, found, "void")
    settle(database, desk, found, "accept", "Taken by hand, see the order's note.")
    assert reconciler.compare().open == 0, "what was accepted as it stands stays accepted"
    with database.read() as session:
        row = session.scalars(select(Finding)).one()
        assert (row.settled_by_id, row.note) == (
            desk.agent_id,
            "Taken by hand, see the order's note.",
        )
        kinds = list(session.scalars(select(AuditEntry.kind).order_by(AuditEntry.sequence)))
    assert kinds == ["difference_found", "difference_accept"]


def test_other_peoples_payments_with_the_account_are_left_out_where_the_shop_says_so(
    reconciler: Reconciler,
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
    desk: Desk,
) -> None:
    with database.write() as session:
        session.scalars(select(Store)).one().settings = {"processor": {"shared_account": True}}
    stray(connection, gateway)
    ours = stray(connection, gateway, attempt=str(uuid7()))
    assert counts(reconciler.compare()) == (2, 0, 0, 1)
    assert [found.intent_id for found in open_ones(database, desk)] == [ours]


def test_one_comparison_at_a_time_and_cancelled_half_way(
    reconciler: Reconciler, database: Database, desk: Desk, connection: ProcessorConnection
) -> None:
    assert isinstance(connection, ProcessorConnection)

    def tell(_progress: object) -> None:
        with pytest.raises(WorldError, match="under way already"):
            reconciler.compare()

    made = reconciler.compare(days=2, tell=tell, is_cancelled=lambda: False)
    assert not made.was_cancelled


def test_a_processor_that_goes_away_is_said_and_kept(
    reconciler: Reconciler,
    database: Database,
    gateway: StripeGateway,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone(*_arguments: object) -> None:
        raise OutcomeUnknown("no answer")

    monkeypatch.setattr(gateway, "iterate_created", gone)
    with pytest.raises(WorldError, match="no answer"):
        reconciler.compare()
    with database.read() as session:
        run = session.scalars(select(ReconciliationRun)).one()
        assert run.ended_at is not None
        assert "no answer" in run.failure


def test_only_a_supervisor_settles(
    reconciler: Reconciler,
    database: Database,
    connection: ProcessorConnection,
    gateway: StripeGateway,
    desk: Desk,
) -> None:
    stray(connection, gateway)
    reconciler.compare()
    (found,) = open_ones(database, desk)
    agent = Desk(**{**vars(desk), "may_supervise": False})
    with pytest.raises(Refused, match="supervisor_needed"):
        settle(database, agent, found, "accept", "no")
