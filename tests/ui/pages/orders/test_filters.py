"""Filters: said, kept, brought back, replaced and taken away by keys."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit

from desktop.services import order_saved_filters
from desktop.services.order_filters import OrderFilter
from models.channels import Channel
from models.order import Order, OrderState
from models.order_search import SavedFilter
from tests.ui.pages.orders.orders_room import ALT, CONTROL, PEOPLE, OrdersRoom
from ui.pages.orders.day_words import parse_day
from ui.pages.orders.filter_words import filter_words
from ui.pages.orders.show_sheet import ShowSheet
from ui.widgets.field_row import FieldRow

DOWN, ENTER, ESC, SPACE = Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space
F4, F10, TAB = Qt.Key.Key_F4, Qt.Key.Key_F10, Qt.Key.Key_Tab


def tab_to(room: OrdersRoom, name: str) -> None:
    """Press Tab until a widget of the sheet has the focus."""
    for _ in range(60):
        if room.focus == name:
            return
        room.key(TAB)
    raise AssertionError(f"Tab does not reach {name}")


def tick(room: OrdersRoom, words: str) -> None:
    """Tick a box of the filter sheet."""
    (box,) = [b for b in room.sheet.findChildren(QCheckBox) if b.accessibleName() == words]
    tab_to(room, box.objectName())
    room.key(SPACE)
    assert box.isChecked()


def error(room: OrdersRoom, name: str) -> str:
    """What stands under a field of the sheet."""
    return next(r.error for r in room.sheet.findChildren(FieldRow) if r.editor.objectName() == name)


def closed(room: OrdersRoom) -> None:
    """Wait until the sheet is gone and its rows are there."""
    room.until(lambda: room.window.open_sheet_now is None)
    room.settle()


def kept(room: OrdersRoom) -> list[tuple[str, OrderFilter]]:
    """Dana's filters."""
    with room.shop.database.read() as session:
        return [(k.name, k.wanted) for k in order_saved_filters.kept(session, room.shop.desk())]


def test_ticking_and_showing(room: OrdersRoom) -> None:
    room.orders["Fax"] = room.place("Fax Roe", channel=Channel.FAX)
    room.page.read_again()
    room.settle()
    room.key(F4)
    tick(room, "Fax")
    room.key(F10)
    closed(room)
    assert room.listed == ["Fax Roe"]
    assert room.page.list_panel.title_label.text() == "Filtered"
    assert room.page.list_panel.filter_label.text() == "Fax"
    assert room.focus == "order_search_edit"
    room.type("ana")
    assert room.listed == [], "the text narrows the filter"
    room.key(ESC)
    assert room.listed == ["Fax Roe"]
    room.key(F4)
    (box,) = [b for b in room.sheet.findChildren(QCheckBox) if b.accessibleName() == "Fax"]
    assert box.isChecked(), "the sheet begins with what is shown"
    room.key(Qt.Key.Key_U, ALT)
    assert not box.isChecked()
    room.key(F10)
    closed(room)
    assert len(room.listed) == 6
    assert room.page.list_panel.title_label.text() == "All orders"


def test_enter_on_a_box_shows_and_esc_changes_nothing(room: OrdersRoom) -> None:
    room.key(F4)
    tick(room, "Draft")
    room.key(ENTER)
    closed(room)
    assert room.listed == []
    room.key(Qt.Key.Key_A, ALT)
    room.settle()
    room.key(F4)
    tick(room, "Cancelled")
    room.key(ESC)
    closed(room)
    assert room.listed == list(reversed(PEOPLE))


