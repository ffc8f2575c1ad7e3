"""Ten thousand letters printed in one batch, against reading their bytes and writing them to a file.

Making letters is measured apart: a letter is made once, when it is queued, and a batch prints what is
stored. The batch is one of the shop's whole steps: it is begun, its file is made with a count sheet, it
is handed to a printer that takes it at once, and it is answered for. It runs in a process of its own, so
that its memory is its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.measure import Figure, Samples, Stage, per_second

LETTERS, QUICK_LETTERS = 10_000, 300
ROUNDS = 3
AIM = per_second(250)


def run(stage: Stage) -> list[Figure]:
    """A letter made, and a letter of the batch; seconds are for one letter."""
    count = QUICK_LETTERS if stage.quick else LETTERS
    rounds = 1 if stage.quick else ROUNDS
    file = stage.folder / "print-batch.sqlite"
    made = _told("make", file, count, 1)
    told = _told("print", file, count, rounds)
    note = (
        f"{count:,} letters of {told['stored'][0] / count / 1000:.0f} KB in a file of "
        f"{told['file'][0] / 1e6:.0f} MB; {told['growth'][0]:.0f} MB more memory"
    )
    return [
        Figure("opt-out letter made", _samples(made, "letter")),
        Figure("letter of a batch", _samples(told, "batch"), _samples(told, "bare"), AIM, note),
        Figure("letter answered for", _samples(told, "answer")),
    ]


def _samples(told: dict[str, list[float]], name: str) -> Samples:
    return Samples(tuple(told[name]), tuple(told.get(f"{name}_cpu", ())))


def _told(what: str, file: Path, count: int, rounds: int) -> dict[str, list[float]]:
    arguments = [what, str(file), str(count), str(rounds)]
    answer = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.batch_printing", *arguments],
        stdout=subprocess.PIPE,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    found: dict[str, list[float]] = json.loads(answer.stdout)
    return found
