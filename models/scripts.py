"""In which letters something is written."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def is_latin(text: str) -> bool:
    """Whether every letter in *text* is a Latin one, with or without accents."""
    return text.isascii() or all(_is_latin(character) for character in text)


@lru_cache(maxsize=4096)
def _is_latin(character: str) -> bool:
    return not character.isalpha() or unicodedata.name(character, "").startswith(
        ("LATIN", "FULLWIDTH LATIN", "MODIFIER LETTER", "FEMININE ORDINAL", "MASCULINE ORDINAL")
    )
