"""What keys do to boxes and pages while a document is reviewed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent

from ui import labels_redaction as labels
from ui.redaction.frame import RedactionFrame
from ui.redaction.keys import combination, direction
from ui.redaction.original import Original
from ui.redaction.page_view import PageView
from ui.redaction.review import Review
from ui.redaction.status import Status

_FAR = 8
"""Dots of the stored page for an arrow; one with Ctrl."""

_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Verbs(QObject):
    """Changes the review and has the change shown and said.

    Args:
        original: Where pages come from.
        view: The page on the screen.
        frame: What stands around it.
        status: The words.
    """

    def __init__(
        self,
        *,
        original: Original,
        view: PageView,
        frame: RedactionFrame,
        status: Status,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._original = original
        self._view = view
        self._frame = frame
        self._status = status

    @property
    def _review(self) -> Review:
        return self._view.review

    # Boxes

    def take_arrow(self, event: QKeyEvent) -> bool:
        """Scroll, or move or resize the box that is worked; False for any other key."""
        where = direction(event)
        if where is None:
            return False
        modifiers = combination(event).keyboardModifiers()
        if self._review.worked is None:
            if modifiers:
                return False
            self._view.scroll_by(*where)
            return True
        step = 1 if modifiers & _CTRL else _FAR
        act = self._review.resize if modifiers & _SHIFT else self._review.move
        act(where[0] * step, where[1] * step)
        self._status.show_boxes(self._review, follow=True)
        return True

    def step(self, by: int) -> None:
        """Make the next box current, or the one before."""
        page = self._review.page
        if not self._review.step(by):
            self._frame.show_notice(self.tr("There is no box. Ins draws one."))
            return
        self._frame.show_notice("")
        if self._review.page != page:
            self.show_page()
        self._status.show_boxes(self._review, follow=True, speak=True)

    def draw(self) -> None:
        """Begin a new box in the middle of the view."""
        self._review.set_worked()
        self._review.begin_new(self._view.middle())
        self._begin_work()

    def change(self) -> None:
        """Begin to move the current box, or let it stand."""
        if self._review.worked is not None:
            self.set_worked()
        elif self._review.begin_change():
            self._begin_work()
        else:
            self._frame.show_notice(self.tr("There is no box on this page. Ins draws one."))

    def set_worked(self) -> None:
        """Let the box stand where it is."""
        box = self._review.set_worked()
        self._status.show_boxes(self._review)
        if box is not None:
            words = self.tr("{box}: it is set.")
            self._frame.show_notice(words.format(box=self._status.name_current(self._review)))

    def drop_worked(self) -> None:
        """Leave the boxes as they stood."""
        self._review.drop_worked()
        self._status.show_boxes(self._review)
        self._frame.show_notice(self.tr("The boxes are as they were."))

    def remove(self) -> None:
        """Take the current box away."""
        review = self._review
        if review.worked is not None and review.worked.place is None:
            self.drop_worked()
            return
        number = 0 if review.current is None else review.current + 1
        box = review.remove_current()
        self._status.show_boxes(review)
        if box is None:
            self._frame.show_notice(self.tr("There is no box on this page."))
            return
        words = self.tr("Removed: {box}. Ctrl+Z brings it back.")
        said = labels.box_in_words(number, box, review.size)
        self._frame.show_notice(words.format(box=said))

    def undo(self) -> None:
        """Have the boxes as they were before the last change."""
        page = self._review.page
        said = self.tr("The boxes are as they were before the last change.")
        if not self._review.undo():
            said = self.tr("Nothing was changed.")
        if self._review.page != page:
            self.show_page()
        self._status.show_boxes(self._review, follow=True)
        self._frame.show_notice(said)

    # Pages

    def turn_over(self, by: int) -> None:
        """Show the next page, or the one before."""
        self._frame.show_notice("")
        if self._review.go_to(self._review.page + by):
            self.show_page()
            return
        last, first = self.tr("This is the last page."), self.tr("This is the first page.")
        self._frame.show_notice(last if by > 0 else first)

    def turn(self, degrees: int) -> None:
        """Turn the page clockwise."""
        self._review.turn_view(degrees)
        self._status.show_boxes(self._review)

    def show_page(self) -> None:
        """Show the review's page, and have those beside it decoded."""
        review = self._review
        self._frame.show_keys(False)
        self._view.show_page(review.page, self._original.page(review.page))
        self._original.want(review.page)
        for beside in (review.page + 1, review.page - 1):
            if 1 <= beside <= len(review.sizes):
                self._original.want(beside)
        self._status.show_boxes(review, speak=True)

    def _begin_work(self) -> None:
        self._frame.show_keys(False)
        self._frame.show_notice("")
        self._status.show_boxes(self._review, follow=True, speak=True)
