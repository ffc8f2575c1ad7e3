"""Telling a call or screen recorder to pause while a card is read out, and to go on afterwards.

The command is the shop's own: a list of arguments, run without a shell.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.children import child_environment
from desktop.errors import WorldError

WITHIN_SECONDS = 3.0
"""A caller waits meanwhile with the card in hand."""


@dataclass(frozen=True)
class RecorderCommands:
    """What pauses and what resumes; empty where there is no recorder."""

    pause: tuple[str, ...] = ()
    resume: tuple[str, ...] = ()


def run_recorder(command: Sequence[str], *, within_seconds: float = WITHIN_SECONDS) -> None:
    """Run *command* and wait for its end. Nothing it writes is read. Blocks.

    Raises:
        WorldError: it cannot be started, said that it failed, or did not end in time.
    """
    try:
        process = subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            start_new_session=sys.platform != "win32",
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a command"
        raise WorldError(f"The recorder's command cannot be started: {reason}.") from None
    try:
        code = process.wait(within_seconds)
    except subprocess.TimeoutExpired:
        _end(process)
        raise WorldError(
            f"The recorder's command did not end within {within_seconds:g} seconds."
        ) from None
    if code != 0:
        raise WorldError(f"The recorder's command failed (it ended with {code}).")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it with what it has started itself."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
