"""The list: finding, choosing, scrolling, and keeping up with what changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from desktop.services import order_search
from desktop.services.order_filters import OrderFilter
from models.order import Order, OrderState
from tests.ui.pages.orders.orders_room import ALT, CONTROL, PEOPLE, OrdersRoom

NEWEST_FIRST = list(reversed(PEOPLE))
DOWN, UP, ENTER, ESC = Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Escape


def test_the_page_opens_with_everything_and_the_newest_story(room: OrdersRoom) -> None:
    assert room.listed == NEWEST_FIRST
    assert room.count == "5 orders"
    assert room.focus == "order_search_edit"
    assert room.shown == "Ede Roe"
    assert room.page.list_panel.title_label.text() == "All orders"


def test_from_box_to_list_to_story_and_back_by_keys(room: OrdersRoom) -> None:
    room.key(DOWN)
    assert room.focus == "orders_table"
    room.key(DOWN, times=2)
    room.until_shown("Cleo Marsh")
    room.key(ENTER)
    assert room.focus == "story_view"
    room.key(ESC)
    assert room.focus == "orders_table"
    room.key(UP, times=3)
    assert room.focus == "order_search_edit", "Up on the first row goes back to the box"
    room.key(DOWN)
    room.key(ESC)
    assert room.focus == "order_search_edit"
    room.key(Qt.Key.Key_Tab, CONTROL)
    assert room.focus == "story_view"
    room.key(Qt.Key.Key_F, CONTROL)
    assert room.focus == "order_search_edit"


def test_one_finds_as_one_types(room: OrdersRoom) -> None:
    room.type("roe")
    assert room.listed == ["Ede Roe", "Ana Roe"]
    assert room.count == "2 orders"
    room.type(" ana")
    assert room.listed == ["Ana Roe"]
    room.until_shown("Ana Roe")
    room.key(ESC)
    assert room.listed == NEWEST_FIRST
    room.until(lambda: room.count == "5 orders")
    assert room.shown == "Ana Roe", "what was shown stays current while it is in the list"


def test_nothing_found_is_said(room: OrdersRoom) -> None:
    room.type("zzz")
    assert room.listed == []
    assert room.count == "no orders"
    assert room.story is None
    words = room.page.list_panel.none_label.text()
    assert words == "No order fits. Every word must fit: a name, town, ZIP or number."
    room.key(ENTER)
    assert room.focus == "order_search_edit"
    assert room.reason("orders.note") == "No order is chosen."
    room.key(ESC)
    assert not room.page.list_panel.none_label.isVisible()
    room.until_shown("Ede Roe")


def test_enter_faster_than_the_answer_opens_what_was_typed(room: OrdersRoom) -> None:
    from PySide6.QtTest import QTest

    for character in "stone":
        QTest.keyClick(room.window.windowHandle(), character)  # type: ignore[call-overload]
    QTest.keyClick(room.window.windowHandle(), ENTER)
    room.until(lambda: room.focus == "story_view")
    room.until_shown("Ben Stone")
    assert room.listed == ["Ben Stone"]


def test_an_order_number_opens_it(room: OrdersRoom) -> None:
    room.type(room.number("Dev Patel").lower())
    room.key(ENTER)
    room.until_shown("Dev Patel")
    assert room.listed == ["Dev Patel"]


def test_a_card_number_is_wiped_and_said(room: OrdersRoom) -> None:
    room.type("4242" * 4)
    box = room.page.list_panel.search_box
    assert box.text() == ""
    assert not box.isUndoAvailable()
    assert room.page.list_panel.note_label.text().startswith("That looked like a card number.")
    assert room.listed == NEWEST_FIRST
    room.type("r")
    assert not room.page.list_panel.note_label.isVisible()


def test_a_long_paste_an_emoji_and_a_wildcard_find_nothing(room: OrdersRoom) -> None:
    box = room.page.list_panel.search_box
    for text in ("lorem ipsum " * 40, "🙂", "%", "ا" * 200):
        box.selectAll()
        box.insert(text)
        box.textEdited.emit(box.text())
        room.settle()
        assert room.listed == [], text


def test_the_list_grows_as_one_scrolls(room: OrdersRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_search, "PAGE", 2)
    for at in range(28):
        room.orders[f"More {at}"] = room.place(f"More {at}")
    room.page.read_again()
    room.settle()
    table = room.page.list_panel.table
    room.page.show_filter(OrderFilter(text="", total_from_minor=1), "")
    room.settle()
    assert len(room.listed) < 33
    assert table.orders.canFetchMore(table.rootIndex())
    room.key(DOWN)
    for _ in range(40):
        room.key(Qt.Key.Key_End)
        if len(room.listed) == 33:
            break
    assert len(room.listed) == len(set(table.orders.rows)) == 33
    assert not table.orders.canFetchMore(table.rootIndex())
    room.key(Qt.Key.Key_End)
    room.until_shown("Ana Roe")
    room.key(Qt.Key.Key_Home)
    room.until_shown("More 27")


def test_a_rare_filter_goes_on_by_itself_until_the_page_is_full(
    room: OrdersRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each reading looks at a few orders only; the rows come as they are found."""
    monkeypatch.setattr(order_search, "STRETCH", 1)
    total = room.shop.order(room.orders["Ana Roe"]).total_minor
    with room.shop.database.write() as session:
        session.get_one(Order, room.orders["Ana Roe"]).total_minor = total + 1
    room.page.show_filter(OrderFilter(total_from_minor=total + 1), "")
    room.settle()
    assert room.listed == ["Ana Roe"]
    room.until_shown("Ana Roe")
    assert not room.page.list_panel.none_label.isVisible()


