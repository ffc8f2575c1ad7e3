"""The print room: letters in ZIP order, one batch after the other, and what became of each by post."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.documents.stationery import stationery_for
from desktop.services.print_room_shapes import PrintRow, PrintShowing
from models.document import DocumentKind
from ui import labels_print_room
from ui.dialogs.choice_sheet import ChoiceSheet
from ui.labels_print_room import tr
from ui.pages.print_room.answer_flow import AnswerFlow
from ui.pages.print_room.batch_flow import BatchFlow
from ui.pages.print_room.kit import PrintRoomKit
from ui.pages.print_room.letter_deeds import LetterDeeds
from ui.pages.print_room.letters import Found, Letters
from ui.pages.print_room.list_panel import ListPanel
from ui.pages.print_room.mail_flow import MailFlow
from ui.pages.print_room.page_actions import PAGE, PageActions
from ui.pages.print_room.preview_panel import PreviewPanel
from ui.pages.print_room.reader import LetterReader
from ui.pages.print_room.showings import choices
from ui.widgets.deeds import Deeds
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.page import Page
from ui.widgets.side_sheet import SideSheet

WINDOW, PLAIN = "window", "plain"
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
        self.letter_deeds = LetterDeeds(kit=kit, why_no_print=self._why_no_print, parent=self)
        self.deeds: Deeds[PrintRow] = Deeds(
            table=kit.actions, host=self, context=PAGE, nothing=lambda: tr("No letter is chosen.")
        )
        self._build()
        self._connect()
        self._show_printing()
        self._fit()

    # What the window asks

    def on_shown(self) -> None:
        """The list has the focus; read again."""
        self._go_to_list()
        self._ask_printers()
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
        """Make one letter current that waits to be printed."""
        self._wanted = row_id
        self._show("ready", None)

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
                "printer": lambda: self.list_panel.ready_dock.printer_row.setFocus(),
                "envelope": lambda: self.list_panel.ready_dock.envelope_row.setFocus(),
                "date": lambda: self.list_panel.mail_dock.day_row.setFocus(),
                "find": self._go_to_find,
                "good": self.answers.say_all_good,
                "bad": self.answers.ask_which,
                "undo": self.letter_deeds.put_back,
                "previous": lambda: self._turn_letter(-1),
                "next": lambda: self._turn_letter(1),
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
        self.answers.make_strip(theme=theme, actions=self.page_actions)
        self._across = QHBoxLayout()
        self._across.addWidget(self.list_panel, 1)
        self._across.addWidget(self.preview)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.answers.strip)
        self._column.addLayout(self._across, 1)
        self._show_envelopes()

    def _connect(self) -> None:
        panel = self.list_panel
        self.reader.letters_read.connect(self._on_reader_letters_read)
        self.reader.paper_read.connect(lambda _id, pdf: self.preview.show_pdf(pdf))
        panel.table.current_changed.connect(lambda _id: self._on_current_changed())
        panel.table.row_opened.connect(lambda _id: self._go_to_detail())
        panel.find_watch.text_edited.connect(self._on_find_edit_edited)
        panel.find_row.line_edit.returnPressed.connect(self._go_to_list)
        panel.ready_dock.printer_chosen.connect(self._on_printer_chosen)
        panel.ready_dock.envelope_chosen.connect(self._on_envelope_chosen)
        panel.mail_dock.day_changed.connect(self._show_finish)
        self.batches.stage_changed.connect(self._show_printing)
        self.batches.failed.connect(panel.show_trouble)
        self.mailing.day_refused.connect(panel.mail_dock.show_error)
        self.mailing.mailed.connect(panel.mail_dock.forget_day)
        self.letter_deeds.one_wanted.connect(
            lambda row: self.batches.print([row.dispatch_id], self.list_panel.ready_dock.printer)
        )
        self.letter_deeds.undo_changed.connect(self._on_undo_changed)
        for asking in (self.batches, self.answers, self.letter_deeds):
            asking.sheet_wanted.connect(self.sheet_wanted)
        for part in (self.reader, self.batches, self.answers, self.letter_deeds, self.mailing):
            part.problem_met.connect(self.problem_met)
        self._kit.changes.changed.connect(self._on_records_changed)
        self.narrow_changed.connect(lambda _narrow: self._fit())
        self.theme.theme_changed.connect(self._fit)
        self._on_undo_changed(False)

    # What is shown

    def _show(self, showing: PrintShowing, kind: DocumentKind | None) -> None:
        """Other letters; what was left out of those is forgotten."""
        self.letters.show(showing, kind)
        self.list_panel.find_row.line_edit.setText("")
        self._in_detail = False
        self._fit()
        self.refresh()

    def _show_all(self) -> None:
        """The list and what is said about all of it."""
        letters, desk, panel = self.letters, self._kit.desk, self.list_panel
        showing, kind = letters.showing, letters.kind
        panel.show_dock(showing)
        panel.set_title(labels_print_room.list_head(showing, kind, self._begun, desk.time_zone))
        pages = sum(row.pages for row in letters.rows)
        panel.count_label.setText(
            labels_print_room.list_count(len(letters.rows), letters.total, pages)
        )
        none = labels_print_room.none_of(showing, kind, bool(letters.sought))
        panel.show_rows([letters.line(row) for row in letters.rows], none=none)
        to_print = showing != "ready"
        self.page_actions.next_step.set_words(
            labels_print_room.showing("ready" if to_print else "to_mail")
        )
        self._show_keys()
        self._show_finish()

    def _show_finish(self) -> None:
        """What F10 does, and what stays behind."""
        going, behind = self.letters.going(), self.letters.behind()
        finish, actions = self.page_actions.finish, self.page_actions
        if self.letters.showing == "to_mail":
            on = self.list_panel.mail_dock.day
            words = labels_print_room.mail_button(len(going), on, self._kit.desk.today())
            finish.set_words(words, icon="paper-plane-tilt")
            finish.set_reason(self._why_no_mail(len(going)))
        else:
            finish.set_words(labels_print_room.print_button(len(going)), icon="printer")
            finish.set_reason(self._why_no_batch(len(going)) or self._why_no_print())
        actions.save.set_reason(self._why_no_batch(len(going)) or self.batches.why_busy)
        actions.first_flaw.set_reason("" if behind else tr("No letter stays behind."))
        here = self.letters.showing == "ready"
        self.list_panel.ready_dock.show_behind(len(behind) if here else 0)
        others = tr("Only printed letters have a day of mailing.")
        actions.date.set_reason("" if self.letters.showing == "to_mail" else others)
        for action in (actions.printer, actions.envelope):
            action.set_reason("" if here else tr("Only what is to be printed has one."))
        turns = self.letters.showing in ("ready", "to_mail")
        actions.leave_out.set_reason("" if turns else tr("Nothing is sent from here."))

    def _why_no_batch(self, count: int) -> str:
        if self.letters.showing != "ready":
            return tr("These have been printed. F5 shows what is to print.")
        return "" if count else tr("No letter goes: they are left out, or stay behind.")

    def _why_no_print(self) -> str:
        """Why nothing can be handed to a printer now."""
        if self.list_panel.ready_dock.printer is None:
            return tr("No printer was found. Save the letters as a PDF.")
        return self.batches.why_busy

    def _why_no_mail(self, count: int) -> str:
        if not count:
            return tr("No printed letter goes.")
        return "" if self.list_panel.mail_dock.day else tr("The day of mailing cannot be read.")

    def _show_keys(self) -> None:
        """What the keys do in the list, which no button shows."""
        hints = [KeyHint("↑ ↓", tr("letter"))]
        if self.letters.showing in ("ready", "to_mail"):
            hints.append(KeyHint(self.page_actions.leave_out.key_text, tr("leave out")))
        hints.append(KeyHint("Enter", tr("the letter")))
        self.list_panel.show_keys(tuple(hints))

    def _show_printing(self) -> None:
        """How far the batch under way is."""
        stage = self.batches.stage
        self.list_panel.show_progress(
            stage.words, done=stage.done, of=stage.of, cancels=stage.cancels
        )
        if stage.words:
            self.list_panel.show_trouble("")
        self._show_back()
        self._show_finish()
        self.deeds.show(self._current)

    def _show_back(self) -> None:
        """Esc: away from the letter, or no batch after all."""
        back = self.page_actions.back
        if self.batches.stage.cancels:
            back.set_words(tr("Cancel the batch"))
        else:
            back.set_words(tr("Back to the list"))

    # Slots

    @property
    def _current(self) -> PrintRow | None:
        return self.letters.row(self.list_panel.table.current_id)

    def _on_reader_letters_read(self, found: Found) -> None:
        self.letters.take(found)
        self.answers.show_batches(found.batches, self.batches.begun)
        self._show_all()
        if self._wanted:
            self.list_panel.table.set_current(self._wanted)
            self._wanted = ""
        self._on_current_changed()
        self.bar_changed.emit(self.title, labels_print_room.bar(found.counts))

    def _on_current_changed(self) -> None:
        row = self._current
        self.deeds.show(row)
        self.page_actions.show_open(row)
        self.preview.show_row(row)
        self.reader.want_paper(row)
        self._fit()

    def _on_records_changed(self, what: frozenset[str], _by: object) -> None:
        if "dispatches" in what and self.isVisible():
            self.refresh()

    def _on_find_edit_edited(self, text: str) -> None:
        self.letters.sought = text.strip()
        self.refresh()

    def _on_printer_chosen(self, name: str) -> None:
        if name:
            self._kit.remember_printer(name)
        self._show_finish()
        self.deeds.show(self._current)

    def _on_envelope_chosen(self, key: str) -> None:
        self._kit.remember_envelope(key)
        self._take_envelope()
        self._show_all()

    def _on_undo_changed(self, there_is: bool) -> None:
        self.page_actions.undo.set_reason("" if there_is else tr("No letter was taken out."))

    # What the keys do

    def _begin_batch(self) -> None:
        """F2: read again, and take all in again."""
        self._begun = self._kit.desk.now()
        self.list_panel.show_trouble("")
        self._show("ready", self.letters.kind if self.letters.showing == "ready" else None)
        self._ask_printers()
        self._go_to_list()

    def _finish(self) -> None:
        """F10: print them, or mark them mailed."""
        going = self.letters.going()
        if self.letters.showing != "to_mail":
            self.batches.print(going, self.list_panel.ready_dock.printer)
            return
        on = self.list_panel.mail_dock.day
        if on is not None:
            self.mailing.mark(going, on)

    def _ask_showing(self) -> None:
        """F4: ask which letters are wanted."""
        letters = self.letters
        offered = choices(letters.showing, letters.found.kinds, letters.found.counts)
        now = (letters.showing, letters.kind)
        places = [(one.showing, one.kind) for one in offered]
        sheet = ChoiceSheet(
            tr("Show in the print room"),
            theme=self.theme,
            name="print_room_showing",
            words=[one.words for one in offered],
            current=places.index(now) if now in places else 0,
        )
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

    def _turn_letter(self, by: int) -> None:
        table = self.list_panel.table
        at = table.currentIndex().row() + by
        if 0 <= at < len(self.letters.rows):
            table.set_current(str(self.letters.rows[at].dispatch_id))

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

    # Printers and envelopes

    def _ask_printers(self) -> None:
        dock, kit = self.list_panel.ready_dock, self._kit
        kit.tasks.network(
            self,
            kit.list_printers,
            done=lambda found: dock.show_printers(found, chosen=kit.remembered_printer()),
            failed=lambda _error: dock.show_printers((), chosen=""),
        )

    def _show_envelopes(self) -> None:
        name = stationery_for(self._kit.desk.country).envelope
        offered = (
            (WINDOW, tr("{envelope}, left window").format(envelope=name)),
            (PLAIN, tr("{envelope}, no window").format(envelope=name)),
        )
        chosen = self._kit.remembered_envelope()
        self.list_panel.ready_dock.show_envelopes(offered, chosen=chosen)
        self._take_envelope()

    def _take_envelope(self) -> None:
        has_window = self.list_panel.ready_dock.envelope != PLAIN
        self.letters.set_window(has_window)
        self.preview.set_window(has_window)

    def _fit(self) -> None:
        px, narrow = self.theme.px, self.narrow
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(12))
        self._across.setSpacing(px(12))
        if self._current is None:
            self._in_detail = False
        self.list_panel.setVisible(not narrow or not self._in_detail)
        self.preview.setVisible(not narrow or self._in_detail)
        large = self.width() >= px(_LARGE_FROM)
        width = px(_DETAIL_WIDTH_LARGE if large else _DETAIL_WIDTH)
        width = min(width, self.width() * 44 // 100)
        self.preview.setMinimumWidth(0 if narrow else width)
        self.preview.setMaximumWidth(_ANY_WIDTH if narrow else width)
        self.preview.dock.set_compact(narrow)
        self.list_panel.set_compact(narrow)
