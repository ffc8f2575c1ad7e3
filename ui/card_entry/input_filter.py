"""Stands before the card page: refuses, holds back, counts, and keeps no key longer than it must."""

from __future__ import annotations

import time
from collections import deque
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from ui.card_entry.input_rules import (
    ENTER_KEYS,
    INPUT_EVENTS,
    KEY_EVENTS,
    MODIFIER_KEYS,
    key_is_allowed,
    mouse_is_allowed,
)
from ui.child_windows.held_keys import HeldKeys

_CLICKS_APART = 1.5
"""Clicks nearer than this many double-click intervals are refused: Chromium counts them itself."""

_QUIET_AFTER_LOSS = 700
"""Milliseconds without a key after which a number that lost its beginning may be typed again."""


class InputMode(Enum):
    """What becomes of the keys that the rules allow."""

    QUEUED = auto()
    """Kept until the number's field has the focus."""
    PASSED = auto()
    """Handed to the page."""
    DROPPED = auto()
    """Thrown away until they pause, for the number's first digits were lost."""
    LOCKED = auto()
    """Thrown away while the processor answers; Escape still counts."""
    SWALLOWED = auto()
    """Everything is thrown away: the window is about to end."""


class InputFilter(QObject):
    """An event filter for the window's handle and for the view's focus proxy.

    Never for the application: a Python filter there crashes a process with a web engine.

    Signals:
        enter_pressed: Enter, once for each time it goes down.
        escape_pressed: Escape.
        keys_released: the last key that was down is up.
    """

    enter_pressed = Signal()
    escape_pressed = Signal()
    keys_released = Signal()

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mode = InputMode.QUEUED
        self._held = HeldKeys(parent=self)
        self._held.all_released.connect(self.keys_released)
        self._queue: deque[tuple[int, Qt.KeyboardModifier, str]] = deque()
        self._keystrokes = 0
        self._lost_some = False
        self._last_click = -1e9
        self._handle: QWindow | None = None
        self._proxy: QWidget | None = None
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_AFTER_LOSS)
        self._quiet.timeout.connect(self._on_quiet_timeout)

    @property
    def keystrokes(self) -> int:
        """Keys taken for the page, Enter and Escape included."""
        return self._keystrokes

    @property
    def a_key_is_held(self) -> bool:
        """Whether a key is down at this moment."""
        return self._held.any_down

    @property
    def mode(self) -> InputMode:
        """What becomes of keys now."""
        return self._mode

    def attach(self, handle: QWindow | None, proxy: QWidget | None) -> None:
        """Watch *handle* and *proxy*; Qt replaces both now and then, so call it again."""
        if handle is not None and handle is not self._handle:
            handle.installEventFilter(self)
            self._handle = handle
        if proxy is not None and proxy is not self._proxy:
            proxy.installEventFilter(self)
            proxy.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
            self._proxy = proxy

    def pass_on(self) -> None:
        """Hand keys to the page, first those that were kept."""
        if self._lost_some:
            self._lost_some = False
            self._mode = InputMode.DROPPED
            self._quiet.start()
            return
        self._mode = InputMode.PASSED
        while self._queue and self._mode is InputMode.PASSED and self._proxy is not None:
            key, modifiers, text = self._queue.popleft()
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QCoreApplication.sendEvent(self._proxy, QKeyEvent(kind, key, modifiers, text))

    def drop_until_quiet(self) -> None:
        """Throw keys away, kept ones too, until none has come for a moment."""
        self._queue.clear()
        if self._mode is InputMode.QUEUED:
            self._lost_some = True
        elif self._mode in {InputMode.PASSED, InputMode.DROPPED}:
            self._mode = InputMode.DROPPED
            self._quiet.start()

    def lock(self) -> None:
        """Throw keys away while the processor answers."""
        self._mode = InputMode.LOCKED

    def swallow(self) -> None:
        """Throw everything away from now on, and what was kept."""
        self._mode = InputMode.SWALLOWED
        self._queue.clear()
        self._quiet.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in INPUT_EVENTS:
            return False
        at_handle = watched is self._handle
        if isinstance(event, QKeyEvent) and kind in KEY_EVENTS:
            return self._filter_key(event, at_handle=at_handle)
        if isinstance(event, QMouseEvent):
            return self._filter_mouse(event, at_handle=at_handle)
        return True

    def _filter_key(self, event: QKeyEvent, *, at_handle: bool) -> bool:
        fresh = self._held.take(event) if at_handle else True
        if self._mode is InputMode.SWALLOWED or not key_is_allowed(event):
            return True
        if event.type() != QEvent.Type.KeyPress:
            return self._mode is not InputMode.PASSED
        if event.key() == Qt.Key.Key_Escape:
            self._keystrokes += 1
            self.escape_pressed.emit()
            return True
        if event.key() in ENTER_KEYS and not fresh:
            return True
        return self._filter_press(event, at_handle=at_handle)

    def _filter_press(self, event: QKeyEvent, *, at_handle: bool) -> bool:
        if self._mode is InputMode.QUEUED:
            if at_handle:
                self._queue.append((event.key(), event.modifiers(), event.text()))
            return True
        if self._mode is InputMode.DROPPED:
            self._quiet.start()
            return True
        if self._mode is InputMode.LOCKED:
            return True
        if at_handle:
            return False
        if event.key() in ENTER_KEYS:
            self._keystrokes += 1
            self.lock()
            self.enter_pressed.emit()
            return True
        if event.key() not in MODIFIER_KEYS:
            self._keystrokes += 1
        return False

    def _filter_mouse(self, event: QMouseEvent, *, at_handle: bool) -> bool:
        if self._mode is not InputMode.PASSED or not mouse_is_allowed(event):
            return True
        if event.type() == QEvent.Type.MouseButtonPress and at_handle:
            now = time.monotonic()
            too_soon = now - self._last_click < (
                QApplication.doubleClickInterval() / 1000 * _CLICKS_APART
            )
            self._last_click = now
            return too_soon
        return False

    def _on_quiet_timeout(self) -> None:
        if self._mode is InputMode.DROPPED:
            self._mode = InputMode.PASSED
