"""Reads one list of opt-outs in, in a process of its own; says how long it took and how large it grew.

`python -m tests.benchmarks.import_child DATABASE LIST`
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from desktop.imports.opt_out_list import ImportSpec, run
from tests.benchmarks.shop import open_shop


def main() -> None:
    """Read it, and print one JSON object."""
    shop, source = sys.argv[1:]
    database, desk = open_shop(Path(shop))
    start, on_cpu = time.perf_counter(), time.process_time()
    done = run(database, desk, ImportSpec(Path(source)))
    told = {
        "seconds": time.perf_counter() - start,
        "on_cpu": time.process_time() - on_cpu,
        "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        "rows": done.rows,
        "created": done.created,
        "unchanged": done.unchanged,
        "refused": done.refused,
        "lines": done.lines,
    }
    sys.stdout.write(json.dumps(told))
    if done.report is not None:
        done.report.unlink()
    database.close()


if __name__ == "__main__":
    main()
