"""The dispatch runner: the way of a fax, back-off, giving up, taking back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.dispatch.outgoing import Failed
from desktop.fax.server import FaxFailure
from models.audit import AuditEntry
from models.dispatch import DispatchState
from models.person_task import PersonTask, PersonTaskKind
from tests.desktop.dispatch.fake_fax_server import DONE, REFUSED, WAITS
from tests.desktop.dispatch.fax_bench import ROUND, FaxBench, queue_faxes, set_row
from tests.desktop.outgoing_papers import FAX_PDF, dispatch, queue_email, queue_fax, store_paper

STATE = DispatchState
BUSY = FaxFailure.BUSY


# Its way ----------------------------------------------------------------------------------------


def test_a_fax_goes_its_way_page_by_page(bench: FaxBench) -> None:
    bench.plan(DONE)
    fax, runner = queue_fax(bench.shop), bench.runner()
    seen = []
    for _ in range(5):
        changed = runner.run_due()
        row = bench.row(fax)
        seen.append((changed, row.state, row.pages_sent, row.tries))
        bench.shop.clock.advance(ROUND)
    assert seen == [
        (1, STATE.SENT, 0, 1),
        (0, STATE.SENT, 0, 1),
        (1, STATE.SENT, 1, 1),
        (1, STATE.SENT, 2, 1),
        (1, STATE.DELIVERED, 2, 1),
    ]
    assert runner.run_due() == 0
    row = bench.row(fax)
    assert (row.state_at, row.pages) == (bench.shop.clock.now() - ROUND, 2)
    assert bench.states(fax) == [STATE.SENDING, STATE.SENT, STATE.DELIVERED]
    (job,) = bench.server.jobs()
    assert (job["number"], job["size"]) == ("9095550142", len(FAX_PDF) + 4)
    assert (dispatch(bench.shop, fax).job, bench.server.kept()) == ("1", [])
    with bench.shop.database.read() as session:
        kinds = list(session.scalars(select(AuditEntry.kind).order_by(AuditEntry.sequence)))
    assert kinds[-2:] == ["dispatch_queued", "dispatch_delivered"]


def test_one_after_the_other_the_oldest_first(bench: FaxBench) -> None:
    faxes = queue_faxes(bench.shop, 3)
    bench.runner().run_due()
    tags = [dispatch(bench.shop, fax).tag for fax in faxes]
    assert [job["tag"] for job in bench.server.jobs()] == tags


def test_nothing_is_left_to_a_route_that_is_not_there(bench: FaxBench) -> None:
    email = queue_email(bench.shop)
    assert bench.runner().run_due() == 0
    assert bench.row(email).state is STATE.QUEUED


# Failures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("failure", "minutes", "tries"),
    [
        (FaxFailure.BUSY, 3, 1),
        (FaxFailure.NO_ANSWER, 10, 1),
        (FaxFailure.DROPPED, 2, 1),
        (FaxFailure.NOT_A_FAX, 30, 1),
        (FaxFailure.NO_LINE, 5, 0),
        (FaxFailure.UNKNOWN, 10, 1),
    ],
)
def test_it_waits_as_long_as_the_reason_wants(
    bench: FaxBench, failure: FaxFailure, minutes: int, tries: int
) -> None:
    bench.plan(failure, DONE)
    fax, runner = queue_fax(bench.shop), bench.runner()
    for _ in range(3):
        runner.run_due()
    row = bench.row(fax)
    again = bench.shop.clock.now() + timedelta(minutes=minutes)
    assert (row.state, row.reason, row.next_try_at) == (STATE.QUEUED, failure.value, again)
    assert (row.failure, row.tries) == (f"it was {failure.value}", tries)
    bench.shop.clock.advance(timedelta(minutes=minutes) - timedelta(seconds=1))
    assert runner.run_due() == 0
    bench.shop.clock.advance(timedelta(seconds=1))
    assert runner.run_due() == 1
    assert (bench.row(fax).state, bench.row(fax).tries) == (STATE.SENT, tries + 1)


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (FaxFailure.REJECTED, "the number does not exist or is barred"),
        (FaxFailure.SERVER, "the fax server could not work with it"),
        (FaxFailure.STOPPED, "somebody took it off the fax server"),
        (REFUSED, "the fax server could not work with it"),
    ],
)
def test_what_no_later_try_mends_is_a_persons_at_once(
    bench: FaxBench, failure: FaxFailure | str, words: str
) -> None:
    bench.plan(failure)
    order, _placed = bench.shop.placed()
    fax = queue_fax(bench.shop, store_paper(bench.shop, order.id))
    bench.run_to_the_end(fax)
    assert (bench.row(fax).state, bench.row(fax).tries) == (STATE.GIVEN_UP, 1)
    with bench.shop.database.read() as session:
        task = session.scalars(select(PersonTask)).one()
        assert (task.kind, task.words) == (
            PersonTaskKind.GIVEN_UP_FAX, f"Fax to (909) 555-0142 could not be sent: {words}",
        )  # fmt: skip
        assert (task.owner_id, task.due_at) == (bench.shop.agents[0], bench.shop.clock.now())
        assert (task.order_id, task.dispatch_id, task.customer_id) == (
            order.id, fax, order.customer_id,
        )  # fmt: skip


def test_busy_until_it_is_given_up(bench: FaxBench) -> None:
    bench.set_settings(tries=5)
    bench.plan(*[BUSY] * 9)
    fax = queue_fax(bench.shop)
    bench.run_to_the_end(fax)
    row = bench.row(fax)
    assert (row.state, row.tries, len(bench.server.jobs())) == (STATE.GIVEN_UP, 5, 5)
    assert bench.tasks() == ["Fax to (909) 555-0142 could not be sent: the line was busy 5 times"]
    assert row.task_id is not None


def test_our_own_line_is_tried_for_a_day_and_then_a_person_knows(bench: FaxBench) -> None:
    bench.plan(*[FaxFailure.NO_LINE] * 400)
    fax = queue_fax(bench.shop)
    set_row(bench.shop, fax, created_at=bench.shop.clock.now() - timedelta(hours=23, minutes=50))
    bench.run_to_the_end(fax)
    assert (bench.row(fax).state, bench.row(fax).tries) == (STATE.GIVEN_UP, 0)
    assert len(bench.server.jobs()) in (2, 3)
    assert bench.tasks() == ["Fax to (909) 555-0142 could not be sent: our own line did not work"]


def test_what_the_server_does_not_know_any_more_is_not_sent_again(bench: FaxBench) -> None:
    bench.plan(WAITS)
    fax, runner = queue_fax(bench.shop), bench.runner()
    runner.run_due()
    bench.plan(DONE)  # another server, an empty one
    runner = bench.runner()
    runner.run_due()
    row = bench.row(fax)
    assert (row.state, row.reason) == (STATE.GIVEN_UP, "interrupted")
    assert bench.server.jobs() == []
    (words,) = bench.tasks()
    assert words.endswith("it was interrupted, and nobody knows whether it left")


def test_a_number_that_no_machine_dials_never_comes_to_the_server(bench: FaxBench) -> None:
    fax = queue_fax(bench.shop)
    set_row(bench.shop, fax, number="+19115550142")
    bench.set_settings(long_distance="")
    bench.run_to_the_end(fax)
    assert (bench.row(fax).state, bench.row(fax).reason) == (STATE.GIVEN_UP, "rejected")
    assert bench.server.jobs() == []


def test_words_of_the_server_that_look_like_a_card_are_not_kept(bench: FaxBench) -> None:
    digits = "4" + "0" * 14 + "2"
    fax = queue_fax(bench.shop)
    book = bench.runner()._book
    job = book.begin(fax)
    assert job is not None
    book.failed(job, Failed("busy", f"dialled {digits}\nand  more"), most=5)
    assert digits not in bench.row(fax).failure
    assert bench.row(fax).failure.endswith("and more")


# Taken back -------------------------------------------------------------------------------------


def test_stopped_at_the_server(bench: FaxBench) -> None:
    bench.plan(WAITS)
    fax, runner = queue_fax(bench.shop), bench.runner()
    runner.run_due()
    bench.ask_to_stop(fax)
    assert runner.run_due() == 1
    row = bench.row(fax)
    assert (row.state, row.reason) == (STATE.STOPPED, "stopped")
    assert (bench.server.jobs()[0]["is_cancelled"], bench.tasks()) == (True, [])


def test_too_late_to_stop_is_delivered_and_says_so(bench: FaxBench) -> None:
    fax, runner = queue_fax(bench.shop), bench.runner()
    runner.run_due()
    for _ in range(3):
        bench.server.find(dispatch(bench.shop, fax).tag)
    bench.ask_to_stop(fax)
    runner.run_due()
    row = bench.row(fax)
    assert row.state is STATE.DELIVERED
    assert row.stop_asked_at is not None


def test_a_failure_after_the_stop_was_asked_is_not_tried_again(bench: FaxBench) -> None:
    bench.plan(BUSY)
    fax, runner = queue_fax(bench.shop), bench.runner()
    runner.run_due()
    bench.server.find(dispatch(bench.shop, fax).tag)
    bench.server.find(dispatch(bench.shop, fax).tag)
    bench.ask_to_stop(fax)
    runner.run_due()
    assert (bench.row(fax).state, bench.tasks()) == (STATE.STOPPED, [])
