"""What the cells of the shop's own files say: money, counts, yes and no, marked-up text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from models.money import MAX_MINOR, half_up

_YES = frozenset(
    ("1", "yes", "y", "true", "t", "on", "x", "si", "ja", "oui", "active", "taxable", "visible")
)
_NO = frozenset(("0", "no", "n", "false", "f", "off", "never", "nein", "non", "none", "-1"))
_AROUND = re.compile(r"^(?:[A-Z]{2,3}\s*)?[$€£¥₹₩₪]?\s*|\s*(?:[$€£¥₹₩₪]|[A-Z]{3})$")
_CURRENCY = re.compile(r"(?<![A-Z])[A-Z]{3}(?![A-Z])|[€£¥₹₩₪]")
_SIGNS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₪": "ILS"}
_GAPS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2019": "'"})
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(?P<mark>[,.' ])(?:[0-9]{2,3}(?P=mark))*[0-9]{3}")
"""Thousands are grouped by one and the same mark, or not at all; lakhs in twos."""
_PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,2})?")
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,9})?")
_COUNT = re.compile(r"-?(?:[0-9]{1,10}|[0-9]{1,3}(?:[,. '][0-9]{3}){1,3})(?:[.,]0{1,2})?")
_THOUSANDS = 3
_LONGEST_AMOUNT = 40
_MOST_MARKUP = 40_000
"""Characters of a cell that are looked at: twenty times what is kept of it."""
_BLOCK = re.compile(
    r"</?(?:br|p|div|li|ul|ol|dl|dt|dd|tr|table|h[1-6]|section|article|blockquote)\b[^<>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<![^<>]*>")
_UNSEEN = re.compile(r"<!--|<(?P<tag>script|style|head|title)\b", re.IGNORECASE)
_CONTROLS = dict.fromkeys([*range(9), *range(14, 28), 127])


def says_yes(cell: str) -> bool | None:
    """Whether a cell says yes or no; None where it says neither."""
    word = cell.strip().casefold()
    return True if word in _YES else False if word in _NO else None


def decimal_mark(cells: Iterable[str]) -> str:
    """What parts units from hundredths in a whole column; "" where none of its cells shows it.

    "1.299,00" and "12,5" show a comma; "1,299.00" and "12.50" a point. "1,299" alone may be either.
    """
    commas = points = 0
    for cell in cells:
        if _PLAIN.fullmatch(cell):
            points += "." in cell
            continue
        mark = _shown_mark(_bare(cell))
        commas, points = commas + (mark == ","), points + (mark == ".")
    return "" if not commas and not points else "," if commas > points else "."


@lru_cache(maxsize=8192)
def amount(cell: str, mark: str, digits: int) -> tuple[int, bool] | None:
    """Minor units of an amount, and whether it had to be rounded; None where it is no amount.

    "1.299" may be a thousand or a fraction: where neither its column nor the currency tells, it is none.

    Args:
        cell: "1,299.00", "$5", "EUR 12,50".
        mark: Of its column, as `decimal_mark` gives it: it decides where the cell alone cannot.
        digits: Decimal places of the currency.
    """
    text = cell if _PLAIN.fullmatch(cell) else _bare(cell).translate(_GAPS)
    if len(text) > _LONGEST_AMOUNT:
        return None
    mark = _shown_mark(text) or mark or ("." if digits >= _THOUSANDS else "")
    if not mark and "." in text:
        return None
    whole, part = text, ""
    if mark and mark in text:
        whole, _, part = text.rpartition(mark)
    if not (whole or part) or not (part + "0").isdecimal() or not part.isascii():
        return None
    if not _WHOLE.fullmatch(whole or "0"):
        return None
    units = int("".join(filter(str.isdecimal, whole)) + part or "0")
    minor = half_up(units * 10**digits, 10 ** len(part))
    is_rounded = bool(part[digits:].strip("0"))
    return (minor, is_rounded) if minor <= MAX_MINOR else None


def names_other_currency(cell: str, currency: str) -> bool:
    """Whether an amount stands there in another currency than the shop's *currency*."""
    if _PLAIN.fullmatch(cell):
        return False
    said = {_SIGNS.get(sign, sign) for sign in _CURRENCY.findall(cell.upper())}
    return bool(said - {currency})


def number(cell: str) -> Decimal | None:
    """A plain number with a decimal point or comma; None where it is none."""
    text = cell.strip()
    return Decimal(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def count(cell: str) -> int | None:
    """A number of pieces: "12", "1,200", "12.00"; None where it is no whole number."""
    text = cell.strip().translate(_GAPS)
    if not _COUNT.fullmatch(text):
        return None
    text = re.sub(r"[.,]0{1,2}$", "", text)
    return int(re.sub(r"[,. ']", "", text))


def plain_text(cell: str) -> str:
    """A cell without its markup: paragraphs and items of lists on lines of their own."""
    text = cell[:_MOST_MARKUP].replace("\\n", "\n")
    if "<" in text:
        text = _TAG.sub("", _BLOCK.sub("\n", _seen(text)))
    if "&" in text:
        text = html.unescape(text)
    lines = (" ".join(line.split()) for line in text.translate(_CONTROLS).splitlines())
    return "\n".join(line for line in lines if line)


def cut(text: str, most: int) -> str:
    """*text*, at most *most* characters, cut between words and with an ellipsis where it is longer."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    end = max(kept.rfind(" "), kept.rfind("\n"))
    return kept[: end if end > most // 2 else len(kept)].rstrip() + "…"


def _bare(cell: str) -> str:
    return _AROUND.sub("", cell.strip()) if len(cell) <= _LONGEST_AMOUNT else ""


def _shown_mark(text: str) -> str:
    """The decimal mark that an amount shows by itself; "" where it has none, or may have either."""
    comma, point = text.rfind(","), text.rfind(".")
    if comma < 0 and point < 0:
        return ""
    mark, other = (",", ".") if comma > point else (".", ",")
    if other in text:
        return mark
    if text.count(mark) > 1:
        return other
    before, after = text.split(mark)
    is_either = len(after) == _THOUSANDS and before not in ("", "0") and len(before) <= _THOUSANDS
    return "" if is_either else mark


def _seen(text: str) -> str:
    """*text* without what a page does not show: comments, scripts, styles."""
    parts, at, small = list[str](), 0, text.lower()
    for begins in _UNSEEN.finditer(text):
        if begins.start() < at:
            continue
        parts.append(text[at : begins.start()])
        closing = f"</{begins['tag'].lower()}" if begins["tag"] else "-->"
        end = small.find(closing, begins.end())
        if end < 0:
            at = len(text)
            break
        at = end + (0 if begins["tag"] else len(closing))
    return "".join([*parts, text[at:]])
