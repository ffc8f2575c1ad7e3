"""The violet stripe that practice mode wears."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme


class PracticeBanner(QWidget):
    """Says from edge to edge that nothing here is real. It cannot be closed."""

    def __init__(self, *, theme: Theme, way_out: str = "", parent: QWidget | None = None) -> None:
        """Make it; ``way_out`` stands at the right ("To leave: Settings, Alt+9")."""
        super().__init__(parent)
        self._theme = theme
        self._way_out = way_out
        self._title = self.tr("PRACTICE MODE")
        self._text = self.tr("Nothing is charged or sent. Papers say PRACTICE.")
        self.setObjectName("practice_banner")
        self.setAccessibleName(self.tr("Practice mode"))
        self.setAccessibleDescription(self._text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self._on_theme_changed)

    def set_way_out(self, way_out: str) -> None:
        """Say at the right how to leave practice mode, once there is a way."""
        self._way_out = way_out
        self.update()

    def sizeHint(self) -> QSize:
        """28 px at k = 1."""
        return QSize(self._theme.px(320), self._theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Stripes, icon, words."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("practice"))
        self._paint_stripes(painter)
        px, ink = self._theme.px, self._theme.color("practice_text")
        side, middle = px(16), self.height() / 2
        painter.setPen(ink)
        left = float(px(16))
        box = QRectF(left, middle - side / 2, side, side)
        self._theme.icons.paint(painter, box, "graduation-cap-fill", ink)
        left += side + px(8)
        left = self._paint_words(painter, left, self._title, bold=True) + px(9)
        way_out = self._way_out
        painter.setFont(self._theme.font("caption"))
        room = painter.fontMetrics().horizontalAdvance(way_out) + px(16)
        text_width = painter.fontMetrics().horizontalAdvance(self._text) * 1.16
        if left + text_width + room + px(16) > self.width():
            room = px(8)
        else:
            rect = QRectF(self.width() - room, 0, room - px(16), self.height())
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), way_out)
        self._paint_words(painter, left, self._text, bold=False, until=self.width() - room)

    def _paint_words(
        self, painter: QPainter, left: float, words: str, *, bold: bool, until: float = 0
    ) -> float:
        painter.setFont(self._theme.font("strong" if bold else "body"))
        metrics = painter.fontMetrics()
        if until:
            words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(until - left))
        width = metrics.horizontalAdvance(words) + 2
        rect = QRectF(left, 0, width, self.height())
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), words)
        return left + width

    def _paint_stripes(self, painter: QPainter) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("practice_stripe"))
        height, step = float(self.height()), float(self._theme.px(28))
        left = -height
        while left < self.width():
            corners = [(left, height), (left + step / 2, height)]
            corners += [(left + step / 2 + height, 0), (left + height, 0)]
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
            left += step
        painter.restore()

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()
