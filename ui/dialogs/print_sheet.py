"""The sheet that shows a letter and sends it to a printer or into a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.documents.rendered import RenderedDocument
from desktop.platform.printers import Printer
from models.dispatch import Route
from ui.actions import ActionTable, DeskAction
from ui.dialogs.print_sheet_actions import PREFIX, print_sheet_actions
from ui.dialogs.print_sheet_fields import PrintFields
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.document_preview import DocumentPreview
from ui.widgets.key_button import KeyButton
from ui.widgets.key_hints import AreaHints, KeyHint, KeyHintLine
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel

_HINTS = ("guide", "previous_page", "next_page", "larger", "smaller", "whole_page")


class PrintSheet(SideSheet):
    """Shows a letter, asks for its printing or saving, and once whether the paper is good.

    It calls no service: the page listens to its signals, does the work in the background, and tells
    it the outcome with ``show_printed``, ``show_saved``, ``show_file_there`` or ``show_problem``.
    Closing is ``sheet_closed``.

    Signals:
        print_requested(printer, copies): the printer's name and how often.
        save_requested(path, replace): where to; whether a file of that name may be replaced.
        paper_answered(good): a person's word on the paper, once for each printing.
        send_requested(Route): it is to go by fax or by e-mail; the page asks where to.
        post_requested: it is to wait in the print room for the next batch.
    """

    print_requested = Signal(str, int)
    save_requested = Signal(str, bool)
    paper_answered = Signal(bool)
    send_requested = Signal(object)
    post_requested = Signal()

    def __init__(
        self, *, theme: Theme, actions: ActionTable, parent: QWidget | None = None
    ) -> None:
        """Make it closed; its keys are added to the table of actions under its own context."""
        super().__init__(
            self.tr("Paper"), theme=theme, name="print_sheet", width=900, parent=parent
        )
        self._actions = actions
        self._readable = self._may_send = False
        self._why_no_post = ""
        self.document_preview = DocumentPreview(theme=theme, name="document_preview")
        self.fields = PrintFields(theme=theme)
        self._add_actions()
        self._build()
        self._connect()
        self._on_sheet_theme_changed()
        self._ask_about_paper("")
        self.offer_sending(False)
        self.offer_post(False)

    # What the page says

    def show_document(
        self, document: RenderedDocument, *, title: str, file_path: str, note: str = ""
    ) -> None:
        """Show a document from its first page.

        Args:
            document: the finished letter.
            title: the sheet's head ("Confirmation, order 4718 2063-5").
            file_path: where Save as PDF puts it unless something else is typed.
            note: a muted line under the title.
        """
        self.title_label.setText(title)
        self.setAccessibleName(title)
        self.subtitle_label.setText(note)
        self.subtitle_label.setVisible(bool(note))
        self.fields.show_path(file_path)
        self.fields.show_flaws(document)
        self._readable = self.document_preview.show_pdf(document.pdf)
        self.outcome_banner.show_message(kind="info")
        self._ask_about_paper("")
        self._refresh()
        if not self._readable:
            self.show_problem(self.tr("The letter cannot be shown. Make it again."))

    def show_printers(self, printers: Sequence[Printer], *, chosen: str = "") -> None:
        """List the printers; *chosen* is the one used last, wherever that is kept."""
        self.fields.show_printers(printers, chosen=chosen)

    def offer_sending(self, offered: bool) -> None:
        """Whether it may also go by fax and by e-mail: a letter to a customer may."""
        self._may_send = offered
        for button in self.send_buttons:
            button.setVisible(offered)
        self._fit_buttons()
        self._refresh()

    def offer_post(self, offered: bool, *, why_not: str = "") -> None:
        """Whether it may wait in the print room: a letter to somebody with an address may.

        *why_not*: it cannot all the same, such as because it waits there already.
        """
        self.post_button.setVisible(offered)
        self._fit_buttons()
        missing = self.tr("It is no letter to somebody with an address.")
        self._why_no_post = why_not if offered else missing
        self._refresh()

    def show_working(self, words: str) -> None:
        """Something is under way; nothing else can be asked for until its outcome is told."""
        for name in ("print", "save_pdf", "fax", "email", "post"):
            self.action_called(name).set_reason(words)

    def show_printed(self, words: str) -> None:
        """The printer took it: ask for a person's word. *words*: "2 pages went to Laser"."""
        self._refresh()
        self.outcome_banner.show_message(kind="info")
        self._ask_about_paper(words)

    def show_saved(self, words: str) -> None:
        """The file is written; *words* say where."""
        self.fields.forget_file()
        self._refresh()
        self.outcome_banner.show_message(kind="ok", text=words)

    def show_file_there(self) -> None:
        """A file of that name exists: the same key once more replaces it."""
        self._refresh()
        words = self.tr("There is a file of that name. {key} again replaces it.")
        self.fields.show_file_there(words.format(key=self.action_called("save_pdf").key_text))

    def show_problem(self, words: str) -> None:
        """It did not work; *words* say why and what to do."""
        self._refresh()
        self.outcome_banner.show_message(kind="bad", text=words)

    def action_called(self, name: str) -> DeskAction:
        """One of the sheet's own actions: print, save_pdf, paper_good, …"""
        return self._actions.get(PREFIX + name)

    def first_field(self) -> QWidget | None:
        """The print button, so that Enter prints; what can be used where that is not possible."""
        if self.print_button.isEnabled() and self.print_button.isVisibleTo(self):
            return self.print_button
        return super().first_field()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The icons go where there is no room for all buttons."""
        super().resizeEvent(event)
        self._fit_buttons()

    # How it is made

    def _add_actions(self) -> None:
        view = self.document_preview
        does: dict[str, Callable[[], object]] = {
            "print": self._on_print_triggered,
            "save_pdf": self._on_save_triggered,
            "fax": lambda: self.send_requested.emit(Route.FAX),
            "email": lambda: self.send_requested.emit(Route.EMAIL),
            "post": self.post_requested.emit,
            "paper_good": lambda: self._on_paper_answered(True),
            "paper_bad": lambda: self._on_paper_answered(False),
            "printer": self.fields.printer_combo.setFocus,
            "copies": self.fields.copies_spin.setFocus,
            "previous_page": lambda: view.go_to(max(1, view.page - 1)),
            "next_page": lambda: view.go_to(view.page + 1),
            "guide": lambda: view.set_guide(not view.guide_shown),
            "larger": lambda: view.zoom_by(1),
            "smaller": lambda: view.zoom_by(-1),
            "whole_page": lambda: view.zoom_by(0),
        }
        for action in print_sheet_actions(self.sheet_id):
            self._actions.add(action, does[action.id.removeprefix(PREFIX)], host=self)

    def _build(self) -> None:
        theme = self._theme
        self.fields.add_keys(
            printer=self.action_called("printer"), copies=self.action_called("copies")
        )
        self.page_label = TextLabel(theme=theme, role="caption", tone="muted")
        self.page_label.setObjectName("page_label")
        self.hint_line = KeyHintLine(theme=theme)
        known = [self.action_called(name) for name in _HINTS]
        hints = tuple(KeyHint(action.key_text, action.hint) for action in known)
        self.hint_line.show_hints(AreaHints(hints=hints))
        self.outcome_banner = Banner(theme=theme, name="outcome_banner")
        self.paper_banner = Banner(theme=theme, name="paper_banner", icon="question-fill")
        for name in ("paper_good", "paper_bad"):
            self.paper_banner.add_button(KeyButton(theme=theme, action=self.action_called(name)))
        self.print_button = KeyButton(
            theme=theme, action=self.action_called("print"), variant="primary", wide=True
        )
        self.save_button = KeyButton(theme=theme, action=self.action_called("save_pdf"), height=40)
        self.send_buttons = [
            KeyButton(theme=theme, action=self.action_called(name), height=40)
            for name in ("fax", "email")
        ]
        self.post_button = KeyButton(theme=theme, action=self.action_called("post"), height=40)
        self._lay_out()

    def _lay_out(self) -> None:
        expanding = QSizePolicy.Policy.Expanding
        self.document_preview.setSizePolicy(expanding, expanding)
        self._hints = QHBoxLayout()
        self._hints.addWidget(self.hint_line, 1)
        self._hints.addWidget(self.page_label)
        self._left = QVBoxLayout()
        self._left.addWidget(self.document_preview, 1)
        self._left.addLayout(self._hints)
        self._columns = QHBoxLayout()
        self._columns.addLayout(self._left, 1)
        self._columns.addWidget(self.fields)
        self.body.addLayout(self._columns, 1)
        self._buttons, self._more_buttons = QHBoxLayout(), QHBoxLayout()
        self._buttons.addWidget(self.print_button, 1)
        self._more_buttons.addStretch(1)
        for button in (self.post_button, *self.send_buttons, self.save_button):
            self._buttons.addWidget(button)
        self.foot.addWidget(self.outcome_banner)
        self.foot.addWidget(self.paper_banner)
        self.foot.addLayout(self._more_buttons)
        self.foot.addLayout(self._buttons)

    def _connect(self) -> None:
        self.document_preview.page_changed.connect(self._on_preview_page_changed)
        self.fields.printer_chosen.connect(self._refresh)
        self._theme.theme_changed.connect(self._on_sheet_theme_changed)

    def _refresh(self) -> None:
        """What can be asked for now, and the reason where something cannot."""
        chosen = self.fields.chosen
        reason = "" if self._readable else self.tr("There is no letter to print.")
        self.action_called("save_pdf").set_reason(reason)
        unsent = reason or ("" if self._may_send else self.tr("It is no letter to a customer."))
        for name in ("fax", "email"):
            self.action_called(name).set_reason(unsent)
        self.action_called("post").set_reason(reason or self._why_no_post)
        missing = self.tr("No printer was found. Save the letter as a PDF.")
        if not reason and chosen is None:
            reason = missing
        self.action_called("print").set_reason(reason)
        self.fields.printer_row.set_hint(chosen.problem if chosen else missing)

    def _ask_about_paper(self, words: str) -> None:
        title = self.tr("Is the paper good?") if words else ""
        self.paper_banner.show_message(kind="info", icon="question-fill", title=title, text=words)
        for name in ("paper_good", "paper_bad"):
            reason = "" if words else self.tr("Nothing was printed yet.")
            self.action_called(name).set_reason(reason)

    def _fit_buttons(self) -> None:
        """Without icons where there is no room, and in two rows where there is still none."""
        ways = (self.post_button, *self.send_buttons)
        buttons = (self.print_button, *ways, self.save_button)
        for compact in (False, True):
            for button in buttons:
                button.set_compact(compact)
            shown = [button for button in buttons if not button.isHidden()]
            wanted = sum(button.sizeHint().width() for button in shown)
            fits = wanted + self._buttons.spacing() * len(shown) <= self.width() - self._theme.px(
                48
            )
            if fits:
                break
        for at, button in enumerate(ways):
            if fits:
                self._buttons.insertWidget(at + 1, button)
            else:
                self._more_buttons.insertWidget(at, button)

    # Slots

    def _on_print_triggered(self) -> None:
        self.print_requested.emit(self.fields.printer, self.fields.copies)

    def _on_save_triggered(self) -> None:
        if not self.fields.path:
            self.fields.show_path_error(self.tr("Type a name for the file."))
            return
        replace = self.fields.may_replace
        self.fields.forget_file()
        self.save_requested.emit(self.fields.path, replace)

    def _on_paper_answered(self, good: bool) -> None:
        self._ask_about_paper("")
        if not good:
            self.print_button.setFocus()
        self.paper_answered.emit(good)

    def _on_preview_page_changed(self, page: int, pages: int) -> None:
        words = self.tr("Page {page} of {pages}").format(page=page, pages=pages)
        self.page_label.setText(words if pages else "")

    def _on_sheet_theme_changed(self) -> None:
        px = self._theme.px
        self._columns.setSpacing(px(16))
        self._left.setSpacing(px(6))
        self._hints.setSpacing(px(6))
        for row in (self._buttons, self._more_buttons):
            row.setSpacing(px(8))
        self._fit_buttons()
