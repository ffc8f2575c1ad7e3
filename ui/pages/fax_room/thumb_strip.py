"""Small pictures of the reviewed pages, where there is more than one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.services.received_fax_shapes import PageView
from ui.pages.fax_room.page_pictures import PagePictures
from ui.theme import Theme

_WIDTH, _HEIGHT, _GAP = 52, 66, 10


class ThumbStrip(QWidget):
    """One under the other; the page that is shown has a ring. The keys of the page turn them.

    Signals:
        page_clicked(int number).
    """

    page_clicked = Signal(int)

    def __init__(
        self, *, theme: Theme, pictures: PagePictures, parent: QWidget | None = None
    ) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme, self._pictures = theme, pictures
        self._fax_id: uuid.UUID | None = None
        self._pages: tuple[PageView, ...] = ()
        self._current = 0
        self.setObjectName("thumb_strip")
        self.setAccessibleName(self.tr("Pages of the fax"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        pictures.ready.connect(self._on_pictures_ready)
        theme.theme_changed.connect(self._on_theme_changed)

    def show_fax(self, fax_id: uuid.UUID | None, pages: Sequence[PageView]) -> None:
        """Show the pages of a fax."""
        self._fax_id, self._pages = fax_id, tuple(pages)
        self.setVisible(len(self._pages) > 1)
        self.update()

    def set_current(self, number: int) -> None:
        """Ring one of them."""
        self._current = number
        self.setAccessibleDescription(
            self.tr("Page {page} of {pages}").format(page=number, pages=len(self._pages))
        )
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as one of them."""
        px = self._theme.px
        return QSize(px(_WIDTH + 12), px(120))

    def minimumSizeHint(self) -> QSize:
        """The same width."""
        return QSize(self._theme.px(_WIDTH + 12), self._theme.px(_HEIGHT))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click shows that page."""
        for page, rect in self._places():
            if rect.contains(event.position().toPoint()):
                self.page_clicked.emit(page.number)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Those that there is room for, the current one among them."""
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(theme.font("caption"))
        for page, rect in self._places():
            is_current = page.number == self._current
            edge = px(2) if is_current else 1
            painter.fillRect(
                rect.adjusted(-edge, -edge, edge, edge),
                theme.color("ring" if is_current else "inputline"),
            )
            painter.fillRect(rect, Qt.GlobalColor.white)
            if self._fax_id is not None:
                image = self._pictures.thumb(self._fax_id, page.number)
                if image is not None:
                    painter.drawImage(QRectF(rect), image)
            tag = QRect(rect.right() - px(17), rect.bottom() - px(15), px(18), px(16))
            painter.fillRect(tag, theme.color("base"))
            painter.setPen(theme.color("text"))
            painter.drawText(tag, int(Qt.AlignmentFlag.AlignCenter), str(page.number))

    def _places(self) -> list[tuple[PageView, QRect]]:
        px = self._theme.px
        step = px(_HEIGHT + _GAP)
        room = max(1, (self.height() - px(_GAP)) // step)
        at = next((n for n, page in enumerate(self._pages) if page.number == self._current), 0)
        first = max(0, min(at - room // 2, len(self._pages) - room))
        places = []
        for row, page in enumerate(self._pages[first : first + room]):
            places.append(
                (page, QRect(px(4), px(_GAP) + row * step - px(2), px(_WIDTH), px(_HEIGHT)))
            )
        return places

    def _on_pictures_ready(self, fax_id: uuid.UUID, _number: int) -> None:
        if fax_id == self._fax_id and self.isVisible():
            self.update()

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()
