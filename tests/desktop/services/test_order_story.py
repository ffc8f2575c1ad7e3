"""One order's whole story, read in one session."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.services import order_notes, order_story, orders, placing
from desktop.services.desk import Refused
from desktop.services.holds import end_hold, open_hold
from desktop.services.order_story_shapes import (
    OrderStory,
    StoryAttempt,
    StoryHold,
    StoryMoment,
    StoryNote,
    StorySending,
)
from models.audit import AuditEntry
from models.call import Call, CallOutcome, CallState
from models.card_guard import CardNumberRefused
from models.dispatch import Dispatch, DispatchState, Route
from models.document import Document, DocumentKind
from models.hold import HoldKind, HoldState
from models.ids import uuid7
from models.order import Order, OrderEvent, OrderState
from models.order_version import OrderNote, OrderVersion
from models.payment import AttemptState, Payment, Purpose, RefundDue
from models.shipment import Disclosure, Shipment, ShipmentLine
from tests.desktop.factories import RENO, DeskShop, card

HOUR = timedelta(hours=1)


def read(shop: DeskShop, order_id: uuid.UUID) -> OrderStory:
    """The story, which must be there."""
    with shop.database.read() as session:
        story = order_story.read(session, shop.desk(), order_id)
    assert story is not None
    return story


def kinds(story: OrderStory) -> list[str]:
    """The timeline's kinds, oldest first."""
    return [moment.kind for moment in reversed(story.timeline)]


def moment(story: OrderStory, kind: str) -> StoryMoment:
    """The one moment of a kind."""
    (found,) = [m for m in story.timeline if m.kind == kind]
    return found


def test_the_head_is_the_order_as_it_was_said(shop: DeskShop) -> None:
    view, _placed = shop.placed(shop.ready_draft(ship_to=RENO, source_code="WEB"))
    story = read(shop, view.id)
    assert (story.number, story.state, story.held) == (view.number, OrderState.PLACED, True)
    assert (story.customer_name, story.taken_by) == ("Jane Roe", "Dana")
    assert story.differing == ("line1", "line2", "city", "state", "postal_code")
    assert (story.total_minor, story.currency) == (view.total_minor, "USD")
    assert (story.placed_at, story.begun_at) == (shop.clock.now(), shop.clock.now())
    assert [(line.sku, line.ordered, line.waiting) for line in story.lines] == [("LAMP-1", 1, 1)]
    assert story.days_left is None
    assert not story.promise_at_risk


def test_an_order_of_another_store_or_none_is_no_story(shop: DeskShop) -> None:
    view, _placed = shop.placed()
    other = dataclasses.replace(shop.desk(), store_id=uuid7())
    with shop.database.read() as session:
        assert order_story.read(session, other, view.id) is None
        assert order_story.read(session, shop.desk(), uuid7()) is None


def test_a_draft_has_a_story_too(shop: DeskShop) -> None:
    story = read(shop, shop.save(shop.ready_draft(bill_to=None)).id)
    assert (story.state, story.placed_at, story.payments) == (OrderState.DRAFT, None, ())
    assert story.customer_name == "Jane Roe"
    assert kinds(story) == ["draft_started"]


@pytest.mark.parametrize(
    ("state", "days", "left"),
    [
        (OrderState.PLACED, 3, 3),
        (OrderState.RELEASED, 0, 0),
        (OrderState.PARTLY_SHIPPED, -2, -2),
        (OrderState.SHIPPED, 3, None),
        (OrderState.CANCELLED, 3, None),
        (OrderState.DRAFT, 3, None),
        (OrderState.PLACED, None, None),
    ],
)
def test_days_left_run_while_something_is_still_to_be_sent(
    shop: DeskShop, state: OrderState, days: int | None, left: int | None
) -> None:
    today = shop.desk().today()
    promise = None if days is None else today + timedelta(days=days)
    assert order_story.days_left(state, promise, today) == left


def test_money_attempt_by_attempt(shop: DeskShop) -> None:
    view, placed = shop.placed()
    now = shop.clock.now()
    with shop.database.write() as session:
        attempt = session.scalars(select(Payment)).one().attempts[0]
        attempt.move_to(AttemptState.SENT, at=now)
        attempt.decline_code = "insufficient_funds"
        attempt.move_to(AttemptState.DECLINED, at=now)
    shop.clock.advance(HOUR)
    with shop.database.write() as session:
        placing.take_another_card(
            session, shop.desk(2), view.id, card("pm_two", last4="1881"), command_id=uuid7()
        )
        payment = session.scalars(select(Payment).where(Payment.last4 == "1881")).one()
        attempt = payment.attempts[0]
        attempt.move_to(AttemptState.SENT, at=shop.clock.now())
        attempt.expires_at = shop.clock.now() + timedelta(days=7)
        attempt.move_to(AttemptState.SUCCEEDED, at=shop.clock.now())
        session.add(
            RefundDue(
                store_id=shop.store_id, order_id=view.id, amount_minor=5, currency="USD",
                reason="cancelled", due_at=now + timedelta(days=9), created_at=now,
            )
        )  # fmt: skip
    story = read(shop, view.id)
    first, second = story.payments
    assert (first.last4, first.sums.held, first.attempts[0].decline_code) == (
        "4242", 0, "insufficient_funds",
    )  # fmt: skip
    assert (second.last4, second.sums.held) == ("1881", view.total_minor)
    assert second.sums.expires_at == shop.clock.now() + timedelta(days=7)
    assert [a.purpose for p in story.payments for a in p.attempts] == [Purpose.AUTHORIZE] * 2
    assert first.attempts[0].id == placed.attempt_id
    assert [(due.amount_minor, due.done_at) for due in story.refunds_due] == [(5, None)]
    assert not story.unknown
    told = moment(story, "another_card")
    assert (told.by, told.desk, told.at) == ("Omar", "Desk 2", shop.clock.now())


