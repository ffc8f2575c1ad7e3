"""Marks over a previewed sheet: the envelope's window and the folds. Never in the file."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPen

from desktop.documents.stationery import Rect, Stationery
from ui.theme import Theme
from ui.theme_tokens import TOKENS

_INK = TOKENS["light"]["ring"]  # paper is white in every scheme
_TAG_POINTS = 11.0
_TICK = 30.0  # points; as long as a thumb's mark


def paint_guide(
    painter: QPainter, sheet: QRectF, paper: Stationery, theme: Theme, *, tag: str, fold: str
) -> None:
    """Mark what shows through the window and where the sheet is folded.

    The tinted box is what shows wherever the sheet has slid to in its envelope; the fine outer line
    is what shows in some place, where nothing but the address may stand.

    Args:
        painter: open on the widget.
        sheet: the page in the painter's pixels.
        paper: whose measures to use.
        theme: colours and fonts.
        tag: words under the window ("#10 window").
        fold: the word beside a fold.
    """
    scale = sheet.width() / paper.width
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    ring = QColor(_INK)
    reach = _on_sheet(paper.clear, sheet, scale)
    faint = QColor(_INK)
    faint.setAlphaF(0.45)
    painter.setPen(QPen(faint, 1, Qt.PenStyle.DotLine))
    painter.drawRect(reach)
    window = _on_sheet(paper.window, sheet, scale)
    tint = QColor(_INK)
    tint.setAlphaF(0.08)
    painter.fillRect(window, tint)
    painter.setPen(QPen(ring, max(1, theme.px(1)), Qt.PenStyle.DashLine))
    painter.drawRect(window)
    painter.setFont(_font(theme, scale))
    metrics = QFontMetricsF(painter.font())
    size = QRectF(0, 0, metrics.horizontalAdvance(tag) + theme.px(8), metrics.height())
    label = size.translated(window.left(), window.bottom())
    painter.fillRect(label, ring)
    painter.setPen(QColor(TOKENS["light"]["base"]))
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, tag)
    _paint_folds(painter, sheet, paper, theme, fold)
    painter.restore()


def _paint_folds(
    painter: QPainter, sheet: QRectF, paper: Stationery, theme: Theme, fold: str
) -> None:
    scale = sheet.width() / paper.width
    grey = Qt.GlobalColor.gray
    painter.setFont(_font(theme, scale))
    metrics = QFontMetricsF(painter.font())
    for height in paper.folds:
        y = sheet.top() + height * scale
        painter.setPen(QPen(grey, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(sheet.left(), y), QPointF(sheet.left() + _TICK * scale, y))
        painter.drawLine(QPointF(sheet.right() - _TICK * scale, y), QPointF(sheet.right(), y))
        painter.setPen(grey)
        painter.drawText(QPointF(sheet.left() + theme.px(3), y - metrics.descent()), fold)


def _font(theme: Theme, scale: float) -> QFont:
    """As the page's own small type, but never larger than a key chip's, nor too small to read."""
    font = theme.font("chip")
    pixels = QFontInfo(font).pixelSize()
    font.setPixelSize(max(7, min(pixels, round(_TAG_POINTS * scale))))
    return font


def _on_sheet(rect: Rect, sheet: QRectF, scale: float) -> QRectF:
    return QRectF(
        sheet.left() + rect.left * scale,
        sheet.top() + rect.top * scale,
        rect.width * scale,
        rect.height * scale,
    )
