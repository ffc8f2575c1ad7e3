"""The confirmation of an opt-out: what was asked, what has stopped, what may still come.

A service message: there is no marketing in it, and no opt-out stops it. The withdrawal of an opt-out
is confirmed by the same letter in other words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.documents import fonts
from desktop.documents.finishing import finish
from desktop.documents.flow import Block, Mark, RuleMark, TextMark, paginate
from desktop.documents.fonts import ASCENT
from desktop.documents.letter_frame import FrameWords, LetterFrame
from desktop.documents.medium import PAPER, Medium
from desktop.documents.opt_out_letter_data import OptOutLetterData, StoppedWay
from desktop.documents.opt_out_part import ways_block
from desktop.documents.order_parts import put_lines
from desktop.documents.paper_parts import GREY, Area, heading, paragraph
from desktop.documents.rendered import RenderedDocument
from desktop.documents.stationery import stationery_for
from desktop.documents.texts import LetterTexts, load_texts
from desktop.documents.typesetter import Typesetter
from models.channels import Medium as Way
from models.opt_out import TOPICS, OptOutScope, Topic

__all__ = ["OptOutLetterData", "StoppedWay", "render_opt_out_letter"]

_HEADING = 15.0
_SIZES = (10.0, 9.5, 9.0)
"""Sizes of its text: the largest at which it is one page."""
_WAYS = 9.0
_GAP = 15.0
_LABEL_ROOM = 118.0
_ROW_PAD = 4.5
_BULLET = 12.0


def render_opt_out_letter(data: OptOutLetterData, *, medium: Medium = PAPER) -> RenderedDocument:
    """The letter of *data* as a PDF for *medium*; the same data gives the same bytes.

    Raises:
        TextsError: the letter texts of the language are damaged.
    """
    texts = load_texts(data.language)
    setter = Typesetter(medium)
    paper = stationery_for(data.letterhead.country, medium)
    frame = LetterFrame(
        paper=paper,
        letterhead=data.letterhead,
        words=FrameWords(
            number="", number_words=texts.say("stopped.number", reference=data.reference),
            when=data.written_on, practice=data.practice, band="letter",
        ),
        texts=texts,
        typesetter=setter,
        recipient=data.recipient,
        mail_code=data.mail_code,
    )  # fmt: skip
    area = Area(setter, paper.left, paper.right - paper.left)
    for size in _SIZES:
        part = _Part(area, data, texts, size)
        blocks = [*_opening(part), *_what(part), *_still(part), *_change(part)]
        pages = paginate(blocks, first=frame.first, later=frame.later)
        if len(pages) == 1:
            break
    return finish(
        pages, frame=frame, paper=paper,
        title=texts.say("stopped.title", reference=data.reference),
        author=data.letterhead.name, texts=texts, setter=setter,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Part:
    """What the parts of the letter are made from: the column, the data, the words, the size of type."""

    area: Area
    data: OptOutLetterData
    texts: LetterTexts
    size: float

    def heading(self, key: str) -> list[Block]:
        """The text called *key*, bold, over what follows."""
        return heading(self.area, self.texts.say(key), space=_GAP, size=self.size)

    def paragraph(self, words: str, where: str, *, space: float = 0.0) -> list[Block]:
        """Running text."""
        return paragraph(self.area, words, where, space=space, size=self.size)


def _opening(part: _Part) -> list[Block]:
    """What it is, how and when the request reached us, and from when it is in force."""
    data, say, day = part.data, part.texts.say, part.texts.day
    channel = data.channel.value
    kind = "again" if data.withdrawal else "all" if _is_all(data) else "part"
    told = [say(f"stopped.came.{channel}", date=day(data.received_on))]
    if data.dated_on is not None and data.dated_on != data.received_on:
        told.append(say(f"stopped.dated.{channel}", date=day(data.dated_on)))
    done = "stopped.done.again" if data.withdrawal else "stopped.done"
    told.append(say(done, date=day(data.effective_on)))
    return [
        *heading(part.area, say(f"stopped.heading.{kind}"), size=_HEADING),
        *part.paragraph(" ".join(told), "opening", space=5.0),
    ]


def _is_all(data: OptOutLetterData) -> bool:
    """Whether every medium is stopped, and everything that advertises."""
    reached = {way.medium for way in data.ways} | set(data.left_out)
    return Topic.ALL in data.topics and reached >= set(Way)


def _what(part: _Part) -> list[Block]:
    """The media with their values, what it is about and for whom; what had no value below them."""
    data, texts, say = part.data, part.texts, part.texts.say
    rows = _ways(data, texts)
    rows.append((say("stopped.about"), "topics", (_about(data, texts),)))
    whom = _whom(data, texts)
    if whom:
        rows.append((say("stopped.for"), "for_name", (whom,)))
    blocks = part.heading("stopped.what.again" if data.withdrawal else "stopped.what")
    for place, (label, where, values) in enumerate(rows):
        blocks.append(_row(part, label, where, values, first=place == 0))
    if data.left_out:
        key = "stopped.left.later" if data.later_too else "stopped.left"
        # Calls and texts go to the same number: it is missing once.
        lacking = [
            say(f"stopped.value.{one.value}") for one in data.left_out if one is not Way.TEXT
        ]
        words = say(key, values=_joined(lacking, texts, "or"))
        blocks += part.paragraph(words, "left_out", space=7.0)
    return blocks


_Row = tuple[str, str, tuple[str, ...]]
"""A label, the name of the value in the data, and its lines."""


def _ways(data: OptOutLetterData, texts: LetterTexts) -> list[_Row]:
    """A row for each medium; calls and texts in one where they go to the same numbers."""
    voice = {way.medium: way.values for way in data.ways if way.medium in (Way.CALL, Way.TEXT)}
    one_row = len(voice) == 2 and voice[Way.CALL] == voice[Way.TEXT]
    rows: list[_Row] = []
    for index, way in enumerate(data.ways):
        if one_row and way.medium is Way.TEXT:
            continue
        kind = "voice" if one_row and way.medium is Way.CALL else way.medium.value
        rows.append((texts.say(f"stopped.way.{kind}"), f"ways.{index}", _values(way, texts)))
    return rows


def _values(way: StoppedWay, texts: LetterTexts) -> tuple[str, ...]:
    """Addresses a line each; numbers and e-mail addresses one after the other.

    Of a company's whole domain it says that it is all of it.
    """
    if way.medium is Way.POST:
        return way.values
    return (
        " · ".join(
            texts.say("stopped.whole_domain", domain=value) if value.startswith("@") else value
            for value in way.values
        ),
    )


def _about(data: OptOutLetterData, texts: LetterTexts) -> str:
    if Topic.ALL in data.topics:
        return texts.say("stopped.about.all")
    named = [texts.say(f"stopped.topic.{topic.value}") for topic in TOPICS if topic in data.topics]
    return texts.say("stopped.about.only", topics=_joined(named, texts, "and"))


def _whom(data: OptOutLetterData, texts: LetterTexts) -> str:
    """For whom it is; empty where nothing is known but a number."""
    scope = data.scope.value
    if data.for_name:
        return texts.say(f"stopped.for.{scope}", name=data.for_name)
    return "" if data.scope is OptOutScope.PERSON else texts.say(f"stopped.for.{scope}_only")


def _row(part: _Part, label: str, where: str, values: Sequence[str], *, first: bool) -> Block:
    """A grey label, the values beside it, a line each, and a rule below."""
    area, marks = part.area, list[Mark]()
    if first:
        marks.append(RuleMark(area.left, 3.0, area.width, 0.75, 0.4))
    top = _ROW_PAD + (3.0 if first else 0.0)
    name = area.setter.set(label, where, width=_LABEL_ROOM - 6, size=part.size)
    texts = [
        area.setter.set(value, where, width=area.width - _LABEL_ROOM, size=part.size)
        for value in values
    ]
    lowest = put_lines(marks, [name], area.left, top, grey=GREY)
    lowest = max(lowest, put_lines(marks, texts, area.left + _LABEL_ROOM, top)) + _ROW_PAD - 2
    marks.append(RuleMark(area.left, lowest, area.width, 0.4, 0.7))
    return Block(lowest, tuple(marks), keep=True)


def _still(part: _Part) -> list[Block]:
    """What is no breach of it; of a withdrawal, that nothing else is allowed by it."""
    data, say = part.data, part.texts.say
    if data.withdrawal:
        return part.paragraph(say("stopped.rest.again"), "rest", space=10.0)
    points = [say("stopped.still.orders")]
    if any(way.medium is Way.POST for way in data.ways):
        points.append(say("stopped.still.post", date=part.texts.day(data.effective_on)))
    blocks = part.heading("stopped.still")
    for point in points:
        blocks += _point(part, point)
    return blocks


def _point(part: _Part, words: str) -> list[Block]:
    area = part.area
    inner = Area(area.setter, area.left + _BULLET, area.width - _BULLET)
    first, *rest = paragraph(inner, words, "still", space=2.0, size=part.size)
    dot = TextMark(area.left + 1, ASCENT * part.size, "•", fonts.regular(), part.size)
    return [Block(first.height, (dot, *first.marks), first.space, first.keep), *rest]


def _change(part: _Part) -> list[Block]:
    """How to change their mind, with the numbers and addresses for it."""
    data, say = part.data, part.texts.say
    title, words = "stopped.change", "stopped.change.words"
    if data.withdrawal:
        title, words = "stopped.change.again", "stopped.change.again_words"
    ways = ways_block(part.area, data.change_at, part.texts, size=_WAYS)
    if ways is None:
        return [*part.heading(title), *part.paragraph(say("reach.write"), "change")]
    told = part.paragraph(say(words, reference=data.reference), "change")
    return [*part.heading(title), *told, Block(ways.height, ways.marks, space=4.0)]


def _joined(words: Sequence[str], texts: LetterTexts, how: str) -> str:
    """`a, b and c`, as the language says it."""
    if len(words) < 2:
        return "".join(words)
    return texts.say(f"stopped.{how}", first=", ".join(words[:-1]), last=words[-1])
