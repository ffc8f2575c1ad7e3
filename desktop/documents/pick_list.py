"""The pick list: once along the shelf for many orders, then order by order, with boxes to tick."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from desktop.documents import fonts
from desktop.documents.confirmation_data import Letterhead
from desktop.documents.flow import Block, Mark, TextMark, paginate
from desktop.documents.fonts import ASCENT
from desktop.documents.letter_frame import FrameWords, LetterFrame
from desktop.documents.medium import PAPER, Medium
from desktop.documents.paper_parts import GREY, Area, Column, heading, paragraph, table
from desktop.documents.rendered import RenderedDocument
from desktop.documents.sheet import barcode, draw_pdf
from desktop.documents.stationery import stationery_for
from desktop.documents.texts import LetterTexts, load_texts
from desktop.documents.typesetter import Typesetter

_BARCODE_ROOM = 150.0
_BARCODE_HEIGHT = 24.0
_MOST_NAMED = 12
"""Orders named beside a SKU; all of them follow order by order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickLine:
    """Pieces of one line to take. *short*: how many more are to go and are not there."""

    sku: str
    name: str
    quantity: int
    note: str = ""
    short: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PickOrder:
    """An order to be picked.

    Attributes:
        number: As stored; it goes into the barcode.
        goes_to: Name and town, so that the right slip meets the right box.
        method: How it is sent.
        together: All of it goes in one parcel or not at all.
    """

    number: str
    shown_number: str
    goes_to: str
    method: str
    lines: tuple[PickLine, ...]
    promise_date: date | None = None
    late: bool = False
    together: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PickListData:
    """A pick list as its paper says it. *made_at*: date and hour in the shop's own words."""

    letterhead: Letterhead
    made_on: date
    made_at: str
    orders: tuple[PickOrder, ...]
    practice: bool = False
    language: str = "en"

    def to_record(self) -> dict[str, Any]:
        """The same as JSON values, for the record of what was said."""
        record = asdict(self)
        record["made_on"] = self.made_on.isoformat()
        for order in record["orders"]:
            order["promise_date"] = order["promise_date"] and order["promise_date"].isoformat()
        return record


def render_pick_list(data: PickListData, *, medium: Medium = PAPER) -> RenderedDocument:
    """The list of *data* as a PDF for *medium*; the same data gives the same bytes.

    Raises:
        TextsError: the letter texts of the language are damaged.
    """
    texts = load_texts(data.language)
    setter = Typesetter(medium)
    paper = stationery_for(data.letterhead.country, medium)
    words = FrameWords(
        number="",
        number_words=texts.say("pick.title", date=data.made_at),
        when=data.made_on,
        practice=data.practice,
    )
    frame = LetterFrame(
        paper=paper, letterhead=data.letterhead, words=words, texts=texts, typesetter=setter,
        opening="plain",
    )  # fmt: skip
    area = Area(setter, paper.left, paper.right - paper.left)
    blocks = _opening(area, data, texts)
    if len(data.orders) > 1:
        blocks += _shelf(area, data, texts)
        blocks += heading(area, texts.say("pick.orders"), size=11.0, space=18.0)
    for index, order in enumerate(data.orders):
        blocks += _order(area, order, texts, index)
    pages = paginate(blocks, first=frame.first, later=frame.later)
    frame.put_on(pages)
    pdf = draw_pdf(
        pages, paper=paper, title=words.number_words, author=data.letterhead.name,
        language=texts.language,
    )  # fmt: skip
    return RenderedDocument.of(
        pdf, pages=len(pages), unprintable=tuple(setter.unprintable), address_fits=True
    )


def _opening(area: Area, data: PickListData, texts: LetterTexts) -> list[Block]:
    pieces = f"{sum(line.quantity for order in data.orders for line in order.lines):,}"
    summary = texts.say("pick.summary", orders=f"{len(data.orders):,}", pieces=pieces)
    return [
        *heading(area, texts.say("pick.heading"), size=14.0),
        *paragraph(area, summary, "summary", space=2.0),
    ]


def _shelf(area: Area, data: PickListData, texts: LetterTexts) -> list[Block]:
    """Every SKU once, in their order, with the orders that it is for."""
    say = texts.say
    found: dict[str, list[tuple[PickOrder, PickLine]]] = {}
    for order in data.orders:
        for line in order.lines:
            if line.quantity:
                found.setdefault(line.sku, []).append((order, line))
    rows = []
    for sku in sorted(found):
        wanted = found[sku]
        told = tuple(
            say("pick.for_order", number=order.shown_number, count=str(line.quantity))
            for order, line in wanted[:_MOST_NAMED]
        )
        if len(wanted) > _MOST_NAMED:
            told += (say("pick.for_more", count=str(len(wanted) - _MOST_NAMED)),)
        first = wanted[0][1]
        total = sum(line.quantity for _order, line in wanted)
        rows.append(("", f"{total:,}", sku, (first.name, first.note), told))
    columns = (
        Column("", 12.0, "check"),
        Column(say("table.quantity"), 30.0, "number"),
        Column(say("table.sku"), 84.0),
        Column(say("table.item")),
        Column(say("pick.for"), 100.0, "list"),
    )
    return [
        *heading(area, say("pick.shelf"), size=11.0, space=12.0),
        *table(area, columns, rows, where="shelf", space=2.0),
    ]


def _order(area: Area, order: PickOrder, texts: LetterTexts, index: int) -> list[Block]:
    say = texts.say
    columns = (
        Column("", 12.0, "check"),
        Column(say("table.quantity"), 30.0, "number"),
        Column(say("table.sku"), 84.0),
        Column(say("table.item")),
    )
    rows = [
        (
            "",
            f"{line.quantity:,}",
            line.sku,
            (line.name, line.note, say("pick.short", count=str(line.short)) if line.short else ""),
        )
        for line in sorted(order.lines, key=lambda line: line.sku)
    ]
    return [
        _order_head(area, order, texts, index),
        *table(area, columns, rows, where=f"orders.{index}", space=2.0),
    ]


def _order_head(area: Area, order: PickOrder, texts: LetterTexts, index: int) -> Block:
    """Number, destination and what was promised at the left, the bars at the right."""
    say = texts.say
    facts = [order.goes_to, order.method]
    if order.promise_date is not None:
        name = "pick.late" if order.late else "pick.promised"
        facts.append(say(name, date=texts.day(order.promise_date)))
    if order.together:
        facts.append(say("pick.together"))
    room = area.width - _BARCODE_ROOM - 18
    words = say("confirmation.order", number=order.shown_number)
    number = area.setter.set(
        words, f"orders.{index}.number", width=room, face=fonts.bold(), size=11.0
    )
    marks: list[Mark] = [
        TextMark(area.left, ASCENT * 11.0, number.lines[0], number.face, 11.0),
        barcode(
            order.number, right=area.left + area.width, y=1.0, room=_BARCODE_ROOM,
            height=_BARCODE_HEIGHT,
        ),
    ]  # fmt: skip
    text = area.setter.set(
        _joined(facts), f"orders.{index}.facts", width=room, size=area.setter.small
    )
    y = 11.0 * 1.34
    for line in text.lines[:3]:
        marks.append(
            TextMark(
                area.left,
                y + ASCENT * area.setter.small,
                line,
                text.face,
                area.setter.small,
                grey=GREY,
            )
        )
        y += text.leading
    return Block(max(y, _BARCODE_HEIGHT + 4), tuple(marks), space=area.setter.body + 7, keep=True)


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)
