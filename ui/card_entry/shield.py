"""No key meant for the card window ever lands in the workspace."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_QUIET_NORMAL = 250
_QUIET_ABNORMAL = 1_000
"""Milliseconds without a key before the workspace takes keys again (DESIGN §1, Focus)."""

_ACTIVATE_AFTER = 40
"""Milliseconds for the X server to answer the change of title, which refreshes Qt's X time: an
older time makes it ignore the request for the focus."""

_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})
_EATEN = _KEYS | frozenset(
    {
        QEvent.Type.Shortcut, QEvent.Type.InputMethod, QEvent.Type.ContextMenu,
        QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseMove, QEvent.Type.Wheel,
        QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.DragLeave, QEvent.Type.Drop,
        QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd,
        QEvent.Type.TouchCancel, QEvent.Type.TabletPress, QEvent.Type.TabletMove,
        QEvent.Type.TabletRelease, QEvent.Type.NativeGesture, QEvent.Type.Gesture,
        QEvent.Type.GestureOverride,
    }
)  # fmt: skip


class Shield(QObject):
    """Eats every key, click and drop of this process while a card is entered in another one.

    It keeps a count of the characters it ate, never a character. States: down → up → quieting
    (the card window is gone, keys may still come) → down.

    Signals:
        raised: it is up.
        character_eaten: with the count since it went up.
        escape_pressed: Escape was pressed here; it is eaten too.
        lowered: it is down, and the focus is back where it was.
    """

    raised = Signal()
    character_eaten = Signal(int)
    escape_pressed = Signal()
    lowered = Signal()

    def __init__(self, *, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._is_up = False
        self._eaten = 0
        self._title = ""
        self._had_focus: QWidget | None = None
        self._asked_again = False
        self._activate = self._timer(self._on_activate_timeout)
        self._activate.setInterval(_ACTIVATE_AFTER)
        self._quiet = self._timer(self._on_quiet_timeout)

    @property
    def is_up(self) -> bool:
        """Whether keys are eaten now."""
        return self._is_up

    @property
    def is_quieting(self) -> bool:
        """Whether it waits for keys to be quiet, to be lowered."""
        return self._quiet.isActive()

    @property
    def eaten(self) -> int:
        """Characters eaten since it went up."""
        return self._eaten

    def go_up(self) -> None:
        """Eat everything from this call on. Remembers which widget has the focus."""
        if self._is_up:
            return
        self._is_up = True
        self._eaten = 0
        self._asked_again = False
        self._had_focus = QApplication.focusWidget()
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self._title = self._window.windowTitle()
        self._window.setWindowTitle(self.tr("{title}: card window open").format(title=self._title))
        self.raised.emit()

    def come_down(self, *, after_abnormal_end: bool) -> None:
        """Stop eating once keys have been quiet. Call when the card window's process has exited.

        Args:
            after_abnormal_end: The process did not see to it that no key is held; wait longer.
        """
        if not self._is_up or self._activate.isActive() or self._quiet.isActive():
            return
        self._window.setWindowTitle(self._title)
        self._quiet.setInterval(_QUIET_ABNORMAL if after_abnormal_end else _QUIET_NORMAL)
        self._activate.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in _EATEN:
            return False
        if kind in _KEYS and isinstance(event, QKeyEvent):
            self._take_key(event)
        event.accept()
        return True

    def _take_key(self, event: QKeyEvent) -> None:
        if self._quiet.isActive():
            self._quiet.start()
        if event.type() != QEvent.Type.KeyPress:
            return
        if event.key() == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        elif event.text().isprintable() and event.text() and not event.isAutoRepeat():
            self._eaten += 1
            self.character_eaten.emit(self._eaten)

    def _on_activate_timeout(self) -> None:
        self._window.activateWindow()
        self._quiet.start()

    def _on_quiet_timeout(self) -> None:
        if not self._window.isActiveWindow() and not self._asked_again:
            self._asked_again = True
            self._on_activate_timeout()
            return
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._is_up = False
        if self._had_focus is not None and shiboken6.isValid(self._had_focus):
            self._had_focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._had_focus = None
        self.lowered.emit()

    def _timer(self, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(slot)
        return timer
