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


def run(stage: Stage) -> list[Figure]:
    """Every page of the gallery; of each kind three where only a look is wanted."""
    if not is_there():
        raise RuntimeError("tesseract is not installed: nobody looks")
    figures, rates = [], {}
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
    table = _table(rates)
    sys.stdout.write(f"\n{table}")
    (stage.folder / "fax_rates.txt").write_text(table, encoding="utf-8")
    return figures


def _table(rates: dict[str, Rates]) -> str:
    lines = [
        _ROW.format(
            "kind", "pages", "numbers", "whole", "one box", "in line", "date, code", "false"
        )
    ]
    for name, r in rates.items():
        others = f"{r.others_whole} of {r.others}"
        lines.append(
            _ROW.format(name, r.pages, r.numbers, r.whole, r.by_one, r.in_line, others, r.false)
        )
    total = [sum(getattr(r, n) for r in rates.values()) for n in ("pages", "numbers", "whole")]
    lines.append(f"\n{total[0]} pages, {total[2]} of {total[1]} numbers covered whole.\n")
    missed = [f"  {name}: {miss}\n" for name, r in rates.items() for miss in r.misses]
    lines += ["Missed:\n", *missed] if missed else ["None was missed.\n"]
    lines.append(
        "One box: no second one touches the number (askew, the next line's may). False: touches "
        "neither number, date nor code.\n"
    )
    return "".join(lines)
