"""A list of 1,000,000 customers into the shop, beside reading the same file."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.measure import Aim, Figure, Samples, Stage
from tests.benchmarks.shop import big_shop_file, copy_of

_ROWS, _QUICK_ROWS = 1_000_000, 3_000
_ROWS_A_SECOND = 5_000
_MOST_MEGABYTES = 250
_GIVEN = ("Mary", "James", "Linda", "Robert", "Ana", "José", "Wei", "Olga", "Ahmed", "Priya")
_STREETS = ("Oak", "Elm", "Maple", "Cedar", "Pine", "Walnut", "Birch", "Spruce", "Willow", "Ash")
_VOWELS, _CONSONANTS = "aeiou", "bcdfghklmnprstvw"
_STOPPED = 20
"""One in so many wants no e-mail."""


def run(stage: Stage) -> list[Figure]:
    """The list into a shop that has customers already."""
    rows = _QUICK_ROWS if stage.quick else _ROWS
    source = stage.folder / f"customers-{rows}.csv"
    build_file(source, rows)
    shop = copy_of(big_shop_file(stage), "customer-import.sqlite")
    return [_figure(shop, source, _read(source), rows)]


def build_file(file: Path, rows: int) -> None:
    """People with a number, a fax for every fourth, an e-mail address and a street."""
    chance = random.Random(rows)
    with file.open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out).writerow
        write((
            "First name", "Last name", "Company", "Street", "City", "State", "ZIP", "Phone", "Fax",
            "E-mail", "Newsletter opt in",
        ))  # fmt: skip
        for number in range(rows):
            family = "".join(
                chance.choice(_CONSONANTS) + chance.choice(_VOWELS) for _ in range(3)
            ).title()
            area, line = 201 + number % 700, number // 700
            write((
                chance.choice(_GIVEN), family, f"{family} Works" if number % 3 == 0 else "",
                f"{1 + number % 9899} {chance.choice(_STREETS)} St", "Reno", "NV",
                89_500 + number % 400, f"{area}-{300 + line // 10_000}-{line % 10_000:04d}",
                f"{area}-{500 + line // 10_000}-{line % 10_000:04d}" if number % 4 == 0 else "",
                f"{family.lower()}.{number}@example.com",
                "no" if number % _STOPPED == 0 else "yes",
            ))  # fmt: skip


def _figure(shop: Path, source: Path, bare: Samples, rows: int) -> Figure:
    command = [
        sys.executable, "-m", "tests.benchmarks.file_import_child", "customers", str(shop), str(source)
    ]  # fmt: skip
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    megabytes = told["peak_kb"] // 1024
    return Figure(
        f"{told['rows']} customers read in",
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


def _read(source: Path) -> Samples:
    """Reading every cell, with nothing done."""
    start, on_cpu = time.perf_counter(), time.process_time()
    with source.open(encoding="utf-8", newline="") as lines:
        for _row in csv.reader(lines):
            pass
    return Samples((time.perf_counter() - start,), (time.process_time() - on_cpu,))
