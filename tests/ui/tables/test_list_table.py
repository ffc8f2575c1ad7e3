"""The plain list: which row is current, and what opens it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.accessibility import walk
from ui.tables.list_table import ListColumn, ListRow, ListTable
from ui.theme import Theme

ROWS = [
    ListRow("a", ("4702 9917-3", "Aug 2026", "58.20")),
    ListRow("b", ("4688 0450-8", "Mar 2026", "131.75")),
    ListRow("c", ("4631 7729-1", "Nov 2025", "Cancelled")),
]


@pytest.fixture
def table(qtbot: QtBot, theme: Theme) -> ListTable:
    made = ListTable(
        theme=theme,
        name="earlier_table",
        title="Earlier orders",
        columns=[
            ListColumn("Order"),
            ListColumn("When", tone="muted", stretch=True),
            ListColumn("Total", right=True, strong=True),
        ],
        row_height=28,
    )
    qtbot.addWidget(made)
    made.resize(300, 200)
    with qtbot.waitActive(made):
        made.show()
    made.setFocus()
    return made


def test_arrows_move_and_enter_opens(table: ListTable) -> None:
    opened: list[str] = []
    current: list[str] = []
    table.row_opened.connect(opened.append)
    table.current_changed.connect(current.append)
    table.set_rows(ROWS)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.simulateEvent(table, True, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    assert current == ["a", "b"]
    assert opened == ["b"]


def test_a_spare_column_goes_where_the_one_that_stretches_could_not_be_read(
    qtbot: QtBot, theme: Theme
) -> None:
    columns = [ListColumn("Who", stretch=True), ListColumn("When", spare=True), ListColumn("State")]
    made = ListTable(theme=theme, name="some_table", title="Some", columns=columns)
    qtbot.addWidget(made)
    made.set_rows([ListRow("a", ("Marguerite Holloway", "Phone, 29 November 2026", "In force"))])
    made.resize(theme.px(600), 200)
    made.show()
    assert [made.isColumnHidden(at) for at in range(3)] == [False, False, False]
    made.resize(theme.px(300), 200)
    assert [made.isColumnHidden(at) for at in range(3)] == [False, True, False]
    made.resize(theme.px(600), 200)
    assert [made.isColumnHidden(at) for at in range(3)] == [False, False, False]


def test_the_current_row_stays_current_when_the_rows_are_read_again(table: ListTable) -> None:
    table.set_rows(ROWS)
    table.set_current("c")
    table.set_rows(list(reversed(ROWS)))
    assert table.current_id == "c"
    table.set_rows(ROWS[:2])
    assert table.current_id == "a"
    table.set_rows([])
    assert table.current_id == ""


def test_enter_on_nothing_opens_nothing(table: ListTable) -> None:
    opened: list[str] = []
    table.row_opened.connect(opened.append)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened == []


def test_the_columns_fill_the_width_exactly(table: ListTable, theme: Theme) -> None:
    table.set_rows(ROWS)
    assert sum(table.columnWidth(at) for at in range(3)) == table.viewport().width()
    assert table.rowHeight(0) == 28
    theme.set_text_scale(2.0)
    assert table.rowHeight(0) == 56


def test_it_can_be_heard_and_reached(table: ListTable) -> None:
    table.set_rows(ROWS)
    assert walk(table) == []
    index = table.model().index(0, 2)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Total 58.20"


def test_one_row_is_shown_in_another_state_and_stays_current(table: ListTable) -> None:
    table.set_rows(ROWS)
    table.set_current("b")
    table.replace_row(ListRow("b", ("4688 0450-8", "Mar 2026", "left out"), faint=True))
    table.replace_row(ListRow("gone", ("", "", "")))
    assert [row.cells[2] for row in table.rows] == ["58.20", "left out", "Cancelled"]
    assert (table.current_id, table.rows[1].faint) == ("b", True)


def test_a_hidden_column_leaves_its_width_to_the_others(table: ListTable) -> None:
    table.set_rows(ROWS)
    table.setColumnHidden(0, True)
    table.resize(320, 200)
    assert sum(table.columnWidth(at) for at in (1, 2)) == table.viewport().width()
    assert table.columnWidth(0) == 0


def test_the_widest_of_many_rows_is_found(table: ListTable) -> None:
    table.set_rows([ListRow(str(n), (str(n), "", "")) for n in range(500)])
    narrow = table.columnWidth(0)
    table.set_rows([ListRow(str(n), ("W" * 9 if n == 250 else str(n), "", "")) for n in range(500)])
    assert table.columnWidth(0) > narrow
