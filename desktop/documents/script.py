"""From what someone typed to what can be printed: order, joining, and what cannot.

The steps: compose accents (NFC), turn line breaks and other controls into spaces, drop invisible
characters, find what no glyph exists for, join Arabic letters. Ordering right to left is done for
each printed line by `visual`, after the text has been broken into lines.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bidi import get_display

from desktop.documents import arabic, fonts
from desktop.documents.fonts import Face

MISSING = "\N{WHITE SQUARE}"
"""Printed in the place of a character that no glyph exists for."""

_PLAIN = re.compile(r"[ -~]*")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff]")
_UNJOINED = re.compile("[\u07c0-\u07ff]")  # N'Ko joins like Arabic, and has no joined code points
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"), ("«", "»"))
_MARKS = frozenset({"Mn", "Me", "Mc"})
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_SIGNS = ("<compat>", "<circle>", "<square>", "<wide>", "<narrow>", "<vertical>")
"""What Unicode calls a sign that is letters in another dress: ㈱ is (株), ㎡ is m2."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Text that is ready to be measured and broken into lines, in the order it is read.

    Attributes:
        text: The characters to print.
        face: The cut that has them.
        missing: Characters of the original that do not print right, each once, in order.
        right_to_left: The paragraph begins at the right.
    """

    text: str
    face: Face
    missing: tuple[str, ...] = ()
    right_to_left: bool = False


def prepare(text: str, face: Face) -> Prepared:
    """*text* made printable in *face*, or in the regular cut where *face* lacks a character."""
    if _PLAIN.fullmatch(text):
        return Prepared(" ".join(text.split()), face)
    clean = _clean(text)
    if face is not fonts.regular() and any(
        not face.has(c) and fonts.regular().has(c) for c in clean
    ):
        face = fonts.regular()
    printable, missing = _printable(clean, face)
    joined = arabic.join(printable)
    absent = [c for c in joined if not face.has(c)]
    if absent:
        missing += tuple(unicodedata.normalize("NFKC", c) for c in absent)
        joined = "".join(c if face.has(c) else MISSING for c in joined)
    return Prepared(joined, face, tuple(dict.fromkeys(missing)), _begins_right(clean))


def visual(line: str, *, right_to_left: bool = False) -> str:
    """One printed line of `Prepared.text`, its characters in the order they stand from the left."""
    if not _RIGHT_TO_LEFT.search(line):
        return line
    shown = get_display(line, base_dir="R" if right_to_left else "L")
    return _turn_brackets(shown if isinstance(shown, str) else shown.decode())


def _turn_brackets(shown: str) -> str:
    """*shown* with the brackets turned round that stand in text from right to left.

    The ordering leaves their shapes alone. The two of a pair have one direction (rule N0 of the
    Unicode bidirectional algorithm), so a pair whose closing bracket now comes first is such a
    pair.
    """
    turned = list(shown)
    for opening, closing in _BRACKETS:
        depth = 0
        waiting: list[int] = []
        for place, character in enumerate(shown):
            if character == opening and waiting:
                turned[waiting.pop()], turned[place] = opening, closing
            elif character == opening:
                depth += 1
            elif character == closing and depth:
                depth -= 1
            elif character == closing:
                waiting.append(place)
    return "".join(turned)


def _clean(text: str) -> str:
    """Composed, without invisible characters, every gap one space."""
    composed = unicodedata.normalize("NFC", _VARIATION.sub("", text))
    kept = []
    for character in composed:
        category = unicodedata.category(character)
        if category in {"Cc", "Zl", "Zp"} or character == "\N{IDEOGRAPHIC SPACE}":
            kept.append(" ")
        elif category != "Cf":
            kept.append(character)
    return re.sub(" +", " ", "".join(kept)).strip(" ")


def _printable(text: str, face: Face) -> tuple[str, tuple[str, ...]]:
    """*text* with squares for what *face* lacks, and what does not print right.

    A combining mark that no composed letter exists for would be printed beside its letter's middle:
    the letter with its mark is reported and the mark is left out, so that the letter at least is
    right.
    """
    kept: list[str] = []
    missing: list[str] = []
    for character in text:
        category = unicodedata.category(character)
        if category in _MARKS:
            before = kept[-1] if kept and kept[-1] not in {" ", MISSING} else ""
            missing.append(before + character)
        elif not face.has(character) and (plain := _undressed(character, face)):
            kept.extend(plain)
        elif not face.has(character) or category == "Co" or _UNJOINED.match(character):
            missing.append(character)
            kept.append(MISSING)
        else:
            if not arabic.can_join(character):
                missing.append(character)
            kept.append(character)
    return "".join(kept), tuple(missing)


def _undressed(character: str, face: Face) -> str:
    """The letters that a sign without a glyph stands for; '' where it is no such sign."""
    if not unicodedata.decomposition(character).startswith(_SIGNS):
        return ""
    plain = unicodedata.normalize("NFKC", character)
    return plain if all(c != " " and face.has(c) for c in plain) else ""


def _begins_right(text: str) -> bool:
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False
