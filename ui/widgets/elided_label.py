"""One line of text that ends in an ellipsis where there is no room for it."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.theme_fonts import FontRole
from ui.widgets.text_label import TextLabel


class ElidedLabel(TextLabel):
    """A TextLabel that never asks for more than a few letters; the tool tip has the whole text."""

    def __init__(
        self,
        text: str = "",
        *,
        theme: Theme,
        role: FontRole = "body",
        tone: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """See TextLabel."""
        super().__init__(text, theme=theme, role=role, tone=tone, parent=parent)

    def minimumSizeHint(self) -> QSize:
        """Four letters wide, so that a column can shrink."""
        hint = super().sizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * 4), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text as a tool tip only while it is cut."""
        super().resizeEvent(event)
        self.setToolTip(self.text() if self._shown() != self.text() else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text that fits, in the colour the style sheet gave."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        if _begins_right(self.text()):
            painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the dots stand at its left
        painter.drawText(
            self.contentsRect(),
            int(self.alignment() | Qt.TextFlag.TextSingleLine),
            self._shown(),
        )

    def _shown(self) -> str:
        return self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )


def _begins_right(text: str) -> bool:
    """Whether it is read from the right: its first letter says so."""
    if text.isascii():
        return False
    strong = (way for c in text if (way := unicodedata.bidirectional(c)) in ("L", "R", "AL"))
    return next(strong, "L") != "L"
