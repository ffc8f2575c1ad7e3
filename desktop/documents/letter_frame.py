"""What every letter has around its text: letterhead, address in the window, head and foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.documents import fonts
from desktop.documents.confirmation_data import Letterhead
from desktop.documents.flow import Align, BoxMark, Frame, Mark, Page, RuleMark, TextMark
from desktop.documents.fonts import ASCENT, DESCENT
from desktop.documents.sheet import barcode
from desktop.documents.stationery import Rect, Stationery
from desktop.documents.texts import LetterTexts
from desktop.documents.typesetter import SMALL, SetText, Typesetter

_BAND_TOP = 20.0
_BAND_HEIGHT = 21.0
_BAND_INSET = 26.0  # office printers leave up to 6 mm of each edge blank
_HEAD_TOP = 58.0
_LATER_TOP = 92.0
_FOOT = 33.0
_GREY = 0.33

_ADDRESS_SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)


@dataclass(frozen=True, slots=True)
class FrameWords:
    """What the frame says besides the shop's own particulars.

    Attributes:
        number: As it goes into the barcode.
        number_words: "Order 4718 2063-5".
    """

    number: str
    number_words: str
    when: date
    practice: bool


class LetterFrame:
    """The frame of one letter. Nothing of it but the address shows in the envelope's window."""

    def __init__(
        self,
        *,
        paper: Stationery,
        letterhead: Letterhead,
        words: FrameWords,
        texts: LetterTexts,
        typesetter: Typesetter,
        windowed: bool = True,
    ) -> None:
        """*windowed*: it goes into an envelope; else every page has the head of a later one."""
        self._windowed = windowed
        self._paper = paper
        self._letterhead = letterhead
        self._words = words
        self._texts = texts
        self._setter = typesetter

    @property
    def first(self) -> Frame:
        """Room for text on the first page."""
        top = self._paper.body_top if self._windowed else _LATER_TOP
        return Frame(top, self._paper.bottom)

    @property
    def later(self) -> Frame:
        """Room for text on every other page."""
        return Frame(_LATER_TOP, self._paper.bottom)

    def put_on(self, pages: Sequence[Page], recipient: Sequence[str]) -> bool:
        """Add the frame to *pages*; whether the address fits its window."""
        address, fits = self._address(recipient)
        for number, page in enumerate(pages, 1):
            first = number == 1 and self._windowed
            head = [*self._head(), *address, *self._side()] if first else self._later_head()
            band = self._band() if self._words.practice else []
            # in the order in which a screen reader is to read them
            page.marks = [*band, *head, *page.marks, *self._foot(number, len(pages))]
        return fits

    def _head(self) -> list[Mark]:
        paper, shop, say = self._paper, self._letterhead, self._texts.say
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
        marks: list[Mark] = []
        room = 0.36 * (paper.right - paper.left)
        y = _HEAD_TOP
        for where, text in contacts:
            if not text:
                continue
            line = self._setter.set_shrunk(
                text, f"letterhead.{where}", width=room, sizes=(SMALL, 7.0, 6.0), lines=1
            )
            y = _stack(marks, [line], paper.right, y, align="right", limit=2)
        left = paper.right - paper.left - room - 18
        bottom = self._name(marks, left)
        lowest = min(max(y, bottom) + 8, paper.clear.top - 6)
        marks.append(RuleMark(paper.left, lowest, paper.right - paper.left, 0.75, 0.4))
        if paper.sender_line is not None:
            marks.extend(self._sender_line(paper.sender_line))
        return marks

    def _name(self, marks: list[Mark], width: float) -> float:
        """The shop's name and address at the left; how far down they reach."""
        paper, shop = self._paper, self._letterhead
        y = _HEAD_TOP - 4
        if self._words.practice:
            word = self._texts.say("practice.word")
            room = fonts.bold().width(word, 15) + 14
            marks.append(BoxMark(paper.left, y - 2, room, 20, edge=0.0))
            marks.append(TextMark(paper.left + 7, y + 13.5, word, fonts.bold(), 15))
            y += 23
        name = self._setter.set_shrunk(
            shop.name, "letterhead.name", width=width, face=fonts.bold(), sizes=(15, 13, 11, 9)
        )
        y = _stack(marks, [name], paper.left, y, limit=2)
        lines = self._setter.set_column(
            [", ".join(shop.address_lines)], "letterhead.address_lines", width=width, size=SMALL
        )
        return _stack(marks, lines, paper.left, y + 2, limit=2)

    def _sender_line(self, baseline: float) -> list[Mark]:
        """The sender in one small line above the address, as German window envelopes have it."""
        field, shop = self._paper.address, self._letterhead
        text = " · ".join([shop.name, *shop.address_lines])
        line = self._setter.set_shrunk(
            text, "letterhead.address_lines", width=field.width, sizes=(7.0, 6.5, 6.0, 5.5, 5.0)
        )
        return [
            TextMark(field.left, baseline, line.lines[0], line.face, line.size),
            RuleMark(field.left, baseline + 3, field.width, 0.25, 0.4),
        ]

    def _address(self, recipient: Sequence[str]) -> tuple[list[Mark], bool]:
        lines, leading, fits = fit_address(self._setter, recipient, self._paper.address)
        marks: list[Mark] = []
        count = sum(len(line.lines) for line in lines)
        if count:
            size = lines[0].size
            height = (count - 1) * leading + (ASCENT + DESCENT) * size
            y = self._paper.address.top + (self._paper.address.height - height) / 2 + ASCENT * size
            for line in lines:
                for text in line.lines:
                    marks.append(TextMark(self._paper.address.left, y, text, line.face, size))
                    y += leading
        return marks, fits

    def _side(self) -> list[Mark]:
        """Date, barcode and order number, beside the window."""
        paper, top = self._paper, self._paper.clear.top
        room = paper.right - paper.side
        number = self._setter.set_shrunk(
            self._words.number_words,
            "order_number",
            width=room,
            face=fonts.bold(),
            sizes=(10.0, 9.0, 8.0, 7.0),
        )
        when = self._texts.day(self._words.when)
        marks: list[Mark] = [
            TextMark(paper.right, top + 24, when, fonts.regular(), 9.0, align="right")
        ]
        marks.append(
            barcode(self._words.number, right=paper.right, y=top + 38, room=room, height=30)
        )
        _stack(marks, [number], paper.right, top + 73, align="right")
        return marks

    def _later_head(self) -> list[Mark]:
        paper = self._paper
        name = self._setter.set(
            self._letterhead.name,
            "letterhead.name",
            width=0.6 * (paper.right - paper.left),
            face=fonts.bold(),
            size=SMALL,
        )
        y = 68.0
        return [
            TextMark(paper.left, y, name.lines[0], name.face, SMALL),
            TextMark(paper.right, y, self._words.number_words, fonts.regular(), SMALL, "right"),
            RuleMark(paper.left, y + 7, paper.right - paper.left, 0.75, 0.4),
        ]

    def _foot(self, number: int, pages: int) -> list[Mark]:
        paper, y, plain = self._paper, self._paper.height - _FOOT, fonts.regular()
        count = self._texts.say("page", page=str(number), pages=str(pages))
        marks: list[Mark] = [
            TextMark(paper.left, y, self._words.number_words, plain, SMALL, grey=_GREY)
        ]
        if self._words.practice:
            middle = (paper.left + paper.right) / 2
            word = self._texts.say("practice.word")
            marks.append(TextMark(middle, y, word, fonts.bold(), SMALL, "centre"))
        marks.append(TextMark(paper.right, y, count, plain, SMALL, "right", _GREY))
        return marks

    def _band(self) -> list[Mark]:
        """The light band over the top of every practice page; darker than a tint that a copier drops."""
        width = self._paper.width - 2 * _BAND_INSET
        word = self._texts.say("practice.word")
        y = _BAND_TOP + 15
        start = _BAND_INSET + 10
        after = start + fonts.bold().width(word, 11) + 12
        return [
            BoxMark(_BAND_INSET, _BAND_TOP, width, _BAND_HEIGHT, fill=0.84),
            TextMark(start, y, word, fonts.bold(), 11),
            TextMark(after, y, self._texts.say("practice.band"), fonts.regular(), 9.0),
            TextMark(self._paper.width - start, y, word, fonts.bold(), 11, "right"),
        ]


