"""Names and streets in the characters that carriers' programs take."""

from __future__ import annotations

import unicodedata

ENCODING = "cp1252"
"""The Windows Western set: what UPS WorldShip imports ("Use only a Western character set")."""

_SPELLED = str.maketrans(
    {
        "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ħ": "h", "Ħ": "H", "ı": "i", "ŧ": "t", "Ŧ": "T",
        "ĸ": "k", "ŋ": "ng", "Ŋ": "NG", "ə": "e", "Ə": "E", "ǝ": "e", "ɵ": "o", "ʻ": "'", "ʼ": "'",
        "ʹ": "'", "ʺ": '"', "′": "'", "″": '"', "‐": "-", "‑": "-", "‒": "-", "―": "-", "−": "-",
        "⁄": "/", "ﬁ": "fi", "ﬂ": "fl", "№": "No.",
    }
)  # fmt: skip


def western(text: str) -> str | None:
    """*text* in Western characters, or None where that needs more than taking marks off letters.

    Letters that the set has keep their accents (Müller), others lose them (Łódź becomes Lódz). A name
    in Cyrillic or Chinese is not guessed at: how it is spelled is for its bearer to say.
    """
    kept: list[str] = []
    for character in unicodedata.normalize("NFC", " ".join(text.split())):
        if _fits(character):
            kept.append(character)
            continue
        spelled = character.translate(_SPELLED)
        plain = "".join(
            part.translate(_SPELLED)
            for part in unicodedata.normalize("NFKD", spelled)
            if not unicodedata.combining(part) and unicodedata.category(part) != "Cf"
        )
        if not all(_fits(part) for part in plain):
            return None
        kept.append(plain)
    return "".join(kept)


def _fits(character: str) -> bool:
    try:
        character.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return character.isprintable()
