"""One review in the redaction window's process, from the first line to the last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop.fax.boxes import Box
from desktop.fax.chunks import Chunks
from ui.child_windows.placement import Placement
from ui.child_windows.protocol import ProtocolError
from ui.child_windows.wire import Wire
from ui.redaction.leaving import Leaving
from ui.redaction.messages import (
    MOST_SEALED,
    Opening,
    boxes_from,
    demand_bounds,
    opening_from,
)
from ui.redaction.original import Original
from ui.redaction.request import RedactedPage
from ui.redaction.reviewer import Phase
from ui.redaction.second_look import Look, look_again
from ui.redaction.window import RedactionWindow
from ui.theme import Theme

_UNTOUCHED = 900_000
"""Milliseconds without a key or the mouse after which the window closes: the desk is locked by then."""


class RedactionSession(QObject):
    """Obeys the workspace's lines, reports states, and ends the process.

    States: waiting → receiving (the window is there, the original is coming) → open → leaving.

    Args:
        application: Gets the look of the workspace.
        wire: The pipes.
        look: The second look.
    """

    def __init__(
        self,
        *,
        application: QApplication,
        wire: Wire,
        look: Look = look_again,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._application = application
        self._wire = wire
        self._look = look
        self._opening: Opening | None = None
        self._placement: Placement | None = None
        self._theme: Theme | None = None
        self._window: RedactionWindow | None = None
        self._original: Original | None = None
        self._boxes: list[Box] = []
        self._sealed: Chunks | None = None
        self._is_whole = False
        self._leaving = Leaving(wire=wire, parent=self)
        self._orders: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
            "open": self._open,
            "boxes": self._take_boxes,
            "chunk": self._take_sealed,
            "end": self._take_sealed,
            "move": self._move,
            "raise": self._raise,
            "cancel": self._cancel,
            "key": self._key,
        }
        self._untouched = QTimer(self)
        self._untouched.setSingleShot(True)
        self._untouched.setInterval(_UNTOUCHED)
        self._untouched.timeout.connect(self._on_untouched_timeout)
        wire.message_received.connect(self._on_wire_message_received)
        wire.line_refused.connect(self._on_wire_line_refused)
        wire.input_ended.connect(self._on_wire_input_ended)

    def begin(self) -> None:
        """Say that the process is there."""
        self._wire.write({"type": "started"})
        self._wire.start()

    # The workspace's lines

    def _on_wire_message_received(self, message: Mapping[str, Any]) -> None:
        if self._leaving.has_begun:
            return
        try:
            self._orders[str(message["type"])](message)
        except (ProtocolError, KeyError, TypeError, ValueError):
            self.finish("protocol")

    def _on_wire_line_refused(self) -> None:
        self.finish("protocol")

    def _on_wire_input_ended(self) -> None:
        self._wire.finish()
        self._leaving.leave()

    def _open(self, message: Mapping[str, Any]) -> None:
        if self._opening is not None:
            raise ProtocolError("opened twice")
        placement = Placement.from_message(message["placement"])
        opening = opening_from(message["request"])
        self._opening, self._placement = opening, placement
        self._sealed = Chunks(opening.sealed_size, MOST_SEALED)
        self._wire.write({"type": "opening"})
        if not opening.box_count:
            self._show_window(opening, placement)

    def _take_boxes(self, message: Mapping[str, Any]) -> None:
        opening = self._demand_receiving()
        self._boxes.extend(boxes_from(message))
        demand_bounds(self._boxes, opening.page_count)
        if self._window is not None or len(self._boxes) > opening.box_count:
            raise ProtocolError("too many boxes")
        if len(self._boxes) == opening.box_count and self._placement is not None:
            self._show_window(opening, self._placement)

    def _take_sealed(self, message: Mapping[str, Any]) -> None:
        opening = self._demand_receiving()
        if self._original is None or self._sealed is None:
            raise ProtocolError("the boxes come first")
        self._sealed.take(message)
        if self._sealed.done:
            sealed, self._sealed, self._is_whole = self._sealed.content, None, True
            self._original.open_sealed(
                sealed,
                key_file=opening.key_file,
                slot=opening.slot,
                document_id=opening.document_id,
            )

    def _move(self, message: Mapping[str, Any]) -> None:
        self._placement = Placement.from_message(message["placement"])
        if self._window is not None:
            self._window.place(self._placement)

    def _raise(self, message: Mapping[str, Any]) -> None:
        if self._window is not None:
            self._window.come_back()

    def _cancel(self, message: Mapping[str, Any]) -> None:
        self.finish("")

    def _key(self, message: Mapping[str, Any]) -> None:
        if self._opening is None or self._window is None or not self._opening.practice:
            raise ProtocolError("keys are for practice")
        if not self._window.press(str(message["key"])):
            raise ProtocolError("there is no such key")

    def _demand_receiving(self) -> Opening:
        if self._opening is None or self._is_whole:
            raise ProtocolError("nothing is being opened")
        return self._opening

    # The window

    def _show_window(self, opening: Opening, placement: Placement) -> None:
        look = opening.look
        self._theme = Theme(
            app=self._application,
            scheme=look.scheme,
            contrast=look.contrast,
            font=look.font,
            text_scale=look.text_scale,
            parent=self,
        )
        self._original = Original(look=self._look, parent=self)
        self._original.opened.connect(self._on_original_opened)
        self._original.failed.connect(self._on_original_failed)
        self._window = RedactionWindow(
            theme=self._theme,
            original=self._original,
            title=opening.title,
            boxes=self._boxes,
            rotations=opening.rotations,
            looked=opening.looked,
        )
        self._window.activity_changed.connect(self._on_window_activity_changed)
        self._window.close_requested.connect(self._on_close_requested)
        self._window.touched.connect(self._untouched.start)
        reviewer = self._window.reviewer
        reviewer.phase_changed.connect(self._on_reviewer_phase_changed)
        reviewer.page_seen.connect(self._on_reviewer_page_seen)
        reviewer.close_requested.connect(self._on_close_requested)
        reviewer.boxes_confirmed.connect(self._on_reviewer_boxes_confirmed)
        self._untouched.start()
        self._window.appear(placement)

    def _say(self, state: str) -> None:
        if not self._leaving.has_begun:
            self._wire.write({"type": state})

    def _on_original_opened(self, sizes: tuple[object, ...]) -> None:
        if self._opening is None or len(sizes) != self._opening.page_count:
            self.finish("damaged")

    def _on_original_failed(self, error: str) -> None:
        self.finish(error)

    def _on_window_activity_changed(self, active: bool) -> None:
        self._say("active" if active else "inactive")

    def _on_reviewer_phase_changed(self, phase: Phase) -> None:
        if phase in (Phase.REVIEWING, Phase.LOOKING):
            self._say(phase.value)

    def _on_reviewer_page_seen(self, _number: int) -> None:
        self._say("shown")

    def _on_close_requested(self) -> None:
        self.finish("")

    def _on_untouched_timeout(self) -> None:
        self.finish("timed_out")

    # The end

    def _on_reviewer_boxes_confirmed(self, pages: tuple[RedactedPage, ...]) -> None:
        window, original = self._window, self._original
        if window is not None and original is not None:
            boxes, rotations = window.reviewer.boxes, window.reviewer.rotations
            self._leaving.hand_over(pages, boxes, rotations, window=window, original=original)

    def finish(self, error: str) -> None:
        """End without confirming; the boxes go back as they stand."""
        if self._leaving.has_begun:
            return
        if self._original is not None:
            self._original.stop_burning()
        reviewer = None if self._window is None else self._window.reviewer
        boxes = tuple(self._boxes) if reviewer is None else reviewer.boxes
        rotations = () if reviewer is None else reviewer.rotations
        if error not in ("", "timed_out"):
            boxes = rotations = ()
        self._leaving.close(boxes, rotations, error, window=self._window)
