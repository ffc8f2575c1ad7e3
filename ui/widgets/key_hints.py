"""Keys with a word each, in one line."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets.chip_paint import chip_width, paint_chip, plain_chip


@dataclass(frozen=True)
class KeyHint:
    """One key and its word: ("Ctrl+D", "ditto")."""

    key: str
    text: str


@dataclass(frozen=True)
class AreaHints:
    """What the keys do in one area: "Lines" and its hints."""

    area: str = ""
    hints: tuple[KeyHint, ...] = ()


class KeyHintLine(QWidget):
    """Draws as many hints as there is room for; those at the end are the first to go."""

    def __init__(self, *, theme: Theme, right: bool = False, parent: QWidget | None = None) -> None:
        """Aligned left, or right."""
        super().__init__(parent)
        self._theme = theme
        self._right = right
        self._shown = AreaHints()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if right:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        theme.theme_changed.connect(self._on_theme_changed)

    @property
    def shown(self) -> AreaHints:
        """What it shows."""
        return self._shown

    def show_hints(self, hints: AreaHints) -> None:
        """Show others."""
        self._shown = hints
        words = [f"{hint.key} {hint.text}" for hint in hints.hints]
        self.setAccessibleName(self.tr("Keys"))
        self.setAccessibleDescription(", ".join([hints.area, *words] if hints.area else words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all of them."""
        width = self._area_width() + sum(self._hint_width(hint) for hint in self._shown.hints)
        return QSize(width, self._theme.px(24))

    def minimumSizeHint(self) -> QSize:
        """Room for none."""
        return QSize(0, self._theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Area, then chips and words."""
        px, theme = self._theme.px, self._theme
        painter = QPainter(self)
        hints = list(self._shown.hints)
        while hints and self._total(hints) > self.width() + px(16):
            hints.pop()
        left = float(self.width() + px(16) - self._total(hints)) if self._right else 0.0
        middle = self.height() / 2
        if self._shown.area:
            font = theme.font("caption")
            font.setWeight(font.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(theme.color("text"))
            self._draw(painter, left, self._shown.area)
            left += self._area_width()
        for hint in hints:
            right = paint_chip(painter, theme, left, middle, hint.key, plain_chip(theme))
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("muted"))
            self._draw(painter, right + px(5), hint.text)
            left += self._hint_width(hint)

    def _draw(self, painter: QPainter, left: float, words: str) -> None:
        rect = QRectF(left, 0, max(0.0, self.width() - left), self.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, int(flags | Qt.TextFlag.TextSingleLine), words)

    def _total(self, hints: list[KeyHint]) -> int:
        return self._area_width() + sum(self._hint_width(hint) for hint in hints)

    def _area_width(self) -> int:
        if not self._shown.area:
            return 0
        font = self._theme.font("caption")
        font.setWeight(font.Weight.DemiBold)
        return QFontMetrics(font).horizontalAdvance(self._shown.area) + self._theme.px(10)

    def _hint_width(self, hint: KeyHint) -> int:
        metrics = QFontMetrics(self._theme.font("caption"))
        words = metrics.horizontalAdvance(hint.text)
        return chip_width(self._theme, hint.key) + words + self._theme.px(5 + 16)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()