def fit_address(
    typesetter: Typesetter, lines: Sequence[str], room: Rect
) -> tuple[list[SetText], float, bool]:
    """Set *lines* as large as *room* allows, up to 10 points.

    They turn condensed and wrap before they get tiny.

    Returns:
        The lines, the distance of their baselines, and whether they fit at 7 points or more.
    """
    kept = [(index, line) for index, line in enumerate(lines) if line.strip()]
    found: list[SetText] = []
    leading = _ADDRESS_SIZES[-1]
    for wrapping in (False, True):
        for size in _ADDRESS_SIZES:
            if size < 8 and not wrapping:
                break  # two lines at 8 points read better than one at 7
            for face in (fonts.regular(), fonts.condensed()):
                found = [
                    typesetter.set(
                        line, f"recipient.{index}", width=room.width, face=face, size=size
                    )
                    for index, line in kept
                ]
                count = sum(len(line.lines) for line in found)
                if count > len(kept) and not wrapping:
                    continue
                spare = room.height - (ASCENT + DESCENT) * size
                leading = min(1.15 * size, spare / max(count - 1, 1))
                if leading >= 1.0 * size or count <= 1:
                    return found, leading, True
    count = sum(len(line.lines) for line in found)
    return found, max(leading, _ADDRESS_SIZES[-1]), count == 0


def _stack(
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
