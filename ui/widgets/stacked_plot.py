"""Bars on each other over time, drawn by pyqtgraph in the colours of the theme."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

import pyqtgraph  # type: ignore[import-untyped]  # slow: whoever wants this module loads it late
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.text_label import TextLabel

# Its own tidying at the end of the program goes through every object that there is.
pyqtgraph.setConfigOptions(exitCleanup=False)

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


class StackedPlot(QWidget):
    """A legend over the plot. Nothing in it can be moved: what it shows stands in a table too."""

    def __init__(self, *, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """Start without bars."""
        super().__init__(parent)
        self._theme = theme
        self._labels: tuple[str, ...] = ()
        self._bars: tuple[Bars, ...] = ()
        self.setObjectName(name)
        self.plot = pyqtgraph.PlotWidget()
        self.plot.setObjectName(f"{name}_view")
        self.plot.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.plot.setMenuEnabled(False)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.hideButtons()
        self._legend = QHBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._legend)
        self._column.addWidget(self.plot, 1)
        theme.theme_changed.connect(self._draw)
        self._draw()

    def show_bars(self, labels: Sequence[str], bars: Sequence[Bars], *, said: str) -> None:
        """Show *bars*, of which each has a height for each of *labels*; *said* says it in words."""
        self._labels, self._bars = tuple(labels), tuple(bars)
        for widget in (self, self.plot):
            widget.setAccessibleName(said)
        self._draw()

    def _draw(self) -> None:
        theme = self._theme
        self.plot.clear()
        self.plot.setBackground(theme.color("base"))
        self.plot.setFixedHeight(theme.px(200))
        self._column.setSpacing(theme.px(4))
        self._show_legend()
        self._add_bars()
        self._set_axes()

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

    def _add_bars(self) -> None:
        below = [0] * len(self._labels)
        places = list(range(len(self._labels)))
        for (_name, heights), (token, style) in zip(self._bars, LOOKS, strict=False):
            color = self._theme.color(token)
            # One of no height would still be drawn, as a line.
            there = [at for at in places if heights[at]]
            self.plot.addItem(
                pyqtgraph.BarGraphItem(
                    x=there,
                    y0=[below[at] for at in there],
                    height=[heights[at] for at in there],
                    width=_BAR,
                    brush=QBrush(color, style),
                    pen=QPen(color, 0),
                )
            )
            below = [low + high for low, high in zip(below, heights, strict=True)]
        top = max(below, default=0)
        self.plot.setXRange(-0.6, max(1, len(places)) - 0.4, padding=0)
        self.plot.setYRange(0, max(4, ceil(top * 1.05)), padding=0)

    def _set_axes(self) -> None:
        theme = self._theme
        every = max(1, ceil(len(self._labels) / _MOST_LABELS))
        ticks = [(at, words) for at, words in enumerate(self._labels) if at % every == 0]
        for side in ("left", "bottom"):
            axis: Any = self.plot.getAxis(side)
            axis.setPen(QPen(QColor(theme.color("border")), 1))
            axis.setTextPen(theme.color("muted"))
            axis.setTickFont(theme.font("caption"))
            axis.setStyle(tickLength=0, autoExpandTextSpace=True, hideOverlappingLabels=True)
        self.plot.getAxis("bottom").setTicks([ticks])
        self.plot.getAxis("bottom").setHeight(theme.px(24))
        self.plot.getAxis("left").setWidth(theme.px(40))
        self.plot.getAxis("left").setTicks([self._steps()])

    def _steps(self) -> list[tuple[int, str]]:
        """Whole numbers at the left, four or five of them."""
        columns = zip(*(heights for _name, heights in self._bars), strict=True)
        top = max(map(sum, columns), default=0)
        step = next(size for size in _sizes() if size * 5 >= max(4, top))
        return [(value, f"{value:,}") for value in range(0, max(4, top) + 1, step)]


def _sizes() -> Any:
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
