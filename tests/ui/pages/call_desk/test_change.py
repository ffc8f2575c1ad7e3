"""Changing, cancelling and repeating a placed order at the desk, by keys alone."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from desktop.paths import DataFolder
from desktop.services import changing, orders, presence
from desktop.services.desk import Desk
from desktop.services.order_views import OrderView
from desktop.settings import TEXT_PERCENT, Settings
from models.agent import Agent, Role
from models.call import Call
from models.hold import HoldKind
from models.ids import uuid7
from models.order import Order, OrderState
from models.order_version import OrderPresence, OrderVersion
from models.payment import AttemptState, Payment, PaymentAttempt, Purpose
from models.product import Price, ProductVariant
from models.store import Workstation
from tests.ui.pages.call_desk.hand_payments import approved, declined
from tests.ui.pages.call_desk.seat import CONTROL, Seat
from ui.dialogs.cancel_sheet import CancelSheet
from ui.pages.orders.page import OrdersPage

ALT = Qt.KeyboardModifier.AltModifier
AUTHORIZE, VOID = Purpose.AUTHORIZE, Purpose.VOID
SUCCEEDED = AttemptState.SUCCEEDED


def place(desk: Seat) -> uuid.UUID:
    """A call from somebody on file, one line, a card, placed and approved."""
    desk.to_taken()
    desk.gateway.answers = [approved("pi_1")]
    desk.key(Qt.Key.Key_F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    desk.settle()
    assert desk.page.view is not None
    return desk.page.view.id


def wrap_up(desk: Seat) -> None:
    """F12, Enter."""
    desk.key(Qt.Key.Key_F12)
    desk.key(Qt.Key.Key_Return)
    desk.until(lambda: not desk.page.in_call)
    desk.settle()


def begin(desk: Seat) -> None:
    """Alt+H: the order on the desk, or the marked one, is being changed."""
    desk.key(Qt.Key.Key_H, ALT)
    desk.until(lambda: desk.page.changes.is_changing)
    desk.settle()


def quantity(desk: Seat, count: str) -> None:
    """Another quantity for the first line, as in the lines of a new order."""
    desk.page.order_stage.lines_panel.line_grid.focus_entry()
    desk.press(Qt.Key.Key_Up)
    desk.press(Qt.Key.Key_Return)
    desk.player.wait_for_focus("quantity_edit")
    desk.retype(count)
    desk.press(Qt.Key.Key_Return)
    desk.settle()


def attempts(desk: Seat, order_id: uuid.UUID) -> list[tuple[Purpose, AttemptState, int]]:
    """Purpose, state, amount; oldest first."""
    with desk.workspace.database.read() as session:
        rows = session.scalars(
            select(PaymentAttempt)
            .join(Payment)
            .where(Payment.order_id == order_id)
            .order_by(PaymentAttempt.created_at, PaymentAttempt.id)
        )
        return [(row.purpose, row.state, row.amount_minor) for row in rows]


def look(desk: Seat, order_id: uuid.UUID) -> OrderView:
    """The order as the records have it."""
    with desk.workspace.database.read() as session:
        return orders.get(session, desk.workspace.desk, order_id)


def at_desk_two(desk: Seat, work: Callable[[Any, Desk], Any]) -> Any:
    """Ines Marchetti does something at Desk 2."""
    here, came = desk.workspace.desk, []

    def write(session: Any) -> None:
        agent = session.scalar(select(Agent).where(Agent.sign_in_name == "ines"))
        if agent is None:
            now = here.now()
            agent = Agent(
                id=uuid7(), store_id=here.store_id, sign_in_name="ines",
                display_name="Ines Marchetti", role=Role.AGENT, created_at=now,
            )  # fmt: skip
            session.add(agent)
        agent.display_name = "Ines Marchetti"
        station = session.scalar(select(Workstation).where(Workstation.name == "Desk 2"))
        if station is None:
            station = Workstation(
                id=uuid7(), store_id=here.store_id, name="Desk 2", created_at=here.now()
            )
            session.add(station)
        session.flush()
        there = dataclasses.replace(here, workstation_id=station.id, agent_id=agent.id)
        came.append(work(session, there))

    desk.write(write)
    return came[0]


def test_a_bigger_order_takes_a_new_card_and_lets_the_old_hold_go_after_it(desk: Seat) -> None:
    order_id = place(desk)
    before = look(desk, order_id)
    begin(desk)
    assert desk.label("saved_label") == "Draft, saved"
    assert f"Changing order {before.shown_number}" in desk.shown_texts()
    assert desk.reason("finish") == "Nothing has been changed yet."
    assert desk.reason("find_caller") == "An order is being changed: its customer stays."
    desk.order("WCK-0031")
    assert desk.page.view is not None
    after = desk.page.view.total_minor
    assert after > before.total_minor
    assert desk.reason("finish") == "Save needs a new card first: F8"
    assert "WCK-0031 added, 1 piece" in desk.shown_texts()
    assert look(desk, order_id).total_minor == before.total_minor
    desk.key(Qt.Key.Key_F8)
    assert desk.card.opened[-1].reference == before.shown_number
    desk.card.give(last4="1881")
    desk.player.wait_for_focus("payment_finish_button")
    assert desk.workspace.actions.get("finish").text() == "Save the change"
    desk.gateway.answers = [approved("pi_2")]
    desk.key(Qt.Key.Key_F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    desk.settle()
    assert desk.label("payment_result_label") == "Change saved"
    desk.until(lambda: desk.gateway.voided == ["pi_1"])
    desk.settle()
    now = look(desk, order_id)
    assert (now.total_minor, now.number, now.state) == (after, before.number, OrderState.RELEASED)
    assert attempts(desk, order_id) == [
        (AUTHORIZE, SUCCEEDED, before.total_minor),
        (AUTHORIZE, SUCCEEDED, after),
        (VOID, SUCCEEDED, before.total_minor),
    ]
    assert desk.page.view is not None
    assert desk.page.view.id == order_id


def test_declined_the_change_stands_and_another_card_is_taken(desk: Seat) -> None:
    order_id = place(desk)
    before = look(desk, order_id).total_minor
    begin(desk)
    desk.order("WCK-0031")
    desk.key(Qt.Key.Key_F8)
    desk.card.give()
    desk.player.wait_for_focus("payment_finish_button")
    desk.gateway.answers = [declined("pi_2")]
    desk.key(Qt.Key.Key_F10)
    desk.until(lambda: desk.page.payment_state == "declined")
    desk.settle()
    assert "held before stays held." in desk.label("payment_detail_label")
    now = look(desk, order_id)
    assert [hold.kind for hold in now.holds] == [HoldKind.PAYMENT]
    desk.key(Qt.Key.Key_F8)
    desk.card.give()
    desk.player.wait_for_focus("payment_finish_button")
    desk.gateway.answers = [approved("pi_3")]
    desk.key(Qt.Key.Key_F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    desk.until(lambda: desk.gateway.voided == ["pi_1"])
    desk.settle()
    assert [a for a in attempts(desk, order_id) if a[0] is VOID] == [(VOID, SUCCEEDED, before)]
    assert look(desk, order_id).state is OrderState.RELEASED


def test_a_smaller_order_is_saved_without_a_card(desk: Seat) -> None:
    desk.call_with()
    desk.order(quantity="3")
    desk.key(Qt.Key.Key_F8)
    desk.card.give()
    desk.player.wait_for_focus("payment_finish_button")
    desk.key(Qt.Key.Key_F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    desk.settle()
    assert desk.page.view is not None
    order_id, before = desk.page.view.id, desk.page.view.total_minor
    begin(desk)
    quantity(desk, "1")
    assert desk.lines() == [("LMP-2204", 1)]
    assert desk.reason("card") == "What is held covers the new total: no new card is needed."
    desk.key(Qt.Key.Key_F8)
    assert len(desk.card.opened) == 1
    desk.key(Qt.Key.Key_F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    desk.settle()
    assert desk.label("payment_result_label") == "Change saved"
    assert attempts(desk, order_id) == [(AUTHORIZE, SUCCEEDED, before)]
    now = look(desk, order_id)
    assert ([line.quantity for line in now.lines], now.state) == ([1], OrderState.RELEASED)
    assert now.total_minor < before


def test_an_earlier_order_is_changed_in_a_later_call(desk: Seat) -> None:
    order_id = place(desk)
    first_call = look(desk, order_id).call_id
    wrap_up(desk)
    desk.call_with()
    desk.key(Qt.Key.Key_E, ALT)
    desk.player.wait_for_focus("earlier_list")
    begin(desk)
    desk.key(Qt.Key.Key_G, ALT)
    desk.type("For Theo")
    desk.key(Qt.Key.Key_F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    desk.settle()
    now = look(desk, order_id)
    assert (now.gift_message, now.call_id) == ("For Theo", first_call)
    assert len(attempts(desk, order_id)) == 1
    wrap_up(desk)
    assert look(desk, order_id).state is OrderState.RELEASED


def test_a_change_left_empty_is_gone_and_one_with_keys_is_asked_about(desk: Seat) -> None:
    order_id = place(desk)
    begin(desk)
    desk.key(Qt.Key.Key_Escape)
    desk.until(lambda: not desk.page.changes.is_changing)
    desk.settle()
    assert desk.page.payment_state == "approved"
    begin(desk)
    desk.order("WCK-0031")
    desk.key(Qt.Key.Key_Escape)
    desk.player.wait_for_focus("park_change_button")
    assert "WCK-0031 added, 1 piece" in desk.shown_texts()
    desk.key(Qt.Key.Key_Escape)
    assert desk.page.changes.is_changing
    desk.key(Qt.Key.Key_Q, ALT)
    desk.player.wait_for_focus("park_change_button")
    desk.key(Qt.Key.Key_Delete, CONTROL)
    desk.until(lambda: not desk.page.changes.is_changing)
    desk.settle()
    assert desk.said == "The order is as it was."
    assert len(look(desk, order_id).lines) == 1
    assert [state for _number, state in desk.orders()] == ["released", "cancelled", "cancelled"]


def test_a_parked_change_comes_back_as_it_was(desk: Seat) -> None:
    order_id = place(desk)
    begin(desk)
    desk.order("WCK-0031")
    desk.key(Qt.Key.Key_F11)
    desk.until(lambda: not desk.page.in_call)
    desk.settle()
    desk.key(Qt.Key.Key_F11, CONTROL)
    desk.until(lambda: desk.page.changes.is_changing)
    desk.settle()
    assert len(desk.lines()) == 2
    assert desk.page.view is not None
    assert desk.page.view.shown_number == look(desk, order_id).shown_number


def test_after_a_crash_a_change_and_an_opened_order_are_there_again(
    sit_down: Callable[[], Seat],
) -> None:
    with sit_down() as desk:
        order_id = place(desk)
        begin(desk)
        desk.order("WCK-0031")
    with sit_down() as desk:
        desk.until(lambda: desk.page.changes.is_changing)
        desk.settle()
        assert len(desk.lines()) == 2
        desk.key(Qt.Key.Key_Q, ALT)
        desk.key(Qt.Key.Key_Delete, CONTROL)
        desk.until(lambda: not desk.page.changes.is_changing)
        wrap_up(desk)
        desk.page.open_order(order_id)
        desk.until(lambda: desk.page.payment_state == "approved")
        desk.settle()
    with sit_down() as desk:
        desk.until(lambda: desk.page.payment_state == "approved")
        desk.settle()
        assert desk.page.view is not None
        assert desk.page.view.id == order_id
        wrap_up(desk)


def test_ending_the_call_drops_the_change_and_says_so(desk: Seat) -> None:
    order_id = place(desk)
    begin(desk)
    desk.order("WCK-0031")
    desk.key(Qt.Key.Key_F12)
    assert "The change is not saved. Ending the call drops it; the order stays." in (
        desk.shown_texts()
    )
    desk.key(Qt.Key.Key_Return)
    desk.until(lambda: not desk.page.in_call)
    assert len(look(desk, order_id).lines) == 1


def test_an_order_that_is_out_is_not_changed_and_it_is_said(desk: Seat) -> None:
    order_id = place(desk)

    def ship(session: Any) -> None:
        session.get_one(Order, order_id).state = OrderState.SHIPPED

    desk.write(ship)
    desk.key(Qt.Key.Key_H, ALT)
    desk.until(lambda: desk.said.startswith("This order has shipped"))
    assert not desk.page.changes.is_changing


def test_at_twice_the_text_size_what_is_typed_into_stays_in_view(
    sit_down: Callable[[], Seat], folder: DataFolder
) -> None:
    Settings(path=folder.settings).put(TEXT_PERCENT, 200)
    with sit_down() as desk:
        order_id = place(desk)
        begin(desk)
        at_desk_two(desk, lambda session, there: presence.enter(session, there, order_id))
        desk.page.changes.presence.beat()
        desk.until(lambda: desk.page.changes.presence.others != ())
        desk.order("WCK-0031")
        desk.until(lambda: _is_in_view(desk, "entry_edit"))
        desk.key(Qt.Key.Key_Q, ALT)
        desk.key(Qt.Key.Key_Delete, CONTROL)
        desk.until(lambda: not desk.page.changes.is_changing)
        desk.key(Qt.Key.Key_E, ALT)
        desk.player.wait_for_focus("earlier_sheet_list")
        desk.key(Qt.Key.Key_H, ALT)
        desk.until(lambda: desk.page.changes.is_changing)
        wrap_up(desk)


def _is_in_view(desk: Seat, name: str) -> bool:
    """Whether the field that has the focus is seen whole."""
    field = QApplication.focusWidget()
    return (
        field is not None
        and field.objectName() == name
        and not (QRegion(field.rect()) - field.visibleRegion())
    )


# Cancel ------------------------------------------------------------------------------------------


def test_cancelling_asks_why_and_says_what_becomes_of_the_money(desk: Seat) -> None:
    order_id = place(desk)
    total = look(desk, order_id).total_minor
    desk.key(Qt.Key.Key_Delete, CONTROL)
    desk.player.wait_for_focus("cancel_note_edit")
    sheet = desk.workspace.window.open_sheet_now
    assert isinstance(sheet, CancelSheet)
    assert sheet.money_banner.title() == "What happens to the money"
    assert sheet.money_banner.text() == (
        f"${total / 100:.2f} held on Visa ending 4242 is let go. Nothing of it is taken."
    )
    desk.key(Qt.Key.Key_F10)
    assert desk.error("cancel_note_edit") == "Say why: it stands in the order's history."
    assert look(desk, order_id).state is OrderState.RELEASED
    desk.enter("changed her mind")
    desk.until(lambda: desk.page.payment_state == "cancelled")
    desk.until(lambda: desk.gateway.voided == ["pi_1"])
    desk.settle()
    assert desk.label("payment_result_label") == "Cancelled"
    assert desk.label("payment_detail_label") == "Nothing is held or taken for it."
    assert look(desk, order_id).state is OrderState.CANCELLED
    assert attempts(desk, order_id) == [
        (AUTHORIZE, SUCCEEDED, total), (VOID, SUCCEEDED, total),
    ]  # fmt: skip
    assert desk.workspace.actions.get("confirmation").text() == "Cancellation: post"
    desk.key(Qt.Key.Key_F9)
    desk.until(lambda: "Cancellation, order " in desk.shown_texts())
    desk.key(Qt.Key.Key_Escape)
    desk.key(Qt.Key.Key_Delete, CONTROL)
    desk.until(lambda: desk.said == "This order was cancelled already.")


def test_esc_cancels_nothing(desk: Seat) -> None:
    order_id = place(desk)
    desk.key(Qt.Key.Key_Delete, CONTROL)
    desk.player.wait_for_focus("cancel_note_edit")
    desk.type("changed her mind")
    desk.key(Qt.Key.Key_Escape)
    desk.settle()
    assert look(desk, order_id).state is OrderState.RELEASED
    assert desk.page.payment_state == "approved"


def test_an_order_that_changed_while_it_was_asked_is_shown_again(desk: Seat) -> None:
    order_id = place(desk)
    desk.key(Qt.Key.Key_Delete, CONTROL)
    desk.player.wait_for_focus("cancel_note_edit")

    def touch(session: Any) -> None:
        session.get_one(Order, order_id).updated_at += timedelta(seconds=1)

    desk.write(touch)
    desk.enter("changed her mind")
    desk.until(lambda: "The order has changed meanwhile" in desk.shown_texts())
    assert look(desk, order_id).state is OrderState.RELEASED
    desk.key(Qt.Key.Key_F10)
    desk.until(lambda: desk.page.payment_state == "cancelled")


# Once more ---------------------------------------------------------------------------------------


def test_an_order_once_more_says_what_costs_something_else(desk: Seat) -> None:
    order_id = place(desk)
    before = look(desk, order_id)

    def dearer(session: Any) -> None:
        price = session.scalars(
            select(Price).join(ProductVariant).where(ProductVariant.sku == "LMP-2204")
        ).one()
        price.amount_minor += 100

    desk.write(dearer)
    desk.key(Qt.Key.Key_U, ALT)
    desk.until(lambda: desk.page.view is not None and desk.page.view.id != order_id)
    desk.settle()
    again = desk.page.view
    assert again is not None
    assert (again.state, again.change, again.number != before.number) == (
        OrderState.DRAFT, None, True,
    )  # fmt: skip
    assert desk.lines() == [("LMP-2204", 1)]
    assert "Other prices today: LMP-2204 " in desk.shown_texts()
    desk.key(Qt.Key.Key_F8)
    desk.card.give()
    desk.player.wait_for_focus("payment_finish_button")
    desk.key(Qt.Key.Key_F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    desk.settle()
    assert [state for _number, state in desk.orders()] == ["released", "released"]
    assert look(desk, order_id).version == before.version


# An order from another call ------------------------------------------------------------------------


def test_a_declined_order_is_called_back_and_takes_another_card(desk: Seat) -> None:
    desk.to_taken()
    desk.gateway.answers = [declined("pi_1")]
    desk.key(Qt.Key.Key_F10)
    desk.until(lambda: desk.page.payment_state == "declined")
    desk.settle()
    assert desk.page.view is not None
    order_id = desk.page.view.id
    first = look(desk, order_id)
    wrap_up(desk)
    desk.page.open_order(order_id)
    desk.until(lambda: desk.page.payment_state == "declined")
    desk.settle()
    assert desk.page.calls.caller is not None
    assert desk.page.calls.caller.customer.id == first.customer_id
    desk.key(Qt.Key.Key_F8)
    desk.card.give()
    desk.player.wait_for_focus("payment_finish_button")
    desk.key(Qt.Key.Key_F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    desk.settle()
    now = look(desk, order_id)
    assert (now.state, now.call_id) == (OrderState.RELEASED, first.call_id)
    with desk.workspace.database.read() as session:
        calls = session.scalars(select(Call).where(Call.id.in_([first.call_id])))
        assert len(calls.all()) == 1
    wrap_up(desk)


def test_an_order_whose_authorization_ran_out_asks_for_a_card(desk: Seat) -> None:
    order_id = place(desk)
    wrap_up(desk)

    def expire(session: Any) -> None:
        attempt = session.scalars(select(PaymentAttempt)).one()
        attempt.expires_at = desk.workspace.clock.now() - timedelta(minutes=1)
        session.get_one(Order, order_id).state = OrderState.PLACED

    desk.write(expire)
    desk.page.open_order(order_id)
    desk.until(lambda: desk.page.payment_state == "card_needed")
    desk.settle()
    assert desk.label("payment_result_label") == "A new card is needed"
    assert desk.reason("finish") == "The order is placed: F8 takes another card."
    desk.key(Qt.Key.Key_F8)
    desk.card.give()
    desk.player.wait_for_focus("payment_finish_button")
    desk.key(Qt.Key.Key_F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    desk.settle()
    assert look(desk, order_id).state is OrderState.RELEASED
    wrap_up(desk)


def test_an_order_being_keyed_is_not_put_aside_for_another(desk: Seat) -> None:
    order_id = place(desk)
    wrap_up(desk)
    desk.call_with()
    desk.order("WCK-0031")
    desk.page.open_order(order_id)
    desk.until(lambda: desk.said.startswith("An order is being keyed"))
    assert desk.lines() == [("WCK-0031", 1)]


# Two agents --------------------------------------------------------------------------------------


def test_the_second_agent_is_told_who_has_it_open(desk: Seat) -> None:
    order_id = place(desk)
    wrap_up(desk)
    at_desk_two(desk, lambda session, there: presence.enter(session, there, order_id))
    desk.page.open_order(order_id)
    desk.until(lambda: desk.page.changes.presence.others != ())
    words = "Ines Marchetti at Desk 2 has this order open since "
    assert desk.said.startswith(words)
    assert words in desk.shown_texts()
    at_desk_two(desk, lambda session, there: presence.leave(session, there, order_id))
    desk.page.changes.presence.beat()
    desk.until(lambda: desk.page.changes.presence.others == ())
    assert words not in desk.shown_texts().replace(desk.said, "")
    wrap_up(desk)
    with desk.workspace.database.read() as session:
        assert session.scalars(select(OrderPresence)).all() == []


def change_there(desk: Seat, order_id: uuid.UUID, **fields: Any) -> None:
    """Ines changes the order at Desk 2."""

    def work(session: Any, there: Desk) -> None:
        draft = changing.begin_change(session, there, order_id, command_id=uuid7())
        keyed = dataclasses.replace(orders.draft_of(session, draft.id), **fields)
        saved = orders.save_draft(session, there, keyed, version=draft.version)
        changing.apply_change(
            session, there, saved.id, version=saved.version, original_version=0, card=None,
            command_id=uuid7(),
        )  # fmt: skip

    at_desk_two(desk, work)


@pytest.fixture
def refused(desk: Seat) -> tuple[Seat, uuid.UUID]:
    """A save that was refused because Ines was quicker: both versions are shown."""
    order_id = place(desk)
    begin(desk)
    desk.key(Qt.Key.Key_G, ALT)
    desk.type("Mine")
    desk.key(Qt.Key.Key_Tab)
    desk.until(lambda: desk.page.view is not None and desk.page.view.gift_message == "Mine")
    change_there(desk, order_id, gift_message="Theirs", source_code="web")
    desk.key(Qt.Key.Key_F10)
    desk.player.wait_for_focus("keep_mine_button")
    assert "Ines Marchetti has changed order" in desk.shown_texts()
    assert look(desk, order_id).gift_message == "Theirs"
    return desk, order_id


def test_mine_is_kept_over_theirs_and_saved(refused: tuple[Seat, uuid.UUID]) -> None:
    desk, order_id = refused
    desk.key(Qt.Key.Key_F10)
    desk.until(lambda: desk.said.startswith("Yours lies over theirs."))
    assert look(desk, order_id).gift_message == "Theirs"
    desk.key(Qt.Key.Key_F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    desk.settle()
    now = look(desk, order_id)
    assert (now.gift_message, now.source_code) == ("Mine", "web")
    with desk.workspace.database.read() as session:
        assert len(session.scalars(select(OrderVersion)).all()) == 2


def test_theirs_is_taken(refused: tuple[Seat, uuid.UUID]) -> None:
    desk, order_id = refused
    desk.key(Qt.Key.Key_T, ALT)
    desk.until(lambda: desk.said.startswith("This is the order as they saved it."))
    assert desk.page.view is not None
    assert desk.page.view.gift_message == "Theirs"
    assert desk.reason("finish") == "Nothing has been changed yet."
    assert look(desk, order_id).gift_message == "Theirs"


def test_going_back_loses_nothing(refused: tuple[Seat, uuid.UUID]) -> None:
    desk, order_id = refused
    desk.key(Qt.Key.Key_Escape)
    assert desk.page.view is not None
    assert desk.page.view.gift_message == "Mine"
    assert look(desk, order_id).gift_message == "Theirs"
    desk.key(Qt.Key.Key_F10)
    desk.player.wait_for_focus("keep_mine_button")


# From the orders page -----------------------------------------------------------------------------


def to_orders(desk: Seat, order_id: uuid.UUID) -> None:
    """Alt+6, the number, Enter: its story."""
    desk.key(Qt.Key.Key_6, ALT)
    desk.type(look(desk, order_id).shown_number)
    desk.press(Qt.Key.Key_Return)
    page = desk.workspace.orders_page.page
    assert isinstance(page, OrdersPage)
    desk.until(lambda: page.story is not None and page.story.id == order_id)
    desk.settle()


def test_the_orders_page_sends_a_change_to_the_call_desk(desk: Seat) -> None:
    order_id = place(desk)
    wrap_up(desk)
    to_orders(desk, order_id)
    desk.key(Qt.Key.Key_H, ALT)
    desk.until(lambda: desk.page.isVisible() and desk.page.changes.is_changing)
    desk.settle()
    desk.order("WCK-0031")
    assert desk.page.calls.caller is not None
    desk.key(Qt.Key.Key_Q, ALT)
    desk.key(Qt.Key.Key_Delete, CONTROL)
    desk.until(lambda: not desk.page.changes.is_changing)
    wrap_up(desk)


def test_the_orders_page_calls_back_and_repeats(desk: Seat) -> None:
    order_id = place(desk)
    wrap_up(desk)
    to_orders(desk, order_id)
    desk.key(Qt.Key.Key_F2)
    desk.until(lambda: desk.page.isVisible() and desk.page.payment_state == "approved")
    desk.settle()
    assert "I have your order here" in desk.shown_texts()
    wrap_up(desk)
    to_orders(desk, order_id)
    desk.key(Qt.Key.Key_U, ALT)
    desk.until(lambda: desk.page.isVisible() and desk.page.view is not None)
    desk.settle()
    assert desk.lines() == [("LMP-2204", 1)]
    wrap_up(desk)


def test_an_order_is_cancelled_on_the_orders_page(desk: Seat) -> None:
    order_id = place(desk)
    wrap_up(desk)
    to_orders(desk, order_id)
    desk.key(Qt.Key.Key_Delete, CONTROL)
    desk.player.wait_for_focus("cancel_note_edit")
    desk.enter("changed her mind")
    page = desk.workspace.orders_page.page
    assert isinstance(page, OrdersPage)
    desk.until(lambda: page.story is not None and page.story.state is OrderState.CANCELLED)
    desk.until(lambda: desk.gateway.voided == ["pi_1"])
    desk.settle()
    assert not desk.page.in_call
    assert desk.reason("orders.change") == "This order was cancelled: order it again with Alt+U."
    assert desk.reason("orders.cancel") == "This order was cancelled already."
    desk.key(Qt.Key.Key_L, ALT)
    desk.until(lambda: "Cancellation, order " in desk.shown_texts())


def test_a_released_order_is_put_on_hold_on_the_orders_page(desk: Seat) -> None:
    order_id = place(desk)
    assert look(desk, order_id).state is OrderState.RELEASED
    wrap_up(desk)
    to_orders(desk, order_id)
    assert desk.reason("orders.cancellation") == "It has not been cancelled."
    desk.key(Qt.Key.Key_O, ALT)
    desk.player.wait_for_focus("order_hold_edit")
    desk.enter("asks her husband first")
    desk.until(lambda: look(desk, order_id).state is OrderState.PLACED)
    desk.settle()
    desk.key(Qt.Key.Key_2, ALT)
    desk.player.wait_for_focus("queue_table")
    desk.until(lambda: "Held by hand." in desk.shown_texts())
    assert desk.gateway.voided == []
