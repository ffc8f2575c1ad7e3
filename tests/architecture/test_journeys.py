"""Journeys and the demo do what an agent does: they send keys, and read what is shown."""

from __future__ import annotations

import ast

from tests.architecture.sources import called_names, imported_modules, modules

FORBIDDEN_CALLS = frozenset(
    {
        "animateClick", "click", "insertPlainText", "mouseClick", "mouseDClick", "mouseMove",
        "mousePress", "mouseRelease", "setChecked", "setCurrentIndex", "setCurrentText",
        "setDate", "setFocus", "setPlainText", "setText", "setValue", "toggle", "trigger",
        "QMouseEvent", "QTouchEvent", "QWheelEvent",
    }
)  # fmt: skip
"""What would reach past the keyboard."""

ONLY_READS = ("desktop.services.order_views", "desktop.services.desk")
"""A journey may look at the records when it is over."""

JOURNEYS = ("tests/journeys/", "desktop/demo")


def test_journeys_use_the_keyboard_only() -> None:
    found = [
        f"{file}:{line}: {name}"
        for file, tree in modules(*JOURNEYS)
        for name, line in called_names(tree)
        if name in FORBIDDEN_CALLS
    ]
    assert found == []


def test_journeys_call_no_service() -> None:
    found = [
        f"{file}: {module}"
        for file, tree in modules(*JOURNEYS)
        for module in imported_modules(tree)
        if module.startswith("desktop.services.") and not module.startswith(ONLY_READS)
    ]
    assert found == []


def test_the_check_sees_what_it_forbids() -> None:
    tree = ast.parse("button.click()\nQTest.mouseClick(button)\nQMouseEvent(1)\nedit.setText('')")
    assert [name for name, _ in called_names(tree) if name in FORBIDDEN_CALLS] == [
        "click",
        "mouseClick",
        "QMouseEvent",
        "setText",
    ]
