"""The report beside a file: what became of every row, those that need a look first."""

from __future__ import annotations

import contextlib
import heapq
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from desktop.errors import WorldError
from desktop.exports.csv_file import csv_row
from desktop.imports.importing import FileResult, Outcome
from models import card_guard

_HEADINGS = ("line", "outcome", "reason")
_OUTCOMES = tuple(Outcome)
_PLACE_OF = {outcome: place for place, outcome in enumerate(_OUTCOMES)}
_MOST_NAMES = 1000


class RowReport:
    """Keeps account of a file's rows in a few bytes each, and writes the report.

    Reasons are our own words; what stands in the file is never repeated, for it may hold anything.
    """

    def __init__(self) -> None:
        self._lines = array("Q")
        self._outcomes = array("B")
        self._reasons: dict[tuple[str, ...], int] = {(): 0}
        self._told = array("I")
        self._how_often: Counter[str] = Counter()
        self._notes: tuple[str, ...] = ()
        self._saved: Path | None = None

    def add(self, line: int, outcome: Outcome, told: Sequence[str] = ()) -> None:
        """Note what became of the row that begins in *line*, and why."""
        self._lines.append(line)
        self._outcomes.append(_PLACE_OF[outcome])
        self._told.append(self._reasons.setdefault(tuple(told), len(self._reasons)))
        if told:
            self._how_often.update(told)

    def note(self, words: Sequence[str]) -> None:
        """Tell something of every row that was taken, once and not in each."""
        self._notes = tuple(words)

    def save(self, file: Path) -> Path | None:
        """Write it beside *file* under a name that is free; None where there was no row.

        Raises:
            WorldError: it cannot be written.
        """
        if not self._lines:
            return None
        stem = "file" if card_guard.looks_like_card(file.stem) else file.stem
        for number in range(1, _MOST_NAMES):
            ending = ".report.csv" if number == 1 else f".report-{number}.csv"
            path = file.with_name(stem + ending)
            try:
                self._write(path)
            except FileExistsError:
                continue
            except OSError as error:
                self.discard()
                raise WorldError(
                    "The report cannot be written beside the file, so nothing was recorded: "
                    f"{error.strerror or type(error).__name__}. Copy the file into a folder of your "
                    "own and read it there."
                ) from error
            return path
        raise WorldError(
            "There are too many reports beside this file. Move them away and try again."
        )

    def discard(self) -> None:
        """Take the report away again: what it tells of did not come to be."""
        if self._saved is not None:
            with contextlib.suppress(OSError):  # such as on a stick that was pulled out
                self._saved.unlink(missing_ok=True)

    def result(self, report: Path | None) -> FileResult:
        """What became of the file, its report being *report*."""
        counts = Counter(self._outcomes)
        created, updated, unchanged, refused = (counts[at] for at in range(len(_OUTCOMES)))
        taken = created + updated + unchanged
        told = dict.fromkeys(self._notes, taken) if taken else {}
        told |= dict(self._how_often.most_common())
        return FileResult(created, updated, unchanged, refused, told, report)

    def _write(self, path: Path) -> None:
        with path.open("x", encoding="utf-8-sig", newline="") as file:
            self._saved = path
            file.write(csv_row(_HEADINGS))
            file.writelines(csv_row(("", "note", words)) for words in self._notes)
            for wanted in (True, False):
                file.writelines(self._rows(with_told=wanted))

    def _rows(self, *, with_told: bool) -> Iterator[str]:
        """Those with something to tell, then the others, each in the order of the file."""
        reasons = [" ".join(told) for told in self._reasons]
        ends: dict[tuple[int, int], str] = {}
        for at in self._in_order():
            outcome, told = self._outcomes[at], self._told[at]
            if bool(told) is with_told:
                end = ends.get((outcome, told))
                if end is None:
                    end = csv_row((_OUTCOMES[outcome].value, reasons[told]))
                    ends[outcome, told] = end
                yield f'"{self._lines[at]}",{end}'

    def _in_order(self) -> Iterable[int]:
        """The places of the rows by their lines; they came in few runs of that order, mostly in one."""
        lines = self._lines
        begins = [at for at, (one, other) in enumerate(pairwise(lines), 1) if other < one]
        runs = [range(*ends) for ends in pairwise((0, *begins, len(lines)))]
        return heapq.merge(*runs, key=lines.__getitem__) if begins else runs[0]
