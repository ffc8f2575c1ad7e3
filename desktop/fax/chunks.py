"""Bytes of a file as lines of JSON, for what is longer than one line may be."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any

PIECE = 45_000
"""Bytes to a line: 60,000 characters, so that every line stays within `desktop.children.MAX_LINE`."""


def to_lines(content: bytes) -> Iterator[dict[str, Any]]:
    """*content* as `chunk` messages, and an `end` behind them."""
    view = memoryview(content)
    for at in range(0, len(content), PIECE):
        yield {"type": "chunk", "data": base64.b64encode(view[at : at + PIECE]).decode("ascii")}
    yield {"type": "end"}


class Chunks:
    """Collects what `to_lines` made.

    Args:
        size: How many bytes were announced.
        most: How many are accepted.

    Raises (at the start):
        ValueError: more are announced than are accepted.
    """

    def __init__(self, size: int, most: int) -> None:
        if isinstance(size, bool) or not isinstance(size, int) or not 0 <= size <= most:
            raise ValueError("too much was announced")
        self._size = size
        self._content = bytearray()
        self._done = False

    @property
    def done(self) -> bool:
        """Whether all of it is there."""
        return self._done

    @property
    def content(self) -> bytes:
        """All of it.

        Raises:
            ValueError: it is not there yet.
        """
        if not self._done:
            raise ValueError("not all of it is there")
        return bytes(self._content)

    def take(self, message: Mapping[str, Any]) -> None:
        """Take the next message.

        Raises:
            ValueError: it is none of these, more came than was announced, or it ended too early.
        """
        kind = message.get("type")
        if self._done or kind not in ("chunk", "end"):
            raise ValueError("no piece of a file was expected, or this is none")
        if kind == "end":
            if len(self._content) != self._size:
                raise ValueError("less came than was announced")
            self._done = True
            return
        data = message.get("data")
        if not isinstance(data, str):
            raise ValueError("a piece of a file is no text")  # noqa: TRY004  (a bad line)
        try:
            piece = base64.b64decode(data, validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValueError("a piece of a file is not base64") from error
        if len(self._content) + len(piece) > self._size:
            raise ValueError("more came than was announced")
        self._content += piece
