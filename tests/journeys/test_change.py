"""A placed order that grows, by keys alone, over the practice processor."""

from __future__ import annotations

from PySide6.QtCore import Qt
from sqlalchemy import select

from desktop.demo.moves import take_card
from desktop.demo.scenarios import SCENARIOS
from desktop.paths import DataFolder
from models.order import Order
from tests.journeys import records
from tests.journeys.sitting import Sitting

BEFORE = 12_468


def _total(folder: DataFolder, number: str) -> int:
    with records.reading(folder) as session:
        return session.scalars(select(Order.total_minor).where(Order.number == number)).one()


def _events(folder: DataFolder, number: str) -> tuple[str, ...]:
    return next(seen.events for seen in records.orders(folder) if seen.number == number)


def test_an_order_that_grew_holds_the_new_card_and_lets_the_old_one_go(
    desk: Sitting, folder: DataFolder
) -> None:
    SCENARIOS["returning-caller"](desk.player)
    order = records.the_order(folder)
    number = order.number
    assert order.state == "released"
    desk.alt(Qt.Key.Key_6)
    desk.player.wait_for_focus("order_search_edit")
    desk.player.type(number)
    desk.press(Qt.Key.Key_Return)
    page = desk.workspace.orders_page
    desk.until(lambda: getattr(getattr(page.page, "story", None), "number", "") == number)
    desk.player.settle()
    desk.alt(Qt.Key.Key_H)
    desk.until(lambda: desk.page.changes.is_changing, "the change")
    desk.player.settle()
    desk.add_item("CHM-1187", lines=3)
    desk.player.settle()
    assert _total(folder, number) == BEFORE
    take_card(desk.player, "visa_approved")
    desk.press(Qt.Key.Key_F10)
    desk.until(lambda: "payment_voided" in _events(folder, number), "the old hold to go")
    after = _total(folder, number)
    assert after > BEFORE
    new, old = desk.intents(number)
    assert (new.status, new.amount_minor) == ("requires_capture", after)
    assert (old.status, old.amount_minor) == ("canceled", BEFORE)
    assert desk.charges(number) == 1
    events = _events(folder, number)
    for kind in ("changed", "void_asked", "payment_voided"):
        assert events.count(kind) == 1
    assert events.index("void_asked") > len(events) - 1 - events[::-1].index("payment_authorized")
    seen = next(seen for seen in records.orders(folder) if seen.number == number)
    assert (seen.state, seen.open_holds) == ("released", ())
    assert [sku for sku, _count in seen.lines] == ["WCK-0031", "LMP-2204", "CHM-1187"]
