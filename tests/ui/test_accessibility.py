"""The walk itself: it must find each kind of problem, and nothing in a page that has none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.accessibility import walk
from ui.theme import Theme
from ui.widgets.field_row import FieldRow


def test_a_good_form_has_no_problem(qtbot: QtBot, theme: Theme) -> None:
    form = QWidget()
    column = QVBoxLayout(form)
    column.addWidget(FieldRow("Street", theme=theme, name="street_edit"))
    column.addWidget(FieldRow("ZIP", theme=theme, name="zip_edit"))
    qtbot.addWidget(form)
    assert walk(form) == []


def test_each_problem_is_told(qtbot: QtBot) -> None:
    form = QWidget()
    column = QVBoxLayout(form)
    nameless = QLineEdit()
    nameless.setAccessibleName("Street")
    silent = QLineEdit()
    silent.setObjectName("silent_edit")
    twins = [QPushButton("Go"), QPushButton("Go")]
    for number, twin in enumerate(twins):
        twin.setObjectName(f"go_{number}_button")
        twin.setAccessibleName("Go")
    far = QPushButton("Far")
    far.setObjectName("far_button")
    far.setAccessibleName("Far")
    far.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    hidden = QPushButton("Hidden")
    for widget in (nameless, silent, *twins, far, hidden):
        column.addWidget(widget)
    hidden.hide()
    qtbot.addWidget(form)
    assert walk(form) == [
        "QLineEdit (no name): no object name",
        "QLineEdit silent_edit: no accessible name",
        "QPushButton go_1_button: “Go” is the name of another one in its group",
        "QPushButton far_button: not reachable by Tab",
    ]


def test_names_may_come_again_in_another_group(qtbot: QtBot, theme: Theme) -> None:
    form = QWidget()
    column = QVBoxLayout(form)
    for name in ("Bill-to", "Ship-to"):
        group = QWidget()
        group.setAccessibleName(name)
        inner = QVBoxLayout(group)
        inner.addWidget(FieldRow("Street", theme=theme, name=f"{name}_street_edit"))
        column.addWidget(group)
    qtbot.addWidget(form)
    assert walk(form) == []
