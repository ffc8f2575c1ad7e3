"""Reads one of the shop's own files in, in a process of its own; says how long it took and how it grew.

`python -m tests.benchmarks.file_import_child KIND DATABASE FILE`
"""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path

from desktop.imports.files import reading
from desktop.imports.importing import FileKind, FileSpec
from tests.benchmarks.shop import open_shop


def main() -> None:
    """Read it, and print one JSON object."""
    kind, shop, source = sys.argv[1:]
    database, desk = open_shop(Path(shop))
    run = reading(FileKind(kind))
    start, on_cpu = time.perf_counter(), time.process_time()
    done = run(database, replace(desk, may_supervise=True), FileSpec(Path(source)))
    told = {
        "seconds": time.perf_counter() - start,
        "on_cpu": time.process_time() - on_cpu,
        "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        "rows": done.rows,
        "created": done.created,
        "updated": done.updated,
        "unchanged": done.unchanged,
        "refused": done.refused,
    }
    sys.stdout.write(json.dumps(told))
    if done.report is not None:
        done.report.unlink()
    database.close()


if __name__ == "__main__":
    main()
