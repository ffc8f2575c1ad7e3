"""A window's process, driven by its lines alone, without our own host."""

from __future__ import annotations

import contextlib
import queue
import subprocess
import threading
from collections.abc import Mapping
from typing import Any

from desktop.children import child_command, child_environment, decode_line, encode_line


class RawChild:
    """Starts the child and keeps every byte it writes."""

    def __init__(self, child: str = "card-window", **extra: str) -> None:
        self.process = subprocess.Popen(
            child_command(child),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(extra),
        )
        self.output = b""
        self._lines: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def send(self, message: Mapping[str, Any]) -> None:
        self.send_bytes(encode_line(message))

    def send_bytes(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def wait_for(self, kind: str, seconds: float = 40) -> dict[str, Any]:
        """The next line of *kind*; those before it are thrown away."""
        while True:
            message = self._lines.get(timeout=seconds)
            assert message is not None, f"the child ended before it said {kind}"
            if message["type"] == kind:
                return message

    def wait_for_end(self, seconds: float = 20) -> int:
        code = self.process.wait(seconds)
        self._reader.join(seconds)
        return code

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.wait_for_end()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.output += line
            self._lines.put(decode_line(line))
        self._lines.put(None)
