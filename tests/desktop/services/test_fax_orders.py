"""An order from a fax: whose it is, what is in it, and who has to be called."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from desktop.services import order_story, orders, person_tasks, placing, received_faxes
from desktop.services.desk import Refused
from desktop.services.order_views import OrderView
from desktop.services.received_fax_shapes import FaxOrder, FaxOrderForm
from models.audit import AuditEntry
from models.channels import Channel
from models.customer import ContactPoint, Customer
from models.ids import uuid7
from models.order import Order, OrderState
from models.order_version import OrderNote
from models.person_task import PersonTask, PersonTaskKind
from models.product import StockReservation
from models.received_fax import FaxOutcome, FaxState
from tests.desktop.factories import card
from tests.desktop.services.faxes import FaxRoom
from tests.models import card_like

NUMBER = "+19095550142"


@pytest.fixture
def fax(faxes: FaxRoom) -> uuid.UUID:
    fax = faxes.arrive(sender=NUMBER, pages=2)
    faxes.review(fax)
    return fax


def form(faxes: FaxRoom, **fields: Any) -> FaxOrderForm:
    values: dict[str, Any] = {
        "given_name": "Ada", "family_name": "Field", "line1": "12 Pear Lane", "city": "Reno",
        "state": "NV", "postal_code": "89501", "phone": "909 555 0100", "fax": "909 555 0142",
        "hours": "after 5 pm", "lines": (faxes.shop.line("LAMP-1", 2),),
    }  # fmt: skip
    return FaxOrderForm(**(values | fields))


def order(
    faxes: FaxRoom, fax: uuid.UUID, keyed: FaxOrderForm, *, command_id: uuid.UUID | None = None
) -> FaxOrder:
    with faxes.shop.database.write() as session:
        return received_faxes.order_from_fax(
            session, faxes.shop.desk(), fax, keyed, command_id=command_id or uuid7()
        )


def test_a_draft_a_customer_and_a_call_to_make(faxes: FaxRoom, fax: uuid.UUID) -> None:
    made = order(faxes, fax, form(faxes, remarks="leave at the back door"))
    view = faxes.shop.order(made.order_id)
    assert (view.state, view.channel, view.call_id) == (OrderState.DRAFT, Channel.FAX, None)
    assert (view.shown_number, view.customer_id) == (made.order_number, made.customer_id)
    assert [(line.sku, line.quantity) for line in view.lines] == [("LAMP-1", 2)]
    assert view.bill_to is not None
    assert (view.bill_to.name, view.bill_to.city, view.bill_to.country) == (
        "Ada Field", "Reno", "US",
    )  # fmt: skip
    assert view.total_minor > 0
    found = faxes.detail(fax)
    assert (found.row.state, found.row.outcome) == (FaxState.DONE, FaxOutcome.ORDER)
    assert (found.order_id, found.row.order_number) == (made.order_id, made.order_number)
    assert (found.row.customer_id, found.row.customer_name) == (made.customer_id, "Ada Field")
    with faxes.shop.database.read() as session:
        task = session.scalars(select(PersonTask)).one()
        assert (task.id, task.kind, task.phone, task.hours) == (
            made.task_id, PersonTaskKind.CALL_BACK, "909 555 0100", "after 5 pm",
        )  # fmt: skip
        assert (task.customer_id, task.order_id, task.received_fax_id) == (
            made.customer_id, made.order_id, fax,
        )  # fmt: skip
        assert task.due_at == datetime(2026, 3, 3, 15, 4, 5, tzinfo=UTC)
        assert (task.owner_id, task.done_at) == (None, None)
        assert session.scalars(select(OrderNote.words)).all() == ["leave at the back door"]


def test_on_a_friday_the_call_is_due_on_monday_at_the_same_hour(
    faxes: FaxRoom, fax: uuid.UUID
) -> None:
    friday = datetime(2026, 3, 6, 20, 0, tzinfo=UTC)  # noon; the clocks go on on Sunday
    faxes.shop.clock.advance(friday - faxes.shop.clock.now())
    order(faxes, fax, form(faxes))
    with faxes.shop.database.read() as session:
        due = session.scalars(select(PersonTask.due_at)).one()
    assert due == datetime(2026, 3, 9, 19, 0, tzinfo=UTC)


def test_it_is_in_the_orders_story(faxes: FaxRoom, fax: uuid.UUID) -> None:
    made = order(faxes, fax, form(faxes))
    with faxes.shop.database.read() as session:
        story = order_story.read(session, faxes.shop.desk(), made.order_id)
    assert story is not None
    assert [(one.id, one.became_order) for one in story.faxes] == [(fax, True)]
    assert {"fax_received", "fax_keyed", "draft_started"} == {m.kind for m in story.timeline} - {
        "note"
    }


def test_the_same_number_and_name_is_the_same_customer(faxes: FaxRoom, fax: uuid.UUID) -> None:
    known = faxes.shop.customer(given_name="Áda", family_name="FIELD", phone="(909) 555-0100")
    made = order(faxes, fax, form(faxes, email="ada@example.com"))
    assert made.customer_id == known.id
    with faxes.shop.database.read() as session:
        points = session.scalars(
            select(ContactPoint.normalised).where(ContactPoint.customer_id == known.id)
        ).all()
    assert sorted(points) == [NUMBER.replace("142", "100"), NUMBER, "ada@example.com"]
    assert faxes.shop.count(Customer) == (1,)


def test_another_name_at_the_same_number_is_another_customer(
    faxes: FaxRoom, fax: uuid.UUID
) -> None:
    known = faxes.shop.customer(phone="(909) 555-0100")
    assert order(faxes, fax, form(faxes)).customer_id != known.id
    assert faxes.shop.count(Customer) == (2,)


def test_the_customer_who_was_chosen_is_taken_whatever_the_name(
    faxes: FaxRoom, fax: uuid.UUID
) -> None:
    known = faxes.shop.customer(fax="(909) 555-0142", phone="909 555 0177")
    made = order(faxes, fax, form(faxes, customer_id=known.id))
    assert made.customer_id == known.id
    with faxes.shop.database.read() as session:
        customer = session.get_one(Customer, known.id)
        assert (customer.given_name, customer.version) == ("Jane", known.version + 1)
        assert len(customer.contact_points) == 3
        assert [row.city for row in customer.addresses] == ["Reno"]


def test_the_sender_is_offered_newest_first(faxes: FaxRoom) -> None:
    older = faxes.shop.customer(fax="(909) 555-0142")
    newer = faxes.shop.customer(given_name="June", phone="909-555-0142")
    faxes.shop.customer(phone="909-555-0143")
    with faxes.shop.database.read() as session:
        desk = faxes.shop.desk()
        found = received_faxes.match_for(session, desk, NUMBER)
        assert [one.id for one in found] == [newer.id, older.id]
        assert received_faxes.match_for(session, desk, None) == ()
        assert received_faxes.match_for(session, desk, "+4420794609580") == ()


def test_asking_twice_makes_one_order(faxes: FaxRoom, fax: uuid.UUID) -> None:
    keyed, command_id = form(faxes), uuid7()
    first = order(faxes, fax, keyed, command_id=command_id)
    assert order(faxes, fax, keyed, command_id=command_id) == first
    with pytest.raises(Refused, match="fax_done"):
        order(faxes, fax, keyed)
    assert faxes.shop.count(Order, PersonTask, Customer) == (1, 1, 1)


def test_without_a_call_to_make_there_is_no_task(faxes: FaxRoom, fax: uuid.UUID) -> None:
    made = order(faxes, fax, form(faxes, call_back=False, phone="", hours=""))
    assert made.task_id is None
    assert faxes.shop.count(PersonTask) == (0,)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("phone", "", "phone_missing"),
        ("phone", "12", "phone_unreadable"),
        ("fax", "lamp", "phone_unreadable"),
        ("email", "nobody", "email_unreadable"),
        ("family_name", "", "name_missing"),
        ("lines", (), "lines_missing"),
        ("remarks", "x" * 201, "note_long"),
        ("hours", "x" * 61, "hours_long"),
        ("remarks", None, "card_number"),
        ("hours", None, "card_number"),
        ("line2", None, "card_number"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_made(
    faxes: FaxRoom, fax: uuid.UUID, field: str, value: Any, code: str
) -> None:
    if value is None:
        value = "pay with " + card_like.complete("4" + "2" * 14)
    keyed = dataclasses.replace(form(faxes), **{field: value})
    if code == "name_missing":
        keyed = dataclasses.replace(keyed, given_name="")
    with pytest.raises(Refused) as told:
        order(faxes, fax, keyed)
    assert (told.value.code, told.value.field) == (code, field)
    assert faxes.detail(fax).row.state is FaxState.REVIEWED
    assert faxes.shop.count(Order, PersonTask, Customer, StockReservation) == (0, 0, 0, 0)


def test_nothing_is_keyed_from_what_nobody_has_looked_at(faxes: FaxRoom) -> None:
    fax = faxes.arrive()
    with pytest.raises(Refused, match="not_reviewed"):
        order(faxes, fax, form(faxes))
    assert faxes.shop.count(Order) == (0,)


def test_placing_the_order_ends_the_call_that_it_waited_for(faxes: FaxRoom, fax: uuid.UUID) -> None:
    made = order(faxes, fax, form(faxes))
    other = order(faxes, _another(faxes), form(faxes, given_name="Bea"))
    shop = faxes.shop
    with shop.database.write() as session:
        given_up = person_tasks.append(
            session, shop.store_id, shop.desk().stamp(), PersonTaskKind.GIVEN_UP_FAX,
            "The letter did not get through", shop.clock.now(), order_id=made.order_id,
        )  # fmt: skip
    view = _with_shipping(faxes, made.order_id)
    shop.clock.advance(timedelta(hours=1))
    with shop.database.write() as session:
        placing.place(
            session, shop.desk(2), view.id, card(), version=view.version, command_id=uuid7()
        )
    with shop.database.read() as session:
        (done,) = person_tasks.tasks(session, shop.desk(), showing="done")
        assert (done.id, done.done_at, done.done_by_name) == (
            made.task_id, shop.clock.now(), "Omar",
        )  # fmt: skip
        still = {row.id for row in person_tasks.tasks(session, shop.desk())}
        assert still == {other.task_id, given_up}
        ended = select(AuditEntry.subject_id).where(AuditEntry.kind == "task_done")
        assert session.scalars(ended).all() == [made.task_id]


def test_a_call_that_was_made_before_keeps_who_made_it(faxes: FaxRoom, fax: uuid.UUID) -> None:
    made, shop = order(faxes, fax, form(faxes)), faxes.shop
    assert made.task_id is not None
    with shop.database.write() as session:
        person_tasks.done(session, shop.desk(), made.task_id, command_id=uuid7())
    called_at = shop.clock.now()
    view = _with_shipping(faxes, made.order_id)
    shop.clock.advance(timedelta(hours=1))
    with shop.database.write() as session:
        placing.place(
            session, shop.desk(2), view.id, card(), version=view.version, command_id=uuid7()
        )
    with shop.database.read() as session:
        row = person_tasks.row(session, shop.desk(), made.task_id)
    assert (row.done_at, row.done_by_name) == (called_at, "Dana")


def _another(faxes: FaxRoom) -> uuid.UUID:
    """A second fax, reviewed."""
    fax = faxes.arrive(sender=NUMBER)
    faxes.review(fax)
    return fax


def _with_shipping(faxes: FaxRoom, order_id: uuid.UUID) -> OrderView:
    """The draft as it can be placed."""
    shop = faxes.shop
    with shop.database.read() as session:
        keyed = orders.draft_of(session, order_id)
    draft = dataclasses.replace(keyed, shipping_method_id=shop.methods["GROUND"])
    return shop.save(draft, version=shop.order(order_id).version)
