"""The order confirmation: what was ordered, what it costs, whether it is held, and what to do about it.

A service message: there is no marketing in it, and no opt-out stops it.
"""

from __future__ import annotations

from desktop.documents import order_parts
from desktop.documents.confirmation_data import (
    ConfirmationData,
    ConfirmationLine,
    Letterhead,
    OptOutWays,
    Reduction,
    TaxLine,
)
from desktop.documents.flow import Block, paginate
from desktop.documents.letter_frame import FrameWords, LetterFrame
from desktop.documents.medium import PAPER, Medium
from desktop.documents.opt_out_part import opt_out_ways
from desktop.documents.order_table import order_table
from desktop.documents.rendered import RenderedDocument, Unprintable
from desktop.documents.sheet import draw_pdf
from desktop.documents.stationery import stationery_for
from desktop.documents.texts import load_texts
from desktop.documents.typesetter import Typesetter

__all__ = [
    "ConfirmationData",
    "ConfirmationLine",
    "Letterhead",
    "OptOutWays",
    "Reduction",
    "RenderedDocument",
    "TaxLine",
    "Unprintable",
    "render_confirmation",
]


def render_confirmation(data: ConfirmationData, *, medium: Medium = PAPER) -> RenderedDocument:
    """The confirmation of *data* as a PDF for *medium*; the same data gives the same bytes.

    Raises:
        TextsError: the letter texts of the language are damaged.
    """
    texts = load_texts(data.language)
    setter = Typesetter(medium)
    paper = stationery_for(data.letterhead.country, medium)
    words = FrameWords(
        number=data.order_number,
        number_words=texts.say("confirmation.order", number=data.order_number_display),
        when=data.order_date,
        practice=data.practice,
    )
    frame = LetterFrame(
        paper=paper, letterhead=data.letterhead, words=words, texts=texts, typesetter=setter,
        recipient=data.recipient, mail_code=data.mail_code,
    )  # fmt: skip
    part = order_parts.PartContext(
        data=data, texts=texts, setter=setter, left=paper.left, width=paper.right - paper.left
    )
    blocks: list[Block] = [
        *order_parts.opening(part),
        *order_parts.cheque_notice(part),
        *order_parts.hold_notice(part),
        *order_parts.addresses(part),
        *order_table(part),
        *order_parts.gift_message(part),
        *order_parts.contact(part),
        *opt_out_ways(part),
    ]
    pages = paginate(blocks, first=frame.first, later=frame.later)
    fits = frame.put_on(pages)
    pdf = draw_pdf(
        pages,
        paper=paper,
        title=texts.say("confirmation.title", number=data.order_number_display),
        author=data.letterhead.name,
        language=texts.language,
    )
    return RenderedDocument.of(
        pdf, pages=len(pages), unprintable=tuple(setter.unprintable), address_fits=fits
    )
