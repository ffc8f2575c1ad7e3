"""The middle of a page, which scrolls so that the money and the actions need not."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class _Holder(QWidget):
    """What scrolls; it may be as low as its width lets it be.

    Text that breaks into lines asks at least for the height that it would have at its narrowest, and
    the scroll area takes the larger of that and of what it needs: there would be blank below.
    """

    def minimumSizeHint(self) -> QSize:
        hint, layout = super().minimumSizeHint(), self.layout()
        if layout is not None and layout.hasHeightForWidth():
            hint.setHeight(0)
        return hint


class ScrollColumn(QScrollArea):
    """A column of widgets in a scroll area without edges; ``column`` is its layout.

    It can be as low as a few lines. Tab brings what it reaches into view.
    """

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.holder = _Holder()
        self.holder.setProperty("scrolls", True)
        self.column = QVBoxLayout(self.holder)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self.holder)

    def minimumSizeHint(self) -> QSize:
        """As wide as what it holds, and low."""
        inner = self.holder.minimumSizeHint().width()
        return QSize(inner, self.fontMetrics().height() * 6)

    def sizeHint(self) -> QSize:
        """All of what it holds."""
        return self.holder.sizeHint()
