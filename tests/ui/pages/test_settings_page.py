"""The settings page as a whole: sections, what is not saved, who may change what, the two forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.ui.accessibility import walk
from tests.ui.pages.desk_room import ALT, CONTROL
from tests.ui.pages.settings_room import SECTIONS, SettingsRoom
from ui.theme import Theme


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, theme: Theme) -> Iterator[SettingsRoom]:
    made = SettingsRoom(qtbot, tmp_path, theme)
    yield made
    made.close()


@pytest.fixture
def agent_room(qtbot: QtBot, tmp_path: Path, theme: Theme) -> Iterator[SettingsRoom]:
    made = SettingsRoom(qtbot, tmp_path, theme, supervisor=False)
    yield made
    made.close()


def test_the_arrows_choose_a_section_and_enter_goes_in(room: SettingsRoom) -> None:
    assert room.page.section_list.shown_keys() == list(SECTIONS)
    room.key(Qt.Key.Key_Down)
    room.qtbot.waitUntil(lambda: room.section("shipping").isVisible())
    room.key(Qt.Key.Key_Return)
    assert room.focused().objectName() == "shipping_list"
    room.key(Qt.Key.Key_Return)
    assert room.focused().objectName() == "shipping_name_edit"


def test_control_page_down_goes_round(room: SettingsRoom) -> None:
    seen = []
    for _ in SECTIONS:
        room.key(Qt.Key.Key_PageDown, CONTROL)
        seen.append(room.page.section_list.current_key())
    assert seen == [*SECTIONS[1:], SECTIONS[0]]
    room.key(Qt.Key.Key_PageUp, CONTROL)
    assert room.page.section_list.current_key() == "desk"


def test_nothing_typed_nothing_to_save(room: SettingsRoom) -> None:
    assert room.dock() == "Everything is saved."
    save = room.actions.get("settings.save")
    assert (save.isEnabled(), save.reason) == (False, "Nothing here has been changed.")
    room.save()
    assert room.told == []
    assert room.changed == []


def test_what_is_typed_stays_while_other_sections_are_looked_at(room: SettingsRoom) -> None:
    room.tab_to("store_name_edit")
    room.retype("New Name")
    assert room.dock() == "Not saved: Store."
    room.go_to("people")
    assert room.dock() == "Not saved: Store."
    assert room.actions.get("settings.save").isEnabled() is False, "nothing in this section"
    room.go_to("store")
    assert room.section("store").form.values()["name"] == "New Name"
    assert room.profile().name == "Lanternfield Supply"
    room.save()
    assert room.profile().name == "New Name"
    assert room.dock() == "Everything is saved."
    assert room.told == [("Saved: New Name", "ok")]
    assert room.changed == [frozenset({"store"})]


def test_leaving_the_page_says_what_is_not_saved_and_keeps_it(room: SettingsRoom) -> None:
    room.page.on_hidden()
    assert room.told == []
    room.tab_to("store_name_edit")
    room.retype("New Name")
    assert room.page.unsaved == ["Store"]
    room.page.on_hidden()
    assert room.told == [("Not saved in the settings: Store. Alt+9 goes back", "held")]
    room.window.show_page("settings")
    room.settle()
    assert room.section("store").form.values()["name"] == "New Name"
    assert room.dock() == "Not saved: Store."


def test_undo_drops_what_is_typed(room: SettingsRoom) -> None:
    room.tab_to("store_name_edit")
    room.retype("New Name")
    QTest.keyClick(room.window.windowHandle(), Qt.Key.Key_U, ALT)
    assert room.section("store").form.values()["name"] == "Lanternfield Supply"
    assert room.dock() == "Everything is saved."


def test_typing_back_what_was_there_is_no_change(room: SettingsRoom) -> None:
    room.tab_to("store_name_edit")
    room.retype("X")
    room.retype("Lanternfield Supply")
    assert room.page.unsaved == []


def test_an_agent_reads_everything_and_changes_nothing(agent_room: SettingsRoom) -> None:
    room = agent_room
    assert room.page.reader_banner.text() == (
        "You can read the shop's settings, not change them: that takes a supervisor to sign in."
    )
    for section_id in ("store", "shipping", "taxes", "letters", "verification", "watch", "people"):
        section = room.go_to(section_id)
        for line in section.form.findChildren(QLineEdit):
            assert line.isReadOnly(), line.objectName()
        for lines in section.form.findChildren(QPlainTextEdit):
            assert lines.isReadOnly(), lines.objectName()
        for box in section.form.findChildren(QComboBox) + section.form.findChildren(QCheckBox):
            assert not box.isEnabled(), box.objectName()
        for name in ("save", "undo", "new", "remove"):
            action = room.actions.get(f"settings.{name}")
            assert action.isEnabled() is False
            assert action.reason == "Only a supervisor can change this."
    room.go_to("store")
    room.tab_to("store_name_edit")
    room.type("x")
    room.save()
    assert room.profile().name == "Lanternfield Supply"
    assert room.section("store").form.values()["name"] == "Lanternfield Supply"
    assert room.told == []


def test_an_agent_may_set_this_desk(agent_room: SettingsRoom) -> None:
    agent_room.open_form("desk")
    assert agent_room.page.reader_banner.isHidden()
    agent_room.tab_to("desk_name_edit")
    agent_room.retype("Window desk")
    agent_room.save()
    assert agent_room.stored.workstation_name == "Window desk"


def test_a_supervisor_who_takes_over_may_change(agent_room: SettingsRoom) -> None:
    agent_room.page.set_desk(agent_room.shop.desk(supervisor=True))
    assert agent_room.page.reader_banner.isHidden()
    agent_room.tab_to("store_name_edit")
    agent_room.retype("Hers")
    agent_room.save()
    assert agent_room.profile().name == "Hers"
    agent_room.page.set_desk(agent_room.shop.desk(supervisor=False))
    assert agent_room.section("store").form.findChildren(QLineEdit)[0].isReadOnly()


def test_practice_tells_how_to_begin_a_live_shop(
    qtbot: QtBot, tmp_path: Path, theme: Theme
) -> None:
    room = SettingsRoom(qtbot, tmp_path, theme, practice=True)
    assert room.page.practice_banner.text() == (
        "This is the practice shop. To begin a live shop, close the program and type: "
        "orderdesk\N{NO-BREAK SPACE}init"
    )
    room.close()


def test_a_live_shop_says_nothing_of_practice(room: SettingsRoom) -> None:
    assert room.page.practice_banner.isHidden()


@pytest.mark.parametrize("section_id", SECTIONS)
def test_the_walk_finds_nothing(room: SettingsRoom, section_id: str) -> None:
    section = room.open_form(section_id)
    assert walk(room.page) == []
    if section.words.new:
        room.key(Qt.Key.Key_N, CONTROL)
        assert section.current_row is None
        assert walk(room.page) == []


@pytest.mark.parametrize("section_id", SECTIONS)
def test_tab_goes_round_and_enter_too(room: SettingsRoom, section_id: str) -> None:
    section = room.open_form(section_id)
    first = room.focused()
    by_tab, by_enter = [first], [first]
    for key, stops in ((Qt.Key.Key_Tab, by_tab), (Qt.Key.Key_Return, by_enter)):
        first.setFocus(Qt.FocusReason.TabFocusReason)
        for _ in range(60):
            QTest.keyClick(room.focused(), key)
            if not section.form.isAncestorOf(room.focused()):
                break
            stops.append(room.focused())
    names = [stop.objectName() for stop in by_tab]
    fields = [
        field.objectName()
        for kind in (QLineEdit, QPlainTextEdit, QComboBox, QCheckBox)
        for field in section.form.findChildren(kind)
        if field.isVisible() and field.isEnabled() and field.objectName()
    ]
    assert sorted(names) == sorted(fields)
    assert [stop.objectName() for stop in by_enter] == names


def test_at_200_percent_one_column_at_a_time(room: SettingsRoom) -> None:
    room.theme.set_text_scale(2.0)
    assert room.page.narrow is True
    room.window.show_page("settings")
    room.settle()
    page = room.page
    assert (page.sections_panel.isVisible(), page.dock.isVisible()) == (True, False)
    room.key(Qt.Key.Key_Down)
    room.key(Qt.Key.Key_Return)
    section = room.section("shipping")
    assert (page.sections_panel.isVisible(), section.list_panel.isVisible()) == (False, True)
    assert section.form_panel.isVisible() is False
    room.key(Qt.Key.Key_Return)
    assert (section.list_panel.isVisible(), section.form_panel.isVisible()) == (False, True)
    assert page.dock.isVisible()
    assert room.page_fits(), "the actions never scroll away"
    assert room.focused().objectName() == "shipping_name_edit"
    room.retype("Road")
    room.save()
    assert room.methods()[0].name == "Road"
    room.key(Qt.Key.Key_Escape)
    assert room.focused() is section.record_list
    room.key(Qt.Key.Key_Escape)
    assert room.focused() is page.section_list


def test_no_page_needs_more_room_than_there_is(room: SettingsRoom) -> None:
    for section_id in SECTIONS:
        room.go_to(section_id)
        assert room.page.minimumSizeHint().width() <= 1290
        assert room.page.minimumSizeHint().height() <= 640
        assert room.page_fits()
