"""A desk in a process of its own that is searched for a card number while it works."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.paths import DataFolder
from tests.journeys.patience import until

ROOT = Path(__file__).parents[2]


class Hunt:
    """The hunter, and the desk that it started in a world of its own under *place*."""

    def __init__(self, *, place: Path, card: str) -> None:
        self.card = card
        self._place = place
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.hunter"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def start(self, folder: DataFolder, *script: str, **environment: str) -> int:
        """Start the desk, which plays *script*; its process id.

        Everything that it and its children write goes under *place*.
        """
        for name in ("home", "tmp", "run"):
            (self._place / name).mkdir(mode=0o700)
        own = {
            "HOME": str(self._place / "home"),
            "TMPDIR": str(self._place / "tmp"),
            "XDG_RUNTIME_DIR": str(self._place / "run"),
            "XDG_CONFIG_HOME": str(self._place / "home" / "config"),
            "XDG_DATA_HOME": str(self._place / "home" / "share"),
            "XDG_CACHE_HOME": str(self._place / "home" / "cache"),
        }
        told = [str(folder.root), str(self._place / "out"), *script]
        argv = [sys.executable, "-m", "tests.journeys.desk_child", *told]
        return int(self.ask("start", argv=argv, environment={**own, **environment}))

    def hear(self, event: str) -> dict[str, Any]:
        """What the desk says next, which is *event*."""
        said: dict[str, Any] = self.ask("hear")
        assert said.get("event") == event
        return said

    def ask(self, question: str, **options: Any) -> Any:
        """Ask the hunter; skip the test where this user may not look into processes."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({"do": question, "with": options}), file=self._process.stdin, flush=True)
        answer = json.loads(self._process.stdout.readline())
        if "unreadable" in answer:
            pytest.skip("this user may not read the memory of its own processes")
        assert "failed" not in answer, f"{question}: {answer.get('failed')}"
        return answer["answer"]

    def count_in_desk(self) -> int:
        """How often the number is in the workspace's memory."""
        return int(self.ask("search_program", card=self.card))

    def wait_for_renderer(self, card_window: int) -> None:
        """Wait until the number is in the card window's renderer: the search finds it there."""
        until(lambda: self.is_in(card_window))

    def is_in(self, card_window: int) -> bool:
        """Whether it is there now."""
        return bool(self.ask("found_in_window", card=self.card, window=card_window))

    def count_in_files(self) -> dict[str, int]:
        """How often it is in what the run wrote, and how much that is."""
        found: dict[str, int] = self.ask("search_files", card=self.card, roots=[str(self._place)])
        return found

    def close(self) -> None:
        """End the hunter."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()
