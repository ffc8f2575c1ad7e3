"""The opt-outs page in the whole program: what waits is dealt with, what is asked for is confirmed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.paths import DataFolder
from tests.journeys.sitting import Sitting
from ui.widgets.rail_button import RailButton


def test_what_waits_is_closed_and_what_is_asked_for_is_confirmed(
    qapp: QApplication, folder: DataFolder
) -> None:
    with Sitting(app=qapp, folder=folder, out=folder.root.parent / "out") as desk:
        room = desk.workspace
        desk.alt(Qt.Key.Key_5)
        page: Any = room.opt_outs_page.page.page
        desk.until(lambda: len(page.table.rows) == 2, "two that wait")
        desk.until(lambda: _badge(desk) == 2, "their number in the rail")
        desk.alt(Qt.Key.Key_C)
        desk.player.type("The page is blank")
        desk.press(Qt.Key.Key_Return)
        desk.until(lambda: len(page.table.rows) == 1 and _badge(desk) == 1, "one that waits")

        _show_next(desk)
        desk.until(lambda: len(page.table.rows) == 1, "one to confirm")
        wanted = page.table.current_id
        desk.press(Qt.Key.Key_F10)
        desk.until(lambda: page.table.rows == (), "its letter")

        _show_next(desk)
        desk.until(lambda: page.table.current_id == wanted, "the newest request")
        desk.until(lambda: page.table.rows[0].cells[5] == "On its way", "where its letter is")
        desk.chord(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_P)
        sheet = room.page.paper.sheet
        desk.until(lambda: room.window.open_sheet_now is sheet, "the letter itself")
        desk.press(Qt.Key.Key_Escape)
        desk.alt(Qt.Key.Key_W)
        desk.until(_sheet_is(desk, "opt_out_sheet"), "the form: they want it again")
        desk.press(Qt.Key.Key_Escape)
        desk.press(Qt.Key.Key_F7)
        desk.until(_sheet_is(desk, "opt_out_sheet"), "an empty form")
        desk.press(Qt.Key.Key_Escape)
        desk.press(Qt.Key.Key_F2)
        desk.until(_sheet_is(desk, "opt_out_batch_sheet"), "the batch")
        desk.press(Qt.Key.Key_Escape)
        desk.until(lambda: room.window.open_sheet_now is None, "the page again")
        desk.alt(Qt.Key.Key_B)
        desk.until(lambda: room.window.current_page() is room.print_room.page, "the print room")


def _show_next(desk: Sitting) -> None:
    """F4 and one row down: what waits, what is to be confirmed, all of them."""
    desk.press(Qt.Key.Key_F4)
    desk.until(_sheet_is(desk, "opt_outs_showing_sheet"), "the showings")
    desk.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    desk.player.settle()


def _sheet_is(desk: Sitting, name: str) -> Callable[[], bool]:
    def look() -> bool:
        sheet = desk.workspace.window.open_sheet_now
        return sheet is not None and sheet.objectName() == name

    return look


def _badge(desk: Sitting) -> int:
    """What the rail says beside the page."""
    buttons = desk.workspace.window.findChildren(RailButton)
    return next(button.badge for button in buttons if "opt_outs" in button.objectName())
