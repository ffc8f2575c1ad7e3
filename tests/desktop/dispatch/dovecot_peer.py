"""A real Dovecot on a private port, with a password file and a Maildir of its own."""

from __future__ import annotations

import getpass
import grp
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.desktop.dispatch.certificates import Certificate

HOST = "127.0.0.1"
USER, PASSWORD = "returned", "pass wörd 2"
_SBIN = os.pathsep.join(filter(None, [os.environ.get("PATH"), "/usr/sbin", "/sbin"]))
DOVECOT = shutil.which("dovecot", path=_SBIN)

_CONF = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_login_user = {login_user}
default_internal_user = {internal_user}
default_internal_group = {internal_group}
ssl = required
ssl_cert = <{certificate}
ssl_key = <{key}
ssl_dh =
auth_mechanisms = plain login
mail_location = maildir:{folder}/Maildir
mail_plugins =
first_valid_uid = 0
first_valid_gid = 0
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/passwords
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
namespace inbox {{
  inbox = yes
}}
"""


class DovecotPeer:
    """Where it listens, what it shows, and the box itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.maildir = folder / "Maildir"
        self.plain_port, self.tls_port = _free_port(), _free_port()
        self.certificate = Certificate(folder)

    def drop(self, content: bytes) -> str:
        """A message arrives, as a delivery agent brings it; its file's name without flags."""
        name = f"{time.time_ns()}.{secrets.token_hex(4)}.peer"
        waiting = self.maildir / "tmp" / name
        waiting.write_bytes(content)
        if os.geteuid() == 0:
            os.chown(waiting, *_owner())
        waiting.rename(self.maildir / "new" / name)
        return name

    def flags(self) -> dict[str, str]:
        """The flags of every message by the name of its file: S is seen, T deleted."""
        found = [*(self.maildir / "cur").iterdir(), *(self.maildir / "new").iterdir()]
        return {file.name.partition(":")[0]: file.name.partition(":2,")[2] for file in found}

    def write_conf(self) -> Path:
        """Its settings, in its folder."""
        uid, gid = _owner()
        root = os.geteuid() == 0
        own = getpass.getuser() if not root else ""
        conf = self.folder / "dovecot.conf"
        conf.write_text(
            _CONF.format(
                folder=self.folder,
                certificate=self.certificate.certificate,
                key=self.certificate.key,
                plain_port=self.plain_port,
                tls_port=self.tls_port,
                login_user=own or "dovenull",
                internal_user=own or "dovecot",
                internal_group=grp.getgrgid(os.getegid()).gr_name if not root else "dovecot",
                uid=uid,
                gid=gid,
            )
        )
        (self.folder / "passwords").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n", encoding="utf-8")
        for part in ("cur", "new", "tmp"):
            (self.maildir / part).mkdir(parents=True)
        if root:
            for path in (self.folder, self.maildir, *self.maildir.iterdir()):
                os.chown(path, uid, gid)
            os.chown(self.folder / "passwords", pwd.getpwnam("dovecot").pw_uid, gid)
        return conf


@contextmanager
def dovecot_peer() -> Iterator[DovecotPeer]:
    """A server that runs meanwhile."""
    with tempfile.TemporaryDirectory(prefix="dove-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        peer = DovecotPeer(folder)
        daemon = subprocess.Popen(
            [str(DOVECOT), "-F", "-c", peer.write_conf()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(peer, daemon)
            yield peer
        finally:
            daemon.send_signal(signal.SIGTERM)
            daemon.wait(timeout=20)


def _owner() -> tuple[int, int]:
    """Whose the box is: nobody's in particular, for Dovecot serves none of root's."""
    if os.geteuid() != 0:
        return os.getuid(), os.getgid()
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_for(peer: DovecotPeer, daemon: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 20
    while daemon.poll() is None and time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, peer.tls_port)) == 0:
                return
        time.sleep(0.05)
    log = peer.folder / "log"
    raise RuntimeError(log.read_text("utf-8", "replace") if log.exists() else "no Dovecot")
