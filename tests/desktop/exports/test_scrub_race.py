"""Two real processes: a request is recorded while a list is being written, and is honoured."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.channels import Medium
from tests.desktop.exports.gate import Gate

ROOT = Path(__file__).resolve().parents[3]
ROWS = 20_000


@contextmanager
def _half_way(gate: Gate) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of a list of `ROWS` people."""
    rows = "".join(f"{number},p{number}@example.com\n" for number in range(ROWS))
    path = gate.write(f"Number,E-mail\n{rows}")
    process = subprocess.Popen(
        [
            sys.executable, "-m", "tests.desktop.exports.scrub_child",
            str(gate.shop.database.engine.url.database), str(path),
            str(gate.folder / "allowed.csv"), str(gate.folder / "rejected.csv"),
        ],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "half-way\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_request_recorded_by_another_process_is_not_in_the_list(gate: Gate) -> None:
    with _half_way(gate) as process:
        # The first has been let pass already; the last has not been looked at yet.
        for number in (3, ROWS - 1):
            gate.stop(Medium.EMAIL, emails=(f"P{number}@Example.com",))
        assert not (gate.folder / "allowed.csv").exists()
        answer, errors = process.communicate("\n", timeout=120)
    assert (process.returncode, errors) == (0, "")
    assert json.loads(answer) == {
        "rows": ROWS, "allowed": ROWS - 2, "rejected": 2, "passes": 2, "opt_outs_to": 2,
    }  # fmt: skip
    lines = gate.allowed.decode().splitlines()
    assert len(lines) == ROWS - 1
    assert not {"3,p3@example.com", f"{ROWS - 1},p{ROWS - 1}@example.com"} & set(lines)
    assert [row[1] for row in gate.rejected()[1:]] == ["OPT-1", "OPT-2"]
    (record,) = gate.records()
    assert (record.allowed, record.rejected, record.opt_outs_to) == (ROWS - 2, 2, 2)


def test_a_process_that_is_killed_leaves_no_list_and_no_record(gate: Gate) -> None:
    with _half_way(gate) as process:
        process.send_signal(signal.SIGKILL)
        process.wait(60)
    assert not {"allowed.csv", "rejected.csv"} & gate.names()
    assert gate.records() == []


def test_a_process_that_is_interrupted_leaves_nothing_at_all(gate: Gate) -> None:
    with _half_way(gate) as process:
        process.send_signal(signal.SIGINT)
        process.wait(60)
    assert process.returncode != 0
    assert (gate.names(), gate.records()) == ({"list.csv"}, [])
