"""Boxes: where a received page is blacked out, or where a machine thinks that it should be."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class BoxReason(enum.Enum):
    """Why a box is there."""

    CARD_NUMBER = "card_number"
    """Digits with the prefix, length and check digit of a card number."""
    CARD_WORD = "card_word"
    """What follows a printed word such as "Card number", to the end of its line."""
    EXPIRY = "expiry"
    CODE = "code"
    DRAWN = "drawn"
    """A person drew it."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the stored image's own pixels, from its top left corner; pages count from 1."""

    page: int
    x: int
    y: int
    width: int
    height: int
    reason: BoxReason

    def to_record(self) -> dict[str, Any]:
        """As JSON: what crosses between processes, and what is stored."""
        return {
            "page": self.page,
            "x": self.x,
            "y": self.y,
            "width": self.width,
            "height": self.height,
            "why": self.reason.value,
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Box:
        """The box in a record.

        Raises:
            ValueError: it is none: a part is missing, is no whole number, or makes no sense.
        """
        try:
            parts = [record[name] for name in ("page", "x", "y", "width", "height")]
            reason = BoxReason(record["why"])
        except (KeyError, TypeError) as error:
            raise ValueError("a part of the box is missing") from error
        if not all(isinstance(part, int) and not isinstance(part, bool) for part in parts):
            raise ValueError("a part of the box is no whole number")
        page, x, y, width, height = parts
        if page < 1 or x < 0 or y < 0 or width < 1 or height < 1:
            raise ValueError("the box lies nowhere")
        return cls(page=page, x=x, y=y, width=width, height=height, reason=reason)
