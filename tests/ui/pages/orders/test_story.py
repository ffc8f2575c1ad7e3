"""The story of one order, and what can be done with it."""

from __future__ import annotations

import gc
import uuid

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from sqlalchemy import select

from desktop.services import customers, opt_out_views, opt_outs, orders
from desktop.services.holds import open_hold
from desktop.services.opt_out_shapes import OptOutAsk
from desktop.services.order_filters import Preset, preset
from desktop.services.order_story_shapes import OrderStory
from models.channels import Channel
from models.hold import Hold, HoldKind, HoldState
from models.ids import uuid7
from models.order import Order, OrderState
from models.order_version import OrderNote
from models.received_fax import FaxOutcome, FaxSource, FaxState, ReceivedFax
from tests.desktop.factories import ONTARIO
from tests.ui.pages.orders.orders_room import ALT, CONTROL, OrdersRoom, action_line
from ui.actions import KeyClashError
from ui.dialogs.one_line_sheet import OneLineSheet
from ui.pages.orders.order_actions import OrderAction

DOWN, ENTER, ESC = Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape
F9, F10 = Qt.Key.Key_F9, Qt.Key.Key_F10


def test_the_head_says_which_order_how_it_stands_and_what_it_comes_to(room: OrdersRoom) -> None:
    head = room.page.story_panel.head
    assert head.number_label.text() == f"Order {room.number('Ede Roe')}"
    assert head.state_pill.text() == "Placed"
    assert head.customer_label.text() == "Ede Roe, to Edeville, CA"
    assert head.total_label.text() == "$18.90"
    assert not head.promise_pill.isVisible()


def test_the_story_says_it_all_in_words(room: OrdersRoom) -> None:
    words = room.told_story
    for said in ("LAMP-1", "Brass Lamp", "Edeville, CA 91764", "Visa ending 4242", "Placed",
                 "Order begun", "Dana, Desk 1", "Authorization: waits"):  # fmt: skip
        assert said in words, said
    assert "None" not in words
    assert "Why it waits" not in words


def test_a_fax_of_the_order_is_told_with_its_pages_and_its_sender(room: OrdersRoom) -> None:
    assert "Received faxes" not in room.told_story
    with room.shop.database.write() as session:
        now = room.shop.clock.now()
        session.add(
            ReceivedFax(
                store_id=room.shop.store_id, source=FaxSource.FOLDER, source_ref="one",
                received_at=now, sender="+19095550142", size=1, pages=2, boxes=1,
                state=FaxState.DONE, state_at=now, outcome=FaxOutcome.ORDER, proposals=[],
                rotations=[], order_id=room.orders["Ede Roe"], created_at=now,
            )
        )  # fmt: skip
    room.changes.broadcast({"orders"})
    room.until(lambda: "Received faxes" in room.told_story)
    for said in ("Received fax, 2 pages, blacked out in part", "(909) 555-0142",
                 "the order came with it, blacked out in part"):  # fmt: skip
        assert said in room.told_story, said


def test_a_name_is_never_markup(room: OrdersRoom) -> None:
    room.orders["x"] = room.place("<b>Bold</b> <img>")
    room.changes.broadcast({"orders"})
    room.until(lambda: room.listed[0] == "<b>Bold</b> <img>")
    room.page.list_panel.table.choose(room.orders["x"])
    room.until_shown("<b>Bold</b> <img>")
    assert "<b>Bold</b> <img>" in room.told_story
    assert room.page.story_panel.head.customer_label.text().startswith("<b>Bold</b> <img>")


def test_a_hold_stands_first_with_its_icon_and_word(room: OrdersRoom) -> None:
    with room.shop.database.write() as session:
        order = session.get_one(Order, room.orders["Ede Roe"])
        open_hold(order, HoldKind.PAYMENT, room.shop.desk().stamp(), details={"reason": "unknown"})
    room.changes.broadcast({"holds"})
    room.until(lambda: room.story is not None and room.story.held)
    assert room.told_story.startswith("Why it waits")
    said = "Payment: the outcome is not known yet, since Mon 2 Mar 2026, 07:04, Dana"
    assert said in room.told_story
    room.settle()
    assert room.page.story_panel.head.state_pill.text() == "Held"
    row = room.page.list_panel.table.orders.rows[0]
    assert row.unknown


