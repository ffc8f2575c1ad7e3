"""A frameless dialog of another process's window, laid over a part of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

from ui.child_windows.placement import Placement

_PARENTED_PLATFORMS = frozenset({"xcb", "windows"})
"""Platforms on which a window of another process can be named as the parent."""

_LEAST = 120
"""Pixels. A panel that is not laid out yet has no height, and a window of none gets no focus."""

_UNSEEN = "\u200b"
_ACTIVATE_AFTER = 40
"""Milliseconds for the X server to answer a change of the title."""


class OverlayWindow(QWidget):
    """Takes its place over its parent, and the keyboard. What it shows is the subclass's.

    Signals:
        activity_changed: the window became active (True) or ceased to be (False).
        close_requested: the window manager asked it to close.
    """

    activity_changed = Signal(bool)
    close_requested = Signal()

    def __init__(self, *, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWindowFlags(Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(title)
        self._was_active = False
        self._activate_again = QTimer(self)
        self._activate_again.setSingleShot(True)
        self._activate_again.setInterval(_ACTIVATE_AFTER)
        self._activate_again.timeout.connect(self._on_activate_again_timeout)
        self._parent_handle: QWindow | None = None
        application = QCoreApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._on_application_focus_window_changed)

    @property
    def is_active(self) -> bool:
        """Whether keys come to this window."""
        return self._was_active

    def appear(self, placement: Placement) -> None:
        """Show the window at *placement*, over its parent and with the keyboard."""
        self.winId()
        if placement.parent_window and QGuiApplication.platformName() in _PARENTED_PLATFORMS:
            self._parent_handle = QWindow.fromWinId(placement.parent_window)
            handle = self.windowHandle()
            if handle is not None and self._parent_handle is not None:
                handle.setTransientParent(self._parent_handle)
        self.place(placement)
        self.show()
        self._watch_keys()
        self.come_back()

    def place(self, placement: Placement) -> None:
        """Move to *placement*, at least as large as a window that can have the keyboard."""
        width, height = max(placement.width, _LEAST), max(placement.height, _LEAST)
        self.setGeometry(placement.x, placement.y, width, height)

    def come_back(self) -> None:
        """Ask for the top of the stack and for the keyboard.

        An X server ignores a request that is older than the last change of focus. The answer to a
        change of the title refreshes Qt's X time, so the request is made again after it.
        """
        title = self.windowTitle()
        self.setWindowTitle(title.rstrip(_UNSEEN) if title.endswith(_UNSEEN) else title + _UNSEEN)
        self._activate()
        self._activate_again.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.close_requested.emit()

    def _watch_keys(self) -> None:
        """Install filters on the window's handle, which Qt replaces now and then."""

    def _focus_inside(self) -> None:
        """Give the focus to what takes the keys."""

    def _activate(self) -> None:
        self.raise_()
        self.activateWindow()
        self._focus_inside()

    def _on_activate_again_timeout(self) -> None:
        if not self._was_active:
            self._activate()

    def _on_application_focus_window_changed(self, focus_window: QWindow | None) -> None:
        self._watch_keys()
        active = focus_window is not None and focus_window is self.windowHandle()
        if active:
            self._focus_inside()
        if active != self._was_active:
            self._was_active = active
            self.activity_changed.emit(active)
