"""Every state of the page and of its sheets in every window: named, whole, nothing cut off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from desktop.services.opt_out_shapes import OptOutWho
from models.channels import Channel, Medium
from models.opt_out import OptOutScope
from tests.desktop.fake_keyring import MemoryKeyring, keyring_in_use
from tests.ui.accessibility import walk
from tests.ui.pages.opt_outs.rooms import ALT, HOUSEHOLD, JANE, Room
from tests.ui.pages.opt_outs.test_lists import mailing, open_scrub
from tests.ui.pages.opt_outs.test_page import show
from tests.ui.pages.opt_outs.test_report import open_report

SIZES = ((1366, 768, 1.0), (1920, 1080, 1.0), (1280, 720, 1.0), (1024, 700, 1.0), (1920, 1080, 2.0))
LONG = OptOutWho(
    name="Wilhelmina Featherstonehaugh-Stroudsburg", company="Larkspur Lamp & Hardware of Ontario",
    phones=("9095550143",), faxes=("9095550144",), emails=("wilhelmina.f@example.com",),
    address=HOUSEHOLD,
)  # fmt: skip


def nothing(room: Room) -> None:
    room.show()


def full(room: Room) -> None:
    room.put_aside("Only a first name can be read. " * 6, days_ago=40)
    room.record(JANE, media=frozenset({Medium.CALL, Medium.TEXT, Medium.EMAIL}))
    room.record(
        LONG, channel=Channel.FAX, everything=True, days_ago=20, dated_on=room.day(30),
        scope=OptOutScope.HOUSEHOLD, confirm_by=Medium.EMAIL, confirm_to="wilhelmina.f@example.com",
        words="No more of anything, to any of us, ever again. " * 4,
    )  # fmt: skip
    room.show()
    show(room, 2)


def waiting(room: Room) -> None:
    room.put_aside("Only a first name can be read. " * 6, days_ago=40)
    room.show()


def cleaning(room: Room) -> None:
    open_scrub(room, mailing(room.folder), Medium.POST)


def cleaned(room: Room) -> None:
    cleaning(room)
    room.key(Qt.Key.Key_F10)


def bringing_in(room: Room) -> None:
    room.show()
    room.key(Qt.Key.Key_G, ALT)


def partner_made(room: Room) -> None:
    room.show()
    room.key(Qt.Key.Key_P, ALT)
    room.type("Larkspur")
    room.key(Qt.Key.Key_Return)


def report(room: Room) -> None:
    room.record(JANE)
    open_report(room)


STATES = (nothing, full, waiting, cleaning, cleaned, bringing_in, partner_made, report)


@pytest.mark.parametrize("state", STATES, ids=lambda state: str(state.__name__))
def test_every_state_is_named_and_whole_in_every_window(
    room: Room, state: Callable[[Room], None]
) -> None:
    with keyring_in_use(MemoryKeyring()):
        state(room)
    sheet = room.window.open_sheet_now
    for width, height, scale in SIZES:
        room.look(scale=scale)
        room.window.resize(width, height)
        QApplication.processEvents()
        assert (room.window.width(), room.window.height()) == (width, height)
        where = f"{width}x{height}, {scale}"
        shown: QWidget = sheet if sheet is not None else room.page
        assert walk(shown) == [], where
        _buttons_are_inside(shown, where)
        if sheet is None:
            _is_whole(room, where)


def _is_whole(room: Room, where: str) -> None:
    page = room.page
    area = page.parentWidget()
    assert area is not None
    assert page.width() <= area.width(), f"the page must not scroll sideways: {where}"
    assert page.height() <= area.height(), f"the page must not scroll: {where}"
    columns = sum(page.table.columnWidth(at) for at in range(page.table.model().columnCount()))
    if page.table.isVisible():
        assert columns <= page.table.viewport().width() + 1, f"the list must not be cut: {where}"
        assert page.table.columnWidth(1) >= room.theme.px(100), f"who is to be read: {where}"


def _buttons_are_inside(shown: QWidget, where: str) -> None:
    for button in shown.findChildren(QWidget):
        if button.isVisible() and button.objectName().endswith("_button"):
            place = QRect(button.mapTo(shown, QPoint(0, 0)), button.size())
            across = QRect(0, place.top(), shown.width(), place.height())
            assert across.contains(place), f"{button.objectName()} at {where}"


def test_narrow_shows_one_column_at_a_time_and_enter_completes_from_the_detail(room: Room) -> None:
    waiting(room)
    room.window.resize(1024, 700)
    QApplication.processEvents()
    page = room.page
    assert (page.narrow, page.list_panel.isVisible(), page.detail.isVisible()) == (
        True, True, False,
    )  # fmt: skip
    room.key(Qt.Key.Key_Return)
    assert (page.list_panel.isVisible(), page.detail.isVisible(), room.went) == (False, True, [])
    room.key(Qt.Key.Key_Return)
    assert room.went == [("complete", "OPT-1")]
    room.key(Qt.Key.Key_Escape)
    assert (room.focus, page.list_panel.isVisible()) == ("opt_outs_table", True)


def test_both_schemes_draw(room: Room) -> None:
    full(room)
    room.look(scheme="dark")
    assert not room.page.grab().isNull()


def test_every_key_of_the_page_is_in_the_table(room: Room) -> None:
    listed = room.actions.listed("opt_outs")
    assert {action.id.removeprefix("opt_outs.") for action in listed} == {
        "show", "back", "find", "complete", "finish", "confirm", "confirm_again", "take_up", "see",
        "dispatch", "fax", "withdraw", "close", "batch", "confirm_all", "report", "scrub", "import",
        "partners",
    }  # fmt: skip
    unkeyed = {a.id.removeprefix("opt_outs.") for a in listed if not a.key_text}
    assert unkeyed == {"complete", "confirm", "confirm_again", "take_up"}


def test_a_screen_reader_hears_the_days_in_words(room: Room) -> None:
    waiting(room)
    index = room.page.table.model().index(0, 4)
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "In force 26 days late"


def test_columns_of_a_file_say_what_stands_in_them(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "cards.csv"
    path.write_text("E-mail,Other\r\nada@example.com," + "4242" * 4 + "\r\n")
    sheet = open_scrub(room, path)
    first, second = sheet.file_columns.findChildren(QComboBox)
    assert first.accessibleName() == "1, E-mail: what it holds"
    assert first.accessibleDescription() == "ada@example.com"
    assert "4242" not in second.accessibleDescription()
