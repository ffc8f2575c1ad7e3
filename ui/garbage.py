"""Garbage is collected in the GUI thread only.

Python collects in whichever thread happens to make the next object. Widgets that only hold each
other would then be destroyed in a working thread, which ends the process or stops it for good.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

LOOK_MS: Final = 250
"""How often it is looked whether there is enough to collect."""


class GuiGarbage(QObject):
    """Collects between two events, by the counts at which Python would, and for the whole process."""

    def __init__(self, *, parent: QObject) -> None:
        """From now on no other thread collects. For the GUI thread."""
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(collect_if_due)
        self._timer.start()


def collect_if_due() -> None:
    """Collect the oldest generation that has as much as Python's thresholds allow, with the younger."""
    due = [
        generation
        for generation, (count, most) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if count > most
    ]
    if due:
        gc.collect(due[-1])
