"""Turning a page in the redaction window, against Pillow making that page small and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.measure import Figure, Stage, most_under, of

AIM = most_under(30)
_ROOT = Path(__file__).parents[2]
_GIVE_UP_SECONDS = 300


def run(stage: Stage) -> list[Figure]:
    """Pages that are decoded already, as the window has it for those beside the one that is shown."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.page_turns", str(stage.rounds)],
        cwd=_ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=_GIVE_UP_SECONDS,
        check=False,
    )
    if told.returncode != 0:
        raise AssertionError(f"the pages were not turned: {told.stderr}")
    facts = json.loads(told.stdout.splitlines()[-1])
    return [Figure("page turn, three boxes on it", of(facts["turns"]), of(facts["bare"]), AIM)]
