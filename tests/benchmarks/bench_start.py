"""From the start of the process to the first key in the focused field, against one bare line edit."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.measure import Figure, Stage, median_under, of

AIM = median_under(600)
_ROOT = Path(__file__).parents[2]
_SLOWEST = 12
_IMPORT = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \| ( *)(\S+)")
_GIVE_UP_SECONDS = 120


def run(stage: Stage) -> list[Figure]:
    """Warm starts on a practice shop that is there, and what the imports of it take."""
    starts = max(3, stage.rounds // 8)
    with tempfile.TemporaryDirectory(dir=stage.folder, ignore_cleanup_errors=True) as folder:
        _start("desk", folder)  # makes the practice shop
        _start("desk", folder)
        desk, bare = [], []
        for _ in range(starts):
            desk.append(_start("desk", folder))
            bare.append(_start("bare", folder))
    return [Figure("start to first key, warm", of(desk), of(bare), AIM, _imports())]


def _start(what: str, folder: str) -> tuple[float, float]:
    """Seconds until the key was there, and how many of them the process ran.

    Raises:
        AssertionError: the window did not open or did not close.
    """
    command = [sys.executable, "-m", "tests.benchmarks.first_key", what, folder]
    began = time.monotonic()
    told = subprocess.run(
        command,
        cwd=_ROOT,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=_GIVE_UP_SECONDS,
        check=False,
    )
    if told.returncode != 0:
        raise AssertionError(f"the {what} did not start: {told.stderr}")
    facts = json.loads(told.stdout.splitlines()[0])
    return facts["at"] - began, facts["on_cpu"]


def _imports() -> str:
    """The modules whose own bodies take the longest to import."""
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import desktop.bootstrap"],
        cwd=_ROOT,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=_GIVE_UP_SECONDS,
        check=True,
    )
    found = [_IMPORT.match(line) for line in told.stderr.splitlines()]
    took = [(int(hit[1]), hit[4]) for hit in found if hit]
    slowest = sorted(took, reverse=True)[:_SLOWEST]
    words = ", ".join(f"{name} {own / 1000:.0f}" for own, name in slowest)
    whole = sum(own for own, _name in took) / 1000
    return f"{len(took)} imports take {whole:.0f} ms; by themselves, in ms: {words}"


def _environment() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
