"""How the marks beside the words of a page are drawn."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from ui.theme import Theme


def paint_marks(
    painter: QPainter, theme: Theme, marks: Iterable[tuple[QRectF, str]], *, typed: str
) -> None:
    """A small chip at the beginning of each word; those that cannot be meant any more are left out.

    Args:
        painter: of the view.
        theme: fonts and colours.
        marks: where each word is in the view, and its mark.
        typed: the letters of a mark that were typed so far.
    """
    px = theme.px
    painter.setFont(theme.font("chip"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    metrics = painter.fontMetrics()
    for word, mark in marks:
        if not mark.startswith(typed):
            continue
        width = metrics.horizontalAdvance(mark.upper()) + px(8)
        chip = QRectF(word.left() - width / 2, word.top() - px(8), width, px(16))
        painter.setPen(theme.color("onbadge"))
        painter.setBrush(theme.color("badge"))
        painter.drawRoundedRect(chip, px(3), px(3))
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), mark.upper())
