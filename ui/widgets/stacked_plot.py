"""Bars on each other over time, in the colours of the theme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.text_label import TextLabel

LOOKS: tuple[tuple[str, Qt.BrushStyle], ...] = (
    ("accent", Qt.BrushStyle.SolidPattern),
    ("held_line", Qt.BrushStyle.BDiagPattern),
    ("ok_line", Qt.BrushStyle.SolidPattern),
    ("muted", Qt.BrushStyle.DiagCrossPattern),
)
"""Token and pattern of each kind of bar: colour is not the only thing that tells them apart."""
_MOST_LABELS = 8
Bars = tuple[str, tuple[int, ...]]
"""One kind of bar: its name, and how high it is in each span of time."""
_BAR = 0.72
"""Width of a bar; 1 would leave no room between two."""
_LEAST_TOP = 4
"""The scale reaches at least as far, or one opt-out would look like many."""


class StackedPlot(QWidget):
    """A legend over the plot. Nothing in it can be moved: what it shows stands in a table too."""

    def __init__(self, *, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """Start without bars."""
        super().__init__(parent)
        self._theme = theme
        self._bars: tuple[Bars, ...] = ()
        self.setObjectName(name)
        self.plot = PlotView(theme=theme, name=f"{name}_view")
        self._legend = QHBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._legend)
        self._column.addWidget(self.plot, 1)
        theme.theme_changed.connect(self._draw)
        self._draw()

    def show_bars(self, labels: Sequence[str], bars: Sequence[Bars], *, said: str) -> None:
        """Show *bars*, of which each has a height for each of *labels*; *said* says it in words."""
        self._bars = tuple(bars)
        for widget in (self, self.plot):
            widget.setAccessibleName(said)
        self.plot.show_bars(labels, bars)
        self._draw()

    def _draw(self) -> None:
        self.plot.setFixedHeight(self._theme.px(200))
        self._column.setSpacing(self._theme.px(4))
        self._show_legend()

    def _show_legend(self) -> None:
        while (item := self._legend.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._legend.setSpacing(self._theme.px(6))
        for (name, heights), (token, style) in zip(self._bars, LOOKS, strict=False):
            self._legend.addWidget(_Swatch(theme=self._theme, token=token, style=style))
            words = f"{name} {sum(heights):,}"
            self._legend.addWidget(
                TextLabel(words, theme=self._theme, role="caption", tone="muted")
            )
            self._legend.addSpacing(self._theme.px(10))
        self._legend.addStretch(1)


class PlotView(QWidget):
    """The bars between a scale at the left and the spans of time below."""

    def __init__(self, *, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._labels: tuple[str, ...] = ()
        self._bars: tuple[Bars, ...] = ()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.theme_changed.connect(self.update)

    def show_bars(self, labels: Sequence[str], bars: Sequence[Bars]) -> None:
        """Draw *bars*, of which each has a height for each of *labels*."""
        self._labels, self._bars = tuple(labels), tuple(bars)
        self.update()

    def bar_rects(self) -> list[tuple[str, QRectF]]:
        """Each bar that has a height, with its token, from the left and from below."""
        ground = self._ground()
        wide = ground.width() / max(1, len(self._labels))
        high = ground.height() / self._top()
        rects = []
        for at in range(len(self._labels)):
            left = ground.left() + (at + (1 - _BAR) / 2) * wide
            below = 0
            for (_name, heights), (token, _style) in zip(self._bars, LOOKS, strict=False):
                if heights[at]:
                    upper = ground.bottom() - (below + heights[at]) * high
                    rects.append((token, QRectF(left, upper, _BAR * wide, heights[at] * high)))
                below += heights[at]
        return rects

    def steps(self) -> tuple[int, ...]:
        """Whole numbers at the left, four or five of them."""
        most = self._most()
        step = next(size for size in _sizes() if size * 5 >= most)
        return tuple(range(0, most + 1, step))

    def shown_labels(self) -> dict[int, str]:
        """Those of the labels that have room, by their place."""
        return {at: words for at, words in enumerate(self._labels) if at % self._every() == 0}

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("base"))
        painter.setFont(self._theme.font("caption"))
        self._paint_scale(painter)
        styles = dict(LOOKS)
        for token, rect in self.bar_rects():
            color = self._theme.color(token)
            painter.setPen(QPen(color, 0))
            painter.setBrush(QBrush(color, styles[token]))
            painter.drawRect(rect)
        self._paint_labels(painter)

    def _paint_scale(self, painter: QPainter) -> None:
        ground, height = self._ground(), painter.fontMetrics().height()
        for value in self.steps():
            y = ground.bottom() - value * ground.height() / self._top()
            painter.setPen(QPen(self._theme.color("line"), 1))
            painter.drawLine(round(ground.left()), round(y), round(ground.right()), round(y))
            painter.setPen(self._theme.color("muted"))
            where = QRectF(0, y - height / 2, ground.left() - self._theme.px(6), height)
            painter.drawText(where, Qt.AlignmentFlag.AlignRight, f"{value:,}")

    def _paint_labels(self, painter: QPainter) -> None:
        ground = self._ground()
        wide = ground.width() / max(1, len(self._labels))
        painter.setPen(self._theme.color("muted"))
        room = wide * self._every()
        for at, words in self.shown_labels().items():
            middle = ground.left() + (at + 0.5) * wide
            left = min(max(0.0, middle - room / 2), self.width() - room)
            where = QRectF(left, ground.bottom(), room, self._theme.px(24))
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, words)

    def _every(self) -> int:
        """Of how many labels one has room."""
        return max(1, ceil(len(self._labels) / _MOST_LABELS))

    def _ground(self) -> QRectF:
        """Where bars are."""
        px = self._theme.px
        return QRectF(self.rect()).adjusted(px(44), px(12), -px(8), -px(24))

    def _most(self) -> int:
        columns = zip(*(heights for _name, heights in self._bars), strict=True)
        return max(_LEAST_TOP, max(map(sum, columns), default=0))

    def _top(self) -> int:
        """How much the whole height is."""
        return ceil(self._most() * 1.05)


def _sizes() -> Iterator[int]:
    size = 1
    while True:
        yield from (size, size * 2, size * 5)
        size *= 10


class _Swatch(QWidget):
    """A square of the legend, as its bars are filled."""

    def __init__(self, *, theme: Theme, token: str, style: Qt.BrushStyle) -> None:
        super().__init__()
        self._theme, self._token, self._style = theme, token, style
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(theme.px(14), theme.px(14))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = self._theme.color(self._token)
        painter.setPen(color)
        painter.setBrush(QBrush(color, self._style))
        painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))
