"""The headings of a table: muted, small, over a hairline."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.theme import Theme


class TableHeader(QHeaderView):
    """Headings that line up with their cells; they cannot be clicked or moved."""

    def __init__(
        self,
        *,
        theme: Theme,
        padding: Callable[[int], tuple[int, int]],
        right_aligned: Callable[[int], bool],
        parent: QWidget,
    ) -> None:
        """Take the cells' own padding and side."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._padding = padding
        self._right_aligned = right_aligned
        self.setSectionsClickable(False)
        self.setSectionsMovable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def sizeHint(self) -> QSize:
        """28 high at k = 1."""
        return QSize(super().sizeHint().width(), self._theme.px(28))

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """Draw one heading."""
        painter.save()
        painter.fillRect(rect, self._theme.color("base"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._theme.color("border"))
        left, right = self._padding(logical_index)
        room = rect.adjusted(left, 0, -right, 0)
        words = self.model().headerData(logical_index, Qt.Orientation.Horizontal)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.color("muted"))
        side = (
            Qt.AlignmentFlag.AlignRight
            if self._right_aligned(logical_index)
            else Qt.AlignmentFlag.AlignLeft
        )
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), str(words or ""))
        painter.restore()

    def _on_theme_changed(self) -> None:
        self.setFixedHeight(self._theme.px(28))
        self.viewport().update()
