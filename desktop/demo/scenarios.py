"""The calls that the demo plays, key by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt

from desktop.demo.moves import (
    begin_call,
    known_caller,
    place,
    save_paper,
    take_card,
    two_lines,
    wrap_up,
)
from desktop.demo.player import Player


def new_caller(player: Player) -> None:
    """A new caller, two lines, ship-to elsewhere, approved, held, printed."""
    begin_call(player)
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
    two_lines(player)
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
    take_card(player, "visa_approved")
    place(player, "approved")
    save_paper(player)
    wrap_up(player)


def returning_caller(player: Player) -> None:
    """The telephone shows a number that is on file: two lines, approved, printed."""
    known_caller(player)
    two_lines(player)
    take_card(player, "visa_approved")
    place(player, "approved")
    save_paper(player)
    wrap_up(player)


def declined_card(player: Player) -> None:
    """A returning caller whose bank does not approve; the order is kept and waits."""
    known_caller(player)
    two_lines(player)
    take_card(player, "generic_decline")
    place(player, "declined")
    save_paper(player)
    wrap_up(player)


def unknown_outcome(player: Player) -> None:
    """The line to the processor drops after the charge was made; the call is parked."""
    known_caller(player)
    two_lines(player)
    take_card(player, "cut_after_charge")
    place(player, "unknown")
    save_paper(player)
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
