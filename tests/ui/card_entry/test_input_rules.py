"""The allow-list of keys and clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from ui.card_entry.input_rules import INPUT_EVENTS, key_is_allowed, mouse_is_allowed
from ui.child_windows.held_keys import HeldKeys

K = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
META = Qt.KeyboardModifier.MetaModifier
ALTGR = Qt.KeyboardModifier.GroupSwitchModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier
PRESSES = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)


@pytest.mark.parametrize("kind", PRESSES)
@pytest.mark.parametrize(
    ("key", "modifiers", "text"),
    [
        (K.Key_4, NONE, "4"),
        (K.Key_4, KEYPAD, "4"),
        (K.Key_A, SHIFT, "A"),
        (K.Key_At, ALTGR, "@"),
        (K.Key_Space, NONE, " "),
        (K.Key_Tab, NONE, "\t"),
        (K.Key_Backtab, SHIFT, ""),
        (K.Key_Backspace, NONE, "\b"),
        (K.Key_Delete, NONE, "\x7f"),
        (K.Key_Left, NONE, ""),
        (K.Key_End, NONE, ""),
        (K.Key_Return, NONE, "\r"),
        (K.Key_Enter, KEYPAD, "\r"),
        (K.Key_Escape, NONE, "\x1b"),
    ],
)
def test_keys_that_type_and_edit_pass(
    kind: QEvent.Type, key: K, modifiers: Qt.KeyboardModifier, text: str
) -> None:
    assert key_is_allowed(QKeyEvent(kind, key, modifiers, text))


@pytest.mark.parametrize("kind", PRESSES)
@pytest.mark.parametrize(
    ("key", "modifiers", "text"),
    [
        (K.Key_A, CTRL, "\x01"),
        (K.Key_C, CTRL, "\x03"),
        (K.Key_C, CTRL, "c"),
        (K.Key_V, CTRL | SHIFT, "\x16"),
        (K.Key_4, ALT, "4"),
        (K.Key_4, META, "4"),
        (K.Key_Insert, SHIFT, ""),
        (K.Key_Insert, CTRL, ""),
        (K.Key_Delete, SHIFT, "\x7f"),
        (K.Key_Left, SHIFT, ""),
        (K.Key_Home, SHIFT, ""),
        (K.Key_Left, CTRL, ""),
        (K.Key_Up, NONE, ""),
        (K.Key_PageUp, SHIFT, ""),
        (K.Key_F10, NONE, ""),
        (K.Key_F12, NONE, ""),
        (K.Key_Menu, NONE, ""),
        (K.Key_Copy, NONE, ""),
        (K.Key_Paste, NONE, ""),
        (K.Key_unknown, NONE, "42"),
    ],
)
def test_all_others_are_refused(
    kind: QEvent.Type, key: K, modifiers: Qt.KeyboardModifier, text: str
) -> None:
    assert not key_is_allowed(QKeyEvent(kind, key, modifiers, text))


def mouse(
    kind: QEvent.Type, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier = NONE
) -> QMouseEvent:
    point = QPointF(5, 5)
    buttons = button if kind != QEvent.Type.MouseButtonRelease else Qt.MouseButton.NoButton
    single = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button
    return QMouseEvent(kind, point, point, single, buttons, modifiers)


def test_a_plain_click_passes_and_nothing_else() -> None:
    left, right, middle = (
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.RightButton,
        Qt.MouseButton.MiddleButton,
    )
    press, release = QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease
    assert mouse_is_allowed(mouse(press, left))
    assert mouse_is_allowed(mouse(release, left))
    assert mouse_is_allowed(mouse(QEvent.Type.MouseMove, Qt.MouseButton.NoButton))
    assert not mouse_is_allowed(mouse(QEvent.Type.MouseMove, left))
    assert not mouse_is_allowed(mouse(QEvent.Type.MouseButtonDblClick, left))
    assert not mouse_is_allowed(mouse(press, left, SHIFT))
    for button in (right, middle):
        assert not mouse_is_allowed(mouse(press, button))
        assert not mouse_is_allowed(mouse(release, button))


def test_what_is_no_input_is_not_looked_at() -> None:
    for kind in (QEvent.Type.Paint, QEvent.Type.FocusIn, QEvent.Type.Resize, QEvent.Type.Timer):
        assert kind not in INPUT_EVENTS
    for kind in (QEvent.Type.InputMethod, QEvent.Type.Drop, QEvent.Type.ContextMenu):
        assert kind in INPUT_EVENTS


def key_event(kind: QEvent.Type, code: int, *, repeat: bool = False) -> QKeyEvent:
    return QKeyEvent(kind, K.Key_Return, NONE, code, 0, 0, "\r", repeat)


def test_a_repeat_is_not_a_release(qtbot: object) -> None:
    keys = HeldKeys()
    released: list[bool] = []
    keys.all_released.connect(lambda: released.append(True))
    assert keys.take(key_event(QEvent.Type.KeyPress, 36))
    keys.take(key_event(QEvent.Type.KeyRelease, 36))
    assert not keys.take(key_event(QEvent.Type.KeyPress, 36))
    assert keys.any_down
    assert released == []


def test_the_last_release_is_told(qtbot: object) -> None:
    keys = HeldKeys()
    keys.take(key_event(QEvent.Type.KeyPress, 36))
    keys.take(key_event(QEvent.Type.KeyPress, 38))
    keys.take(key_event(QEvent.Type.KeyRelease, 36))
    with qtbot.waitSignal(keys.all_released):  # type: ignore[attr-defined]
        keys.take(key_event(QEvent.Type.KeyRelease, 38))
    assert not keys.any_down
