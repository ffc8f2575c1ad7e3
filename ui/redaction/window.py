"""The redaction window itself: the frame, and the keys that come to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QApplication, QLayout, QVBoxLayout

from desktop.fax.boxes import Box
from ui.child_windows.held_keys import HeldKeys
from ui.child_windows.overlay_window import OverlayWindow
from ui.redaction.original import Original
from ui.redaction.reviewer import Phase, Reviewer
from ui.theme import Theme
from ui.widgets.focus_ring import FocusRing

_QUIET_AT_FIRST = 150
"""Milliseconds after it became active in which no key acts: X11 does not mark the first repetition of
a key that was held down in another window."""


class RedactionWindow(OverlayWindow):
    """Takes keys for the reviewer, each press once.

    Signals:
        keys_released: no key is down any more.
        touched: a key or the mouse was used.
    """

    keys_released = Signal()
    touched = Signal()

    def __init__(
        self,
        *,
        theme: Theme,
        original: Original,
        title: str,
        boxes: Sequence[Box],
        rotations: Sequence[int],
        looked: bool,
    ) -> None:
        super().__init__(name="redaction_window", title=title)
        self.reviewer = Reviewer(
            theme=theme,
            original=original,
            title=title,
            boxes=boxes,
            rotations=rotations,
            looked=looked,
            parent=self,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        layout.addWidget(self.reviewer.frame)
        self._ring = FocusRing(theme=theme, window=self)
        self._held = HeldKeys(parent=self)
        self._held.all_released.connect(self.keys_released)
        self._handle: QWindow | None = None
        self._is_fresh = True
        self._is_driven = False
        self._since_active = QElapsedTimer()
        self._since_active.start()
        self.activity_changed.connect(self._on_activity_changed)

    @property
    def a_key_is_held(self) -> bool:
        """Whether a key is down at this moment."""
        return self._held.any_down

    def press(self, key: str) -> bool:
        """Press a key by its name, as the practice driver does; False where there is no such key."""
        keys = QKeySequence(key)
        if keys.count() != 1 or not keys.toString():
            return False
        pressed = keys[0]  # type: ignore[index]  # the stubs leave it out
        target = QApplication.focusWidget() or self.reviewer.view
        self._is_driven = True
        try:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, pressed.key(), pressed.keyboardModifiers())
                QCoreApplication.sendEvent(target, event)
        finally:
            self._is_driven = False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.reviewer.phase is Phase.LEAVING:
            return
        early = self._since_active.elapsed() < _QUIET_AT_FIRST
        fresh = self._is_driven or (self._is_fresh and not event.isAutoRepeat() and not early)
        if not self.reviewer.take_key(event, is_fresh=fresh):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() in (
            QEvent.Type.KeyPress,
            QEvent.Type.KeyRelease,
        ):
            self._is_fresh = self._held.take(event)
            self.touched.emit()
        elif event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel):
            self.touched.emit()
        return False

    def _watch_keys(self) -> None:
        handle = self.windowHandle()
        if handle is not None and handle is not self._handle:
            handle.installEventFilter(self)
            self._handle = handle

    def _focus_inside(self) -> None:
        focus = self.focusWidget()
        (focus or self.reviewer.view).setFocus()

    def _on_activity_changed(self, active: bool) -> None:
        if active:
            self._since_active.restart()
        elif self._held.any_down:
            self._held.forget()
            self.keys_released.emit()
