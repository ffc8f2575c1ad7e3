"""Keeping the GUI thread quick: what garbage is looked for in, and how threads take turns."""

from __future__ import annotations

import gc
import sys
from typing import Final

TURN_SECONDS: Final = 0.001
"""How long a working thread may keep the GUI thread waiting for its turn; Python's own is 5 ms."""


def hurry() -> None:
    """Collect nothing: what is loaded at the start stays, and looking for garbage in it again and
    again takes a tenth of the start. `ui.garbage` collects once the desk is open."""
    gc.disable()


def settle() -> None:
    """The desk is open. Leave what was there before out of every collection.

    A collection that also looks through all modules stops the GUI thread for some 50 ms.
    """
    gc.freeze()
    sys.setswitchinterval(TURN_SECONDS)
