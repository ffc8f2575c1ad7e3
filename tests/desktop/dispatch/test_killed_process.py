"""A process that is killed outright, and another one after it on the same database and server."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest

from models.dispatch import DispatchState
from tests.desktop.dispatch.fake_fax_server import DONE
from tests.desktop.dispatch.fax_bench import FaxBench
from tests.desktop.outgoing_papers import dispatch, queue_fax


@pytest.mark.parametrize(
    ("point", "nth", "copies"),
    [
        ("before submit", 1, 0),
        ("after submit", 1, 1),
        ("before forget", 1, 1),
        ("after forget", 1, 1),
    ],
)
def test_killed_and_started_again(bench: FaxBench, point: str, nth: int, copies: int) -> None:
    bench.plan(DONE)
    fax = queue_fax(bench.shop)
    order = {
        "database": bench.shop.database.url,
        "store": str(bench.shop.store_id),
        "holder": str(bench.holder_id),
        "server": str(bench.server_folder),
        "moment": bench.shop.clock.now().isoformat(),
        "kill_at": [point, nth],
    }
    child = subprocess.run(
        [sys.executable, "-m", "tests.desktop.dispatch.runner_child"],
        input=json.dumps(order) + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (child.returncode, child.stderr) == (-signal.SIGKILL, "")
    assert len(bench.server.jobs()) == copies
    bench.run_to_the_end(fax)
    bench.runner().run_due()
    row = bench.row(fax)
    assert (row.state, row.tries, row.pages_sent) == (DispatchState.DELIVERED, 1, 2)
    assert len(bench.server.jobs()) == 1, "one copy"
    assert (bench.server.kept(), dispatch(bench.shop, fax).tag) == ([], "")
    assert bench.tasks() == []
