"""The accessibility walk: what a screen reader or a keyboard would stumble over."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)

_INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)


def walk(widget: QWidget) -> list[str]:
    """Problems of every interactive widget inside ``widget`` (and itself), in words.

    - no object name, or Qt's own;
    - no accessible name, or one that another interactive widget of the same group has;
    - not reachable by Tab although it is enabled. A disabled one need not be reachable. A list
      whose property ``driven_by`` names a line edit is worked from that field, which must be
      reachable itself. What is hidden is passed over: walk each form of a page while it is shown.

    The group of a widget is its nearest ancestor that has an accessible name.
    """
    problems: list[str] = []
    found = [one for one in [widget, *widget.findChildren(QWidget)] if _is_interactive(one, widget)]
    names: Counter[tuple[int, str]] = Counter()
    for one in found:
        label = f"{type(one).__name__} {one.objectName() or '(no name)'}"
        if not one.objectName() or one.objectName().startswith("qt_"):
            problems.append(f"{label}: no object name")
        said = one.accessibleName()
        if not said:
            problems.append(f"{label}: no accessible name")
        names[(id(_group(one, widget)), said)] += 1
        if said and names[(id(_group(one, widget)), said)] == 2:
            problems.append(f"{label}: “{said}” is the name of another one in its group")
        if one.isEnabled() and not _by_tab(one):
            problems.append(f"{label}: not reachable by Tab")
    return problems


def _is_interactive(one: QWidget, root: QWidget) -> bool:
    if isinstance(one, QScrollBar) or not isinstance(one, _INTERACTIVE):
        return False
    if not one.isVisibleTo(root) and one is not root:
        return False
    # The parts that Qt's own compound widgets are made of.
    parent = one.parentWidget()
    inner = isinstance(parent, QComboBox | QAbstractSpinBox)
    return not inner and not _of_own_making(one)


def _of_own_making(one: QWidget) -> bool:
    """Header views and the lists inside a combo's pop-up are Qt's, not the page's."""
    at = one.parentWidget()
    return type(one).__name__ in {"QHeaderView", "TableHeader", "QTableCornerButton"} or (
        at is not None and at.inherits("QComboBoxPrivateContainer")
    )


def _by_tab(one: QWidget) -> bool:
    driver = one.property("driven_by")
    if driver:
        field = one.window().findChild(QLineEdit, driver)
        return field is not None and _by_tab(field)
    policy = one.focusPolicy()
    if not policy & Qt.FocusPolicy.TabFocus:
        return False
    at = one.nextInFocusChain()
    while at is not None and at is not one:
        if at.window() is not one.window():
            return False
        at = at.nextInFocusChain()
    return at is one


def _group(one: QWidget, root: QWidget) -> QWidget:
    at = one.parentWidget()
    while at is not None and at is not root and not at.accessibleName():
        at = at.parentWidget()
    return at if at is not None else root
