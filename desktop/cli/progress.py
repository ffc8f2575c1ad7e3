"""How far a command is, for whoever watches it."""

from __future__ import annotations

import sys
from types import TracebackType

_NARROWEST = 6


class ProgressLine:
    """One line on standard error, where that is a terminal; gone at the end of the `with` block.

    Called with what is done and what there is to do; with 0 where nobody has counted that.
    """

    def __init__(self) -> None:
        self._shows = sys.stderr is not None and sys.stderr.isatty()
        self._shown = ""

    def __call__(self, done: int, of: int) -> None:
        text = f"{min(done, of) * 100 // of} %" if of else f"{done:,}"
        if self._shows and text != self._shown:
            sys.stderr.write(f"\r{text}")
            sys.stderr.flush()
            self._shown = text

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:
            sys.stderr.write("\r" + " " * max(_NARROWEST, len(self._shown)) + "\r")
            sys.stderr.flush()