def test_an_unknown_outcome_is_the_orders(shop: DeskShop) -> None:
    view, _placed = shop.placed()
    with shop.database.write() as session:
        session.scalars(select(Payment)).one().attempts[0].move_to(
            AttemptState.UNKNOWN, at=shop.clock.now()
        )
    assert read(shop, view.id).unknown


def test_holds_with_who_and_why_and_the_events_point_at_them(shop: DeskShop) -> None:
    view, _placed = shop.placed(shop.ready_draft(ship_to=RENO))
    shop.clock.advance(HOUR)
    with shop.database.write() as session:
        order = session.get_one(Order, view.id)
        (hold,) = order.open_holds
        open_hold(order, HoldKind.MANUAL, shop.desk().stamp())
        end_hold(order, hold, shop.desk(2).stamp(), note="she read the number back")
    story = read(shop, view.id)
    differs, manual = story.holds
    assert (differs.kind, differs.state, differs.opened_by) == (
        HoldKind.SHIP_TO_DIFFERS, HoldState.RELEASED, "Dana",
    )  # fmt: skip
    assert (differs.ended_by, differs.note) == ("Omar", "she read the number back")
    assert differs.ended_at == shop.clock.now()
    assert (manual.kind, manual.ended_at) == (HoldKind.MANUAL, None)
    assert story.open_holds == (manual,)
    released = moment(story, "hold_released")
    assert isinstance(released.subject, StoryHold)
    assert released.subject == differs
    assert (released.by, released.desk) == ("Omar", "Desk 2")


def test_papers_parcels_calls_versions_disclosures(shop: DeskShop) -> None:
    customer = shop.customer(phone="(909) 555-0142")
    now = shop.clock.now()
    call_id, line = uuid7(), shop.line("LAMP-1", 2)
    with shop.database.write() as session:
        session.add(_call(shop, call_id, customer.id, started=now))
        session.add(
            _call(shop, uuid7(), customer.id, started=now - HOUR, outcome=CallOutcome.QUESTION)
        )
        session.add(_call(shop, uuid7(), None, started=now))
    view, _placed = shop.placed(shop.ready_draft(line, customer_id=customer.id, call_id=call_id))
    document, dispatch = uuid7(), uuid7()
    with shop.database.write() as session:
        session.add(
            Document(
                id=document, store_id=shop.store_id, kind=DocumentKind.CONFIRMATION,
                order_id=view.id, agent_id=shop.agents[0], language="en", data={}, pages=2,
                pdf_sha256="0" * 64, created_at=now,
            )
        )  # fmt: skip
        session.flush()
        session.add(
            Dispatch(
                id=dispatch, store_id=shop.store_id, document_id=document, route=Route.PRINTER,
                destination="Office", copies=2, state=DispatchState.FAILED, failure="out of paper",
                agent_id=shop.agents[1], state_at=now + HOUR, created_at=now,
            )
        )  # fmt: skip
        session.add(
            Shipment(
                store_id=shop.store_id, order_id=view.id, carrier="Parcel",
                tracking_number="1Z999AA1", shipped_at=now, created_at=now,
                lines=[ShipmentLine(store_id=shop.store_id, order_line_id=line.id, quantity=1)],
            )
        )  # fmt: skip
        session.add(
            OrderVersion(
                store_id=shop.store_id, order_id=view.id, sequence=1,
                snapshot={"total_minor": 999, "lines": [{}, {}]}, replaced_at=now,
                replaced_by_id=shop.agents[1],
            )
        )  # fmt: skip
        session.add(
            Disclosure(
                store_id=shop.store_id, order_id=view.id, recipient="Parcel", purpose="delivery",
                fields=["name", "line1"], at=now,
            )
        )  # fmt: skip
    story = read(shop, view.id)
    (paper,) = story.papers
    assert (paper.kind, paper.pages, paper.by) == (DocumentKind.CONFIRMATION, 2, "Dana")
    (sending,) = paper.sendings
    assert (sending.destination, sending.copies, sending.state, sending.failure, sending.by) == (
        "Office", 2, DispatchState.FAILED, "out of paper", "Omar",
    )  # fmt: skip
    (parcel,) = story.shipments
    assert (parcel.tracking_number, parcel.pieces) == ("1Z999AA1", (("LAMP-1", 1),))
    assert [(call.is_own, call.number, call.outcome) for call in story.calls] == [
        (True, "(909) 555-0142", None),
        (False, "(909) 555-0142", CallOutcome.QUESTION),
    ]
    (version,) = story.versions
    assert (version.sequence, version.by, version.total_minor, version.line_count) == (
        1, "Omar", 999, 2,
    )  # fmt: skip
    (told,) = story.disclosures
    assert (told.recipient, told.fields) == ("Parcel", ("name", "line1"))
    assert isinstance(moment(story, "sending").subject, StorySending)
    assert moment(story, "sending").at == now + HOUR
    assert story.timeline[0].kind == "sending", "newest first"
    assert kinds(story).count("call") == 1, "other calls are no part of this order's timeline"


