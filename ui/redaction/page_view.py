"""The page on the screen, its boxes, and the mouse on them."""

from __future__ import annotations

import math

from PIL import Image
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop.fax.boxes import Box
from desktop.fax.page_size import PageSize
from ui import labels_redaction as labels
from ui.redaction.box_mouse import BoxMouse
from ui.redaction.box_paint import BoxMark, blacken, paint_handles, paint_marks
from ui.redaction.geometry import Area, Lens, area_of, inches_across
from ui.redaction.rendering import Picture, blackened, picture
from ui.redaction.review import Review
from ui.theme import Theme

_STEP = 1.25
_LEAST_ZOOM, _MOST_ZOOM = 0.4, 8.0
_BLANK = PageSize(width=1728, height=2156, dpi_x=204, dpi_y=196)


class PageView(QAbstractScrollArea):
    """Shows one page of a review. Every picture is made of pixels that are black under the boxes.

    Keys are the window's: this widget passes them all on.

    Signals:
        page_shown: a page was painted: a person has seen it.
        boxes_touched: the mouse changed which box is current, or a box.
        page_wanted: a page is not decoded yet.
    """

    page_shown = Signal(int)
    boxes_touched = Signal()
    page_wanted = Signal(int)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_view")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self._theme = theme
        self._review = Review(sizes=(_BLANK,), boxes=(), looked=True)
        self._page: Image.Image | None = None
        self._page_number = 0
        self._zoom = 1.0
        self._dark: tuple[tuple[int, tuple[Box, ...]], Image.Image] | None = None
        self._picture: tuple[object, Picture, QImage] | None = None
        self._is_locked = False
        self._mouse = BoxMouse(view=self)
        self._told_shown = 0

    # What there is

    @property
    def zoom(self) -> float:
        """1.0 is the width of the view."""
        return self._zoom

    @property
    def review(self) -> Review:
        """What is shown; a blank page until the file is open."""
        return self._review

    @property
    def theme(self) -> Theme:
        """Sizes and colours."""
        return self._theme

    @property
    def lens(self) -> Lens:
        """How the page is seen now."""
        size = self._review.size
        room = max(40, self.viewport().width() - 2 * self._margin)
        return Lens(size, self._zoom * room / inches_across(size))

    @property
    def origin(self) -> QPointF:
        """Where the page's top left corner lies on the viewport."""
        across, _down = self.lens.extent
        left = max(float(self._margin), (self.viewport().width() - across) / 2)
        return QPointF(
            round(left) - self.horizontalScrollBar().value(),
            self._margin - self.verticalScrollBar().value(),
        )

    def area_on_view(self, box: Box) -> Area:
        """Where a box lies on the viewport."""
        origin = self.origin
        return self.lens.to_view(area_of(box)).moved(origin.x(), origin.y())

    def middle(self) -> tuple[float, float]:
        """The middle of what is in view, in upright pixels."""
        origin, whole = self.origin, self.viewport().rect()
        across, down = self.lens.extent
        left, right = max(0.0, -origin.x()), min(across, whole.width() - origin.x())
        top, bottom = max(0.0, -origin.y()), min(down, whole.height() - origin.y())
        return self.lens.to_upright(Area(left, top, right, bottom)).middle

    # What can be shown

    def show_review(self, review: Review) -> None:
        """Show the review of a document that is open now."""
        self._review = review
        self._fit_bars()

    def show_page(self, number: int, page: Image.Image | None) -> None:
        """Show the pixels of the review's page; None while they are not there."""
        turned_over = number != self._page_number
        self._page, self._page_number = page, number
        self._fit_bars()
        if turned_over:
            self.verticalScrollBar().setValue(0)
            self.horizontalScrollBar().setValue(0)
        self.viewport().update()

    def refresh(self) -> None:
        """Draw the boxes as they are now."""
        self._fit_bars()
        self.viewport().update()

    def lock(self, locked: bool) -> None:
        """Take no mouse while the boxes are being burnt."""
        self._is_locked = locked
        self._mouse.forget()

    def forget(self) -> None:
        """Show no page any more."""
        self._page = self._dark = self._picture = None
        self.viewport().update()

    def set_zoom(self, zoom: float) -> None:
        """Zoom, and keep the middle in the middle."""
        x, y = self.middle()
        self._zoom = min(_MOST_ZOOM, max(_LEAST_ZOOM, zoom))
        self._fit_bars()
        self._center_on(x, y)
        self.viewport().update()

    def zoom_by(self, steps: int) -> None:
        """Zoom in or out."""
        self.set_zoom(self._zoom * _STEP**steps)

    def scroll_by(self, x: int, y: int) -> None:
        """Scroll by parts of the view."""
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + x * self._theme.px(48))
        down.setValue(down.value() + y * self._theme.px(48))

    def bring_into_view(self, box: Box) -> None:
        """Scroll so that a box is in view with some air around it."""
        area, air = self.area_on_view(box), self._theme.px(36)
        for bar, low, high, room in (
            (self.horizontalScrollBar(), area.left, area.right, self.viewport().width()),
            (self.verticalScrollBar(), area.top, area.bottom, self.viewport().height()),
        ):
            if low < air:
                bar.setValue(bar.value() + math.floor(low - air))
            elif high > room - air:
                bar.setValue(bar.value() + math.ceil(min(high - room + air, low - air)))

    # Qt

    def sizeHint(self) -> QSize:
        px = self._theme.px
        return QSize(px(510), px(480))

    def minimumSizeHint(self) -> QSize:
        px = self._theme.px
        return QSize(px(160), px(80))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_bars()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if not self._is_locked and event.angleDelta().y():
                self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._can_touch() and event.button() == Qt.MouseButton.LeftButton:
            self._mouse.press(event.position())
            self._touched()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._can_touch():
            return
        if self._mouse.move(event.position()):
            self._touched()
        self.viewport().setCursor(self._mouse.cursor(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._can_touch() and event.button() == Qt.MouseButton.LeftButton:
            self._mouse.release()
            self._touched()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.color("alt"))
        painter.setPen(QPen(self._theme.color("border"), 1))
        painter.drawRect(QRectF(self.viewport().rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        if self._page is not None and self._page_number == self._review.page:
            self._paint_page(painter, self._review, self._page)
        painter.end()

    # How it is done

    @property
    def _margin(self) -> int:
        return self._theme.px(8)

    def _can_touch(self) -> bool:
        return not self._is_locked and self._page is not None

    def _touched(self) -> None:
        self.refresh()
        self.boxes_touched.emit()

    def _center_on(self, x: float, y: float) -> None:
        scale_x, scale_y = self.lens.scale
        whole = self.viewport().rect()
        self.horizontalScrollBar().setValue(round(self._margin + x * scale_x - whole.width() / 2))
        self.verticalScrollBar().setValue(round(self._margin + y * scale_y - whole.height() / 2))

    def _fit_bars(self) -> None:
        extent, room = self.lens.extent, self.viewport().size()
        for bar, long, short in (
            (self.horizontalScrollBar(), extent[0], room.width()),
            (self.verticalScrollBar(), extent[1], room.height()),
        ):
            bar.setRange(0, max(0, math.ceil(long) + 2 * self._margin - short))
            bar.setPageStep(short)
            bar.setSingleStep(self._theme.px(24))

    def _paint_page(self, painter: QPainter, review: Review, page: Image.Image) -> None:
        origin, ratio = self.origin, self.devicePixelRatioF()
        across, down = self.lens.extent
        whole = self.viewport().rect()
        visible = Area(
            -origin.x(), -origin.y(), whole.width() - origin.x(), whole.height() - origin.y()
        )
        painter.fillRect(QRectF(origin.x(), origin.y(), across, down), Qt.GlobalColor.white)
        made, image = self._picture_of(review, page, visible, ratio)
        target = QRectF(
            origin.x() + made.area.left,
            origin.y() + made.area.top,
            made.area.width,
            made.area.height,
        )
        painter.drawImage(target, image)
        # The picture is black there already; this covers what its pixels round away.
        black = [self.area_on_view(box) for box in review.black(review.page)]
        for area in black:
            blacken(painter, area, ratio)
        painter.setPen(QPen(self._theme.color("border"), 1))
        painter.drawRect(QRectF(origin.x() - 0.5, origin.y() - 0.5, across + 1, down + 1))
        paint_marks(painter, self._theme, self._marks(review), QRectF(whole), black)
        current = review.current_box
        if current is not None and current.page == review.page and not self._is_locked:
            paint_handles(painter, self._theme, self.area_on_view(current))
        if self._told_shown != review.page and self.isVisible():
            self._told_shown = review.page
            QTimer.singleShot(0, self, self._on_page_painted)

    def _marks(self, review: Review) -> list[BoxMark]:
        worked = review.worked
        marks = [
            BoxMark(
                area=self.area_on_view(
                    box if worked is None or worked.place != place else worked.box
                ),
                number=place + 1,
                words=labels.tag(box.reason),
                is_current=place == review.current and (worked is None or worked.place == place),
            )
            for place, box in review.on_page(review.page)
        ]
        if worked is not None and worked.place is None:
            area = self.area_on_view(worked.box)
            marks.append(BoxMark(area=area, number=0, words=self.tr("New box"), is_current=True))
        return marks

    def _picture_of(
        self, review: Review, page: Image.Image, visible: Area, ratio: float
    ) -> tuple[Picture, QImage]:
        boxes = tuple(box for _place, box in review.on_page(review.page))
        key = (review.page, boxes, self.lens, visible, ratio)
        if self._picture is None or self._picture[0] != key:
            shade = (review.page, boxes)
            if self._dark is None or self._dark[0] != shade:
                self._dark = (shade, blackened(page, boxes))
            made = picture(self._dark[1], self.lens, visible, ratio)
            image = QImage(
                made.grey, made.width, made.height, made.width, QImage.Format.Format_Grayscale8
            )
            self._picture = (key, made, image)
        return self._picture[1], self._picture[2]

    def _on_page_painted(self) -> None:
        self.page_shown.emit(self._review.page)
