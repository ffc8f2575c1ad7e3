"""What all benches share: taking samples, ours and the bare driver's in turn, and what they mean."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Samples:
    """Seconds, one per round: by the clock, and of them on the CPU."""

    seconds: tuple[float, ...]
    on_cpu: tuple[float, ...] = ()
    """Empty where another process did the work."""

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.seconds)

    @property
    def most(self) -> float:
        """The 95th percentile: 95 in 100 rounds took no longer (of fewer than 20, the longest)."""
        ordered = sorted(self.seconds)
        return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]

    @property
    def cpu(self) -> Samples | None:
        """The same rounds without the waiting: for a disk, or for other programs on this machine."""
        return Samples(self.on_cpu) if self.on_cpu else None


@dataclass(frozen=True)
class Aim:
    """What is aimed at, in words, and whether samples meet it."""

    words: str
    met_by: Callable[[Samples], bool]


def most_under(milliseconds: float) -> Aim:
    """95 of 100 rounds shorter than *milliseconds*."""
    return Aim(f"95 % < {milliseconds:g} ms", lambda samples: samples.most < milliseconds / 1000)


def median_under(milliseconds: float) -> Aim:
    """The median shorter than *milliseconds*."""
    return Aim(f"median < {milliseconds:g} ms", lambda s: s.median < milliseconds / 1000)


def per_second(count: int) -> Aim:
    """At least *count* a second, by the median."""
    return Aim(f"{count} a second", lambda samples: samples.median * count <= 1)


@dataclass(frozen=True)
class Figure:
    """One line of the report. *bare* is what the same work costs without us, in the same run."""

    what: str
    ours: Samples
    bare: Samples | None = None
    aim: Aim | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Our median by the bare driver's."""
        return self.ours.median / self.bare.median if self.bare else None

    @property
    def met(self) -> bool | None:
        """Whether the aim was met; None where there is none."""
        return self.aim.met_by(self.ours) if self.aim else None

    @property
    def met_on_cpu(self) -> bool | None:
        """Whether the aim would be met with nothing to wait for; None where that is not known."""
        cpu = self.ours.cpu
        return self.aim.met_by(cpu) if self.aim and cpu else None

    def facts(self) -> dict[str, object]:
        """The line as it stands in the report."""
        return {
            "what": self.what,
            "median_s": self.ours.median,
            "percentile_95_s": self.ours.most,
            "cpu_median_s": self.ours.cpu.median if self.ours.cpu else None,
            "longest_s": max(self.ours.seconds),
            "rounds": len(self.ours.seconds),
            "bare_median_s": self.bare.median if self.bare else None,
            "ratio": self.ratio,
            "aim": self.aim.words if self.aim else None,
            "met": self.met,
            "met_on_cpu": self.met_on_cpu,
            "note": self.note,
        }


@dataclass(frozen=True)
class Stage:
    """Where a bench works, and how thoroughly."""

    folder: Path
    """Kept between runs, so that the big shop need not be made each time."""
    customers: int
    rounds: int
    """How often a thing of some milliseconds is done."""

    @property
    def quick(self) -> bool:
        """Only a look whether all of it runs."""
        return self.rounds < FULL_ROUNDS


FULL_ROUNDS = 120
QUICK_ROUNDS = 20
_WARM_UP = 5


def in_turn(
    ours: Callable[[T], object], bare: Callable[[T], object], inputs: Sequence[T], rounds: int
) -> tuple[Samples, Samples]:
    """Seconds of both on the same inputs, one after the other, so that noise falls on both."""
    mine, theirs = [], []
    for turn in range(rounds + _WARM_UP):
        value = inputs[turn % len(inputs)]
        mine.append(taken_by(partial(ours, value)))
        theirs.append(taken_by(partial(bare, value)))
    return of(mine[_WARM_UP:]), of(theirs[_WARM_UP:])


def taken_by(work: Callable[[], object]) -> tuple[float, float]:
    """How many seconds *work* takes, by the clock and on the CPU."""
    began, ran = time.perf_counter(), time.thread_time()
    work()
    return time.perf_counter() - began, time.thread_time() - ran


def of(taken: Iterable[tuple[float, float]]) -> Samples:
    """Samples of what `taken_by` gave."""
    taken = list(taken)
    return Samples(tuple(clock for clock, _ in taken), tuple(ran for _, ran in taken))
