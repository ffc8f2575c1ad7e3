"""How a redaction window's process ends: pages first, then keys, then the last line."""

from __future__ import annotations

import os
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.fax.boxes import Box
from desktop.fax.chunks import to_lines
from ui.child_windows.wire import Wire
from ui.redaction.messages import box_lines, last_message, page_message
from ui.redaction.original import Original
from ui.redaction.request import RedactedPage
from ui.redaction.window import RedactionWindow

_HELD_WITHIN = 5_000
"""Milliseconds for a held key to be let go."""


class Leaving(QObject):
    """Hands over what is to be handed over, waits until no key is held, and leaves.

    A held Enter or Escape would reach the workspace as fresh keys. It leaves by `os._exit`; all that
    it held was in memory.
    """

    _written = Signal()

    def __init__(self, *, wire: Wire, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wire = wire
        self._window: RedactionWindow | None = None
        self._has_begun = self._is_written = False
        self._written.connect(self._on_written)

    @property
    def has_begun(self) -> bool:
        """Whether it is over; nothing else may be written to the workspace then."""
        return self._has_begun

    def hand_over(
        self,
        pages: Sequence[RedactedPage],
        boxes: Sequence[Box],
        rotations: Sequence[int],
        *,
        window: RedactionWindow,
        original: Original,
    ) -> None:
        """End with all pages. They are written in the original's thread: the pipe may be slow."""
        if self._begin(window):
            self._last = last_message("redacted", len(boxes), rotations)
            original.do(lambda: self._write(pages, boxes))

    def close(
        self,
        boxes: Sequence[Box],
        rotations: Sequence[int],
        error: str,
        *,
        window: RedactionWindow | None,
    ) -> None:
        """End with the boxes as they stand, and an error code or none."""
        if self._begin(window):
            self._last = last_message("closed", len(boxes), rotations, error)
            self._write((), boxes)

    def leave(self) -> None:
        """End the process now."""
        if self._is_written:
            self._wire.write(self._last)
        os._exit(0)

    def _begin(self, window: RedactionWindow | None) -> bool:
        if self._has_begun:
            return False
        self._has_begun = True
        self._window = window
        if window is not None:
            window.reviewer.leave()
        return True

    def _write(self, pages: Sequence[RedactedPage], boxes: Sequence[Box]) -> None:
        for page in pages:
            self._wire.write(page_message(page))
            for line in (*to_lines(page.image), *to_lines(page.thumb)):
                self._wire.write(line)
        for line in box_lines(boxes):
            self._wire.write(line)
        self._written.emit()

    def _on_written(self) -> None:
        self._is_written = True
        if self._window is None or not self._window.a_key_is_held:
            self.leave()
            return
        self._window.keys_released.connect(self.leave)
        QTimer.singleShot(_HELD_WITHIN, self, self.leave)
