"""A real HylaFAX with a modem, and another one at the other end of its line (PARTS).

The line is two software modems that call each other. They listen on every interface, so they alone
live in a network of their own; they are spoken to over pseudo-terminals, which are no network. All
else listens on 127.0.0.1. Everything lies in one temporary folder, and every process is ended by its
number. Whatever number is dialled reaches the other end.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from desktop.fax.hylafax import HylafaxServer
from desktop.fax.server import JobState, ServerJob

_SBIN = os.pathsep.join(filter(None, [os.environ.get("PATH"), "/usr/sbin", "/sbin"]))
_PROGRAMS = ("hfaxd", "faxq", "faxgetty", "iaxmodem", "unshare", "nsenter", "ip", "mount", "mkfifo")
USER, PASSWORD = "desk", "practice-fax"
_PASSWORD_HASH = (
    "$6$orderdesk$"
    "VeZ6JVKl3B51odH03ELMtT3P7VyjvDQH2eZG6T8QNnvVLHU4TltEkbMPXDWpXZ5XyoCMZdGxNkJZDT8usEKQk."
)
ODD_USER, ODD_PASSWORD = "odd.one", 'a "quoted" \\ wörd, 100 €'
_ODD_HASH = (
    "$6$orderdesk$"
    "lHFhKPaDRM445aDzdlTJDMYtFh8yH7fatY6WntV8THCellS822F8QHNTdDmoh0KEEiLjHKo28hSMOdvPvWgwM1"
)
OURS, THEIRS = "9095550100", "9095550199"
_FAX_GROUP = 10  # of "uucp", to which hfaxd gives what has come in
_QUEUES = ("archive", "client", "config", "dev", "docq", "doneq", "info", "log", "pollq", "recvq",
           "sendq", "status", "tmp")  # fmt: skip
_SETTINGS = ("config", "dialrules", "hfaxd.conf", "hyla.conf", "lutRS18.pcf", "pagesizes", "setup.cache",
             "setup.modem", "typerules")  # fmt: skip
"""Of the package; what somebody has set up or received on this machine stays out of it."""

_MODEM = """\
device {device}
owner uucp:uucp
mode 660
port {port}
refresh 0
server 127.0.0.1:{other}
peername {name}
secret none
cidname {name}
cidnumber {number}
codec slinear
"""

_CONFIG = """\
CountryCode: 1
AreaCode: 909
FAXNumber: {number}
LongDistancePrefix: 1
InternationalPrefix: 011
DialStringRules: etc/dialrules
LocalIdentifier: "{number}"
RingsBeforeAnswer: 1
RecvFileMode: 0660
LogFileMode: 0644
SessionTracing: 0xFFF
RecvDataFormat: "2-D MMR"
MaxRecvPages: 50
ModemType: Class1
ModemResetCmds: "ATH1\\nAT+VCID=1"
ModemReadyCmds: ATH0
ModemSoftResetCmdDelay: 0
ModemResetDelay: 0
ModemDTRDropDelay: 0
ModemBaudRateDelay: 0
ModemDialCmd: "<delay:255><delay:255><delay:200>ATDT%s"
Class1AdaptRecvCmd: AT+FAR=1
Class1TMConnectDelay: 400
CallIDPattern: "NMBR="
CallIDPattern: "NAME="
"""
"""What Debian's prototype for iaxmodem says, no waits for a modem of metal, and a rest before each call:
without it the line is found busy or dead."""


def missing(*, needs_line: bool = True) -> str:
    """Why it cannot run here; empty where it can."""
    lacking = [name for name in _PROGRAMS if not _program(name)]
    if lacking:
        return f"no {lacking[0]} here"
    if os.geteuid() != 0:
        return "HylaFAX runs as root alone"
    if not Path("/etc/hylafax/setup.cache").exists():
        return "HylaFAX is not set up here"
    apart = [str(_program("unshare")), "--net", "--mount", "true"]
    if needs_line and subprocess.call(apart, timeout=20) != 0:
        return "no network of its own can be made here"
    return ""


def _program(name: str) -> str | None:
    return shutil.which(name, path=_SBIN)


def wait_until(look: Callable[[], bool], *, seconds: float) -> None:
    """Until *look* says so."""
    ends_at = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < ends_at, "it did not come about in time"
        time.sleep(0.25)


@dataclass(frozen=True)
class Modem:
    """A software modem, and the name of its device under ``/dev``."""

    process: subprocess.Popen[bytes]
    device: str


class Line:
    """A network with nothing in it but the two modems, and what they keep, seen by them alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in ("settings", "log"):
            (folder / name).mkdir()
        script = (
            f"ip link set lo up && mount --bind {folder}/settings /etc/iaxmodem"
            f" && mount --bind {folder}/log /var/log/iaxmodem && echo ready && exec sleep 3600"
        )
        self._holder = subprocess.Popen(
            [str(_program("unshare")), "--net", "--mount", "sh", "-c", script],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        )
        assert self._holder.stdout is not None
        assert self._holder.stdout.readline() == b"ready\n"

    def start_modem(self, name: str, *, number: str, port: int, other: int) -> Modem:
        device = self._folder / f"modem-{name}"
        device.unlink(missing_ok=True)
        settings = _MODEM.format(device=device, port=port, other=other, name=name, number=number)
        (self._folder / "settings" / name).write_text(settings)
        process = subprocess.Popen(
            [str(_program("nsenter")), "-t", str(self._holder.pid), "-n", "-m", "iaxmodem", name],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(device.is_symlink, seconds=20)
        return Modem(process, str(device.readlink().relative_to("/dev")))

    def cut(self) -> None:
        _end(self._holder)
        assert self._holder.stdout is not None
        self._holder.stdout.close()


class Machine:
    """A HylaFAX with its own queues, and the modem that it has.

    Args:
        folder: Of its own.
        modem: Starts the modem and gives its device, such as ``pts/3``.
    """

    def __init__(
        self, folder: Path, *, number: str, start_modem: Callable[[], Modem] | None = None
    ) -> None:
        self.spool = folder / "spool"
        self.port = _free_port()
        self._number, self._start_modem = number, start_modem
        self._modem: Modem | None = None
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._make_spool()

    def start(self) -> None:
        """Without a modem."""
        self._run("faxq", "-D", "-q", str(self.spool))
        # -l before -i, else it listens on every interface
        self._run("hfaxd", "-d", "-q", str(self.spool), "-l", "127.0.0.1", "-i", str(self.port))
        wait_until(lambda: _listens(self.port), seconds=20)

    def plug_in(self) -> None:
        """A modem, if there is none, and what answers its calls; `is_idle` once it can."""
        if self._modem is not None:
            return
        assert self._start_modem is not None
        self._modem = self._start_modem()
        config = self.spool / "etc" / f"config.{self._modem.device.replace('/', '_')}"
        config.write_text(_CONFIG.format(number=self._number))
        self._status.unlink(missing_ok=True)
        self._run("faxgetty", "-q", str(self.spool), self._modem.device)

    def pull_out(self) -> None:
        """Kill the modem, as a line that is cut; what sits on it ends with it."""
        if self._modem is None:
            return
        self._modem.process.kill()
        self._modem.process.wait(10)
        self._modem = None
        _end(self._running.pop("faxgetty"))

    def put_into_queue(self, name: str, content: bytes) -> None:
        """As if it had just come in."""
        path = self.spool / "recvq" / name
        path.write_bytes(content)
        path.chmod(0o660)
        shutil.chown(path, "uucp", "uucp")

    @property
    def _status(self) -> Path:
        assert self._modem is not None
        return self.spool / "status" / self._modem.device.replace("/", "_")

    @property
    def is_idle(self) -> bool:
        return self._status.exists() and "idle" in self._status.read_text()

    def stop(self) -> None:
        for process in reversed(self._running.values()):
            _end(process)
        self._running.clear()
        if self._modem is not None:
            _end(self._modem.process)

    def client(self, *, timeout: float = 30.0) -> HylafaxServer:
        return HylafaxServer(
            host="127.0.0.1", port=self.port, user=USER, password=PASSWORD, timeout=timeout
        )

    def _run(self, program: str, *arguments: str) -> None:
        self._running[program] = subprocess.Popen(
            [str(_program(program)), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _make_spool(self) -> None:
        spool = self.spool
        for name in ("etc", *_QUEUES):
            (spool / name).mkdir(parents=True)
        shutil.copytree("/var/spool/hylafax/bin", spool / "bin", symlinks=True)
        for name in _SETTINGS:
            shutil.copy2(Path("/etc/hylafax") / name, spool / "etc")
        cache = spool / "etc" / "setup.cache"
        cache.write_text(cache.read_text().replace("/var/spool/hylafax", str(spool)))
        for script in ("faxrcvd", "notify", "pollrcvd", "wedged"):  # they would send mails
            (spool / "bin" / script).write_text("#!/bin/sh\nexit 0\n")
        hosts = spool / "etc" / "hosts.hfaxd"
        users = ((USER, _PASSWORD_HASH), (ODD_USER, _ODD_HASH))
        hosts.write_text("".join(f"^{name}@:{_FAX_GROUP}:{hash_}\n" for name, hash_ in users))
        hosts.chmod(0o600)
        os.mkfifo(spool / "FIFO", 0o600)
        for path in (spool, *spool.rglob("*")):
            if not path.is_symlink() and spool / "bin" not in path.parents:
                shutil.chown(path, "uucp", "uucp")


class HylaFax:
    """The shop's HylaFAX, and the machine at the other end of its line.

    Attributes:
        host, port, user, password: Where and how the shop's server is signed in to.
        number: Of the other side, though every number reaches it.
        ours, theirs: The two machines.
    """

    host, user, password = "127.0.0.1", USER, PASSWORD
    number = THEIRS

    def __init__(self, ours: Machine, theirs: Machine) -> None:
        self.ours, self.theirs = ours, theirs
        self.port = ours.port

    def client(self, *, timeout: float = 30.0) -> HylafaxServer:
        return self.ours.client(timeout=timeout)

    def be_ready(self) -> None:
        """Both ends plugged in and idle."""
        self.ours.plug_in()
        self.theirs.plug_in()
        wait_until(lambda: self.ours.is_idle and self.theirs.is_idle, seconds=60)

    def call_in(self, tiff_path: Path, *, seconds: float = 170.0) -> None:
        """Have the other side fax *tiff_path* to us; returns when it has confirmed every page."""
        self.be_ready()
        caller = self.theirs.client()
        tag = f"call-in-{time.monotonic_ns()}"
        caller.submit(tag=tag, number=OURS, tiff=tiff_path.read_bytes())
        job = wait_for_end(caller, tag, seconds=seconds)
        caller.forget(job.id)
        assert job.state is JobState.DONE, job


def wait_for_end(client: HylafaxServer, tag: str, *, seconds: float) -> ServerJob:
    """The job of *tag* when it is over."""
    found: list[ServerJob] = []

    def look() -> bool:
        job = client.find(tag)
        if job is not None and job.state in (JobState.DONE, JobState.FAILED):
            found.append(job)
        return bool(found)

    wait_until(look, seconds=seconds)
    return found[0]


@contextmanager
def running_hylafax() -> Iterator[HylaFax]:
    """Both machines; nothing of them is left afterwards."""
    with ExitStack() as stack:
        name = stack.enter_context(tempfile.TemporaryDirectory(prefix="hylafax-"))
        folder = Path(name)
        folder.chmod(0o755)
        line = Line(folder)
        stack.callback(line.cut)
        machines = []
        for name, number, port, other in (
            ("ours", OURS, 4570, 4571),
            ("theirs", THEIRS, 4571, 4570),
        ):
            start = partial(line.start_modem, name, number=number, port=port, other=other)
            machine = Machine(folder / name, number=number, start_modem=start)
            stack.callback(machine.stop)
            machine.start()
            machines.append(machine)
        made = HylaFax(*machines)
        made.be_ready()
        yield made


@contextmanager
def running_hfaxd() -> Iterator[Machine]:
    """A HylaFAX that has no modem."""
    with tempfile.TemporaryDirectory(prefix="hylafax-") as name:
        Path(name).chmod(0o755)
        machine = Machine(Path(name), number=OURS)
        try:
            machine.start()
            yield machine
        finally:
            machine.stop()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
