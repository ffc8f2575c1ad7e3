"""The count sheet of a batch: what went to the printer, to be held against the stack of paper.

It goes before the letters. Whoever takes them out of the printer ticks what came out and can type
it later, for the numbers are those that the print room asks for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.documents import fonts
from desktop.documents.confirmation_data import Letterhead
from desktop.documents.finishing import finish
from desktop.documents.flow import Block, BoxMark, Mark, RuleMark, TextMark, paginate
from desktop.documents.fonts import ASCENT
from desktop.documents.letter_frame import FrameWords, LetterFrame
from desktop.documents.medium import PAPER
from desktop.documents.paper_parts import GREY, Area, heading
from desktop.documents.rendered import RenderedDocument
from desktop.documents.stationery import stationery_for
from desktop.documents.texts import LetterTexts, load_texts
from desktop.documents.typesetter import Typesetter
from models.document import DocumentKind

_HEADING = 22.0
_FIGURE = 26.0
_ROW = 13.0
_GAP = 24.0
_NUMBER, _PAGES, _PLACE = 30.0, 28.0, 54.0
_BOX = 11.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedLetter:
    """One letter of the batch.

    Attributes:
        number: Which one it is, from 1, in the order of printing.
        place: Its ZIP code, or its country.
    """

    number: int
    kind: DocumentKind
    to_name: str
    place: str
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSheetData:
    """A batch as its sheet says it.

    Attributes:
        number: By which people name the batch.
        made_on, made_at: Day, and hour in the shop's own words, on the shop's clock.
        printer: As this computer calls it; may be empty.
    """

    letterhead: Letterhead
    number: str
    made_on: date
    made_at: str
    printer: str
    agent_name: str
    letters: tuple[CountedLetter, ...]
    practice: bool = False
    language: str = "en"


def render_count_sheet(data: CountSheetData) -> RenderedDocument:
    """The sheet of *data*, as many pages as its list takes; the same data gives the same bytes.

    Raises:
        TextsError: the letter texts of the language are damaged.
    """
    texts = load_texts(data.language)
    setter = Typesetter(PAPER)
    paper = stationery_for(data.letterhead.country)
    title = texts.say("count.title", number=data.number)
    frame = LetterFrame(
        paper=paper,
        letterhead=data.letterhead,
        words=FrameWords(
            number="", number_words=title, when=None, practice=data.practice, band="letter"
        ),
        texts=texts,
        typesetter=setter,
        opening="plain",
    )
    area = Area(setter, paper.left, paper.right - paper.left)
    top = [*_opening(area, data, texts), _figures(area, data, texts), _answer(area, texts)]
    used = frame.first.top + sum(block.space + block.height for block in top)
    blocks = [*top, *_list(area, data, texts, frame, used)]
    pages = paginate(blocks, first=frame.first, later=frame.later)
    return finish(
        pages, frame=frame, paper=paper, title=title, author=data.letterhead.name, texts=texts,
        setter=setter,
    )  # fmt: skip


def _opening(area: Area, data: CountSheetData, texts: LetterTexts) -> list[Block]:
    """What it is, and where, when and by whom it was printed."""
    say = texts.say
    facts = [
        say("count.when", date=texts.day(data.made_on), time=data.made_at),
        say("count.by", name=data.agent_name) if data.agent_name else "",
        data.printer,
    ]
    words = " · ".join(fact for fact in facts if fact)
    line = area.setter.set(words, "printer", width=area.width, size=10.0)
    return [
        *heading(area, say("count.heading", number=data.number), size=_HEADING),
        *(
            Block(line.leading, (TextMark(area.left, ASCENT * 10, one, line.face, 10.0),))
            for one in line.lines[:3]
        ),
    ]


def _figures(area: Area, data: CountSheetData, texts: LetterTexts) -> Block:
    """How many letters and pages, large; and how many of each kind beside them."""
    say, plain = texts.say, fonts.regular()
    pages = sum(letter.pages for letter in data.letters)
    marks: list[Mark] = []
    step = 92.0
    for place, (key, count) in enumerate((("letters", len(data.letters)), ("pages", pages))):
        x = area.left + 12 + place * step
        size = _FIGURE
        while fonts.bold().width(f"{count:,}", size) > step - 10:
            size -= 2.0
        marks.append(TextMark(x, 34.0, f"{count:,}", fonts.bold(), size))
        marks.append(TextMark(x, 50.0, say(f"count.{key}"), plain, 9.0))
    x, right = area.left + 2 * step + 24, area.left + area.width - 12
    y = 10.0
    kinds = Counter(letter.kind for letter in data.letters)
    for kind in (kind for kind in DocumentKind if kinds[kind]):
        y += 14.0
        marks.append(TextMark(x, y, say(f"count.kind.{kind.value}"), plain, 9.0))
        marks.append(TextMark(right, y, f"{kinds[kind]:,}", fonts.bold(), 9.0, "right"))
    height = max(60.0, y + 12)
    return Block(height, (BoxMark(area.left, 0.0, area.width, height, fill=0.95), *marks), 10.0)


def _answer(area: Area, texts: LetterTexts) -> Block:
    """What came out, to be ticked by hand."""
    say, plain = texts.say, fonts.regular()
    marks: list[Mark] = [TextMark(area.left, 11.0, say("count.asked"), fonts.bold(), 10.0)]
    x = area.left
    for key, room in (("all", 0.0), ("none", 0.0), ("up_to", 44.0), ("these", 120.0)):
        words = say(f"count.asked.{key}")
        marks.append(BoxMark(x, 22.0, _BOX, _BOX, edge=0.0))
        marks.append(TextMark(x + _BOX + 5, 31.5, words, plain, 9.5))
        x += _BOX + 9 + plain.width(words, 9.5)
        if room:
            marks.append(RuleMark(x, 33.0, room, 0.6, 0.0))
        x += room + 14
    return Block(42.0, tuple(marks), 14.0)


def _list(
    area: Area, data: CountSheetData, texts: LetterTexts, frame: LetterFrame, used: float
) -> list[Block]:
    """Two columns, read down the first and then down the second, page by page."""
    width = (area.width - _GAP) / 2
    top = _headings(area, texts, width)
    letters, blocks = data.letters, [Block(top.height, top.marks, 8.0, keep=True)]
    room = frame.first.bottom - used - top.height - 14.0
    while letters:
        most = max(1, int(room // _ROW))
        half = most if len(letters) > 2 * most else (len(letters) + 1) // 2
        first, second = letters[:half], letters[half : 2 * half]
        for place, left in enumerate(first):
            marks = _row(area, left, area.left, width)
            if place < len(second):
                marks += _row(area, second[place], area.left + width + _GAP, width)
            blocks.append(Block(_ROW, tuple(marks), heading=top))
        letters = letters[len(first) + len(second) :]
        room = frame.later.bottom - frame.later.top - top.height
    return blocks


def _headings(area: Area, texts: LetterTexts, width: float) -> Block:
    say, face, size = texts.say, fonts.bold(), area.setter.small
    marks: list[Mark] = []
    for left in (area.left, area.left + width + _GAP):
        right = left + width
        marks += [
            TextMark(left + _NUMBER - 8, 10.0, say("count.number"), face, size, "right"),
            TextMark(left + _NUMBER, 10.0, say("count.name"), face, size),
            TextMark(right - _PAGES - _PLACE, 10.0, say("count.place"), face, size),
            TextMark(right, 10.0, say("count.pages_short"), face, size, "right"),
            RuleMark(left, 14.0, width, 0.75, 0.4),
        ]
    return Block(18.0, tuple(marks))


def _row(area: Area, letter: CountedLetter, left: float, width: float) -> list[Mark]:
    plain, size, right = fonts.regular(), area.setter.small, left + width
    where = f"letters.{letter.number}"
    named = width - _NUMBER - _PAGES - _PLACE - 6
    name = area.setter.set(letter.to_name, where, width=named, size=size)
    place = area.setter.set(letter.place, where, width=_PLACE - 4, size=size)
    return [
        TextMark(left + _NUMBER - 8, 9.0, f"{letter.number}", plain, size, "right", GREY),
        TextMark(left + _NUMBER, 9.0, _cut(name.lines), name.face, size),
        TextMark(right - _PAGES - _PLACE, 9.0, _cut(place.lines), place.face, size),
        TextMark(right, 9.0, f"{letter.pages}", plain, size, "right"),
    ]


def _cut(lines: Sequence[str]) -> str:
    """The first line; three dots where it goes on."""
    return lines[0] if len(lines) == 1 else f"{lines[0]}…"
