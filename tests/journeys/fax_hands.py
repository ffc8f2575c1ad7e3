"""Hands in the fax room: a fax is found in the list, opened, reviewed in its window, and keyed."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt

from models.received_fax import FaxState
from tests.journeys.sitting import Sitting
from ui.pages.fax_room.page import FaxRoomPage
from ui.redaction.host import RedactionHost
from ui.widgets.side_sheet import SideSheet

TYPED = "+15185550177"
CARD_TYPED = "+19095550168"
UPSIDE_DOWN = "+14805550164"
OPT_OUT = "+15675550114"
CARD_BY_HAND = "+19095550142"
JUNK = "TONER DEALS DAILY"
DAMAGED = "+16285550185"
"""Who sends the practice shop's sample faxes."""

_COMING_SECONDS = 150.0
"""They are drawn and read one after the other, and told of together: 20 s on an idle machine."""


class FaxHands:
    """Somebody in the fax room of a desk that is open."""

    def __init__(self, desk: Sitting) -> None:
        """Alt+3. The first faxes begin to come."""
        self.desk = desk
        desk.alt(Qt.Key.Key_3)
        desk.until(lambda: desk.workspace.fax_room.page.page is not None, "the fax room")
        self.states: list[str] = []
        self.host.state_changed.connect(self.states.append)

    @property
    def page(self) -> FaxRoomPage:
        """The fax room."""
        page = self.desk.workspace.fax_room.page.page
        assert isinstance(page, FaxRoomPage)
        return page

    @property
    def host(self) -> RedactionHost:
        """The workspace's side of the redaction window, which is a process of its own."""
        (found,) = self.page.findChildren(RedactionHost)
        return found

    def state(self, sender: str) -> FaxState | None:
        """How the fax of *sender* stands in the list; None where it is not in it."""
        rows = self.page.reader.rows
        found = [row.state for row in rows if sender in (row.sender, row.sender_words)]
        return found[0] if found else None

    def fax_id(self, sender: str) -> uuid.UUID:
        """Of the fax of *sender*, which is in the list."""
        rows = self.page.reader.rows
        return next(row.id for row in rows if sender in (row.sender, row.sender_words))

    def wait_for(self, sender: str, state: FaxState) -> uuid.UUID:
        """Wait until the fax of *sender* stands in the list in that state."""
        ends_at = time.monotonic() + _COMING_SECONDS
        while self.state(sender) is not state:
            assert time.monotonic() < ends_at, f"the fax of {sender} is not {state.value}"
            self.desk.player.pause()
        return self.fax_id(sender)

    def wait_for_all(self) -> None:
        """The first sample faxes have come, and the page reader has been over them."""
        for sender in (TYPED, CARD_TYPED, UPSIDE_DOWN, OPT_OUT, CARD_BY_HAND, JUNK):
            self.wait_for(sender, FaxState.UNREVIEWED)
        self.wait_for(DAMAGED, FaxState.DAMAGED)
        self.desk.player.settle()

    def go_to(self, sender: str) -> None:
        """Home, and Down until the fax of *sender* is shown."""
        desk = self.desk
        desk.player.wait_for_focus("faxes_table")
        wanted = self.fax_id(sender)
        desk.press(Qt.Key.Key_Home)
        for _ in self.page.reader.rows:
            if self.page.table.current_id == wanted:
                break
            desk.press(Qt.Key.Key_Down)
        desk.until(
            lambda: self.page.fax is not None and self.page.fax.row.id == wanted,
            f"the fax of {sender}",
        )
        desk.player.settle()

    def open_window(self, *, pages: int = 1) -> int:
        """Enter, and a look at every page; the number of the window's process."""
        self.states.clear()
        self.desk.press(Qt.Key.Key_Return)
        for page in range(1, pages + 1):
            if page > 1:
                self.host.send_key("PgDown")
            self.desk.until(
                lambda shown=page: self.states.count("shown") == shown,  # type: ignore[misc]
                f"page {page} in the redaction window",
            )
        return self.host.process_id

    def confirm(self) -> None:
        """F10 in the window, until its words are read; the form has the focus."""
        fax = self.page.fax
        assert fax is not None
        self.host.send_key("F10")
        self.desk.until(lambda: not self.host.is_open, "the boxes to be burnt in")
        self.desk.until(lambda: bool(self.page.page_panel.view.words), "the words to be read")
        self.desk.player.settle()

    @contextmanager
    def sheet(self, name: str) -> Iterator[SideSheet]:
        """Wait until the sheet called *name* is open; afterwards, until it is closed."""
        window = self.desk.workspace.window

        def is_open() -> bool:
            sheet = window.open_sheet_now
            return sheet is not None and sheet.objectName() == name

        self.desk.until(is_open, name)
        sheet = window.open_sheet_now
        assert sheet is not None
        yield sheet
        self.desk.until(lambda: window.open_sheet_now is None, f"{name} to close")
        self.desk.player.settle()

    def mark(self, text: str, *, whole: bool = False) -> None:
        """Ctrl+M, and the letters beside the word *text*; with Shift, for all up to the next gap."""
        desk = self.desk
        desk.chord(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_M)
        picker, words = self.page.words.picker, self.page.page_panel.view.words
        desk.until(lambda: picker.is_picking, "the marks")
        letters = next(mark for mark, at in picker._marks.items() if words[at].text == text)
        shift = Qt.KeyboardModifier.ShiftModifier if whole else Qt.KeyboardModifier.NoModifier
        for letter in letters:
            desk.chord(shift, Qt.Key(ord(letter.upper())))
        assert not picker.is_picking
        desk.player.pause()

    def key_in(self, **fields: str) -> None:
        """Tab to each field in turn, and type; a ZIP fills town and state."""
        for name, text in fields.items():
            self.desk.tab_to(f"fax_{name}_edit")
            self.desk.player.type(text)

    def add_item(self, sku: str, quantity: str, *, by_mark: bool = False) -> None:
        """A line of the form: its SKU, typed or taken from the page, and how many."""
        desk, before = self.desk, len(self.page.form_panel.form_lines.lines)
        desk.player.wait_for_focus("fax_entry_edit")
        if by_mark:
            self.mark(sku)
        else:
            desk.player.type(sku)
        desk.press(Qt.Key.Key_Return)
        desk.player.wait_for_focus("fax_quantity_edit")
        desk.player.type(quantity)
        desk.press(Qt.Key.Key_Return)
        desk.player.wait_for_focus("fax_entry_edit")
        desk.until(lambda: len(self.page.form_panel.form_lines.lines) == before + 1, "the line")
