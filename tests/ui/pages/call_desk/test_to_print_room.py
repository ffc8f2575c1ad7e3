"""F9 in a placed order: the letter to the print room, by keys alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from sqlalchemy import select

from desktop.services import print_room
from models.dispatch import Dispatch
from tests.ui.pages.call_desk.seat import Seat
from tests.ui.pages.call_desk.test_sending import letter
from ui.dialogs.print_sheet import PrintSheet

ALT = Qt.KeyboardModifier.AltModifier


def waiting(desk: Seat) -> list[tuple[str, str]]:
    with desk.workspace.database.read() as session:
        rows = print_room.waiting(session, desk.workspace.desk, "ready")
        return [(row.to_name, row.place) for row in rows]


def offered(sheet: PrintSheet) -> bool:
    return sheet.post_button.isVisible() and sheet.post_button.isEnabled()


def test_a_letter_waits_in_the_print_room_once(desk: Seat) -> None:
    sheet = letter(desk)
    desk.until(lambda: offered(sheet))
    assert sheet.post_button.accessibleName() == "To the print room"
    assert sheet.print_button.isVisible()
    desk.key(Qt.Key.Key_Q, ALT)
    desk.until(lambda: desk.workspace.window.open_sheet_now is None)
    assert waiting(desk) == [("Marguerite Holloway", "Redlands, CA 92373")]

    desk.key(Qt.Key.Key_F9)
    desk.until(lambda: sheet.action_called("post").reason.startswith("It waits"))
    assert sheet.action_called("post").reason == "It waits in the print room already."
    assert sheet.subtitle_label.text() == "It waits in the print room for the next batch."
    desk.key(Qt.Key.Key_Q, ALT)
    with desk.workspace.database.read() as session:
        assert len(session.scalars(select(Dispatch)).all()) == 1


def test_a_paper_that_is_no_letter_is_not_offered(desk: Seat) -> None:
    sheet = letter(desk)
    desk.until(lambda: offered(sheet))
    sheet.offer_post(False)
    assert not sheet.post_button.isVisible()
    assert sheet.action_called("post").reason == "It is no letter to somebody with an address."
