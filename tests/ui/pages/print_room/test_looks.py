"""Every state of the print room in every window: named, whole, nothing cut off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.desktop.printed_letters import letter, printed, sent, three_letters
from tests.ui.accessibility import walk
from tests.ui.pages.print_room.rooms import Room
from ui.pages.print_room.page import PrintRoomPage

SIZES = ((1366, 768, 1.0), (1920, 1080, 1.0), (1920, 1080, 2.0), (1024, 700, 1.0))


def nothing(room: Room) -> None:
    room.printers = ()
    room.show()


def asked_about(room: Room) -> None:
    sent(room.shop, three_letters(room.shop))
    for number in range(12):
        letter(room.shop, f"Wilhelmina Featherstonehaugh {number}", "70112", unprintable="美玲")
    letter(room.shop, "Odile", "10001")
    room.show()
    room.key(Qt.Key.Key_F6)


def failed(room: Room) -> None:
    letter(room.shop, "Odile", address_fits=False)
    letter(room.shop, "Bea")
    room.trouble = "It is out of paper."
    room.show()
    room.alt(Qt.Key.Key_E)
    room.key(Qt.Key.Key_Down)
    room.key(Qt.Key.Key_F10)


def to_mail(room: Room) -> None:
    printed(room.shop, three_letters(room.shop))
    room.show()
    room.key(Qt.Key.Key_F5)
    room.alt(Qt.Key.Key_D)
    room.type("soon")
    room.key(Qt.Key.Key_Tab)


def mailed(room: Room) -> None:
    to_mail(room)
    room.alt(Qt.Key.Key_D)
    room.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    room.key(Qt.Key.Key_Delete)
    room.key(Qt.Key.Key_F10)
    room.alt(Qt.Key.Key_F)


def which_came_out(room: Room) -> None:
    sent(room.shop, three_letters(room.shop))
    room.show()
    room.alt(Qt.Key.Key_N)
    room.type("7")


def labels(room: Room) -> None:
    letter(room.shop, "Jane", order_id=room.order("Jane Roe"))
    room.show()
    room.alt(Qt.Key.Key_L)


def file_there(room: Room) -> None:
    letter(room.shop, "Bea")
    room.show()
    room.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


STATES = (nothing, asked_about, failed, to_mail, mailed, which_came_out, labels, file_there)


@pytest.mark.parametrize("state", STATES, ids=lambda state: str(state.__name__))
def test_every_state_is_named_and_whole_in_every_window(
    room: Room, state: Callable[[Room], None]
) -> None:
    state(room)
    sheet = room.window.open_sheet_now
    for width, height, scale in SIZES:
        room.theme.set_text_scale(scale)
        room.window.resize(width, height)
        QApplication.processEvents()
        assert (room.window.width(), room.window.height()) == (width, height)
        assert walk(sheet if sheet is not None else room.page) == []
        where = f"{width}x{height}, {scale}"
        if sheet is None:
            _is_whole(room.page, where)
        else:
            _shows_its_buttons(sheet, where)


def _is_whole(page: PrintRoomPage, where: str) -> None:
    area = page.parentWidget()
    assert area is not None
    assert page.width() <= area.width(), f"the page must not scroll sideways: {where}"
    assert page.height() <= area.height(), f"the page must not scroll: {where}"
    table = page.list_panel.table
    columns = sum(table.columnWidth(at) for at in range(5))
    if table.isVisible():
        assert columns <= table.viewport().width() + 1, f"the list must not be cut: {where}"
    _shows_its_buttons(page, where)


def _shows_its_buttons(inside: QWidget, where: str) -> None:
    for button in inside.findChildren(QWidget):
        if button.isVisible() and button.objectName().endswith("_button"):
            place = QRect(button.mapTo(inside, QPoint(0, 0)), button.size())
            assert inside.rect().contains(place), f"{button.objectName()} at {where}"


def test_narrow_shows_one_column_at_a_time(room: Room) -> None:
    asked_about(room)
    page = room.page
    room.window.resize(1024, 700)
    QApplication.processEvents()
    assert (page.narrow, page.list_panel.isVisible(), page.preview.isVisible()) == (
        True, True, False,
    )  # fmt: skip
    room.key(Qt.Key.Key_Return)
    assert (page.list_panel.isVisible(), page.preview.isVisible()) == (False, True)
    assert (room.focus, room.banner("answer")) == ("print_room_preview", "")
    room.key(Qt.Key.Key_Escape)
    assert (page.list_panel.isVisible(), page.preview.isVisible()) == (True, False)
    assert room.focus == "print_room_table"
    assert room.banner("answer") != ""


def test_both_schemes_draw(room: Room) -> None:
    asked_about(room)
    room.theme.set_scheme("dark")
    QApplication.processEvents()
    assert not room.page.grab().isNull()
    room.theme.set_scheme("light")


def test_every_key_of_the_page_is_in_the_table(room: Room) -> None:
    listed = room.actions.listed("print_room")
    assert {action.id.removeprefix("print_room."): action.keys[0] for action in listed} == {
        "new_batch": "F2", "finish": "F10", "show": "F4", "next_step": "F5", "first_flaw": "F6",
        "save": "Ctrl+S", "envelopes": "Alt+V", "labels": "Alt+L", "printer": "Alt+P",
        "envelope": "Alt+E", "date": "Alt+D", "find": "Alt+F", "good": "Alt+Y", "bad": "Alt+N",
        "undo": "Ctrl+Z", "previous": "PgUp", "next": "PgDown", "page_before": "Ctrl+PgUp",
        "next_page": "Ctrl+PgDown", "guide": "Ctrl+W", "larger": "Ctrl++", "smaller": "Ctrl+-",
        "whole_page": "Ctrl+0", "back": "Esc", "leave_out": "Space", "one": "Ctrl+P",
        "came_back": "Alt+R", "again": "Alt+A", "address_good": "Alt+G", "open": "Alt+O",
        "take_out": "Del",
    }  # fmt: skip


def test_the_paper_itself_is_shown_with_its_window(room: Room) -> None:
    letter(room.shop, "Ash")
    page = room.show()
    view = page.preview.document_preview
    room.qtbot.waitUntil(lambda: view.pages == 1)
    assert (page.preview.page_label.text(), view.guide_shown) == ("Page 1 of 1", True)
    room.key(Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert not view.guide_shown


def test_a_screen_reader_hears_the_state_in_words(room: Room) -> None:
    letter(room.shop, "Ash", address_fits=False)
    page = room.show()
    index = page.list_panel.table.model().index(0, 4)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "State Address too long"
