"""The calls that the demo plays, key by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.demo.player import Player
from ui.pages.call_desk.page import CallDeskPage

CALLER_ID = "+1 909 555 0142"
"""Marguerite Holloway of the sample shop."""


def new_caller(player: Player) -> None:
    """A new caller, two lines, ship-to elsewhere, approved, held, printed."""
    _begin(player)
    with player.step("new customer"):
        player.type("9515550187")
        player.key(Qt.Key.Key_Return)
        player.wait_for_focus("customer_given_name_edit")
        player.type("Rosa")
        player.key(Qt.Key.Key_Return)
        player.type("Medina")
        player.key(Qt.Key.Key_Return)
        player.key(Qt.Key.Key_Return)
        player.type("92373")
        player.key(Qt.Key.Key_Return)
        player.type("12 Elm St")
        player.key(Qt.Key.Key_F10)
        player.wait_for_focus("entry_edit")
    _two_lines(player)
    with player.step("ship-to elsewhere"):
        player.key(Qt.Key.Key_F6)
        player.wait_for_focus("ship_to_name_edit")
        player.type("Theo Medina")
        player.key(Qt.Key.Key_Return)
        player.type("93401")
        player.key(Qt.Key.Key_Return)
        player.type("88 Quarry Rd")
        player.key(Qt.Key.Key_F10)
        player.wait_for_focus("entry_edit")
        player.settle()
    _card(player, "visa_approved")
    _place(player, "approved")
    _paper(player)
    _wrap_up(player)


def returning_caller(player: Player) -> None:
    """The telephone shows a number that is on file: two lines, approved, printed."""
    player.workspace.page.ring(CALLER_ID)
    with player.step("caller known"):
        player.key(Qt.Key.Key_F2)
        player.wait_for_focus("entry_edit")
        player.settle()
    _two_lines(player)
    _card(player, "visa_approved")
    _place(player, "approved")
    _paper(player)
    _wrap_up(player)


def declined_card(player: Player) -> None:
    """A returning caller whose bank does not approve; the order is kept and waits."""
    player.workspace.page.ring(CALLER_ID)
    with player.step("caller known"):
        player.key(Qt.Key.Key_F2)
        player.wait_for_focus("entry_edit")
        player.settle()
    _two_lines(player)
    _card(player, "generic_decline")
    _place(player, "declined")
    _paper(player)
    _wrap_up(player)


def unknown_outcome(player: Player) -> None:
    """The line to the processor drops after the charge was made; the call is parked."""
    player.workspace.page.ring(CALLER_ID)
    with player.step("caller known"):
        player.key(Qt.Key.Key_F2)
        player.wait_for_focus("entry_edit")
        player.settle()
    _two_lines(player)
    _card(player, "cut_after_charge")
    _place(player, "unknown")
    _paper(player)
    with player.step("call parked"):
        player.key(Qt.Key.Key_F11)
        player.wait_for_focus("waiting_caller_edit")
        player.settle()


SCENARIOS: Mapping[str, Callable[[Player], None]] = {
    "new-caller": new_caller,
    "returning-caller": returning_caller,
    "declined-card": declined_card,
    "unknown-outcome": unknown_outcome,
}


def _begin(player: Player) -> None:
    with player.step("waiting"):
        player.wait_for_focus("waiting_caller_edit")
    with player.step("call begun"):
        player.key(Qt.Key.Key_F2)
        player.wait_for_focus("caller_edit")
        player.settle()


def _two_lines(player: Player) -> None:
    page = player.workspace.page
    with player.step("two lines"):
        for count, (sku, quantity) in enumerate((("wck", "3"), ("lmp-2204", "")), start=1):
            player.type(sku)
            player.wait("the items", lambda: _items_shown(player))
            player.key(Qt.Key.Key_Return)
            player.wait_for_focus("quantity_edit")
            player.type(quantity)
            player.key(Qt.Key.Key_Return)
            player.wait_for_focus("entry_edit")
            player.wait("the line", partial(_has_lines, page, count))
        player.settle()


def _items_shown(player: Player) -> bool:
    popup = player.workspace.window.findChild(QWidget, "candidate_popup")
    return popup is not None and popup.isVisible()


def _has_lines(page: CallDeskPage, count: int) -> bool:
    return page.view is not None and len(page.view.lines) == count


def _card(player: Player, name: str) -> None:
    page = player.workspace.page
    with player.step("card window"):
        player.key(Qt.Key.Key_F8)
        player.wait("the card window", lambda: page.payment_state == "card_window")
        focused: list[str] = []
        page.host.state_changed.connect(focused.append)
        player.wait("the card window's focus", lambda: "focused" in focused)
        player.shot("shield up")
    with player.step("card taken"):
        page.host.finished.connect(lambda result: _count(player, result))
        page.host.type_named_card(name)
        player.wait("the card", lambda: page.payment_state == "card_taken")
        player.wait_for_focus("payment_finish_button")


def _count(player: Player, result: object) -> None:
    player.card_keystrokes += int(getattr(result, "keystrokes", 0))


def _place(player: Player, outcome: str) -> None:
    page = player.workspace.page
    with player.step(outcome):
        player.key(Qt.Key.Key_F10)
        player.wait(outcome, lambda: page.payment_state == outcome)
        player.pause(60)


def _paper(player: Player) -> None:
    window = player.workspace.window
    painted: list[int] = []
    player.workspace.page.paper.sheet.document_preview.page_painted.connect(painted.append)
    with player.step("confirmation"):
        player.key(Qt.Key.Key_F9)
        player.wait("the letter", lambda: window.open_sheet_now is not None)
        player.wait("the page", lambda: bool(painted))
        player.settle()
    with player.step("saved as PDF"):
        player.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        player.settle()
        player.key(Qt.Key.Key_Escape)
        player.wait("the sheet to close", lambda: window.open_sheet_now is None)


def _wrap_up(player: Player) -> None:
    window = player.workspace.window
    with player.step("wrap-up"):
        player.key(Qt.Key.Key_F12)
        player.wait_for_focus("outcome_list")
    with player.step("call ended"):
        player.key(Qt.Key.Key_Return)
        player.wait("the call to end", lambda: not player.workspace.page.in_call)
        player.wait("the sheet to close", lambda: window.open_sheet_now is None)
        player.settle()
