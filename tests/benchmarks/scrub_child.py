"""Scrubs one list in a process of its own, and says how long it took and how large it grew.

`python -m tests.benchmarks.scrub_child MEDIUM DATABASE LIST FOLDER`
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from desktop.exports.scrubbing import ScrubSpec, scrub
from models.channels import Medium
from tests.benchmarks.shop import open_shop


def main() -> None:
    """Scrub, and print one JSON object."""
    medium, shop, source, folder = sys.argv[1:]
    database, desk = open_shop(Path(shop))
    spec = ScrubSpec(
        path=Path(source),
        medium=Medium(medium),
        out=Path(folder) / f"allowed-{medium}.csv",
        rejected=Path(folder) / f"rejected-{medium}.csv",
        purpose="bench",
        replace=True,
    )
    start, on_cpu = time.perf_counter(), time.process_time()
    result = scrub(database, desk, spec)
    told = {
        "seconds": time.perf_counter() - start,
        "on_cpu": time.process_time() - on_cpu,
        "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        "rows": result.rows,
        "rejected": result.rejected,
        "unreadable": result.unreadable,
    }
    sys.stdout.write(json.dumps(told))
    database.close()


if __name__ == "__main__":
    main()
