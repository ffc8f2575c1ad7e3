"""Where a child window lies, and whose dialog it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ui.child_windows.protocol import ProtocolError


@dataclass(frozen=True, kw_only=True)
class Placement:
    """A rectangle in logical screen pixels, and the workspace's native window (0: none)."""

    x: int
    y: int
    width: int
    height: int
    parent_window: int = 0

    def message(self) -> dict[str, int]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def from_message(cls, plain: Mapping[str, Any]) -> Placement:
        """The placement that `message` wrote.

        Raises:
            ProtocolError: a part is missing, unknown or no whole number.
        """
        if not all(type(value) is int for value in plain.values()):
            raise ProtocolError("a place holds whole numbers only")
        try:
            return cls(**plain)
        except TypeError as error:
            raise ProtocolError("a place has the wrong parts") from error
