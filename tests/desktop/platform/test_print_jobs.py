"""What CUPS says of its jobs, by a server of ours that answers as it does."""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from desktop.platform import print_jobs
from desktop.platform.print_jobs import JobState, PrintSystemJob, find_job


def attribute(tag: int, name: str, value: bytes) -> bytes:
    told = name.encode()
    return struct.pack(">bh", tag, len(told)) + told + struct.pack(">h", len(value)) + value


def job(number: int, title: str, state: int, *, sheets: int | None = None) -> bytes:
    """A job as CUPS tells of it, among its others an attribute of two values."""
    parts = [
        b"\x02",
        attribute(0x21, "job-id", struct.pack(">i", number)),
        attribute(0x42, "job-name", title.encode()),
        attribute(0x23, "job-state", struct.pack(">i", state)),
        attribute(0x44, "job-state-reasons", b"one"),
        attribute(0x44, "", b"two"),
        attribute(0x45, "job-printer-uri", b"ipp://localhost/printers/laser"),
    ]
    if sheets is not None:
        parts.append(attribute(0x21, "job-media-sheets-completed", struct.pack(">i", sheets)))
        parts.append(attribute(0x13, "job-impressions-completed", b""))
    return b"".join(parts)


def answer(*jobs: bytes, status: int = 0) -> bytes:
    head = struct.pack(">bbhi", 1, 1, status, 1) + b"\x01"
    head += attribute(0x47, "attributes-charset", b"utf-8")
    return head + b"".join(jobs) + b"\x03"


class FakeCups:
    """Says the same whatever it is asked, and keeps what it was asked."""

    def __init__(self) -> None:
        self.says, self.status = answer(), 200
        self.asked: list[bytes] = []

    def handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                fake.asked.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(fake.status)
                self.send_header("Content-Length", str(len(fake.says)))
                self.end_headers()
                self.wfile.write(fake.says)

            def log_message(self, *_arguments: object) -> None:
                """Nothing is told."""

        return Handler


@pytest.fixture
def cups(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeCups]:
    fake = FakeCups()
    server = ThreadingHTTPServer(("127.0.0.1", 0), fake.handler())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{server.server_address[1]}/version=1.1")
    monkeypatch.setattr(print_jobs, "has_print_system", lambda: True)
    yield fake
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_job_is_found_by_its_name_or_by_its_title(cups: FakeCups) -> None:
    cups.says = answer(
        job(9, "Batch 1", 9, sheets=12), job(10, "Batch 1", 5, sheets=3), job(7, "Other", 7)
    )
    nine = PrintSystemJob("laser-9", "Batch 1", "laser", JobState.DONE, 12)
    assert find_job(name="laser-9", title="Other") == nine
    newest = PrintSystemJob("laser-10", "Batch 1", "laser", JobState.PRINTING, 3)
    assert find_job(title="Batch 1") == newest
    assert find_job(name="gone-1", title="Batch 1") == newest
    assert find_job(name="laser-7") == PrintSystemJob(
        "laser-7", "Other", "laser", JobState.CANCELLED, 0
    )
    assert find_job(title="Batch") is None
    assert find_job() is None
    assert b"which-jobs" in cups.asked[0]
    assert b"job-name" in cups.asked[0]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"", 200), (b"\x01\x01", 200), (answer(status=0x0403), 200), (answer(job(1, "T", 5)), 401),
        (answer(job(1, "T", 99)), 200), (answer(job(1, "T", 5))[:40], 200),
    ],
    ids=["nothing", "cut off", "refused", "forbidden", "a state to come", "torn"],
)  # fmt: skip
def test_what_cannot_be_understood_is_no_hint(cups: FakeCups, said: bytes, status: int) -> None:
    cups.says, cups.status = said, status
    assert find_job(title="T") is None
    assert len(cups.asked) == 1


def test_where_there_is_no_print_system_nobody_is_asked(
    cups: FakeCups, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_jobs, "has_print_system", lambda: False)
    assert find_job(title="T") is None
    assert cups.asked == []


def test_a_server_that_is_not_there_is_no_hint(
    cups: FakeCups, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_SERVER", "/nowhere/cups.sock")
    assert find_job(title="T") is None


def test_only_three_states_are_the_end() -> None:
    assert [state for state in JobState if state.is_over] == [
        JobState.CANCELLED, JobState.FAILED, JobState.DONE,
    ]  # fmt: skip
