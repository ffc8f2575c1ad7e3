"""The top of a letter's first page: the shop's letterhead, the address, the date and the number.

On paper they stand where the window of an envelope wants them. A faxed letter has no envelope: they
follow one another, and the text begins where they end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from desktop.documents import fonts
from desktop.documents.address_block import address_block
from desktop.documents.confirmation_data import Letterhead
from desktop.documents.flow import Align, BoxMark, Mark, RuleMark, TextMark
from desktop.documents.fonts import ASCENT
from desktop.documents.sheet import barcode
from desktop.documents.stationery import Stationery
from desktop.documents.texts import LetterTexts
from desktop.documents.typesetter import SetText, Typesetter

_CONTACT_SHARE = 0.36
_PARTING = 18.0
_BARS = 30.0
_DATE = 24.0
"""From the top of what stands at the right to the baseline of the date."""


@dataclass(frozen=True, slots=True)
class FrameWords:
    """What the frame says besides the shop's own particulars.

    Attributes:
        number: As it goes into the barcode; empty for no barcode.
        number_words: "Order 4718 2063-5".
        when: The day of the letter; None for a paper without one.
        counted: The foot says which page of how many it is.
        band: What the band of a practice paper says is not real.
    """

    number: str
    number_words: str
    when: date | None
    practice: bool
    counted: bool = True
    band: Literal["order", "letter"] = "order"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top of a first page.

    Attributes:
        bottom: Where the text may begin.
        fits: Whether the address fits the envelope's window.
    """

    marks: tuple[Mark, ...]
    bottom: float
    fits: bool = True


@dataclass(frozen=True, slots=True)
class HeadContext:
    """What a head is made from."""

    paper: Stationery
    letterhead: Letterhead
    words: FrameWords
    texts: LetterTexts
    setter: Typesetter


def addressed(head: HeadContext, recipient: Sequence[str], *, mail_code: str = "") -> Head:
    """Letterhead, *recipient*, date, barcode and number.

    *mail_code* stands as an Intelligent Mail barcode under the address where both fit the window;
    on what has no envelope it is left out.
    """
    shop, lowest = _letterhead(head)
    if head.paper.medium.folded:
        block = address_block(head.setter, recipient, head.paper.address, mail_code=mail_code)
        side, _ = _side(head, head.paper.clear.top)
        return Head((*shop, *block.marks, *side), head.paper.body_top, block.fits)
    top = lowest + 12
    address, left_end = _address_below(head, recipient, top)
    side, right_end = _side(head, top + ASCENT * head.setter.body - _DATE)
    return Head((*shop, *address, *side), max(left_end, right_end) + _PARTING)


def letterhead_only(head: HeadContext) -> Head:
    """The letterhead and nothing else."""
    marks, lowest = _letterhead(head)
    return Head(tuple(marks), lowest + _PARTING)


def _letterhead(head: HeadContext) -> tuple[list[Mark], float]:
    """The shop with the rule below it, and where that rule lies."""
    paper, small = head.paper, head.setter.small
    marks: list[Mark] = []
    room = _CONTACT_SHARE * (paper.right - paper.left)
    y = paper.medium.head_top
    for where, text in _contacts(head):
        line = head.setter.set_shrunk(
            text, f"letterhead.{where}", width=room, sizes=(small, 7.0, 6.0), lines=1
        )
        y = stack(marks, [line], paper.right, y, align="right", limit=2)
    left = paper.right - paper.left - room - 18
    lowest = max(y, _name(head, marks, left)) + 8
    if paper.medium.folded:
        lowest = min(lowest, paper.clear.top - 6)
    marks.append(RuleMark(paper.left, lowest, paper.right - paper.left, 0.75, 0.4))
    if paper.sender_line is not None:
        marks.extend(_sender_line(head, paper.sender_line))
    return marks, lowest


