"""From a key to the painted list, at 1,000,000 customers and 100,000 items, against one line edit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from desktop.paths import DataFolder
from tests.benchmarks.lookup_shop import lookup_shop_file
from tests.benchmarks.measure import Figure, Samples, Stage, most_under, of

AIM = most_under(50)
_ROOT = Path(__file__).parents[2]
_GIVE_UP_SECONDS = 300


def run(stage: Stage) -> list[Figure]:
    """Every key of some names, numbers and items; the next waits for the answer to the last."""
    shop = lookup_shop_file(stage)
    with tempfile.TemporaryDirectory(dir=stage.folder, ignore_cleanup_errors=True) as name:
        practice = DataFolder(Path(name)).practice
        practice.create()
        shutil.copyfile(shop, practice.database)
        told = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.first_results", name],
            cwd=_ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=_GIVE_UP_SECONDS,
            check=False,
        )
    if told.returncode != 0:
        raise AssertionError(f"the answers were not painted: {told.stderr}")
    facts = json.loads(told.stdout.splitlines()[-1])
    return [_figure(what, facts[what], facts["bare"]) for what in ("callers", "items")]


def _figure(what: str, keys: list[Any], bare: list[Any]) -> Figure:
    slowest = sorted(keys, reverse=True)[:5]
    told = ", ".join(f"{text!r} {seconds * 1000:.0f} ms" for seconds, _cpu, text in slowest)
    return Figure(
        f"{what}, {len(keys)} keys", _samples(keys), _samples(bare), AIM, f"the slowest: {told}"
    )


def _samples(keys: list[Any]) -> Samples:
    return of((seconds, on_cpu) for seconds, on_cpu, _text in keys)
