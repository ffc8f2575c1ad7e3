"""The part of a letter that says how to stop the shop's mailings."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.documents import fonts
from desktop.documents.flow import Block, Mark
from desktop.documents.order_parts import PartContext, paragraph, put_lines, small_heading

_WAY_LABEL = 38.0
_WAY_SHARE = 0.66
_GREY = 0.33
_PAD = 8.0


def opt_out_ways(part: PartContext) -> list[Block]:
    """The ways to stop mailings; nothing if the shop has told none."""
    ways, say = part.data.opt_out, part.texts.say
    phone = ways.phone
    if ways.phone and ways.phone_abroad:
        phone = say("opt_out.phones", phone=ways.phone, phone_abroad=ways.phone_abroad)
    rows = [
        ("opt_out.phone", phone, "opt_out.fax", ways.fax),
        ("opt_out.mail", ", ".join(ways.mail_lines), "opt_out.email", ways.email),
    ]
    if not any(row[1] or row[3] for row in rows):
        return []
    room = max(_WAY_LABEL, _widest(part, [label for row in rows for label in row[::2]]) + 6)
    blocks = [
        *small_heading(part, say("opt_out.title")),
        *paragraph(
            part, say("opt_out.words"), "opt_out", space=0, size=part.setter.small, keep_last=True
        ),
    ]
    marks: list[Mark] = []
    y = 0.0
    middle = part.width * _WAY_SHARE
    for left_label, left, right_label, right in rows:
        y = max(
            _way(part, marks, (left_label, room), left, (part.left, y, middle - _PAD)),
            _way(
                part,
                marks,
                (right_label, room),
                right,
                (part.left + middle, y, part.width - middle),
            ),
        )
    return [*blocks, Block(height=y, marks=tuple(marks), space=2.0)]


def _widest(part: PartContext, labels: Sequence[str]) -> float:
    """Room that the longest of *labels* takes beside its value."""
    return max(fonts.regular().width(part.texts.say(name), part.setter.small) for name in labels)


def _way(
    part: PartContext,
    marks: list[Mark],
    named: tuple[str, float],
    value: str,
    place: tuple[float, float, float],
) -> float:
    """One way to opt out at *place* (x, y, width), its label with its room; the height below it."""
    label, room = named
    x, y, width = place
    if not value:
        return y
    name = part.setter.set(part.texts.say(label), label, width=room, size=part.setter.small)
    text = part.setter.set(value, label, width=width - room, size=part.setter.small)
    put_lines(marks, [name], x, y, grey=_GREY)
    return put_lines(marks, [text], x + room, y)
