"""Limits that a process sets for itself, so that a file made to eat the machine ends it instead.

Linux holds both. macOS holds the processor time and ignores the memory; Windows has no such call: there
the parent's own time limit is what ends the child.
"""

from __future__ import annotations

import contextlib
import os
import sys


def limit_this_process(*, memory_bytes: int, cpu_seconds: int) -> None:
    """Allow this process and each of its children that much, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
    ):
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def end_this_process_with_its_children() -> None:
    """End at once; what it has started ends with it, where it leads a group of its own."""
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        import signal

        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)
