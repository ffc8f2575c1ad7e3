"""The line grid, driven by real key events to whatever has the focus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.actions import ActionTable
from ui.tables.line_grid import Candidate, LineGrid, LineRow
from ui.tables.line_model import Column
from ui.theme import Theme

LAMP = Candidate("v1", "LMP-2204", "Brass student lamp", 41, "84.00", exact=False)
WICK = Candidate("v2", "WCK-0031", "Cotton wick, 7/8 in", 212, "6.50", exact=False)
GTIN = "0012345678905"
OTHER_GTIN = "4006381333931"


def line(line_id: str, name: str = "Brass student lamp", quantity: int = 1) -> LineRow:
    return LineRow(line_id, "LMP-2204", name, "", 41, False, quantity, "84.00", "", "84.00")


class Desk:
    """A grid between two fields, and a record of what it asked for."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.window = QWidget()
        self.grid = LineGrid(theme=theme)
        self.after = QLineEdit()
        column = QVBoxLayout(self.window)
        column.addWidget(self.grid)
        column.addWidget(self.after)
        self.asked: list[tuple[object, ...]] = []
        for name in (
            "search_requested",
            "line_chosen",
            "quantity_edited",
            "line_removed",
            "ditto_requested",
            "price_edit_requested",
            "undo_requested",
            "lines_finished",
        ):
            getattr(self.grid, name).connect(self._recorder(name))
        qtbot.addWidget(self.window)
        self.window.resize(800, 500)
        with qtbot.waitActive(self.window):
            self.window.show()
        self.grid.focus_entry()

    def _recorder(self, name: str) -> Callable[..., None]:
        return lambda *values: self.asked.append((name, *values))

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(self.focused(), letter)

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(self.focused(), key, modifier)

    def focused(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def where(self) -> str:
        return self.focused().objectName()

    def taken(self) -> list[tuple[object, ...]]:
        """What was asked since the last time, searches apart."""
        found = [what for what in self.asked if what[0] != "search_requested"]
        self.asked.clear()
        return found

    def text(self) -> str:
        widget = self.focused()
        assert isinstance(widget, QLineEdit)
        return widget.text()


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme) -> Desk:
    return Desk(qtbot, theme)


def test_every_letter_asks(desk: Desk) -> None:
    desk.type("wi ")
    assert desk.asked == [
        ("search_requested", "w"),
        ("search_requested", "wi"),
        ("search_requested", "wi"),
    ]


def test_enter_adds_the_marked_item_then_its_quantity_then_the_next_line(desk: Desk) -> None:
    desk.type("lam")
    desk.grid.set_candidates("lam", [LAMP, WICK])
    desk.press(Qt.Key.Key_Return)
    assert desk.taken() == [("line_chosen", "v1")]
    assert (desk.where(), desk.text()) == ("entry_edit", "")
    desk.grid.set_rows([line("a")])
    assert desk.where() == "quantity_edit"
    quantity = desk.focused()
    assert isinstance(quantity, QLineEdit)
    assert (quantity.text(), quantity.selectedText()) == ("1", "1")
    desk.type("3")
    desk.press(Qt.Key.Key_Return)
    assert desk.taken() == [("quantity_edited", "a", 3)]
    assert (desk.where(), desk.text()) == ("entry_edit", "")


def test_an_unchanged_quantity_tells_nothing(desk: Desk) -> None:
    desk.grid.set_rows([line("a")])
    desk.grid.edit_quantity("a")
    desk.press(Qt.Key.Key_Return)
    assert desk.taken() == []
    assert desk.where() == "entry_edit"


def test_arrows_choose_among_the_candidates(desk: Desk) -> None:
    desk.type("w")
    desk.grid.set_candidates("w", [LAMP, WICK])
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Down):
        desk.press(key)
    desk.press(Qt.Key.Key_Return)
    assert desk.taken() == [("line_chosen", "v2")]


def test_an_answer_to_another_text_is_not_shown_and_cannot_be_chosen(desk: Desk) -> None:
    desk.type("lamp")
    desk.grid.set_candidates("lam", [LAMP])
    desk.press(Qt.Key.Key_Return)
    assert desk.taken() == []
    desk.grid.set_candidates("lamp", [replace(LAMP, exact=True)])
    assert desk.taken() == [("line_chosen", "v1")]


def test_escape_keeps_what_was_typed(desk: Desk) -> None:
    desk.type("lam")
    desk.grid.set_candidates("lam", [LAMP])
    desk.press(Qt.Key.Key_Escape)
    assert (desk.where(), desk.text()) == ("entry_edit", "lam")
    assert desk.taken() == []


# Scanners


