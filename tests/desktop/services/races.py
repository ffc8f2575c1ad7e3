"""Running real processes against each other on one database file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.desktop.factories import DeskShop

ROOT = Path(__file__).resolve().parents[3]


def race(shop: DeskShop, *runners: Sequence[object]) -> list[str]:
    """Start one process for each of *runners* (desk, what, values), let them off together.

    Returns what each printed, in the order of *runners*.
    """
    file = shop.database.engine.url.database
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.desktop.services.racer", str(file), *map(str, runner)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            cwd=ROOT,
        )
        for runner in runners
    ]  # fmt: skip
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n", process.communicate(timeout=60)[1]
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        answers = [process.communicate(timeout=60) for process in processes]
    finally:
        for process in processes:
            process.kill()
    assert [errors for _answer, errors in answers] == [""] * len(answers)
    return [answer.strip() for answer, _errors in answers]