def test_the_timeline_keeps_the_sequence_within_an_instant(shop: DeskShop) -> None:
    view, placed = shop.placed(shop.ready_draft(ship_to=RENO))
    with shop.database.write() as session:
        order = session.get_one(Order, view.id)
        order.record("capture_asked", stamp=shop.desk().stamp(), attempt=str(placed.attempt_id))
        order.record("never_heard_of", stamp=shop.desk().stamp(), attempt="not an id", x=[1])
    story = read(shop, view.id)
    assert kinds(story) == [
        "draft_started", "placed", "hold_opened", "capture_asked", "never_heard_of",
    ]  # fmt: skip
    asked = moment(story, "capture_asked").subject
    assert isinstance(asked, StoryAttempt)
    assert asked.id == placed.attempt_id
    assert moment(story, "never_heard_of").subject is None
    with shop.database.read() as session:
        stored = session.scalars(
            select(OrderEvent.kind)
            .where(OrderEvent.order_id == view.id)
            .order_by(OrderEvent.sequence)
        ).all()
    assert kinds(story) == list(stored)


def test_what_the_program_did_by_itself_has_no_person(shop: DeskShop) -> None:
    view, _placed = shop.placed()
    from models.order import Stamp

    with shop.database.write() as session:
        order = session.get_one(Order, view.id)
        stamp = Stamp(at=shop.clock.now(), actor_id=None, workstation_id=None)
        order.move_to(OrderState.RELEASED, kind="released", stamp=stamp)
    told = moment(read(shop, view.id), "released")
    assert (told.by, told.desk, told.order_state) == ("", "", OrderState.RELEASED)


def test_a_change_under_way_is_known(shop: DeskShop) -> None:
    view, _placed = shop.placed()
    assert read(shop, view.id).changed_by_order_id is None
    draft = shop.save(shop.ready_draft())
    with shop.database.write() as session:
        session.get_one(Order, draft.id).changes_order_id = view.id
    assert read(shop, view.id).changed_by_order_id == draft.id
    with shop.database.write() as session:
        orders.discard_draft(session, shop.desk(), draft.id)
    assert read(shop, view.id).changed_by_order_id is None


# Notes


def test_a_note_stays_with_the_order_and_repeating_adds_none(shop: DeskShop) -> None:
    view, _placed = shop.placed()
    command_id = uuid7()
    for _ in range(2):
        with shop.database.write() as session:
            order_notes.add_note(
                session, shop.desk(2), view.id, "  Leave it \n at the gate ", command_id=command_id
            )
    story = read(shop, view.id)
    assert [(note.words, note.by) for note in story.notes] == [("Leave it at the gate", "Omar")]
    assert isinstance(moment(story, "note").subject, StoryNote)
    assert shop.count(OrderNote) == (1,)
    with shop.database.read() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.kind == "order_noted"))
        noted = [(entry.subject_id, entry.details) for entry in entries]
    assert noted == [(story.notes[0].id, {})]
    assert story.version == view.version, "a note is no change of the order"


@pytest.mark.parametrize(
    ("words", "code"), [("", "note_empty"), (" \n ", "note_empty"), ("x" * 201, "note_long")]
)
def test_a_note_has_words_and_not_too_many(shop: DeskShop, words: str, code: str) -> None:
    view, _placed = shop.placed()
    with pytest.raises(Refused) as refused, shop.database.write() as session:
        order_notes.add_note(session, shop.desk(), view.id, words, command_id=uuid7())
    assert refused.value.code == code
    assert shop.count(OrderNote) == (0,)


def test_a_card_number_is_no_note(shop: DeskShop) -> None:
    view, _placed = shop.placed()
    with pytest.raises(CardNumberRefused), shop.database.write() as session:
        order_notes.add_note(
            session, shop.desk(), view.id, "card " + "4242" * 4, command_id=uuid7()
        )
    assert shop.count(OrderNote) == (0,)


def _call(
    shop: DeskShop,
    call_id: uuid.UUID,
    customer_id: uuid.UUID | None,
    *,
    started: object,
    outcome: CallOutcome | None = None,
) -> Call:
    return Call(
        id=call_id, store_id=shop.store_id, workstation_id=shop.workstations[0],
        agent_id=shop.agents[0], state=CallState.ENDED, number="+19095550142",
        customer_id=customer_id, started_at=started, outcome=outcome,
    )  # fmt: skip
