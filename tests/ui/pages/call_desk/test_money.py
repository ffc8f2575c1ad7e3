"""Card, placing, and every way that either can go."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import update
from sqlalchemy.orm import Session

from desktop.services import placing
from models import limits
from models.order import Order
from models.shipping import ShippingPrice
from tests.ui.pages.call_desk.hand_payments import approved, declined, unknown
from tests.ui.pages.call_desk.seat import Seat

F8, F9, F10 = Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_F10


def test_what_keeps_the_card_from_being_taken_is_said_one_after_the_other(desk: Seat) -> None:
    assert desk.reason("card") == "There is no call: F2 begins one."
    assert desk.reason("finish") == "There is no call: F2 begins one."
    desk.call()
    assert desk.reason("card") == "This needs a line: Alt+L"
    desk.key(Qt.Key.Key_Escape)
    desk.order()
    assert desk.reason("card") == "This needs a customer: F3"
    desk.key(F8)
    assert (desk.page.payment_state, desk.said) == ("none", "This needs a customer: F3")
    desk.key(Qt.Key.Key_F3)
    desk.enter("9095550142")
    assert desk.reason("card") == ""
    assert desk.reason("finish") == "Place needs a card first: F8"
    assert desk.reason("confirmation") == "Printed once the order is placed"
    desk.key(F10)
    assert desk.orders() == [(desk.page.view.number, "draft")]  # type: ignore[union-attr]


def discount(desk: Seat, text: str) -> None:
    """A discount on the line, as it is keyed."""
    desk.alt(Qt.Key.Key_C)
    desk.tab_to("discount_edit")
    desk.retype(text)
    desk.tab_to("price_reason_edit")
    desk.type("The first one came broken")
    desk.key(F10)


def free_shipping(session: Session) -> None:
    """Every method of shipping costs nothing."""
    session.execute(update(ShippingPrice).values(amount_minor=0))


def test_no_card_is_asked_for_nothing_at_all(desk: Seat) -> None:
    desk.write(free_shipping)
    desk.call_with()
    desk.order()
    discount(desk, "100%")
    view = desk.page.view
    assert view is not None
    assert (view.total_minor, view.missing) == (0, ())
    words = "There is nothing to pay: F10 places the order."
    assert (desk.reason("card"), desk.reason("finish")) == (words, "")
    desk.key(F8)
    assert (desk.page.payment_state, desk.said) == ("none", words)
    assert desk.orders() == [(view.number, "draft")]
    desk.key(F10)
    assert desk.page.payment_state == "free"
    assert desk.card.opened == []
    assert desk.orders() == [(view.number, "released")]


def test_no_card_is_asked_for_more_than_the_processor_takes(desk: Seat) -> None:
    desk.call_with()
    desk.order(quantity="99999")
    view = desk.page.view
    assert view is not None
    assert view.total_minor > limits.CARD_MOST_MINOR
    assert desk.reason("card") == "A card pays $999,999.99 at most: make it two orders (Alt+L)"
    desk.key(F8)
    assert (desk.page.payment_state, desk.card.opened) == ("none", [])


def test_the_card_window_is_told_the_total_and_who_pays(desk: Seat) -> None:
    desk.to_card()
    (request,) = desk.card.opened
    assert request.amount_text == desk.label("payment_total_label") == "$103.62"
    assert (request.billing.name, request.billing.postal_code) == ("Marguerite Holloway", "92373")


def test_approved_reads_the_number_back_and_offers_the_paper(desk: Seat) -> None:
    desk.to_taken()
    assert desk.label("payment_result_label") == "Card taken"
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    view = desk.page.view
    assert view is not None
    assert desk.label("order_number_label") == view.shown_number
    assert desk.focus == "payment_confirmation_button"
    assert desk.orders() == [(view.number, "released")]
    assert len(desk.gateway.confirmed) == 1
    assert desk.reason("card") == "This order is paid for already."


def test_f10_five_times_places_one_order(desk: Seat) -> None:
    desk.to_taken()
    desk.press(F10, F10, F10, F10, F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    desk.key(F10)
    assert len(desk.orders()) == 1
    assert len(desk.gateway.created) == len(desk.gateway.confirmed) == 1


def test_enter_on_the_button_places_too_but_not_twice(desk: Seat) -> None:
    desk.to_taken()
    desk.press(Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Return)
    desk.until(lambda: desk.page.payment_state == "approved")
    assert len(desk.gateway.confirmed) == 1


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("cancelled", "The card window was closed. Nothing was taken."),
        ("died", "The card window ended by itself. Nothing was taken."),
        ("page_failed", "The card page broke. Nothing was taken."),
        ("timed_out", "Nothing happened for too long, so the card window closed."),
        ("protocol", "The card window ended without a card. Nothing was taken."),
        ("processor_unreachable", "The processor's page did not load. Nothing was taken."),
    ],
)
def test_a_card_window_without_a_card_says_so_and_f8_opens_it_again(
    desk: Seat, error: str, words: str
) -> None:
    desk.to_card()
    desk.card.end(error)
    desk.settle()
    assert desk.label("payment_result_label") == "No card taken"
    assert desk.label("payment_detail_label") == words
    assert desk.focus == "payment_card_button"
    assert desk.reason("card") == ""
    desk.key(F8)
    assert len(desk.card.opened) == 2
    desk.card.give()
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    assert len(desk.orders()) == 1


def test_after_the_window_failed_escape_leads_back_to_the_order(desk: Seat) -> None:
    desk.to_card()
    desk.card.end("cancelled")
    desk.key(Qt.Key.Key_Escape)
    assert desk.focus == "entry_edit"
    desk.order("WCK-0031")
    assert desk.lines() == [("LMP-2204", 1), ("WCK-0031", 1)]


def test_a_line_added_after_the_card_is_in_what_is_placed(desk: Seat) -> None:
    desk.to_taken()
    before = desk.label("payment_total_label")
    desk.key(Qt.Key.Key_Escape)
    desk.order("WCK-0031", "2")
    assert desk.reason("finish") == ""
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    assert desk.label("payment_total_label") != before
    view = desk.page.view
    assert view is not None
    assert [request.amount_minor for request in desk.gateway.created] == [view.total_minor]


def test_f8_straight_after_the_last_key_waits_for_the_save(desk: Seat) -> None:
    desk.call_with()
    desk.order()
    desk.player.type("WCK-0031")
    desk.settle()
    desk.press(Qt.Key.Key_Return)
    desk.player.wait_for_focus("quantity_edit")
    desk.press(Qt.Key.Key_5, Qt.Key.Key_Return, F8)
    desk.until(lambda: bool(desk.card.opened))
    view = desk.page.view
    assert view is not None
    assert desk.lines() == [("LMP-2204", 1), ("WCK-0031", 5)]
    assert desk.card.opened[0].amount_text == f"${view.total_minor / 100:.2f}"


def test_declined_says_what_to_say_and_takes_another_card(desk: Seat) -> None:
    desk.gateway.answers = [declined()]
    desk.to_taken()
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "declined")
    assert desk.label("payment_result_label") == "Declined"
    assert "not enough funds" in desk.shown_texts()
    assert desk.reason("finish") == "The order is placed: F8 takes another card."
    desk.key(F8)
    desk.card.end("cancelled")
    desk.settle()
    assert desk.page.payment_state == "declined"
    desk.key(F8)
    desk.card.give(last4="0002")
    desk.settle()
    assert desk.workspace.actions.get("finish").text() == "Authorize this card"
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    assert len(desk.orders()) == 1
    assert len(desk.gateway.confirmed) == 2


def test_unknown_keeps_the_second_card_away_until_it_is_known(desk: Seat) -> None:
    desk.gateway.answers = [unknown()]
    desk.to_taken()
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "unknown")
    assert desk.reason("card") == "A second card cannot be taken until this one is known."
    desk.key(F8)
    assert len(desk.card.opened) == 1
    assert desk.focus == "payment_finish_button"
    desk.key(Qt.Key.Key_Return)
    assert desk.page.payment_state == "unknown"
    desk.gateway.later = approved("pi_1")
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    assert len(desk.gateway.confirmed) == 1


def test_an_outcome_that_is_settled_elsewhere_is_shown_by_itself(desk: Seat) -> None:
    desk.gateway.answers = [unknown()]
    desk.to_taken()
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "unknown")
    desk.gateway.later = approved("pi_1")
    desk.payments.look_up()
    assert desk.page.payment_state == "unknown"
    desk.workspace.changes.broadcast({"orders"}, None)
    desk.until(lambda: desk.page.payment_state == "approved")
    assert desk.label("payment_result_label") == "Approved"


def test_an_unknown_outcome_can_be_parked_and_is_there_again(desk: Seat) -> None:
    desk.gateway.answers = [unknown()]
    desk.to_taken()
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "unknown")
    desk.key(Qt.Key.Key_F11)
    desk.player.wait_for_focus("waiting_caller_edit")
    desk.settle()
    desk.gateway.later = approved("pi_1")
    desk.payments.look_up()
    desk.chord(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_F11)
    desk.until(lambda: desk.page.payment_state == "approved")


def test_the_processor_not_reached_shuts_f8_and_says_why(desk: Seat) -> None:
    desk.payments.gone = True
    desk.problems.clear()
    desk.call_with()
    desk.order()
    desk.settle()
    assert desk.reason("card") == "The processor is being reached."
    assert desk.problems == ["The practice processor does not start."]
    desk.problems.clear()
    desk.key(F8)
    assert (desk.card.opened, desk.said) == ([], "The processor is being reached.")
    desk.payments.gone = False
    desk.until(lambda: not desk.reason("card"))
    desk.key(F8)
    assert len(desk.card.opened) == 1


def test_an_order_changed_elsewhere_is_not_placed_blindly(desk: Seat) -> None:
    desk.to_taken()
    view = desk.page.view
    assert view is not None

    def change(session: object) -> None:
        order = session.get_one(Order, view.id)  # type: ignore[attr-defined]
        order.gift_message = "Many happy returns"

    desk.write(change)
    desk.key(F10)
    assert desk.said in (
        "The order was changed elsewhere. Look at it again.",
        "This order was changed elsewhere too. It is shown with both changes.",
    )
    assert desk.orders() == [(view.number, "draft")]
    assert desk.gateway.created == []
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    placed = desk.page.view
    assert placed is not None
    assert placed.gift_message == "Many happy returns"


def test_an_order_placed_by_another_program_shows_its_payment(desk: Seat) -> None:
    desk.to_taken()
    view, card, seat = desk.page.view, desk.page.payments.card, desk.workspace.desk
    assert view is not None
    assert card is not None

    def place(session: object) -> None:
        placing.place(
            session,  # type: ignore[arg-type]
            seat,
            view.id,
            card,
            version=view.version,
            command_id=view.id,
        )

    desk.write(place)
    desk.key(F10)
    desk.settle()
    assert desk.orders() == [(view.number, "placed")]
    assert desk.said == "This order has been placed already."
    assert len(desk.gateway.created) == 0


def test_a_database_that_goes_while_placing_places_once_when_it_is_back(
    desk: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.to_taken()
    with desk.database_gone(monkeypatch):
        desk.key(F10)
        assert desk.page.payment_state == "card_taken"
        assert desk.workspace.window.notices.database_banner.isVisible()
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    assert len(desk.orders()) == 1
    assert len(desk.gateway.confirmed) == 1


def test_resumed_after_the_program_ended_while_the_bank_was_asked(
    sit_down: Callable[[], Seat],
) -> None:
    with sit_down() as first:
        first.gateway.answers = [unknown()]
        first.to_taken()
        first.key(F10)
        first.until(lambda: first.page.payment_state == "unknown")
    with sit_down() as second:
        second.until(lambda: second.page.payment_state == "unknown")
        assert second.label("payment_result_label") == "Outcome unknown"
        second.gateway.later = approved("pi_1")
        second.key(F10)
        second.until(lambda: second.page.payment_state == "approved")
        assert second.gateway.confirmed == []
