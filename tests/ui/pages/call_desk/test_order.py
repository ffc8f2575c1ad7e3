"""Lines, choices and totals: keyed, changed, undone, merged, kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import func, select, update

from desktop.services import orders
from models import limits, write_turn
from models.ids import uuid7
from models.order import Order, OrderLine, OrderState
from models.product import ProductVariant, StockReservation
from tests.ui.pages.call_desk.hand_payments import approved
from tests.ui.pages.call_desk.seat import CONTROL, Seat
from ui.tables.candidate_popup import CandidatePopup

DELETE = Qt.Key.Key_Delete


def quantity(desk: Seat, text: str) -> None:
    """The quantity of the first line."""
    desk.key(Qt.Key.Key_Up)
    desk.key(Qt.Key.Key_Return)
    desk.player.wait_for_focus("quantity_edit")
    desk.retype(text)
    desk.key(Qt.Key.Key_Return)


def type_quantity(desk: Seat, text: str) -> None:
    """The same, without a wait until it is saved."""
    desk.press(Qt.Key.Key_Up)
    desk.press(Qt.Key.Key_Return)
    desk.player.wait_for_focus("quantity_edit")
    desk.chord(CONTROL, Qt.Key.Key_A)
    desk.player.type(text)
    desk.press(Qt.Key.Key_Return)


def test_quantities_of_every_kind(desk: Seat) -> None:
    desk.call_with()
    desk.order()
    quantity(desk, "99999")
    assert desk.lines() == [("LMP-2204", 99_999)]
    quantity(desk, "abc")
    assert desk.lines() == [("LMP-2204", 99_999)]
    assert desk.text("entry_edit") == "abc", "a letter begins the next item"
    assert desk.page.order_stage.lines_panel.line_grid.note == "No item has this code: abc"
    quantity(desk, "7")
    assert desk.lines() == [("LMP-2204", 7)]
    quantity(desk, "0")
    assert desk.lines() == []
    assert desk.said == "Line removed. Ctrl+Z brings it back."
    desk.key(Qt.Key.Key_Z, CONTROL)
    assert desk.lines() == [("LMP-2204", 7)]


def test_ditto_delete_undo_and_undo_again(desk: Seat) -> None:
    desk.call_with()
    desk.order()
    desk.key(Qt.Key.Key_D, CONTROL)
    assert desk.lines() == [("LMP-2204", 1), ("LMP-2204", 1)]
    if desk.focus == "quantity_edit":
        desk.key(Qt.Key.Key_Return)
    desk.key(DELETE)
    assert desk.lines() == [("LMP-2204", 1)]
    desk.key(Qt.Key.Key_Z, CONTROL)
    assert desk.lines() == [("LMP-2204", 1), ("LMP-2204", 1)]
    desk.order("WCK-0031")
    desk.key(Qt.Key.Key_Z, CONTROL)
    assert desk.lines() == [("LMP-2204", 1), ("LMP-2204", 1)]
    for _ in range(3):
        desk.key(Qt.Key.Key_Z, CONTROL)
    assert desk.lines() == []
    desk.key(Qt.Key.Key_Z, CONTROL)
    assert desk.said == "Nothing to undo."


def test_a_scanner_does_not_wait(desk: Seat) -> None:
    desk.call_with()
    with desk.workspace.database.read() as session:
        codes = [
            (str(v.gtin), v.sku)
            for v in session.scalars(
                select(ProductVariant).where(ProductVariant.gtin.is_not(None)).limit(5)
            )
        ]
    assert len(codes) == 5
    for gtin, _sku in codes:
        desk.player.type(gtin)
        desk.press(Qt.Key.Key_Return)
    desk.until(lambda: desk.line_count == 5)
    desk.settle()
    assert [sku for sku, _n in desk.lines()] == [sku for _gtin, sku in codes]
    assert {n for _sku, n in desk.lines()} == {1}


def test_a_code_nobody_has_is_said_and_stays(desk: Seat) -> None:
    desk.call_with()
    desk.enter("00000017")
    assert desk.page.order_stage.lines_panel.line_grid.note == "No item has this code: 00000017"
    assert desk.text("entry_edit") == "00000017"


def test_what_one_desk_sets_aside_the_other_sees(desk: Seat, sit_down: Callable[[], Seat]) -> None:
    desk.call_with()
    desk.order("FUN-0152", "5")
    left = desk.page.view.lines[0].available  # type: ignore[union-attr]
    desk.key(Qt.Key.Key_F11)
    desk.player.wait_for_focus("waiting_caller_edit")
    with sit_down() as other:
        other.call_with()
        other.type("FUN-0152")
        popup = other.workspace.window.findChild(CandidatePopup, "candidate_popup")
        assert isinstance(popup, CandidatePopup)
        assert left is not None
        assert [c.stock for c in popup.shown] == [left - 5]


def test_price_and_discount_need_a_reason(desk: Seat) -> None:
    desk.call_with()
    desk.order()
    desk.alt(Qt.Key.Key_C)
    desk.retype("80")
    desk.key(Qt.Key.Key_F10)
    assert desk.error("price_reason_edit") == "Say why: it stands in the order's history."
    assert desk.focus == "price_reason_edit"
    desk.enter("Scratched")
    view = desk.page.view
    assert view is not None
    (line,) = view.lines
    assert (line.unit_price_minor, line.price_reason) == (8000, "Scratched")
    assert desk.focus == "entry_edit"
    desk.alt(Qt.Key.Key_C)
    desk.retype("84")
    desk.tab_to("discount_edit")
    desk.type("12.5%")
    desk.key(Qt.Key.Key_F10)
    view = desk.page.view
    assert view is not None
    (line,) = view.lines
    assert (line.unit_price_minor, line.discount_value) == (8400, 125_000)
    assert view.discount_minor == 1050
    desk.key(Qt.Key.Key_Z, CONTROL)
    desk.key(Qt.Key.Key_Z, CONTROL)
    view = desk.page.view
    assert view is not None
    assert (view.lines[0].unit_price_minor, view.discount_minor) == (8400, 0)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("price_edit", "abc", "Enter a price such as 12.50."),
        ("price_edit", "-5", "Enter a price such as 12.50."),
        ("price_edit", "9999999999", "Enter a price such as 12.50."),
        ("discount_edit", "abc", "Enter 10% or an amount such as 2.50."),
        ("discount_edit", "0", "Enter 10% or an amount such as 2.50."),
        (
            "discount_edit",
            "101%",
            "A discount is more than 0 and at most 100 percent, such as 10%.",
        ),
        (
            "discount_edit",
            "nan%",
            "A discount is more than 0 and at most 100 percent, such as 10%.",
        ),
    ],
)
def test_prices_that_cannot_be_are_said_beside_the_field(
    desk: Seat, field: str, typed: str, words: str
) -> None:
    desk.call_with()
    desk.order()
    desk.alt(Qt.Key.Key_C)
    desk.tab_to(field)
    desk.retype(typed)
    desk.tab_to("price_reason_edit")
    desk.type("Because")
    desk.key(Qt.Key.Key_F10)
    assert desk.error(field) == words
    assert desk.focus == field
    assert desk.text("price_reason_edit") == "Because"
    desk.key(Qt.Key.Key_Escape)
    view = desk.page.view
    assert view is not None
    assert (view.lines[0].unit_price_minor, view.discount_minor) == (8400, 0)


def test_the_desk_gives_back_what_nobody_came_back_for(sit_down: Callable[[], Seat]) -> None:
    with sit_down() as first:
        first.call_with()
        first.order()
        long_ago = datetime.now(UTC) - timedelta(hours=limits.DRAFT_RESERVES_HOURS + 1)
        drafts = Order.state == OrderState.DRAFT
        first.write(lambda s: s.execute(update(Order).where(drafts).values(updated_at=long_ago)))
        assert set_aside(first) == 1
    with sit_down() as second:
        second.until(lambda: set_aside(second) == 0)
        second.until(lambda: second.lines() == [("LMP-2204", 1)])
        second.order("WCK-0031")
        assert set_aside(second) == 2


def set_aside(desk: Seat) -> int:
    """How many lines of drafts have pieces set aside."""
    with desk.workspace.database.read() as session:
        of_drafts = (
            select(func.count())
            .select_from(StockReservation)
            .join(OrderLine, OrderLine.id == StockReservation.order_line_id)
            .join(Order)
            .where(Order.state == OrderState.DRAFT)
        )
        return session.scalar(of_drafts) or 0


def test_promise_gift_source_and_catalog_are_kept(sit_down: Callable[[], Seat]) -> None:
    with sit_down() as first:
        first.call_with()
        first.order()
        first.alt(Qt.Key.Key_P)
        first.key(Qt.Key.Key_Down)
        first.alt(Qt.Key.Key_G)
        first.type("Happy birthday, Theo")
        first.alt(Qt.Key.Key_O)
        first.key(Qt.Key.Key_Down)
        first.tab_to("catalog_check")
        first.key(Qt.Key.Key_Space)
        view = first.page.view
        assert view is not None
        kept = (view.promise_words, view.gift_message, view.source_code, view.wants_catalog)
        assert kept[0].startswith("Leaves by ")
        assert kept[1] == "Happy birthday, Theo"
        assert kept[2] != ""
        assert kept[3] is True
    with sit_down() as second:
        second.until(lambda: second.page.view is not None)
        again = second.page.view
        assert again is not None
        assert kept == (
            again.promise_words,
            again.gift_message,
            again.source_code,
            again.wants_catalog,
        )
        assert second.text("gift_edit") == "Happy birthday, Theo"


def test_totals_say_estimate_and_count_right(desk: Seat) -> None:
    desk.call_with()
    desk.order()
    words = desk.shown_texts()
    assert "1 line, 1 piece" in words
    assert "Tax, estimate " in words
    assert desk.label("total_label") == "$103.62"
    desk.order("WCK-0031", "3")
    assert "2 lines, 4 pieces" in desk.shown_texts()


def test_a_second_order_alike_is_said_before_it_is_placed(desk: Seat) -> None:
    desk.to_taken()
    desk.key(Qt.Key.Key_F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    number = desk.page.view.shown_number  # type: ignore[union-attr]
    desk.key(Qt.Key.Key_F12)
    desk.key(Qt.Key.Key_Return)
    desk.until(lambda: not desk.page.in_call)
    desk.call_with()
    desk.order()
    assert f"The same items were ordered within 24 hours: {number}" in desk.shown_texts()
    desk.key(Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
    assert "I see an order of yours with the same items" in desk.shown_texts()
    desk.key(Qt.Key.Key_Escape)
    desk.order("WCK-0031")
    assert not desk.page.order_stage.similar_banner.isVisible()


def test_what_another_program_changed_and_what_was_keyed_here_are_both_kept(desk: Seat) -> None:
    desk.call_with()
    desk.order()
    view = desk.page.view
    assert view is not None
    seat = desk.workspace.desk

    def other(session: object) -> None:
        theirs = orders.draft_of(session, view.id)  # type: ignore[arg-type]
        twin = dataclasses.replace(theirs.lines[0], id=uuid7(), quantity=4)
        orders.save_draft(
            session,  # type: ignore[arg-type]
            seat,
            dataclasses.replace(theirs, gift_message="From us", lines=(*theirs.lines, twin)),
            version=view.version,
        )

    desk.write(other)
    desk.type("WCK-0031")
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: desk.line_count == 3)
    desk.settle()
    assert desk.lines() == [("LMP-2204", 1), ("LMP-2204", 4), ("WCK-0031", 1)]
    again = desk.page.view
    assert again is not None
    assert again.gift_message == "From us"
    assert desk.said == "This order was changed elsewhere too. It is shown with both changes."


def test_an_order_cancelled_elsewhere_is_said(desk: Seat) -> None:
    desk.call_with()
    desk.order()
    view, seat = desk.page.view, desk.workspace.desk
    assert view is not None
    desk.write(lambda session: orders.discard_draft(session, seat, view.id))
    desk.type("WCK-0031")
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: desk.said.startswith("This order was changed elsewhere: Cancelled."))
    assert desk.reason("card") == "This order was cancelled."


def test_with_the_database_gone_the_order_goes_on_and_is_saved_later(
    desk: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.call_with()
    desk.order()
    with desk.database_gone(monkeypatch):
        quantity(desk, "7")
        assert desk.workspace.window.notices.database_banner.isVisible()
        assert desk.label("saved_label") == "On this computer"
        assert desk.reason("card") == "Cards wait for the database"
        assert desk.reason("finish") == "Cards wait for the database"
        desk.key(Qt.Key.Key_F8)
        assert desk.card.opened == []
        desk.key(Qt.Key.Key_R, CONTROL)
        assert desk.label("saved_label") == "On this computer"
    desk.key(Qt.Key.Key_R, CONTROL)
    desk.until(lambda: desk.lines() == [("LMP-2204", 7)])
    desk.settle()
    assert not desk.workspace.window.notices.database_banner.isVisible()
    assert desk.label("saved_label") == "Draft, saved"
    assert desk.reason("card") == ""
    with desk.workspace.database.read() as session:
        order = session.scalars(select(Order).where(Order.call_id.is_not(None))).one()
        assert [line.ordered for line in order.lines] == [7]


def test_before_the_first_line_shipping_asks_for_one(desk: Seat) -> None:
    """Whoever is on file has an address, which is not what is missing."""
    combo = desk.page.order_stage.choices_panel.shipping_combo
    desk.call_with()
    assert (combo.currentIndex(), combo.placeholderText()) == (-1, "Needs a line")
    desk.order()
    assert combo.currentText().startswith("Ground, ")


def test_an_order_that_waits_for_a_file_says_so_and_is_saved_after_it(
    desk: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    notices = desk.workspace.window.notices
    desk.call_with()
    desk.order()
    monkeypatch.setattr(write_turn, "BUSY_SECONDS", 1)
    with desk.file_coming_in():
        type_quantity(desk, "7")
        desk.until(notices.waiting_banner.isVisible)
        assert notices.waiting_banner.title() == "A file is being brought in"
        assert notices.waiting_banner.text() == (
            "What you did last is kept, and is saved as soon as that is done. Go on with the call."
        )
        assert desk.label("saved_label") == "Saving"
        assert not notices.database_banner.isVisible()
        assert not notices.problem_banner.isVisible()
    desk.until(lambda: desk.lines() == [("LMP-2204", 7)])
    desk.until(lambda: not notices.waiting_banner.isVisible())
    assert desk.label("saved_label") == "Draft, saved"


def test_a_window_that_is_closed_meanwhile_goes_and_the_order_is_saved(
    desk: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, tasks = desk.workspace.window, desk.workspace.tasks
    drain, seen = tasks.drain, list[bool]()
    desk.call_with()
    desk.order()
    monkeypatch.setattr(write_turn, "BUSY_SECONDS", 1)
    with ExitStack() as hold:
        hold.enter_context(desk.file_coming_in())

        def drained() -> bool:
            seen.append(window.isVisible())
            if len(seen) == 1:
                return drain(1)  # in vain
            hold.close()
            return drain()

        type_quantity(desk, "7")
        desk.until(window.notices.waiting_banner.isVisible)
        monkeypatch.setattr(tasks, "drain", drained)
        window.close()
    assert seen == [True, False]
    with desk.workspace.database.read() as session:
        order = session.scalars(select(Order).where(Order.call_id.is_not(None))).one()
        assert [line.ordered for line in order.lines] == [7]
    desk.workspace.database.close()


def test_an_order_that_waited_in_vain_for_a_file_is_kept_and_saved_later(
    desk: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    notices = desk.workspace.window.notices
    desk.call_with()
    desk.order()
    monkeypatch.setattr(write_turn, "BUSY_SECONDS", 0)
    with desk.file_coming_in():
        quantity(desk, "7")
        desk.until(notices.problem_banner.isVisible)
        assert notices.problem_banner.title() == "A file is still being brought in"
        assert notices.problem_banner.text() == (
            "This could not be saved yet. It stays as you typed it: try again in a while."
        )
        assert desk.label("saved_label") == "On this computer"
        assert not notices.database_banner.isVisible()
        desk.until(lambda: not notices.waiting_banner.isVisible())
    desk.problems.clear()
    desk.page.keeper.try_again()
    desk.until(lambda: desk.lines() == [("LMP-2204", 7)])
    assert desk.label("saved_label") == "Draft, saved"


def test_sixty_lines_are_paid_for(desk: Seat) -> None:
    desk.call_with()
    with desk.workspace.database.read() as session:
        skus = [
            v.sku
            for v in session.scalars(
                select(ProductVariant).where(ProductVariant.gtin.is_not(None)).limit(60)
            )
        ]
    for sku in skus:
        desk.player.type(sku)
        desk.press(Qt.Key.Key_Return)
    desk.until(lambda: desk.line_count == 60)
    desk.settle()
    desk.key(Qt.Key.Key_F8)
    desk.card.give()
    assert "and 20 lines more" in desk.shown_texts()
    desk.gateway.answers = [approved("pi_1")]
    desk.key(Qt.Key.Key_F10)
    desk.until(lambda: desk.page.payment_state == "approved")
