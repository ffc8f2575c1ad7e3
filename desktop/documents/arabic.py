"""Joining of Arabic letters: each gets the form its neighbours ask for.

reportlab prints one glyph per character and knows nothing of joining. Unicode has a code point for
nearly every joined form, and its compatibility mappings say which letter and which form each one
is, so the table is made from them.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_FORM_BLOCKS = (range(0xFB50, 0xFE00), range(0xFE70, 0xFF00))
_TATWEEL = "\N{ARABIC TATWEEL}"
_LAM = "\N{ARABIC LETTER LAM}"
_LETTERS = range(0x0620, 0x0700)


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Letter (or lam and alef) → form (isolated, initial, medial, final) → its code point."""
    table: dict[str, dict[str, str]] = {}
    for block in _FORM_BLOCKS:
        for code in block:
            form, _, parts = unicodedata.decomposition(chr(code)).partition("> ")
            letters = "".join(chr(int(part, 16)) for part in parts.split())
            if len(letters) == 1 or (len(letters) == 2 and letters[0] == _LAM and code >= 0xFEF5):
                table.setdefault(letters, {}).setdefault(form.lstrip("<"), chr(code))
    return table


def _joins_next(letter: str) -> bool:
    return letter == _TATWEEL or "initial" in _forms().get(letter, {})


def _joins_previous(letter: str) -> bool:
    return letter == _TATWEEL or "final" in _forms().get(letter, {})


def join(text: str) -> str:
    """*text*, in the order it is read, with every Arabic letter in its joined form.

    A letter that Unicode has no joined forms for stays as it is: see `can_join`.
    """
    shaped: list[str] = []
    before = ""
    index = 0
    while index < len(text):
        letter = text[index]
        pair = text[index : index + 2]
        unit = pair if len(pair) == 2 and pair in _forms() else letter
        index += len(unit)
        after = text[index : index + 1]
        left = _joins_next(before) and _joins_previous(unit)
        right = _joins_next(unit) and bool(after) and _joins_previous(after)
        form = {(0, 0): "isolated", (0, 1): "initial", (1, 0): "final", (1, 1): "medial"}
        shaped.append(_forms().get(unit, {}).get(form[left, right], unit))
        before = unit
    return "".join(shaped)


def can_join(letter: str) -> bool:
    """Whether *letter* prints right: it is no Arabic letter, or its forms are known."""
    if ord(letter) not in _LETTERS or unicodedata.category(letter) != "Lo":
        return True
    return letter in _forms()
