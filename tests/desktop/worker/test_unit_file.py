"""The unit file for systemd."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from desktop.cli.worker_command import unit_file
from desktop.dispatch.passwords import CREDENTIALS
from desktop.payments.secrets import CREDENTIAL_NAME


def test_hands_over_the_key_by_the_name_that_is_read() -> None:
    unit = unit_file()
    assert f"LoadCredentialEncrypted={CREDENTIAL_NAME}:" in unit
    assert f"#LoadCredential={CREDENTIAL_NAME}:" in unit
    for password in CREDENTIALS.values():
        assert f"#LoadCredentialEncrypted={password}:" in unit
    assert "sk_" not in unit
    for hardening in (
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "LimitCORE=0",
        "User=orderdesk",
    ):
        assert hardening in unit.splitlines()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_understands_it(tmp_path: Path) -> None:
    text = unit_file()
    program = next(line for line in text.splitlines() if line.startswith("ExecStart="))
    file = tmp_path / "orderdesk-worker.service"
    file.write_text(text.replace(program, "ExecStart=/bin/true worker"))
    told = subprocess.run(
        ["systemd-analyze", "verify", str(file)], capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stderr) == (0, "")
