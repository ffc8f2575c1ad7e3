"""What the cover of a fax says, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.documents.confirmation_data import Letterhead
from desktop.documents.records import from_values, to_values

NOTE_LENGTH = 600
"""Characters of a note, so that the cover stays one page."""

_NOTE_LINES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverData:
    """A cover as it is sent.

    Attributes:
        to_name: The person or company; may be empty where only the number is known.
        to_number: The number that is called, as people read it.
        from_name: The agent or the desk that sends it.
        from_phone: Where the receiver can call back about it; the shop's own where this is empty.
        pages: In all, the cover included.
        reference: The order's number, or whatever the receiver knows the matter by.
        note: Some lines of the agent's own.

    Raises:
        ValueError: there is no page beside the cover, or the note is too long for one.
    """

    letterhead: Letterhead
    to_name: str
    to_number: str
    from_name: str
    sent_on: date
    pages: int
    from_phone: str = ""
    reference: str = ""
    subject: str = ""
    note: str = ""
    practice: bool = False
    language: str = "en"

    def __post_init__(self) -> None:
        if self.pages < 1:
            raise ValueError("a fax has at least its cover")
        if len(self.note) > NOTE_LENGTH or len(self.note.splitlines()) > _NOTE_LINES:
            raise ValueError("the note is too long for a cover")

    def to_record(self) -> dict[str, Any]:
        """The same as JSON values, for the record of what was said."""
        return dict(to_values(self))

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> CoverData:
        """What `to_record` gave, as it was.

        Raises:
            ValueError: it is no record of a cover.
        """
        return from_values(cls, record)
