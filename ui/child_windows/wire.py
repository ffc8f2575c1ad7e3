"""A child window's ends of its two pipes."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.children import MAX_LINE, decode_line, encode_line
from ui.garbage import GuiGarbage

_GRACE = 2.0
"""Seconds in which the window may blank its page once the workspace is gone."""


class Wire(QObject):
    """Reads the workspace's lines in a thread of its own and writes ours.

    Both pipes are taken away from descriptors 0 and 1, so that neither children of its own nor a
    stray print can reach them. Windows has no socket notifier for pipes, hence the thread.

    Signals:
        message_received: a line from the workspace, decoded.
        line_refused: a line was too long or no object; nothing is read after it.
        input_ended: the workspace closed the pipe or is gone. The process ends by force two
            seconds later.
    """

    message_received = Signal(object)
    line_refused = Signal()
    input_ended = Signal()

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._garbage = GuiGarbage(parent=self)
        self._input = os.dup(0)
        self._output = os.dup(1)
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        os.close(nothing)
        self._finished = False
        sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123

    def start(self) -> None:
        """Begin to read."""
        threading.Thread(target=self._read, name="window-input", daemon=True).start()

    def write(self, message: Mapping[str, Any]) -> None:
        """Write one line. Nothing is written once `finish` was called or the workspace is gone."""
        if self._finished:
            return
        line = encode_line(message)
        try:
            while line:
                line = line[os.write(self._output, line) :]
        except OSError:
            self._finished = True

    def finish(self) -> None:
        """Write nothing any more."""
        self._finished = True

    def _read(self) -> None:
        buffer = b""
        while chunk := self._read_chunk():
            buffer += chunk
            *lines, buffer = buffer.split(b"\n")
            if len(buffer) > MAX_LINE or not all(self._take(line) for line in lines):
                self.line_refused.emit()
                break
        else:
            self.input_ended.emit()
        while self._read_chunk():
            """What follows a refused line is thrown away; the end of file still counts."""
        threading.Event().wait(_GRACE)
        os._exit(1)

    def _read_chunk(self) -> bytes:
        try:
            return os.read(self._input, MAX_LINE)
        except OSError:
            return b""

    def _take(self, line: bytes) -> bool:
        try:
            message = decode_line(line)
        except ValueError:
            return False
        self.message_received.emit(message)
        return True
