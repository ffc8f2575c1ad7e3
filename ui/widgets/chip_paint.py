"""Key chips drawn inside widgets that paint themselves."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from ui.theme import Theme


@dataclass(frozen=True)
class ChipColors:
    """The colours of a drawn chip; ``ground`` is None where the widget's own shows through."""

    ground: QColor | None
    edge: QColor
    text: QColor


def plain_chip(theme: Theme) -> ChipColors:
    """The chip of the key bar and of plain buttons."""
    return ChipColors(theme.color("alt"), theme.color("border"), theme.color("neutral_text"))


def chip_width(theme: Theme, text: str) -> int:
    """How wide a chip of this text is, in pixels."""
    metrics = QFontMetrics(theme.font("chip"))
    return metrics.horizontalAdvance(text) + 2 * theme.px(6) + 2


def chip_height(theme: Theme) -> int:
    """How high a chip is, in pixels."""
    return QFontMetrics(theme.font("chip")).height() + theme.px(4) + 1


def paint_chip(
    painter: QPainter, theme: Theme, left: float, middle: float, text: str, colors: ChipColors
) -> float:
    """Draw a chip with its left edge and its vertical middle given; returns its right edge."""
    height = chip_height(theme)
    rect = QRectF(round(left), round(middle - height / 2), chip_width(theme, text), height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colors.edge, 1))
    if colors.ground is not None:
        painter.setBrush(colors.ground)
    radius = theme.px(3)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    if colors.ground is not None:
        foot = rect.bottom() - 1.5
        painter.drawLine(
            QRectF(rect.left() + radius, foot, rect.width() - 2 * radius, 0).topLeft(),
            QRectF(rect.left() + radius, foot, rect.width() - 2 * radius, 0).topRight(),
        )
    painter.setPen(colors.text)
    painter.setFont(theme.font("chip"))
    painter.drawText(rect.adjusted(0, 0, 0, -1), int(Qt.AlignmentFlag.AlignCenter), text)
    painter.restore()
    return rect.right()