def test_days_and_amounts_are_read_and_what_is_none_is_said(room: OrdersRoom) -> None:
    room.key(F4)
    tab_to(room, "filter_from_edit")
    room.type("someday")
    tab_to(room, "filter_least_edit")
    room.type("lots")
    room.key(F10)
    assert room.focus == "filter_from_edit"
    assert error(room, "filter_from_edit").startswith("This is no day:")
    assert error(room, "filter_least_edit").startswith("This is no amount:")
    retype(room, "2026-03-02")
    tab_to(room, "filter_to_edit")
    room.type("3/1")
    tab_to(room, "filter_least_edit")
    retype(room, "20")
    tab_to(room, "filter_most_edit")
    room.type("10")
    room.key(F10)
    assert error(room, "filter_to_edit") == "This is before the first day."
    assert error(room, "filter_most_edit") == "This is less than the least."
    retype_in(room, "filter_to_edit", "today")
    retype_in(room, "filter_least_edit", "18.90")
    retype_in(room, "filter_most_edit", "18.90")
    room.key(F10)
    closed(room)
    assert room.listed == list(reversed(PEOPLE))
    assert room.page.lister.wanted == OrderFilter(
        placed_from=date(2026, 3, 2), placed_to=date(2026, 3, 2), total_from_minor=1890,
        total_to_minor=1890,
    )  # fmt: skip


def retype(room: OrdersRoom, text: str) -> None:
    """Put other text in place of what stands in the field."""
    room.key(Qt.Key.Key_A, CONTROL)
    room.type(text)


def retype_in(room: OrdersRoom, name: str, text: str) -> None:
    """The same in a field of a name."""
    tab_to(room, name)
    retype(room, text)


def test_who_took_it(room: OrdersRoom) -> None:
    view, _placed = room.shop.placed(room.shop.ready_draft(), desk=2)
    room.page.read_again()
    room.settle()
    room.key(F4)
    tab_to(room, "filter_agent_combo")
    room.key(DOWN, times=2)
    room.key(F10)
    closed(room)
    assert [row.id for row in room.page.list_panel.table.orders.rows] == [view.id]


def test_kept_under_a_name_and_brought_back(room: OrdersRoom) -> None:
    room.key(F4)
    tick(room, "Released")
    room.key(Qt.Key.Key_S, CONTROL)
    assert error(room, "filter_name_edit") == "Type a name for it first."
    assert room.focus == "filter_name_edit"
    room.type("Ready")
    room.key(ENTER)
    closed(room)
    assert kept(room) == [("Ready", OrderFilter(states=(OrderState.RELEASED,)))]
    assert room.page.list_panel.title_label.text() == "Ready"
    assert room.listed == []
    room.key(Qt.Key.Key_A, ALT)
    room.settle()
    room.key(Qt.Key.Key_F, ALT)
    sheet = room.sheet
    assert isinstance(sheet, ShowSheet)
    assert sheet.filter_list.currentItem().text() == "All orders"
    room.type("rea")
    assert sheet.filter_list.currentItem().text() == "Ready  (kept)"
    assert sheet.says.text() == "Released"
    room.key(ENTER)
    closed(room)
    assert room.page.list_panel.title_label.text() == "Ready"
    assert room.listed == []


def test_a_name_that_is_taken_is_replaced_by_saying_it_again(room: OrdersRoom) -> None:
    with room.shop.database.write() as session:
        order_saved_filters.keep(
            session, room.shop.desk(), "Mine", OrderFilter(held=True), replace=False,
            command_id=room.shop.store_id,
        )  # fmt: skip
    room.key(F4)
    tick(room, "Draft")
    tab_to(room, "filter_name_edit")
    room.type("Mine")
    room.key(ENTER)
    room.until(lambda: error(room, "filter_name_edit") != "")
    assert error(room, "filter_name_edit") == "There is one of this name. Once more replaces it."
    assert kept(room) == [("Mine", OrderFilter(held=True))]
    room.key(ENTER)
    closed(room)
    assert kept(room) == [("Mine", OrderFilter(states=(OrderState.DRAFT,)))]


