"""A record of the settings in one line of a list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RecordBrief:
    """One row.

    Attributes:
        key: finds the record.
        title: what it is called.
        caption: what is worth knowing of it, at the right.
        tone: "muted", or a kind (held, bad, ok, info, neutral) whose icon stands before the caption.
        icon: before the title, or "".
        words: what the filter looks through, beside title and caption.
    """

    key: str
    title: str
    caption: str = ""
    tone: str = "muted"
    icon: str = ""
    words: str = ""

    def matches(self, typed: str) -> bool:
        """Whether every word of *typed* is in it, capitals ignored."""
        text = f"{self.title} {self.caption} {self.words}".casefold()
        return all(word in text for word in typed.casefold().split())
