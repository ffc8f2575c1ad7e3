"""A card number typed or pasted into any field of the page is refused and wiped."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from tests.ui.pages.call_desk.seat import CONTROL, Seat

NUMBER = "4242" * 4
GROUPED = " ".join(["4242"] * 4)
WIPED = "That looked like a card number. It was wiped: cards go into F8 only."
CUSTOMER = (
    "given_name",
    "family_name",
    "phone",
    "postal_code",
    "line1",
    "line2",
    "city",
    "state",
    "company_name",
    "email",
    "mobile",
    "fax",
    "note",
)


def digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def assert_wiped(desk: Seat, name: str) -> None:
    found = [e for e in desk.workspace.window.findChildren(QLineEdit, name) if e.isVisible()]
    assert len(found) == 1
    assert digits(found[0].text()) <= 3
    found[0].undo()
    assert digits(found[0].text()) <= 3, "the field's own undo must not bring it back"
    assert WIPED in desk.shown_texts()


@pytest.mark.parametrize("way", ["typed", "pasted"])
@pytest.mark.parametrize("number", [NUMBER, GROUPED], ids=["plain", "grouped"])
def test_in_every_field_of_the_customer(desk: Seat, number: str, way: str) -> None:
    desk.call()
    desk.enter("Zed Quux")
    desk.until(lambda: desk.page.order_stage.open_form is not None)
    for field in CUSTOMER:
        name = f"customer_{field}_edit"
        desk.tab_to(name)
        desk.chord(CONTROL, Qt.Key.Key_A)
        if way == "typed":
            desk.type(number)
        else:
            desk.paste(number)
        assert_wiped(desk, name)


@pytest.mark.parametrize("form", ["bill_to", "ship_to"])
def test_in_every_field_of_an_address(desk: Seat, form: str) -> None:
    desk.call_with()
    desk.key(Qt.Key.Key_F5 if form == "bill_to" else Qt.Key.Key_F6)
    for field in ("name", "postal_code", "line1", "line2", "city", "state", "company"):
        name = f"{form}_{field}_edit"
        desk.tab_to(name)
        desk.paste(f"x {GROUPED} 12/30")
        assert_wiped(desk, name)


@pytest.mark.parametrize("way", ["typed", "pasted"])
def test_in_the_finders(desk: Seat, way: str) -> None:
    desk.player.wait_for_focus("waiting_caller_edit")
    for name in ("waiting_caller_edit", "caller_edit"):
        if way == "typed":
            desk.type(NUMBER)
        else:
            desk.paste(GROUPED)
        assert desk.said == WIPED
        assert digits(desk.text(name)) <= 3
        desk.retype("x")
        desk.key(Qt.Key.Key_Backspace)
        if name == "waiting_caller_edit":
            desk.call()


def test_an_international_number_is_no_card_number(desk: Seat) -> None:
    desk.call()
    german = "+49 151 2345678"
    for last in range(10):
        desk.retype(f"{german}{last}")
        assert digits(desk.text("caller_edit")) == 13


@pytest.mark.parametrize("way", ["typed", "pasted"])
def test_in_the_entry_row(desk: Seat, way: str) -> None:
    desk.call_with()
    if way == "typed":
        desk.type(NUMBER)
    else:
        desk.paste(GROUPED)
    assert desk.page.order_stage.lines_panel.line_grid.note == WIPED or desk.said == WIPED
    assert_wiped(desk, "entry_edit")
    assert desk.lines() == []


def test_in_the_quantity(desk: Seat) -> None:
    desk.call_with()
    desk.type("LMP-2204")
    desk.press(Qt.Key.Key_Return)
    desk.player.wait_for_focus("quantity_edit")
    desk.settle()
    desk.type(NUMBER)
    assert_wiped(desk, "entry_edit")
    assert desk.lines() == [("LMP-2204", 1)]


def test_in_the_gift_message(desk: Seat) -> None:
    desk.call_with()
    desk.order()
    desk.alt(Qt.Key.Key_G)
    desk.type(f"For you {GROUPED}")
    assert_wiped(desk, "gift_edit")
    desk.player.pause(400)
    desk.settle()
    view = desk.page.view
    assert view is not None
    assert digits(view.gift_message) <= 3


def test_half_a_number_in_the_gift_message_is_not_saved_while_it_is_typed(desk: Seat) -> None:
    desk.call_with()
    desk.order()
    desk.alt(Qt.Key.Key_G)
    desk.type("For you 4242 4242 42")
    desk.player.pause(400)
    desk.settle()
    view = desk.page.view
    assert view is not None
    assert digits(view.gift_message) < 8
    desk.key(Qt.Key.Key_Tab)
    view = desk.page.view
    assert view is not None
    assert view.gift_message == "For you 4242 4242 42", "left and checked: it is no card number"


@pytest.mark.parametrize("name", ["price_edit", "discount_edit", "price_reason_edit"])
def test_in_the_price_sheet(desk: Seat, name: str) -> None:
    desk.call_with()
    desk.order()
    desk.alt(Qt.Key.Key_C)
    desk.tab_to(name)
    desk.chord(CONTROL, Qt.Key.Key_A)
    desk.paste(GROUPED)
    assert_wiped(desk, name)
    desk.key(Qt.Key.Key_Escape)
