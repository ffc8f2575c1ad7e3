"""How boxes look: opaque black, an edge, and a tag that says why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ui.redaction.geometry import Area
from ui.theme import Theme
from ui.theme_tokens import TOKENS


@dataclass(frozen=True, slots=True)
class BoxMark:
    """One box on the screen.

    Attributes:
        area: In logical pixels of the widget.
        number: As people count it; 0 for one that is being drawn.
        words: Beside the number.
        is_current: Keys work on it.
    """

    area: Area
    number: int
    words: str
    is_current: bool


def blacken(painter: QPainter, area: Area, ratio: float) -> None:
    """Fill every pixel of the screen that *area* touches, however little."""
    left, top = math.floor(area.left * ratio), math.floor(area.top * ratio)
    right, bottom = math.ceil(area.right * ratio), math.ceil(area.bottom * ratio)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(
        QRectF(left / ratio, top / ratio, (right - left) / ratio, (bottom - top) / ratio),
        QColor(0, 0, 0),
    )


def paint_marks(
    painter: QPainter,
    theme: Theme,
    marks: Sequence[BoxMark],
    bounds: QRectF,
    black: Sequence[Area],
) -> None:
    """Edges first, then tags, the current one's above all others.

    Args:
        painter: On the widget.
        theme: Sizes and colours.
        marks: The boxes.
        bounds: Where tags may stand.
        black: Where none should: all that is black.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for mark in sorted(marks, key=lambda one: one.is_current):
        _paint_edge(painter, theme, mark)
    taken = [_rect(area) for area in black]
    for mark in sorted(marks, key=lambda one: not one.is_current):
        place = _tag_place(theme, mark, bounds, taken)
        taken.append(place)
        _paint_tag(painter, theme, mark, place)


def handles(area: Area, theme: Theme) -> dict[tuple[int, int], QRectF]:
    """The places to take the current box by; -1, 0, 1 is left, middle, right and top to bottom.

    A small box has none in the middle of its short sides.
    """
    side = float(theme.px(8))
    middle_x, middle_y = area.middle
    wide, high = area.width > 4 * side, area.height > 4 * side
    x, y = (area.left, middle_x, area.right), (area.top, middle_y, area.bottom)
    return {
        (column - 1, row - 1): QRectF(x[column] - side / 2, y[row] - side / 2, side, side)
        for column in range(3)
        for row in range(3)
        if (wide or column != 1) and (high or row != 1) and (column, row) != (1, 1)
    }


def paint_handles(painter: QPainter, theme: Theme, area: Area) -> None:
    """The small squares of `handles`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(QColor(255, 255, 255), 1))
    painter.setBrush(_on_paper(theme, "ring"))
    for rect in handles(area, theme).values():
        painter.drawRect(rect.adjusted(1, 1, -1, -1))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_edge(painter: QPainter, theme: Theme, mark: BoxMark) -> None:
    width = float(theme.px(2))
    gap = theme.px(2) + width / 2
    color = _on_paper(theme, "ring" if mark.is_current else "held_line")
    rect = _rect(mark.area).adjusted(-gap, -gap, gap, gap)
    # White under the dashes, so that they are seen on what is black on the page as well.
    painter.setPen(QPen(QColor(255, 255, 255), width))
    painter.drawRect(rect)
    pen = QPen(color, width)
    if not mark.is_current:
        pen.setDashPattern([3, 2])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawRect(rect)


def _tag_place(theme: Theme, mark: BoxMark, bounds: QRectF, taken: list[QRectF]) -> QRectF:
    """Where no other tag or box is: above, under or beside the box; without words if need be."""
    metrics = QFontMetricsF(_tag_font(theme))
    height = metrics.height() + theme.px(3)
    gap = float(theme.px(4))
    left, right = mark.area.left - gap, mark.area.right + gap
    above, under = mark.area.top - gap - height, mark.area.bottom + gap
    beside = (mark.area.top + mark.area.bottom - height) / 2
    for words in (_tag_words(mark), str(mark.number or "")):
        width = metrics.horizontalAdvance(words) + theme.px(10)
        for x, y in (
            (min(left, bounds.right() - width), above),
            (min(left, bounds.right() - width), under),
            (right - width, above),
            (right - width, under),
            (right, beside),
            (left - width, beside),
        ):
            place = QRectF(max(bounds.left(), x), y, width, height)
            if bounds.contains(place) and not any(place.intersects(other) for other in taken):
                return place
    return QRectF(left, mark.area.top - gap, width, height)


def _paint_tag(painter: QPainter, theme: Theme, mark: BoxMark, place: QRectF) -> None:
    painter.setFont(_tag_font(theme))
    painter.fillRect(place, _on_paper(theme, "ring" if mark.is_current else "held_text"))
    painter.setPen(_on_paper(theme, "onaccent" if mark.is_current else "base"))
    words = _tag_words(mark)
    if QFontMetricsF(painter.font()).horizontalAdvance(words) > place.width():
        words = str(mark.number or "")
    text = place.translated(QPointF(theme.px(5), 0))
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(text, int(flags | Qt.TextFlag.TextSingleLine), words)


def _rect(area: Area) -> QRectF:
    return QRectF(area.left, area.top, area.width, area.height)


def _tag_words(mark: BoxMark) -> str:
    return f"{mark.number}  {mark.words}" if mark.number else mark.words


def _tag_font(theme: Theme) -> QFont:
    font = theme.font("caption")
    font.setWeight(font.Weight.DemiBold)
    return font


def _on_paper(theme: Theme, token: str) -> QColor:
    """A colour for drawing on the page, which is white in every scheme."""
    if theme.high_contrast:
        return theme.color(token)
    return QColor(TOKENS["light"][token])
