"""One review in the window: its phases, and what its keys mean in each."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeyEvent

from desktop.fax.boxes import Box
from desktop.fax.page_size import PageSize
from ui.redaction.frame import RedactionFrame
from ui.redaction.keys import REPEATING, RedactionKeys
from ui.redaction.original import Burning, Original
from ui.redaction.page_view import PageView
from ui.redaction.review import Review
from ui.redaction.status import Status
from ui.redaction.verbs import Verbs
from ui.theme import Theme

_ALWAYS = frozenset({"close", "show_keys"})
"""Actions of every phase; all others are for reviewing."""


class Phase(enum.Enum):
    """Where a review stands: opening → reviewing ⇄ looking → leaving."""

    OPENING = "opening"
    REVIEWING = "reviewing"
    LOOKING = "looking"
    """The boxes are burnt and the machine looks once more."""
    LEAVING = "leaving"


class Reviewer(QObject):
    """Joins the review, the page on the screen and the thread that holds the original.

    Args:
        theme: Colours and sizes.
        original: The document, open or about to be.
        title: Words for the head.
        boxes: As they stood.
        rotations: As they stood; empty: the file's own.
        looked: Whether the machine looked.

    Signals:
        phase_changed: a `Phase`.
        page_seen: a page stands on the screen for the first time.
        boxes_confirmed: a tuple of `RedactedPage`: all pages.
        close_requested: without confirming.
    """

    phase_changed = Signal(object)
    page_seen = Signal(int)
    boxes_confirmed = Signal(object)
    close_requested = Signal()

    def __init__(
        self,
        *,
        theme: Theme,
        original: Original,
        title: str,
        boxes: Sequence[Box],
        rotations: Sequence[int],
        looked: bool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._original = original
        self._boxes, self._rotations, self._looked = tuple(boxes), tuple(rotations), looked
        self.phase = Phase.OPENING
        self._is_opening = True
        self._was_told_blind = False
        self._keys = RedactionKeys(verbs=self._actions(), parent=self)
        self.view = PageView(theme=theme)
        self.frame = RedactionFrame(theme=theme, view=self.view, keys=self._keys, title=title)
        self._status = Status(frame=self.frame, view=self.view, parent=self)
        self._verbs = Verbs(
            original=original, view=self.view, frame=self.frame, status=self._status, parent=self
        )
        self.view.page_shown.connect(self._on_view_page_shown)
        self.view.boxes_touched.connect(self._on_view_boxes_touched)
        original.opened.connect(self._on_original_opened)
        original.page_decoded.connect(self._on_original_page_decoded)
        original.burning_went_on.connect(self._on_original_burning_went_on)
        original.burning_ended.connect(self._on_original_burning_ended)
        original.burning_stopped.connect(self._on_original_burning_stopped)
        self._show_phase()

    @property
    def boxes(self) -> tuple[Box, ...]:
        """As they stand; one that is worked is where it was."""
        return self._boxes if self._is_opening else tuple(self.view.review.boxes)

    @property
    def rotations(self) -> tuple[int, ...]:
        """As they stand."""
        if self._is_opening:
            return self._rotations
        return tuple(size.rotation for size in self.view.review.sizes)

    def take_key(self, event: QKeyEvent, *, is_fresh: bool) -> bool:
        """Do what a key means; False where it means nothing here.

        Args:
            event: The press.
            is_fresh: False where the key was held down already: it must not act twice.
        """
        on_page = self.phase is Phase.REVIEWING and not self.frame.keys_are_shown
        if on_page and self._verbs.take_arrow(event):
            return True
        action = self._keys.meant_by(event)
        if action is None:
            return False
        if is_fresh or action.id in REPEATING:
            if action.isEnabled():
                action.trigger()
            elif action.reason:
                self.frame.show_notice(action.reason)
        return True

    def leave(self) -> None:
        """Show nothing of the page any more and take no key."""
        self._set_phase(Phase.LEAVING)
        self.view.forget()

    def _actions(self) -> dict[str, Callable[[], object]]:
        return {
            "confirm_boxes": self._confirm,
            "next_box": lambda: self._verbs.step(1),
            "previous_box": lambda: self._verbs.step(-1),
            "draw_box": lambda: self._verbs.draw(),
            "change_box": lambda: self._verbs.change(),
            "remove_box": lambda: self._verbs.remove(),
            "undo": lambda: self._verbs.undo(),
            "next_page": lambda: self._verbs.turn_over(1),
            "previous_page": lambda: self._verbs.turn_over(-1),
            "zoom_in": lambda: self.view.zoom_by(1),
            "zoom_out": lambda: self.view.zoom_by(-1),
            "zoom_fit": lambda: self.view.set_zoom(1.0),
            "turn": lambda: self._verbs.turn(90),
            "turn_back": lambda: self._verbs.turn(-90),
            "show_keys": lambda: self.frame.show_keys(not self.frame.keys_are_shown),
            "close": self._close,
        }

    # The end

    def _confirm(self) -> None:
        review = self.view.review
        self.frame.show_keys(False)
        if review.worked is not None:
            self._verbs.set_worked()
            self.frame.show_notice(self.tr("The box is set. F10 confirms all of them."))
            return
        unseen = review.unseen()
        if unseen is not None:
            review.go_to(unseen)
            self._verbs.show_page()
            words = self.tr("Nobody has seen page {number} yet. Look at it, then confirm.")
            self.frame.show_strip(words.format(number=unseen), kind="held", icon="eye-slash-fill")
            return
        self._set_phase(Phase.LOOKING)
        self._original.burn(review.sizes, review.boxes, look=review.looked)

    def _close(self) -> None:
        if self.phase is Phase.LOOKING:
            self._original.stop_burning()
            self.frame.show_notice(self.tr("It stops after this page."))
        elif self.frame.keys_are_shown:
            self.frame.show_keys(False)
        elif self.phase is Phase.REVIEWING and self.view.review.worked is not None:
            self._verbs.drop_worked()
        elif self.phase is not Phase.LEAVING:
            self.close_requested.emit()

    # Phases

    def _set_phase(self, phase: Phase) -> None:
        self.phase = phase
        self._show_phase()
        self.phase_changed.emit(phase)

    def _show_phase(self) -> None:
        looking = self.phase is Phase.LOOKING
        blocked = {
            Phase.OPENING: self.tr("The page is being opened."),
            Phase.REVIEWING: "",
            Phase.LOOKING: self.tr("The machine looks once more. Esc stops it."),
            Phase.LEAVING: self.tr("The window is about to close."),
        }[self.phase]
        for action in self._keys.listed():
            if action.id not in _ALWAYS:
                action.set_reason(blocked)
        self._keys.get("close").set_words(self.tr("Stop") if looking else self.tr("Close"))
        self.view.lock(self.phase is not Phase.REVIEWING)
        self.frame.progress.setVisible(looking)
        self.frame.show_notice("")
        if self.phase is Phase.REVIEWING:
            self._status.show_boxes(self.view.review)
        else:
            self.frame.show_strip(
                self.tr("The boxes are burnt in.") if looking else blocked, kind="info", icon=""
            )

    # Slots

    def _on_original_opened(self, sizes: tuple[PageSize, ...]) -> None:
        turned = [
            replace(size, rotation=rotation)
            for size, rotation in zip(sizes, self._rotations, strict=False)
        ]
        review = Review(
            sizes=[*turned, *sizes[len(turned) :]], boxes=self._boxes, looked=self._looked
        )
        self._is_opening = False
        self.view.show_review(review)
        self._set_phase(Phase.REVIEWING)
        self._verbs.show_page()

    def _on_original_page_decoded(self, number: int) -> None:
        if number == self.view.review.page and self.phase is not Phase.LEAVING:
            self.view.show_page(number, self._original.page(number))

    def _on_view_page_shown(self, number: int) -> None:
        review = self.view.review
        if number not in review.seen:
            review.seen.add(number)
            self._status.show_seen(review)
            self.page_seen.emit(number)

    def _on_view_boxes_touched(self) -> None:
        self.frame.show_notice("")
        self._status.show_boxes(self.view.review)

    def _on_original_burning_went_on(self, page: int, count: int) -> None:
        if self.phase is Phase.LOOKING:
            words = self.tr("Looking once more: page {page} of {count}. Esc stops.")
            self.frame.progress.show_progress(page - 1, count)
            self.frame.show_strip(words.format(page=page, count=count), kind="info", icon="")

    def _on_original_burning_stopped(self) -> None:
        if self.phase is Phase.LOOKING:
            self._set_phase(Phase.REVIEWING)
            self.frame.show_notice(self.tr("Stopped. Nothing was confirmed."))

    def _on_original_burning_ended(self, burning: Burning) -> None:
        if self.phase is not Phase.LOOKING:
            return
        review = self.view.review
        fresh = review.take_findings(burning.found)
        if fresh:
            words = self.tr(
                "Something that looks like a card number is still on page {number}. "
                "Look at it, then confirm again."
            )
            self._ask_again(words.format(number=fresh[0].page), "bad")
        elif not burning.could_look and not self._was_told_blind:
            self._was_told_blind = True
            words = self.tr("The machine could not look once more. Look, then confirm again.")
            self._ask_again(words, "held")
        else:
            self.boxes_confirmed.emit(burning.pages)

    def _ask_again(self, words: str, kind: str) -> None:
        self._set_phase(Phase.REVIEWING)
        self._verbs.show_page()
        self._status.show_boxes(self.view.review, follow=True)
        self.frame.show_strip(words, kind=kind, icon="warning-fill")
