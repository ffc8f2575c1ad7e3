"""What can be done in the print room besides what is done with one letter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.services.print_room_shapes import PrintRow, PrintShowing
from ui import labels_print_room
from ui.actions import Action, ActionTable, DeskAction
from ui.labels_print_room import tr
from ui.shortcuts import KEYS
from ui.widgets.key_hints import KeyHint

PAGE = "print_room"


class PageActions:
    """The page's own actions; their words follow what is shown."""

    def __init__(self, *, table: ActionTable, host: QWidget) -> None:
        """``connect`` says what each does."""
        self._table, self._host = table, host

    def connect(self, does: dict[str, Callable[[], object]], *, list_host: QWidget) -> None:
        """Put them into the table; *list_host* is the list, in which Space is theirs."""

        def add(name: str, text: str, icon: str, *keys: str, hint: str = "") -> DeskAction:
            line = Action(f"{PAGE}.{name}", text, icon, PAGE, hint=hint, keys=keys)
            return self._table.add(line, does[name], host=self._host)

        self.new_batch = add("new_batch", tr("New batch"), "plus", *KEYS["begin"])
        self.finish = add("finish", tr("Print"), "printer", *KEYS["finish"])
        self.show = add("show", tr("Show"), "funnel", "F4")
        self.next_step = add("next_step", tr("To mail"), "arrow-right", "F5")
        self.first_flaw = add("first_flaw", tr("Go to the first to put right"), "", "F6")
        self.save = add("save", tr("Save as PDF"), "file-pdf", *KEYS["save_pdf"])
        self.envelopes = add("envelopes", tr("Envelopes"), "envelope-simple", "Alt+V")
        self.labels = add("labels", tr("Labels"), "tag", "Alt+L")
        self.printer = add("printer", tr("Choose the printer"), "", "Alt+P")
        self.envelope = add("envelope", tr("Choose the envelope"), "", "Alt+E")
        self.date = add("date", tr("Day of mailing"), "", "Alt+D")
        self.find = add("find", tr("Find a letter"), "", "Alt+F")
        self.good = add("good", tr("Yes, all good"), "check", *KEYS["paper_good"])
        self.bad = add("bad", tr("Reprint some"), "", *KEYS["paper_bad"])
        self.undo = add("undo", tr("Put back"), "arrow-counter-clockwise", "Ctrl+Z")
        self.previous = add("previous", tr("Letter before"), "", "PgUp")
        self.next = add("next", tr("Next letter"), "", "PgDown")
        self.page_before = add("page_before", tr("Page before"), "", "Ctrl+PgUp")
        self.next_page = add("next_page", tr("Next page"), "", "Ctrl+PgDown")
        self.guide = add("guide", tr("Window guide"), "", "Ctrl+W")
        self.larger = add("larger", tr("Larger"), "", "Ctrl++", "Ctrl+=")
        self.smaller = add("smaller", tr("Smaller"), "", "Ctrl+-")
        self.whole_page = add("whole_page", tr("Whole page"), "", "Ctrl+0")
        self.back = add("back", tr("Back to the list"), "", "Esc")
        self.leave_out = self._table.add(
            Action(
                f"{PAGE}.leave_out", tr("Leave out, or take in"), "minus", PAGE,
                hint=tr("leave out"), keys=("Space",),
            ),
            does["leave_out"],
            host=list_host,
            in_focus=True,
        )  # fmt: skip

    def list_keys(self, showing: PrintShowing) -> tuple[KeyHint, ...]:
        """What the keys do in the list, which no button shows."""
        hints = [KeyHint("↑ ↓", tr("letter"))]
        if showing in ("ready", "to_mail"):
            hints.append(KeyHint(self.leave_out.key_text, self.leave_out.hint))
        return (*hints, KeyHint("Enter", tr("the letter")))

    def show_step(self, showing: PrintShowing) -> None:
        """Say where F5 goes."""
        other: PrintShowing = "to_mail" if showing == "ready" else "ready"
        self.next_step.set_words(labels_print_room.showing(other))

    def show_open(self, row: PrintRow | None) -> None:
        """Say what Alt+O opens."""
        opens = self._table.get(f"{PAGE}.open")
        if row is not None and row.request_id is not None:
            opens.set_words(tr("Open the opt-out"), icon="prohibit")
        else:
            opens.set_words(tr("Open the order"), icon="receipt")