def test_the_keys_scroll_at_once_and_go_from_part_to_part(room: OrdersRoom) -> None:
    room.window.resize(1366, 500)
    room.key(ENTER)
    bar = room.page.story_panel.view.verticalScrollBar()
    assert bar.value() == 0
    room.key(DOWN)
    first = bar.value()
    assert first > 0
    room.key(Qt.Key.Key_Up)
    assert bar.value() == 0
    room.key(Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    room.key(Qt.Key.Key_Home)
    tops = []
    for _ in range(3):
        room.key(Qt.Key.Key_PageDown, CONTROL)
        tops.append(bar.value())
    assert tops == sorted(set(tops)), "each part further down"
    room.key(Qt.Key.Key_PageUp, CONTROL)
    assert bar.value() < tops[-1]


def test_reading_again_leaves_the_place_alone(room: OrdersRoom) -> None:
    room.window.resize(1366, 500)
    room.key(ENTER)
    room.key(DOWN)
    bar = room.page.story_panel.view.verticalScrollBar()
    place = bar.value()
    assert place > 0
    with room.shop.database.write() as session:
        order = session.get_one(Order, room.orders["Ede Roe"])
        order.record("capture_asked", stamp=room.shop.desk().stamp())
    room.changes.broadcast({"payments"})
    room.until(lambda: "Capture asked for" in room.told_story)
    assert bar.value() == place
    assert room.focus == "story_view"


def test_a_long_story_is_written_in_turns_and_whole(room: OrdersRoom) -> None:
    with room.shop.database.write() as session:
        order = session.get_one(Order, room.orders["Ede Roe"])
        for at in range(300):
            order.record(f"happened_{at}", stamp=room.shop.desk().stamp())
    room.changes.broadcast({"orders"})
    view = room.page.story_panel.view
    room.until(lambda: len(room.story.timeline if room.story else ()) > 300)
    assert not view.is_written, "keys come in between"
    words = room.told_story
    assert [at for at in range(300) if f"Happened {at}\n" not in words] == []
    assert words.count("What happened") == 1
    room.key(ENTER)
    room.key(Qt.Key.Key_End)
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum() > 2_000


def test_python_may_tidy_up_at_any_moment(room: OrdersRoom) -> None:
    """The document that Qt made was lost to the garbage collector half-way through a story."""
    with room.shop.database.write() as session:
        order = session.get_one(Order, room.orders["Ede Roe"])
        for at in range(60):
            order.record(f"happened_{at}", stamp=room.shop.desk().stamp())
    kept = gc.get_threshold()
    gc.freeze()  # what was there before is looked through no more, or the desk stands still
    gc.set_threshold(3, 2, 2)
    try:
        for at in range(12):
            room.key(Qt.Key.Key_N, ALT)
            room.type(f"later {at}")
            room.key(ENTER)
            room.until(lambda at=at: f"later {at}\n" in room.told_story)
    finally:
        gc.set_threshold(*kept)


# What can be done


def test_copying_the_number(room: OrdersRoom) -> None:
    QGuiApplication.clipboard().clear()
    room.key(Qt.Key.Key_C, ALT)
    assert QGuiApplication.clipboard().text() == room.number("Ede Roe")
    assert room.told == [(f"{room.number('Ede Roe')} is in the clipboard.", "ok")]
    QGuiApplication.clipboard().clear()


def test_the_confirmation_of_what_was_placed(room: OrdersRoom) -> None:
    room.key(F9)
    assert room.confirmed == [room.orders["Ede Roe"]]


def test_no_confirmation_of_a_draft_or_of_what_was_cancelled(room: OrdersRoom) -> None:
    draft = room.shop.save(room.shop.ready_draft())
    with room.shop.database.write() as session:
        order = session.get_one(Order, room.orders["Ede Roe"])
        order.move_to(OrderState.CANCELLED, kind="cancelled", stamp=room.shop.desk().stamp())
    room.changes.broadcast({"orders"})
    room.until(lambda: room.story is not None and room.story.state is OrderState.CANCELLED)
    assert room.reason("orders.confirmation") == "It was cancelled: there is nothing to confirm."
    room.settle()
    room.page.list_panel.table.choose(draft.id)
    room.until(lambda: room.story is not None and room.story.id == draft.id)
    assert room.reason("orders.confirmation") == "It has not been placed yet."
    assert "Confirmation" not in room.buttons()
    room.key(F9)
    assert room.confirmed == []
    assert room.window.key_bar.announcement() == "It has not been placed yet."
    with room.shop.database.write() as session:
        orders.discard_draft(session, room.shop.desk(), draft.id)


def test_a_note_by_keys(room: OrdersRoom) -> None:
    room.key(Qt.Key.Key_N, ALT)
    assert room.focus == "order_note_edit"
    assert room.sheet.subtitle_label.text() == f"Order {room.number('Ede Roe')}"
    room.key(ENTER)
    assert room.sheet.isVisible(), "an empty note is none"
    room.type("Leave it at the gate")
    room.key(ENTER)
    room.until(lambda: room.window.open_sheet_now is None)
    room.until(lambda: "Leave it at the gate" in room.told_story)
    with room.shop.database.read() as session:
        notes = [(n.words, n.order_id) for n in session.scalars(select(OrderNote))]
    assert notes == [("Leave it at the gate", room.orders["Ede Roe"])]
    assert room.told == [("The note stands with the order.", "ok")]


def test_a_note_that_is_a_card_number_is_wiped(room: OrdersRoom) -> None:
    room.key(Qt.Key.Key_N, ALT)
    room.type("4242" * 4)
    room.key(ENTER)
    assert room.sheet.isVisible()
    room.key(ESC)
    assert room.shop.count(OrderNote) == (0,)


def test_a_hold_by_keys_needs_a_reason_and_is_made_once(room: OrdersRoom) -> None:
    order_id = room.orders["Ede Roe"]
    room.key(Qt.Key.Key_O, ALT)
    assert room.focus == "order_hold_edit"
    room.key(ENTER)
    assert isinstance(room.sheet, OneLineSheet)
    assert room.sheet.row.error == "Say why: whoever releases it has to know."
    assert _holds(room, order_id) == []
    room.type("She wants to ask her husband")
    room.key(ENTER)
    room.until(lambda: room.window.open_sheet_now is None)
    room.until(lambda: room.story is not None and bool(room.story.open_holds))
    assert _holds(room, order_id) == [HoldKind.MANUAL]
    assert "She wants to ask her husband" in room.told_story
    said = f"Order {room.number('Ede Roe')} is on hold: a supervisor releases it."
    assert room.told == [(said, "ok")]
    assert room.reason("orders.hold") == "It is held by hand already: Alt+N adds a note."
    room.key(Qt.Key.Key_O, ALT)
    assert room.window.open_sheet_now is None
    assert _holds(room, order_id) == [HoldKind.MANUAL]


def test_esc_holds_nothing(room: OrdersRoom) -> None:
    room.key(Qt.Key.Key_O, ALT)
    room.type("She wants to ask her husband")
    room.key(ESC)
    room.settle()
    assert _holds(room, room.orders["Ede Roe"]) == []
    assert room.shop.count(OrderNote) == (0,)


def test_what_is_over_or_not_placed_is_not_held(room: OrdersRoom) -> None:
    with room.shop.database.write() as session:
        order = session.get_one(Order, room.orders["Ede Roe"])
        order.move_to(OrderState.CANCELLED, kind="cancelled", stamp=room.shop.desk().stamp())
    room.changes.broadcast({"orders"})
    room.until(lambda: room.story is not None and room.story.state is OrderState.CANCELLED)
    assert room.reason("orders.hold") == (
        "Something of it has shipped, or it is over: it cannot be held."
    )


def _holds(room: OrdersRoom, order_id: uuid.UUID) -> list[HoldKind]:
    with room.shop.database.read() as session:
        query = select(Hold.kind).where(Hold.order_id == order_id, Hold.state == HoldState.OPEN)
        return list(session.scalars(query))


def _release(room: OrdersRoom, done: list[OrderStory], **changed: object) -> OrderAction:
    def why_not(story: OrderStory) -> str:
        return "" if story.state is OrderState.PLACED else "It is not placed."

    def run(story: OrderStory) -> None:
        done.append(story)

        def work(session: object) -> None:
            order = session.get_one(Order, story.id)  # type: ignore[attr-defined]
            order.move_to(OrderState.RELEASED, kind="released", stamp=room.shop.desk().stamp())

        room.tasks.command(room.page, work, done=None, changed={"orders"}, name="release")

    values: dict[str, object] = {
        "id": "release", "text": "Release", "icon": "check", "keys": ("F10",), "why_not": why_not,
        "run": run, "is_primary": True,
    }  # fmt: skip
    return OrderAction(**(values | changed))  # type: ignore[arg-type]


def test_others_add_what_can_be_done(room: OrdersRoom) -> None:
    done: list[OrderStory] = []
    shipped: list[OrderStory] = []
    room.page.add_order_action(_release(room, done))
    room.page.add_order_action(
        OrderAction(
            id="ship",
            text="Ship",
            icon="truck",
            keys=("F10",),
            why_not=lambda s: "" if s.state is OrderState.RELEASED else "It is not released.",
            run=shipped.append,
            is_primary=True,
        )
    )
    room.page.add_order_action(
        OrderAction(
            id="cancel",
            text="Cancel order",
            icon="x",
            keys=("Ctrl+Del",),
            why_not=lambda _story: "Not today.",
            run=lambda _story: pytest.fail("it cannot be done"),
            is_danger=True,
        )
    )
    assert room.buttons() == ["Confirmation", "Copy the number", "Note", "Put on hold", "Release"]
    assert room.reason("orders.cancel") == "Not today."
    room.key(Qt.Key.Key_Delete, CONTROL)
    room.key(F10)
    assert [story.id for story in done] == [room.orders["Ede Roe"]]
    room.until(lambda: room.story is not None and room.story.state is OrderState.RELEASED)
    room.settle()
    assert room.buttons() == ["Confirmation", "Copy the number", "Note", "Put on hold", "Ship"]
    assert room.page.list_panel.table.orders.rows[0].state is OrderState.RELEASED
    room.key(F10)
    assert [story.id for story in shipped] == [room.orders["Ede Roe"]]
    assert len(done) == 1


def test_what_cannot_be_done_says_why_under_its_button(room: OrdersRoom) -> None:
    done: list[OrderStory] = []
    room.page.add_order_action(_release(room, done, why_not=lambda _story: "Somebody else must."))
    assert "Release" in room.buttons(), "the primary one keeps its place"
    assert room.reason("orders.finish") == "Somebody else must."
    room.key(F10)
    assert done == []


def test_two_meanings_of_one_key_are_refused(room: OrdersRoom) -> None:
    with pytest.raises(KeyClashError):
        room.page.add_order_action(_release(room, [], keys=("F9",), id="other"))
    with pytest.raises(KeyClashError):
        room.page.add_order_action(_release(room, [], id="note", keys=("Ctrl+J",)))
    room.actions.add(action_line("orders.taken", "Ctrl+J"), lambda: None)
    with pytest.raises(KeyClashError):
        room.page.add_order_action(_release(room, [], keys=("Ctrl+J",)))


def test_nothing_can_be_done_while_no_order_is_shown(room: OrdersRoom) -> None:
    done: list[OrderStory] = []
    room.page.add_order_action(_release(room, done))
    room.page.show_filter(preset(Preset.REFUND_DUE), "Refund due")
    room.settle()
    assert room.story is None
    assert room.reason("orders.release") == "No order is chosen."
    room.key(F10)
    assert done == []


def test_the_head_says_who_has_opted_out_and_that_confirmations_may_go(room: OrdersRoom) -> None:
    head = room.page.story_panel.head
    assert not head.opt_out_label.isVisible()
    story = room.page.story
    assert story is not None
    desk = room.shop.desk()
    with room.shop.database.write() as session:
        assert story.customer_id is not None
        customers.add_address(session, desk, story.customer_id, ONTARIO, bills_here=True)
        who = opt_out_views.who_of(session, desk, story.customer_id)
        ask = OptOutAsk(who=who, channel=Channel.MAIL, received_on=desk.today(), everything=True)
        opt_outs.record_opt_out(session, desk, ask, command_id=uuid7())
    room.changes.broadcast({"opt_outs"})
    room.settle()
    assert head.opt_out_label.isVisible()
    assert head.opt_out_label.text() == ("Opted out: post. No offers. Confirmations may go.")
    room.page._standing.ask(None)
    assert not head.opt_out_label.isVisible()
