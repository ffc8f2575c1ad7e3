"""Every state of outbox and tasks in every window: named, whole, nothing cut off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

from models.dispatch import DispatchState
from models.person_task import PersonTaskKind
from tests.ui.accessibility import walk
from tests.ui.pages.outbox.rooms import ALT, FAX, Room
from ui.pages.list_page import ListPage

SIZES = ((1366, 768, 1.0), (1920, 1080, 1.0), (1920, 1080, 2.0), (1280, 720, 1.0), (1024, 700, 1.0))


def nothing(room: Room) -> ListPage[Any]:
    room.show("outbox")
    return room.outbox


def outbox_full(room: Room) -> ListPage[Any]:
    order = room.order("Wilhelmina Stroudsburg")
    room.give_up(room.queue_fax(order), order)
    sending = room.queue_fax(order)
    room.move(sending, DispatchState.SENDING, DispatchState.SENT, pages_sent=1, tries=1)
    room.show("outbox")
    room.key(Qt.Key.Key_End)
    return room.outbox


def another_number(room: Room) -> ListPage[Any]:
    page = outbox_full(room)
    page.table.selectRow(1)
    room.key(Qt.Key.Key_N, ALT)
    room.key(Qt.Key.Key_F10)
    return page


def showing(room: Room) -> ListPage[Any]:
    room.show("outbox")
    room.key(Qt.Key.Key_F4)
    return room.outbox


def tasks_full(room: Room) -> ListPage[Any]:
    order = room.order("Wilhelmina Stroudsburg")
    room.give_up(room.queue_fax(order), order)
    room.task(
        PersonTaskKind.CALL_BACK, "Take the card " * 12, hours=-30, phone=FAX, best="evenings"
    )
    room.task(PersonTaskKind.REFUND_DUE, "overpaid", hours=9)
    room.show("tasks")
    return room.to_do


def new_task(room: Room) -> ListPage[Any]:
    room.show("tasks")
    room.key(Qt.Key.Key_Insert)
    room.key(Qt.Key.Key_F10)
    return room.to_do


STATES = (nothing, outbox_full, another_number, showing, tasks_full, new_task)


@pytest.mark.parametrize("state", STATES, ids=lambda state: str(state.__name__))
def test_every_state_is_named_and_whole_in_every_window(
    room: Room, state: Callable[[Room], ListPage[Any]]
) -> None:
    page = state(room)
    sheet = room.window.open_sheet_now
    for width, height, scale in SIZES:
        room.theme.set_text_scale(scale)
        room.window.resize(width, height)
        QApplication.processEvents()
        assert (room.window.width(), room.window.height()) == (width, height)
        assert walk(sheet if sheet is not None else page) == []
        if sheet is None:
            _is_whole(page, f"{width}x{height}, {scale}")


def _is_whole(page: ListPage[Any], where: str) -> None:
    area = page.parentWidget()
    assert area is not None
    assert page.width() <= area.width(), f"the page must not scroll sideways: {where}"
    assert page.height() <= area.height(), f"the page must not scroll: {where}"
    columns = sum(page.table.columnWidth(at) for at in range(page.table.model().columnCount()))
    if page.table.isVisible():
        assert columns <= page.table.viewport().width() + 1, f"the list must not be cut: {where}"
    for button in page.findChildren(QWidget):
        if button.isVisible() and button.objectName().endswith("_button"):
            place = QRect(button.mapTo(page, QPoint(0, 0)), button.size())
            inside = page.rect().contains(place)
            assert inside, f"{button.objectName()} at {where}"


def test_narrow_shows_one_column_at_a_time(room: Room) -> None:
    page = outbox_full(room)
    room.window.resize(1024, 700)
    QApplication.processEvents()
    assert (page.narrow, page.list_panel.isVisible(), page.detail.isVisible()) == (
        True, True, False,
    )  # fmt: skip
    room.key(Qt.Key.Key_Return)
    assert (page.list_panel.isVisible(), page.detail.isVisible()) == (False, True)
    room.key(Qt.Key.Key_Escape)
    assert (page.list_panel.isVisible(), page.detail.isVisible()) == (True, False)
    assert room.focus == "outbox_table"


def test_both_schemes_draw(room: Room) -> None:
    page = tasks_full(room)
    room.theme.set_scheme("dark")
    QApplication.processEvents()
    assert not page.grab().isNull()
    room.theme.set_scheme("light")


def test_every_key_of_the_pages_is_in_the_table(room: Room) -> None:
    for context, expected in (
        ("outbox", {"show", "back", "again", "other", "print", "order", "fax", "stop"}),
        ("tasks", {"show", "back", "done", "finish", "call", "take", "give_back", "later", "order",
                   "fax", "dispatch", "not_done", "new"}),
    ):  # fmt: skip
        listed = room.actions.listed(context)
        assert {action.id.removeprefix(f"{context}.") for action in listed} == expected
        assert [a.id for a in listed if not a.key_text] == (
            ["tasks.done"] if context == "tasks" else []
        )


def test_a_screen_reader_hears_the_state_in_words(room: Room) -> None:
    page = outbox_full(room)
    index = page.table.model().index(0, 3)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "State Sending, page 2 of 2"
