"""The answer to a fax that could not be read or used: what was wrong, what to do, how to reach us.

A service message: there is no marketing in it, and no opt-out stops it.
"""

from __future__ import annotations

from desktop.documents.confirmation_data import Letterhead
from desktop.documents.fax_answer_data import AnswerReason, FaxAnswerData
from desktop.documents.finishing import finish
from desktop.documents.flow import Block, paginate
from desktop.documents.letter_frame import FrameWords, LetterFrame
from desktop.documents.medium import PAPER, Medium
from desktop.documents.paper_parts import Area, heading, paragraph
from desktop.documents.rendered import RenderedDocument
from desktop.documents.stationery import stationery_for
from desktop.documents.texts import LetterTexts, load_texts
from desktop.documents.typesetter import Typesetter

__all__ = ["AnswerReason", "FaxAnswerData", "render_fax_answer"]

_HEADING = 14.0
_BODY = 11.0  # it is short: let it be easy to read
_GAP = 12.0


def render_fax_answer(data: FaxAnswerData, *, medium: Medium = PAPER) -> RenderedDocument:
    """The letter of *data* as a PDF for *medium*; the same data gives the same bytes.

    Raises:
        TextsError: the letter texts of the language are damaged.
    """
    texts = load_texts(data.language)
    setter = Typesetter(medium)
    paper = stationery_for(data.letterhead.country, medium)
    day = texts.day(data.received_on)
    frame = LetterFrame(
        paper=paper,
        letterhead=data.letterhead,
        words=FrameWords(
            number="", number_words=texts.say("answer.number", date=day), when=data.written_on,
            practice=data.practice,
        ),
        texts=texts,
        typesetter=setter,
        recipient=data.recipient,
    )  # fmt: skip
    area = Area(setter, paper.left, paper.right - paper.left)
    blocks = [
        *_opening(area, data, texts),
        *_what_to_do(area, data, texts),
        *_reach(area, data.letterhead, texts),
    ]
    pages = paginate(blocks, first=frame.first, later=frame.later)
    return finish(
        pages, frame=frame, paper=paper, title=texts.say("answer.title", date=day),
        author=data.letterhead.name, texts=texts, setter=setter,
    )  # fmt: skip


def _opening(area: Area, data: FaxAnswerData, texts: LetterTexts) -> list[Block]:
    """What came, and what is wrong with it."""
    say, day = texts.say, texts.day(data.received_on)
    blocks = heading(area, say(f"answer.heading.{data.reason.value}"), size=_HEADING)
    told = []
    if data.pages == 1:
        told.append(say("answer.got.one", date=day))
    elif data.pages:
        told.append(say("answer.got.many", pages=str(data.pages), date=day))
    else:
        told.append(say("answer.got", date=day))
    if data.reason is not AnswerReason.OTHER:
        told.append(say(f"answer.why.{data.reason.value}"))
    blocks += paragraph(area, " ".join(told), "opening", space=3.0, size=_BODY)
    for index, line in enumerate(data.own_words.splitlines()):
        if line.strip():
            blocks += paragraph(area, line, f"own_words.{index}", space=5.0, size=_BODY)
    return blocks


def _what_to_do(area: Area, data: FaxAnswerData, texts: LetterTexts) -> list[Block]:
    if data.reason is AnswerReason.OTHER:
        return []
    return [
        *heading(area, texts.say("answer.do"), space=_GAP, size=_BODY),
        *paragraph(area, texts.say(f"answer.do.{data.reason.value}"), "do", size=_BODY),
    ]


def _reach(area: Area, shop: Letterhead, texts: LetterTexts) -> list[Block]:
    """The shop's numbers once more, in the text, where they are looked for."""
    say = texts.say
    ways = []
    if shop.phone and shop.phone_abroad:
        ways.append(say("reach.calls", phone=shop.phone, phone_abroad=shop.phone_abroad))
    elif shop.phone:
        ways.append(say("reach.call", phone=shop.phone))
    if shop.fax:
        ways.append(say("reach.fax", fax=shop.fax))
    return [
        *heading(area, say("answer.reach"), space=_GAP, size=_BODY),
        *paragraph(area, " ".join(ways) or say("reach.write"), "reach", size=_BODY),
    ]
