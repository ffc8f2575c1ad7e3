"""The workspace's handle on one process that shows a window. It imports nothing of the web engine."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from desktop.children import MAX_LINE, child_command, child_environment, decode_line, encode_line

_EXIT_WITHIN = 1_500


class ChildProcess(QObject):
    """Starts a child, writes lines to it and hands on the lines it writes. Never blocks.

    Args:
        name: Which of `desktop.children.CHILDREN`.
        environment: Variables beside those that every child gets.

    Signals:
        message_received: one decoded line.
        drained: all that was sent has been taken by the system.
        ended: the process is gone; True when it left by itself with exit code 0.
    """

    message_received = Signal(object)
    drained = Signal()
    ended = Signal(bool)

    def __init__(
        self, name: str, *, environment: Mapping[str, str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._buffer = b""
        self._ended = False
        self._process = QProcess(self)
        program, *arguments = child_command(name)
        self._process.setProgram(program)
        self._process.setArguments(arguments)
        wanted = QProcessEnvironment()
        for variable, value in child_environment(environment).items():
            wanted.insert(variable, value)
        self._process.setProcessEnvironment(wanted)
        self._process.setStandardErrorFile(QProcess.nullDevice())
        if sys.platform != "win32":
            parameters = QProcess.UnixProcessFlag.CloseFileDescriptors
            self._process.setUnixProcessParameters(parameters)
        self._process.bytesWritten.connect(self._on_process_bytes_written)
        self._process.readyReadStandardOutput.connect(self._on_process_ready_read)
        self._process.finished.connect(self._on_process_finished)
        self._process.errorOccurred.connect(self._on_process_error_occurred)

    @property
    def is_running(self) -> bool:
        """Whether the process is there, or about to be."""
        return not self._ended and self._process.state() != QProcess.ProcessState.NotRunning

    @property
    def process_id(self) -> int:
        """The system's number of the process; 0 before it runs."""
        return int(self._process.processId())

    def start(self) -> None:
        """Start it; what is sent before it runs waits in the pipe."""
        self._process.start()

    def send(self, message: Mapping[str, Any]) -> None:
        """Write one line.

        Raises:
            ValueError: the line is too long.
        """
        if self.is_running:
            self._process.write(encode_line(message))

    def hang_up(self) -> None:
        """Close its input, which ends it; kill it if that does not."""
        if not self.is_running:
            return
        self._process.closeWriteChannel()
        QTimer.singleShot(_EXIT_WITHIN, self, self.kill)

    def kill(self) -> None:
        """End it at once."""
        if self.is_running:
            self._process.kill()

    def hang_up_and_wait(self) -> None:
        """End it before the program ends; at most some seconds."""
        if not self.is_running:
            return
        self._process.closeWriteChannel()
        if not self._process.waitForFinished(_EXIT_WITHIN):
            self._process.kill()
            self._process.waitForFinished(_EXIT_WITHIN)

    def _on_process_bytes_written(self, _count: int) -> None:
        if not self._process.bytesToWrite():
            self.drained.emit()

    def _on_process_ready_read(self) -> None:
        self._buffer += bytes(self._process.readAllStandardOutput().data())
        *lines, self._buffer = self._buffer.split(b"\n")
        try:
            messages = [decode_line(line) for line in lines]
        except ValueError:
            self.kill()
            return
        if len(self._buffer) > MAX_LINE:
            self.kill()
            return
        for message in messages:
            self.message_received.emit(message)

    def _on_process_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._end(code == 0 and status == QProcess.ExitStatus.NormalExit)

    def _on_process_error_occurred(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end(False)

    def _end(self, well: bool) -> None:
        if not self._ended:
            self._ended = True
            self.ended.emit(well)
