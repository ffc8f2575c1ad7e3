"""The bar at the bottom: what the keys do here, and what has just happened."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QWidget

from ui.theme import Theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_hints import AreaHints, KeyHintLine
from ui.widgets.kinds import icon_of_kind
from ui.widgets.spoken import say_aloud

#: How long an announcement stands; errors stand until they are dealt with.
ANNOUNCEMENT_MS: Final = 6000


class KeyBar(QFrame):
    """Left, the keys of the focused area or an announcement; right, the keys of the page."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("key_bar")
        self.setAccessibleName(self.tr("Keys and news"))
        self.setProperty("dock", True)
        self._row = QHBoxLayout(self)
        self._left = QWidget()
        self._stack = QStackedLayout(self._left)
        self._area = KeyHintLine(theme=theme)
        self._news = QWidget()
        news_row = QHBoxLayout(self._news)
        news_row.setContentsMargins(0, 0, 0, 0)
        self._news_icon = IconLabel(theme=theme)
        self._news_text = ElidedLabel(theme=theme, role="caption")
        self._news_text.setObjectName("key_bar_news_label")
        news_row.addWidget(self._news_icon)
        news_row.addWidget(self._news_text, 1)
        self._stack.addWidget(self._area)
        self._stack.addWidget(self._news)
        self._page = KeyHintLine(theme=theme, right=True)
        self._row.addWidget(self._left, 1)
        self._row.addWidget(self._page)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear_announcement)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_area(self, hints: AreaHints) -> None:
        """Show the keys of the area that has the focus."""
        self._area.show_hints(hints)

    def show_page(self, hints: AreaHints) -> None:
        """Show the keys of the page."""
        self._page.show_hints(hints)

    def area(self) -> AreaHints:
        """The hints at the left."""
        return self._area.shown

    def page(self) -> AreaHints:
        """The hints at the right."""
        return self._page.shown

    def announcement(self) -> str:
        """The announcement that stands, or ""."""
        showing = self._stack.currentWidget() is self._news
        return self._news_text.text() if showing else ""

    def announce(self, text: str, kind: str = "info") -> None:
        """Say one line for six seconds, on screen and to assistive technology.

        An error (kind "bad") stands until ``clear_announcement`` or the next announcement.
        """
        self._news_text.setText(text)
        self._news_text.set_tone(kind)
        self._news_icon.set_icon(icon_of_kind(kind), f"{kind}_text")
        self._stack.setCurrentWidget(self._news)
        self._make_room()
        if kind == "bad":
            self._timer.stop()
        else:
            self._timer.start(ANNOUNCEMENT_MS)
        say_aloud(self, text)

    def clear_announcement(self) -> None:
        """Show the keys again."""
        self._timer.stop()
        self._stack.setCurrentWidget(self._area)
        self._make_room()

    def minimumSizeHint(self) -> QSize:
        """It never keeps the window wide: news that do not fit are elided."""
        return QSize(self._theme.px(160), self._theme.px(32))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """News go before the page's keys."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """News are read whole, as far as the bar goes; the keys of the page take what is left."""
        wanted = 0
        if self._stack.currentWidget() is self._news:
            margins = self._row.contentsMargins()
            room = self.width() - margins.left() - margins.right()
            wanted = max(0, min(self._news.sizeHint().width(), room))
        self._left.setMinimumWidth(wanted)

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self.setFixedHeight(px(32))
        self._row.setContentsMargins(px(16), 0, px(16), 0)
        self._row.setSpacing(px(16))
