"""A record of the settings in one line of a list."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True)
class RecordBrief:
    """One row.

    Attributes:
        key: finds the record.
        title: what it is called.
        caption: what is worth knowing of it, at the right.
        tone: "muted", or a kind (held, bad, ok, info, neutral).
        icon: before the title, or "".
        words: what the filter looks through, beside title and caption.
        sign: before the caption; the icon of its kind if "".
    """

    key: str
    title: str
    caption: str = ""
    tone: str = "muted"
    icon: str = ""
    words: str = ""
    sign: str = ""

    def matches(self, typed: str) -> bool:
        """Whether every word of *typed* is in it, capitals ignored."""
        text = f"{self.title} {self.caption} {self.words}".casefold()
        return all(word in text for word in typed.casefold().split())


def unsaved_brief(brief: RecordBrief) -> RecordBrief:
    """The line of a record of which something is typed and not stored."""
    words = QCoreApplication.translate("RecordBrief", "Not saved")
    return replace(brief, caption=words, tone="held", sign="pencil-simple")
