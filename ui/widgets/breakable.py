"""Places in a long word where a line may end."""

from __future__ import annotations

import re

_LONG_WORD = re.compile(r"\S{14}(?=\S{6})")
"""A stretch of a word after which there is still much of it to come."""


def breakable(text: str) -> str:
    """The same text with places where a long word or address may go on in the next line."""
    return _LONG_WORD.sub("\\g<0>\u200b", text)
