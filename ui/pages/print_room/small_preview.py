"""A preview that takes the room that is left."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy

from ui.theme import Theme
from ui.widgets.document_preview import DocumentPreview


class SmallPreview(DocumentPreview):
    """It asks for little height, so that at 200 % text what stands under it is still in view."""

    def __init__(self, *, theme: Theme, name: str) -> None:
        """Make it empty."""
        super().__init__(theme=theme, name=name)
        self._size_of = theme.px
        expanding = QSizePolicy.Policy.Expanding
        self.setSizePolicy(expanding, expanding)

    def sizeHint(self) -> QSize:
        """As small as it may be."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Enough to see which page it is; it can be made larger."""
        return QSize(self._size_of(180), self._size_of(140))
