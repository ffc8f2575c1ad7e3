"""What the cells of the shop's own files say: money, counts, yes and no, marked-up text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from html.parser import HTMLParser

from models.money import MAX_MINOR

_YES = frozenset(
    ("1", "yes", "y", "true", "t", "on", "x", "si", "ja", "oui", "active", "taxable", "visible")
)
_NO = frozenset(("0", "no", "n", "false", "f", "off", "never", "nein", "non", "none", "-1"))
_AMOUNT = re.compile(r"[0-9][0-9., '\u00a0\u202f\u2019]*")
_AROUND = re.compile(r"^(?:[A-Z]{2,3}\s*)?[$€£¥₹₩₪]?\s*|\s*(?:[$€£¥₹₩₪]|[A-Z]{3})$")
_GAPS = str.maketrans("", "", " '\u00a0\u202f\u2019")
_THOUSANDS = 3
_TAG = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z#]")
_BLOCKS = frozenset(("br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4"))
_UNSEEN = frozenset(("script", "style", "head", "title"))


def says_yes(cell: str) -> bool | None:
    """Whether a cell says yes or no; None where it says neither."""
    word = cell.strip().casefold()
    return True if word in _YES else False if word in _NO else None


def decimal_mark(cells: Iterable[str]) -> str:
    """What parts units from hundredths in a whole column: "," only where the cells show it.

    "1.299,00" and "12,5" show a comma; "1,299.00" and "12.50" a point. "1,299" alone may be either and
    is taken as a thousand.
    """
    commas = points = 0
    for cell in cells:
        text = _bare(cell)
        comma, point = text.rfind(","), text.rfind(".")
        if comma >= 0 and point >= 0:
            commas, points = commas + (comma > point), points + (point > comma)
        elif comma >= 0:
            commas += len(text) - comma - 1 != _THOUSANDS
        elif point >= 0:
            points += 1
    return "," if commas > points else "."


@lru_cache(maxsize=65536)
def amount(cell: str, mark: str, digits: int) -> tuple[int, bool] | None:
    """Minor units of an amount, and whether it had to be rounded; None where it is no amount.

    Args:
        cell: "1,299.00", "$5", "EUR 12,50".
        mark: As `decimal_mark` gives it.
        digits: Decimal places of the currency.
    """
    text = _bare(cell)
    if not _AMOUNT.fullmatch(text):
        return None
    text = text.translate(_GAPS)
    other = "," if mark == "." else "."
    if text.count(mark) > 1:
        if other in text:
            return None
        text = text.replace(mark, "")
    text = text.replace(other, "").replace(mark, ".")
    minor = Decimal(text.rstrip(".") or "0").scaleb(digits)
    whole = int(minor.to_integral_value(rounding=ROUND_HALF_UP))
    return (whole, whole != minor) if whole <= MAX_MINOR else None


def number(cell: str) -> Decimal | None:
    """A plain number with a decimal point or comma; None where it is none."""
    text = cell.strip().replace(",", ".")
    return Decimal(text) if re.fullmatch(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?", text) else None


def plain_text(cell: str) -> str:
    """A cell without its markup: paragraphs and items of lists on lines of their own."""
    if not _TAG.search(cell):
        return _tidy(cell.replace("\\n", "\n"))
    reader = _Text()
    reader.feed(cell.replace("\\n", "\n"))
    reader.close()
    return _tidy("".join(reader.parts))


def cut(text: str, most: int) -> str:
    """*text*, at most *most* characters, cut between words and with an ellipsis where it is longer."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    end = max(kept.rfind(" "), kept.rfind("\n"))
    return kept[: end if end > most // 2 else len(kept)].rstrip() + "…"


def _bare(cell: str) -> str:
    return _AROUND.sub("", cell.strip())


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


class _Text(HTMLParser):
    """Gathers what a page would show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)
