"""Half an order: what a power cut in the middle of a call must not take away."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.demo.moves import known_caller
from tests.journeys.sitting import Sitting

NAME, ZIP, STREET = "Theo Vance", "93401", "88 Quar"
LINES = (("WCK-0031", 3), ("LMP-2204", 2))


def half_an_order(desk: Sitting) -> None:
    """A known caller, two lines, and a new ship-to typed up to the middle of the street."""
    known_caller(desk.player)
    for count, (sku, quantity) in enumerate(LINES, start=1):
        desk.add_item(sku.lower(), str(quantity), lines=count)
    begin_ship_to(desk, name=NAME, zip5=ZIP, street=STREET)


def begin_ship_to(desk: Sitting, *, name: str, zip5: str, street: str) -> None:
    """F6, past the addresses on file, and a new one; it is not finished."""
    desk.press(Qt.Key.Key_F6)
    desk.player.wait_for_focus("ship_to_choice_list")
    desk.press(Qt.Key.Key_End, Qt.Key.Key_Return)
    desk.player.wait_for_focus("ship_to_name_edit")
    desk.player.type(name)
    desk.tab_to("ship_to_postal_code_edit")
    desk.player.type(zip5)
    desk.tab_to("ship_to_line1_edit")
    desk.player.type(street)


def typed_so_far(desk: Sitting) -> tuple[str, str, str]:
    """Name, ZIP and street as they stand in the form."""
    return (
        desk.text("ship_to_name_edit"),
        desk.text("ship_to_postal_code_edit"),
        desk.text("ship_to_line1_edit"),
    )
