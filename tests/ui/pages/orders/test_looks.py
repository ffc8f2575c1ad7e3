"""What every state must keep: names, reach by Tab, room for what matters, no scrolling sideways."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.services.holds import open_hold
from models.hold import HoldKind
from models.order import Order
from tests.ui.accessibility import walk
from tests.ui.pages.orders.orders_room import ALT, OrdersRoom
from ui.pages.orders.order_actions import OrderAction
from ui.tables.table_header import TableHeader

SIZES = [(1366, 768, 1.0), (1366, 640, 1.0), (1024, 700, 1.0), (800, 600, 1.0), (1920, 1080, 2.0)]
ENTER = Qt.Key.Key_Return


def everything(room: OrdersRoom) -> None:
    room.key(Qt.Key.Key_Down)


def none_found(room: OrdersRoom) -> None:
    room.type("zzz")


def refused(room: OrdersRoom) -> None:
    room.type("4242" * 4)


def held(room: OrdersRoom) -> None:
    with room.shop.database.write() as session:
        order = session.get_one(Order, room.orders["Ede Roe"])
        for kind in HoldKind:
            open_hold(order, kind, room.shop.desk().stamp())
        order.promise_date = room.shop.desk().today()
    room.changes.broadcast({"orders"})
    room.until(lambda: room.story is not None and room.story.promise_at_risk)


def many_actions(room: OrdersRoom) -> None:
    for at in range(8):
        room.page.add_order_action(
            OrderAction(
                id=f"more_{at}",
                text=f"Another thing {at}",
                icon="truck",
                keys=(f"Ctrl+{at}",),
                why_not=lambda _story: "",
                run=lambda _story: None,
                is_danger=at == 7,
            )
        )
    primary = OrderAction(
        id="main", text="Release", icon="check", keys=("F10",), why_not=lambda _story: "",
        run=lambda _story: None, is_primary=True,
    )  # fmt: skip
    room.page.add_order_action(primary)


def filter_sheet(room: OrdersRoom) -> None:
    room.key(Qt.Key.Key_F4)


def show_sheet(room: OrdersRoom) -> None:
    room.key(Qt.Key.Key_F, ALT)


def note_sheet(room: OrdersRoom) -> None:
    room.key(Qt.Key.Key_N, ALT)
    room.key(ENTER)
    room.settle()


def hold_sheet(room: OrdersRoom) -> None:
    room.key(Qt.Key.Key_O, ALT)
    room.key(ENTER)
    room.settle()


STATES = (
    everything, none_found, refused, held, many_actions, filter_sheet, show_sheet, note_sheet,
    hold_sheet,
)  # fmt: skip


@pytest.mark.parametrize("state", STATES, ids=lambda state: str(state.__name__))
def test_every_state_is_reached_named_and_whole_in_every_window(
    room: OrdersRoom, state: Callable[[OrdersRoom], None]
) -> None:
    state(room)
    room.settle()
    sheet = room.window.open_sheet_now
    assert walk(sheet if sheet is not None else room.page) == []
    for width, height, scale in SIZES:
        room.theme.set_text_scale(scale)
        room.window.resize(width, height)
        QApplication.processEvents()
        assert (room.window.width(), room.window.height()) == (width, height)
        if sheet is not None:
            assert walk(sheet) == []
            continue
        for column in ("list", "story") if room.page.narrow else ("both",):
            if column != "both":
                room.page._show_column(column)
                QApplication.processEvents()
                assert walk(room.page) == []
            _is_in_order(room, column, f"{width}x{height}, {scale}")


def _is_in_order(room: OrdersRoom, column: str, where: str) -> None:
    page = room.page
    area = page.parentWidget()
    assert area is not None
    assert page.width() <= area.width(), f"the page must not scroll sideways: {where}"
    assert page.height() <= area.height(), f"the page must not scroll: {where}"
    names = []
    if column in ("list", "both"):
        names += ["order_search_edit", "orders_show_button", "orders_filter_button"]
        table = page.list_panel.table
        columns = sum(table.columnWidth(at) for at in range(table.orders.columnCount()))
        assert columns <= table.viewport().width() + 1, f"the list must not be cut: {where}"
    if column in ("story", "both") and room.story is not None:
        names += ["story_number_label", "story_total_label", "story_view", "orders_note_button"]
    for name in names:
        assert _is_whole(page, name), f"{name} at {where}"


def _is_whole(page: QWidget, name: str) -> bool:
    widget = page.findChild(QWidget, name)
    assert isinstance(widget, QWidget), name
    corner = widget.mapTo(page, QPoint(0, 0))
    end = corner + QPoint(widget.width() - 1, widget.height() - 1)
    inside = page.rect().contains(corner) and page.rect().contains(end)
    return widget.isVisible() and inside and widget.height() >= widget.minimumSizeHint().height()


def test_narrow_shows_one_column_at_a_time(room: OrdersRoom) -> None:
    room.window.resize(1024, 700)
    QApplication.processEvents()
    assert room.page.narrow
    assert room.page.list_panel.isVisible()
    assert not room.page.story_panel.isVisible()
    room.key(Qt.Key.Key_Down)
    room.key(Qt.Key.Key_Down)
    room.until_shown("Dev Patel")
    room.key(ENTER)
    assert not room.page.list_panel.isVisible()
    assert room.focus == "story_view"
    room.key(Qt.Key.Key_Escape)
    assert room.page.list_panel.isVisible()
    assert room.focus == "orders_table"
    room.key(ENTER)
    room.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert room.focus == "order_search_edit"
    assert room.page.list_panel.isVisible()


def test_both_schemes_draw_and_keep_what_is_shown(room: OrdersRoom) -> None:
    before = room.told_story
    room.theme.set_scheme("dark")
    QApplication.processEvents()
    assert not room.page.grab().isNull()
    assert room.told_story == before
    room.theme.set_scheme("light")
    header = room.page.list_panel.table.horizontalHeader()
    assert isinstance(header, TableHeader)


def test_every_key_of_the_page_is_in_the_table_and_shown_or_listed(room: OrdersRoom) -> None:
    listed = room.actions.listed("orders")
    assert {action.id for action in listed} == {
        "orders.find", "orders.filter", "orders.show", "orders.all", "orders.next_part",
        "orders.part_before", "orders.other_side", "orders.back", "orders.confirmation",
        "orders.note", "orders.copy_number", "orders.hold",
    }  # fmt: skip
    assert [action.id for action in listed if not action.key_text] == []


def test_a_screen_reader_hears_the_row_and_the_story(room: OrdersRoom) -> None:
    room.key(Qt.Key.Key_Down)
    table = room.page.list_panel.table
    number = room.number("Ede Roe")
    assert table.accessibleDescription() == f"{number}, Ede Roe, Placed, 18.90, 07:04"
    view = room.page.story_panel.view
    assert view.accessibleName() == f"Story of order {number}"
    index = table.orders.index(0, 4)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "State Placed"
    held(room)
    room.settle()
    row = table.orders.words(0)
    assert row == f"{number}, Ede Roe, Held, 18.90, 07:04, promise: today is the day"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == row


def test_every_button_has_its_place_as_soon_as_it_is_added(room: OrdersRoom) -> None:
    many_actions(room)
    QApplication.processEvents()
    dock = room.page.story_panel.dock
    for button in dock.findChildren(QWidget):
        if button.objectName().endswith("_button"):
            assert _is_whole(dock, button.objectName()), button.objectName()
