"""Where a page lies in its view, and where a place on the page lies then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QTransform

from desktop.services.received_fax_shapes import PageView

WHOLE: Final = -1
"""The zoom that shows a page from edge to edge."""
FACTORS: Final = (1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
"""Of the width that fits, by zoom; 0 fits."""


@dataclass(frozen=True)
class PagePlace:
    """A page of a fax in a view: its size there, and how its pixels are carried over.

    Fax pages have other dots across than down (204 by 98): the sheet is as its inches are.

    Attributes:
        page: the page as it is stored.
        size: of the sheet in the view, turned.
        rotation: degrees clockwise by which the person has turned it: 0, 90, 180, 270.
        corner: the sheet's top left corner in the view.
    """

    page: PageView
    size: QSizeF
    rotation: int
    corner: QPointF

    @property
    def rect(self) -> QRectF:
        """The sheet in the view."""
        return QRectF(self.corner, self.size)

    def to_view(self, rect: QRectF) -> QRectF:
        """A rectangle of the page's pixels, in the view."""
        return self._transform().mapRect(rect)

    def to_page(self, point: QPointF) -> QPointF:
        """A place in the view, in the page's pixels."""
        return self._transform().inverted()[0].map(point)

    def _transform(self) -> QTransform:
        across, down = self.page.width, self.page.height
        width, height = self.size.width(), self.size.height()
        if self.rotation in (90, 270):
            width, height = height, width
        carry = QTransform()
        carry.translate(self.corner.x(), self.corner.y())
        if self.rotation == 90:
            carry.translate(height, 0)
        elif self.rotation == 180:
            carry.translate(width, height)
        elif self.rotation == 270:
            carry.translate(0, width)
        carry.rotate(self.rotation)
        carry.scale(width / across, height / down)
        return carry


def sheet_size(page: PageView, *, rotation: int, zoom: int, room: QSize) -> QSizeF:
    """How large a page is shown: *room* is what the view has within its margins."""
    inches = QSizeF(page.width / max(1, page.dpi_x), page.height / max(1, page.dpi_y))
    if rotation in (90, 270):
        inches.transpose()
    width = float(max(1, room.width()))
    if zoom == WHOLE:
        width = min(width, max(1, room.height()) * inches.width() / inches.height())
    else:
        width *= FACTORS[zoom]
    return QSizeF(width, width * inches.height() / inches.width())
