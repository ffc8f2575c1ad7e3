"""The morning's letters and faxes: the page at the left, the form at the right, one by one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services import received_faxes
from desktop.services.desk import Refused
from desktop.services.opt_out_shapes import OptOutView
from desktop.services.received_fax_shapes import FaxDetail
from models.opt_out import RequestState
from models.received_fax import FaxSource
from ui import labels_opt_outs
from ui.actions import Action, DeskAction
from ui.labels_opt_outs import tr
from ui.opt_outs import batch_papers
from ui.opt_outs.batch_papers import Sticky
from ui.opt_outs.form import OptOutForm
from ui.opt_outs.kit import OptOutKit
from ui.opt_outs.paper_panel import PaperPanel
from ui.pages.fax_room.page_pictures import PagePictures
from ui.widgets.focus_follower import FocusFollower
from ui.widgets.key_button import KeyButton
from ui.widgets.key_hints import AreaHints, KeyHint, KeyHintLine
from ui.widgets.panel import Panel
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.side_sheet import SideSheet

_FORM_WIDTH, _FORM_WIDTH_LARGE, _LARGE_FROM = 464, 520, 1600
_NARROW_BELOW = 1000
_WHOLE_WINDOW = 100_000


class _FormScroll(ScrollColumn):
    """Scrolls with the focus; PgUp and PgDn are the page's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


@dataclass
class _Done:
    """What came of the batch."""

    recorded: int = 0
    aside: int = 0
    skipped: int = 0


