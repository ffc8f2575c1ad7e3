"""A print system in memory that keeps the jobs it was given, and a power that can be cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from desktop.dispatch.print_batches import HandOver, PrintBench
from models.session import Database
from tests.desktop.factories import DeskShop
from tests.desktop.printed_letters import texts_of


class PowerCut(BaseException):
    """Nothing runs after this: not even what cleans up, as far as the database is concerned."""


class FakePrinter:
    """Takes jobs.

    Attributes:
        jobs: What each job's pages say.
        titles: What the jobs are called.
        files: Where the file of each job lay.
        trouble: Raised instead of taking the next job.
    """

    def __init__(self) -> None:
        self.jobs: list[list[str]] = []
        self.titles: list[str] = []
        self.files: list[Path] = []
        self.trouble: BaseException | None = None

    def take(self, path: Path, title: str) -> str:
        """The job's name."""
        self.files.append(path)
        if self.trouble is not None:
            trouble, self.trouble = self.trouble, None
            raise trouble
        self.jobs.append(texts_of(path))
        self.titles.append(title)
        return f"laser-{len(self.jobs)}"

    @property
    def letters(self) -> list[str]:
        """Every letter that came out, in order; without the count sheets."""
        return [words for job in self.jobs for words in job if words.startswith("Dear ")]


class Cut:
    """Cuts the power at one of the points that are passed."""

    def __init__(self, at: int | None = None) -> None:
        self.passed: list[str] = []
        self._at = at
        self.is_dead = False

    def point(self, name: str) -> None:
        """Here it may happen; and once it has, nothing goes through any more.

        Raises:
            PowerCut: it happened.
        """
        if self.is_dead or len(self.passed) == self._at:
            self.is_dead = True
            raise PowerCut(name)
        self.passed.append(name)


class CutDatabase(Database):
    """The same database, with a point before and after each commit."""

    def __init__(self, database: Database, cut: Cut) -> None:
        super().__init__(database.url)
        self._cut = cut

    @contextmanager
    def write(self) -> Iterator[Session]:
        """As ever, unless the power fails before the commit or just after it."""
        with super().write() as session:
            yield session
            session.flush()
            self._cut.point("before a commit")
        self._cut.point("after a commit")


def bench_of(
    shop: DeskShop, hand_over: HandOver, *, database: Database | None = None, desk: int = 1
) -> PrintBench:
    """What a batch of the shop is printed with."""
    return PrintBench(database or shop.database, shop.desk(desk), hand_over)


def cut_hand_over(printer: FakePrinter, cut: Cut) -> Callable[[Path, str], str]:
    """The printer, with a point before it has the job and after."""

    def take(path: Path, title: str) -> str:
        cut.point("before the printer")
        job = printer.take(path, title)
        cut.point("after the printer")
        return job

    return take


def no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The print system tells of no jobs."""
    monkeypatch.setattr("desktop.platform.print_jobs.has_print_system", lambda: False)
