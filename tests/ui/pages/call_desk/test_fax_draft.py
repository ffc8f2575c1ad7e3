"""A draft from a fax at the call desk: called back, paid for without a security code, or kept."""

from __future__ import annotations

import uuid

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from desktop.bootstrap import order_deeds
from desktop.services import calls, customers, order_story, orders, taking_up
from desktop.services.desk import Refused
from desktop.services.drafts import Draft, DraftLine
from models.channels import Channel
from models.customer import ContactPoint
from models.ids import uuid7
from models.order import Order, OrderState
from models.payment import Payment
from models.product import ProductVariant
from tests.ui.pages.call_desk.hand_payments import approved
from tests.ui.pages.call_desk.seat import CALLER, Seat
from ui import labels_change


def fax_draft(desk: Seat, channel: Channel = Channel.FAX) -> uuid.UUID:
    """An order of Marguerite Holloway's that somebody keyed from a fax."""
    who = desk.workspace.desk
    with desk.workspace.database.write() as session:
        customer = session.scalars(
            select(ContactPoint.customer_id).where(ContactPoint.normalised == f"+1{CALLER}")
        ).one()
        lamp = session.scalars(
            select(ProductVariant.id).where(ProductVariant.sku == "LMP-2204")
        ).one()
        found = customers.view(session, who, customer).bill_to
        made = orders.save_draft(
            session, who,
            Draft(
                order_id=uuid7(), customer_id=customer, channel=channel,
                bill_to=found.address if found else None,
                lines=(DraftLine(uuid7(), lamp, 2),),
            ),
        )  # fmt: skip
    return made.id


def order_of(desk: Seat, order_id: uuid.UUID) -> Order:
    with desk.workspace.database.read() as session:
        found = session.get_one(Order, order_id)
        session.expunge(found)
        return found


def take_up(desk: Seat, order_id: uuid.UUID) -> None:
    desk.page.open_draft(order_id)
    desk.until(lambda: desk.page.in_call)
    desk.settle()


def test_it_is_called_back_and_paid_for_without_a_security_code(desk: Seat) -> None:
    order_id = fax_draft(desk)
    take_up(desk, order_id)
    assert desk.lines() == [("LMP-2204", 2)]
    assert desk.page.calls.call is not None
    assert desk.page.calls.call.number == f"+1{CALLER}"
    assert "Marguerite Holloway" in desk.shown_texts()
    desk.key(Qt.Key.Key_F8)
    assert desk.card.opened[-1].setup.ask_code is False
    desk.card.give()
    desk.player.wait_for_focus("payment_finish_button")
    desk.gateway.answers = [approved("pi_1")]
    desk.key(Qt.Key.Key_F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    desk.settle()
    found = order_of(desk, order_id)
    assert found.channel is Channel.FAX
    assert found.placed_at is not None
    with desk.workspace.database.read() as session:
        assert session.scalars(
            select(Payment.code_asked).where(Payment.order_id == order_id)
        ).all() == [False]


def test_by_telephone_the_security_code_is_asked_for(desk: Seat) -> None:
    desk.to_card()
    assert desk.card.opened[-1].setup.ask_code is True


def test_left_unplaced_it_is_kept_and_the_desk_says_so(desk: Seat) -> None:
    order_id = fax_draft(desk)
    for _ in range(2):
        take_up(desk, order_id)
        desk.key(Qt.Key.Key_F12)
        words = "The order on the desk was not placed. It came on paper, so it is kept."
        assert words in desk.shown_texts()
        desk.key(Qt.Key.Key_Return)
        desk.until(lambda: not desk.page.in_call)
        desk.settle()
        found = order_of(desk, order_id)
        assert (found.state, found.call_id) == (OrderState.DRAFT, None)


def test_an_order_that_is_being_keyed_is_not_pushed_aside(desk: Seat) -> None:
    order_id = fax_draft(desk)
    desk.call_with()
    desk.order("WCK-0031")
    desk.page.open_draft(order_id)
    desk.settle()
    assert desk.said == "An order is being keyed: place it or take its lines out first."
    assert [sku for sku, _count in desk.lines()] == ["WCK-0031"]
    assert order_of(desk, order_id).call_id is None


def test_what_another_has_in_a_call_is_said(desk: Seat) -> None:
    order_id = fax_draft(desk)
    other = desk.workspace.desk
    with desk.workspace.database.write() as session:
        call = calls.begin(session, other, command_id=uuid7())
        taking_up.open_draft(session, other, order_id, call_id=call.id, command_id=uuid7())
        calls.park(session, other, call.id, command_id=uuid7())
    desk.call()
    desk.page.open_draft(order_id)
    desk.settle()
    assert desk.said == "This order waits in a parked call: end this call and take that back."


@pytest.mark.parametrize(
    ("channel", "refusal"),
    [(Channel.FAX, ""), (Channel.MAIL, ""), (Channel.PHONE, "change_draft")],
)
def test_from_the_orders_page_a_draft_on_paper_is_called_back_and_cancelled(
    desk: Seat, channel: Channel, refusal: str
) -> None:
    order_id = fax_draft(desk, channel)
    with desk.workspace.database.read() as session:
        story = order_story.read(session, desk.workspace.desk, order_id)
    assert story is not None
    words = labels_change.refusal(Refused(refusal)) if refusal else ""
    assert order_deeds._why_not_open(story) == words
    assert bool(order_deeds._why_not_cancel(story)) == bool(refusal)