def test_a_scan_before_its_answer_adds_exactly_that_item(desk: Desk) -> None:
    desk.type(GTIN)
    desk.press(Qt.Key.Key_Return)
    assert desk.taken() == []
    desk.grid.set_candidates(GTIN, [LAMP, replace(WICK, exact=True)])
    assert desk.taken() == [("line_chosen", "v2")]
    assert desk.text() == ""


def test_a_scan_of_an_unknown_code_adds_nothing_and_keeps_the_text(desk: Desk) -> None:
    desk.type(GTIN)
    desk.press(Qt.Key.Key_Return)
    desk.grid.set_candidates(GTIN, [LAMP])
    assert desk.taken() == []
    assert desk.text() == GTIN
    assert desk.grid.note == f"No item has this code: {GTIN}"
    desk.type("l")
    assert (desk.text(), desk.grid.note) == ("l", "")


def test_a_code_never_takes_the_marked_item_that_is_not_it(desk: Desk) -> None:
    desk.type(GTIN)
    desk.grid.set_candidates(GTIN, [LAMP])
    desk.press(Qt.Key.Key_Return)
    assert desk.taken() == []
    assert desk.grid.note == f"No item has this code: {GTIN}"


def test_two_scans_in_one_breath_add_both(desk: Desk) -> None:
    desk.type(GTIN)
    desk.press(Qt.Key.Key_Return)
    desk.type(OTHER_GTIN)
    desk.press(Qt.Key.Key_Return)
    desk.grid.set_candidates(OTHER_GTIN, [replace(WICK, exact=True)])
    desk.grid.set_candidates(GTIN, [replace(LAMP, exact=True)])
    assert desk.taken() == [("line_chosen", "v2"), ("line_chosen", "v1")]


def test_a_scan_that_runs_into_the_quantity_goes_to_the_entry_whole(desk: Desk) -> None:
    desk.type(GTIN)
    desk.press(Qt.Key.Key_Return)
    desk.grid.set_candidates(GTIN, [replace(LAMP, exact=True)])
    desk.grid.set_rows([line("a")])
    assert desk.where() == "quantity_edit"
    desk.taken()
    desk.type(OTHER_GTIN)
    assert (desk.where(), desk.text()) == ("entry_edit", OTHER_GTIN)
    desk.press(Qt.Key.Key_Return)
    desk.grid.set_candidates(OTHER_GTIN, [replace(WICK, exact=True)])
    assert desk.taken() == [("line_chosen", "v2")]
    assert [row.quantity for row in desk.grid.rows] == [1]


def test_the_focus_does_not_jump_while_the_next_code_is_being_typed(desk: Desk) -> None:
    desk.type(GTIN)
    desk.press(Qt.Key.Key_Return)
    desk.type(OTHER_GTIN[:6])
    desk.grid.set_candidates(GTIN, [replace(LAMP, exact=True)])
    desk.grid.set_rows([line("a")])
    assert (desk.where(), desk.text()) == ("entry_edit", OTHER_GTIN[:6])
    desk.type(OTHER_GTIN[6:])
    assert desk.text() == OTHER_GTIN


def test_the_same_item_again_opens_the_quantity_of_its_line(desk: Desk) -> None:
    desk.grid.set_rows([line("a"), line("b")])
    desk.type("lam")
    desk.grid.set_candidates("lam", [LAMP])
    desk.press(Qt.Key.Key_Return)
    desk.grid.set_rows([line("a", quantity=2), line("b")], chosen="a")
    assert (desk.where(), desk.text()) == ("quantity_edit", "2")


# Rows


def test_up_and_down_go_through_the_rows_and_back_to_the_entry(desk: Desk) -> None:
    desk.grid.set_rows([line("a"), line("b")])
    desk.press(Qt.Key.Key_Up)
    assert (desk.where(), desk.grid.current_line_id) == ("line_grid", "b")
    desk.press(Qt.Key.Key_Up)
    desk.press(Qt.Key.Key_Up)
    assert desk.grid.current_line_id == "a"
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Down)
    assert desk.where() == "entry_edit"


