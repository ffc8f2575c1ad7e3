"""What CUPS says of its jobs, asked by IPP (RFC 8011), for its commands do not tell a job's title.

It is a hint for a person and decides nothing: where there is no CUPS, or it does not answer, nothing is
known. Takes up to seconds: call it off the GUI thread.
"""

from __future__ import annotations

import enum
import getpass
import http.client
import os
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.platform.printers import has_print_system

_TIMEOUT_SECONDS = 5
_SOCKET = Path("/run/cups/cups.sock")
_PORT = 631
_GET_JOBS = 0x000A
_OPERATION, _JOB, _END = 0x01, 0x02, 0x03
_INTEGER, _BOOLEAN, _ENUM = 0x21, 0x22, 0x23
_TEXT, _URI, _KEYWORD, _CHARSET, _LANGUAGE = 0x42, 0x45, 0x44, 0x47, 0x48
_LARGEST = 8_000_000
_MOST_JOBS = 500
_WANTED = (
    "job-id", "job-name", "job-state", "job-printer-uri", "job-media-sheets-completed",
    "job-impressions-completed",
)  # fmt: skip


class JobState(enum.Enum):
    """How a job is (RFC 8011, 5.3.7)."""

    WAITING = 3
    HELD = 4
    PRINTING = 5
    STOPPED = 6
    CANCELLED = 7
    FAILED = 8
    DONE = 9

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self in (JobState.CANCELLED, JobState.FAILED, JobState.DONE)


@dataclass(frozen=True, slots=True)
class PrintSystemJob:
    """One job.

    Attributes:
        name: As `lp` named it when it took it: `laser-41`.
        sheets: How many the printer says that it has printed; many printers say 0 throughout.
    """

    name: str
    title: str
    printer: str
    state: JobState
    sheets: int


def find_job(*, name: str = "", title: str = "") -> PrintSystemJob | None:
    """The newest job of that name, or else of that title; None: no such, or nobody knows."""
    if not has_print_system():
        return None
    try:
        jobs = sorted(_jobs(), key=lambda job: job.name.rpartition("-")[2].zfill(12))
    except (OSError, http.client.HTTPException, KeyError, ValueError, struct.error):
        return None
    named = [job for job in jobs if name and job.name == name]
    titled = [job for job in jobs if title and job.title == title]
    return next(iter((named or titled)[::-1]), None)


def _jobs() -> list[PrintSystemJob]:
    answer = _ask(_request())
    if len(answer) < 8 or struct.unpack(">h", answer[2:4])[0] >= 0x0400:
        raise ValueError("the print system refused")
    return [job for job in map(_job, _groups(answer)) if job is not None]


def _request() -> bytes:
    """Get-Jobs for every printer, also of jobs that are over."""
    parts = [
        struct.pack(">bbhi", 1, 1, _GET_JOBS, 1),
        bytes([_OPERATION]),
        _attribute(_CHARSET, "attributes-charset", b"utf-8"),
        _attribute(_LANGUAGE, "attributes-natural-language", b"en"),
        _attribute(_URI, "printer-uri", b"ipp://localhost/"),
        _attribute(_TEXT, "requesting-user-name", getpass.getuser().encode()),
        _attribute(_INTEGER, "limit", struct.pack(">i", _MOST_JOBS)),
        _attribute(_KEYWORD, "which-jobs", b"all"),
        _attribute(_KEYWORD, "requested-attributes", _WANTED[0].encode()),
        *(_attribute(_KEYWORD, "", name.encode()) for name in _WANTED[1:]),
        bytes([_END]),
    ]
    return b"".join(parts)


def _attribute(tag: int, name: str, value: bytes) -> bytes:
    written = name.encode()
    return struct.pack(">bh", tag, len(written)) + written + struct.pack(">h", len(value)) + value


class _ByFile(http.client.HTTPConnection):
    """The same by the socket in the file system by which CUPS is reached at home."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=_TIMEOUT_SECONDS)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(_TIMEOUT_SECONDS)
        self.sock.connect(str(self._path))


def _connection() -> http.client.HTTPConnection:
    """To the server that `lp` speaks to, as far as the environment says which."""
    server = os.environ.get("CUPS_SERVER", "")
    if server.startswith("/"):
        return _ByFile(Path(server))
    if not server and _SOCKET.exists():
        return _ByFile(_SOCKET)
    host, _, port = (server or "localhost").partition("/")[0].rpartition(":")
    if not host:
        host, port = port, str(_PORT)
    return http.client.HTTPConnection(host, int(port), timeout=_TIMEOUT_SECONDS)


def _ask(request: bytes) -> bytes:
    connection = _connection()
    try:
        connection.request("POST", "/", request, {"Content-Type": "application/ipp"})
        answer = connection.getresponse()
        content = answer.read(_LARGEST)
    finally:
        connection.close()
    if answer.status != http.client.OK:
        raise ValueError("the print system refused")
    return content


def _groups(answer: bytes) -> Iterator[dict[str, bytes]]:
    """The first value of each attribute, job by job."""
    at, group, found = 8, 0, dict[str, bytes]()
    while at < len(answer):
        tag = answer[at]
        at += 1
        if tag < 0x10:
            if group == _JOB:
                yield found
            if tag == _END:
                return
            group, found = tag, {}
            continue
        name, at = _text(answer, at)
        value, at = _text(answer, at)
        if name:
            found[name.decode("utf-8", "replace")] = value


def _text(answer: bytes, at: int) -> tuple[bytes, int]:
    length = struct.unpack(">H", answer[at : at + 2])[0]
    return answer[at + 2 : at + 2 + length], at + 2 + length


def _job(found: dict[str, bytes]) -> PrintSystemJob | None:
    try:
        number = struct.unpack(">i", found["job-id"])[0]
        state = JobState(struct.unpack(">i", found["job-state"])[0])
    except (KeyError, ValueError, struct.error):
        return None
    printer = found.get("job-printer-uri", b"").decode("utf-8", "replace").rpartition("/")[2]
    counted = (
        found.get(n, b"") for n in ("job-media-sheets-completed", "job-impressions-completed")
    )
    sheets = max((struct.unpack(">i", value)[0] for value in counted if len(value) == 4), default=0)
    return PrintSystemJob(
        name=f"{printer}-{number}",
        title=found.get("job-name", b"").decode("utf-8", "replace"),
        printer=printer,
        state=state,
        sheets=max(sheets, 0),
    )
