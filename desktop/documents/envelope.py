"""Envelopes for printers that print them: the sender, the address, and the barcode below it.

A #10 envelope is 9½ × 4⅛ in. The post office's machines look for the address between ⅝ and 2¾ in
from the bottom edge, and ½ in from the sides (DMM 202.2); it stands well inside. Shops elsewhere have
DL envelopes, 220 × 110 mm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.documents import fonts
from desktop.documents.address_block import address_block
from desktop.documents.flow import BoxMark, Mark, Page, TextMark
from desktop.documents.letter_head import stack
from desktop.documents.medium import PAPER, Medium
from desktop.documents.rendered import RenderedPieces
from desktop.documents.sheet import draw_pdf
from desktop.documents.stationery import INCH, MM, Rect, uses_letter
from desktop.documents.texts import LetterTexts, load_texts
from desktop.documents.typesetter import Typesetter

_SIZES = (12.0, 11.0, 10.0, 9.0, 8.0)
_SENDER_NAME, _SENDER = 10.0, 8.5


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope, lying. Measures in points from its left top corner."""

    width: float
    height: float
    sender: Rect
    address: Rect
    medium: Medium = PAPER


NUMBER_10 = Envelope(
    width=9.5 * INCH,
    height=4.125 * INCH,
    sender=Rect(0.5 * INCH, 0.45 * INCH, 3.6 * INCH, 1.3 * INCH),
    address=Rect(4.0 * INCH, 1.7 * INCH, 8.9 * INCH, 3.4 * INCH),
)

DL = Envelope(
    width=220 * MM,
    height=110 * MM,
    sender=Rect(12 * MM, 11 * MM, 90 * MM, 33 * MM),
    address=Rect(105 * MM, 48 * MM, 205 * MM, 93 * MM),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeData:
    """What stands on one envelope; the first line of the sender is the shop's name."""

    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    mail_code: str = ""


def render_envelopes(
    envelopes: Sequence[EnvelopeData], *, country: str, practice: bool = False, language: str = "en"
) -> RenderedPieces:
    """A page for each of *envelopes*, those of the shop's *country* (ISO 3166); tells which do not fit.

    Raises:
        TextsError: the letter texts of the language are damaged.
        ValueError: there is none to print.
    """
    if not envelopes:
        raise ValueError("there is no envelope to print")
    texts, setter = load_texts(language), Typesetter(PAPER)
    envelope = NUMBER_10 if uses_letter(country) else DL
    pages, too_long = [], []
    for number, data in enumerate(envelopes, 1):
        block = address_block(
            setter, data.recipient, envelope.address, mail_code=data.mail_code, sizes=_SIZES,
            where=f"{number}.recipient",
        )  # fmt: skip
        if not block.fits:
            too_long.append(number)
        sender = _sender(setter, data.sender, envelope.sender, texts if practice else None)
        pages.append(Page([*sender, *block.marks], empty=False))
    pdf = draw_pdf(
        pages, paper=envelope, title=texts.say("envelope.title", count=f"{len(pages):,}"),
        author=envelopes[0].sender[0] if envelopes[0].sender else "", language=texts.language,
    )  # fmt: skip
    return RenderedPieces.of(
        pdf, pages=len(pages), unprintable=tuple(setter.unprintable), too_long=tuple(too_long)
    )


def _sender(
    setter: Typesetter, lines: Sequence[str], room: Rect, practice: LetterTexts | None
) -> list[Mark]:
    """The sender, its name in bold; in practice that word in a box above."""
    marks: list[Mark] = []
    y = room.top
    if practice is not None:
        word = practice.say("practice.word")
        wide = fonts.bold().width(word, 12) + 12
        marks = [
            BoxMark(room.left, y - 4, wide, 17.0, edge=0.0),
            TextMark(room.left + 6, y + 8.5, word, fonts.bold(), 12.0),
        ]
        y += 20
    for index, line in enumerate(line for line in lines if line.strip()):
        face, size = (fonts.regular(), _SENDER) if index else (fonts.bold(), _SENDER_NAME)
        text = setter.set_shrunk(
            line, f"sender.{index}", width=room.width, face=face, sizes=(size, 8.0, 7.0)
        )
        y = stack(marks, [text], room.left, y, limit=1)
    return marks
