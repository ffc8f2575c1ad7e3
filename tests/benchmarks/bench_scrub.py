"""A marketing list against the opt-outs, for each medium, beside reading and writing the same file."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from pathlib import Path

from models.channels import Medium
from tests.benchmarks import scrub_shop
from tests.benchmarks.measure import Aim, Figure, Samples, Stage

_ROWS, _OPT_OUTS = 1_000_000, 200_000
_QUICK_ROWS, _QUICK_OPT_OUTS = 20_000, 4_000
_SECONDS = {Medium.EMAIL: 5, Medium.CALL: 15, Medium.POST: 60}
"""For a million rows."""
_MOST_MEGABYTES = 250


def run(stage: Stage) -> list[Figure]:
    """One figure for each medium, with the most memory that it took."""
    rows = _QUICK_ROWS if stage.quick else _ROWS
    opt_outs = _QUICK_OPT_OUTS if stage.quick else _OPT_OUTS
    source, shop = stage.folder / f"scrub-{rows}.csv", stage.folder / f"scrub-{rows}.sqlite"
    if not source.exists() or not shop.exists():
        shop.unlink(missing_ok=True)
        scrub_shop.build_list(source, rows)
        scrub_shop.build_shop(shop, opt_outs, rows)
    bare = _copied(source, stage.folder / "scrub-bare.csv")
    return [_figure(medium, shop, source, stage.folder, bare, rows) for medium in _SECONDS]


def _figure(
    medium: Medium, shop: Path, source: Path, folder: Path, bare: Samples, rows: int
) -> Figure:
    command = [sys.executable, "-m", "tests.benchmarks.scrub_child", medium.value]
    done = subprocess.run(
        [*command, str(shop), str(source), str(folder)], check=True, capture_output=True
    )
    told = json.loads(done.stdout)
    most = _SECONDS[medium] * rows / _ROWS
    megabytes = told["peak_kb"] // 1024
    enough = "under" if megabytes < _MOST_MEGABYTES else "NOT under"
    return Figure(
        f"{told['rows']} rows for {medium.value}",
        Samples((told["seconds"],), (told["on_cpu"],)),
        bare,
        Aim(f"{most:g} s", lambda samples: samples.median < most),
        f"{megabytes} MB at most, {enough} {_MOST_MEGABYTES}; {told['rejected']} rejected, "
        f"{told['unreadable']} of them unreadable",
    )


def _copied(source: Path, target: Path) -> Samples:
    """Reading every cell and writing it again, with nothing looked up."""
    start, on_cpu = time.perf_counter(), time.process_time()
    with (
        source.open(encoding="utf-8", newline="") as lines,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        csv.writer(out).writerows(csv.reader(lines))
    return Samples((time.perf_counter() - start,), (time.process_time() - on_cpu,))
