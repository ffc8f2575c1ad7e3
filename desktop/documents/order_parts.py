"""The parts of a letter about an order, each a list of blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.documents import fonts
from desktop.documents.confirmation_data import ConfirmationData
from desktop.documents.flow import Align, Block, BoxMark, Mark, TextMark, text_block
from desktop.documents.fonts import ASCENT
from desktop.documents.texts import LetterTexts
from desktop.documents.typesetter import SetText, Typesetter, widest
from models.money import Money

_HEADING = 12.0
_GAP = 12.0
_LABEL_WIDTH = 84.0
_GREY = 0.33
_INSET = 10.0


@dataclass(frozen=True, slots=True)
class PartContext:
    """What the parts are made from, and the column of text they stand in."""

    data: ConfirmationData
    texts: LetterTexts
    setter: Typesetter
    left: float
    width: float


def opening(part: PartContext) -> list[Block]:
    """The heading and the sentence that says what this letter is."""
    data, say = part.data, part.texts.say
    held = data.hold_reasons is not None
    heading = say("confirmation.heading_held" if held else "confirmation.heading")
    intro = say(f"confirmation.intro.{data.channel}", date=part.texts.day(data.order_date))
    return [
        *_heading(part, heading, _HEADING, space=0),
        *paragraph(part, intro, "intro", space=3),
    ]


def hold_notice(part: PartContext) -> list[Block]:
    """Why the order waits, in a box; nothing when it does not."""
    if part.data.hold_reasons is None:
        return []
    say, width = part.texts.say, part.width - 2 * _INSET
    title = part.setter.set(say("hold.title"), "hold", width=width, face=fonts.bold())
    rows: list[tuple[float, SetText]] = [(0.0, title)]
    if part.data.hold_reasons:
        rows.append((0.0, part.setter.set(say("hold.reasons"), "hold", width=width)))
    for index, reason in enumerate(part.data.hold_reasons):
        text = part.setter.set(reason, f"hold_reasons.{index}", width=width - 12)
        rows.append((12.0, text))
    rows.append((0.0, part.setter.set(say("hold.after"), "hold", width=width)))
    return _boxed(part, rows)


def cheque_notice(part: PartContext) -> list[Block]:
    """How to send the cheque that the order waits for, in a box; nothing when none is awaited."""
    data, say = part.data, part.texts.say
    if not data.cheque_minor:
        return []
    width = part.width - 2 * _INSET
    words = say(
        "cheque.words",
        store=data.letterhead.name,
        total=Money(data.cheque_minor, data.currency).format(symbol=True),
        number=data.order_number_display,
        address=", ".join(data.letterhead.address_lines),
    )
    title = part.setter.set(say("cheque.title"), "cheque", width=width, face=fonts.bold())
    return _boxed(part, [(0.0, title), (0.0, part.setter.set(words, "cheque", width=width))])


def _boxed(part: PartContext, rows: list[tuple[float, SetText]]) -> list[Block]:
    """Texts under one another in a grey box; one that stands in has a bullet."""
    marks: list[Mark] = []
    y = 8.0
    for indent, text in rows:
        x = part.left + _INSET + indent
        if indent:
            marks.append(
                TextMark(
                    x - 9, y + ASCENT * part.setter.body, "•", fonts.regular(), part.setter.body
                )
            )
        y = put_lines(marks, [text], x, y)
    y += 6
    box = BoxMark(part.left, 0.0, part.width, y, fill=0.95, edge=0.35)
    return [Block(height=y, marks=(box, *marks), space=8)]


def addresses(part: PartContext) -> list[Block]:
    """Bill-to and ship-to side by side, for the reader to compare."""
    data, say = part.data, part.texts.say
    gap = 18.0
    width = (part.width - gap) / 2
    marks: list[Mark] = []
    lowest = 0.0
    ship_to = data.ship_to or (say("address.nothing"),)
    if data.ship_to == data.bill_to:
        ship_to = (say("address.same"),)
    columns = [
        ("address.bill_to", "bill_to", data.bill_to),
        ("address.ship_to", "ship_to", ship_to),
    ]
    for index, (label, where, lines) in enumerate(columns):
        x = part.left + index * (width + gap)
        title = part.setter.set(
            say(label), where, width=width, face=fonts.bold(), size=part.setter.small
        )
        y = put_lines(marks, [title], x, 0.0)
        y = put_lines(marks, part.setter.set_column(lines, where, width=width), x, y)
        lowest = max(lowest, y)
    return [Block(height=lowest, marks=tuple(marks), space=_GAP - 4)]


def gift_message(part: PartContext) -> list[Block]:
    """The words that go with a gift, for the giver to check; nothing if there are none."""
    blocks: list[Block] = []
    for line in part.data.gift_message.splitlines():
        if line.strip():
            label = "" if blocks else part.texts.say("fact.gift")
            space = 0.0 if blocks else 10.0
            blocks += _labelled(part, label, line, "gift_message", space=space)
    for place in {0, len(blocks) - 2} & set(range(len(blocks) - 1)):
        blocks[place] = replace(blocks[place], keep=True)  # no line of it stands alone on a page
    return blocks


def contact(part: PartContext) -> list[Block]:
    """What to do if something is wrong: the shop's words, or its number and the order's."""
    data, say = part.data, part.texts.say
    shop, number = data.letterhead, data.order_number_display
    if data.contact_words:
        words = data.contact_words
    elif shop.phone and shop.phone_abroad:
        words = say(
            "contact.phones", phone=shop.phone, phone_abroad=shop.phone_abroad, number=number
        )
    elif shop.phone:
        words = say("contact.phone", phone=shop.phone, number=number)
    else:
        words = say("contact.write", number=number)
    return [
        *_heading(part, say("contact.title"), part.setter.body, space=_GAP),
        *paragraph(part, words, "contact_words", space=0),
    ]


def heading(part: PartContext, words: str) -> list[Block]:
    """What the letter is, at its top."""
    return _heading(part, words, _HEADING, space=0)


def small_heading(part: PartContext, words: str) -> list[Block]:
    """What the next paragraphs are about."""
    return _heading(part, words, part.setter.body, space=_GAP)


def paragraph(
    part: PartContext,
    words: str,
    where: str,
    *,
    space: float,
    size: float | None = None,
    keep_last: bool = False,
) -> list[Block]:
    """Running text, *space* below what stands above; *keep_last*: it stays with what follows."""
    text = part.setter.set(words, where, width=part.width, size=size)
    return text_block(
        text.lines,
        text.face,
        text.size,
        x=part.left,
        leading=text.leading,
        space=space,
        keep_last=keep_last,
    )


def _heading(part: PartContext, words: str, size: float, *, space: float) -> list[Block]:
    text = part.setter.set(words, "heading", width=part.width, face=fonts.bold(), size=size)
    return text_block(
        text.lines,
        text.face,
        size,
        x=part.left,
        leading=text.leading,
        space=space,
        keep_last=True,
    )


def _labelled(
    part: PartContext,
    label: str,
    value: str,
    where: str,
    *,
    space: float,
) -> list[Block]:
    """A grey label with its value beside it; a long value goes on below."""
    text = part.setter.set(value, where, width=part.width - _LABEL_WIDTH)
    x = part.left + part.width if text.right_to_left else part.left + _LABEL_WIDTH
    blocks = text_block(
        text.lines,
        text.face,
        text.size,
        x=x,
        leading=text.leading,
        space=space,
        align="right" if text.right_to_left else "left",
    )
    if label:
        name = part.setter.set_shrunk(
            label,
            "label",
            width=_LABEL_WIDTH - 6,
            sizes=(part.setter.body, part.setter.small, 7.0, 6.0),
        )
        mark = TextMark(
            part.left, ASCENT * part.setter.body, name.lines[0], name.face, name.size, grey=_GREY
        )
        first = blocks[0]
        blocks[0] = Block(first.height, (mark, *first.marks), first.space, first.keep)
    return blocks


def put_lines(
    marks: list[Mark], texts: Sequence[SetText], x: float, y: float, *, grey: float = 0.0
) -> float:
    """Put *texts* under one another at *x* from *y* down; the height below them.

    Those from right to left begin at one right edge, that of the widest line.
    """
    right = x + widest(texts) if any(text.right_to_left for text in texts) else x
    for text in texts:
        align: Align = "right" if text.right_to_left else "left"
        edge = right if text.right_to_left else x
        for line in text.lines:
            baseline = y + ASCENT * text.size
            marks.append(TextMark(edge, baseline, line, text.face, text.size, align, grey))
            y += text.leading
    return y
