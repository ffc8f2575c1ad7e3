"""The print room: letters in ZIP order, one batch after the other, and what became of each by post."""

from __future__ import annotations

import uuid
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.print_room_shapes import PrintRow, PrintShowing
from models.document import DocumentKind
from ui import labels_print_room
from ui.labels_print_room import tr
from ui.pages.print_room.answer_flow import AnswerFlow
from ui.pages.print_room.batch_flow import BatchFlow
from ui.pages.print_room.kit import PrintRoomKit
from ui.pages.print_room.letter_deeds import LetterDeeds
from ui.pages.print_room.letters import Found, Letters
from ui.pages.print_room.list_panel import ListPanel
from ui.pages.print_room.mail_flow import MailFlow
from ui.pages.print_room.outlets import Outlets
from ui.pages.print_room.page_actions import PAGE, PageActions
from ui.pages.print_room.page_reasons import PageReasons
from ui.pages.print_room.pieces_flow import PiecesFlow
from ui.pages.print_room.preview_panel import PreviewPanel
from ui.pages.print_room.reader import LetterReader
from ui.pages.print_room.showings import choices, showing_sheet
from ui.widgets.deeds import Deeds
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.page import Page
from ui.widgets.side_sheet import SideSheet

_ANY_WIDTH = 16_777_215
_DETAIL_WIDTH, _DETAIL_WIDTH_LARGE, _LARGE_FROM = 520, 760, 1600 - 76


