"""What happens beside the plain order: parked calls, wrong addresses, scanners, reprints."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pypdf
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from sqlalchemy import select

from desktop.demo.moves import known_caller, place, save_paper, take_card, two_lines, wrap_up
from desktop.paths import DataFolder
from models.order_numbers import display
from models.product import Price, Product, ProductVariant
from tests.journeys import records
from tests.journeys.half_typed import begin_ship_to, typed_so_far
from tests.journeys.sitting import Sitting

CONTROL = Qt.KeyboardModifier.ControlModifier
SAME_ITEMS = "The same items were ordered within 24 hours"
GROUND_REASON = "This method does not reach a PO box: Alt+S"


def sample_items(folder: DataFolder, count: int) -> list[tuple[str, str, int]]:
    """SKU, barcode (EAN-13) and price of *count* items that are in stock."""
    wanted = (
        select(ProductVariant.sku, ProductVariant.gtin, Price.amount_minor)
        .join(Price)
        .join(Product)
        .where(ProductVariant.stock_on_hand > 60, ProductVariant.gtin.is_not(None))
        .order_by(ProductVariant.sku)
        .limit(count)
    )
    with records.reading(folder) as session:
        return [(sku, str(gtin)[1:], price) for sku, gtin, price in session.execute(wanted)]


def test_a_po_box_is_refused_for_ground_and_reached_by_post(
    desk: Sitting, folder: DataFolder
) -> None:
    known_caller(desk.player)
    two_lines(desk.player)
    begin_ship_to(desk, name="Theo Holloway", zip5="93401", street="PO Box 118")
    desk.press(Qt.Key.Key_F10)
    desk.player.wait_for_focus("entry_edit")
    desk.player.settle()
    card = desk.workspace.actions.get("card")
    assert (card.isEnabled(), card.reason) == (False, GROUND_REASON)
    desk.press(Qt.Key.Key_F8)
    desk.player.settle()
    assert not desk.page.host.is_open
    assert GROUND_REASON in desk.shown_texts()
    desk.alt(Qt.Key.Key_S)
    desk.player.wait_for_focus("shipping_combo")
    desk.player.type("p")
    desk.player.settle()
    assert card.isEnabled()
    take_card(desk.player, "visa_approved")
    place(desk.player, "approved")
    order = records.the_order(folder)
    assert (order.shipping, order.ship_to) == ("Post", "Theo Holloway, PO Box 118")
    assert (order.state, order.open_holds) == ("placed", ("ship_to_differs",))
    assert desk.charges(order.number) == 1


def test_a_parked_call_comes_back_as_it_was(desk: Sitting, folder: DataFolder) -> None:
    known_caller(desk.player)
    desk.add_item("wck-0031", "3", lines=1)
    begin_ship_to(desk, name="Theo Holloway", zip5="93401", street="88 Quar")
    desk.press(Qt.Key.Key_F11)
    desk.player.wait_for_focus("waiting_caller_edit")
    desk.player.settle()
    desk.player.type("(415) 555-0163")
    desk.press(Qt.Key.Key_F2)
    desk.until(lambda: desk.page.in_call)
    desk.player.settle()
    assert desk.page.view is None
    assert "Holloway" not in desk.shown_texts()
    wrap_up(desk.player)
    desk.chord(CONTROL, Qt.Key.Key_F11)
    desk.until(lambda: desk.page.in_call)
    desk.player.settle()
    assert typed_so_far(desk) == ("Theo Holloway", "93401", "88 Quar")
    assert "Marguerite Holloway" in desk.shown_texts()
    assert desk.line_count == 1
    assert not desk.player.focus_is("ship_to_choice_list")  # or F10 would drop what was typed
    desk.tab_to("ship_to_line1_edit")
    desk.press(Qt.Key.Key_End)
    desk.player.type("ry Road")
    desk.press(Qt.Key.Key_F10)
    desk.player.wait_for_focus("entry_edit")
    desk.player.settle()
    assert desk.page.keeper.is_saved
    parked, other = records.calls(folder)
    assert (parked.state, parked.customer, parked.outcome) == ("active", "Marguerite Holloway", "")
    assert (other.state, other.outcome) == ("ended", "no_order")
    order = records.the_order(folder)
    assert (order.state, order.lines) == ("draft", (("WCK-0031", 3),))
    assert order.ship_to == "Theo Holloway, 88 Quarry Road"


def test_a_checkout_failure_is_kept_without_a_path_to_the_caller(
    desk: Sitting, folder: DataFolder
) -> None:
    before = datetime.now(UTC)
    known_caller(desk.player)
    desk.press(Qt.Key.Key_F12)
    desk.player.wait_for_focus("outcome_list")
    desk.player.type("2")
    desk.player.type("8")
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: not desk.page.in_call)
    desk.player.settle()
    (report,) = records.reports(folder)
    assert (report.failure.value, report.place.value) == ("blank_page", "office")
    assert (report.hour.minute, report.hour.second, report.hour.microsecond) == (0, 0, 0)
    assert before.replace(minute=0, second=0, microsecond=0) <= report.hour <= datetime.now(UTC)
    assert report.id.version == 4
    assert set(report.__table__.columns.keys()) == {"id", "store_id", "hour", "failure", "place"}
    (call,) = records.calls(folder)
    assert (call.state, call.outcome) == ("ended", "no_order")


def test_a_call_without_a_failure_leaves_no_report(desk: Sitting, folder: DataFolder) -> None:
    known_caller(desk.player)
    wrap_up(desk.player)
    assert records.reports(folder) == []


def test_twenty_lines_are_placed_and_printed(
    desk: Sitting, folder: DataFolder, tmp_path: Path
) -> None:
    items = sample_items(folder, 20)
    known_caller(desk.player)
    for count, (sku, _gtin, _price) in enumerate(items, start=1):
        desk.add_item(sku.lower(), "2", lines=count)
    desk.player.settle()
    take_card(desk.player, "discover_approved")
    place(desk.player, "approved")
    save_paper(desk.player)
    order = records.the_order(folder)
    assert order.lines == tuple((sku, 2) for sku, _gtin, _price in items)
    assert order.amounts[0] == sum(2 * price for _sku, _gtin, price in items)
    assert order.amounts[3] == sum(order.amounts[:3])
    assert order.payments == (("1117", ("succeeded",)),)
    (view,) = desk.intents(order.number)
    assert (view.status, view.amount_minor) == ("requires_capture", order.amounts[3])
    printed = (tmp_path / "out" / f"confirmation-{order.number}.pdf").read_bytes()
    pages = pypdf.PdfReader(io.BytesIO(printed)).pages
    words = "\n".join(page.extract_text() for page in pages)
    assert [sku for sku, _gtin, _price in items if sku not in words] == []


def test_a_scanner_that_does_not_wait_adds_exactly_its_items(
    desk: Sitting, folder: DataFolder
) -> None:
    first, second = sample_items(folder, 2)
    known_caller(desk.player)
    for code in (first[1], second[1], first[1]):
        assert len(code) == 13
        desk.player.type(code)
        desk.press(Qt.Key.Key_Return)
    desk.player.settle()
    desk.until(lambda: desk.page.keeper.is_saved and desk.line_count == 2)
    order = records.the_order(folder)
    assert order.lines == ((first[0], 2), (second[0], 1))


def test_the_same_items_again_are_said_and_the_first_paper_is_printed_the_same(
    desk: Sitting, folder: DataFolder, tmp_path: Path
) -> None:
    known_caller(desk.player)
    two_lines(desk.player)
    assert SAME_ITEMS not in desk.shown_texts()
    take_card(desk.player, "visa_approved")
    place(desk.player, "approved")
    save_paper(desk.player)
    wrap_up(desk.player)
    first = records.the_order(folder)
    saved = tmp_path / "out" / f"confirmation-{first.number}.pdf"
    kept = saved.rename(tmp_path / "first.pdf")
    known_caller(desk.player)
    two_lines(desk.player)
    assert f"{SAME_ITEMS}: {display(first.number)}" in desk.shown_texts()
    window = desk.workspace.window
    desk.alt(Qt.Key.Key_E)
    desk.player.wait_for_focus("earlier_list")
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: window.open_sheet_now is not None)
    desk.player.settle()
    desk.chord(CONTROL, Qt.Key.Key_S)
    desk.until(saved.exists)
    desk.player.settle()
    desk.press(Qt.Key.Key_Escape)
    desk.until(lambda: window.open_sheet_now is None)
    assert saved.read_bytes() == kept.read_bytes()
    one, two = records.orders(folder)
    assert (len(one.documents), one.state) == (1, "released")
    assert (two.state, two.payments, two.documents) == ("draft", (), ())


def test_keys_of_the_table_are_what_these_journeys_press(desk: Sitting) -> None:
    pressed = {
        "begin": "F2", "ship_to": "F6", "card": "F8", "confirmation": "F9", "finish": "F10",
        "park": "F11", "wrap_up": "F12", "resume": "Ctrl+F11", "shipping": "Alt+S",
        "earlier": "Alt+E",
    }  # fmt: skip
    actions = {name: desk.workspace.actions.find(name) for name in pressed}
    shown = {name: QKeySequence(a.keys[0]).toString() for name, a in actions.items() if a}
    assert shown == pressed
