"""F9: the confirmation on the screen, to a printer, into a file; every sending on record."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.dispatch import printing
from desktop.dispatch.printing import FileThereError, PrintJob
from desktop.documents.rendered import RenderedDocument
from desktop.errors import WorldError
from desktop.platform.printers import Printer
from desktop.services import cancellation_letters, confirmations
from desktop.services.confirmations import Letter, LetterWords
from models import order_numbers
from models.dispatch import DispatchState, Route
from models.ids import uuid7
from ui import labels, labels_counts, labels_money
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.side_sheet import SideSheet

if TYPE_CHECKING:
    from ui.dialogs.print_sheet import PrintSheet
    from ui.pages.call_desk.paper_post import PaperPost
    from ui.pages.call_desk.paper_sending import FaxParts, PaperSending

WORDS = LetterWords(
    hold=labels.hold_on_paper,
    card=labels.card_words,
    cheque=labels_money.cheque_on_paper,
    terms=labels_money.terms_on_paper,
    nothing_to_pay=labels_money.nothing_to_pay(),
)


@dataclass(frozen=True, kw_only=True)
class PaperKit:
    """Where letters come from and go to.

    Attributes:
        render: makes the PDF; slow enough to be called off the GUI thread only.
        list_printers: blocks; off the GUI thread.
        folder: where Save as PDF puts letters unless something else is typed.
        remembered_printer, remember_printer: the printer used last.
        fax_parts: what leaves when a document is faxed: (session, document id, number, name) to
            (pdf, pages), cover sheet included; slow, for a working thread.
    """

    render: Callable[..., RenderedDocument]
    list_printers: Callable[[], tuple[Printer, ...]]
    folder: Path
    remembered_printer: Callable[[], str]
    remember_printer: Callable[[str], None]
    fax_parts: FaxParts


class PaperFlow(QObject):
    """Makes the letter of an order and shows its sheet.

    Signals:
        sheet_wanted(SideSheet): the window opens it.
        problem_met(object exc, str where).
    """

    sheet_wanted = Signal(SideSheet)
    problem_met = Signal(object, str)

    def __init__(self, *, kit: DeskKit, paper: PaperKit, parent: QObject) -> None:
        """Nothing is loaded yet."""
        super().__init__(parent)
        self._kit = kit
        self._paper = paper
        self._letter: Letter | None = None
        self._title = ""
        self._dispatch_id: uuid.UUID | None = None

    @property
    def folder(self) -> Path:
        """Where files go unless something else is typed."""
        return self._paper.folder

    @cached_property
    def sheet(self) -> PrintSheet:
        """The sheet; made when it is first wanted, for its preview is slow to load."""
        from ui.dialogs.print_sheet import PrintSheet

        sheet = PrintSheet(theme=self._kit.theme, actions=self._kit.actions)
        sheet.print_requested.connect(self._on_sheet_print_requested)
        sheet.save_requested.connect(self._on_sheet_save_requested)
        sheet.paper_answered.connect(self._on_sheet_paper_answered)
        sheet.send_requested.connect(self._on_sheet_send_requested)
        return sheet

    @cached_property
    def sending(self) -> PaperSending:
        """Asks where a letter goes by fax or e-mail, and puts it into the outbox."""
        from ui.pages.call_desk.paper_sending import PaperSending  # seldom wanted, not at the start

        sending = PaperSending(kit=self._kit, fax_parts=self._paper.fax_parts, parent=self)
        sending.sheet_wanted.connect(self.sheet_wanted)
        sending.problem_met.connect(self.problem_met)
        sending.left.connect(lambda: self.sheet_wanted.emit(self.sheet))
        return sending

    @cached_property
    def post(self) -> PaperPost:
        """Offers the print room on the sheet, and puts a letter there."""
        from ui.pages.call_desk.paper_post import PaperPost

        post = PaperPost(kit=self._kit, sheet=self.sheet, parent=self)
        post.problem_met.connect(self.problem_met)
        return post

    def open(self, order_id: uuid.UUID) -> None:
        """Make the order's confirmation (or find the one that there is) and show it."""
        title = self.tr("Confirmation, order {number}")
        self._open_letter(confirmations.make, order_id, title=title, stem="confirmation")

    def open_cancellation(self, order_id: uuid.UUID) -> None:
        """Make the letter of a cancelled order (or find the one that there is) and show it."""
        title = self.tr("Cancellation, order {number}")
        self._open_letter(cancellation_letters.prepare, order_id, title=title, stem="cancellation")

    def _open_letter(
        self, make: Callable[..., Letter], order_id: uuid.UUID, *, title: str, stem: str
    ) -> None:
        desk, render, command_id = self._kit.desk, self._paper.render, uuid7()
        self.open_paper(
            lambda session: make(
                session, desk, order_id, words=WORDS, render=render, command_id=command_id
            ),
            title=lambda made: title.format(number=order_numbers.display(made.order_number)),
            stem=stem,
        )

    def open_paper(
        self, make: Callable[[Any], Letter], *, title: Callable[[Letter], str], stem: str
    ) -> None:
        """Make or find another paper and show it; *stem* begins the name of its file."""
        self._kit.tasks.command(
            self,
            make,
            done=lambda letter: self._show(letter, title(letter), stem),
            failed=lambda error: self.problem_met.emit(error, stem),
            changed={"documents"},
            name=f"make_{stem}",
        )
        self._ask_printers()

    def _ask_printers(self) -> None:
        self._kit.tasks.network(
            self,
            self._paper.list_printers,
            done=lambda found: self.sheet.show_printers(
                found, chosen=self._paper.remembered_printer()
            ),
            failed=lambda _error: self.sheet.show_printers(()),
        )

    def _show(self, letter: Letter, title: str, stem: str) -> None:
        self._letter, self._title = letter, title
        self.sheet.show_document(
            RenderedDocument(
                pdf=letter.pdf,
                sha256=letter.sha256,
                pages=letter.pages,
                unprintable=letter.unprintable,
            ),
            title=title,
            file_path=str(
                self._paper.folder / f"{stem}-{letter.order_number or letter.sha256[:8]}.pdf"
            ),
            note=self._note(letter),
        )
        # What goes into no window envelope needs no mark of its window.
        self.sheet.document_preview.set_guide(bool(letter.order_number))
        self.sheet.offer_sending(bool(letter.order_number))
        self.post.show_document(letter.document_id)
        self.sheet_wanted.emit(self.sheet)

    def _note(self, letter: Letter) -> str:
        on_paper = [p for p in letter.printings if p.route is Route.PRINTER]
        if any(p.state is DispatchState.QUEUED for p in on_paper):
            return self.tr("It waits in the print room for the next batch.")
        printed = [p for p in on_paper if p.state is not DispatchState.STOPPED]
        count = len(printed)
        if not count:
            return self.tr("Not printed yet")
        when = labels.clock_time(printed[-1].at, self._kit.desk.time_zone)
        if count == 1:
            return self.tr("Printed at {when}. A reprint is the same paper.").format(when=when)
        return self.tr(
            "Printed {count} times, last at {when}. A reprint is the same paper."
        ).format(count=count, when=when)

    def _on_sheet_send_requested(self, route: Route) -> None:
        if self._letter is not None:
            self.sending.ask(self._letter.document_id, self._title, route)

    def _on_sheet_print_requested(self, printer: str, copies: int) -> None:
        letter = self._letter
        if letter is None:
            return
        self._paper.remember_printer(printer)
        media = "Letter" if self._kit.store.country in ("US", "CA") else "A4"
        title = self._title
        self.sheet.show_working(self.tr("Sending to the printer"))
        self._kit.tasks.network(
            self,
            lambda: printing.print_document(
                letter.pdf, printer=printer, copies=copies, media=media, title=title
            ),
            done=lambda job: self._on_printed(letter, job, copies),
            failed=lambda error: self._on_print_failed(letter, printer, copies, error),
        )

    def _on_printed(self, letter: Letter, job: PrintJob, copies: int) -> None:
        self._record(letter, Route.PRINTER, job.printer, copies, job=job.id, failure="")
        words = self.tr("Sent to {printer}: {pages}.").format(
            pages=labels_counts.pages(letter.pages * copies), printer=job.printer
        )
        self.sheet.show_printed(words)

    def _on_print_failed(
        self, letter: Letter, printer: str, copies: int, error: BaseException
    ) -> None:
        words = (
            error.words if isinstance(error, WorldError) else self.tr("It could not be printed.")
        )
        self._record(letter, Route.PRINTER, printer, copies, job="", failure=words)
        self.sheet.show_problem(words)
        if not isinstance(error, WorldError):
            self.problem_met.emit(error, "print")

    def _on_sheet_save_requested(self, path: str, replace: bool) -> None:
        letter = self._letter
        if letter is None:
            return
        target = Path(path).expanduser()
        self._kit.tasks.network(
            self,
            lambda: printing.save_pdf(letter.pdf, target, overwrite=replace),
            done=lambda _none: self._on_saved(letter, target),
            failed=self._on_save_failed,
        )

    def _on_saved(self, letter: Letter, target: Path) -> None:
        self._record(letter, Route.FILE, target.name, 1, job="", failure="")
        self.sheet.show_saved(self.tr("Saved as {path}").format(path=target))

    def _on_save_failed(self, error: BaseException) -> None:
        if isinstance(error, FileThereError):
            self.sheet.show_file_there()
        elif isinstance(error, WorldError):
            self.sheet.show_problem(error.words)
        else:
            self.sheet.show_problem(self.tr("The file could not be written."))
            self.problem_met.emit(error, "save_pdf")

    def _record(
        self, letter: Letter, route: Route, where: str, copies: int, *, job: str, failure: str
    ) -> None:
        desk, command_id = self._kit.desk, uuid7()
        self._dispatch_id = None
        self._kit.tasks.command(
            self,
            lambda session: confirmations.record_sending(
                session, desk, letter.document_id, route=route, destination=where,
                copies=copies, job=job, failure=failure, command_id=command_id,
            ),
            done=self._on_recorded if route is Route.PRINTER and not failure else None,
            changed={"dispatches"},
            name="record_sending",
        )  # fmt: skip

    def _on_recorded(self, dispatch_id: uuid.UUID) -> None:
        self._dispatch_id = dispatch_id

    def _on_sheet_paper_answered(self, good: bool) -> None:
        dispatch_id, self._dispatch_id = self._dispatch_id, None
        if dispatch_id is None:
            return
        desk, command_id = self._kit.desk, uuid7()
        self._kit.tasks.command(
            self,
            lambda session: confirmations.answer_paper(
                session, desk, dispatch_id, good=good, command_id=command_id
            ),
            done=None,
            changed={"dispatches"},
            name="answer_paper",
        )
