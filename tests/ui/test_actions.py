"""The table of actions: clashes, reasons, and which keys work when."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.actions import Action, ActionTable, KeyClashError
from ui.shortcuts import KEYS


@pytest.fixture
def table(qapp: object) -> ActionTable:
    return ActionTable()


def test_keys_come_from_the_table_of_keys(table: ActionTable) -> None:
    made = table.add(Action("park", "Park"), lambda: None)
    assert made.keys == ("F11",)
    assert made.key_text == "F11"
    assert [s.toString() for s in made.shortcuts()] == ["F11"]


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ("everywhere", "everywhere", True),
        ("everywhere", "call_desk", True),
        ("call_desk", "everywhere", True),
        ("call_desk", "call_desk", True),
        ("call_desk", "print_room", False),
        ("everywhere", "sheet.opt_out", False),
        ("sheet.opt_out", "sheet.opt_out", True),
        ("sheet.opt_out", "sheet.keys", False),
    ],
)
def test_one_key_means_one_thing_in_a_context(
    table: ActionTable, first: str, second: str, clash: bool
) -> None:
    table.add(Action("one", "One", context=first, keys=("Ctrl+J",)), lambda: None)
    other = Action("two", "Two", context=second, keys=("ctrl+j",))
    if clash:
        with pytest.raises(KeyClashError, match="one"):
            table.add(other, lambda: None)
        assert table.find("two") is None
    else:
        assert table.add(other, lambda: None).key_text == "Ctrl+J"


def test_an_id_is_taken_once(table: ActionTable) -> None:
    table.add(Action("park", "Park"), lambda: None)
    with pytest.raises(KeyClashError, match="called park"):
        table.add(Action("park", "Park", context="call_desk", keys=("F4",)), lambda: None)


def test_the_table_of_keys_has_no_key_twice_in_sight_of_another() -> None:
    keys = [key for several in KEYS.values() for key in several]
    assert len(keys) == len(set(keys))


def test_reason_disables_and_is_asked_again(table: ActionTable) -> None:
    reason = "Place needs a card first"
    made = table.add(Action("finish", "Place"), lambda: None, blocked=lambda: reason)
    assert (made.isEnabled(), made.reason) == (False, "Place needs a card first")
    reason = ""
    table.refresh()
    assert (made.isEnabled(), made.reason) == (True, "")


def test_at_hand_lists_the_page_first_and_nothing_of_other_pages(table: ActionTable) -> None:
    table.add(Action("park", "Park"), lambda: None)
    table.add(Action("coupon", "Coupon", context="call_desk"), lambda: None)
    table.add(Action("draw", "Draw", context="fax_room", keys=("Ins",)), lambda: None)
    assert [a.id for a in table.at_hand("call_desk")] == ["coupon", "park"]


def test_keys_sleep_while_a_sheet_is_open(qtbot: QtBot, table: ActionTable) -> None:
    window = QWidget()
    edit = QLineEdit(window)
    sheet = QWidget(window)
    qtbot.addWidget(window)
    pressed: list[str] = []
    table.add(Action("park", "Park"), lambda: pressed.append("park"), host=window)
    table.add(
        Action("sheet_go", "Go", context="sheet.x", keys=("F11",)),
        lambda: pressed.append("sheet"),
        host=sheet,
    )
    sheet.hide()
    with qtbot.waitActive(window):
        window.show()
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_F11)
    assert pressed == ["park"]
    sheet.show()
    table.suspend(but="sheet.x")
    QTest.keyClick(edit, Qt.Key.Key_F11)
    assert pressed == ["park", "sheet"]
    assert table.get("park").isEnabled()
    sheet.hide()
    table.resume()
    QTest.keyClick(edit, Qt.Key.Key_F11)
    assert pressed == ["park", "sheet", "park"]
