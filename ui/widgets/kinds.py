"""The icon that goes with each kind of meaning."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

_ICONS: Final = MappingProxyType(
    {
        "held": "hourglass-medium-fill",
        "bad": "x-circle-fill",
        "ok": "check-circle-fill",
        "info": "info-fill",
        "neutral": "prohibit",
    }
)


def icon_of_kind(kind: str) -> str:
    """The icon of held, bad, ok, info or neutral. An unknown outcome is held with a question."""
    return _ICONS[kind]
