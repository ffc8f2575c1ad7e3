"""The shop's order form, one page, to be faxed or mailed to a customer and faxed back by him.

There is no place for a payment card on it: a card number on paper cannot be protected. It asks for
a telephone number and the best time to call instead. Black on white, with firm lines and labels to
their left, so that it survives a fax of standard resolution and a machine can read it.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.documents import fonts
from desktop.documents.finishing import finish
from desktop.documents.flow import BoxMark, Mark, Page, TextMark
from desktop.documents.fonts import ASCENT
from desktop.documents.form_lines import GRID_HEAD, Field, label_room, put_field, put_grid
from desktop.documents.letter_frame import FrameWords, LetterFrame
from desktop.documents.medium import FAX
from desktop.documents.order_form_data import FormAddress, OrderFormData
from desktop.documents.order_parts import put_lines
from desktop.documents.rendered import RenderedDocument
from desktop.documents.stationery import Stationery, stationery_for
from desktop.documents.texts import LetterTexts, load_texts
from desktop.documents.typesetter import Typesetter

__all__ = ["FormAddress", "OrderFormData", "render_order_form"]

ITEM_LINES = 10
_REMARK_LINES = 2
_TITLE = 18.0
_FAX_TO = 14.0
_SENTENCE = 11.0
_HEADING = 11.0
_PARTING = 16.0
_INSET = 8.0
_GAP = 10.0
_TALLEST_ROW = 25.0
_COLUMNS = (0.19, 0.53, 0.13, 0.15)
"""Shares of the item lines: number, description, quantity, price."""

_ROWS = 6 + 2 + ITEM_LINES + _REMARK_LINES + 1
"""Lines to write on: of the addresses, of the ways to reach, of the items, of remarks, to sign."""


@dataclass(frozen=True, slots=True)
class _Form:
    """What the parts of the form are made from; they add their marks to `marks`."""

    data: OrderFormData
    texts: LetterTexts
    setter: Typesetter
    paper: Stationery
    marks: list[Mark]

    @property
    def left(self) -> float:
        """Left edge of the form."""
        return self.paper.left

    @property
    def width(self) -> float:
        """From its left to its right edge."""
        return self.paper.right - self.paper.left


def render_order_form(data: OrderFormData) -> RenderedDocument:
    """The form of *data*, one page for paper and for fax; the same data gives the same bytes.

    Raises:
        TextsError: the letter texts of the language are damaged.
    """
    texts = load_texts(data.language)
    setter = Typesetter(FAX)
    paper = stationery_for(data.letterhead.country, FAX)
    title = texts.say("form.title")
    frame = LetterFrame(
        paper=paper,
        letterhead=data.letterhead,
        words=FrameWords(number="", number_words=title, when=None, practice=data.practice),
        texts=texts,
        typesetter=setter,
        opening="letterhead",
    )
    marks: list[Mark] = []
    form = _Form(data, texts, setter, paper, marks)
    y = _how(form, _title(form, frame.first.top))
    y = _no_card(form, y)
    _fill_in(form, y, frame.first.bottom)
    return finish(
        [Page(marks, empty=False)], frame=frame, paper=paper, title=title,
        author=data.letterhead.name, texts=texts, setter=setter,
    )  # fmt: skip


def _title(form: _Form, y: float) -> float:
    """What it is, and the number that it is faxed to; the height below them."""
    say, thick, shop = form.texts.say, fonts.bold(), form.data.letterhead
    baseline = y + ASCENT * _TITLE
    form.marks.append(TextMark(form.left, baseline, say("form.title"), thick, _TITLE))
    if shop.fax:
        line = form.setter.set_shrunk(
            say("form.fax_to", fax=shop.fax), "letterhead.fax", width=form.width / 2, face=thick,
            sizes=(_FAX_TO, 12.0, 10.0),
        )  # fmt: skip
        right = form.left + form.width
        form.marks.append(TextMark(right, baseline, line.lines[0], line.face, line.size, "right"))
    return baseline + _GAP


def _how(form: _Form, y: float) -> float:
    shop, say = form.data.letterhead, form.texts.say
    address = ", ".join((shop.name, *shop.address_lines))
    words = (
        say("form.how_fax", fax=shop.fax, address=address)
        if shop.fax
        else say("form.how_mail", address=address)
    )
    text = form.setter.set(words, "how", width=form.width)
    return put_lines(form.marks, [text], form.left, y) + _GAP / 2


def _no_card(form: _Form, y: float) -> float:
    """That no card number is to be written, and how it is paid, in a box; the height below it."""
    width = form.width - 2 * _INSET
    texts = [
        form.setter.set(
            form.texts.say("form.no_card"), "no_card", width=width, face=fonts.bold(),
            size=_SENTENCE,
        ),
        form.setter.set(form.texts.say("form.payment"), "payment", width=width),
    ]  # fmt: skip
    bottom = put_lines(form.marks, texts, form.left + _INSET, y + 6) + 3
    form.marks.append(BoxMark(form.left, y, form.width, bottom - y, edge=0.0))
    return bottom + _GAP


def _fill_in(form: _Form, y: float, bottom: float) -> None:
    """Everything to write on, from *y* down to *bottom*, the lines as far apart as there is room."""
    fixed = _HEADING + GRID_HEAD + 3 * _GAP  # between the parts: ½, 1, ½, ½, and a reserve of ½
    row = min(_TALLEST_ROW, (bottom - y - fixed) / _ROWS)
    y = _addresses(form, y, row)
    y = _reach(form, y + _GAP / 2, row) + _GAP
    say = form.texts.say
    names = ("form.item", "form.description", "form.quantity", "form.price")
    edges = [form.left + form.width * sum(_COLUMNS[:count]) for count in range(len(_COLUMNS) + 1)]
    y = put_grid(form.marks, [say(name) for name in names], edges, top=y, rows=ITEM_LINES, row=row)
    y = _remarks(form, y + _GAP / 2, row)
    _sign(form, y + _GAP / 2, row)


def _addresses(form: _Form, y: float, row: float) -> float:
    """Bill-to and ship-to side by side, on the same six lines; the height below them."""
    width = (form.width - _PARTING) / 2
    _customer_number(form, form.left + width, y + ASCENT * _HEADING)
    columns = (
        (form.left, "form.bill_to", "bill_to", form.data.bill_to),
        (form.left + width + _PARTING, "form.ship_to", "ship_to", form.data.ship_to),
    )
    for x, words, where, address in columns:
        baseline = y + ASCENT * _HEADING
        form.marks.append(TextMark(x, baseline, form.texts.say(words), fonts.bold(), _HEADING))
        fields = _address_fields(form, where, address)
        room = label_room([field.label for field in fields])
        for number, field in enumerate(fields, 1):
            place = (x, y + _HEADING + number * row, width)
            put_field(form.setter, form.marks, field, place, room=room)
    return y + _HEADING + 6 * row


def _customer_number(form: _Form, right: float, baseline: float) -> None:
    """Whose form it is, for the desk that it comes back to; nothing on a blank form."""
    number = form.data.customer_number
    if number.strip():
        words = f"{form.texts.say('form.customer')} {number}"
        line = form.setter.set(words, "customer_number", width=form.width / 3)
        form.marks.append(TextMark(right, baseline, line.lines[0], line.face, line.size, "right"))


def _address_fields(form: _Form, where: str, address: FormAddress) -> list[Field]:
    say = form.texts.say
    american = form.data.letterhead.country.upper() == "US"
    region = "form.state_zip" if american else "form.postcode"
    named = (
        ("form.name", "name", address.name),
        ("form.company", "company", address.company),
        ("form.street", "street", address.street),
        ("form.street_more", "street_more", address.street_more),
        ("form.city", "city", address.city),
        (region, "region", address.region),
    )
    return [Field(say(label), f"{where}.{name}", value) for label, name, value in named]


def _reach(form: _Form, y: float, row: float) -> float:
    """Where and when the customer is called, and the other ways to him; the height below."""
    data, say, width = form.data, form.texts.say, (form.width - _PARTING) / 2
    rows = (
        (
            Field(say("form.telephone"), "telephone", data.telephone),
            Field(say("form.best_time"), "best_time", data.best_time),
        ),
        (Field(say("form.email"), "email", data.email), Field(say("form.fax"), "fax", data.fax)),
    )
    for number, (first, second) in enumerate(rows, 1):
        base = y + number * row
        put_field(form.setter, form.marks, first, (form.left, base, width))
        right = form.left + width + _PARTING
        put_field(form.setter, form.marks, second, (right, base, width))
    return y + 2 * row


def _remarks(form: _Form, y: float, row: float) -> float:
    """Lines for a gift message or whatever else is to be said; the height below them."""
    remarks = Field(form.texts.say("form.remarks"), "remarks")
    put_field(form.setter, form.marks, remarks, (form.left, y + row, form.width))
    for number in range(2, _REMARK_LINES + 1):
        put_field(
            form.setter, form.marks, Field("", "remarks"),
            (form.left, y + number * row, form.width), room=0.0,
        )  # fmt: skip
    return y + _REMARK_LINES * row


def _sign(form: _Form, y: float, row: float) -> None:
    say, part = form.texts.say, form.width * 0.62
    put_field(
        form.setter, form.marks, Field(say("form.signature"), "signature"),
        (form.left, y + row, part),
    )  # fmt: skip
    put_field(
        form.setter, form.marks, Field(say("form.date"), "date"),
        (form.left + part + _PARTING, y + row, form.width - part - _PARTING),
    )  # fmt: skip
