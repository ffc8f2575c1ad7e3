"""Waiting for what another process does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

PATIENCE = 60.0
"""Seconds after which it did not happen."""


def until(happened: Callable[[], bool]) -> None:
    """Look again and again until *happened*.

    Raises:
        AssertionError: it did not, in time.
    """
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "what was waited for did not come"
        threading.Event().wait(0.05)
