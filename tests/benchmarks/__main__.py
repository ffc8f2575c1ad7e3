"""`make bench`: what the desk costs, as ratios to the bare driver in the same run.

`python -m tests.benchmarks [--quick] [NAME …]`; the names are those of the benches. Nothing fails
here because something is slow: the table says which aims were met, and a person judges.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import traceback
from pathlib import Path

from tests.benchmarks import report
from tests.benchmarks.measure import FULL_ROUNDS, QUICK_ROUNDS, Figure, Stage

BENCHES = (
    "start", "lookup", "orders", "order_search", "gui", "letters", "guard", "reconciliation",
    "fax_pages", "page_turn", "fax_rates", "fax_inbox", "fax_page",
    "suppression_keys", "scrub", "opt_out_import", "opt_out_record", "print_batch",
    "catalogue_import", "customer_import",
)  # fmt: skip
CUSTOMERS = 100_000
QUICK_CUSTOMERS = 5_000


def main() -> int:
    """Take the figures, print them and keep them in the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}")
    parser.add_argument("--quick", action="store_true", help="few rounds, a small shop")
    parser.add_argument("--out", type=Path, default=Path("bench-out"))
    options = parser.parse_args()
    unknown = sorted(set(options.names) - set(BENCHES))
    if unknown:
        parser.error(f"there is no bench called {', '.join(unknown)}")
    options.out.mkdir(parents=True, exist_ok=True)
    stage = Stage(
        folder=options.out.absolute(),
        customers=QUICK_CUSTOMERS if options.quick else CUSTOMERS,
        rounds=QUICK_ROUNDS if options.quick else FULL_ROUNDS,
    )
    figures: dict[str, list[Figure]] = {}
    failed = []
    for name in options.names or BENCHES:
        bench = importlib.import_module(f"tests.benchmarks.bench_{name}")
        try:
            figures[name] = bench.run(stage)
        except Exception:
            traceback.print_exc()
            failed.append(name)
            continue
        sys.stdout.write(f"\n{bench.__doc__}\n\n{report.table(figures[name])}\n")
        for figure in figures[name]:
            if figure.note:
                sys.stdout.write(f"  {figure.what}: {figure.note}\n")
        sys.stdout.flush()
    file = stage.folder / "report.json"
    report.write(file, figures, stage)
    sys.stdout.write(f"\n{report.LEGEND}\nThe report is in {file}.\n")
    if failed:
        sys.stdout.write(f"These did not come to their end: {', '.join(failed)}.\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
