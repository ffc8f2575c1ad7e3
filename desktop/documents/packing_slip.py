"""The packing slip that lies in a parcel: what is inside, and what follows later. No price is on it.

A service message: there is no marketing in it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from desktop.documents.confirmation_data import Letterhead
from desktop.documents.flow import Block, paginate
from desktop.documents.letter_frame import FrameWords, LetterFrame
from desktop.documents.medium import PAPER, Medium
from desktop.documents.paper_parts import GREY, Area, Column, heading, paragraph, table
from desktop.documents.rendered import RenderedDocument
from desktop.documents.sheet import draw_pdf
from desktop.documents.stationery import stationery_for
from desktop.documents.texts import LetterTexts, load_texts
from desktop.documents.typesetter import Typesetter


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipLine:
    """Pieces of one line, in this parcel or to follow. *leaves* is for those that follow."""

    sku: str
    name: str
    quantity: int
    note: str = ""
    leaves: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackingSlipData:
    """A parcel as its slip says it.

    Attributes:
        order_number: As stored; it goes into the barcode.
        parcel: Which of the order's parcels, from 1.
        ship_to: Name and address, as they stand in the window of the pouch.
        inside: What is in this parcel.
        later: What of the order is neither in it nor was sent before.
        gift_message: The giver's words; with them it is a gift.
    """

    letterhead: Letterhead
    order_number: str
    order_number_display: str
    parcel: int
    packed_on: date
    ship_to: tuple[str, ...]
    inside: tuple[SlipLine, ...]
    later: tuple[SlipLine, ...] = ()
    carrier: str = ""
    boxes: int = 1
    gift_message: str = ""
    practice: bool = False
    language: str = "en"

    def to_record(self) -> dict[str, Any]:
        """The same as JSON values, for the record of what was said."""
        record = asdict(self)
        record["packed_on"] = self.packed_on.isoformat()
        for line in (*record["inside"], *record["later"]):
            line["leaves"] = line["leaves"] and line["leaves"].isoformat()
        return record


def render_packing_slip(data: PackingSlipData, *, medium: Medium = PAPER) -> RenderedDocument:
    """The slip of *data* as a PDF for *medium*; the same data gives the same bytes.

    Raises:
        TextsError: the letter texts of the language are damaged.
    """
    texts = load_texts(data.language)
    setter = Typesetter(medium)
    paper = stationery_for(data.letterhead.country, medium)
    title = texts.say("slip.title", number=data.order_number_display)
    words = FrameWords(
        number=data.order_number,
        number_words=texts.say("confirmation.order", number=data.order_number_display),
        when=data.packed_on,
        practice=data.practice,
    )
    frame = LetterFrame(
        paper=paper, letterhead=data.letterhead, words=words, texts=texts, typesetter=setter,
        recipient=data.ship_to,
    )  # fmt: skip
    area = Area(setter, paper.left, paper.right - paper.left)
    blocks = [
        *_opening(area, data, texts),
        *_gift(area, data, texts),
        *_inside(area, data, texts),
        *_later(area, data, texts),
        *_returns(area, data, texts),
    ]
    pages = paginate(blocks, first=frame.first, later=frame.later)
    fits = frame.put_on(pages)
    pdf = draw_pdf(
        pages, paper=paper, title=title, author=data.letterhead.name, language=texts.language
    )
    return RenderedDocument.of(
        pdf, pages=len(pages), unprintable=tuple(setter.unprintable), address_fits=fits
    )


def _opening(area: Area, data: PackingSlipData, texts: LetterTexts) -> list[Block]:
    say = texts.say
    name = "slip.heading_gift" if data.gift_message.strip() else "slip.heading"
    told = [say("slip.parcel", parcel=str(data.parcel), date=texts.day(data.packed_on))]
    if data.boxes > 1:
        told.append(say("slip.boxes", count=str(data.boxes)))
    if data.carrier:
        told.append(say("slip.sent_by", carrier=data.carrier))
    return [
        *heading(area, say(name), size=12.0),
        *paragraph(area, " ".join(told), "opening", space=3.0),
    ]


def _gift(area: Area, data: PackingSlipData, texts: LetterTexts) -> list[Block]:
    lines = [line for line in data.gift_message.splitlines() if line.strip()]
    if not lines:
        return []
    blocks = heading(area, texts.say("slip.gift"), space=10.0)
    for line in lines:
        blocks += paragraph(area, line, "gift_message", size=11.0)
    return blocks


def _inside(area: Area, data: PackingSlipData, texts: LetterTexts) -> list[Block]:
    say = texts.say
    columns = (
        Column(say("table.quantity"), 30.0, "number"),
        Column(say("table.sku"), 92.0),
        Column(say("table.item")),
    )
    rows = [(f"{line.quantity:,}", line.sku, (line.name, line.note)) for line in data.inside]
    return [
        *heading(area, say("slip.inside"), space=12.0),
        *table(area, columns, rows, where="inside", space=2.0),
    ]


def _later(area: Area, data: PackingSlipData, texts: LetterTexts) -> list[Block]:
    say = texts.say
    if not data.later:
        return paragraph(area, say("slip.later_empty"), "later", space=10.0)
    columns = (
        Column(say("table.quantity"), 30.0, "number"),
        Column(say("table.sku"), 92.0),
        Column(say("table.item")),
        Column(say("slip.when"), 120.0),
    )
    rows = [
        (
            f"{line.quantity:,}",
            line.sku,
            (line.name, line.note),
            say("slip.by", date=texts.day(line.leaves)) if line.leaves else say("slip.open"),
        )
        for line in data.later
    ]
    return [
        *heading(area, say("slip.later"), space=14.0),
        *table(area, columns, rows, where="later", space=2.0),
    ]


def _returns(area: Area, data: PackingSlipData, texts: LetterTexts) -> list[Block]:
    shop, number = data.letterhead, data.order_number_display
    words = (
        texts.say("slip.returns_phone", phone=shop.phone, number=number)
        if shop.phone
        else texts.say("slip.returns_write", number=number)
    )
    return [
        *heading(area, texts.say("slip.returns"), space=16.0, size=area.setter.small),
        *paragraph(area, words, "returns", size=area.setter.small, grey=GREY),
    ]
