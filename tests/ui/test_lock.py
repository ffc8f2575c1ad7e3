"""The idle lock: when it comes, what it hides, who may end it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.services import people
from desktop.services.people import Person
from models.agent import Agent
from tests.desktop.settings_shop import OTHER_PASSWORD, PASSWORD, use_quick_hashes
from tests.ui.pages.desk_room import DeskRoom
from tests.ui.pages.test_sign_in import WRONG, place_of
from ui.actions import Action
from ui.lock import IdleLock
from ui.main_window import MainWindow
from ui.pages.sign_in_page import SignInPage
from ui.theme import Theme
from ui.widgets.field_row import FieldRow
from ui.widgets.page import Page
from ui.widgets.side_sheet import SideSheet

TICK_MS = 5
IDLE = timedelta(minutes=15)


class WorkPage(Page):
    """A page with a field and a key."""

    def __init__(self, *, theme: Theme) -> None:
        super().__init__(theme=theme, page_id="call_desk", title="Call desk", icon="phone-call")
        self.field = FieldRow("Name", theme=theme, name="work_edit")
        QVBoxLayout(self).addWidget(self.field)

    def on_shown(self) -> None:
        self.field.setFocus()


class LockRoom(DeskRoom):
    """A live desk at which Dana works, with a lock."""

    def __init__(self, qtbot: QtBot, folder: Path, theme: Theme, *, practice: bool = False) -> None:
        super().__init__(qtbot, folder, practice=practice)
        self.theme = theme
        for agent_id, password in ((self.shop.dana, PASSWORD), (self.shop.ines, OTHER_PASSWORD)):
            with self.shop.database.write() as session:
                agent = session.get_one(Agent, agent_id)
                people.set_password(session, agent, password, now=self.shop.clock.now())
        self.window = MainWindow(theme=theme, actions=self.actions, practice=practice)
        self.work = WorkPage(theme=theme)
        self.acted = 0
        self.actions.add(
            Action("act", "Act", keys=("F10",)), self._on_act_triggered, host=self.window
        )
        self.window.add_page(self.work)
        self.page = SignInPage(
            theme=theme, tasks=self.tasks, place=place_of(self), clock=self.shop.clock
        )
        with self.shop.database.read() as session:
            dana = people.person(session, self.shop.store_id, self.shop.dana)
        self.lock = IdleLock(
            window=self.window,
            page=self.page,
            person=dana,
            clock=self.shop.clock,
            practice=practice,
            tick_ms=TICK_MS,
        )
        self.told: list[tuple[str, object]] = []
        self.lock.locked.connect(lambda: self.told.append(("locked", None)))
        self.lock.unlocked.connect(lambda p: self.told.append(("unlocked", p.id)))
        self.lock.taken_over.connect(self._on_lock_taken_over)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.window.show_page("call_desk")
        self.edit = self.work.field.line_edit
        qtbot.waitUntil(lambda: QApplication.focusWidget() is self.edit)

    def _on_act_triggered(self) -> None:
        self.acted += 1

    def _on_lock_taken_over(self, person: Person) -> None:
        covered = self.page.isVisible() and not self.edit.isVisible()
        self.told.append(("taken_over" if covered else "too late", person.id))

    def press(self, key: Qt.Key) -> None:
        """A key as the window system sends it: to the window."""
        QTest.keyClick(self.window.windowHandle(), key)

    def go_idle(self) -> None:
        self.shop.clock.advance(IDLE)
        self.qtbot.waitUntil(lambda: self.lock.is_locked)
        self.settle()

    def let_ticks_pass(self) -> None:
        """Let the clock be looked at several times."""
        looked = self.shop.clock.looks
        self.qtbot.waitUntil(lambda: self.shop.clock.looks >= looked + 3)


@pytest.fixture
def room(
    qtbot: QtBot, tmp_path: Path, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LockRoom]:
    use_quick_hashes(monkeypatch)
    made = LockRoom(qtbot, tmp_path, theme)
    yield made
    made.close()


def test_locked_after_fifteen_minutes_and_not_before(room: LockRoom) -> None:
    room.shop.clock.advance(IDLE - timedelta(seconds=1))
    room.let_ticks_pass()
    assert room.lock.is_locked is False
    assert room.edit.isVisible()
    room.shop.clock.advance(timedelta(seconds=1))
    room.qtbot.waitUntil(lambda: room.lock.is_locked)
    room.settle()
    assert room.told == [("locked", None)]
    assert not room.edit.isVisible()
    assert room.page.geometry() == room.window.rect()
    assert room.focused().objectName() == "password_edit"
    chosen = room.page.chooser.chosen()
    assert chosen is not None
    assert chosen.id == room.shop.dana


def test_a_key_puts_it_off(room: LockRoom) -> None:
    room.shop.clock.advance(timedelta(minutes=14))
    room.press(Qt.Key.Key_A)
    room.shop.clock.advance(timedelta(minutes=14))
    room.let_ticks_pass()
    assert room.lock.is_locked is False
    room.shop.clock.advance(timedelta(minutes=1))
    room.qtbot.waitUntil(lambda: room.lock.is_locked)
    room.settle()


def test_the_mouse_puts_it_off(room: LockRoom) -> None:
    room.shop.clock.advance(timedelta(minutes=14))
    QTest.mouseMove(room.window.windowHandle(), QPoint(300, 300))
    QTest.mouseMove(room.window.windowHandle(), QPoint(310, 300))
    room.shop.clock.advance(timedelta(minutes=14))
    room.let_ticks_pass()
    assert room.lock.is_locked is False


def test_a_clock_that_is_set_back_does_not_put_it_off(room: LockRoom) -> None:
    room.shop.clock.advance(-timedelta(hours=5))
    room.let_ticks_pass()
    room.go_idle()
    assert room.told == [("locked", None)]


def test_no_key_reaches_the_work_below(room: LockRoom) -> None:
    room.press(Qt.Key.Key_F10)
    assert room.acted == 1, "the key works while there is no lock"
    room.go_idle()
    for key in (Qt.Key.Key_F10, Qt.Key.Key_F1, Qt.Key.Key_Escape, Qt.Key.Key_X):
        room.press(key)
    for _ in range(6):
        room.press(Qt.Key.Key_Tab)
        assert room.page.isAncestorOf(room.focused())
    assert room.acted == 1
    assert room.edit.text() == ""
    assert room.window.open_sheet_now is None


def test_the_same_person_goes_on_where_they_were(room: LockRoom) -> None:
    room.type("half a na")
    room.go_idle()
    room.type(PASSWORD)
    room.key(Qt.Key.Key_Return)
    assert room.told == [("locked", None), ("unlocked", room.shop.dana)]
    assert not room.page.isVisible()
    assert room.focused() is room.edit
    room.type("me")
    assert room.edit.text() == "half a name"
    room.press(Qt.Key.Key_F10)
    assert room.acted == 1
    room.go_idle()
    assert [what for what, _who in room.told] == ["locked", "unlocked", "locked"]


def test_a_wrong_password_keeps_it_locked(room: LockRoom) -> None:
    room.go_idle()
    room.type("wrong")
    room.key(Qt.Key.Key_Return)
    assert room.page.banner.text() == WRONG
    assert room.lock.is_locked is True
    assert not room.edit.isVisible()


def test_somebody_else_takes_over(room: LockRoom) -> None:
    room.type("kept")
    room.go_idle()
    room.tab_to("sign_in_name_edit")
    room.type("ines")
    room.key(Qt.Key.Key_Return)
    room.type(OTHER_PASSWORD)
    room.key(Qt.Key.Key_Return)
    assert room.told == [
        ("locked", None),
        ("taken_over", room.shop.ines),
        ("unlocked", room.shop.ines),
    ]
    assert room.edit.text() == "kept"
    room.go_idle()
    chosen = room.page.chooser.chosen()
    assert chosen is not None
    assert chosen.id == room.shop.ines, "it is her desk now"


def test_an_open_sheet_is_kept_and_takes_no_key(room: LockRoom) -> None:
    sheet = SideSheet("Sheet", theme=room.theme, name="some_sheet")
    field = FieldRow("In the sheet", theme=room.theme, name="sheet_edit")
    sheet.body.addWidget(field)
    room.window.open_sheet(sheet)
    room.type("typed")
    room.go_idle()
    assert room.focused().objectName() == "password_edit"
    room.type(PASSWORD)
    room.key(Qt.Key.Key_Return)
    assert room.window.open_sheet_now is sheet
    assert room.focused() is field.editor
    assert field.text() == "typed"
    room.press(Qt.Key.Key_F10)
    assert room.acted == 0, "keys of the page still sleep below the sheet"


def test_other_windows_are_hidden_and_come_back(room: LockRoom) -> None:
    other = QLineEdit()
    other.setObjectName("other_window_edit")
    room.qtbot.addWidget(other)
    other.show()
    room.go_idle()
    assert not other.isVisible()
    room.window.activateWindow()
    room.qtbot.waitUntil(lambda: QApplication.focusWidget() is room.page.password_row.editor)
    room.type(PASSWORD)
    room.key(Qt.Key.Key_Return)
    assert other.isVisible()


def test_it_follows_the_window(room: LockRoom) -> None:
    room.go_idle()
    room.window.resize(1500, 900)
    room.qtbot.waitUntil(lambda: room.page.size() == room.window.size())


def test_practice_never_locks(
    qtbot: QtBot, tmp_path: Path, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_quick_hashes(monkeypatch)
    room = LockRoom(qtbot, tmp_path, theme, practice=True)
    room.shop.clock.advance(timedelta(days=2))
    room.lock.lock()
    QApplication.processEvents()
    assert room.lock.is_locked is False
    assert room.told == []
    assert room.lock.findChild(QWidget) is None
    room.close()
