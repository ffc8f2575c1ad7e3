"""The workspace's side of the practice processor: start it, end it, or join a shared one.

All of it blocks: call it off the GUI thread.
"""

from __future__ import annotations

import contextlib
import json
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from desktop.children import MAX_LINE, child_command, child_environment, decode_line
from desktop.payments.connection import ProcessorConnection, practice_connection

START_SECONDS = 20.0
"""How long a new processor may take until it listens (0.3 s on an idle machine)."""
END_SECONDS = 3.0
REACH_SECONDS = 2.0


class PracticeProcessorFailed(Exception):
    """The practice processor did not start, or the shared one is not there. The text is for people."""


class PracticeProcessor:
    """A practice processor of this desk's own, a child process that dies with it.

    Use as a context manager, or `start()` and `stop()`. A second `start()` after `stop()` is a new run.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: ProcessorConnection | None = None

    @property
    def connection(self) -> ProcessorConnection:
        """How to reach it.

        Raises:
            PracticeProcessorFailed: it is not started.
        """
        if self._connection is None:
            raise PracticeProcessorFailed("The practice processor is not started.")
        return self._connection

    @property
    def is_running(self) -> bool:
        """Whether its process lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def process_id(self) -> int:
        """The child's process id; 0 before the start."""
        return self._process.pid if self._process is not None else 0

    def start(self) -> ProcessorConnection:
        """Start the child and wait until it listens.

        Raises:
            PracticeProcessorFailed: it ended, or said nothing in time, or said something else.
        """
        if self._process is not None:
            raise PracticeProcessorFailed("The practice processor is started already.")
        process = subprocess.Popen(
            child_command("practice-processor"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
        )
        self._process = process
        try:
            self._connection = _connection_from(_first_line(process))
        except BaseException:
            self.stop()
            raise
        return self._connection

    def stop(self) -> None:
        """End the child and wait for it. Harmless when it is not there."""
        process, self._process, self._connection = self._process, None, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def from_file(path: Path) -> ProcessorConnection:
    """The connection to a processor that others share, from the file that it wrote.

    Raises:
        PracticeProcessorFailed: the file is not there, is readable by others, is not what the
            processor writes, or nothing listens there any more.
    """
    try:
        if sys.platform != "win32" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise PracticeProcessorFailed(f"{path} holds keys and can be read by others.")
        with path.open("rb") as file:
            message = json.loads(file.read(MAX_LINE))
    except OSError as error:
        raise PracticeProcessorFailed(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError:
        raise PracticeProcessorFailed(f"{path} is not a practice processor's file.") from None
    connection = _connection_from(message)
    port = int(connection.api_base.rsplit(":", 1)[1])
    try:
        socket.create_connection(("127.0.0.1", port), timeout=REACH_SECONDS).close()
    except OSError as error:
        raise PracticeProcessorFailed(
            f"The practice processor of {path} does not answer. Start it again."
        ) from error
    return connection


def _first_line(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    """The child's first message, or an exception after `START_SECONDS`."""
    assert process.stdout is not None  # noqa: S101  (it was asked for)
    lines: list[bytes] = []
    reader = threading.Thread(
        target=_read_line, args=(process.stdout, lines), name="practice-start", daemon=True
    )
    reader.start()
    reader.join(START_SECONDS)
    if reader.is_alive():
        process.kill()
        reader.join()
        raise PracticeProcessorFailed("The practice processor did not start in time.")
    try:
        return decode_line(lines[0])
    except (IndexError, ValueError):
        raise PracticeProcessorFailed("The practice processor ended at its start.") from None


def _read_line(pipe: IO[bytes], lines: list[bytes]) -> None:
    with contextlib.suppress(OSError, ValueError):
        lines.append(pipe.readline(MAX_LINE + 1))


def _connection_from(message: Any) -> ProcessorConnection:
    try:
        return practice_connection(
            port=int(message["port"]),
            publishable_key=str(message["publishable_key"]),
            secret_key=str(message["secret_key"]),
            run_id=str(message["run_id"]),
        )
    except (KeyError, TypeError, ValueError):
        raise PracticeProcessorFailed(
            "The practice processor said something that is not understood."
        ) from None
