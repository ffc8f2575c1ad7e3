"""Drives the mini desk from a third process with real keys, as a person would."""

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

from desktop.practice.test_cards import keys_for

_ROOT = Path(__file__).parents[3]
_PATIENCE = 40.0


def digits() -> list[str]:
    """The keys of a published test number, one by one."""
    return list(keys_for("mastercard_approved").number)


class DeskDriver:
    """A mini desk on an X server, and xdotool beside it."""

    def __init__(self, display: str, *, origin: str, script_url: str) -> None:
        self._environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.card_entry.mini_desk", origin, script_url],
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
        self.wait_for("state", "started")
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

    def start_keys(self, *arguments: str) -> subprocess.Popen[bytes]:
        """The same without waiting for its end."""
        return subprocess.Popen(["xdotool", *arguments], env=self._environment)

    def selection(self, name: str) -> str:
        """What another X client reads from a selection; empty when nobody owns it."""
        asked = subprocess.run(
            ["xclip", "-o", "-selection", name],
            env=self._environment,
            capture_output=True,
            check=False,
            text=True,
            timeout=10,
        )
        return asked.stdout if asked.returncode == 0 else ""

    def own_selection(self, name: str, text: str) -> None:
        """Have another X client own a selection, and see that it does."""
        subprocess.run(
            ["xclip", "-i", "-selection", name],
            env=self._environment,
            input=text,
            text=True,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.until(lambda: self.selection(name) == text)

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
        return self._ask("look")

    def focus(self, name: str) -> None:
        """Give the focus to one of the desk's widgets."""
        self._ask(f"focus {name}")

    def move(self, x: int, y: int) -> dict[str, Any]:
        """Move the desk's window."""
        return self._ask(f"move {x} {y}")

    def wait_for(self, event: str, value: object = None, seconds: float = _PATIENCE) -> Any:
        """The value of the next *event* (with *value*, if one is given)."""
        while True:
            line = self._lines.get(timeout=seconds)
            if line["event"] == event and value in (None, line["value"]):
                return line["value"]

    def until(self, condition: Callable[[], bool], tries: int = 400) -> None:
        """Look again until *condition* holds; each look is a round trip to the desk."""
        for _ in range(tries):
            if condition():
                return
            threading.Event().wait(0.05)
        raise AssertionError("what was waited for did not come")

    def _ask(self, words: str) -> dict[str, Any]:
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

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(json.loads(line))
