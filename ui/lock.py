"""The lock: after a while without a key, a live desk asks for the password again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from desktop.clock import Clock
from desktop.services.people import Person
from models import limits
from ui.pages.sign_in_page import SignInPage

#: How often the clock is looked at.
TICK_MS: Final = 5_000

_INPUT = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove,
        QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TabletPress,
    }
)  # fmt: skip


class IdleLock(QObject):
    """Covers the window with the sign-in page after 15 minutes (PCI DSS 8.2.8). Practice never locks.

    The wall clock is what counts, so a computer that slept wakes up locked. The work below stays as
    it is: hidden and disabled, so that no key, click or screen reader reaches it, and nothing of it
    is closed. Windows beside the main one are hidden with it. Keys in another process (the card
    window) are not seen here: close that one on ``locked``.

    Signals:
        locked: the window is covered.
        taken_over(Person): somebody else signed in; sent before the window is uncovered, so that
            what lies below can be made theirs first.
        unlocked(Person): the window is uncovered.
    """

    locked = Signal()
    taken_over = Signal(object)
    unlocked = Signal(object)

    def __init__(
        self,
        *,
        window: QMainWindow,
        page: SignInPage,
        person: Person,
        clock: Clock,
        practice: bool,
        tick_ms: int = TICK_MS,
        parent: QObject | None = None,
    ) -> None:
        """Watch a window.

        Args:
            window: what is covered.
            page: what covers it; it becomes a child of the window.
            person: who sits at the desk.
            clock: tells the time.
            practice: a practice shop has no passwords, and so no lock.
            tick_ms: how often the clock is looked at.
            parent: the owner.
        """
        super().__init__(parent)
        self._window = window
        self._page = page
        self._person = person
        self._clock = clock
        self._practice = practice
        self._last_input: datetime = clock.now()
        self._had_focus: QWidget | None = None
        self._hidden: list[QWidget] = []
        self._locked = False
        page.setParent(window)
        page.hide()
        page.signed_in.connect(self._on_page_signed_in)
        self._timer = QTimer(self)
        self._timer.setInterval(tick_ms)
        self._timer.timeout.connect(self._on_timer_timeout)
        if practice:
            return
        window.installEventFilter(self)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_focus_window_changed)
            self._on_focus_window_changed(app.focusWindow())
        self._timer.start()

    @property
    def is_locked(self) -> bool:
        """Whether the window is covered."""
        return self._locked

    def lock(self) -> None:
        """Cover the window now. A practice shop is never covered."""
        if self._locked or self._practice:
            return
        self._locked = True
        self._had_focus = QApplication.focusWidget()
        self._hide_other_windows()
        self._page.setGeometry(self._window.rect())
        self._page.show()
        self._page.raise_()
        self._show_content(False)
        words = self.tr("Locked after {minutes} minutes without a key. Your work is kept.")
        self._page.ask(self._person, why=words.format(minutes=limits.IDLE_MINUTES))
        self.locked.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note what a person does; follow the window's size."""
        if event.type() in _INPUT and isinstance(watched, QWindow):
            self._last_input = self._clock.now()
        elif watched is self._window and event.type() == QEvent.Type.Resize and self._locked:
            self._page.setGeometry(self._window.rect())
        return False

    def _on_timer_timeout(self) -> None:
        now = self._clock.now()
        # A clock that was set back would else keep the desk open for as long again.
        self._last_input = min(self._last_input, now)
        if now - self._last_input >= timedelta(minutes=limits.IDLE_MINUTES):
            self.lock()

    def _on_focus_window_changed(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def _on_page_signed_in(self, person: Person) -> None:
        if not self._locked:
            return
        if person.id != self._person.id:
            self.taken_over.emit(person)
        self._person = person
        self._last_input = self._clock.now()
        self._uncover()
        self.unlocked.emit(person)

    def _uncover(self) -> None:
        self._locked = False
        self._show_content(True)
        for window in self._hidden:
            if shiboken6.isValid(window):
                window.show()
        self._hidden.clear()
        back, self._had_focus = self._had_focus, None
        if back is not None and shiboken6.isValid(back) and back.isVisible():
            # As after a pop-up: what is half typed is not selected, so that it is typed on.
            back.setFocus(Qt.FocusReason.PopupFocusReason)
        self._page.hide()

    def _show_content(self, shown: bool) -> None:
        content = self._window.centralWidget()
        if content is not None:
            # Disabled as well: a hidden sheet would else fetch the focus back.
            content.setEnabled(shown)
            content.setVisible(shown)

    def _hide_other_windows(self) -> None:
        for window in QApplication.topLevelWidgets():
            if window is self._window or not window.isVisible():
                continue
            if window.windowType() in (Qt.WindowType.Popup, Qt.WindowType.ToolTip):
                window.close()
            else:
                self._hidden.append(window)
                window.hide()
