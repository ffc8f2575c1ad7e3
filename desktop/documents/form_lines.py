"""The lines of a form: a label, and to its right a ruled line that somebody writes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.documents import fonts
from desktop.documents.flow import BoxMark, Mark, RuleMark, TextMark
from desktop.documents.typesetter import SetText, Typesetter

LABEL = 10.0
GRID_HEAD = 18.0
"""Height of the headings of a table."""

_GAP = 5.0
_LIFT = 3.0
"""From a ruled line up to the baseline of what stands on it."""

_SIZES = (11.0, 10.0, 9.0)
_RULE = 0.75
_EDGE_PAD = 4.0


@dataclass(frozen=True, slots=True)
class Field:
    """One line to be filled in.

    Attributes:
        where: Path of its value in the form's data.
        value: What is filled in already, where it fits the line; else it is left to be written.
    """

    label: str
    where: str
    value: str = ""


def label_room(labels: Sequence[str]) -> float:
    """Room for the widest of *labels*, up to where the ruled line begins."""
    return max(fonts.regular().width(label, LABEL) for label in labels) + _GAP


def put_field(
    setter: Typesetter,
    marks: list[Mark],
    field: Field,
    place: tuple[float, float, float],
    *,
    room: float | None = None,
) -> None:
    """Put *field* at *place* (x, the height of its ruled line, width), its label in *room*."""
    x, y, width = place
    room = label_room([field.label]) if room is None else room
    name = setter.set(field.label, "label", width=width, size=LABEL)
    marks.append(TextMark(x, y - _LIFT, name.lines[0], name.face, name.size))
    marks.append(RuleMark(x + room, y, width - room, _RULE))
    text = _fitted(setter, field, width - room - _GAP)
    if text is not None:
        marks.append(TextMark(x + room + _GAP, y - _LIFT, text.lines[0], text.face, text.size))


def _fitted(setter: Typesetter, field: Field, width: float) -> SetText | None:
    """The value on one line; None if there is none or it is too long: half an address misleads."""
    if not field.value.strip():
        return None
    for face in (fonts.regular(), fonts.condensed()):
        text = setter.set_shrunk(field.value, field.where, width=width, face=face, sizes=_SIZES)
        if len(text.lines) == 1:
            return text
    return None


def put_grid(
    marks: list[Mark],
    headings: Sequence[str],
    edges: Sequence[float],
    *,
    top: float,
    rows: int,
    row: float,
) -> float:
    """An empty table between *edges*, above it a heading for each column; the height below it.

    The headings stand above the lines: inside a box a machine reads them badly.
    """
    first = top + GRID_HEAD
    bottom = first + rows * row
    for index, words in enumerate(headings):
        left, right = edges[index], edges[index + 1]
        marks.append(TextMark(left + _EDGE_PAD, first - 5, words, fonts.bold(), LABEL))
        marks.append(BoxMark(left, first, right - left, bottom - first, edge=0.0))
    for number in range(1, rows):
        marks.append(RuleMark(edges[0], first + number * row, edges[-1] - edges[0], _RULE))
    return bottom
