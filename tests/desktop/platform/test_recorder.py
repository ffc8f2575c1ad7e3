"""The recorder's command, run without a shell and never for long."""

from __future__ import annotations

import sys
from pathlib import Path

import psutil
import pytest

from desktop.errors import WorldError
from desktop.platform.recorder import run_recorder
from tests.journeys.patience import until


def _has_ended(pid: int) -> bool:
    """Whether the process is gone; one that nobody has asked after yet is a zombie."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def python(program: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", program, *arguments]


def test_is_run_with_its_arguments_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "told"
    program = "import sys; open(sys.argv[1], 'w').write(repr(sys.argv[2:]))"
    run_recorder(python(program, str(file), "a b", "$HOME; echo *"))
    assert file.read_text() == "['a b', '$HOME; echo *']"


def test_one_that_fails(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="ended with 7"):
        run_recorder(python("raise SystemExit(7)"))
    with pytest.raises(WorldError, match="cannot be started"):
        run_recorder([str(tmp_path / "none")])
    with pytest.raises(WorldError, match="cannot be started"):
        run_recorder(["a\0b"])


@pytest.mark.skipif(sys.platform == "win32", reason="groups of processes are ended elsewhere")
def test_one_that_does_not_end_is_ended_with_its_children(tmp_path: Path) -> None:
    file = tmp_path / "child"
    program = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "open(sys.argv[1], 'w').write(str(child.pid))\n"
        "time.sleep(60)\n"
    )
    with pytest.raises(WorldError, match="did not end within 6 seconds"):
        run_recorder(python(program, str(file)), within_seconds=6)
    pid = int(file.read_text())
    until(lambda: _has_ended(pid))  # the system takes a moment to end what was killed