def test_a_kept_one_is_removed_by_del_said_twice(room: OrdersRoom) -> None:
    with room.shop.database.write() as session:
        order_saved_filters.keep(
            session, room.shop.desk(), "Mine", OrderFilter(held=True), replace=False,
            command_id=room.shop.store_id,
        )  # fmt: skip
    room.key(Qt.Key.Key_F, ALT)
    room.key(Qt.Key.Key_Delete)
    assert room.shop.count(SavedFilter) == (1,), "everybody's stay"
    assert room.reason("show_sheet.remove") == "Everybody has this one."
    room.key(Qt.Key.Key_End)
    room.key(Qt.Key.Key_Delete)
    assert room.shop.count(SavedFilter) == (1,)
    assert room.actions.get("show_sheet.remove").text() == "Once more removes Mine"
    room.key(Qt.Key.Key_Up)
    room.key(DOWN)
    assert room.actions.get("show_sheet.remove").text() == "Remove from the list"
    room.key(Qt.Key.Key_Delete, times=2)
    room.until(lambda: room.shop.count(SavedFilter) == (0,))
    room.settle()
    sheet = room.sheet
    assert isinstance(sheet, ShowSheet)
    assert sheet.filter_list.count() == 10
    room.key(ESC)
    closed(room)


def test_a_preset_by_its_first_letters(room: OrdersRoom) -> None:
    with room.shop.database.write() as session:
        order = session.get_one(Order, room.orders["Cleo Marsh"])
        order.move_to(OrderState.CANCELLED, kind="cancelled", stamp=room.shop.desk().stamp())
    room.key(Qt.Key.Key_F, ALT)
    room.type("can")
    room.key(ENTER)
    closed(room)
    assert room.listed == ["Cleo Marsh"]
    assert room.page.list_panel.title_label.text() == "Cancelled"
    assert room.page.list_panel.filter_label.text() == ""


def test_a_card_number_is_wiped_from_the_name(room: OrdersRoom) -> None:
    room.key(F4)
    tab_to(room, "filter_name_edit")
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("4242" * 4)
    room.key(Qt.Key.Key_V, CONTROL)
    clipboard.clear()
    edit = room.sheet.findChild(QLineEdit, "filter_name_edit")
    assert isinstance(edit, QLineEdit)
    assert edit.text() == ""
    assert error(room, "filter_name_edit").startswith("That looked like a card number.")
    QTest.keyClick(edit, ESC)
    QApplication.processEvents()
    closed(room)
    assert room.shop.count(SavedFilter) == (0,)


TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-01-31", date(2026, 1, 31)),
        ("today", TODAY),
        ("Yesterday", date(2026, 3, 1)),
        ("-7", date(2026, 2, 23)),
        ("1/31", date(2026, 1, 31)),
        ("12/31", date(2025, 12, 31)),
        ("3/2/24", date(2024, 3, 2)),
        ("3.2.2024", date(2024, 3, 2)),
        ("30 Nov", date(2025, 11, 30)),
        ("nov 30 2024", date(2024, 11, 30)),
        ("2 march, 2026", date(2026, 3, 2)),
        ("2/29/24", date(2024, 2, 29)),
        ("2/30", None),
        ("2026-13-01", None),
        ("", None),
        ("soon", None),
        ("30 Xyz", None),
        ("1/2/3/4", None),
    ],
)
def test_days_as_people_type_them(typed: str, day: date | None) -> None:
    assert parse_day(typed, TODAY) == day


def test_days_come_first_outside_america() -> None:
    assert parse_day("2/1", TODAY, day_first=True) == date(2026, 1, 2)


def test_a_filter_in_words() -> None:
    wanted = OrderFilter(
        states=(OrderState.PLACED,), held=True, at_risk=True, placed_from=date(2026, 3, 2),
        total_from_minor=1000, channels=(Channel.MAIL,),
    )  # fmt: skip
    assert filter_words(wanted, currency="USD") == (
        "Placed, Held, Promise at risk, Mail, placed from Mon 2 Mar 2026, from $10.00"
    )
    assert filter_words(OrderFilter(text="roe"), currency="USD") == ""
