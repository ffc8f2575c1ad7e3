"""How a card window's process ends: page first, then keys, then the last line."""

from __future__ import annotations

import os

from PySide6.QtCore import QObject, QTimer

from ui.card_entry.messages import closed_message
from ui.card_entry.request import CardEntryResult
from ui.card_entry.window import CardWindow
from ui.child_windows.wire import Wire

_HELD_WITHIN = 5_000
_BLANK_WITHIN = 1_000
"""Milliseconds for a held key to be let go, and for the page to be gone."""


class Ending(QObject):
    """Blanks the page, waits until no key is held, says `closed` and leaves.

    A held Enter would reach the workspace as fresh keys. It leaves by `os._exit`, so that nothing of
    the web engine is torn down in an order of its own; everything it held was in memory.
    """

    def __init__(self, *, wire: Wire, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wire = wire
        self._window: CardWindow | None = None
        self._result: CardEntryResult | None = None
        self._is_blank = False

    @property
    def has_begun(self) -> bool:
        """Whether the result stands."""
        return self._result is not None

    def begin(self, result: CardEntryResult, window: CardWindow | None) -> None:
        """End with *result*; what comes later changes nothing."""
        if self._result is not None:
            return
        self._result = result
        self._window = window
        if window is None:
            self.leave()
            return
        window.input_filter.swallow()
        window.input_filter.keys_released.connect(self._leave_when_done)
        window.page.loadFinished.connect(self._on_page_blanked)
        window.page.blank()
        QTimer.singleShot(_BLANK_WITHIN, self, self._on_page_blanked)
        QTimer.singleShot(_HELD_WITHIN, self, self.leave)

    def leave(self) -> None:
        """End the process now."""
        if self._result is not None:
            self._wire.write(closed_message(self._result))
        os._exit(0)

    def _on_page_blanked(self, *_arguments: object) -> None:
        self._is_blank = True
        self._leave_when_done()

    def _leave_when_done(self) -> None:
        window = self._window
        if self._is_blank and window is not None and not window.input_filter.a_key_is_held:
            self.leave()
