"""A reviewed page as it came in on paper, with what was burnt into it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop.services.received_fax_shapes import PageView
from ui.pages.fax_room.page_geometry import FACTORS, WHOLE, PagePlace, sheet_size
from ui.pages.fax_room.page_marks import paint_marks
from ui.pages.fax_room.page_pictures import PagePictures, Wanted
from ui.pages.fax_room.page_words import PageWord
from ui.theme import Theme
from ui.widgets.key_hints import AreaHints, KeyHint

_MARGIN = 8


class FaxPageView(QAbstractScrollArea):
    """One page at a time, as wide as the view or larger.

    PgUp, PgDn, Home and End turn pages; plus, minus and 0 zoom; R turns the page; the arrows move
    it. Words that were read can be clicked, and carry short marks while ``show_marks`` says so.
    Until a page's picture has come the sheet is white, or its own pixels drawn roughly.

    Signals:
        page_changed(int page, int pages): counted from 1; (0, 0) for none.
        page_painted(int page): its picture is shown.
        word_clicked(int at, bool whole): a word of ``words``; with Shift, to the end of its run.
    """

    page_changed = Signal(int, int)
    page_painted = Signal(int)
    word_clicked = Signal(int, bool)

    def __init__(
        self, *, theme: Theme, pictures: PagePictures, parent: QWidget | None = None
    ) -> None:
        """Start without a page."""
        super().__init__(parent)
        self._theme, self._pictures = theme, pictures
        self._fax_id: uuid.UUID | None = None
        self._pages: tuple[PageView, ...] = ()
        self._at = 0
        self._zoom = 0
        self._rotations: dict[int, int] = {}
        self._words: tuple[PageWord, ...] = ()
        self._marks: Mapping[int, str] = {}
        self._typed = ""
        self._hovered = -1
        self._painted = (0, False)
        self.setObjectName("fax_page_view")
        self.setAccessibleName(self.tr("Page of the fax"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        pictures.ready.connect(self._on_pictures_ready)
        theme.theme_changed.connect(self._lay_out)

    # What is shown

    @property
    def page(self) -> int:
        """The page shown, counted from 1; 0 when there is none."""
        return self._pages[self._at].number if self._pages else 0

    @property
    def fax_id(self) -> uuid.UUID | None:
        """Whose page it is."""
        return self._fax_id

    @property
    def zoom(self) -> int:
        """Steps from the width that fits."""
        return self._zoom

    @property
    def rotation(self) -> int:
        """Degrees clockwise by which the page was turned by hand."""
        return self._rotations.get(self.page, 0)

    @property
    def words(self) -> tuple[PageWord, ...]:
        """What was read on this page."""
        return self._words

    def show_fax(self, fax_id: uuid.UUID | None, pages: Sequence[PageView]) -> None:
        """Show the first page of a fax; of the one that is shown, stay where it is."""
        if fax_id == self._fax_id and tuple(pages) == self._pages:
            return
        stays = fax_id == self._fax_id and len(pages) == len(self._pages)
        self._fax_id, self._pages = fax_id, tuple(pages)
        if not stays:
            self._at, self._zoom = 0, 0
            self._rotations.clear()
            self.verticalScrollBar().setValue(0)
        self._words = ()
        self._tell()
        self._lay_out()

    def show_words(self, words: Sequence[PageWord]) -> None:
        """The words of the page that is shown."""
        self._words = tuple(words)
        self._hovered = -1
        self.viewport().update()

    def show_marks(self, marks: Mapping[int, str], typed: str = "") -> None:
        """Put a mark beside words, by their place in ``words``; *typed* is what has been typed."""
        self._marks, self._typed = dict(marks), typed
        self.viewport().update()

    def words_in_view(self) -> tuple[int, ...]:
        """Which words can be seen now."""
        place, seen = self._place(), QRectF(self.viewport().rect())
        if place is None:
            return ()
        return tuple(
            at for at, word in enumerate(self._words) if seen.intersects(_rect(place, word))
        )

    # What can be done

    def go_to(self, page: int) -> None:
        """Show a page, counted from 1; the nearest there is."""
        at = max(0, min(page, len(self._pages)) - 1)
        if at != self._at:
            self._at = at
            self._words = ()
            self.verticalScrollBar().setValue(0)
            self._tell()
            self._lay_out()

    def turn(self, by: int) -> None:
        """The next page (1) or the one before (-1)."""
        self.go_to(self._at + 1 + by)

    def zoom_by(self, steps: int) -> None:
        """Larger (1), smaller (-1); 0 fits the width."""
        zoom = max(WHOLE, min(self._zoom + steps, len(FACTORS) - 1)) if steps else 0
        if zoom != self._zoom:
            self._zoom = zoom
            self._lay_out()

    def rotate(self) -> None:
        """Turn the page by a quarter, clockwise; only for whoever looks at it now."""
        if self._pages:
            self._rotations[self.page] = (self.rotation + 90) % 360
            self._lay_out()

    def area_hints(self) -> AreaHints:
        """The keys while it has the focus."""
        hints = (
            KeyHint("PgDn", self.tr("next page")),
            KeyHint("+ − 0", self.tr("zoom")),
            KeyHint("R", self.tr("turn")),
            KeyHint("Ctrl+Tab", self.tr("to the form")),
        )
        return AreaHints(self.tr("Page"), hints)

    # Qt

    def sizeHint(self) -> QSize:
        """A page as LOOKS has it."""
        return QSize(self._theme.px(440), self._theme.px(480))

    def minimumSizeHint(self) -> QSize:
        """Enough to see what kind of page it is."""
        return QSize(self._theme.px(160), self._theme.px(120))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The sheet, its edge, and what stands over its words."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.color("base"))
        place = self._place()
        if place is None:
            return
        edge = place.rect.adjusted(-1, -1, 1, 1)
        painter.fillRect(edge, self._theme.color("inputline"))
        painter.fillRect(place.rect, Qt.GlobalColor.white)
        is_fitted = self._paint_page(painter, place)
        if self._marks:
            marks = {at: mark for at, mark in self._marks.items() if at < len(self._words)}
            chips = [(_rect(place, self._words[at]), mark) for at, mark in marks.items()]
            paint_marks(painter, self._theme, chips, typed=self._typed)
        elif 0 <= self._hovered < len(self._words):
            painter.setPen(self._theme.color("accent"))
            painter.drawRect(_rect(place, self._words[self._hovered]).adjusted(-2, -2, 2, 2))
        painter.end()
        if self._painted != (self.page, is_fitted):
            self._painted = (self.page, is_fitted)
            if is_fitted:
                self.page_painted.emit(self.page)

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

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which word a click would take."""
        hovered = self._word_at(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            shape = (
                Qt.CursorShape.PointingHandCursor if hovered >= 0 else Qt.CursorShape.ArrowCursor
            )
            self.viewport().setCursor(shape)
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes a word; with Shift, all that belongs to it."""
        at = self._word_at(event.position())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            whole = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.word_clicked.emit(at, whole)
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages, zoom and turning; arrows scroll."""
        if not self.take_key(event):
            super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent, *, letters: bool = True) -> bool:
        """Do what a plain key means here; without *letters*, only what no field of text wants."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~_SHIFT:
            return False
        pages = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        zooms = {
            Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0,
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in pages:
            self.turn(pages[key])
        elif not letters:
            return False
        elif key in zooms:
            self.zoom_by(zooms[key])
        elif key == Qt.Key.Key_R:
            self.rotate()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(1 if key == Qt.Key.Key_Home else len(self._pages))
        else:
            return False
        return True

    # How it is done

    def _place(self) -> PagePlace | None:
        if not self._pages:
            return None
        size, view, margin = self._sheet(), self.viewport().size(), self._theme.px(_MARGIN)
        left = max((view.width() - size.width()) / 2, margin) - self.horizontalScrollBar().value()
        top = margin - self.verticalScrollBar().value()
        corner = QPointF(round(left), round(top))
        return PagePlace(self._pages[self._at], size, self.rotation, corner)

    def _sheet(self) -> QSizeF:
        margin = 2 * self._theme.px(_MARGIN)
        # Whether the bar is there or not: else it would come and go with the size that it makes.
        room = self.maximumViewportSize() - QSize(margin + self._bar_width(), margin)
        page = self._pages[self._at]
        return sheet_size(page, rotation=self.rotation, zoom=self._zoom, room=room)

    def _bar_width(self) -> int:
        return self._theme.px(8)

    def _wanted(self, at: int) -> Wanted | None:
        if self._fax_id is None or not 0 <= at < len(self._pages):
            return None
        page, margin = self._pages[at], 2 * self._theme.px(_MARGIN)
        rotation = self._rotations.get(page.number, 0)
        room = self.maximumViewportSize() - QSize(margin + self._bar_width(), margin)
        size = sheet_size(page, rotation=rotation, zoom=self._zoom, room=room)
        pixels = (size * self.devicePixelRatioF()).toSize()
        return Wanted(self._fax_id, page.number, pixels, rotation)

    def _lay_out(self) -> None:
        """Set the scroll bars, and have this page and the next one made."""
        if self._pages:
            size, view, margin = self._sheet(), self.viewport().size(), self._theme.px(_MARGIN)
            for bar, wanted, there in (
                (self.horizontalScrollBar(), size.width(), view.width()),
                (self.verticalScrollBar(), size.height(), view.height()),
            ):
                bar.setRange(0, max(0, round(wanted) + 2 * margin - there))
                bar.setPageStep(there)
                bar.setSingleStep(self._theme.px(32))
        else:
            self.horizontalScrollBar().setRange(0, 0)
            self.verticalScrollBar().setRange(0, 0)
        self.viewport().update()

    def _paint_page(self, painter: QPainter, place: PagePlace) -> bool:
        wanted = self._wanted(self._at)
        if wanted is None:
            return False
        fitted = self._pictures.fitted(wanted)
        if fitted is not None:
            painter.drawImage(place.rect, fitted)
            following = self._wanted(self._at + 1)
            if following is not None:
                self._pictures.prepare(following)
            return True
        rough = self._pictures.as_it_is(wanted)
        if rough is not None and not self.rotation:
            painter.drawImage(place.rect, rough)
        return False

    def _word_at(self, point: QPointF) -> int:
        place = self._place()
        if place is None:
            return -1
        found = (
            at
            for at, word in enumerate(self._words)
            if _rect(place, word).adjusted(-2, -2, 2, 2).contains(point)
        )
        return next(found, -1)

    def _tell(self) -> None:
        said = self.tr("No page")
        if self._pages:
            said = self.tr("Page {page} of {pages}").format(page=self.page, pages=len(self._pages))
        self.setAccessibleDescription(said)
        self.page_changed.emit(self.page, len(self._pages))

    def _on_pictures_ready(self, fax_id: uuid.UUID, number: int) -> None:
        if fax_id == self._fax_id and number == self.page:
            self.viewport().update()


_SHIFT = Qt.KeyboardModifier.ShiftModifier


def _rect(place: PagePlace, word: PageWord) -> QRectF:
    return place.to_view(QRectF(word.x, word.y, word.width, word.height))
