"""Printing through a real CUPS on a port of its own, to a printer that is a socket of ours."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.dispatch.printing import print_document
from desktop.documents.confirmation import render_confirmation
from desktop.platform.printers import Printer, PrintError, PrinterState, list_printers
from tests.desktop.documents.letters import confirmation

_SBIN = os.pathsep.join(filter(None, [os.environ.get("PATH"), "/usr/sbin", "/sbin"]))
CUPSD, LPADMIN, REJECT = (
    shutil.which(name, path=_SBIN) for name in ("cupsd", "lpadmin", "cupsreject")
)

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(not (CUPSD and LPADMIN and shutil.which("lp")), reason="no CUPS here"),
]

_CONF = """\
Listen 127.0.0.1:{port}
Browsing Off
LogLevel none
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  SubscriptionPrivateAccess default
  SubscriptionPrivateValues default
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""

_FILES = """\
User {user}
Group {group}
SystemGroup root
ServerRoot {folder}
CacheDir {folder}/cache
StateDir {folder}/run
RequestRoot {folder}/spool
TempDir {folder}/spool
AccessLog {folder}/access
ErrorLog {folder}/error
PageLog {folder}/page
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def printer_port() -> Iterator[socket.socket]:
    """Where the printer takes its pages, as network printers do."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        yield server


@pytest.fixture
def cups(monkeypatch: pytest.MonkeyPatch, printer_port: socket.socket) -> Iterator[Path]:
    """A CUPS with one printer called laser, and one called back that takes no jobs."""
    with tempfile.TemporaryDirectory(prefix="cups-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        port, root = _free_port(), os.geteuid() == 0
        user, group = ("lp", "lp") if root else (getpass.getuser(), str(os.getegid()))
        (folder / "cupsd.conf").write_text(_CONF.format(port=port))
        files = _FILES.format(folder=folder, user=user, group=group)
        prefix = Path(str(CUPSD)).parent.parent
        files += f"ServerBin {prefix}/lib/cups\nDataDir {prefix}/share/cups\n"
        (folder / "cups-files.conf").write_text(files)
        for part in ("cache", "run", "run/certs", "spool"):
            (folder / part).mkdir()
        monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{port}")
        daemon = subprocess.Popen(
            [str(CUPSD), "-f", "-c", folder / "cupsd.conf", "-s", folder / "cups-files.conf"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(port, daemon)
            device = f"socket://127.0.0.1:{printer_port.getsockname()[1]}"
            for queue, words in (("laser", "Office LaserJet"), ("back", "Back room")):
                _admin("-p", queue, "-E", "-v", device, "-D", words)
            _admin("-d", "laser")
            subprocess.run([str(REJECT), "back"], check=True, timeout=20)
            yield folder
        finally:
            daemon.terminate()
            daemon.wait(timeout=20)


def _wait_for(port: int, daemon: subprocess.Popen[bytes]) -> None:
    while daemon.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    pytest.fail("cupsd ended before it listened")


def _admin(*arguments: str) -> None:
    # raw queues are deprecated, which lpadmin says on standard error
    answer = subprocess.run(
        [str(LPADMIN), *arguments], capture_output=True, timeout=20, check=False
    )
    assert answer.returncode == 0, answer.stderr


def test_a_letter_reaches_the_printer_byte_for_byte(
    cups: Path, printer_port: socket.socket
) -> None:
    assert list_printers() == (
        Printer("laser", "Office LaserJet", PrinterState.READY, is_default=True),
        Printer("back", "Back room", PrinterState.READY, problem="It takes no jobs."),
    )
    pdf = render_confirmation(confirmation()).pdf
    job = print_document(pdf, printer="laser", copies=1, media="Letter", title="Confirmation")
    assert (job.id, job.printer) == ("laser-1", "laser")
    connection, _ = printer_port.accept()
    with connection:
        connection.settimeout(30)
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    assert received == pdf


def test_its_refusals_are_told_apart(cups: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = render_confirmation(confirmation()).pdf
    with pytest.raises(PrintError, match="“back” takes no jobs"):
        print_document(pdf, printer="back", copies=1, media="Letter", title="x")
    with pytest.raises(PrintError, match="no printer “gone” any more"):
        print_document(pdf, printer="gone", copies=1, media="Letter", title="x")
    monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{_free_port()}")
    with pytest.raises(PrintError, match="does not answer"):
        print_document(pdf, printer="laser", copies=1, media="Letter", title="x")
    with pytest.raises(PrintError, match="does not answer"):
        list_printers()
