"""A short list of words in a sheet, as high as its rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.theme import Theme

ROW = 32


class ChoiceList(QListWidget):
    """Arrows choose. Rows and letters follow the size of the text; beyond *most* rows it scrolls."""

    def __init__(
        self, *, theme: Theme, name: str, title: str, most: int = 12, parent: QWidget | None = None
    ) -> None:
        """Start without rows; *title* is its accessible name."""
        super().__init__(parent)
        self._theme, self._most = theme, most
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.theme_changed.connect(self._fit)
        self._fit()

    def show_words(self, words: Sequence[str]) -> None:
        """One row for each; none is current."""
        self.clear()
        for one in words:
            self.addItem(QListWidgetItem(one))
        self._fit()

    def _fit(self) -> None:
        px = self._theme.px
        self.setFont(self._theme.font("body"))
        for at in range(self.count()):
            self.item(at).setSizeHint(QSize(0, px(ROW)))
        rows = min(max(1, self.count()), self._most)
        self.setFixedHeight(px(ROW) * rows + px(4))
