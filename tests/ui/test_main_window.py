"""The frame: pages, keys, sheets, strips, narrow form."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.accessibility import walk
from ui.actions import Action, ActionTable
from ui.main_window import MainWindow
from ui.messages import Messages, Problem
from ui.theme import Theme
from ui.widgets.field_row import FieldRow
from ui.widgets.focus_ring import FocusRing
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.page import Page
from ui.widgets.rail_button import RailButton
from ui.widgets.side_sheet import SideSheet


class FieldPage(Page):
    """A page with two fields and an action."""

    def __init__(self, *, theme: Theme, page_id: str, title: str) -> None:
        super().__init__(theme=theme, page_id=page_id, title=title, icon="phone-call")
        self.first = FieldRow("First", theme=theme, name="first_edit")
        self.second = FieldRow("Second", theme=theme, name="second_edit")
        column = QVBoxLayout(self)
        column.addWidget(self.first)
        column.addWidget(self.second)
        self.shown = 0
        self.hidden = 0

    def on_shown(self) -> None:
        self.shown += 1
        self.first.setFocus()

    def on_hidden(self) -> None:
        self.hidden += 1

    def key_hints(self) -> AreaHints:
        return AreaHints("", (KeyHint("F4", "Coupon"),))

    def area_hints(self) -> AreaHints:
        return AreaHints(f"Fields of {self.title}", ())

    def call_actions(self) -> list[str]:
        return ["park", "not_built_yet"]


class Frame:
    """A window with a call desk and settings."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.theme = theme
        self.actions = ActionTable()
        self.window = MainWindow(theme=theme, actions=self.actions, practice=True)
        qtbot.addWidget(self.window)
        self.ran: list[str] = []
        self.reason = "Place needs a card first"
        self.desk = FieldPage(theme=theme, page_id="call_desk", title="Call desk")
        self.settings = FieldPage(theme=theme, page_id="settings", title="Settings")
        add = self.actions.add
        add(Action("park", "Park", icon="pause"), lambda: self.run("park"), host=self.window)
        add(
            Action("finish", "Place the order", context="call_desk"),
            lambda: self.run("finish"),
            host=self.desk,
            blocked=lambda: self.reason,
        )
        add(
            Action("coupon", "Coupon", context="call_desk"),
            lambda: self.run("coupon"),
            host=self.desk,
        )
        self.window.add_page(self.desk)
        self.window.add_page(self.settings)
        self.window.resize(1366, 768)
        with qtbot.waitActive(self.window):
            self.window.show()
        self.window.show_page("call_desk")

    def run(self, what: str) -> None:
        self.ran.append(what)

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(self.focused(), key, modifier)

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(self.focused(), letter)

    def focused(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def where(self) -> str:
        return self.focused().objectName()


@pytest.fixture
def frame(qtbot: QtBot, theme: Theme) -> Frame:
    return Frame(qtbot, theme)


def test_nothing_a_screen_reader_or_keyboard_stumbles_over(frame: Frame) -> None:
    assert walk(frame.window) == []


def test_pages_open_by_key_and_are_told(frame: Frame) -> None:
    frame.press(Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
    page = frame.window.current_page()
    assert page is frame.settings
    assert (frame.desk.shown, frame.desk.hidden, frame.settings.shown) == (1, 1, 1)
    marked = [b.objectName() for b in frame.window.findChildren(RailButton) if b.isChecked()]
    assert marked == ["page_settings_button"]


def test_only_pages_that_exist_are_in_the_rail(frame: Frame) -> None:
    names = [button.accessibleName() for button in frame.window.findChildren(RailButton)]
    assert names == ["Call desk", "Settings"]


def test_keys_of_a_page_work_on_that_page_only(frame: Frame) -> None:
    frame.press(Qt.Key.Key_F4)
    assert frame.ran == ["coupon"]
    frame.window.show_page("settings")
    frame.press(Qt.Key.Key_F4)
    frame.press(Qt.Key.Key_F11)
    assert frame.ran == ["coupon", "park"]


def test_a_key_that_cannot_be_used_says_why_and_does_nothing(frame: Frame) -> None:
    frame.press(Qt.Key.Key_F10)
    assert frame.ran == []
    assert frame.window.key_bar.announcement() == "Place needs a card first"
    frame.reason = ""
    frame.actions.refresh()
    frame.press(Qt.Key.Key_F10)
    assert frame.ran == ["finish"]


def test_bar_shows_the_page_s_actions_that_exist(frame: Frame) -> None:
    shown = [action.id for action in frame.window.call_bar.shown_actions()]
    assert shown == ["park", "any_action"]


def test_key_bar_follows_the_focus(frame: Frame) -> None:
    assert frame.window.key_bar.area().area == "Fields of Call desk"
    hints = [hint.key for hint in frame.window.key_bar.page().hints]
    assert hints == ["F4", "F1"]
    frame.window.show_page("settings")
    assert frame.window.key_bar.area().area == "Fields of Settings"


def test_announcements_go_by_themselves_and_errors_stay(frame: Frame, qtbot: QtBot) -> None:
    bar = frame.window.key_bar
    frame.window.announce("Line removed.", "ok")
    assert bar.announcement() == "Line removed."
    timer = bar._timer
    assert timer.isActive()
    assert timer.interval() == 6000
    timer.timeout.emit()
    assert bar.announcement() == ""
    frame.window.announce("Not saved.", "bad")
    assert not timer.isActive()
    assert bar.announcement() == "Not saved."
    bar.clear_announcement()
    assert bar.announcement() == ""


# Narrow form and sizes


def test_narrow_below_1150_at_k_1_and_at_200_percent(frame: Frame, qtbot: QtBot) -> None:
    assert not frame.desk.narrow
    frame.window.resize(1225, 768)
    assert frame.desk.narrow
    qtbot.waitUntil(lambda: frame.window.rail.width() < 60)
    frame.window.resize(1227, 768)
    assert not frame.desk.narrow
    frame.window.resize(1920, 1080)
    frame.theme.set_text_scale(2.0)
    assert frame.desk.narrow


def test_the_window_can_be_small_at_200_percent(frame: Frame) -> None:
    frame.theme.set_text_scale(2.0)
    frame.window.resize(700, 420)
    QTest.qWait(0)
    assert (frame.window.width(), frame.window.height()) == (700, 420)
    assert frame.window.key_bar.geometry().bottom() <= 420
    for button in frame.window.call_bar.findChildren(QWidget):
        if button.isVisible() and button.parent() is frame.window.call_bar:
            assert button.geometry().right() <= frame.window.call_bar.width()


# Sheets


class TwoFieldSheet(SideSheet):
    def __init__(self, *, theme: Theme) -> None:
        super().__init__("Two fields", theme=theme, name="two_sheet")
        self.one = FieldRow("One", theme=theme, name="one_edit")
        self.two = FieldRow("Two", theme=theme, name="two_edit")
        self.body.addWidget(self.one)
        self.body.addWidget(self.two)


def test_the_focus_goes_round_in_a_sheet_and_back_where_it_was(frame: Frame) -> None:
    frame.desk.second.setFocus()
    sheet = TwoFieldSheet(theme=frame.theme)
    frame.window.open_sheet(sheet)
    seen = [frame.where()]
    for _ in range(4):
        frame.press(Qt.Key.Key_Tab)
        seen.append(frame.where())
    assert seen == ["one_edit", "two_edit", "close_sheet_button", "one_edit", "two_edit"]
    frame.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert frame.where() == "one_edit"
    frame.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert frame.where() == "close_sheet_button"
    assert walk(sheet) == []
    frame.press(Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert frame.where() == "second_edit"


def test_nothing_takes_the_focus_out_of_a_sheet(frame: Frame) -> None:
    sheet = TwoFieldSheet(theme=frame.theme)
    frame.window.open_sheet(sheet)
    frame.desk.first.setFocus()
    assert frame.where() == "one_edit"
    corner = frame.desk.first.mapTo(frame.window, QPoint(3, 3))
    QTest.mouseClick(frame.window, Qt.MouseButton.LeftButton, pos=corner)
    assert frame.where() == "one_edit"
    assert sheet.isVisible()


def test_keys_of_the_work_sleep_under_a_sheet(frame: Frame) -> None:
    sheet = TwoFieldSheet(theme=frame.theme)
    frame.actions.add(
        Action("record", "Record", context=sheet.sheet_id, keys=("F10",)),
        lambda: frame.run("record"),
        host=sheet,
    )
    frame.window.open_sheet(sheet)
    for key in (Qt.Key.Key_F11, Qt.Key.Key_F4, Qt.Key.Key_F10, Qt.Key.Key_F1):
        frame.press(key)
    assert frame.ran == ["record"]
    assert frame.window.open_sheet_now is sheet
    sheet.close_sheet()
    frame.press(Qt.Key.Key_F11)
    assert frame.ran == ["record", "park"]


def test_a_sheet_never_covers_more_than_the_work(frame: Frame) -> None:
    sheet = TwoFieldSheet(theme=frame.theme)
    frame.window.open_sheet(sheet)
    banner = frame.window.practice_banner
    assert sheet.geometry().top() == banner.height() == 28
    assert sheet.width() == 480
    frame.window.resize(400, 600)
    assert sheet.geometry().left() == 0
    assert sheet.width() == 400


# Keys and the palette


def test_f1_lists_the_keys_of_this_page_and_finds_as_one_types(frame: Frame) -> None:
    frame.press(Qt.Key.Key_F1)
    sheet = frame.window.open_sheet_now
    assert sheet is not None
    shown = getattr(sheet, "shown")()  # noqa: B009  the sheet's class is not this test's matter
    assert "Place the order F10" in shown
    assert "Park F11" in shown
    assert walk(sheet) == []
    frame.type("pla")
    assert getattr(sheet, "shown")() == ["Place the order F10"]  # noqa: B009
    frame.press(Qt.Key.Key_Escape)
    assert frame.where() == "first_edit"


def test_ctrl_k_runs_what_is_named(frame: Frame) -> None:
    frame.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert frame.where() == "palette_search_edit"
    frame.type("par")
    frame.press(Qt.Key.Key_Return)
    assert frame.window.open_sheet_now is None
    assert frame.where() == "first_edit"
    QTest.qWait(0)
    assert frame.ran == ["park"]


def test_ctrl_k_shows_what_cannot_be_done_with_its_reason_and_does_not_run_it(
    frame: Frame,
) -> None:
    frame.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    frame.type("place")
    sheet = frame.window.open_sheet_now
    assert sheet is not None
    assert walk(sheet) == []
    frame.press(Qt.Key.Key_Return)
    QTest.qWait(0)
    assert frame.ran == []
    assert frame.window.open_sheet_now is sheet


def test_arrows_choose_in_the_palette(frame: Frame) -> None:
    frame.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return):
        frame.press(key)
    QTest.qWait(0)
    assert frame.ran == ["coupon"]


# Problems


def test_a_problem_of_the_world_is_a_strip_with_a_way_out(frame: Frame) -> None:
    tried: list[str] = []
    notices = frame.window.notices
    assert frame.actions.find("try_again") not in frame.actions.listed("everywhere")
    frame.window.show_problem(
        Problem("Not printed", "The printer is off.", retry=lambda: tried.append("again"))
    )
    assert notices.problem_banner.isVisible()
    assert (notices.problem_banner.title(), notices.problem_banner.text()) == (
        "Not printed",
        "The printer is off.",
    )
    assert walk(frame.window) == []
    frame.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert tried == ["again"]
    assert not notices.problem_banner.isVisible()
    frame.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert tried == ["again"]


def test_our_own_failure_is_a_sheet_with_a_reference(frame: Frame) -> None:
    messages = Messages()
    messages.problem_raised.connect(frame.window.show_problem)
    reference = messages.broke(ValueError("secret text"))
    sheet = frame.window.open_sheet_now
    assert sheet is not None
    edit = sheet.findChild(QLineEdit, "problem_reference_edit")
    assert edit is not None
    assert edit.text() == reference
    said = " ".join(label.text() for label in sheet.findChildren(QLabel))
    assert "secret" not in said
    assert walk(sheet) == []


def test_the_database_strip_counts_down_and_asks(frame: Frame) -> None:
    asked: list[str] = []
    frame.window.retry_requested.connect(lambda: asked.append("retry"))
    notices = frame.window.notices
    notices.show_database_gone(since="10:46", still_works="Go on.", retry_seconds=2)
    banner = notices.database_banner
    assert banner.title() == "The database cannot be reached since 10:46"
    assert banner.text() == "Go on. Next try in 2 s."
    banner._tick.timeout.emit()
    assert banner.text() == "Go on. Next try in 1 s."
    assert asked == []
    banner._tick.timeout.emit()
    assert asked == ["retry"]
    frame.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["retry", "retry"]
    notices.show_database_back()
    assert not banner.isVisible()


# Overlay and ring


def test_an_overlay_covers_the_work_and_follows_it(frame: Frame) -> None:
    shield = QWidget()
    frame.window.show_overlay(shield)
    QTest.qWait(0)
    assert shield.geometry().top() == 28
    assert shield.width() == 1366
    frame.window.resize(1000, 700)
    QTest.qWait(0)
    assert (shield.width(), shield.height()) == (1000, 672)
    frame.window.hide_overlay()
    assert not shield.isVisible()


def test_no_ring_before_anything_has_the_focus(qtbot: QtBot, theme: Theme) -> None:
    window = MainWindow(theme=theme, actions=ActionTable(), practice=True)
    qtbot.addWidget(window)
    ring = window.findChild(FocusRing)
    assert ring is not None
    assert ring.isHidden()


def test_one_ring_follows_the_focus(frame: Frame) -> None:
    ring = frame.window.findChild(FocusRing)
    assert ring is not None
    frame.desk.second.setFocus()
    assert ring.widget() is frame.desk.second.editor
    assert ring.size().width() == frame.desk.second.editor.width() + 4
    button = frame.window.findChild(QWidget, "park_button")
    assert button is not None
    button.setFocus()
    assert ring.size().width() == button.width() + 8