def test_what_changes_elsewhere_is_read_again_and_the_current_one_stays(room: OrdersRoom) -> None:
    room.key(DOWN)
    room.key(DOWN)
    room.until_shown("Dev Patel")
    room.orders["New One"] = room.place("New One")
    with room.shop.database.write() as session:
        order = session.get_one(Order, room.orders["Dev Patel"])
        order.move_to(OrderState.RELEASED, kind="released", stamp=room.shop.desk(2).stamp())
    room.changes.broadcast({"orders"})
    room.until(lambda: room.listed[0] == "New One")
    room.settle()
    room.until(lambda: room.story is not None and room.story.state is OrderState.RELEASED)
    assert room.shown == "Dev Patel"
    assert room.page.list_panel.table.current_id == room.orders["Dev Patel"]
    assert room.focus == "orders_table"


def test_a_change_of_something_else_reads_nothing(
    room: OrdersRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    search = order_search.search

    def watched(*given: object, **named: object) -> object:
        asked.append(given)
        return search(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(order_search, "search", watched)
    room.changes.broadcast({"customers", "filters"})
    room.settle()
    assert asked == []
    room.changes.broadcast({"orders"})
    room.until(lambda: len(asked) == 1)
    room.settle()


def test_a_page_that_is_not_shown_reads_when_it_is(room: OrdersRoom) -> None:
    room.window.show_page("settings")
    room.orders["New One"] = room.place("New One")
    room.changes.broadcast({"orders"})
    room.settle()
    assert room.listed == NEWEST_FIRST
    room.key(Qt.Key.Key_6, ALT)
    room.until(lambda: room.listed == ["New One", *NEWEST_FIRST])
    assert room.focus == "order_search_edit"


def test_other_pages_show_an_order_by_its_number(room: OrdersRoom) -> None:
    room.page.show_order(room.number("Ben Stone"))
    room.settle()
    room.until_shown("Ben Stone")
    assert room.listed == ["Ben Stone"]
    assert room.focus == "story_view"
    room.key(Qt.Key.Key_A, ALT)
    assert room.listed == NEWEST_FIRST
    assert room.page.list_panel.search_box.text() == ""


def test_a_reading_that_fails_is_told_and_asked_anew(
    room: OrdersRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object, **_named: object) -> Callable[[], None]:
        raise OSError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(order_search, "search", broken)
        room.page.list_panel.search_box.setText("roe")
        room.page.show_filter(OrderFilter(), "")
        room.qtbot.waitUntil(lambda: len(room.problems) == 1)
    assert room.problems == ["order_search: OSError('the disk is gone')"]
    room.problems.clear()
    assert room.listed == NEWEST_FIRST, "what was read still stands"
    room.page.read_again()
    room.settle()
    assert room.listed == ["Ede Roe", "Ana Roe"]
