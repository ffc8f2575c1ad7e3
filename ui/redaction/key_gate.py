"""Keeps keys from the workspace while the redaction window is on its way."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

_AT_MOST = 3_000
"""Milliseconds. A window that is not active by then may never be; the workspace must not go deaf."""

_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})
_EATEN = _KEYS | frozenset({QEvent.Type.Shortcut, QEvent.Type.InputMethod})


class KeyGate(QObject):
    """Eats keys of this process from `shut` to `lift`.

    Someone who opens a fax and presses F10 or Del at once means the window that is about to come,
    and must not finish or remove something in the workspace.
    """

    def __init__(self, *, parent: QObject) -> None:
        super().__init__(parent)
        self._is_shut = False
        self._at_most = QTimer(self)
        self._at_most.setSingleShot(True)
        self._at_most.setInterval(_AT_MOST)
        self._at_most.timeout.connect(self.lift)

    @property
    def is_shut(self) -> bool:
        """Whether keys are eaten."""
        return self._is_shut

    def shut(self) -> None:
        """Eat keys from now on, for a few seconds at most."""
        application = QCoreApplication.instance()
        if application is not None and not self._is_shut:
            self._is_shut = True
            application.installEventFilter(self)
            self._at_most.start()

    def lift(self) -> None:
        """Let them pass again."""
        application = QCoreApplication.instance()
        if application is not None and self._is_shut:
            self._is_shut = False
            application.removeEventFilter(self)
            self._at_most.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _EATEN:
            return False
        event.accept()
        return True
