"""The cover sheet of a fax: to whom, from whom, how many pages, and that it is confidential.

Its count of pages is how the receiver sees that one is missing, so it counts itself.
"""

from __future__ import annotations

from desktop.documents import fonts
from desktop.documents.fax_cover_data import NOTE_LENGTH, CoverData
from desktop.documents.finishing import finish
from desktop.documents.flow import Block, BoxMark, Mark, Page, RuleMark, TextMark, paginate
from desktop.documents.fonts import ASCENT
from desktop.documents.joining import join_pdfs
from desktop.documents.letter_frame import FrameWords, LetterFrame
from desktop.documents.medium import FAX
from desktop.documents.order_parts import put_lines
from desktop.documents.paper_parts import Area, heading, paragraph
from desktop.documents.rendered import RenderedDocument
from desktop.documents.stationery import stationery_for
from desktop.documents.texts import LetterTexts, load_texts
from desktop.documents.typesetter import Typesetter

__all__ = ["NOTE_LENGTH", "CoverData", "join_pdfs", "render_cover"]

_HEADING = 30.0
_LABEL = 11.0
_LABEL_ROOM = 116.0
_VALUES = (14.0, 12.0, 10.0, 9.0)
_NOTE_SIZES = (12.0, 10.0, 9.0)
_ROW_PAD = 6.0
_INSET = 10.0


def render_cover(data: CoverData) -> RenderedDocument:
    """The cover of *data*, one page in black on white; the same data gives the same bytes.

    Raises:
        TextsError: the letter texts of the language are damaged.
        ValueError: its names are so long that it does not fit one page.
    """
    texts = load_texts(data.language)
    setter = Typesetter(FAX)
    paper = stationery_for(data.letterhead.country, FAX)
    title = texts.say("cover.title", name=data.to_name or data.to_number)
    frame = LetterFrame(
        paper=paper,
        letterhead=data.letterhead,
        words=FrameWords(
            number="", number_words=data.reference or title, when=data.sent_on,
            practice=data.practice, counted=False,
        ),
        texts=texts,
        typesetter=setter,
        opening="letterhead",
    )  # fmt: skip
    area = Area(setter, paper.left, paper.right - paper.left)
    return finish(
        [_page(area, frame, data, texts)], frame=frame, paper=paper, title=title,
        author=data.letterhead.name, texts=texts, setter=setter,
    )  # fmt: skip


def _page(area: Area, frame: LetterFrame, data: CoverData, texts: LetterTexts) -> Page:
    """The one page; a long note is set smaller until it fits."""
    before = [
        *heading(area, texts.say("cover.heading"), size=_HEADING),
        *_rows(area, data, texts),
    ]
    after = [*_missing(area, data, texts), _confidential(area, texts)]
    for size in _NOTE_SIZES:
        blocks = [*before, *_note(area, data, texts, size), *after]
        pages = paginate(blocks, first=frame.first, later=frame.later)
        if len(pages) == 1:
            return pages[0]
    raise ValueError("the cover does not fit one page")


def _rows(area: Area, data: CoverData, texts: LetterTexts) -> list[Block]:
    """What the receiver looks for first, a ruled line each; what is empty is left out."""
    say = texts.say
    count = str(data.pages)
    pages = say("cover.pages_one") if data.pages == 1 else say("cover.pages_many", count=count)
    shop = data.letterhead.name
    sender = f"{data.from_name}, {shop}" if data.from_name else shop
    phone = data.from_phone or data.letterhead.phone
    rows = [
        ("cover.to", "to_name", data.to_name, True),
        ("cover.number", "to_number", data.to_number, not data.to_name),
        ("cover.from", "from_name", sender, False),
        ("cover.phone", "from_phone", phone, False),
        ("cover.date", "sent_on", texts.day(data.sent_on), False),
        ("cover.pages", "pages", pages, True),
        ("cover.reference", "reference", data.reference, False),
        ("cover.subject", "subject", data.subject, False),
    ]
    return [
        _row(area, say(label), where, value, strong=strong)
        for label, where, value, strong in rows
        if value.strip()
    ]


def _row(area: Area, label: str, where: str, value: str, *, strong: bool) -> Block:
    face = fonts.bold() if strong else fonts.regular()
    text = area.setter.set_shrunk(
        value, where, width=area.width - _LABEL_ROOM, face=face, sizes=_VALUES
    )
    top = _ROW_PAD + ASCENT * text.size
    marks: list[Mark] = [TextMark(area.left, top, label, fonts.regular(), _LABEL)]
    y = put_lines(marks, [text], area.left + _LABEL_ROOM, _ROW_PAD) + _ROW_PAD - 2
    marks.append(RuleMark(area.left, y, area.width))
    return Block(y, tuple(marks))


def _note(area: Area, data: CoverData, texts: LetterTexts, size: float) -> list[Block]:
    lines = [line for line in data.note.splitlines() if line.strip()]
    if not lines:
        return []
    blocks = heading(area, texts.say("cover.note"), size=_LABEL, space=14.0)
    for line in lines:
        blocks += paragraph(area, line, "note", size=size, space=2.0)
    return blocks


def _missing(area: Area, data: CoverData, texts: LetterTexts) -> list[Block]:
    phone = data.from_phone or data.letterhead.phone
    if not phone:
        return []
    return paragraph(
        area, texts.say("cover.missing", phone=phone), "missing", space=16.0, size=12.0
    )


def _confidential(area: Area, texts: LetterTexts) -> Block:
    """Whom it is for and what anybody else is to do with it, in a box."""
    width = area.width - 2 * _INSET
    title = area.setter.set(
        texts.say("cover.confidential_title"), "confidential", width=width, face=fonts.bold(),
        size=12.0,
    )  # fmt: skip
    words = area.setter.set(texts.say("cover.confidential"), "confidential", width=width, size=11.0)
    marks: list[Mark] = []
    y = put_lines(marks, [title, words], area.left + _INSET, 9.0) + 6
    return Block(y, (BoxMark(area.left, 0.0, area.width, y, edge=0.0), *marks), space=14.0)