class BatchView(SideSheet):
    """Covers the window; Enter records and goes to the next, Esc ends with a summary.

    The window opens it like any sheet, then ``begin`` or ``begin_one`` says what it is about. Where
    it is narrow Ctrl+Tab changes between page and form.

    Signals:
        ended: it has closed; what came of it has been announced.
        problem_met(object exc, str where).
    """

    ended = Signal()
    problem_met = Signal(object, str)

    def __init__(self, *, kit: OptOutKit, parent: QWidget | None = None) -> None:
        """Nothing is read yet."""
        super().__init__(
            tr("Opt-outs from letters and faxes"), theme=kit.theme, name="opt_out_batch_sheet",
            width=_WHOLE_WINDOW, parent=parent,
        )  # fmt: skip
        self._kit = kit
        self._pile: tuple[uuid.UUID, ...] = ()
        self._at, self._letters = -1, 0
        self._is_single = self._is_letter = self._shows_page = False
        self._is_on_paper = False
        self._pending: OptOutView | None = None
        self._wanted: uuid.UUID | None = None
        self._sticky, self._done = Sticky(), _Done()
        kit.actions.remove_context(self.sheet_id)
        self.form = OptOutForm(kit=kit, context=self.sheet_id, host=self)
        self.pictures = PagePictures(tasks=kit.tasks, desk=kit.desk, parent=self)
        self.paper_panel = PaperPanel(kit=kit, pictures=self.pictures)
        self._make_actions()
        self._build()
        self.form.recorded.connect(self._on_form_recorded)
        self.form.problem_met.connect(self.problem_met)
        self.pictures.failed.connect(lambda error: self.problem_met.emit(error, "fax_page"))
        self.sheet_closed.connect(self._on_sheet_closed)

    # What others use

    def begin(self) -> None:
        """Go through what was reviewed and is not done, then through letters in the hand."""
        desk = self._kit.desk
        self.paper_panel.show_nothing()
        self._kit.tasks.query(
            self, lambda session: batch_papers.pile(session, desk),
            done=self._on_pile_read, failed=lambda error: self._on_failed(error, "opt_out_batch"),
        )  # fmt: skip

    def begin_one(self, fax_id: uuid.UUID, *, pending: OptOutView | None = None) -> None:
        """One fax or scan; *pending* is the request that it shows and that waits. Then it closes."""
        self._is_single, self._pending = True, pending
        self._pile, self._at = (fax_id,), 0
        self.title_label.setText(tr("Opt-out from a fax or a letter"))
        for button in (self.skip_button, self.letter_button):
            button.hide()
        self._read()

    def first_field(self) -> QWidget | None:
        """The form's."""
        return self.form.first_field()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages first, then the form, then the sheet's own Esc."""
        if self.paper_panel.has_page and self.paper_panel.view.take_key(event, letters=False):
            return
        if not self.form.take_key(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One side at a time where it is narrow."""
        super().resizeEvent(event)
        self._fit()

    # What the keys do

    def _make_actions(self) -> None:
        view = self.paper_panel.view

        def add(name: str, text: str, icon: str, run: object, *keys: str) -> DeskAction:
            line = Action(f"opt_out_batch.{name}", text, icon, self.sheet_id, keys=keys)
            return self._kit.actions.add(line, run, host=self)  # type: ignore[arg-type]

        self._skip = add("skip", tr("Skip it"), "arrow-right", self._on_skipped, "Alt+S")
        self._letter = add(
            "letter", tr("Letter in hand"), "envelope-simple", self._on_letter_wanted, "Alt+I"
        )
        add("next_page", tr("Next page"), "", lambda: view.turn(1), "Ctrl+PgDown")
        add("page_before", tr("Page before"), "", lambda: view.turn(-1), "Ctrl+PgUp")
        add("larger", tr("Larger"), "", lambda: view.zoom_by(1), "Ctrl++", "Ctrl+=")
        add("smaller", tr("Smaller"), "", lambda: view.zoom_by(-1), "Ctrl+-")
        add("fit", tr("Page as wide as the view"), "", lambda: view.zoom_by(0), "Ctrl+0")
        add("turn", tr("Turn the page"), "", view.rotate, "Alt+R")
        add("side", tr("Between page and form"), "", self._on_other_side, "Ctrl+Tab")

    def _on_skipped(self) -> None:
        if self._is_single:
            return
        self._done.skipped += 1
        self._next()

    def _on_letter_wanted(self) -> None:
        """A letter that nobody scanned, in between or at the end."""
        if self._is_single:
            return
        self._letters += 1
        self._wanted, self._is_letter, self._is_on_paper = None, True, True
        self.paper_panel.show_letter(self._letters)
        self._say_count()
        self._begin_form(batch_papers.start_for_letter(self._sticky))

    def _on_other_side(self) -> None:
        goes_to_page = not self.paper_panel.isAncestorOf(self.focusWidget() or self)
        self._shows_page = goes_to_page
        self._fit()
        if goes_to_page and self.paper_panel.has_page:
            self.paper_panel.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.focus_first()

    # One after the other

    def _on_pile_read(self, found: tuple[uuid.UUID, ...]) -> None:
        self._pile, self._at = found, -1
        self._next()

    def _next(self) -> None:
        if self._is_letter and self._at < len(self._pile):
            self._read()  # a letter came in between: the page that was shown is still to do
            return
        self._at = min(self._at + 1, len(self._pile))
        if self._at < len(self._pile):
            self._read()
        else:
            self._on_letter_wanted()

    def _read(self) -> None:
        wanted, desk = self._pile[self._at], self._kit.desk
        self._wanted, self._is_letter = wanted, False
        self._say_count()
        self.paper_panel.show_nothing()
        self._kit.tasks.query(
            self, lambda session: received_faxes.detail(session, desk, wanted),
            done=self._on_fax_read, failed=lambda error: self._on_failed(error, "opt_out_batch"),
        )  # fmt: skip

    def _on_fax_read(self, fax: FaxDetail) -> None:
        if fax.row.id != self._wanted:
            return
        desk = self._kit.desk
        self._is_on_paper = fax.row.source is FaxSource.FOLDER
        self.paper_panel.show_fax(fax, batch_papers.title(fax, desk))
        self._begin_form(batch_papers.start_for_fax(fax, desk, self._sticky, pending=self._pending))

    def _begin_form(self, start: object) -> None:
        self._shows_page = False
        self._fit()
        self.form.begin(start)  # type: ignore[arg-type]
        self.form_scroll.verticalScrollBar().setValue(0)
        self.form.focus_first()

    def _on_form_recorded(self, view: OptOutView) -> None:
        if view.state is RequestState.PENDING:
            self._done.aside += 1
        else:
            self._done.recorded += 1
        if self._is_on_paper:
            self._sticky = Sticky(channel=view.channel, received_on=view.received_on)
        if self._is_single:
            self.close_sheet()
        else:
            self._next()

    def _on_failed(self, error: BaseException, where: str) -> None:
        if isinstance(error, Refused):
            self._kit.announce(labels_opt_outs.refusal(error), "held")
        else:
            self.problem_met.emit(error, where)

    def _say_count(self) -> None:
        words = ""
        if self._is_letter:
            words = tr("Letter {number}").format(number=self._letters)
        elif not self._is_single:
            words = tr("{at} of {all}").format(at=self._at + 1, all=len(self._pile))
        self.subtitle_label.setText(words)
        self.subtitle_label.setVisible(bool(words))

    def _on_sheet_closed(self) -> None:
        if not self._is_single:
            done = self._done
            self._kit.announce(
                labels_opt_outs.batch_done(done.recorded, done.aside, done.skipped), "info"
            )
        self.ended.emit()
        self.deleteLater()

    # How it is made

    def _build(self) -> None:
        theme = self._kit.theme
        self.form_panel = Panel("", theme=theme, name="opt_out_form_panel")
        self.form_panel.setAccessibleName(tr("Opt-out"))
        self.form_scroll = _FormScroll(name="opt_out_form_scroll", exact=True)
        self.form_scroll.column.addWidget(self.form)
        self.form_panel.body.addWidget(self.form_scroll, 1)
        self.form_panel.body.addWidget(self.form.foot)
        self._follower = FocusFollower(self.form_scroll)
        self.skip_button = KeyButton(theme=theme, action=self._skip, height=36)
        self.letter_button = KeyButton(theme=theme, action=self._letter, height=36)
        self.hints = KeyHintLine(theme=theme)
        self.hints.show_hints(
            AreaHints(
                tr("Page"),
                (
                    KeyHint("PgDn", tr("next page")), KeyHint("Ctrl + −", tr("zoom")),
                    KeyHint("Alt+R", tr("turn")), KeyHint("Ctrl+Tab", tr("to the page")),
                ),
            )
        )  # fmt: skip
        self._dock = QHBoxLayout()
        self._dock.addWidget(self.skip_button)
        self._dock.addWidget(self.letter_button)
        self._dock.addWidget(self.hints, 1)
        self._left = QWidget()
        self._left_column = QVBoxLayout(self._left)
        self._left_column.setContentsMargins(0, 0, 0, 0)
        self._left_column.addWidget(self.paper_panel, 1)
        self._left_column.addLayout(self._dock)
        self._across = QHBoxLayout()
        self._across.addWidget(self._left, 1)
        self._across.addWidget(self.form_panel)
        # Not in the sheet's own scroll area: each side scrolls by itself.
        self.scroll_area.hide()
        self._column.insertLayout(self._column.indexOf(self.scroll_area), self._across, 1)
        self._kit.theme.theme_changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        px, k = self._kit.theme.px, self._kit.theme.k
        for layout in (self._left_column, self._across, self._dock):
            layout.setSpacing(px(12))
        ring = px(6)
        self._across.setContentsMargins(ring, 0, ring, 0)
        self.form_scroll.column.setContentsMargins(ring, ring, ring, ring)
        self.form.foot.set_sides(ring)
        self.form_panel.body.setContentsMargins(px(16) - ring, 0, px(16) - ring, 0)
        narrow = self.width() / k < _NARROW_BELOW
        self._left.setVisible(not narrow or self._shows_page)
        self.form_panel.setVisible(not narrow or not self._shows_page)
        large = self.width() / k >= _LARGE_FROM
        wide = px(_FORM_WIDTH_LARGE if large else _FORM_WIDTH)
        self.form_panel.setMinimumWidth(0 if narrow else wide)
        self.form_panel.setMaximumWidth(16_777_215 if narrow else wide)
