"""A document as it will be on paper."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions, QPdfPageRenderer
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop.documents.stationery import stationery_of_size
from ui.theme import Theme
from ui.widgets.paper_guide import paint_guide

_ZOOMS = (1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_LETTER_POINTS = QSizeF(612, 792)


class DocumentPreview(QAbstractScrollArea):
    """The pages of a PDF, one at a time, whole or larger; the file itself is never changed.

    Pages are drawn by a thread of QtPdf; until one is ready its sheet is white. PgUp and PgDn turn
    pages, Home and End go to the first and the last, Ctrl with plus, minus and 0 zoom, arrows move
    a page that is larger than the view. The guide (what shows through the envelope's window, and
    the folds) is painted over the first page.

    Signals:
        page_changed(page, pages): another page is shown, counted from 1; (0, 0) for none.
        page_painted(page): its picture has come and is shown.
    """

    page_changed = Signal(int, int)
    page_painted = Signal(int)

    def __init__(self, *, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """Make it empty; ``name`` is the object name, ``<noun>_preview``."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Preview of the paper"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._buffer = QBuffer(self)
        self._document = QPdfDocument(self)
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setDocument(self._document)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.pageRendered.connect(self._on_renderer_page_rendered)
        self._page = 0
        self._zoom = 0
        self._guide = True
        self._request = 0
        self._picture = QImage()
        self._picture_page = -1
        theme.theme_changed.connect(self._on_theme_changed)

    # What is shown

    @property
    def page(self) -> int:
        """The page shown, counted from 1; 0 when there is none."""
        return self._page + 1 if self.pages else 0

    @property
    def pages(self) -> int:
        """How many there are."""
        return self._document.pageCount()

    @property
    def guide_shown(self) -> bool:
        """Whether window and folds are marked."""
        return self._guide

    def show_pdf(self, pdf: bytes) -> bool:
        """Show another document from its first page, whole; False if it is no readable PDF."""
        self.clear()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        ready = self._document.status() is QPdfDocument.Status.Ready
        self.go_to(1)
        return ready

    def clear(self) -> None:
        """Show nothing."""
        self._document.close()
        self._buffer.close()
        self._page, self._zoom = 0, 0
        self._picture, self._picture_page = QImage(), -1
        self._announce()

    def go_to(self, page: int) -> None:
        """Show a page, counted from 1; the nearest there is."""
        self._page = max(0, min(page, self.pages) - 1)
        self.verticalScrollBar().setValue(0)
        self._announce()
        self._lay_out()

    def set_guide(self, shown: bool) -> None:
        """Mark window and folds, or do not."""
        self._guide = shown
        self._announce()
        self.viewport().update()

    def zoom_by(self, steps: int) -> None:
        """Larger (1), smaller (-1); 0 fits the whole page into the view."""
        self._zoom = max(0, min(self._zoom + steps, len(_ZOOMS) - 1)) if steps else 0
        self._lay_out()

    def page_rect(self) -> QRectF:
        """Where the sheet is, in pixels of the viewport."""
        size = self._page_size()
        view = self.viewport().size()
        scroll = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        left = max((view.width() - size.width()) // 2, self._margin()) - scroll.x()
        top = max((view.height() - size.height()) // 2, self._margin()) - scroll.y()
        return QRectF(left, top, size.width(), size.height())

    # Qt

    def sizeHint(self) -> QSize:
        """A page as LOOKS has it in the print room."""
        return QSize(self._theme.px(400), self._theme.px(500))

    def minimumSizeHint(self) -> QSize:
        """Enough to see which page it is."""
        return QSize(self._theme.px(180), self._theme.px(220))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The sheet with its thin shadow, its picture, and the guide over it."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.color("window"))
        if self.pages:
            sheet = self.page_rect()
            self._paint_sheet(painter, sheet)
            if self._picture_page == self._page and not self._picture.isNull():
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(sheet, self._picture)
            points = self._document.pagePointSize(self._page)
            paper = stationery_of_size(points.width(), points.height())
            if self._guide and self._page == 0 and paper is not None:
                tag = self.tr("{envelope} window").format(envelope=paper.envelope)
                paint_guide(painter, sheet, paper, self._theme, tag=tag, fold=self.tr("fold"))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page anew."""
        super().resizeEvent(event)
        self._lay_out()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """The whole view is painted again; it is one picture."""
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the wheel zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages and zoom; arrows scroll."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        turns = {
            Qt.Key.Key_PageDown: self.page + 1,
            Qt.Key.Key_PageUp: self.page - 1,
            Qt.Key.Key_Home: 1,
            Qt.Key.Key_End: self.pages,
        }
        zooms = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}
        key = Qt.Key(event.key())
        if control and key in zooms:
            self.zoom_by(zooms[key])
        elif not control and key in turns:
            self.go_to(max(1, turns[key]))
        else:
            super().keyPressEvent(event)

    # How it is done

    def _margin(self) -> int:
        return self._theme.px(8)

    def _page_size(self) -> QSize:
        points = self._document.pagePointSize(self._page) if self.pages else _LETTER_POINTS
        view = self.maximumViewportSize()
        room = QSizeF(view.width() - 2 * self._margin(), view.height() - 2 * self._margin())
        fitted = points.scaled(room.expandedTo(QSizeF(1, 1)), Qt.AspectRatioMode.KeepAspectRatio)
        return (fitted * _ZOOMS[self._zoom]).toSize()

    def _lay_out(self) -> None:
        """Set the scroll bars and ask for the page's picture at its size on this screen."""
        size, view = self._page_size(), self.viewport().size()
        for bar, wanted, there in (
            (self.horizontalScrollBar(), size.width(), view.width()),
            (self.verticalScrollBar(), size.height(), view.height()),
        ):
            bar.setRange(0, max(0, wanted + 2 * self._margin() - there))
            bar.setPageStep(there)
            bar.setSingleStep(self._theme.px(24))
        if self.pages and self.isVisible():
            ratio = self.devicePixelRatioF()
            options = QPdfDocumentRenderOptions()
            self._request = self._renderer.requestPage(self._page, size * ratio, options)
        self.viewport().update()

    def _paint_sheet(self, painter: QPainter, sheet: QRectF) -> None:
        shade = self._theme.color("scrim")
        for spread, alpha in ((3, 0.05), (2, 0.07), (1, 0.10)):
            shade.setAlphaF(alpha)
            painter.fillRect(sheet.adjusted(-spread, 1 - spread, spread, 1 + spread), shade)
        painter.fillRect(sheet, Qt.GlobalColor.white)

    def _announce(self) -> None:
        said = self.tr("Page {page} of {pages}").format(page=self.page, pages=self.pages)
        if self._guide and self.pages:
            said += ", " + self.tr("window guide on")
        self.setAccessibleDescription(said if self.pages else self.tr("No paper"))
        self.page_changed.emit(self.page, self.pages)

    def _on_renderer_page_rendered(
        self, page: int, _size: QSize, image: QImage, _options: object, request: int
    ) -> None:
        if request == self._request:
            self._picture, self._picture_page = image, page
            self.viewport().update()
            self.page_painted.emit(page + 1)

    def _on_theme_changed(self) -> None:
        self._lay_out()
