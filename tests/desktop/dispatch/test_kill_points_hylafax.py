"""The power cut with the real client before a stateful hfaxd: one copy for each try at the wire too.

Takes its seconds: there is a whole fax, with its wire, for each of some hundred points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from desktop.dispatch.fax_route import NOWHERE
from desktop.dispatch.runner import DOUBT_SECONDS
from desktop.fax.hylafax import HylafaxServer
from models.dispatch import DispatchState
from tests.desktop.dispatch.fax_bench import Cut, FaxBench
from tests.desktop.factories import DeskShop
from tests.desktop.fax.fake_hfaxd import PASSWORD, USER, FakeHfaxd, When
from tests.desktop.outgoing_papers import queue_fax

STATE = DispatchState
BUSY = "Busy signal detected"
SUBMIT = ("PASS", "STOT", "JNEW", "JPARM DIALSTRING", "JPARM DOCUMENT", "JSUBM")


class Told(HylafaxServer):
    """The real client, which tells of each call before and after it."""

    def __init__(self, server: FakeHfaxd, point: Callable[[str], None]) -> None:
        super().__init__(
            host="127.0.0.1", port=server.port, user=USER, password=PASSWORD, timeout=5
        )
        self._point = point

    def submit(self, **what: Any) -> str:
        return str(self._tell("submit", lambda: HylafaxServer.submit(self, **what)))

    def find(self, tag: str) -> Any:
        if tag == NOWHERE:
            return super().find(tag)
        return self._tell("find", lambda: HylafaxServer.find(self, tag))

    def cancel(self, job_id: str) -> None:
        self._tell("cancel", lambda: HylafaxServer.cancel(self, job_id))

    def forget(self, job_id: str) -> None:
        self._tell("forget", lambda: HylafaxServer.forget(self, job_id))

    def _tell(self, name: str, call: Callable[[], Any]) -> Any:
        self._point(f"before {name}")
        answer = call()
        self._point(f"after {name}")
        return answer


@pytest.fixture
def server() -> Iterator[FakeHfaxd]:
    with FakeHfaxd() as made:
        yield made


@pytest.fixture
def hylafax(shop: DeskShop, server: FakeHfaxd, tmp_path: Any) -> Iterator[FaxBench]:
    """A shop before that server."""
    made = FaxBench(shop, tmp_path / "unused")
    made.server = Told(server, lambda point: made.cut(point))  # type: ignore[assignment]
    yield made
    made.close()


def carry_on(server: FakeHfaxd, *ends: str) -> Callable[[], None]:
    """What the modem does between two rounds: the n-th job ends with the n-th words, or well."""
    first = server.numbers["job"] + 1

    def step() -> None:
        with server.lock:
            for job in server.jobs.values():
                if job.state in "PT":
                    job.state, job.pages_sent, job.pages, job.dials = "R", 1, 2, 1
                elif job.state == "R":
                    place = job.id - first
                    words = ends[place] if 0 <= place < len(ends) else ""
                    job.state, job.status = ("F", words) if words else ("D", "")
                    job.pages_sent = 0 if words else 2

    return step


@pytest.mark.parametrize(("ends", "tries"), [((), 1), ((BUSY,), 2)])
def test_cut_at_every_point(
    hylafax: FaxBench, server: FakeHfaxd, ends: tuple[str, ...], tries: int
) -> None:
    at, cuts = 0, 1
    while cuts:
        with server.lock:
            server.jobs.clear()
        before = server.numbers["job"]
        fax = queue_fax(hylafax.shop)
        hylafax.cut = Cut(at)
        cuts = hylafax.run_to_the_end(fax, each_round=carry_on(server, *ends))
        hylafax.cut = Cut()
        hylafax.runner().run_due()
        row = hylafax.row(fax)
        assert (row.state, row.tries, row.pages_sent) == (STATE.DELIVERED, tries, 2), at
        assert server.numbers["job"] - before == tries, f"one copy for each try, cut at {at}"
        assert server.jobs == {}, at
        at += 1
    assert at > 20


@pytest.mark.parametrize("when", When)
@pytest.mark.parametrize("command", SUBMIT)
def test_a_line_cut_in_a_submission_sends_one_copy(
    hylafax: FaxBench, server: FakeHfaxd, command: str, when: When
) -> None:
    fax, runner = queue_fax(hylafax.shop), hylafax.runner()
    (route,) = runner._routes.values()
    route.check()
    server.cut(command, when)
    runner._round(next(iter(runner._routes)), _checked(route))
    assert hylafax.row(fax).state is STATE.SENDING
    arrived = command == "JSUBM" and when is When.AFTER
    assert len(server.jobs) == arrived
    hylafax.shop.clock.advance(timedelta(seconds=DOUBT_SECONDS))
    hylafax.run_to_the_end(fax, each_round=carry_on(server))
    submitted = [line for line in server.commands if line.startswith("JSUBM")]
    done = [line for line in server.commands if line.startswith("JDELE")]
    assert len(submitted) == 2 - (arrived or command != "JSUBM")
    assert len(done) == 1
    assert (hylafax.row(fax).state, hylafax.row(fax).tries) == (STATE.DELIVERED, 1)


def _checked(route: Any) -> Any:
    """The route as it is after its check: the cut is meant for what follows."""
    route.check = lambda: None
    return route
