"""From the call to the parcel and the money, by keys alone, over the practice processor."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.demo.scenarios import SCENARIOS
from desktop.paths import DataFolder
from tests.journeys import records
from tests.journeys.sitting import Sitting

TOTAL = 12_468


def _open_ship_sheet(desk: Sitting, number: str) -> None:
    """The orders page, the order by its number, F6."""
    desk.alt(Qt.Key.Key_6)
    desk.player.wait_for_focus("order_search_edit")
    desk.player.type(number)
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: _shown_number(desk) == number, "the order's story")
    desk.player.settle()
    desk.press(Qt.Key.Key_F6)
    desk.player.wait_for_focus("tracking_edit")


def _shown_number(desk: Sitting) -> str:
    story = getattr(desk.workspace.orders_page.page, "story", None)
    return str(story.number) if story is not None else ""


def test_a_call_becomes_a_parcel_and_is_captured_once(desk: Sitting, folder: DataFolder) -> None:
    SCENARIOS["returning-caller"](desk.player)
    order = records.the_order(folder)
    assert order.state == "released"
    _open_ship_sheet(desk, order.number)
    desk.player.type("1Z999AA10123456784")
    desk.press(Qt.Key.Key_F10)
    desk.until(lambda: records.the_order(folder).state == "closed", "the capture and the end")
    order = records.the_order(folder)
    (intent,) = desk.intents(order.number)
    assert (intent.status, intent.amount_received_minor) == ("succeeded", TOTAL)
    assert desk.charges(order.number) == 1
    for kind in ("packed", "shipped", "capture_asked", "closed"):
        assert order.events.count(kind) == 1


def test_two_parcels_are_captured_part_by_part(desk: Sitting, folder: DataFolder) -> None:
    SCENARIOS["returning-caller"](desk.player)
    number = records.the_order(folder).number
    _open_ship_sheet(desk, number)
    desk.tab_to("pieces_0_spin")
    desk.player.type("1")
    desk.press(Qt.Key.Key_F10)
    desk.until(lambda: records.the_order(folder).state == "partly_shipped")
    desk.until(lambda: desk.intents(number)[0].amount_received_minor > 0, "the first capture")
    first = desk.intents(number)[0].amount_received_minor
    assert 0 < first < TOTAL
    assert records.the_order(folder).open_holds == ()
    desk.player.settle()
    desk.press(Qt.Key.Key_F6)
    desk.player.wait_for_focus("tracking_edit")
    desk.press(Qt.Key.Key_F10)
    desk.until(lambda: records.the_order(folder).state == "closed", "the second capture")
    (intent,) = desk.intents(number)
    assert (intent.status, intent.amount_received_minor) == ("succeeded", TOTAL)