def test_keys_act_on_the_current_line(desk: Desk) -> None:
    desk.grid.set_rows([line("a"), line("b")])
    desk.press(Qt.Key.Key_Up)
    desk.press(Qt.Key.Key_Up)
    desk.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    desk.press(Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.press(Qt.Key.Key_Delete)
    assert desk.taken() == [
        ("ditto_requested", "a"),
        ("price_edit_requested", "a"),
        ("undo_requested",),
        ("line_removed", "a"),
    ]


def test_keys_from_the_empty_entry_act_on_the_last_line(desk: Desk) -> None:
    desk.grid.set_rows([line("a"), line("b")])
    desk.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    desk.press(Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.press(Qt.Key.Key_Delete)
    assert [what[0] for what in desk.taken()] == [
        "ditto_requested",
        "price_edit_requested",
        "undo_requested",
        "line_removed",
    ]
    assert desk.where() == "entry_edit"


def test_delete_and_undo_in_a_text_belong_to_the_text(desk: Desk) -> None:
    desk.grid.set_rows([line("a")])
    desk.type("ab")
    desk.press(Qt.Key.Key_Home)
    desk.press(Qt.Key.Key_Delete)
    assert desk.text() == "b"
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.text() == "ab"
    assert desk.taken() == []


def test_a_digit_on_a_row_begins_its_quantity(desk: Desk) -> None:
    desk.grid.set_rows([line("a"), line("b")])
    desk.press(Qt.Key.Key_Up)
    desk.type("12")
    assert (desk.where(), desk.text()) == ("quantity_edit", "12")
    desk.press(Qt.Key.Key_Return)
    assert desk.taken() == [("quantity_edited", "b", 12)]


def test_quantity_nought_removes_and_letters_after_digits_are_not_taken(desk: Desk) -> None:
    desk.grid.set_rows([line("a")])
    desk.grid.edit_quantity("a")
    desk.type("0x")
    desk.press(Qt.Key.Key_Return)
    assert desk.taken() == [("line_removed", "a")]


def test_a_letter_in_the_quantity_begins_the_next_item(desk: Desk) -> None:
    desk.grid.set_rows([line("a")])
    desk.grid.edit_quantity("a")
    desk.type("WCK-0031")
    assert (desk.where(), desk.text()) == ("entry_edit", "WCK-0031")
    assert desk.taken() == [], "the digits of a SKU are no quantity"
    assert [row.quantity for row in desk.grid.rows] == [1]


def test_escape_gives_the_quantity_up(desk: Desk) -> None:
    desk.grid.set_rows([line("a")])
    desk.grid.edit_quantity("a")
    desk.type("7")
    desk.press(Qt.Key.Key_Escape)
    assert desk.taken() == []
    assert desk.where() == "entry_edit"


def test_leaving_the_quantity_keeps_it(desk: Desk) -> None:
    desk.grid.set_rows([line("a")])
    desk.grid.edit_quantity("a")
    desk.type("7")
    desk.after.setFocus()
    assert desk.taken() == [("quantity_edited", "a", 7)]


def test_an_open_quantity_survives_a_refresh_and_ends_with_its_line(desk: Desk) -> None:
    desk.grid.set_rows([line("a"), line("b")])
    desk.grid.edit_quantity("b")
    desk.type("7")
    desk.grid.set_rows([line("a"), line("b", name="Another name")])
    assert (desk.where(), desk.text()) == ("quantity_edit", "7")
    desk.grid.set_rows([line("a")])
    assert desk.where() == "entry_edit"
    assert desk.taken() == []


def test_a_held_enter_acts_once(desk: Desk) -> None:
    desk.type("lam")
    desk.grid.set_candidates("lam", [LAMP])
    desk.press(Qt.Key.Key_Return)
    for _ in range(5):
        QTest.simulateEvent(
            desk.focused(), True, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True
        )
    assert desk.taken() == [("line_chosen", "v1")]


def test_enter_in_the_empty_entry_and_tab_go_on(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Return)
    assert desk.taken() == [("lines_finished",)]
    desk.press(Qt.Key.Key_Tab)
    assert desk.focused() is desk.after


def test_its_keys_are_in_the_table_of_actions_and_still_act_once(desk: Desk, theme: Theme) -> None:
    table = ActionTable()
    desk.grid.add_actions(table, context="call_desk")
    assert [action.key_text for action in table.listed("call_desk")] == [
        "Ctrl+D",
        "Alt+C",
        "Del",
        "Ctrl+Z",
    ]
    desk.grid.set_rows([line("a")])
    desk.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    desk.press(Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    desk.press(Qt.Key.Key_Delete)
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [what[0] for what in desk.taken()] == [
        "ditto_requested",
        "price_edit_requested",
        "line_removed",
        "undo_requested",
    ]
    desk.after.setFocus()
    desk.press(Qt.Key.Key_Delete)
    desk.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert desk.taken() == []


@pytest.mark.parametrize(
    ("discount", "hidden"),
    [
        ("−10%", {Column.SKU, Column.STOCK, Column.PRICE}),
        ("", {Column.SKU, Column.STOCK, Column.PRICE, Column.DISCOUNT}),
    ],
)
def test_a_narrow_grid_gives_up_columns_but_never_a_discount_given(
    desk: Desk, discount: str, hidden: set[Column]
) -> None:
    desk.grid.set_rows([replace(line("a"), discount_text=discount)])
    assert [column for column in Column if desk.grid.isColumnHidden(column)] == []
    desk.grid.setFixedWidth(260)
    assert {column for column in Column if desk.grid.isColumnHidden(column)} == hidden
