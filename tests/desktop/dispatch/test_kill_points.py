"""The power cut before and after every commit and every call: one copy for each try, nothing lost.

Takes its seconds: each course is run once for every one of its points.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from desktop.fax.server import FaxFailure
from models.dispatch import DispatchState
from tests.desktop.dispatch.fake_fax_server import DONE, WAITS
from tests.desktop.dispatch.fax_bench import Cut, FaxBench
from tests.desktop.outgoing_papers import dispatch, queue_fax

STATE = DispatchState
MOST_FEW = 20


@dataclass(frozen=True)
class Course:
    """What the server does, and how it ends."""

    plan: tuple[str | FaxFailure, ...]
    end: DispatchState
    tries: int
    tasks: tuple[str, ...] = ()
    is_stopped: bool = False
    reason: str = ""


COURSES = {
    "success": Course((DONE,), STATE.DELIVERED, 1),
    "busy, then success": Course((FaxFailure.BUSY, DONE), STATE.DELIVERED, 2),
    "dropped for good": Course(
        (FaxFailure.DROPPED,) * 2, STATE.GIVEN_UP, 2,
        ("Fax to (909) 555-0142 could not be sent: the line was lost after page 1, 2 times",),
        reason="dropped",
    ),
    "rejected": Course(
        (FaxFailure.REJECTED,), STATE.GIVEN_UP, 1,
        ("Fax to (909) 555-0142 could not be sent: the number does not exist or is barred",),
        reason="rejected",
    ),
    "stopped": Course((WAITS,), STATE.STOPPED, 1, is_stopped=True, reason="stopped"),
}  # fmt: skip


@pytest.mark.parametrize("name", COURSES)
def test_cut_at_every_point(bench: FaxBench, name: str) -> None:
    course, at, cuts = COURSES[name], 0, 1
    while cuts:
        try:
            cuts = run_one(bench, course, at)
        except BaseException as error:
            where = bench.cut.passed[at] if at < len(bench.cut.passed) else "nowhere"
            error.add_note(f"the power was cut at point {at}, {where}")
            raise
        at += 1
    assert at > MOST_FEW, "few points were passed"
    assert bench.tasks() == list(course.tasks) * at, "a task for each, however it was cut"


def run_one(bench: FaxBench, course: Course, at: int) -> int:
    """One fax with one cut at a point; how many came. All is as it would have been without."""
    bench.plan(*course.plan)
    fax = queue_fax(bench.shop)
    bench.cut = Cut(at)
    cuts = bench.run_to_the_end(fax, each_round=stopper(bench, course, fax))
    bench.cut = Cut()
    bench.runner().run_due()  # what is over stays over, and the server is cleaned up
    row, jobs = bench.row(fax), bench.server.jobs()
    assert (row.state, row.tries, row.reason) == (course.end, course.tries, course.reason)
    assert len(jobs) == course.tries, "one copy for each try"
    assert len({job["tag"] for job in jobs}) == course.tries, "a tag for each try"
    assert {job["number"] for job in jobs} == {"9095550142"}
    assert bench.server.kept() == []
    found = dispatch(bench.shop, fax)
    assert (found.tag, found.next_try_at) == ("", None)
    states = bench.states(fax)
    assert states[-1] is course.end
    assert states.count(STATE.DELIVERED) == (course.end is STATE.DELIVERED)
    return cuts


def stopper(bench: FaxBench, course: Course, fax: uuid.UUID) -> Callable[[], None]:
    """A person who wants it back as soon as the server has it."""

    def look() -> None:
        row = bench.row(fax)
        if course.is_stopped and row.state is STATE.SENT and row.can_stop:
            bench.ask_to_stop(fax)

    return look
