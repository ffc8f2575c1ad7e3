"""A web store's 100,000 product rows into the catalogue, beside reading the same file."""

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

_ROWS, _QUICK_ROWS = 100_000, 3_000
_ROWS_A_SECOND = 5_000
_MOST_MEGABYTES = 250
_HEADINGS = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name",
    "Option1 Value", "Option2 Name", "Option2 Value", "Variant SKU", "Variant Grams",
    "Variant Inventory Tracker", "Variant Inventory Qty", "Variant Price",
    "Variant Compare At Price", "Variant Requires Shipping", "Variant Taxable", "Variant Barcode",
    "Image Src", "Status",
)  # fmt: skip
_MATERIALS = ("Brass", "Oak", "Cotton", "Glass", "Copper", "Linen", "Clay", "Wool", "Slate", "Cork")
_THINGS = ("Lamp", "Table", "Pillow", "Vase", "Kettle", "Cloth", "Pot", "Rug", "Shelf", "Mat")
_COLORS = ("Red", "Blue", "Green", "Grey", "White")
_SIZES = ("Small", "Medium", "Large")
_PER_PRODUCT = 4
"""Three variants and a further picture."""


def run(stage: Stage) -> list[Figure]:
    """The file for the first time, once more, and with every price changed."""
    rows = _QUICK_ROWS if stage.quick else _ROWS
    source = stage.folder / f"products-{rows}.csv"
    dearer = stage.folder / f"products-{rows}-dearer.csv"
    build_file(source, rows)
    build_file(dearer, rows, dearer_by=100)
    shop = copy_of(big_shop_file(stage), "catalogue-import.sqlite")
    bare = _read(source)
    return [
        _figure("read in", shop, source, bare, rows),
        _figure("read in once more", shop, source, bare, rows),
        _figure("with other prices", shop, dearer, bare, rows),
    ]


def build_file(file: Path, rows: int, *, dearer_by: int = 0) -> None:
    """A Shopify export: products of three variants, with a paragraph of marked-up text each."""
    chance = random.Random(rows)
    with file.open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out).writerow
        write(_HEADINGS)
        for number in range(0, rows, _PER_PRODUCT):
            material, thing = chance.choice(_MATERIALS), chance.choice(_THINGS)
            title, handle = f"{material} {thing} {number}", f"{material}-{thing}-{number}".lower()
            body = (
                f"<p>A {thing.lower()} made of {material.lower()}, for every day &amp; guests.</p>"
            )
            body += "<ul><li>Made by hand</li><li>Washable at 30&deg;</li></ul>"
            first = (title, body, f"{material} Works", thing, f"{material}, Home", "true")
            color = chance.choice(_COLORS)
            for place in range(min(_PER_PRODUCT, rows - number)):
                if place == _PER_PRODUCT - 1:
                    picture = ("https://example.com/b.jpg", "")
                    write((handle, *[""] * (len(_HEADINGS) - 3), *picture))
                    continue
                price = 500 + chance.randint(0, 50_000) + dearer_by
                write((
                    handle, *(first if place == 0 else ("",) * 6), "Color", color, "Size",
                    _SIZES[place], f"SKU-{number * 7919 % rows}-{place}", chance.randint(50, 5000),
                    "shopify", chance.randint(0, 40), f"{price / 100:.2f}", "", "true", "true", "",
                    "https://example.com/a.jpg", "active" if place == 0 else "",
                ))  # fmt: skip


def _figure(what: str, shop: Path, source: Path, bare: Samples, rows: int) -> Figure:
    command = [
        sys.executable, "-m", "tests.benchmarks.file_import_child", "catalogue", str(shop), str(source)
    ]  # fmt: skip
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    megabytes = told["peak_kb"] // 1024
    return Figure(
        f"{told['rows']} rows {what}",
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
