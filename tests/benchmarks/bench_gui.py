"""The longest single event of the GUI thread while the demo plays, against one bare line edit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.benchmarks.measure import Aim, Figure, Stage, of

AIM = Aim("longest < 50 ms", lambda samples: samples.median < 0.05)
_ROOT = Path(__file__).parents[2]
_TOLD = 6
_CLOSE = "Close"
_GIVE_UP_SECONDS = 300


def run(stage: Stage) -> list[Figure]:
    """The longest event of each play: the median of plays counts, for another program may interrupt."""
    plays = 1 if stage.quick else 5
    desk, bare = [], []
    for _ in range(plays):
        with tempfile.TemporaryDirectory(dir=stage.folder, ignore_cleanup_errors=True) as folder:
            desk.append(_play(str(Path(folder) / "demo")))
        bare.append(_play("bare"))
    note = f"the busiest and the longest events of the last play:{_words_for(desk[-1])}"
    return [
        Figure(
            f"longest event of {desk[0]['events']}",
            of(_longest(facts) for facts in desk),
            of(_longest(facts) for facts in bare),
            AIM,
            note,
        ),
        Figure("closing the window", of(_closing(facts) for facts in desk)),
    ]


def _play(where: str) -> dict[str, Any]:
    told = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.gui_events", where],
        cwd=_ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=_GIVE_UP_SECONDS,
        check=False,
    )
    if told.returncode != 0:
        raise AssertionError(f"the play did not come to its end: {told.stderr}")
    facts: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return facts


def _longest(facts: dict[str, Any]) -> tuple[float, float]:
    longest = next(event for event in facts["longest"] if event["kind"] != _CLOSE)
    busiest = next(event for event in facts["busiest"] if event["kind"] != _CLOSE)
    return longest["seconds"], busiest["on_cpu"]


def _closing(facts: dict[str, Any]) -> tuple[float, float]:
    """The one event after which nobody waits for the window: it ends the children."""
    found = (event for event in facts["longest"] if event["kind"] == _CLOSE)
    event = next(found, {"seconds": 0.0, "on_cpu": 0.0})
    return event["seconds"], event["on_cpu"]


def _words_for(facts: dict[str, Any]) -> str:
    return "".join(
        f"\n    {event['seconds'] * 1000:.0f} ms, {event['on_cpu'] * 1000:.0f} on CPU: "
        f"{event['kind']} to {event['receiver']}"
        f"{', in ' + event['inside'] if event['inside'] else ''}"
        for event in (*facts["busiest"][:_TOLD], *facts["longest"][:_TOLD])
    )
