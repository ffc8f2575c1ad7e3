"""Which events of keyboard and mouse may reach the card page: an allow-list (PARTS, Clipboard)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

KEY_EVENTS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})
MOUSE_EVENTS = frozenset(
    {
        QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseMove,
    }
)  # fmt: skip
REFUSED_EVENTS = frozenset(
    {
        QEvent.Type.ContextMenu, QEvent.Type.DragEnter, QEvent.Type.DragMove,
        QEvent.Type.DragLeave, QEvent.Type.Drop, QEvent.Type.InputMethod,
        QEvent.Type.NativeGesture, QEvent.Type.Gesture, QEvent.Type.GestureOverride,
        QEvent.Type.Shortcut, QEvent.Type.TabletPress, QEvent.Type.TabletRelease,
        QEvent.Type.TabletMove, QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate,
        QEvent.Type.TouchEnd, QEvent.Type.TouchCancel, QEvent.Type.Wheel,
    }
)  # fmt: skip
"""Always refused. Every other kind of event is no input (painting, geometry, focus) and passes."""

INPUT_EVENTS = KEY_EVENTS | MOUSE_EVENTS | REFUSED_EVENTS

ENTER_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})

_EDITING_KEYS = frozenset(
    {
        Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Left, Qt.Key.Key_Right,
        Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Tab, Qt.Key.Key_Escape, *ENTER_KEYS,
    }
)  # fmt: skip
MODIFIER_KEYS = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock})
_SHORTCUT_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def key_is_allowed(event: QKeyEvent) -> bool:
    """One printable character, or an editing key that selects nothing.

    Ctrl, Alt and Meta are refused with any key (AltGr is none of them); Shift is refused with the
    keys that move, for it selects there.
    """
    if event.modifiers() & _SHORTCUT_MODIFIERS:
        # A release must pass whatever is held with it, else the page believes the key is down.
        return event.type() == QEvent.Type.KeyRelease and key_types(event)
    key = event.key()
    if key == Qt.Key.Key_Backtab or key in MODIFIER_KEYS:
        return True
    if key in _EDITING_KEYS:
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return not shifted or key in {Qt.Key.Key_Tab, Qt.Key.Key_Escape, *ENTER_KEYS}
    return key_types(event)


def key_types(event: QKeyEvent) -> bool:
    """Whether the key stands for one printable character."""
    text = event.text()
    return len(text) == 1 and text.isprintable()


def mouse_is_allowed(event: QMouseEvent) -> bool:
    """A plain left click, or a move with no button down. Counting clicks is the filter's."""
    kind = event.type()
    if kind == QEvent.Type.MouseMove:
        return event.buttons() == Qt.MouseButton.NoButton
    if kind == QEvent.Type.MouseButtonDblClick:
        return False
    return (
        event.button() == Qt.MouseButton.LeftButton
        and event.modifiers() == Qt.KeyboardModifier.NoModifier
    )
