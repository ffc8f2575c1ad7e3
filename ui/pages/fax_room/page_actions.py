"""The fax room's own lines of the table of actions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.actions import Action, ActionTable, DeskAction
from ui.labels_fax import tr
from ui.pages.fax_room.context import CONTEXT
from ui.shortcuts import KEYS


class PageActions:
    """What to show, opening a fax, the page, the form, and back."""

    def __init__(
        self, *, table: ActionTable, host: QWidget, does: dict[str, Callable[[], object]]
    ) -> None:
        """Add them; *does* says what each one does, by its name here."""

        def add(name: str, text: str, icon: str, *keys: str, hint: str = "") -> DeskAction:
            line = Action(f"{CONTEXT}.{name}", text, icon, CONTEXT, hint=hint, keys=keys)
            return table.add(line, lambda: does[name](), host=host)

        self.call_now = add("call_now", tr("Call"), "phone-outgoing", *KEYS["begin"])
        self.have_called = add("have_called", tr("Have them called"), "check", *KEYS["finish"])
        self.keep_draft = add("keep_draft", tr("Keep as draft"), "floppy-disk", "Ctrl+S")
        self.open = add("open", tr("Open the page"), "bounding-box", "F5")
        self.read_again = add("read_again", tr("Read it again"), "arrows-clockwise", "F6")
        self.show = add("show", tr("Show"), "funnel", "F4")
        self.send_form = add("send_form", tr("Fax an order form"), "paper-plane-tilt", "F9")
        self.marks = add("marks", tr("Marks on the words"), "keyboard", "Ctrl+M")
        self.use_known = add("use_known", tr("Use this customer"), "user", "Alt+U")
        self.let_go = add("let_go", tr("Leave it to others"), "sign-out", "Alt+L")
        self.reopen = add("reopen", tr("Take it up again"), "arrow-counter-clockwise", "Alt+T")
        self.next_page = add("next_page", tr("Next page"), "", "Ctrl+PgDown")
        self.page_before = add("page_before", tr("Page before"), "", "Ctrl+PgUp")
        self.larger = add("larger", tr("Larger"), "", "Ctrl++", "Ctrl+=")
        self.smaller = add("smaller", tr("Smaller"), "", "Ctrl+-")
        self.fit = add("fit", tr("Page as wide as the view"), "", "Ctrl+0")
        self.turn = add("turn", tr("Turn the page"), "", "Alt+R")
        self.other = add(
            "other_side", tr("Between list, page and form"), "", "Ctrl+Tab", hint=tr("to the form")
        )
        self.before = add("side_before", tr("Back between them"), "", "Ctrl+Shift+Tab")
        self.back = add("back", tr("Back to the list"), "", "Esc", hint=tr("list"))
