"""Where a long file's rows wait, read and checked, until the whole of it is known to be right.

Reading takes a while, and the other desks must not wait for it; and a file that breaks off in its
last row must leave nothing behind. So what the rows mean is kept in a file without a name, which goes
with the program, and then written to the database in one transaction.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from typing import Any

_IN_MEMORY = 16_000_000
"""Bytes that are kept in memory before the file is made."""


class Spool:
    """Batches of rows, put in and taken out in order. Use it in a `with` block."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        self._batches = 0

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, batch: Any) -> None:
        """Keep *batch*: plain values, the program's own."""
        pickle.dump(batch, self._file, protocol=pickle.HIGHEST_PROTOCOL)
        self._batches += 1

    def take(self) -> Iterator[Any]:
        """Every batch, in the order they came."""
        self._file.seek(0)
        for _ in range(self._batches):
            yield pickle.load(self._file)  # noqa: S301