def _contacts(head: HeadContext) -> list[tuple[str, str]]:
    """Where the shop is reached, each with the name of its value; those that it has."""
    shop, say = head.letterhead, head.texts.say
    phone_key = "head.phone_home" if shop.phone_abroad else "head.phone"
    contacts = [
        ("phone", say(phone_key, phone=shop.phone) if shop.phone else ""),
        (
            "phone_abroad",
            say("head.phone_abroad", phone=shop.phone_abroad) if shop.phone_abroad else "",
        ),
        ("fax", say("head.fax", fax=shop.fax) if shop.fax else ""),
        ("email", shop.email),
        ("website", shop.website),
    ]
    return [(where, text) for where, text in contacts if text]


def _name(head: HeadContext, marks: list[Mark], width: float) -> float:
    """The shop's name and address at the left; how far down they reach."""
    paper, shop = head.paper, head.letterhead
    y = paper.medium.head_top - 4
    if head.words.practice:
        word = head.texts.say("practice.word")
        room = fonts.bold().width(word, 15) + 14
        marks.append(BoxMark(paper.left, y - 2, room, 20, edge=0.0))
        marks.append(TextMark(paper.left + 7, y + 13.5, word, fonts.bold(), 15))
        y += 23
    name = head.setter.set_shrunk(
        shop.name, "letterhead.name", width=width, face=fonts.bold(), sizes=(15, 13, 11, 9)
    )
    y = stack(marks, [name], paper.left, y, limit=2)
    lines = head.setter.set_column(
        [", ".join(shop.address_lines)],
        "letterhead.address_lines",
        width=width,
        size=head.setter.small,
    )
    return stack(marks, lines, paper.left, y + 2, limit=2)


def _sender_line(head: HeadContext, baseline: float) -> list[Mark]:
    """The sender in one small line above the address, as German window envelopes have it."""
    field, shop = head.paper.address, head.letterhead
    text = " · ".join([shop.name, *shop.address_lines])
    line = head.setter.set_shrunk(
        text, "letterhead.address_lines", width=field.width, sizes=(7.0, 6.5, 6.0, 5.5, 5.0)
    )
    return [
        TextMark(field.left, baseline, line.lines[0], line.face, line.size),
        RuleMark(field.left, baseline + 3, field.width, 0.25, 0.4),
    ]


def _address_below(
    head: HeadContext, recipient: Sequence[str], y: float
) -> tuple[list[Mark], float]:
    """*recipient* from *y* down, as many lines as it takes, and where it ends."""
    marks: list[Mark] = []
    width = head.paper.side - head.paper.left - _PARTING
    lines = head.setter.set_column(recipient, "recipient", width=width)
    return marks, stack(marks, lines, head.paper.left, y)


def _side(head: HeadContext, top: float) -> tuple[list[Mark], float]:
    """Date, barcode and order number at the right, from *top* down, and where they end."""
    paper, words = head.paper, head.words
    room = paper.right - paper.side
    number = head.setter.set_shrunk(
        words.number_words,
        "order_number",
        width=room,
        face=fonts.bold(),
        sizes=(10.0, 9.0, 8.0, 7.0),
    )
    marks: list[Mark] = []
    if words.when is not None:
        when, size = head.texts.day(words.when), head.setter.body
        marks.append(TextMark(paper.right, top + _DATE, when, fonts.regular(), size, align="right"))
    y = top + 38
    if words.number:
        marks.append(barcode(words.number, right=paper.right, y=y, room=room, height=_BARS))
        y += _BARS + 5
    return marks, stack(marks, [number], paper.right, y, align="right")


def stack(
    marks: list[Mark],
    texts: Sequence[SetText],
    x: float,
    y: float,
    *,
    align: Align = "left",
    limit: int | None = None,
) -> float:
    """Put *texts* under one another from *y*; the height below them. At most *limit* lines of each."""
    for text in texts:
        for line in text.lines[:limit]:
            marks.append(TextMark(x, y + ASCENT * text.size, line, text.face, text.size, align))
            y += text.size * 1.28
    return y
