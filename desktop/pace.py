"""Keeping the GUI thread quick: when garbage is collected, and how threads take turns."""

from __future__ import annotations

import gc
import sys
from typing import Final

TURN_SECONDS: Final = 0.001
"""How long a working thread may keep the GUI thread waiting for its turn; Python's own is 5 ms."""


def hurry() -> None:
    """Collect nothing until `settle`: what is loaded at the start stays, and looking for garbage in
    it again and again takes a tenth of the start."""
    gc.disable()


def settle() -> None:
    """The desk is open. Collect from now on, but leave out what was there before.

    A collection that also looks through all modules stops the GUI thread for some 50 ms.
    """
    gc.freeze()
    gc.enable()
    sys.setswitchinterval(TURN_SECONDS)
