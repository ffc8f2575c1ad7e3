"""New customers, addresses, and changes of customers on file: nothing typed is lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QScrollArea, QWidget
from sqlalchemy import select

from models.addresses_rules import PostalAddress
from models.customer import Address, ContactPoint, Customer
from tests.ui.pages.call_desk.seat import CALLER, CONTROL, Seat

ALT = Qt.KeyboardModifier.AltModifier
F3, F5, F6, F10 = Qt.Key.Key_F3, Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F10
ESCAPE = Qt.Key.Key_Escape
NOT_A_NUMBER = "This is not a number we can read: area code first, + for other countries."


def new_customer(desk: Seat, text: str = "Zed Quux") -> None:
    desk.call()
    desk.enter(text)
    desk.until(lambda: desk.page.order_stage.open_form is not None)


def customers(desk: Seat) -> list[tuple[uuid.UUID, str]]:
    """Id and name of every customer, the newest first."""
    with desk.workspace.database.read() as session:
        found = select(Customer.id, Customer.display_name).order_by(Customer.created_at.desc())
        return [(row[0], row[1]) for row in session.execute(found)]


def test_a_name_nobody_has_is_put_into_the_form(desk: Seat) -> None:
    new_customer(desk, "zed quux")
    assert desk.text("customer_given_name_edit") == "Zed"
    assert desk.text("customer_family_name_edit") == "Quux"
    assert desk.focus == "customer_phone_edit"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("9515550187", "customer_phone_edit"),
        ("zed@example.com", "customer_email_edit"),
        ("93401", "customer_postal_code_edit"),
    ],
)
def test_what_the_finder_had_is_put_where_it_belongs(desk: Seat, typed: str, field: str) -> None:
    desk.call()
    desk.type(typed)
    desk.until(lambda: desk.page.desk_view.caller_panel.caller_edit.match_list.isVisible())
    for _ in range(9):
        desk.key(Qt.Key.Key_Down)
    desk.enter()
    assert desk.text(field) == typed
    if field.endswith("postal_code_edit"):
        assert desk.text("customer_city_edit") == "San Luis Obispo"


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("customer_phone_edit", "12", NOT_A_NUMBER),
        ("customer_mobile_edit", "hello", NOT_A_NUMBER),
        ("customer_fax_edit", "999", NOT_A_NUMBER),
        (
            "customer_postal_code_edit",
            "9237",
            "Enter a ZIP code of five digits, or nine with a hyphen.",
        ),
        (
            "customer_state_edit",
            "Zz",
            "Enter the state by its two letters, such as CA.",
        ),
    ],
)
def test_bad_input_is_said_where_it_was_typed_and_loses_nothing(
    desk: Seat, field: str, typed: str, words: str
) -> None:
    new_customer(desk)
    desk.tab_to(field)
    desk.type(typed)
    desk.key(Qt.Key.Key_Tab)
    assert desk.error(field) == words
    assert desk.text(field) == typed
    assert desk.text("customer_family_name_edit") == "Quux"
    before = len(customers(desk))
    desk.key(F10)
    assert desk.error(field) == words
    assert len(customers(desk)) == before


def test_an_email_without_at_is_said(desk: Seat) -> None:
    new_customer(desk)
    desk.tab_to("customer_email_edit")
    desk.type("zed.example.com")
    desk.key(Qt.Key.Key_Tab)
    assert desk.error("customer_email_edit") != ""
    assert desk.text("customer_email_edit") == "zed.example.com"
    desk.key(F10)
    assert desk.focus == "customer_email_edit"


def test_no_name_at_all_is_said(desk: Seat) -> None:
    new_customer(desk, "9515550187")
    desk.key(F10)
    assert desk.error("customer_family_name_edit") == "A name or a company is needed."
    assert desk.focus == "customer_family_name_edit"
    desk.tab_to("customer_company_name_edit")
    desk.type("Quux Lamps")
    assert desk.error("customer_family_name_edit") == ""
    desk.key(F10)
    assert customers(desk)[0][1] == "Quux Lamps"


def test_half_an_address_is_not_taken(desk: Seat) -> None:
    new_customer(desk)
    desk.tab_to("customer_postal_code_edit")
    desk.type("92373")
    desk.key(F10)
    assert desk.error("customer_line1_edit") == "Enter the street and number, or the PO box."
    assert desk.focus == "customer_line1_edit"
    desk.type("12 Elm St")
    desk.key(F10)
    desk.player.wait_for_focus("entry_edit")
    with desk.workspace.database.read() as session:
        address = session.scalars(
            select(Address).where(Address.customer_id == customers(desk)[0][0])
        ).one()
        assert (address.line1, address.city, address.state) == ("12 Elm St", "Redlands", "CA")


def test_a_zip_fills_town_and_state_and_never_overwrites(desk: Seat) -> None:
    new_customer(desk)
    desk.tab_to("customer_city_edit")
    desk.type("Lugonia")
    for _ in range(3):
        desk.key(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert desk.focus == "customer_postal_code_edit"
    desk.type("92373")
    assert desk.text("customer_city_edit") == "Lugonia"
    assert desk.text("customer_state_edit") == "CA"
    assert desk.hint("customer_postal_code_edit") == (
        "The table has Redlands, CA for this ZIP. Yours is kept."
    )
    desk.retype("93401")
    assert desk.text("customer_city_edit") == "Lugonia"
    assert desk.text("customer_state_edit") == "CA"
    desk.retype("10001")
    assert desk.text("customer_state_edit") == "NY", "what the table filled, it may fill again"


def test_a_zip_that_is_not_in_the_table_says_what_to_do(desk: Seat) -> None:
    new_customer(desk)
    desk.tab_to("customer_postal_code_edit")
    desk.type("00000")
    assert desk.hint("customer_postal_code_edit") == (
        "Not in our ZIP table: type the town and the state."
    )


def choose_country(desk: Seat, prefix: str, name: str) -> None:
    desk.tab_to(f"{prefix}_country_combo")
    combo = desk.page.order_stage.bill_form.address_fields.country_combo
    for _ in range(300):
        if combo.currentText() == name:
            return
        desk.press(Qt.Key.Key_Down)
    raise AssertionError(f"no country {name}")


def test_a_canadian_address_is_taken_as_canada_writes_it(desk: Seat) -> None:
    desk.call_with()
    desk.order()
    desk.key(F5)
    choose_country(desk, "bill_to", "Canada")
    fields = desk.page.order_stage.bill_form.address_fields
    assert [fields.edit(field).accessibleName() for field in fields.shown_fields] == [
        "Postal code", "Street and number, or PO box", "Apartment, suite", "Town", "Province",
    ]  # fmt: skip
    desk.tab_to("bill_to_postal_code_edit")
    desk.type("m5v2t6")
    assert desk.text("bill_to_city_edit") == "Toronto"
    assert desk.text("bill_to_state_edit") == "ON"
    desk.retype("k1a0b1")
    assert desk.hint("bill_to_postal_code_edit") == "Ontario or Quebec: type which."
    assert (desk.text("bill_to_city_edit"), desk.text("bill_to_state_edit")) == ("", "")
    for field, text in (("line1", "10 Rose Street"), ("city", "Ottawa"), ("state", "ont")):
        desk.key(Qt.Key.Key_Tab)
        if field == "city":
            desk.key(Qt.Key.Key_Tab)  # the unit
        assert desk.focus == f"bill_to_{field}_edit"
        desk.type(text)
    assert desk.text("bill_to_state_edit") == "Ontario"
    desk.key(F10)
    desk.player.wait_for_focus("entry_edit")
    view = desk.page.view
    assert view is not None
    assert view.bill_to is not None
    assert (view.bill_to.country, view.bill_to.postal_code) == ("CA", "K1A 0B1")
    assert (view.bill_to.city, view.bill_to.state) == ("Ottawa", "ON")


def test_an_address_on_file_that_lacks_something_is_put_into_the_fields(desk: Seat) -> None:
    desk.call_with()
    desk.order()
    form = desk.page.order_stage.ship_form
    desk.key(F6)
    form._known.append(PostalAddress(name="Jo", line1="1 Elm", city="London", country="GB"))
    form._fill_list(None)
    desk.press(Qt.Key.Key_End)
    desk.press(Qt.Key.Key_Up)
    desk.key(Qt.Key.Key_Return)
    assert desk.page.order_stage.open_form is form
    assert desk.focus == "ship_to_postal_code_edit"
    assert desk.error("ship_to_postal_code_edit") == "Enter the postcode, such as EC1Y 8SY."
    desk.type("n11aa")
    desk.key(F10)
    desk.player.wait_for_focus("entry_edit")
    view = desk.page.view
    assert view is not None
    assert view.ship_to == PostalAddress(
        name="Jo", line1="1 Elm", city="London", postal_code="N1 1AA", country="GB"
    )


def ship_to(desk: Seat, zip5: str, street: str, *, city: str = "", state: str = "") -> None:
    desk.key(F6)
    desk.tab_to("ship_to_postal_code_edit")
    desk.retype(zip5)
    desk.tab_to("ship_to_line1_edit")
    desk.retype(street)
    for name, text in (("city", city), ("state", state)):
        if text:
            desk.tab_to(f"ship_to_{name}_edit")
            desk.retype(text)
    desk.key(F10)
    desk.player.wait_for_focus("entry_edit")
    desk.settle()


@pytest.mark.parametrize(
    ("zip5", "street", "city", "state", "reason", "under"),
    [
        (
            "93401",
            "PO Box 12",
            "",
            "",
            "This method does not reach a PO box: Alt+S",
            "This method does not reach PO boxes: choose another.",
        ),
        (
            "09012",
            "PSC 12 Box 3456",
            "APO",
            "AE",
            "This method does not reach APO or FPO: Alt+S",
            "This method does not reach APO, FPO, DPO: choose another.",
        ),
    ],
)
def test_a_method_that_does_not_reach_says_why_and_another_does(
    desk: Seat, zip5: str, street: str, city: str, state: str, reason: str, under: str
) -> None:
    desk.call_with()
    desk.order()
    ship_to(desk, zip5, street, city=city, state=state)
    assert desk.reason("card") == reason
    assert desk.error("shipping_combo") == under
    desk.key(Qt.Key.Key_F8)
    assert desk.card.opened == []
    desk.alt(Qt.Key.Key_S)
    assert desk.focus == "shipping_combo"
    for _ in range(6):
        if not desk.reason("card"):
            break
        desk.key(Qt.Key.Key_Down)
    assert desk.reason("card") == "", "some method must reach"
    assert desk.error("shipping_combo") == ""


def test_a_likely_duplicate_is_offered_and_taken_by_a_key(desk: Seat) -> None:
    new_customer(desk)
    before = len(customers(desk))
    desk.type("(909) 555-0142")
    desk.key(Qt.Key.Key_Tab)
    assert desk.said == "Perhaps on file already: Marguerite Holloway"
    desk.key(Qt.Key.Key_D, ALT)
    desk.player.wait_for_focus("entry_edit")
    desk.settle()
    assert desk.label("caller_name_label") == "Marguerite Holloway"
    assert len(customers(desk)) == before
    assert desk.reason("use_duplicate") == "Nobody like that is on file."


def test_a_likely_duplicate_is_not_forced(desk: Seat) -> None:
    new_customer(desk)
    before = len(customers(desk))
    desk.type("(909) 555-0142")
    desk.key(F10)
    desk.player.wait_for_focus("entry_edit")
    desk.settle()
    assert desk.label("caller_name_label") == "Zed Quux"
    assert len(customers(desk)) == before + 1


def test_escape_keeps_what_was_typed_for_the_next_opening(desk: Seat) -> None:
    desk.call_with()
    desk.order()
    desk.key(F6)
    desk.tab_to("ship_to_name_edit")
    desk.retype("Theo Holloway")
    desk.tab_to("ship_to_line1_edit")
    desk.type("88 Quarry")
    desk.key(ESCAPE)
    assert desk.focus == "entry_edit"
    desk.order("WCK-0031")
    desk.key(F6)
    assert desk.focus == "ship_to_line1_edit"
    assert desk.text("ship_to_name_edit") == "Theo Holloway"
    assert desk.text("ship_to_line1_edit") == "88 Quarry"
    view = desk.page.view
    assert view is not None
    assert view.ship_to is None


def test_the_new_customer_form_keeps_too_but_not_for_the_next_call(desk: Seat) -> None:
    new_customer(desk)
    desk.tab_to("customer_note_edit")
    desk.type("Rings twice")
    desk.key(ESCAPE)
    desk.key(F3)
    desk.enter("9515550187")
    assert desk.text("customer_note_edit") == "Rings twice"
    assert desk.text("customer_given_name_edit") == "Zed"
    assert desk.text("customer_phone_edit") == "9515550187"
    desk.key(ESCAPE)
    desk.key(Qt.Key.Key_F12)
    desk.key(Qt.Key.Key_Return)
    desk.until(lambda: not desk.page.in_call)
    new_customer(desk, "Ada Lark")
    assert desk.text("customer_note_edit") == ""
    assert desk.text("customer_given_name_edit") == "Ada"


def test_half_a_form_is_there_after_the_program_ended(sit_down: Callable[[], Seat]) -> None:
    with sit_down() as first:
        new_customer(first)
        first.type("951 555 0187")
        first.tab_to("customer_line1_edit")
        first.type("12 Elm")
        first.tab_to("customer_note_edit")
        first.type("Account 12345678")
        first.player.pause(400)
        first.settle()
    with sit_down() as second:
        second.until(lambda: second.page.order_stage.open_form is not None)
        assert second.text("customer_phone_edit") == "951 555 0187"
        assert second.text("customer_line1_edit") == "12 Elm"
        assert second.text("customer_note_edit") == "", "eight digits are not kept half typed"


def test_a_customer_without_an_address_is_told_the_key_of_one(desk: Seat) -> None:
    new_customer(desk)
    desk.type("9515550187")
    desk.key(F10)
    desk.player.wait_for_focus("entry_edit")
    desk.settle()
    assert desk.said == "No address is on file: F5 adds one."
    desk.order()
    assert desk.reason("card") == "This needs a bill-to address: F5"
    desk.key(F5)
    assert desk.focus == "bill_to_name_edit"
    assert desk.text("bill_to_name_edit") == "Zed Quux"


def test_ctrl_e_changes_the_customer_and_keeps_the_rest(desk: Seat) -> None:
    desk.call_with()
    desk.order()
    desk.key(Qt.Key.Key_E, CONTROL)
    assert desk.focus == "customer_given_name_edit"
    assert desk.text("customer_family_name_edit") == "Holloway"
    desk.retype("Margo")
    desk.tab_to("customer_email_edit")
    desk.type("margo@example.com")
    desk.tab_to("customer_fax_edit")
    desk.type("909 555 0143")
    desk.tab_to("customer_note_edit")
    desk.retype("Call after four")
    desk.tab_to("customer_catalog_check")
    desk.key(Qt.Key.Key_Space)
    desk.key(F10)
    desk.player.wait_for_focus("entry_edit")
    desk.settle()
    assert desk.label("caller_name_label") == "Margo Holloway"
    assert "Call after four" in desk.shown_texts()
    with desk.workspace.database.read() as session:
        found = session.scalars(select(Customer).where(Customer.family_name == "Holloway")).all()
        (margo,) = [one for one in found if one.given_name == "Margo"]
        points = session.scalars(
            select(ContactPoint).where(ContactPoint.customer_id == margo.id)
        ).all()
        assert {p.normalised for p in points} >= {
            "+19095550142",
            "margo@example.com",
            "+19095550143",
        }
    assert desk.lines() == [("LMP-2204", 1)]
    view = desk.page.view
    assert view is not None
    assert view.bill_to is not None
    assert view.bill_to.name == "Marguerite Holloway", "the order keeps its own copy"


def test_changes_of_another_desk_are_laid_under_mine(desk: Seat) -> None:
    desk.call_with()
    desk.key(Qt.Key.Key_E, CONTROL)
    desk.retype("Margo")

    def other(session: Any) -> None:
        one = session.scalars(
            select(Customer).where(
                Customer.family_name == "Holloway", Customer.given_name == "Marguerite"
            )
        ).one()
        one.notes = "Deaf in one ear"

    desk.write(other)
    desk.key(F10)
    assert desk.said == "Somebody else changed this customer. Look at both, then save again."
    assert desk.text("customer_given_name_edit") == "Margo"
    assert desk.text("customer_note_edit") == "Deaf in one ear"
    desk.key(F10)
    desk.player.wait_for_focus("entry_edit")
    desk.settle()
    assert desk.label("caller_name_label") == "Margo Holloway"
    assert "Deaf in one ear" in desk.shown_texts()


def test_ctrl_e_without_a_customer_says_why_not(desk: Seat) -> None:
    desk.key(Qt.Key.Key_E, CONTROL)
    assert desk.said == "There is no call: F2 begins one."
    desk.call()
    desk.key(Qt.Key.Key_E, CONTROL)
    assert desk.said == "No customer is open: F3 finds one."
    assert desk.page.order_stage.open_form is None


def test_enter_and_tab_lead_through_the_form_in_the_same_order(desk: Seat) -> None:
    new_customer(desk, CALLER[:3] + "5550188")
    order = []
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Tab):
        desk.tab_to("customer_given_name_edit")
        seen = []
        for _ in range(13):
            seen.append(desk.focus)
            desk.key(key)
        order.append(seen)
    assert order[0] == order[1]
    assert order[0][:8] == [
        "customer_given_name_edit",
        "customer_family_name_edit",
        "customer_phone_edit",
        "customer_postal_code_edit",
        "customer_line1_edit",
        "customer_line2_edit",
        "customer_city_edit",
        "customer_state_edit",
    ]


def test_a_tax_exemption_is_keyed_in_the_form_and_takes_the_tax_off(desk: Seat) -> None:
    desk.call_with()
    desk.order()
    assert desk.page.view is not None
    assert desk.page.view.tax_minor > 0
    desk.key(Qt.Key.Key_E, CONTROL)
    desk.tab_to("customer_tax_exempt_until_edit")
    desk.type("12/31/9999")
    desk.key(F10)
    assert desk.error("customer_tax_exempt_certificate_edit") == (
        "The number of the certificate is needed."
    )
    desk.type("SR-100-77")
    desk.key(F10)
    desk.player.wait_for_focus("entry_edit")
    desk.settle()
    desk.until(lambda: desk.page.view is not None and desk.page.view.tax_minor == 0)
    said = "Tax exempt, certificate SR-100-77 until 31 Dec 9999."
    assert desk.label("exemption_label") == said
    assert desk.label("caller_exemption_label") == said
    desk.key(Qt.Key.Key_E, CONTROL)
    desk.tab_to("customer_tax_exempt_until_edit")
    desk.retype("in a while")
    desk.key(F10)
    assert desk.focus == "customer_tax_exempt_until_edit"
    assert desk.error("customer_tax_exempt_until_edit").startswith("This is no day.")


def test_where_it_is_narrow_and_low_the_form_has_the_docks_room(desk: Seat) -> None:
    desk.workspace.theme.set_text_scale(2.0)
    desk.until(lambda: desk.page.narrow)
    desk.call_with()
    desk.order()
    dock, form = desk.page.order_stage.money_dock, desk.page.order_stage.ship_form
    assert dock.isVisible()
    desk.key(Qt.Key.Key_F6)
    form.name_row.line_edit.setFocus()
    assert (dock.isVisible(), form.title_label.isVisible()) == (False, False)
    assert desk.label("ship_to_form_total_label") == desk.page.order_stage.money_panel.total
    desk.key(Qt.Key.Key_F10)
    assert desk.focus == "ship_to_postal_code_edit"
    row, area = form.address_fields.rows["postal_code"], form.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    desk.until(lambda: _is_in(area, row), "what is to be mended, and why, in view")
    desk.key(Qt.Key.Key_Escape)
    assert dock.isVisible()
    desk.workspace.theme.set_text_scale(1.0)


def _is_in(area: QScrollArea, row: QWidget) -> bool:
    corner = row.mapTo(area.viewport(), QPoint(0, 0))
    return area.viewport().rect().contains(QRect(corner, row.size()))
