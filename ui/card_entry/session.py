"""One card entry in the card window's process, from the first line to the last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer

from ui.card_entry.ending import Ending
from ui.card_entry.input_filter import InputMode
from ui.card_entry.messages import request_from, setup_from, token_result
from ui.card_entry.request import ERRORS, CardEntryRequest, CardEntryResult, CardPageSetup
from ui.card_entry.window import CardWindow
from ui.child_windows.placement import Placement
from ui.child_windows.protocol import ProtocolError
from ui.child_windows.wire import Wire

_MOUNT_WITHIN = 20_000
_ENTRY_WITHIN = 600_000
"""Milliseconds for the processor's fields to appear, and for the whole entry."""


class CardSession(QObject):
    """Obeys the workspace's lines, reports states, and ends the process.

    States: waiting (a page may be loaded) → open → focused → ending.

    Args:
        wire: The pipes.
        sandboxed: Whether Chromium's sandbox is on; a live processor is refused without it.
    """

    def __init__(self, *, wire: Wire, sandboxed: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wire = wire
        self._sandboxed = sandboxed
        self._window: CardWindow | None = None
        self._setup: CardPageSetup | None = None
        self._request: CardEntryRequest | None = None
        self._loaded = self._mounted = self._failed = self._focused = False
        self._told_active = False
        self._lost = 0
        self._ending = Ending(wire=wire, parent=self)
        self._typist: Any = None
        self._orders: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
            "prepare": self._prepare,
            "open": self._open,
            "move": self._move,
            "lost": self._take_lost,
            "raise": self._raise,
            "cancel": self._cancel,
            "type_named_card": self._type_named_card,
        }
        self._reports: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
            "loaded": self._on_page_loaded,
            "mounted": self._on_page_mounted,
            "field_focused": self._on_page_field_focused,
            "idle": self._on_page_idle,
            "token": self._on_page_token,
            "cancel": self._on_page_cancel,
            "failed": self._on_page_failed,
        }
        self._entry_timer = self._timer(_ENTRY_WITHIN, self._on_entry_timeout)
        self._mount_timer = self._timer(_MOUNT_WITHIN, self._on_mount_timeout)
        wire.message_received.connect(self._on_wire_message_received)
        wire.line_refused.connect(self._on_wire_line_refused)
        wire.input_ended.connect(self._on_wire_input_ended)

    def begin(self) -> None:
        """Say that the process is there."""
        self._wire.write({"type": "started", "sandbox": self._sandboxed})
        self._wire.start()

    # The workspace's lines

    def _on_wire_message_received(self, message: Mapping[str, Any]) -> None:
        if self._ending.has_begun:
            return
        try:
            self._orders[str(message["type"])](message)
        except (ProtocolError, KeyError, TypeError, ValueError):
            self.finish("protocol")

    def _on_wire_line_refused(self) -> None:
        self.finish("protocol")

    def _on_wire_input_ended(self) -> None:
        self._wire.finish()
        self.finish("cancelled")
        self._ending.leave()

    def _prepare(self, message: Mapping[str, Any]) -> None:
        if self._request is None:
            self._load(setup_from(message["setup"]))

    def _open(self, message: Mapping[str, Any]) -> None:
        if self._request is not None:
            raise ProtocolError("opened twice")
        placement = Placement.from_message(message["placement"])
        self._request = request_from(message["request"])
        self._load(self._request.setup)
        if self._window is None or self._ending.has_begun:
            return
        self._wire.write({"type": "opening"})
        self._entry_timer.start()
        self._mount_timer.start()
        self._window.appear(placement)
        if self._loaded:
            self._fill_in()
        if self._mounted:
            self._show_ready()

    def _move(self, message: Mapping[str, Any]) -> None:
        if self._window is not None:
            self._window.place(Placement.from_message(message["placement"]))

    def _take_lost(self, message: Mapping[str, Any]) -> None:
        count = message["count"]
        if type(count) is not int:
            raise ProtocolError("a count is a whole number")
        if self._window is None or count <= self._lost:
            return
        self._lost = count
        self._window.input_filter.drop_until_quiet()
        if self._focused:
            self._window.page.command("start_again")

    def _raise(self, message: Mapping[str, Any]) -> None:
        if self._window is not None and self._request is not None:
            self._window.come_back()

    def _cancel(self, message: Mapping[str, Any]) -> None:
        self.finish("cancelled")

    def _type_named_card(self, message: Mapping[str, Any]) -> None:
        request = self._request
        if request is None or self._window is None or self._window.focus_proxy is None:
            raise ProtocolError("nothing is open")
        if request.setup.processor.kind != "practice":
            raise ProtocolError("named cards are for practice")
        from ui.card_entry.typist import Typist  # practice only; never loaded beside a live one

        self._typist = Typist(proxy=self._window.focus_proxy, parent=self)
        try:
            self._typist.begin(str(message["name"]), with_code=request.setup.ask_code)
        except KeyError:
            self.finish("unknown_card")
            return
        if self._focused:
            self._typist.on_field_focused("number")

    # The page

    def _load(self, setup: CardPageSetup) -> None:
        if setup.processor.kind != "practice" and not self._sandboxed:
            self.finish("sandbox_refused")
            return
        if setup == self._setup and not self._failed:
            return
        if self._window is not None and (
            self._setup is None or setup.processor != self._setup.processor
        ):
            raise ProtocolError("the processor changed")
        self._setup = setup
        self._loaded = self._mounted = self._failed = False
        if self._window is None:
            self._window = CardWindow(setup=setup)
            self._window.page.reported.connect(self._on_page_reported)
            self._window.page.broken.connect(self._on_page_broken)
            self._window.activity_changed.connect(self._on_window_activity_changed)
            self._window.close_requested.connect(self._on_window_close_requested)
            self._window.input_filter.enter_pressed.connect(self._on_filter_enter_pressed)
            self._window.input_filter.escape_pressed.connect(self._on_filter_escape_pressed)
        self._window.page.show_form(setup)

    def _on_page_reported(self, report: Mapping[str, Any]) -> None:
        name = self._reports.get(str(report.get("report")))
        if name is not None and not self._ending.has_begun:
            name(report)

    def _on_page_loaded(self, report: Mapping[str, Any]) -> None:
        self._loaded = True
        if self._request is not None:
            self._fill_in()

    def _on_page_mounted(self, report: Mapping[str, Any]) -> None:
        self._mounted = True
        if self._request is not None:
            self._show_ready()

    def _fill_in(self) -> None:
        if self._request is None or self._window is None:
            return
        billing = self._request.billing
        self._window.page.command(
            "open",
            amount_text=self._request.amount_text,
            reference=self._request.reference,
            billing={name: getattr(billing, name) for name in billing.__dataclass_fields__},
        )

    def _show_ready(self) -> None:
        self._mount_timer.stop()
        self._wire.write({"type": "ready"})
        self._ask_for_focus()

    def _ask_for_focus(self) -> None:
        window = self._window
        if window is not None and window.is_active and self._mounted and not self._focused:
            window.page.command("focus")

    def _on_page_field_focused(self, report: Mapping[str, Any]) -> None:
        if self._window is None or self._request is None:
            return
        if not self._focused:
            self._focused = True
            self._wire.write({"type": "focused"})
            if self._lost:
                self._window.page.command("start_again")
            self._window.input_filter.pass_on()
        if self._typist is not None:
            self._typist.on_field_focused(str(report.get("field")))

    def _on_page_idle(self, report: Mapping[str, Any]) -> None:
        if self._window is not None and self._window.input_filter.mode is InputMode.LOCKED:
            self._window.input_filter.pass_on()

    def _on_page_token(self, report: Mapping[str, Any]) -> None:
        try:
            result = token_result(
                report.get("id"), report.get("brand"), report.get("last4"), self._keystrokes
            )
        except ProtocolError:
            self.finish("page_failed")
            return
        self._end(result)

    def _on_page_cancel(self, report: Mapping[str, Any]) -> None:
        self.finish("cancelled")

    def _on_page_failed(self, report: Mapping[str, Any]) -> None:
        if self._request is None:
            self._failed = True  # tried once more when it is opened
            return
        code = str(report.get("code"))
        self.finish(code if code in ERRORS else "page_failed")

    def _on_page_broken(self) -> None:
        self._on_page_failed({"code": "page_failed"})

    # The window

    def _on_window_activity_changed(self, active: bool) -> None:
        if self._request is None or self._ending.has_begun:
            return
        self._wire.write({"type": "active" if active else "inactive"})
        if active:
            self._ask_for_focus()

    def _on_window_close_requested(self) -> None:
        self.finish("cancelled")

    def _on_filter_enter_pressed(self) -> None:
        if self._window is not None and not self._ending.has_begun:
            self._window.page.command("enter")

    def _on_filter_escape_pressed(self) -> None:
        self.finish("cancelled")

    def _on_entry_timeout(self) -> None:
        self.finish("timed_out")

    def _on_mount_timeout(self) -> None:
        self.finish("processor_unreachable")

    # The end

    @property
    def _keystrokes(self) -> int:
        return 0 if self._window is None else self._window.input_filter.keystrokes

    def finish(self, error: str) -> None:
        """End without a token."""
        self._end(CardEntryResult(error=error, keystrokes=self._keystrokes))

    def _end(self, result: CardEntryResult) -> None:
        self._entry_timer.stop()
        self._mount_timer.stop()
        self._ending.begin(result, self._window)

    def _timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer
