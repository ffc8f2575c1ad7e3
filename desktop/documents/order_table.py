"""The lines of an order as a table that flows over pages, and the sums below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.documents import fonts
from desktop.documents.confirmation_data import ConfirmationLine, TaxLine
from desktop.documents.flow import Block, BoxMark, Mark, RuleMark, TextMark
from desktop.documents.fonts import ASCENT
from desktop.documents.order_parts import PartContext, put_lines
from desktop.documents.typesetter import LEADING
from models.money import Money

_PAD = 5.0
_SPACING = 10.0
_ROW_PAD = 3.0
_GREY = 0.33
_SKU_ROOM = (40.0, 104.0)
_TOTAL_SIZE = 11.0
_SUMS_SHARE = 0.53
_FIGURE_ROOM = 72.0
_FIGURES_SHARE = 0.45
_ROW_LINES = 24
"""A row of more lines than this may be broken over pages: it could outgrow a page."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Left edges of the texts, right edges of the numbers, and the room of the texts."""

    sku: float
    sku_width: float
    item: float
    item_width: float
    quantity: float
    price: float
    amount: float
    number_size: float


def order_table(part: PartContext) -> list[Block]:
    """Headings, a row for each line, and the sums, which never stand without the last row."""
    return [*line_table(part, keep=True), _sums(part)]


def line_table(part: PartContext, *, keep: bool = False) -> list[Block]:
    """Headings and a row for each line; *keep* holds the last row with what follows."""
    columns = _columns(part)
    heading = _heading(part, columns)
    rows: list[Block] = []
    for index, line in enumerate(part.data.lines):
        last = index == len(part.data.lines) - 1
        rows += _row(part, columns, line, index, heading, keep=last and keep)
    top = Block(heading.height, heading.marks, space=12.0, keep=True)
    return [top, *rows]


def _money(part: PartContext, minor: int, *, symbol: bool = False) -> str:
    return Money(minor, part.data.currency).format(symbol=symbol)


def _columns(part: PartContext) -> _Columns:
    """Number columns as wide as their widest figure, the SKU as wide as it needs, the item the rest."""
    say, plain, thick = part.texts.say, fonts.regular(), fonts.bold()
    lines = part.data.lines

    def widest(heading: str, figures: Sequence[str], size: float) -> float:
        return max(
            [
                thick.width(heading, part.setter.small),
                *(plain.width(figure, size) for figure in figures),
            ]
        )

    size = part.setter.body
    while True:
        quantity = widest(say("table.quantity"), [f"{line.quantity:,}" for line in lines], size)
        prices = [_money(part, line.unit_price_minor) for line in lines]
        price = widest(say("table.price"), prices, size)
        amount = widest(say("table.amount"), [_money(part, a.amount_minor) for a in lines], size)
        if (
            quantity + price + amount < part.width * _FIGURES_SHARE
            or size <= part.setter.medium.least
        ):
            break
        size -= 1
    narrow, wide = _SKU_ROOM
    sku = min(
        max(widest(say("table.sku"), [line.sku for line in lines], part.setter.body) + 1, narrow),
        wide,
    )
    right = part.left + part.width - _PAD
    price_edge = right - amount - _SPACING
    quantity_edge = price_edge - price - _SPACING
    item = part.left + _PAD + sku + _SPACING
    return _Columns(
        sku=part.left + _PAD,
        sku_width=sku,
        item=item,
        item_width=quantity_edge - quantity - _SPACING - item,
        quantity=quantity_edge,
        price=price_edge,
        amount=right,
        number_size=size,
    )


def _heading(part: PartContext, columns: _Columns) -> Block:
    say, thick = part.texts.say, fonts.bold()
    y = part.setter.small + 3.5
    marks: list[Mark] = [
        BoxMark(part.left, 0.0, part.width, part.setter.small + 8, fill=0.92),
        TextMark(columns.sku, y, say("table.sku"), thick, part.setter.small),
        TextMark(columns.item, y, say("table.item"), thick, part.setter.small),
        TextMark(columns.quantity, y, say("table.quantity"), thick, part.setter.small, "right"),
        TextMark(columns.price, y, say("table.price"), thick, part.setter.small, "right"),
        TextMark(columns.amount, y, say("table.amount"), thick, part.setter.small, "right"),
    ]
    return Block(height=part.setter.small + 10, marks=tuple(marks))


def _row(
    part: PartContext,
    columns: _Columns,
    line: ConfirmationLine,
    index: int,
    heading: Block,
    *,
    keep: bool,
) -> list[Block]:
    """One line of the order; more than one block only if it is taller than any sensible row."""
    where = f"lines.{index}"
    strips: list[list[Mark]] = []

    def add(row: int, mark: TextMark) -> None:
        while len(strips) <= row:
            strips.append([])
        strips[row].append(mark)

    y = ASCENT * part.setter.body
    sku = part.setter.set(line.sku, f"{where}.sku", width=columns.sku_width)
    for row, text in enumerate(sku.lines):
        add(row, TextMark(columns.sku, y, text, sku.face, sku.size))
    row = 0
    for words, name, size, grey in _item_words(part, line):
        item = part.setter.set(words, f"{where}.{name}", width=columns.item_width, size=size)
        for text in item.lines:
            add(row, TextMark(columns.item, y, text, item.face, item.size, grey=grey))
            row += 1
    figures = (
        (columns.quantity, f"{line.quantity:,}"),
        (columns.price, _money(part, line.unit_price_minor)),
        (columns.amount, _money(part, line.amount_minor)),
    )
    for edge, figure in figures:
        add(0, TextMark(edge, y, figure, fonts.regular(), columns.number_size, "right"))
    return _row_blocks(part, strips, heading, keep=keep)


