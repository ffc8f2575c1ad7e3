"""Where a long file's rows wait, read and checked, until the whole of it is known to be right.

Reading takes a while, and the other desks must not wait for it; and a file that breaks off in its
last row must leave nothing behind. So what the rows mean is kept in a file without a name, which goes
with the program, and then written to the database in one transaction.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

_IN_MEMORY = 16_000_000
"""Bytes that are kept in memory before the file is made."""


class Spool:
    """Batches of rows, put in and taken out in order. Use it in a `with` block."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, rows: Sequence[Any]) -> None:
        """Keep some rows: plain values, as JSON has them; a day comes back as its text."""
        text = json.dumps(rows, default=_text, separators=(",", ":"), ensure_ascii=True)
        self._file.write(text.encode() + b"\n")

    def take(self) -> Iterator[Any]:
        """Every batch, in the order they came."""
        self._file.seek(0)
        for line in self._file:
            yield json.loads(line)


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
