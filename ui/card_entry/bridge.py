"""The one object that the page's isolated world can see."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

_MAX_REPORT = 2_000


class Bridge(QObject):
    """Carries commands to the page and reports from it, as small JSON texts.

    What arrives is as trustworthy as a web page: it is bounded here and checked where it is used.

    Signals:
        commanded: to the page.
        reported: from the page, decoded.
    """

    commanded = Signal(str)
    reported = Signal(object)

    def command(self, name: str, **values: Any) -> None:
        """Send the command *name* to the page."""
        self.commanded.emit(json.dumps({"command": name, **values}))

    @Slot(str)
    def report(self, text: str) -> None:
        """Called by the page. Anything that is no small JSON object is dropped."""
        if len(text) > _MAX_REPORT:
            return
        try:
            report = json.loads(text)
        except ValueError:
            return
        if isinstance(report, Mapping):
            self.reported.emit(dict(report))
