"""The letter of cancellation: what was cancelled, what becomes of the money and by when.

A service message: there is no marketing in it, and no opt-out stops it.
"""

from __future__ import annotations

from desktop.documents import order_parts
from desktop.documents.cancellation_data import CancellationData, MoneyWords
from desktop.documents.flow import Block, paginate
from desktop.documents.letter_frame import FrameWords, LetterFrame
from desktop.documents.medium import PAPER, Medium
from desktop.documents.order_parts import PartContext
from desktop.documents.order_table import line_table, order_table
from desktop.documents.rendered import RenderedDocument
from desktop.documents.sheet import draw_pdf
from desktop.documents.stationery import stationery_for
from desktop.documents.texts import load_texts
from desktop.documents.typesetter import Typesetter
from models.money import Money


def render_cancellation(data: CancellationData, *, medium: Medium = PAPER) -> RenderedDocument:
    """The letter of *data* as a PDF for *medium*; the same data gives the same bytes.

    Raises:
        TextsError: the letter texts of the language are damaged.
    """
    order, texts = data.order, load_texts(data.language)
    setter = Typesetter(medium)
    paper = stationery_for(order.letterhead.country, medium)
    words = FrameWords(
        number=order.order_number,
        number_words=texts.say("confirmation.order", number=order.order_number_display),
        when=data.cancelled_on,
        practice=order.practice,
    )
    frame = LetterFrame(
        paper=paper, letterhead=order.letterhead, words=words, texts=texts, typesetter=setter,
        recipient=order.recipient, mail_code=order.mail_code,
    )  # fmt: skip
    part = PartContext(
        data=order, texts=texts, setter=setter, left=paper.left, width=paper.right - paper.left
    )
    blocks: list[Block] = [
        *_opening(part, data),
        *_money(part, data),
        *(line_table(part) if data.part else order_table(part)),
        *order_parts.contact(part),
    ]
    pages = paginate(blocks, first=frame.first, later=frame.later)
    fits = frame.put_on(pages)
    pdf = draw_pdf(
        pages,
        paper=paper,
        title=texts.say("cancellation.title", number=order.order_number_display),
        author=order.letterhead.name,
        language=texts.language,
    )
    return RenderedDocument.of(
        pdf, pages=len(pages), unprintable=tuple(setter.unprintable), address_fits=fits
    )


def _opening(part: PartContext, data: CancellationData) -> list[Block]:
    say, day = part.texts.say, part.texts.day
    kind = "part" if data.part else "whole"
    intro = say(
        f"cancellation.intro.{kind}",
        number=data.order.order_number_display,
        ordered=day(data.order.order_date),
        date=day(data.cancelled_on),
    )
    heading = say(f"cancellation.heading.{kind}")
    return [
        *order_parts.heading(part, heading),
        *order_parts.paragraph(part, intro, "intro", space=3),
    ]


def _money(part: PartContext, data: CancellationData) -> list[Block]:
    blocks = order_parts.small_heading(part, part.texts.say("cancellation.money"))
    for index, one in enumerate(data.money):
        words = _sentence(part, data, one)
        space = 3.0 if index else 0.0
        blocks += order_parts.paragraph(part, words, f"money.{index}", space=space)
    return blocks


def _sentence(part: PartContext, data: CancellationData, one: MoneyWords) -> str:
    key = f"cancellation.money.{one.kind}"
    return part.texts.say(
        key,
        amount=Money(one.minor, data.order.currency).format(symbol=True),
        paid_with=one.paid_with,
        date=part.texts.day(one.by) if one.by is not None else "",
    )
