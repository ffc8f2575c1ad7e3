"""What the answer to a fax says, as plain values."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.documents.confirmation_data import Letterhead
from desktop.documents.records import from_values, to_values


class AnswerReason(enum.Enum):
    """Why a fax is answered."""

    UNREADABLE = "unreadable"
    MISSING_PAGES = "missing_pages"
    NO_NUMBER_TO_CALL = "no_number_to_call"
    CARD_NUMBER_WRITTEN = "card_number_written"
    """It was blacked out, and the fax as it came was destroyed: say so only when that is done."""
    OTHER = "other"
    """What the agent writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaxAnswerData:
    """A fax and what we answer to it.

    Attributes:
        recipient: The sender as far as known: name, address, or only the number.
        written_on: The day of the answer, on the shop's calendar.
        received_on: The day on which the fax came.
        pages: How many pages of it came; 0 where that is not said.
        own_words: The agent's, one paragraph a line; below what the reason says.

    Raises:
        ValueError: the reason is another one and no words say which.
    """

    letterhead: Letterhead
    recipient: tuple[str, ...]
    written_on: date
    received_on: date
    reason: AnswerReason
    pages: int = 0
    own_words: str = ""
    practice: bool = False
    language: str = "en"

    def __post_init__(self) -> None:
        if self.reason is AnswerReason.OTHER and not self.own_words.strip():
            raise ValueError("an answer for another reason needs words of its own")

    def to_record(self) -> dict[str, Any]:
        """The same as JSON values, for the record of what was said."""
        return dict(to_values(self))

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> FaxAnswerData:
        """What `to_record` gave, as it was.

        Raises:
            ValueError: it is no record of an answer.
        """
        return from_values(cls, record)
