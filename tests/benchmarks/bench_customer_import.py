"""A list of 1,000,000 customers into the shop, beside reading the same file."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from tests.benchmarks.file_import import figure, read_cells
from tests.benchmarks.measure import Figure, Stage
from tests.benchmarks.shop import big_shop_file, copy_of

_ROWS, _QUICK_ROWS = 1_000_000, 3_000
_GIVEN = ("Mary", "James", "Linda", "Robert", "Ana", "José", "Wei", "Olga", "Ahmed", "Priya")
_STREETS = ("Oak", "Elm", "Maple", "Cedar", "Pine", "Walnut", "Birch", "Spruce", "Willow", "Ash")
_VOWELS, _CONSONANTS = "aeiou", "bcdfghklmnprstvw"
_STOPPED = 20
"""One in so many wants no e-mail."""


def run(stage: Stage) -> list[Figure]:
    """The list into a shop that has customers already, and once more: then nothing of it is new."""
    rows = _QUICK_ROWS if stage.quick else _ROWS
    source = stage.folder / f"customers-{rows}.csv"
    build_file(source, rows)
    shop = copy_of(big_shop_file(stage), "customer-import.sqlite")
    bare = read_cells(source)
    return [
        figure("customers", what, shop, source, bare)
        for what in ("customers read in", "customers read in once more")
    ]


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
