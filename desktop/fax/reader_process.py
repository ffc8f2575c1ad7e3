"""The desk's side of the page reader: start its process, feed it, hear it, and end it in any case."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import IO, Any, Self

from desktop.children import MAX_LINE, child_command, child_environment, decode_line, encode_line
from desktop.fax.damage import DamagedFile, DamageReason

MOST_LINES = 400_000
"""200 pages of 1,000 words and twice as many again."""
_END_SECONDS = 3.0
_TURN_SECONDS = 0.1
"""How soon a wish to stop is heard."""


class ReaderProcess:
    """One reader and one request. Use as a context manager, and iterate over `messages`."""

    def __init__(
        self,
        request: Iterable[Mapping[str, Any]],
        *,
        seconds: float,
        is_cancelled: Callable[[], bool],
    ) -> None:
        self._request = request
        self._until = time.monotonic() + seconds
        self._is_cancelled = is_cancelled
        self._lines: queue.Queue[bytes] = queue.Queue(maxsize=1000)

    def __enter__(self) -> Self:
        """Start it.

        Raises:
            DamagedFile: it cannot be started.
        """
        own_group = sys.platform != "win32"  # so that what it has started can be ended with it
        try:
            self._process = subprocess.Popen(
                child_command("page-reader"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=child_environment(),
                start_new_session=own_group,
            )
        except OSError as error:
            raise DamagedFile(DamageReason.NOT_READ) from error
        assert self._process.stdin is not None  # noqa: S101  (they were asked for)
        assert self._process.stdout is not None  # noqa: S101
        self._input, self._output = self._process.stdin, self._process.stdout
        self._threads = (
            threading.Thread(target=self._feed, name="reader-feed", daemon=True),
            threading.Thread(
                target=self._hear, args=(self._output,), name="reader-hear", daemon=True
            ),
        )
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            with contextlib.suppress(OSError):
                self._input.close()  # everything was heard: it may end by itself
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_END_SECONDS)
        self._kill()
        self._is_cancelled = lambda: True
        for thread in self._threads:
            thread.join(_END_SECONDS)
        for pipe in (self._input, self._output):
            with contextlib.suppress(OSError):
                pipe.close()

    def messages(self) -> Iterator[dict[str, Any]]:
        """What it says, until somebody stops asking.

        Raises:
            DamagedFile: it died, said something that is no message or too much, took too long, or
                *is_cancelled* says so.
        """
        for _ in range(MOST_LINES):
            line = self._next_line()
            if not line:
                raise DamagedFile(self._why_it_died())
            try:
                yield decode_line(line)
            except ValueError as error:
                raise DamagedFile(DamageReason.UNREADABLE) from error
        raise DamagedFile(DamageReason.UNREADABLE)

    def _next_line(self) -> bytes:
        while True:
            if self._is_cancelled():
                raise DamagedFile(DamageReason.NOT_READ)
            if time.monotonic() > self._until:
                raise DamagedFile(DamageReason.TOOK_TOO_LONG)
            with contextlib.suppress(queue.Empty):
                return self._lines.get(timeout=_TURN_SECONDS)

    def _why_it_died(self) -> DamageReason:
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._process.wait(_END_SECONDS)
            if sys.platform != "win32" and code == -signal.SIGXCPU:
                return DamageReason.TOOK_TOO_LONG
        return DamageReason.UNREADABLE

    def _feed(self) -> None:
        with contextlib.suppress(OSError, ValueError):  # it has heard enough, or is gone
            for message in self._request:
                self._input.write(encode_line(message))
            self._input.flush()

    def _hear(self, pipe: IO[bytes]) -> None:
        line = b"?"
        while line:
            try:
                line = pipe.readline(MAX_LINE + 1)
            except (OSError, ValueError):
                line = b""
            while not self._is_cancelled():
                with contextlib.suppress(queue.Full):
                    self._lines.put(line, timeout=_TURN_SECONDS)
                    break
            else:
                return

    def _kill(self) -> None:
        """End it with the tesseract that it may have started. Harmless where it is gone."""
        if sys.platform == "win32":
            self._process.kill()
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
