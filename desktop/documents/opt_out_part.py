"""The ways to tell the shop that its mailings are to stop, and the part of a letter that says so."""

from __future__ import annotations

from desktop.documents import fonts
from desktop.documents.confirmation_data import OptOutWays
from desktop.documents.flow import Block, Mark
from desktop.documents.order_parts import PartContext, paragraph, put_lines, small_heading
from desktop.documents.paper_parts import Area
from desktop.documents.texts import LetterTexts

_WAY_LABEL = 38.0
_WAY_SHARE = 0.66
_GREY = 0.33
_PAD = 8.0


def opt_out_ways(part: PartContext) -> list[Block]:
    """The ways to stop mailings; nothing if the shop has told none."""
    area, say = Area(part.setter, part.left, part.width), part.texts.say
    ways = ways_block(area, part.data.opt_out, part.texts, size=part.setter.small)
    if ways is None:
        return []
    return [
        *small_heading(part, say("opt_out.title")),
        *paragraph(
            part, say("opt_out.words"), "opt_out", space=0, size=part.setter.small, keep_last=True
        ),
        ways,
    ]


def ways_block(area: Area, ways: OptOutWays, texts: LetterTexts, *, size: float) -> Block | None:
    """Telephone, fax, post and e-mail in two columns; None where the shop has told none."""
    phone = ways.phone
    if ways.phone and ways.phone_abroad:
        phone = texts.say("opt_out.phones", phone=ways.phone, phone_abroad=ways.phone_abroad)
    rows = [
        ("opt_out.phone", phone, "opt_out.fax", ways.fax),
        ("opt_out.mail", ", ".join(ways.mail_lines), "opt_out.email", ways.email),
    ]
    if not any(row[1] or row[3] for row in rows):
        return None
    labels = [label for row in rows for label in row[::2]]
    widest = max(fonts.regular().width(texts.say(name), size) for name in labels)
    way = _Way(area, texts, size, room=max(_WAY_LABEL, widest + 6))
    marks: list[Mark] = []
    y, middle = 0.0, area.width * _WAY_SHARE
    for left_label, left, right_label, right in rows:
        y = max(
            way.put(marks, left_label, left, (area.left, y, middle - _PAD)),
            way.put(marks, right_label, right, (area.left + middle, y, area.width - middle)),
        )
    return Block(height=y, marks=tuple(marks), space=2.0)


class _Way:
    """Puts one way after the other on paper, labels of *room* points before them."""

    def __init__(self, area: Area, texts: LetterTexts, size: float, *, room: float) -> None:
        self._setter, self._texts, self._size, self._room = area.setter, texts, size, room

    def put(
        self, marks: list[Mark], label: str, value: str, place: tuple[float, float, float]
    ) -> float:
        """One way at *place* (x, y, width); the height below it."""
        x, y, width = place
        if not value:
            return y
        name = self._setter.set(self._texts.say(label), label, width=self._room, size=self._size)
        text = self._setter.set(value, label, width=width - self._room, size=self._size)
        put_lines(marks, [name], x, y, grey=_GREY)
        return put_lines(marks, [text], x + self._room, y)
