"""Drives the mini desk from a third process, with real keys where there is a display."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ui.redaction.request import RedactionRequest

_ROOT = Path(__file__).parents[3]
_PATIENCE = 60.0
_PRESSES = 3


class DeskDriver:
    """A mini desk in a process of its own.

    Args:
        request: What it reviews. The desk gets the sealed bytes only.
        folder: For the files that tell it.
        display: An X server; without one it is off-screen.
    """

    def __init__(self, request: RedactionRequest, folder: Path, *, display: str = "") -> None:
        sealed, told = folder / "sealed", folder / "request"
        sealed.write_bytes(request.sealed)
        plain = {
            "document_id": str(request.document_id),
            "sealed": str(sealed),
            "key_file": str(request.key_file),
            "slot": request.slot,
            "boxes": [box.to_record() for box in request.boxes],
            "looked": request.looked,
            "page_count": request.page_count,
            "practice": request.practice,
        }
        told.write_text(json.dumps(plain))
        platform = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"} if display else {}
        self._environment = {**os.environ, **platform}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.redaction.mini_desk", str(told)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=_ROOT,
            env=self._environment,
        )
        self._lines: queue.Queue[dict[str, Any]] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def __enter__(self) -> Self:
        self.wait_for("up")
        self.until(lambda: bool(self.look()["active"]))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        self._process.stdout.close()

    @property
    def process_id(self) -> int:
        """The desk's process."""
        return self._process.pid

    def keys(self, *arguments: str) -> None:
        """One xdotool command, its keys in one stream."""
        subprocess.run(["xdotool", *arguments], env=self._environment, check=True)

    def corner_of(self, title: str) -> tuple[int, int]:
        """Where the window of that title has its upper left corner."""
        found = subprocess.run(
            ["xdotool", "search", "--name", title, "getwindowgeometry", "--shell"],
            env=self._environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        parts = dict(line.split("=") for line in found.split())
        return int(parts["X"]), int(parts["Y"])

    def look(self) -> dict[str, Any]:
        """What the desk holds now."""
        return self.ask("look")

    def ask(self, words: str) -> dict[str, Any]:
        """Have the desk do something, and what it holds afterwards."""
        assert self._process.stdin is not None
        self._process.stdin.write(words + "\n")
        self._process.stdin.flush()
        kept = []
        while True:
            line = self._lines.get(timeout=_PATIENCE)
            if line["event"] == "look":
                break
            kept.append(line)
        for one in kept:
            self._lines.put(one)
        answer: dict[str, Any] = line["value"]
        return answer

    def wait_for(self, event: str, value: object = None, *, patience: float = _PATIENCE) -> Any:
        """The value of the next *event* (with *value*, if one is given)."""
        while True:
            line = self._lines.get(timeout=patience)
            if line["event"] == event and value in (None, line["value"]):
                return line["value"]

    def press_until(self, key: str, event: str) -> Any:
        """Press *key* until *event* comes, as a person does; its value.

        A busy X server now and then loses a key that comes while a window is painted anew.
        """
        for _ in range(_PRESSES):
            self.keys("key", key)
            try:
                return self.wait_for(event, patience=_PATIENCE / _PRESSES)
            except queue.Empty:
                continue
        raise AssertionError(f"{key} was pressed {_PRESSES} times, and nothing came of it")

    def until(self, condition: Callable[[], bool], tries: int = 400) -> None:
        """Look again until *condition* holds; each look is a round trip to the desk."""
        for _ in range(tries):
            if condition():
                return
            threading.Event().wait(0.05)
        raise AssertionError("what was waited for did not come")

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(json.loads(line))