def _row_blocks(
    part: PartContext, strips: Sequence[Sequence[Mark]], heading: Block, *, keep: bool
) -> list[Block]:
    leading = part.setter.body * LEADING
    blocks: list[Block] = []
    for start in range(0, len(strips), _ROW_LINES):
        taken = strips[start : start + _ROW_LINES]
        last = start + _ROW_LINES >= len(strips)
        marks = [
            TextMark(m.x, m.y + _ROW_PAD + n * leading, m.text, m.face, m.size, m.align, m.grey)
            for n, strip in enumerate(taken)
            for m in strip
            if isinstance(m, TextMark)
        ]
        height = len(taken) * leading + (2 * _ROW_PAD if last else _ROW_PAD)
        rule = (RuleMark(part.left, height, part.width, 0.4, 0.8),) if last else ()
        blocks.append(Block(height, (*marks, *rule), keep=keep and last, heading=heading))
    return blocks


def _item_words(part: PartContext, line: ConfirmationLine) -> list[tuple[str, str, float, float]]:
    """What the item's cell says: text, name of the value, size, grey."""
    words = [(line.name, "name", part.setter.body, 0.0)]
    if line.note:
        words.append((line.note, "note", part.setter.small, _GREY))
    if line.discount_minor:
        amount = _money(part, -line.discount_minor)
        told = (
            part.texts.say("table.discount", words=line.discount_words, amount=amount)
            if line.discount_words
            else part.texts.say("table.discount_plain", amount=amount)
        )
        words.append((told, "discount_words", part.setter.small, _GREY))
    if line.promise:
        words.append((line.promise, "promise", part.setter.small, _GREY))
    return words


def _sums(part: PartContext) -> Block:
    data, say = part.data, part.texts.say
    shipping = (
        say("total.shipping_method", method=data.shipping_method)
        if data.shipping_method
        else say("total.shipping")
    )
    rows = [(say("total.subtotal"), "subtotal", data.subtotal_minor)]
    rows += [
        (cut.words or say("total.discount"), f"discounts.{index}", -cut.minor)
        for index, cut in enumerate(data.discounts)
    ]
    rows.append((shipping, "shipping_method", data.shipping_minor))
    rows += [
        (_tax_words(part, tax), f"taxes.{index}", tax.minor) for index, tax in enumerate(data.taxes)
    ]
    marks: list[Mark] = []
    facts_end = _facts(part, marks, 6.0)
    y = 6.0
    right = part.left + part.width - _PAD
    for words, where, minor in rows:
        y = _sum_row(part, marks, (words, where), _money(part, minor), right, y)
    start = part.left + part.width * (1 - _SUMS_SHARE)
    marks.append(RuleMark(start, y + 3, part.width * _SUMS_SHARE, 0.75, 0.2))
    y += 6
    total = say("total.total", currency=data.currency)
    thick = fonts.bold()
    amount = _money(part, data.total_minor, symbol=True)
    baseline = y + ASCENT * _TOTAL_SIZE
    edge = min(right - thick.width(amount, _TOTAL_SIZE) - 16, right - _FIGURE_ROOM)
    marks.append(TextMark(edge, baseline, total, thick, _TOTAL_SIZE, "right"))
    marks.append(TextMark(right, baseline, amount, thick, _TOTAL_SIZE, "right"))
    return Block(height=max(y + _TOTAL_SIZE * LEADING, facts_end), marks=tuple(marks))


def _facts(part: PartContext, marks: list[Mark], y: float) -> float:
    """To the left of the sums: how it is paid and what was promised; the height below them."""
    data, say = part.data, part.texts.say
    rows = [
        (say("fact.payment"), "payment_words", data.payment_words),
        (say("fact.promise"), "ship_promise", (data.ship_promise,)),
    ]
    width = part.width * (1 - _SUMS_SHARE) - 3 * _PAD
    for label, where, values in rows:
        texts = part.setter.set_column(values, where, width=width)
        if texts:
            name = part.setter.set(label, where, width=width, size=part.setter.small)
            y = put_lines(marks, [name], part.left + _PAD, y, grey=_GREY)
            y = put_lines(marks, texts, part.left + _PAD, y) + 3
    return y


def _sum_row(
    part: PartContext,
    marks: list[Mark],
    label: tuple[str, str],
    figure: str,
    right: float,
    y: float,
) -> float:
    """One sum with its words to the left; the height below it."""
    width = fonts.regular().width(figure, part.setter.body)
    edge = min(right - width - 16, right - _FIGURE_ROOM)
    words, where = label
    room = edge - part.left - part.width * (1 - _SUMS_SHARE)
    text = part.setter.set(words, where, width=room)
    top = y
    for line in text.lines:
        marks.append(
            TextMark(edge, y + ASCENT * part.setter.body, line, text.face, text.size, "right")
        )
        y += text.leading
    marks.append(
        TextMark(
            right,
            top + ASCENT * part.setter.body,
            figure,
            fonts.regular(),
            part.setter.body,
            "right",
        )
    )
    return y


def _tax_words(part: PartContext, tax: TaxLine) -> str:
    say = part.texts.say
    if tax.certificate:
        return say("total.tax_exempt", certificate=tax.certificate)
    words = say("total.tax_words", words=tax.words) if tax.words else say("total.tax")
    if tax.rate:
        words = say("total.tax_rate", tax=words, rate=tax.rate)
    return say("total.tax_estimate", tax=words) if tax.estimate else words
