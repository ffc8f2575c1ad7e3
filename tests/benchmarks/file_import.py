"""How fast a file of the shop's own comes in, and how much memory that takes, beside reading it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.measure import Aim, Figure, Samples

_ROWS_A_SECOND = 5_000
_MOST_MEGABYTES = 250


def figure(kind: str, what: str, shop: Path, source: Path, bare: Samples) -> Figure:
    """Have the file *source* of *kind* read into *shop* by a process of its own."""
    command = [
        sys.executable, "-m", "tests.benchmarks.file_import_child", kind, str(shop), str(source)
    ]  # fmt: skip
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    rows, megabytes = told["rows"], told["peak_kb"] // 1024
    return Figure(
        f"{rows} {what}",
        Samples((told["seconds"],), (told["on_cpu"],)),
        bare,
        Aim(
            f"{_ROWS_A_SECOND} rows/s, < {_MOST_MEGABYTES} MB",
            lambda s: rows / s.median >= _ROWS_A_SECOND and megabytes < _MOST_MEGABYTES,
        ),
        f"{rows / told['seconds']:,.0f} rows/s by the clock, {rows / told['on_cpu']:,.0f} on the CPU; "
        f"{megabytes} MB at most; {told['created']} created, {told['updated']} updated, "
        f"{told['unchanged']} unchanged, {told['refused']} refused",
    )


def read_cells(source: Path) -> Samples:
    """Reading every cell, with nothing done."""
    start, on_cpu = time.perf_counter(), time.process_time()
    with source.open(encoding="utf-8", newline="") as lines:
        for _row in csv.reader(lines):
            pass
    return Samples((time.perf_counter() - start,), (time.process_time() - on_cpu,))
