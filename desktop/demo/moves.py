"""What an agent does in every call, key by key; the demo's calls are made of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.demo.player import Player
from ui.pages.call_desk.page import CallDeskPage

CALLER_ID = "+1 909 555 0142"
"""Marguerite Holloway of the sample shop."""


def begin_call(player: Player) -> None:
    """F2, and the box for the caller has the focus."""
    with player.step("waiting"):
        player.wait_for_focus("waiting_caller_edit")
    with player.step("call begun"):
        player.key(Qt.Key.Key_F2)
        player.wait_for_focus("caller_edit")
        player.settle()


def known_caller(player: Player) -> None:
    """F2 with a number that the telephone shows and that is on file."""
    player.workspace.page.ring(CALLER_ID)
    with player.step("caller known"):
        player.key(Qt.Key.Key_F2)
        player.wait_for_focus("entry_edit")
        player.settle()


def two_lines(player: Player) -> None:
    """Three packs of wick by the first letters of the SKU, and one lamp."""
    page = player.workspace.page
    with player.step("two lines"):
        for count, (sku, quantity) in enumerate((("wck", "3"), ("lmp-2204", "")), start=1):
            player.type(sku)
            player.settle()  # the list is for all that was typed, not for its first letters
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


def take_card(player: Player, name: str) -> None:
    """F8, and the test card called *name* in the card window."""
    page = player.workspace.page
    with player.step("card window"):
        states: list[str] = []
        page.host.state_changed.connect(states.append)
        player.wait("F8 to be open", lambda: not page.card_refusal)
        player.key(Qt.Key.Key_F8)
        player.wait("the card window's focus", lambda: "focused" in states)
        player.shot("shield up")
    with player.step("card taken"):
        page.host.type_named_card(name)
        player.wait("the card", lambda: page.payment_state == "card_taken")
        player.wait_for_focus("payment_finish_button")


def place(player: Player, outcome: str) -> None:
    """F10, until the bank's answer is *outcome*, as `PaymentFlow.state` calls it."""
    page = player.workspace.page
    with player.step(outcome):
        player.key(Qt.Key.Key_F10)
        player.wait(outcome, lambda: page.payment_state == outcome)
        player.pause(60)


def save_paper(player: Player) -> None:
    """F9: the letter is shown and saved as PDF."""
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


def wrap_up(player: Player) -> None:
    """F12 and Enter: the call ends as it went."""
    window = player.workspace.window
    with player.step("wrap-up"):
        player.key(Qt.Key.Key_F12)
        player.wait_for_focus("outcome_list")
    with player.step("call ended"):
        player.key(Qt.Key.Key_Return)
        player.wait("the call to end", lambda: not player.workspace.page.in_call)
        player.wait("the sheet to close", lambda: window.open_sheet_now is None)
        player.settle()
