"""Sheets of address labels, begun at any label: the first ones of a sheet may have been used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.documents import fonts
from desktop.documents.address_block import address_block
from desktop.documents.flow import Page, TextMark
from desktop.documents.medium import PAPER, Medium
from desktop.documents.rendered import RenderedPieces
from desktop.documents.sheet import draw_pdf
from desktop.documents.stationery import INCH, MM, Rect
from desktop.documents.texts import load_texts
from desktop.documents.typesetter import Typesetter

_BESIDE = 0.125 * INCH
"""Free at the sides of a label: printers are off by a sixteenth of an inch, and bars need it."""
_ABOVE = 0.06 * INCH
_SIZES = (12.0, 11.0, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
_PRACTICE = 6.5


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSheet:
    """A sheet of labels. Measures in points; `left` and `top` are of the first label.

    Attributes:
        across, down: How many labels stand beside and under one another.
        step_x, step_y: From the edge of one label to that of the next.
    """

    key: str
    width: float
    height: float
    across: int
    down: int
    left: float
    top: float
    label_width: float
    label_height: float
    step_x: float
    step_y: float
    medium: Medium = PAPER

    @property
    def labels(self) -> int:
        """How many stand on a sheet."""
        return self.across * self.down

    def label(self, place: int) -> Rect:
        """The label number *place* of a sheet, from 0, row by row."""
        row, column = divmod(place, self.across)
        left, top = self.left + column * self.step_x, self.top + row * self.step_y
        return Rect(left, top, left + self.label_width, top + self.label_height)


AVERY_5160 = LabelSheet(
    key="5160",
    width=8.5 * INCH,
    height=11 * INCH,
    across=3,
    down=10,
    left=0.1875 * INCH,
    top=0.5 * INCH,
    label_width=2.625 * INCH,
    label_height=1 * INCH,
    step_x=2.75 * INCH,
    step_y=1 * INCH,
)

AVERY_5163 = LabelSheet(
    key="5163",
    width=8.5 * INCH,
    height=11 * INCH,
    across=2,
    down=5,
    left=0.15625 * INCH,
    top=0.5 * INCH,
    label_width=4 * INCH,
    label_height=2 * INCH,
    step_x=4.1875 * INCH,
    step_y=2 * INCH,
)

AVERY_L7160 = LabelSheet(
    key="L7160",
    width=210 * MM,
    height=297 * MM,
    across=3,
    down=7,
    left=7.2 * MM,
    top=15.15 * MM,
    label_width=63.5 * MM,
    label_height=38.1 * MM,
    step_x=66.04 * MM,
    step_y=38.1 * MM,
)

LABEL_SHEETS = {sheet.key: sheet for sheet in (AVERY_5160, AVERY_5163, AVERY_L7160)}


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelData:
    """What stands on one label; the barcode only on labels that are wide enough for it."""

    recipient: tuple[str, ...]
    mail_code: str = ""


def render_labels(
    labels: Sequence[LabelData],
    sheet: LabelSheet,
    *,
    first: int = 1,
    practice: bool = False,
    language: str = "en",
) -> RenderedPieces:
    """*labels* on as many sheets as they take, from label *first* of the first sheet on.

    Raises:
        TextsError: the letter texts of the language are damaged.
        ValueError: there is none to print, or the sheet has no label *first*.
    """
    if not labels or not 1 <= first <= sheet.labels:
        raise ValueError("there is no label to print, or the sheet has no such label")
    texts, setter = load_texts(language), Typesetter(PAPER)
    word = texts.say("practice.word") if practice else ""
    pages: list[Page] = []
    too_long = []
    for number, data in enumerate(labels, 1):
        turn, place = divmod(first - 1 + number - 1, sheet.labels)
        if turn == len(pages):
            pages.append(Page(empty=False))
        edge = sheet.label(place)
        room = Rect(edge.left + _BESIDE, edge.top + _ABOVE, edge.right - _BESIDE,
                    edge.bottom - _ABOVE)  # fmt: skip
        if word:
            pages[-1].marks.append(
                TextMark(room.right, room.top + 5, word, fonts.bold(), _PRACTICE, "right")
            )
            room = Rect(room.left, room.top + _PRACTICE, room.right, room.bottom)
        block = address_block(
            setter, data.recipient, room, mail_code=data.mail_code, sizes=_SIZES,
            where=f"{number}.recipient",
        )  # fmt: skip
        if not block.fits:
            too_long.append(number)
        pages[-1].marks.extend(block.marks)
    pdf = draw_pdf(
        pages, paper=sheet, title=texts.say("labels.title", count=f"{len(labels):,}"), author="",
        language=texts.language,
    )  # fmt: skip
    return RenderedPieces.of(
        pdf, pages=len(pages), unprintable=tuple(setter.unprintable), too_long=tuple(too_long)
    )
