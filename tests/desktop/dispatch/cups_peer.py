"""A real CUPS on a port of its own, and a real printer of the kind that needs no driver."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.desktop.printed_letters import texts_of

SBIN = os.pathsep.join(filter(None, [os.environ.get("PATH"), "/usr/sbin", "/sbin"]))
CUPSD, LPADMIN, IPP_PRINTER, DBUS = (
    shutil.which(name, path=SBIN) for name in ("cupsd", "lpadmin", "ippeveprinter", "dbus-daemon")
)

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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_cups(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A CUPS without queues, which every command here speaks to; its folder."""
    with tempfile.TemporaryDirectory(prefix="cups-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        port, root = free_port(), os.geteuid() == 0
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
            wait_for_port(port, daemon)
            yield folder
        finally:
            end(daemon)


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until *process* listens there."""
    while process.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    pytest.fail("a server ended before it listened")


def end(process: subprocess.Popen[bytes]) -> None:
    """End what was started here."""
    process.terminate()
    process.wait(timeout=20)


def admin(*arguments: str) -> None:
    """Set up a queue; raw ones are deprecated, which lpadmin says on standard error."""
    answer = subprocess.run(
        [str(LPADMIN), *arguments], capture_output=True, timeout=20, check=False
    )
    assert answer.returncode == 0, answer.stderr


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    """Ask again and again, until *is_so*; fail with *what* was waited for."""
    last, pause = time.monotonic() + 30, threading.Event()
    while not is_so():
        assert time.monotonic() < last, what
        pause.wait(0.05)


class IppPrinter:
    """`ippeveprinter`: a printer of PWG's IPP Everywhere that keeps what it gets.

    Attributes:
        port: Where it listens.
    """

    _SCRIPT = """\
#!/bin/sh
while [ -e {folder}/empty ]; do
  echo "STATE: +media-empty-error" >&2
  sleep 0.05
done
echo "STATE: -media-empty-error" >&2
cp "$1" {folder}/coming
echo "$IPP_SIDES $IPP_MEDIA_COL" > {folder}/wanted
mv {folder}/coming {folder}/$(ls {folder}/jobs | wc -l).pdf
touch {folder}/jobs/$$
"""

    def __init__(self, folder: Path) -> None:
        """Begin to listen; `end` ends it."""
        self._folder, self.port = folder, free_port()
        (folder / "spool").mkdir()
        (folder / "jobs").mkdir()
        script = folder / "print"
        script.write_text(self._SCRIPT.format(folder=folder))
        script.chmod(0o755)
        self._servers = ExitStack()
        try:
            self._listen(script)
        except BaseException:
            self._servers.close()
            raise

    def _listen(self, script: Path) -> None:
        folder = self._folder
        self._start([str(DBUS), f"--config-file={self._bus_file()}", "--nofork", "--nopidfile"])
        wait_until((folder / "bus").exists, "a message bus")
        command = [
            str(IPP_PRINTER), "-r", "off", "-n", "localhost", "-p", str(self.port),
            "-d", str(folder / "spool"), "-f", "application/pdf", "-c", str(script), "Office",
        ]  # fmt: skip
        wait_for_port(self.port, self._start(command))

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self._folder}/bus"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._servers.callback(end, process)
        return process

    def end(self) -> None:
        """Switch it off."""
        self.fill()
        self._servers.close()

    def empty(self) -> None:
        """It has no paper from now on."""
        (self._folder / "empty").touch()

    def fill(self) -> None:
        """It has paper again."""
        (self._folder / "empty").unlink(missing_ok=True)

    @property
    def jobs(self) -> list[Path]:
        """The files that it printed, in their order."""
        done = len(list((self._folder / "jobs").iterdir()))
        return [self._folder / f"{number}.pdf" for number in range(done)]

    @property
    def texts(self) -> list[list[str]]:
        """What stands on the pages of each job."""
        return [texts_of(job) for job in self.jobs]

    @property
    def wanted(self) -> tuple[str, float, float]:
        """How the last job wanted its sheets used, and their width and height in inches."""
        said = (self._folder / "wanted").read_text()
        size = re.search(r"x-dimension=(\d+) y-dimension=(\d+)", said)
        assert size is not None, said
        width, height = (round(int(one) / 2540, 3) for one in size.groups())
        return said.split()[0], width, height

    def _bus_file(self) -> Path:
        file = self._folder / "bus.conf"
        file.write_text(
            '<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" '
            '"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">\n'
            f"<busconfig><type>system</type><listen>unix:path={self._folder}/bus</listen>"
            '<auth>EXTERNAL</auth><policy context="default"><allow send_destination="*"/>'
            '<allow eavesdrop="true"/><allow own="*"/><allow user="*"/></policy></busconfig>\n'
        )
        return file
