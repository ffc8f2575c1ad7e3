"""The workspace's side of the card window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

from ui.card_entry.messages import (
    STATES,
    request_message,
    result_from,
    setup_message,
)
from ui.card_entry.request import CardEntryRequest, CardEntryResult, CardPageSetup
from ui.card_entry.shield import Shield
from ui.card_entry.switches import READABLE_VARIABLE, SANDBOX_VARIABLE
from ui.card_entry.words import page_words
from ui.child_windows.anchor import AnchorFollower
from ui.child_windows.child_process import ChildProcess
from ui.child_windows.placement import Placement
from ui.child_windows.protocol import ProtocolError

_FOCUS_WITHIN = 30_000
_ENTRY_WITHIN = 660_000
_OBEY_WITHIN = 8_000
_EXIT_WITHIN = 3_000
_RAISE_AFTER = 150
"""Milliseconds: for the number's field to have the focus, for the whole entry, for the child to obey
`cancel` (it waits 5 s for a held key), to exit after its last line, and before it is raised again."""


class CardWindowHost(QObject):
    """Keeps one card window process waiting, opens it over a widget, and hands back its result.

    A result comes once the process has exited and the shield is down, so that whatever is done with
    it takes keys again. A process that dies never yields a token, even after its last line.

    Args:
        window: The workspace's window; the card window is its dialog.
        anchor: The widget that the card window covers and follows.
        shield: Goes up before anything is written to the process.

    Signals:
        state_changed: `started`, `opening`, `active`, `ready`, `focused`, `inactive`; also
            `not_placed` where windows cannot be placed (Wayland), and `no_sandbox` where the
            practice window runs without Chromium's sandbox.
        finished: a `CardEntryResult`.
    """

    state_changed = Signal(str)
    finished = Signal(object)

    def __init__(
        self, *, window: QWidget, anchor: QWidget, shield: Shield, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._shield = shield
        self._process: ChildProcess | None = None
        self._setup: CardPageSetup | None = None
        self._is_open = False
        self._was_active = False
        self._is_sandboxed = True
        self._result: CardEntryResult | None = None
        self._own_error = ""
        self._follower = AnchorFollower(anchor=anchor, window=window, parent=self)
        self._follower.rect_changed.connect(self.move_to)
        self._focus_timer = self._timer(_FOCUS_WITHIN, self._on_focus_timeout)
        self._entry_timer = self._timer(_ENTRY_WITHIN, self._on_entry_timeout)
        self._obey_timer = self._timer(_OBEY_WITHIN, self._on_obey_timeout)
        self._exit_timer = self._timer(_EXIT_WITHIN, self._on_obey_timeout)
        self._raise_timer = self._timer(_RAISE_AFTER, self._on_raise_timeout)
        shield.character_eaten.connect(self._on_shield_character_eaten)
        shield.escape_pressed.connect(self._on_shield_escape_pressed)
        shield.lowered.connect(self._on_shield_lowered)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._on_application_focus_window_changed)

    @property
    def is_open(self) -> bool:
        """Whether a card entry is going on; True until `finished`."""
        return self._is_open

    @property
    def is_sandboxed(self) -> bool:
        """False once a practice window has said that it runs without Chromium's sandbox."""
        return self._is_sandboxed

    @property
    def process_id(self) -> int:
        """The process's number; 0 when there is none."""
        return 0 if self._process is None else self._process.process_id

    def prepare(self, setup: CardPageSetup) -> None:
        """Have one process wait with *setup*'s page loaded. Call when a call begins (F2)."""
        setup = _with_words(setup)
        if self._is_open:
            self._setup = setup
            return
        self._provide_process(setup)
        self._send({"type": "prepare", "setup": setup_message(setup)})

    def hold(self) -> None:
        """Take the keys from now on: the window opens as soon as something else is done."""
        if not self._is_open:
            self._shield.go_up()

    def let_go(self) -> None:
        """Give the keys back: after `hold`, the window does not open after all."""
        if not self._is_open:
            self._shield.come_down(after_abnormal_end=False)

    def open(self, request: CardEntryRequest) -> None:
        """Enter a card. Nothing happens while another entry is going on."""
        if self._is_open:
            return
        self._shield.go_up()
        self._is_open = True
        self._was_active = False
        self._result = None
        self._own_error = ""
        request = replace(request, setup=_with_words(request.setup))
        self._provide_process(request.setup)
        if QGuiApplication.platformName().startswith("wayland"):
            self.state_changed.emit("not_placed")
        self._focus_timer.start()
        self._entry_timer.start()
        self._send(
            {
                "type": "open",
                "request": request_message(request),
                "placement": self._placement(self._follower.rect()).message(),
            }
        )

    def cancel(self) -> None:
        """End the entry without a token."""
        if self._is_open and not self._obey_timer.isActive():
            self._obey_timer.start()
            self._send({"type": "cancel"})

    def move_to(self, rect: QRect) -> None:
        """Lay the card window over *rect*, in logical screen pixels."""
        if self._is_open:
            self._send({"type": "move", "placement": self._placement(rect).message()})

    def type_named_card(self, name: str) -> None:
        """Have the card window type a published test card by its name. Practice only."""
        if self._is_open:
            self._send({"type": "type_named_card", "name": name})

    def shutdown(self) -> None:
        """End the process before the program ends; waits a second or two for it."""
        if self._process is not None:
            self._process.ended.disconnect(self._on_process_ended)
            self._process.hang_up_and_wait()
            self._process = None

    # The process

    def _provide_process(self, setup: CardPageSetup) -> None:
        process, known, self._setup = self._process, self._setup, setup
        if process is not None and process.is_running and known is not None:
            same = known.processor == setup.processor
            if same and known.readable_by_screen_readers == setup.readable_by_screen_readers:
                return
        if process is not None:
            self._discard(process)
        practice = setup.processor.kind == "practice"
        environment = {SANDBOX_VARIABLE: "optional"} if practice else {}
        if setup.readable_by_screen_readers:
            environment[READABLE_VARIABLE] = "1"
        self._process = ChildProcess("card-window", environment=environment, parent=self)
        self._process.message_received.connect(self._on_process_message_received)
        self._process.ended.connect(self._on_process_ended)
        self._process.start()

    def _discard(self, process: ChildProcess) -> None:
        process.message_received.disconnect(self._on_process_message_received)
        process.ended.disconnect(self._on_process_ended)
        if process.is_running:
            process.ended.connect(process.deleteLater)
            process.hang_up()
        else:
            process.deleteLater()

    def _send(self, message: Mapping[str, Any]) -> None:
        if self._process is not None:
            self._process.send(message)

    def _on_process_message_received(self, message: Mapping[str, Any]) -> None:
        kind = message.get("type")
        if kind == "closed" and self._result is None:
            self._take_result(message)
        elif isinstance(kind, str) and kind in STATES and self._result is None:
            self._take_state(kind, message)
        else:
            self._own_error = "protocol"
            self._kill()

    def _take_result(self, message: Mapping[str, Any]) -> None:
        try:
            self._result = result_from(message)
        except ProtocolError:
            self._own_error = "protocol"
            self._kill()
            return
        self._exit_timer.start()

    def _take_state(self, state: str, message: Mapping[str, Any]) -> None:
        if state == "started":
            self._is_sandboxed = message.get("sandbox") is True
            if not self._is_sandboxed:
                self.state_changed.emit("no_sandbox")
        if state == "focused":
            self._focus_timer.stop()
        if state == "active":
            self._was_active = True
            if self._shield.eaten:
                self._send({"type": "lost", "count": self._shield.eaten})
        self.state_changed.emit(state)

    def _on_process_ended(self, well: bool) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        for timer in (
            self._focus_timer,
            self._entry_timer,
            self._obey_timer,
            self._exit_timer,
            self._raise_timer,
        ):
            timer.stop()
        if not self._is_open:
            self._result = None
            return
        keystrokes = 0 if self._result is None else self._result.keystrokes
        if self._own_error:
            self._result = CardEntryResult(error=self._own_error, keystrokes=keystrokes)
        elif self._result is None or (self._result.succeeded and not well):
            self._result = CardEntryResult(error="died", keystrokes=keystrokes)
        self._shield.come_down(after_abnormal_end=not well)

    # The shield and the focus

    def _on_shield_lowered(self) -> None:
        if not self._is_open or self._result is None:
            return
        result, self._result = self._result, None
        self._is_open = False
        self.finished.emit(result)
        if self._setup is not None and not self._is_open:
            self.prepare(self._setup)

    def _on_shield_character_eaten(self, count: int) -> None:
        if self._was_active and self._result is None:
            self._send({"type": "lost", "count": count})

    def _on_shield_escape_pressed(self) -> None:
        self.cancel()

    def _on_application_focus_window_changed(self, focus_window: QWindow | None) -> None:
        if focus_window is not None and self._is_open and self._was_active:
            self._raise_timer.start()

    def _on_raise_timeout(self) -> None:
        if self._is_open and self._result is None and QGuiApplication.focusWindow() is not None:
            self._send({"type": "raise"})

    # Time

    def _on_focus_timeout(self) -> None:
        self._own_error = "timed_out"
        self.cancel()

    def _on_entry_timeout(self) -> None:
        self._own_error = "timed_out"
        self.cancel()

    def _on_obey_timeout(self) -> None:
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


def _with_words(setup: CardPageSetup) -> CardPageSetup:
    practice = setup.processor.kind == "practice"
    return setup if setup.words else replace(setup, words=page_words(practice=practice))