class PrintRoomPage(Page):
    """F2 begins a batch, F10 prints it or marks it mailed, F4 and F5 show others. Narrow: one at a time.

    Signals:
        sheet_wanted(SideSheet): the window opens it.
        problem_met(object exc, str where).
        bar_changed(str title, str detail): what the bar says of the page.
    """

    sheet_wanted = Signal(SideSheet)
    problem_met = Signal(object, str)
    bar_changed = Signal(str, str)

    def __init__(self, *, kit: PrintRoomKit, parent: QWidget | None = None) -> None:
        """Make the page; nothing is read before it is shown."""
        super().__init__(
            theme=kit.theme, page_id=PAGE, title=tr("Print room"), icon="printer", parent=parent
        )
        self._kit = kit
        self._begun: datetime = kit.desk.now()
        self._in_detail = False
        self._wanted = ""
        self.letters = Letters()
        self.reader = LetterReader(kit=kit, parent=self)
        self.page_actions = PageActions(table=kit.actions, host=self)
        self.batches = BatchFlow(kit=kit, parent=self)
        self.answers = AnswerFlow(kit=kit, parent=self)
        self.mailing = MailFlow(kit=kit, parent=self)
        self.pieces = PiecesFlow(kit=kit, parent=self)
        self.letter_deeds = LetterDeeds(
            kit=kit, why_no_print=lambda: self.reasons.why_no_print(), parent=self
        )
        self.deeds: Deeds[PrintRow] = Deeds(
            table=kit.actions, host=self, context=PAGE, nothing=lambda: tr("No letter is chosen.")
        )
        self._build()
        self._connect()
        self.outlets.show_envelopes(True)
        self._show_printing()
        self._fit()

    # What the window asks

    def on_shown(self) -> None:
        """The list has the focus; read again."""
        self._go_to_list()
        self.outlets.ask_printers()
        self.refresh()

    def key_hints(self) -> AreaHints:
        """The keys that no button shows."""
        if self._in_detail:
            return AreaHints("", (KeyHint(self.page_actions.back.key_text, tr("list")),))
        return AreaHints()

    def call_actions(self) -> list[str]:
        """New batch stands in the bar."""
        return [self.page_actions.new_batch.id]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The letter is wider on a large screen."""
        super().resizeEvent(event)
        self._fit()

    # For the window and other pages

    def refresh(self) -> None:
        """Read again; what is current, and what was left out, stays so."""
        self.reader.read(self.letters)

    def show_one(self, row_id: str) -> None:
        """Make one letter current, among those that it stands with now."""
        self.reader.find_one(uuid.UUID(row_id))

    # How it is made

    def _build(self) -> None:
        theme, desk = self.theme, self._kit.desk
        self.list_panel = ListPanel(theme=theme, today=desk.today, day_first=desk.country != "US")
        self.page_actions.connect(
            {
                "new_batch": self._begin_batch,
                "finish": self._finish,
                "show": self._ask_showing,
                "next_step": self._go_on,
                "first_flaw": self._go_to_first_flaw,
                "save": lambda: self.batches.ask_file(self.letters.going()),
                "envelopes": lambda: self.pieces.open_envelopes(
                    self.letters.going(), self.outlets.printer
                ),
                "labels": lambda: self.pieces.open_labels(
                    self.letters.going(), self.outlets.printer
                ),
                "printer": lambda: self.list_panel.ready_dock.printer_row.setFocus(),
                "envelope": lambda: self.list_panel.ready_dock.envelope_row.setFocus(),
                "date": lambda: self.list_panel.mail_dock.day_row.setFocus(),
                "find": self._go_to_find,
                "good": self.answers.say_all_good,
                "bad": self.answers.ask_which,
                "undo": self.letter_deeds.put_back,
                "previous": lambda: self.list_panel.turn(-1),
                "next": lambda: self.list_panel.turn(1),
                "page_before": lambda: self.preview.turn_page(-1),
                "next_page": lambda: self.preview.turn_page(1),
                "guide": lambda: self.preview.turn_guide(),
                "larger": lambda: self.preview.document_preview.zoom_by(1),
                "smaller": lambda: self.preview.document_preview.zoom_by(-1),
                "whole_page": lambda: self.preview.document_preview.zoom_by(0),
                "back": self._go_back,
                "leave_out": self._leave_out,
            },
            list_host=self.list_panel.table,
        )
        self.list_panel.add_docks(self.page_actions)
        for deed in self.letter_deeds.listed():
            self.deeds.add(deed)
        self.preview = PreviewPanel(theme=theme, actions=self.page_actions, deeds=self.deeds)
        self.reasons = PageReasons(
            letters=self.letters,
            batches=self.batches,
            panel=self.list_panel,
            actions=self.page_actions,
            today=desk.today,
        )
        self.outlets = Outlets(kit=self._kit, dock=self.list_panel.ready_dock, parent=self)
        self.answers.make_strip(theme=theme, actions=self.page_actions)
        self._across = QHBoxLayout()
        self._across.addWidget(self.list_panel, 1)
        self._across.addWidget(self.preview)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.answers.strip)
        self._column.addLayout(self._across, 1)

    def _connect(self) -> None:
        panel = self.list_panel
        self.reader.letters_read.connect(self._on_reader_letters_read)
        self.reader.one_found.connect(self._on_reader_one_found)
        self.reader.problem_met.connect(self._on_reader_problem_met)
        self.reader.paper_read.connect(lambda _id, pdf: self.preview.show_pdf(pdf))
        panel.table.current_changed.connect(lambda _id: self._on_current_changed())
        panel.table.row_opened.connect(lambda _id: self._go_to_detail())
        panel.find_watch.text_edited.connect(self._on_find_edit_edited)
        panel.find_row.line_edit.returnPressed.connect(self._go_to_list)
        self.outlets.printer_changed.connect(self._on_printer_changed)
        self.outlets.window_changed.connect(self._on_window_changed)
        panel.mail_dock.day_changed.connect(self._show_finish)
        self.batches.stage_changed.connect(self._show_printing)
        self.batches.failed.connect(panel.show_trouble)
        self.mailing.day_refused.connect(panel.mail_dock.show_error)
        self.mailing.mailed.connect(panel.mail_dock.forget_day)
        self.letter_deeds.one_wanted.connect(
            lambda row: self.batches.print([row.dispatch_id], self.outlets.printer)
        )
        self.letter_deeds.undo_changed.connect(self._on_undo_changed)
        for asking in (self.batches, self.answers, self.letter_deeds, self.pieces):
            asking.sheet_wanted.connect(self.sheet_wanted)
        for part in (
            self.reader, self.batches, self.answers, self.letter_deeds, self.mailing, self.pieces,
        ):  # fmt: skip
            part.problem_met.connect(self.problem_met)
        self._kit.changes.changed.connect(self._on_records_changed)
        self.narrow_changed.connect(lambda _narrow: self._fit())
        self.theme.theme_changed.connect(self._fit)
        self._on_undo_changed(False)

    # What is shown

    def _show(self, showing: PrintShowing, kind: DocumentKind | None) -> None:
        """Other letters; what was left out of those is forgotten."""
        self.letters.show(showing, kind)
        self.list_panel.show_trouble("")
        self.list_panel.find_row.line_edit.setText("")
        self._in_detail = False
        self._fit()
        self.refresh()

    def _show_all(self) -> None:
        """The list and what is said about all of it."""
        letters, desk, panel = self.letters, self._kit.desk, self.list_panel
        showing, kind = letters.showing, letters.kind
        had_focus = panel.isAncestorOf(QApplication.focusWidget() or self)
        panel.show_dock(showing)
        panel.set_title(labels_print_room.list_head(showing, kind, self._begun, desk.time_zone))
        pages = sum(row.pages for row in letters.rows)
        panel.count_label.setText(
            labels_print_room.list_count(len(letters.rows), letters.total, pages)
        )
        none = labels_print_room.none_of(showing, kind, bool(letters.sought))
        panel.show_rows([letters.line(row) for row in letters.rows], none=none)
        if had_focus and not panel.isAncestorOf(QApplication.focusWidget() or self):
            self._go_to_list()  # what had it belongs to another showing
        self.page_actions.show_step(showing)
        if panel.show_keys(self.page_actions.list_keys(showing)):
            self.call_actions_changed.emit()
        self._show_finish()

    def _show_finish(self) -> None:
        self.reasons.refresh()

    def _show_printing(self) -> None:
        """How far the batch under way is."""
        stage = self.batches.stage
        self.list_panel.show_progress(
            stage.words, done=stage.done, of=stage.of, cancels=stage.cancels
        )
        if stage.words:
            self.list_panel.show_trouble("")
        self._show_finish()
        self._show_deeds()

    def _show_row(self, row: PrintRow | None) -> None:
        self.preview.show_row(row, flawed=row is not None and self.letters.is_flawed(row))

    def _show_deeds(self) -> None:
        self.deeds.show(self._current)
        self.preview.dock.refresh()

    # Slots

    @property
    def _current(self) -> PrintRow | None:
        return self.letters.row(self.list_panel.table.current_id)

    def _on_reader_letters_read(self, found: Found) -> None:
        self.letters.take(found)
        self.outlets.show_envelopes(found.has_window)
        self.answers.show_batches(found.batches, self.batches.begun)
        self._show_all()
        if self._wanted:
            self.list_panel.table.set_current(self._wanted)
            self._wanted = ""
        self._on_current_changed()
        self.bar_changed.emit(self.title, labels_print_room.bar(found.counts))

    def _on_reader_problem_met(self, _error: object, _where: str) -> None:
        """An empty list must not say that there is nothing where nobody could look."""
        if not self.letters.rows:
            self.list_panel.show_rows([], none=labels_print_room.not_read())

    def _on_reader_one_found(self, row: PrintRow, showing: PrintShowing) -> None:
        self._wanted = str(row.dispatch_id)
        self._show(showing, None)

    def _on_current_changed(self) -> None:
        row = self._current
        self.deeds.show(row)
        self.page_actions.show_open(row)
        self._show_row(row)
        self.reader.want_paper(row)
        self._fit()

    def _on_records_changed(self, what: frozenset[str], _by: object) -> None:
        if "dispatches" in what and self.isVisible():
            self.refresh()

    def _on_find_edit_edited(self, text: str) -> None:
        self.letters.sought = text.strip()
        self.refresh()

    def _on_printer_changed(self) -> None:
        self._show_finish()
        self._show_deeds()

    def _on_window_changed(self, has_window: bool) -> None:
        self.letters.set_window(has_window)
        self.preview.set_window(has_window)
        self._show_all()
        self._show_row(self._current)

    def _on_undo_changed(self, there_is: bool) -> None:
        self.page_actions.undo.set_reason("" if there_is else tr("No letter was taken out."))

    # What the keys do

    def _begin_batch(self) -> None:
        """F2: read again, and take all in again."""
        self._begun = self._kit.desk.now()
        self.list_panel.show_trouble("")
        self._show("ready", self.letters.kind if self.letters.showing == "ready" else None)
        self.outlets.ask_printers()
        self._go_to_list()

    def _finish(self) -> None:
        """F10: print them, or mark them mailed."""
        going = self.letters.going()
        if self.letters.showing != "to_mail":
            self.batches.print(going, self.outlets.printer)
            return
        on = self.list_panel.mail_dock.day
        if on is not None:
            self.mailing.mark(going, on)

    def _ask_showing(self) -> None:
        """F4: ask which letters are wanted."""
        letters = self.letters
        offered = choices(letters.showing, letters.found.kinds, letters.found.counts)
        sheet = showing_sheet(offered, letters.showing, letters.kind, theme=self.theme)
        sheet.chosen.connect(lambda at: self._show(offered[at].showing, offered[at].kind))
        self.sheet_wanted.emit(sheet)

    def _go_on(self) -> None:
        """F5: from what is to print to what is to mail, and back."""
        self._show("to_mail" if self.letters.showing == "ready" else "ready", None)
        self._go_to_list()

    def _go_to_first_flaw(self) -> None:
        behind = self.letters.behind()
        if behind:
            self._go_to_list()
            self.list_panel.table.set_current(str(behind[0].dispatch_id))

    def _go_to_find(self) -> None:
        """Alt+F: what left is looked for by a name or a number."""
        if self.letters.showing not in ("mailed", "returned"):
            self._show("mailed", None)
            self.list_panel.show_dock("mailed")
        self.list_panel.find_row.setFocus()

    def _leave_out(self) -> None:
        row = self._current
        if row is None:
            return
        self.letters.turn(row)
        self.list_panel.table.replace_row(self.letters.line(row))
        self._show_finish()

    def _go_back(self) -> None:
        if self.batches.stage.cancels:
            self.batches.cancel()
        else:
            self._go_to_list()

    def _go_to_list(self) -> None:
        self._in_detail = False
        self._fit()
        self.list_panel.focus_list()

    def _go_to_detail(self) -> None:
        self._in_detail = True
        self._fit()
        self.preview.document_preview.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        px, narrow = self.theme.px, self.narrow
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(12))
        self._across.setSpacing(px(12))
        some = self._current is not None
        self._in_detail = self._in_detail and some
        self.list_panel.setVisible(not narrow or not self._in_detail)
        self.preview.setVisible(some and (not narrow or self._in_detail))
        self.answers.set_hidden(narrow and self._in_detail)
        large = self.width() >= px(_LARGE_FROM)
        width = px(_DETAIL_WIDTH_LARGE if large else _DETAIL_WIDTH)
        width = min(width, self.width() * 44 // 100)
        self.preview.setMinimumWidth(0 if narrow else width)
        self.preview.setMaximumWidth(_ANY_WIDTH if narrow else width)
        self.preview.dock.set_compact(not large)
        self.list_panel.set_compact(narrow)
