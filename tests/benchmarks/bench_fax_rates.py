"""What the page reader finds on generated pages, by kind, and how long it looks at one."""

from __future__ import annotations

import random
import sys
import time
from itertools import islice

from desktop.fax.finder import look_at
from desktop.fax.tesseract import is_there
from tests.benchmarks.measure import Figure, Samples, Stage
from tests.desktop.fax.gallery import kinds
from tests.desktop.fax.hit_rates import Rates

SEED = 20_261_129
QUICK_PAGES = 3
_ROW = "{:34} {:>5} {:>7} {:>5} {:>7} {:>7} {:>11} {:>5}\n"
_HEADS = _ROW.format(
    "kind", "pages", "numbers", "whole", "one box", "in line", "date, code", "false"
)


def run(stage: Stage) -> list[Figure]:
    """Every page of the gallery; of each kind three where only a look is wanted."""
    if not is_there():
        raise RuntimeError("tesseract is not installed: nobody looks")
    figures, rates = [], {}
    sys.stdout.write(f"\n{_HEADS}")
    for name, pages_of in kinds():
        counted, seconds = Rates(), []
        chance = random.Random(f"{SEED} {name}")
        for page in islice(pages_of(chance), QUICK_PAGES if stage.quick else None):
            started = time.perf_counter()
            look = look_at(page.image, 1, dpi_x=page.size.dpi_x, dpi_y=page.size.dpi_y)
            seconds.append(time.perf_counter() - started)
            counted.add(page, look.boxes)
        if seconds:
            rates[name] = counted
            figures.append(Figure(name, Samples(tuple(seconds))))
            sys.stdout.write(_row(name, counted))  # it takes minutes: one may watch
            sys.stdout.flush()
    end = _summary(rates)
    sys.stdout.write(end)
    table = "".join([_HEADS, *(_row(name, counted) for name, counted in rates.items()), end])
    (stage.folder / "fax_rates.txt").write_text(table, encoding="utf-8")
    return figures


def _row(name: str, r: Rates) -> str:
    others = f"{r.others_whole} of {r.others}"
    return _ROW.format(name, r.pages, r.numbers, r.whole, r.by_one, r.in_line, others, r.false)


def _summary(rates: dict[str, Rates]) -> str:
    pages, numbers, whole = (
        sum(getattr(r, part) for r in rates.values()) for part in ("pages", "numbers", "whole")
    )
    missed = [f"  {name}: {miss}\n" for name, r in rates.items() for miss in r.misses]
    return "".join(
        [
            f"\n{pages} pages, {whole} of {numbers} numbers covered whole.\n",
            *(["Missed:\n", *missed] if missed else ["None was missed.\n"]),
            "One box: no second one touches the number (askew, the next line's may). False: touches "
            "neither number, date nor code.\n",
        ]
    )
