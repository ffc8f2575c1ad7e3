"""The workspace's side of the redaction window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from desktop.fax.chunks import to_lines
from ui.child_windows.anchor import AnchorFollower
from ui.child_windows.child_process import ChildProcess
from ui.child_windows.placement import Placement
from ui.child_windows.protocol import ProtocolError
from ui.redaction.intake import Intake
from ui.redaction.messages import STATES, box_lines, opening_message
from ui.redaction.request import RedactionRequest, RedactionResult

_SHOWN_WITHIN = 30_000
_OBEY_WITHIN = 8_000
_HAND_OVER_WITHIN = 120_000
_EXIT_WITHIN = 3_000
_ACTIVATE_AFTER = 40
"""Milliseconds: until a person sees the first page; for the window to obey `cancel` (it waits 5 s for a
held key); from the first line of the end to the last; to exit after that; and for the X server to
answer the change of title that refreshes Qt's X time."""

_LINES_AT_ONCE = 16
"""Lines written before the event loop gets its turn: a megabyte takes a few milliseconds."""


class RedactionHost(QObject):
    """Opens one document in a redaction window over a widget, and hands back its result.

    The workspace never holds the key, nor a pixel that nobody reviewed. A result comes once the process
    has exited and the focus is back. A process that dies yields no page, even after its last line.

    Args:
        window: The workspace's window; the redaction window is its dialog.
        anchor: The widget that the redaction window covers and follows.

    Signals:
        state_changed: `started`, `opening`, `active`, `inactive`, `reviewing`, `looking`; `shown` for
            each page when a person first sees it; also `not_placed` where windows cannot be placed
            (Wayland).
        finished: a `RedactionResult`.
    """

    state_changed = Signal(str)
    finished = Signal(object)

    def __init__(self, *, window: QWidget, anchor: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._process: ChildProcess | None = None
        self._request: RedactionRequest | None = None
        self._intake: Intake | None = None
        self._to_send: Iterator[Mapping[str, Any]] = iter(())
        self._result: RedactionResult | None = None
        self._own_error = ""
        self._title = ""
        self._had_focus: QWidget | None = None
        self._follower = AnchorFollower(anchor=anchor, window=window, parent=self)
        self._follower.rect_changed.connect(self._on_follower_rect_changed)
        self._shown_timer = self._timer(_SHOWN_WITHIN, self._on_shown_timeout)
        self._obey_timer = self._timer(_OBEY_WITHIN, self._kill)
        self._hand_over_timer = self._timer(_HAND_OVER_WITHIN, self._on_hand_over_timeout)
        self._exit_timer = self._timer(_EXIT_WITHIN, self._kill)
        self._activate_timer = self._timer(_ACTIVATE_AFTER, self._on_activate_timeout)

    @property
    def is_open(self) -> bool:
        """Whether a review is going on; True until `finished`."""
        return self._request is not None

    @property
    def process_id(self) -> int:
        """The process's number; 0 when there is none."""
        return 0 if self._process is None else self._process.process_id

    def open(self, request: RedactionRequest) -> None:
        """Review a document. While another review is going on, its window comes to the front."""
        if self._request is not None:
            self._send({"type": "raise"})
            return
        self._request = request
        self._intake = Intake(page_count=request.page_count)
        self._result, self._own_error = None, ""
        self._had_focus = QApplication.focusWidget()
        self._title = self._window.windowTitle()
        self._window.setWindowTitle(
            self.tr("{title}: redaction window open").format(title=self._title)
        )
        self._process = ChildProcess("redaction-window", environment={}, parent=self)
        self._process.message_received.connect(self._on_process_message_received)
        self._process.drained.connect(self._on_process_drained)
        self._process.ended.connect(self._on_process_ended)
        if QGuiApplication.platformName().startswith("wayland"):
            self.state_changed.emit("not_placed")
        self._shown_timer.start()
        self._to_send = self._lines(request)
        self._process.start()
        self._on_process_drained()

    def close_window(self) -> None:
        """End the review without confirming; the boxes come back as they stand."""
        if self._request is not None and not self._obey_timer.isActive():
            self._obey_timer.start()
            self._send({"type": "cancel"})

    def send_key(self, name: str) -> None:
        """Have the window take a key, such as ``Shift+F4``. Practice only."""
        if self._request is not None and self._request.practice:
            self._send({"type": "key", "key": name})

    def shutdown(self) -> None:
        """End the process before the program ends; waits a second or two for it."""
        if self._process is not None:
            self._process.ended.disconnect(self._on_process_ended)
            self._process.hang_up_and_wait()
            self._process = None

    # What is written

    def _lines(self, request: RedactionRequest) -> Iterator[Mapping[str, Any]]:
        yield {
            "type": "open",
            "request": opening_message(request),
            "placement": self._placement(self._follower.rect()).message(),
        }
        yield from box_lines(request.boxes)
        yield from to_lines(request.sealed)

    def _send(self, message: Mapping[str, Any]) -> None:
        if self._process is not None:
            self._process.send(message)

    def _on_process_drained(self) -> None:
        for _ in range(_LINES_AT_ONCE):
            line = next(self._to_send, None)
            if line is None:
                return
            self._send(line)

    def _on_follower_rect_changed(self, rect: QRect) -> None:
        if self._request is not None:
            self._send({"type": "move", "placement": self._placement(rect).message()})

    # What is read

    def _on_process_message_received(self, message: Mapping[str, Any]) -> None:
        if self._own_error:
            return
        intake = self._intake
        kind = message.get("type")
        if intake is None or self._result is not None:
            self._refuse()
        elif isinstance(kind, str) and kind in STATES and not intake.has_begun:
            if kind == "shown":
                self._shown_timer.stop()
            if set(message) == {"type"}:
                self.state_changed.emit(kind)
            else:
                self._refuse()
        else:
            self._take(intake, message)

    def _take(self, intake: Intake, message: Mapping[str, Any]) -> None:
        if not self._hand_over_timer.isActive():
            self._shown_timer.stop()
            self._hand_over_timer.start()
        try:
            self._result = intake.take(message)
        except ProtocolError:
            self._refuse()
            return
        if self._result is not None:
            self._hand_over_timer.stop()
            self._exit_timer.start()

    def _refuse(self) -> None:
        self._own_error = "protocol"
        self._kill()

    def _on_process_ended(self, well: bool) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        for timer in (
            self._shown_timer,
            self._obey_timer,
            self._hand_over_timer,
            self._exit_timer,
        ):
            timer.stop()
        self._to_send = iter(())
        self._intake = None
        if self._own_error:
            self._result = RedactionResult(error=self._own_error)
        elif self._result is None or (self._result.was_confirmed and not well):
            self._result = RedactionResult(error="died")
        self._window.setWindowTitle(self._title)
        self._activate_timer.start()

    def _on_activate_timeout(self) -> None:
        self._window.activateWindow()
        had, self._had_focus = self._had_focus, None
        if had is not None and shiboken6.isValid(had):
            had.setFocus(Qt.FocusReason.OtherFocusReason)
        result, self._result = self._result, None
        self._request = None
        if result is not None:
            self.finished.emit(result)

    # Time

    def _on_shown_timeout(self) -> None:
        self._own_error = "timed_out"
        self._kill()

    def _on_hand_over_timeout(self) -> None:
        self._own_error = "timed_out"
        self._kill()

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _placement(self, rect: QRect) -> Placement:
        return Placement(
            x=rect.x(),
            y=rect.y(),
            width=rect.width(),
            height=rect.height(),
            parent_window=int(self._window.winId()),
        )

    def _timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer
