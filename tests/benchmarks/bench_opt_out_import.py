"""A shop's own list of 200,000 opt-outs into the ledger, beside reading the same file."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.measure import Aim, Figure, Samples, Stage
from tests.benchmarks.scrub_shop import Person
from tests.benchmarks.shop import big_shop_file, copy_of

_ROWS, _QUICK_ROWS = 200_000, 4_000
_SECONDS = 60
"""For all the rows."""


def run(stage: Stage) -> list[Figure]:
    """The list for the first time, and once more: then nothing of it is new."""
    rows = _QUICK_ROWS if stage.quick else _ROWS
    source = stage.folder / f"opt-outs-{rows}.csv"
    build_list(source, rows)
    shop = copy_of(big_shop_file(stage), "opt-out-import.sqlite")
    bare = _read(source)
    most = _SECONDS * rows / _ROWS
    return [
        _figure("read in", shop, source, bare, most),
        _figure("read in once more", shop, source, bare, most),
    ]


def build_list(file: Path, rows: int) -> None:
    """Numbers, e-mail addresses and postal addresses, a third of each."""
    chance = random.Random(rows)
    with file.open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out).writerow
        write(("value", "medium", "topic", "date", "channel", "note"))
        for number in range(rows):
            person, day = Person(number), f"{chance.randint(1, 12)}/{chance.randint(1, 28)}"
            place = person.address
            town = f"{place.city}, {place.state} {place.postal_code}"
            value, medium = (
                (person.phone, "call"),
                (person.email, "e-mail"),
                (f"{place.line1} {place.line2}, {town}", "mail"),
            )[number % 3]
            topic = chance.choice(("", "all", "catalogs", "offers"))
            channel = chance.choice(("phone", "fax", "mail", "e-mail"))
            write((value, medium, topic, f"{day}/{chance.randint(2012, 2025)}", channel, number))


def _figure(what: str, shop: Path, source: Path, bare: Samples, most: float) -> Figure:
    command = [sys.executable, "-m", "tests.benchmarks.import_child", str(shop), str(source)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return Figure(
        f"{told['rows']} rows {what}",
        Samples((told["seconds"],), (told["on_cpu"],)),
        bare,
        Aim(f"{most:g} s", lambda samples: samples.median < most),
        f"{told['peak_kb'] // 1024} MB at most; {told['created']} new in {told['lines']} lines, "
        f"{told['unchanged']} known, {told['refused']} refused",
    )


def _read(source: Path) -> Samples:
    """Reading every cell, with nothing done."""
    start, on_cpu = time.perf_counter(), time.process_time()
    with source.open(encoding="utf-8", newline="") as lines:
        for _row in csv.reader(lines):
            pass
    return Samples((time.perf_counter() - start,), (time.process_time() - on_cpu,))
