"""An icon that follows the theme by itself."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme


class IconLabel(QWidget):
    """One Phosphor icon in a token's colour. Decoration: the word beside it says the same."""

    def __init__(
        self,
        name: str = "",
        *,
        theme: Theme,
        tone: str = "text",
        size: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        """Show ``name`` in the colour of token ``tone``, ``size`` px at k = 1."""
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._tone = tone
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self._on_theme_changed)

    @property
    def name(self) -> str:
        """The icon shown, or ""."""
        return self._name

    def set_icon(self, name: str, tone: str = "") -> None:
        """Show another icon, in another tone if one is given."""
        self._name = name
        self._tone = tone or self._tone
        self.update()

    def sizeHint(self) -> QSize:
        """The icon's own size, whether one is shown or not."""
        side = self._theme.px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        if self._name:
            tone = self._tone if self.isEnabled() else "disabled"
            painter = QPainter(self)
            self._theme.icons.paint(
                painter, QRectF(self.rect()), self._name, self._theme.color(tone)
            )

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()
