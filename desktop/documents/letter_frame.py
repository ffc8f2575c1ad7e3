"""What every letter has around its text: the head of each page, its foot, and the practice band."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from desktop.documents import fonts
from desktop.documents.confirmation_data import Letterhead
from desktop.documents.flow import BoxMark, Frame, Mark, Page, RuleMark, TextMark
from desktop.documents.letter_head import (
    FrameWords,
    Head,
    HeadContext,
    addressed,
    letterhead_only,
)
from desktop.documents.stationery import Stationery
from desktop.documents.texts import LetterTexts
from desktop.documents.typesetter import Typesetter

__all__ = ["FrameWords", "LetterFrame", "Opening"]

Opening = Literal["addressed", "letterhead", "plain"]
"""What the first page begins with: letterhead and address, the letterhead, the head of a later page."""

_BAND_HEIGHT = 21.0
_GREY = 0.33


class LetterFrame:
    """The frame of one letter. On paper nothing of it but the address shows in the window."""

    def __init__(
        self,
        *,
        paper: Stationery,
        letterhead: Letterhead,
        words: FrameWords,
        texts: LetterTexts,
        typesetter: Typesetter,
        recipient: Sequence[str] = (),
        opening: Opening = "addressed",
        mail_code: str = "",
    ) -> None:
        self._paper = paper
        self._letterhead = letterhead
        self._words = words
        self._texts = texts
        self._setter = typesetter
        self._head = self._first_head(opening, recipient, mail_code)

    @property
    def first(self) -> Frame:
        """Room for text on the first page."""
        top = self._paper.medium.later_top if self._head is None else self._head.bottom
        return Frame(top, self._paper.bottom)

    @property
    def later(self) -> Frame:
        """Room for text on every other page."""
        return Frame(self._paper.medium.later_top, self._paper.bottom)

    def put_on(self, pages: Sequence[Page]) -> bool:
        """Add the frame to *pages*; whether the address fits its window."""
        for number, page in enumerate(pages, 1):
            first = number == 1 and self._head is not None
            head = self._head.marks if first and self._head else self._later_head()
            band = self._band() if self._words.practice else []
            # in the order in which a screen reader is to read them
            page.marks = [*band, *head, *page.marks, *self._foot(number, len(pages))]
        return self._head is None or self._head.fits

    def _first_head(
        self, opening: Opening, recipient: Sequence[str], mail_code: str
    ) -> Head | None:
        context = HeadContext(self._paper, self._letterhead, self._words, self._texts, self._setter)
        if opening == "plain":
            return None
        if opening == "letterhead":
            return letterhead_only(context)
        return addressed(context, recipient, mail_code=mail_code)

    def _later_head(self) -> list[Mark]:
        paper, small = self._paper, self._setter.small
        name = self._setter.set(
            self._letterhead.name,
            "letterhead.name",
            width=0.6 * (paper.right - paper.left),
            face=fonts.bold(),
            size=small,
        )
        y = paper.medium.later_top - 24
        return [
            TextMark(paper.left, y, name.lines[0], name.face, small),
            TextMark(paper.right, y, self._words.number_words, fonts.regular(), small, "right"),
            RuleMark(paper.left, y + 7, paper.right - paper.left, 0.75, 0.4),
        ]

    def _foot(self, number: int, pages: int) -> list[Mark]:
        paper, plain, small = self._paper, fonts.regular(), self._setter.small
        y = paper.height - paper.medium.foot
        marks: list[Mark] = [
            TextMark(paper.left, y, self._words.number_words, plain, small, grey=_GREY)
        ]
        if self._words.practice:
            middle = (paper.left + paper.right) / 2
            word = self._texts.say("practice.word")
            marks.append(TextMark(middle, y, word, fonts.bold(), small, "centre"))
        if self._words.counted:
            count = self._texts.say("page", page=str(number), pages=str(pages))
            marks.append(TextMark(paper.right, y, count, plain, small, "right", _GREY))
        return marks

    def _band(self) -> list[Mark]:
        """The light band over the top of every practice page; darker than a tint that a copier drops."""
        inset, top = self._paper.medium.band_inset, self._paper.medium.band_top
        width = self._paper.width - 2 * inset
        word = self._texts.say("practice.word")
        said = self._texts.say(f"practice.band.{self._words.band}")
        y = top + 15
        start = inset + 10
        after = start + fonts.bold().width(word, 11) + 12
        return [
            BoxMark(inset, top, width, _BAND_HEIGHT, fill=0.84),
            TextMark(start, y, word, fonts.bold(), 11),
            TextMark(after, y, said, fonts.regular(), 9.0),
            TextMark(self._paper.width - start, y, word, fonts.bold(), 11, "right"),
        ]
