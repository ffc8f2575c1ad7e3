"""Why a file from outside is no page, or none that may be opened."""

from __future__ import annotations

import enum


class DamageReason(enum.Enum):
    """What is wrong with a received file; its bytes are kept, and a person is told."""

    EMPTY = "empty"
    """Not one byte, or not one page."""
    NOT_A_PAGE_FILE = "not_a_page_file"
    """By its content neither TIFF, PDF, PNG nor JPEG, whatever its name says."""
    TRUNCATED = "truncated"
    """Its end is missing. What is there is not shown as if it were the whole."""
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    LOCKED = "locked"
    """It wants a password."""
    TOOK_TOO_LONG = "took_too_long"
    UNREADABLE = "unreadable"
    """Begins as it should and makes no sense after that, or made the reader fall over."""
    NOT_READ = "not_read"
    """The reader was stopped or could not be started: nothing is known of the file; try again."""


class DamagedFile(Exception):
    """A file that is not opened. It carries the reason and nothing of the file."""

    def __init__(self, reason: DamageReason) -> None:
        super().__init__(reason.value)
        self.reason = reason
