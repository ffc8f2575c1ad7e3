"""Printed words behind which a card number, its expiry date or its code is written.

"Card", "card no.", "Visa", "exp. date", "CVV", "code on back", in English and in Spanish; a letter may
have been misread. What stands behind them is `desktop.fax.card_words`'s matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.fax.boxes import BoxReason
from desktop.fax.lines import Line, around
from desktop.fax.tesseract import Word
from desktop.fax.upright import Rectangle

_HEADS = {
    BoxReason.CARD_WORD: (
        "card", "cards", "cardno", "cardnum", "cardnumber", "creditcard", "ccno", "ccnumber", "cc",
        "visa", "mastercard", "amex", "tarjeta",
    ),
    BoxReason.EXPIRY: (
        "exp", "expdate", "expires", "expire", "expiry", "expiration", "expdt",
        "vence", "vencimiento", "caduca", "caducidad", "vto",
    ),
    BoxReason.CODE: (
        "cvv", "cvc", "cvv2", "cvc2", "csc", "cid", "cvn", "ccv", "codigo",
    ),
}  # fmt: skip
_PAIRS = {
    ("security", "code"): BoxReason.CODE,
    ("verification", "code"): BoxReason.CODE,
    ("code", "on"): BoxReason.CODE,
    ("valid", "thru"): BoxReason.EXPIRY,
    ("valid", "through"): BoxReason.EXPIRY,
    ("valid", "until"): BoxReason.EXPIRY,
    ("good", "thru"): BoxReason.EXPIRY,
    ("valida", "hasta"): BoxReason.EXPIRY,
    ("american", "express"): BoxReason.CARD_WORD,
}
_GOES_ON = (
    "no", "nr", "num", "nbr", "number", "numbers", "numero", "date", "code", "on", "back", "front",
    "of", "the", "or", "and", "thru", "through", "until", "hasta", "type", "security", "verification",
    "credit", "debit", "credito", "debito", "de", "del", "la", "seguridad", "digit", "digits", "mc",
    "mmyy", "mmyyyy", "discover", "american", "express", "account", "fecha",
)  # fmt: skip
"""Words that still belong to the label, as in "card number" and "code on back"."""
_CVV = re.compile("c{1,2}[vwy]{1,4}c?[2ze]?")
"""As readers tell "CVV2" and "CVC", whose letters run into each other: "CW", "CcVV2", "CWe"."""
_NOT_MISREAD = frozenset(
    {
        "care", "cart", "cord", "hard", "ward", "yard", "bard", "lard", "car", "cad", "carb", "carp",
        "cared", "cares", "carts", "cords", "yards", "since", "fence", "hence", "pence", "expert",
        "expired", "exports", "visit", "visas", "vista",
    }
)  # fmt: skip
"""Ordinary words one letter away from a label's."""
_NOT_CODES = frozenset({"postal", "promocional", "articulo"})
"""What follows "código" when it is none of a card."""
_HOLDERS = frozenset({"cardholder", "cardholders", "cardmember"})
_GAP = 2.2
"""Heights of a letter within a label."""


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label; what it stands for is to its right.

    Attributes:
        is_bare: One word with nothing that makes it a label, as in "a greeting card".
    """

    reason: BoxReason
    place: Rectangle
    height: float
    is_bare: bool = False


def labels_in(line: Line) -> list[Label]:
    """The labels of *line*, from left to right."""
    names = [_plain(word.text) for word in line.words]
    labels: list[Label] = []
    at = 0
    while at < len(names):
        reason, taken = _head(names, at)
        if reason is None:
            at += 1
            continue
        end = _end_of_label(line, names, at + taken)
        words = line.words[at:end]
        is_bare = len(words) == 1 and not words[0].text.endswith((":", "#", ";"))
        labels.append(Label(reason, around(words), line.height, is_bare))
        at = end
    return labels


def _head(names: Sequence[str], at: int) -> tuple[BoxReason | None, int]:
    """What the label that begins at *at* is for, and how many words say so."""
    name = names[at]
    following = names[at + 1] if at + 1 < len(names) else ""
    for (first, second), reason in _PAIRS.items():
        if _is_like(name, first) and _is_like(following, second):
            return reason, 2
    if name in _HOLDERS or names[max(0, at - 2) : at] == ["name", "on"]:
        return None, 0
    if name == "card" and following in ("holder", "holders", "member"):
        return None, 0
    for reason, heads in _HEADS.items():
        if any(_is_like(name, head) for head in heads) or (
            reason is BoxReason.CODE and _CVV.fullmatch(name)
        ):
            if name.startswith("codig") and following in _NOT_CODES:
                return None, 0
            return reason, 1
    return None, 0


def _end_of_label(line: Line, names: Sequence[str], end: int) -> int:
    while end < len(names):
        word, before = line.words[end], line.words[end - 1]
        if word.left - before.right > _GAP * line.height or before.text.endswith((":", ";")):
            break
        is_mark = set(word.text) <= set("#:()/&")
        # "3 digits on back": the count is part of it, a figure alone is what was written.
        counts = names[end] in ("3", "4") and "".join(names[end + 1 : end + 2]).startswith("digit")
        brand = any(_is_like(names[end], head) for head in _HEADS[BoxReason.CARD_WORD])
        goes_on = any(_is_like(names[end], word) for word in _GOES_ON)
        if not (is_mark or counts or brand or goes_on):
            break
        if _PAIRS.get((names[end], "".join(names[end + 1 : end + 2]))):
            break  # the next label
        end += 1
    return end


def _plain(text: str) -> str:
    """*text* in lower case without accents and marks."""
    bare = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in bare if c.isascii() and c.isalnum())


def _is_like(name: str, word: str) -> bool:
    """Whether *name* is *word*, give or take one letter in words that are long enough for that."""
    if name == word:
        return True
    if len(word) < 4 or name in _NOT_MISREAD or abs(len(name) - len(word)) > 1:
        return False
    if sum(c.isdigit() for c in name) > 1:
        return False
    return _one_letter_apart(name, word)


def _one_letter_apart(one: str, other: str) -> bool:
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) == len(other):
        return one[at + 1 :] == other[at + 1 :]
    return one[at:] == other[at + 1 :]


def is_sure_text(word: Word) -> bool:
    """Whether *word* is surely printed letters and no digit, so that nothing is hidden in it."""
    return word.confidence >= 75 and any(c.isalpha() for c in word.text) and not has_digit(word)


def has_digit(word: Word) -> bool:
    """Whether there is a digit in it."""
    return any(c.isdigit() for c in word.text)
