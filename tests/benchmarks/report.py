"""The table and the file that `make bench` leaves."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.measure import Figure, Stage

_HEADS = ("what", "median", "95 %", "on CPU", "bare", "ratio", "aim", "")
LEGEND = (
    "Medians by the clock; 'on CPU' is the part of it without waiting for the disk or for other "
    "programs.\n'Missed by waiting': on the CPU alone the aim is met."
)
_LEFT_BOUND = (0, 6, 7)


def table(figures: Iterable[Figure]) -> str:
    """The figures as lines of text, columns under one another."""
    rows = [_HEADS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEADS))]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    first, *others = (
        cell.ljust(width) if place in _LEFT_BOUND else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join((first, *others)).rstrip()


def _row(figure: Figure) -> tuple[str, ...]:
    return (
        figure.what,
        _time(figure.ours.median),
        _time(figure.ours.most),
        _time(figure.ours.cpu.median) if figure.ours.cpu else "",
        _time(figure.bare.median) if figure.bare else "",
        f"{figure.ratio:.1f}" if figure.ratio is not None else "",
        figure.aim.words if figure.aim else "",
        _verdict(figure),
    )


def _verdict(figure: Figure) -> str:
    if figure.met is None:
        return ""
    if figure.met:
        return "met"
    return "missed by waiting" if figure.met_on_cpu else "MISSED"


def _time(seconds: float) -> str:
    if seconds < 0.0001:
        return f"{seconds * 1_000_000:.2f} us"
    return f"{seconds * 1000:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"


def write(file: Path, figures: Mapping[str, list[Figure]], stage: Stage) -> None:
    """Keep the figures as JSON, with what they were taken on."""
    facts = {
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "system": platform.platform(),
            "python": platform.python_version(),
            "processors": os.cpu_count(),
            "load": list(os.getloadavg()) if hasattr(os, "getloadavg") else None,
        },
        "customers": stage.customers,
        "benches": {name: [f.facts() for f in those] for name, those in figures.items()},
    }
    file.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
