"""The dispatch runner: a server that is gone, two processes, and what never may happen."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import update

from desktop.dispatch.book import PracticeSendsNothing
from desktop.dispatch.runner import DOUBT_SECONDS, WORK
from desktop.fax.server import FaxServerGone
from desktop.payments.leases import LEASE_SECONDS, LeaseKeeper
from desktop.services import outbox_health
from desktop.services.outbox_health import OutboxHealth
from models.dispatch import DispatchState, Route
from models.ids import uuid7
from models.store import Store, StoreMode
from tests.desktop.dispatch.fax_bench import FaxBench, queue_faxes, set_row
from tests.desktop.outgoing_papers import queue_fax

STATE = DispatchState


def fax_health(bench: FaxBench) -> OutboxHealth:
    with bench.shop.database.read() as session:
        return outbox_health.health(session, bench.shop.desk())[0]


# A server that is gone --------------------------------------------------------------------------


def test_while_the_server_is_gone_faxes_wait_and_one_place_says_so(bench: FaxBench) -> None:
    fax, runner = queue_fax(bench.shop), bench.runner()
    assert fax_health(bench) == OutboxHealth(Route.FAX, True, None, "")
    bench.server.is_gone = True
    since = bench.shop.clock.now()
    assert runner.run_due() == 1, "that it is gone is news"
    bench.shop.clock.advance(timedelta(hours=1))
    assert runner.run_due() == 0
    told = fax_health(bench)
    assert (told.ok, told.since) == (False, since)
    assert told.words == "The fax server does not answer. Faxes wait here and nothing is lost."
    row = bench.row(fax)
    assert (row.state, row.tries, bench.states(fax)) == (STATE.QUEUED, 0, [])
    bench.server.is_gone = False
    assert runner.run_due() == 2
    assert fax_health(bench).ok
    assert (bench.row(fax).state, len(bench.server.jobs())) == (STATE.SENT, 1)


def test_without_a_server_faxes_wait(bench: FaxBench) -> None:
    bench.set_settings(host="", user="")
    runner = bench.runner()
    assert runner.run_due() == 0
    assert fax_health(bench).ok, "nothing waits"
    fax = queue_fax(bench.shop)
    runner.run_due()
    assert "has no fax server" in fax_health(bench).words
    assert bench.row(fax).state is STATE.QUEUED


def test_an_answer_that_is_lost_sends_no_second_copy(bench: FaxBench) -> None:
    fax, runner = queue_fax(bench.shop), bench.runner()
    route = runner._routes[Route.FAX]
    route.check()
    bench.server.loses_answers = True
    with pytest.raises(FaxServerGone):
        runner._send(route, fax)
    assert (bench.row(fax).state, len(bench.server.jobs())) == (STATE.SENDING, 1)
    bench.server.loses_answers = False
    runner.run_due()
    assert (bench.row(fax).state, len(bench.server.jobs())) == (STATE.SENT, 1)


def test_a_call_that_was_cut_may_still_arrive_for_a_while(bench: FaxBench) -> None:
    fax, runner = queue_fax(bench.shop), bench.runner()
    route = runner._routes[Route.FAX]
    route.check()
    bench.server.is_gone = True
    with pytest.raises(FaxServerGone):
        runner._send(route, fax)
    bench.server.is_gone = False
    bench.shop.clock.advance(timedelta(seconds=DOUBT_SECONDS - 1))
    runner.run_due()
    assert (bench.row(fax).state, bench.server.jobs()) == (STATE.SENDING, [])
    bench.shop.clock.advance(timedelta(seconds=1))
    runner.run_due()
    row = bench.row(fax)
    assert (row.state, row.tries, len(bench.server.jobs())) == (STATE.SENT, 1, 1)


# Two processes ----------------------------------------------------------------------------------


def test_of_two_runners_one_works(bench: FaxBench) -> None:
    first, second = bench.runner(), bench.runner(uuid7())
    faxes = queue_faxes(bench.shop, 2)
    assert first.run_due() == 2
    assert second.run_due() == 0
    bench.shop.clock.advance(timedelta(seconds=LEASE_SECONDS + 1))
    assert second.run_due() == 0, "the jobs wait at the server"
    assert second.run_due() == 2, "page 1 of both"
    assert first.run_due() == 0
    second.let_go()
    assert first.run_due() == 2
    assert len(bench.server.jobs()) == len(faxes)


def test_two_runners_at_once_send_one_copy_of_each(bench: FaxBench) -> None:
    faxes = queue_faxes(bench.shop, 6)
    runners = [bench.runner(uuid7()) for _ in range(3)]
    threads = [threading.Thread(target=runner.run_due) for runner in runners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(bench.server.jobs()) == len(faxes)
    assert {bench.row(fax).state for fax in faxes} == {STATE.SENT}


def test_what_another_process_has_begun_is_left_to_it_for_a_while(bench: FaxBench) -> None:
    fax, desk = queue_fax(bench.shop), bench.runner()
    assert desk._has_the_work()
    job = desk._book.begin(fax)
    assert job is not None
    other = bench.runner(uuid7())
    other._lease = LeaseKeeper(
        database=bench.database, clock=bench.shop.clock, role="worker", work=WORK
    )
    assert other.run_due() == 0
    assert bench.row(fax).state is STATE.SENDING
    bench.shop.clock.advance(timedelta(seconds=DOUBT_SECONDS))
    assert other.run_due() == 2
    assert (bench.row(fax).state, bench.row(fax).tries) == (STATE.SENT, 1)
    # The desk was only slow. Its copy comes to the server now: it takes it back.
    route = desk._routes[Route.FAX]
    route.check()
    answer = route.hand_over(job)
    desk._keep_taken(route, job, answer.job_id)  # type: ignore[union-attr]
    assert [one["is_cancelled"] for one in bench.server.jobs()] == [False, True]
    assert bench.states(fax)[-1] is STATE.SENT


def test_practice_never_comes_to_a_route(bench: FaxBench) -> None:
    fax = queue_fax(bench.shop)
    with bench.shop.database.write() as session:
        session.execute(update(Store).values(mode=StoreMode.PRACTICE))
    runner = bench.runner()
    with pytest.raises(PracticeSendsNothing):
        runner.run_due()
    with pytest.raises(PracticeSendsNothing):
        runner._book.begin(fax)
    assert (bench.row(fax).state, bench.server.jobs()) == (STATE.QUEUED, [])


def test_a_fax_that_we_cannot_work_with_keeps_no_other_back(bench: FaxBench) -> None:
    bad, good = queue_faxes(bench.shop, 2)
    runner = bench.runner()
    route = runner._routes[Route.FAX]
    hand_over = route.hand_over

    def breaks(job: object) -> object:
        if getattr(job, "dispatch_id", None) == bad:
            raise KeyError("ours")
        return hand_over(job)  # type: ignore[arg-type]

    route.hand_over = breaks  # type: ignore[assignment, method-assign]
    runner.run_due()
    assert (bench.row(bad).state, bench.row(good).state) == (STATE.SENDING, STATE.SENT)


def test_pages_that_cannot_be_made_are_a_persons(bench: FaxBench) -> None:
    fax = queue_fax(bench.shop)
    set_row(bench.shop, fax, file_sha256=None)
    runner = bench.runner()

    def breaks(_pdf: bytes) -> bytes:
        raise ValueError("no page")

    runner._routes[Route.FAX]._make_tiff = breaks  # type: ignore[attr-defined]
    runner.run_due()
    assert (bench.row(fax).state, bench.row(fax).reason) == (STATE.GIVEN_UP, "server")
