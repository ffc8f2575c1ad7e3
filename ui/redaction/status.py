"""What the window says about a review: in the head, under the page, and to a screen reader."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.fax.boxes import BoxReason
from ui import labels_redaction as labels
from ui.redaction.frame import RedactionFrame
from ui.redaction.page_view import PageView
from ui.redaction.review import Review
from ui.widgets.spoken import say_aloud


class Status(QObject):
    """Puts a review into words. Nothing of what is on a page is among them."""

    def __init__(self, *, frame: RedactionFrame, view: PageView, parent: QObject) -> None:
        super().__init__(parent)
        self._frame = frame
        self._view = view

    def show_boxes(self, review: Review, *, follow: bool = False, speak: bool = False) -> None:
        """Draw the boxes as they are, and say it.

        Args:
            review: What is shown.
            follow: Scroll to the current box.
            speak: Have a screen reader say where one is now.
        """
        box = review.current_box
        if follow and box is not None and box.page == review.page:
            self._view.bring_into_view(box)
        self._view.refresh()
        drawn = sum(one.reason is BoxReason.DRAWN for one in review.boxes)
        stand = labels.boxes_stand(len(review.boxes), drawn, looked=review.looked)
        self._frame.show_strip(stand, kind="held", icon="shield-warning-fill")
        self._frame.show_hints(working=review.worked is not None)
        self.show_seen(review)
        said = self._in_words(review)
        self._view.setAccessibleDescription(said)
        if speak:
            say_aloud(self._frame, f"{self._view.accessibleName()}. {said}")

    def show_seen(self, review: Review) -> None:
        """Page 1 of 3, and how many nobody has seen."""
        page = labels.page_of(review.page, len(review.sizes))
        unseen = len(review.sizes) - len(review.seen)
        told = self.tr("{count} not seen yet").format(count=unseen) if unseen else ""
        self._frame.show_page_words(page, told)
        self._view.setAccessibleName(page)

    def name_current(self, review: Review) -> str:
        """The current box in words; "" where there is none on this page."""
        box = review.current_box
        if box is None or box.page != review.page:
            return ""
        number = len(review.boxes) + 1 if review.current is None else review.current + 1
        return labels.box_in_words(number, box, review.size)

    def _in_words(self, review: Review) -> str:
        parts = [labels.count_of_boxes(len(review.boxes)), self.name_current(review)]
        return ". ".join(part for part in parts if part)
