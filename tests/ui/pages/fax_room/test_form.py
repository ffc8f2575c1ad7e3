"""Keying an order from a reviewed fax."""

from __future__ import annotations

import uuid

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from desktop.services import fax_drafts, received_faxes
from desktop.services.order_views import OrderView
from models.channels import Channel
from models.customer import Customer
from models.ids import uuid7
from models.order import Order, OrderState
from models.person_task import PersonTask, PersonTaskKind
from models.received_fax import FaxOutcome, FaxState
from tests.ui.pages.fax_room.fax_desk import ALT, CONTROL, ENTER, FaxDesk

TAB = Qt.Key.Key_Tab


def key_order(desk: FaxDesk) -> None:
    """Who, where, a number, hours, and two items: everything by keys."""
    desk.type("Wilhelmina Stroud")
    desk.key(TAB, times=2)
    desk.type("7 Kestrel Lane")
    desk.key(TAB, times=2)
    desk.type("93023")
    desk.key(TAB, times=4)
    assert desk.focus == "fax_phone_edit"
    desk.type("805 555 0163")
    desk.key(TAB, times=3)
    desk.type("after six")
    desk.key(TAB, times=2)
    assert desk.focus == "fax_entry_edit"
    desk.type("LAMP-1")
    desk.key(ENTER)
    assert desk.focus == "fax_quantity_edit"
    desk.type("2")
    desk.key(ENTER)
    desk.type("WICK-2")
    desk.key(ENTER)
    desk.key(ENTER)
    assert desk.focus == "fax_entry_edit"


def orders(desk: FaxDesk) -> list[Order]:
    """Every order there is, for looking only."""
    with desk.shop.database.read() as session:
        found = list(session.scalars(select(Order)))
        session.expunge_all()
        return found


def variants(desk: FaxDesk) -> list[uuid.UUID]:
    """The items that are listed in the form."""
    return [line.variant_id for line in desk.page.form_panel.form_lines.lines]


def draft_of(desk: FaxDesk, name: str) -> OrderView:
    """The draft that is being keyed from a fax."""
    with desk.shop.database.read() as session:
        started = fax_drafts.started(session, desk.shop.desk(), desk.ids[name])
    assert started is not None
    return started.order


def test_a_zip_fills_town_and_state_and_the_senders_number_is_there(desk: FaxDesk) -> None:
    desk.review("stroud")
    assert desk.field("fax") == "(805) 555-0163"
    assert desk.field("phone") == ""
    key_order(desk)
    assert (desk.field("city"), desk.field("state")) == ("Ojai", "CA")


def test_another_country_has_its_own_words_and_no_zip_table(desk: FaxDesk) -> None:
    desk.review("stroud")
    fields = desk.page.form_panel.fields
    assert fields.country_combo.country == "US"
    assert fields.edit("postal_code").accessibleName() == "ZIP"
    desk.type("Margaret Ellis")
    desk.key(TAB, times=7)
    assert desk.focus == "fax_country_combo"
    fields.country_combo.set_country("GB")
    fields.country_combo.activated.emit(fields.country_combo.currentIndex())
    assert fields.edit("postal_code").accessibleName() == "Postcode"
    assert [name for name, row in fields.rows.items() if row.isHidden()] == [
        "state", "district", "sorting_code",
    ]  # fmt: skip
    fields.edit("postal_code").setFocus()
    desk.type("93023")
    desk.key(TAB)
    assert (desk.field("city"), fields.rows["postal_code"].error) == (
        "", "Enter the postcode as it is written there, like EC1Y 8SY.",
    )  # fmt: skip
    fields.country_combo.set_country("BR")
    fields.country_combo.activated.emit(fields.country_combo.currentIndex())
    assert fields.edit("district").accessibleName() == "Neighborhood"
    desk.key(TAB, times=2)
    assert desk.focus == "fax_district_edit"
    desk.type("Centro")
    fields.country_combo.set_country("GB")
    fields.country_combo.activated.emit(fields.country_combo.currentIndex())
    assert desk.field("district") == "Centro", "nothing typed goes out of sight"
    fields.edit("postal_code").clear()
    fields.edit("city").setFocus()
    desk.type("Keswick")
    desk.page.form_panel.form_lines.entry.setFocus()
    desk.settle()
    draft = draft_of(desk, "stroud")
    assert draft.bill_to is not None
    assert (draft.bill_to.city, draft.bill_to.country) == ("Keswick", "GB")
    assert draft.bill_to.district == "Centro"
    desk.page.keeper._states.clear()
    desk.choose("none")
    desk.choose("stroud")
    assert fields.country_combo.country == "GB"
    desk.choose("none")
    assert fields.country_combo.country == "US"


def test_what_is_typed_is_saved_with_its_total_and_is_no_order_yet(desk: FaxDesk) -> None:
    desk.review("stroud")
    key_order(desk)
    draft = draft_of(desk, "stroud")
    assert (draft.state, draft.channel) == (OrderState.DRAFT, Channel.FAX)
    assert draft.bill_to is not None
    assert (draft.bill_to.name, draft.bill_to.city) == ("Wilhelmina Stroud", "Ojai")
    assert [(line.sku, line.quantity) for line in draft.lines] == [("LAMP-1", 2), ("WICK-2", 1)]
    assert desk.text("fax_goods_label") == "$23.33"
    assert draft.total_minor > 2_333
    assert desk.text("fax_total_label") == f"${draft.total_minor / 100:.2f}"
    assert desk.text("fax_saved_label") == "Draft, saved"
    assert desk.fax("stroud").row.state is FaxState.REVIEWED
    assert desk.fax("stroud").row.is_mine


def test_f10_makes_the_order_and_has_them_called(desk: FaxDesk) -> None:
    desk.review("stroud")
    key_order(desk)
    desk.key(Qt.Key.Key_F10)
    fax = desk.fax("stroud")
    assert (fax.row.state, fax.row.outcome) == (FaxState.DONE, FaxOutcome.ORDER)
    (order,) = orders(desk)
    assert (order.id, order.state, order.channel) == (fax.order_id, OrderState.DRAFT, Channel.FAX)
    with desk.shop.database.read() as session:
        task = session.scalars(select(PersonTask)).one()
        assert (task.kind, task.phone, task.hours) == (
            PersonTaskKind.CALL_BACK, "805 555 0163", "after six",
        )  # fmt: skip
        customer = session.get_one(Customer, order.customer_id)
        assert customer.display_name == "Wilhelmina Stroud"
    assert desk.told[-1] == (
        f"Order {fax.row.order_number} is kept, and somebody is to call them", "ok",
    )  # fmt: skip
    assert desk.called == []
    assert desk.focus == "faxes_table"
    assert desk.page.table.currentIndex().row() == 0
    assert desk.page.list_panel.count_label.text() == "3 to do"


def test_f2_opens_the_draft_at_the_call_desk_and_asks_nobody_to_call(desk: FaxDesk) -> None:
    desk.review("stroud")
    key_order(desk)
    desk.key(Qt.Key.Key_F2)
    (order,) = orders(desk)
    assert desk.called == [order.id]
    with desk.shop.database.read() as session:
        assert session.scalars(select(PersonTask)).all() == []


def test_ctrl_s_keeps_a_draft_and_asks_nobody_to_call(desk: FaxDesk) -> None:
    desk.review("stroud")
    key_order(desk)
    desk.key(Qt.Key.Key_S, CONTROL)
    assert desk.fax("stroud").row.outcome is FaxOutcome.ORDER
    assert desk.called == []
    with desk.shop.database.read() as session:
        assert session.scalars(select(PersonTask)).all() == []


def test_what_is_missing_is_said_beside_its_field(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.type("Wilhelmina Stroud")
    desk.key(Qt.Key.Key_F10)
    lines = desk.page.form_panel.form_lines
    assert lines.row.error == "An order needs an item: enter a SKU."
    assert desk.focus == "fax_entry_edit"
    desk.type("LAMP-1")
    desk.key(ENTER)
    desk.key(ENTER)
    desk.key(Qt.Key.Key_F10)
    rows = desk.page.form_panel.fields.rows
    assert rows["phone"].error == "To be called they need a telephone number."
    assert desk.focus == "fax_phone_edit"
    assert desk.fax("stroud").row.state is FaxState.REVIEWED
    assert [order.state for order in orders(desk)] == [OrderState.DRAFT]


def test_a_wrong_sku_says_what_was_meant_and_enter_takes_it(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.page.form_panel.form_lines.entry.setFocus()
    desk.type("WICK-3")
    desk.key(ENTER)
    lines = desk.page.form_panel.form_lines
    assert lines.row.error == "No SKU WICK-3. Did they mean WICK-2? Enter takes it."
    assert variants(desk) == []
    desk.key(ENTER)
    assert variants(desk) == [desk.shop.goods["WICK-2"].id]
    assert desk.focus == "fax_quantity_edit"
    desk.key(Qt.Key.Key_Escape)
    desk.type("QQQQ")
    desk.key(ENTER)
    assert lines.row.error == "No SKU QQQQ, and nothing like it."
    assert variants(desk) == [desk.shop.goods["WICK-2"].id]


def test_lines_can_be_changed_and_taken_off(desk: FaxDesk) -> None:
    desk.review("stroud")
    key_order(desk)
    desk.key(Qt.Key.Key_Down)
    assert desk.focus == "fax_lines_table"
    desk.key(Qt.Key.Key_Up)
    desk.key(ENTER)
    desk.type("5")
    desk.key(ENTER)
    assert draft_of(desk, "stroud").lines[0].quantity == 5
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Delete)
    assert [line.sku for line in draft_of(desk, "stroud").lines] == ["WICK-2"]


def test_a_scanner_that_does_not_wait_brings_the_next_item(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.page.form_panel.form_lines.entry.setFocus()
    desk.type("LAMP-1")
    desk.key(ENTER)
    desk.type("WICK-2")
    desk.key(ENTER)
    desk.key(ENTER)
    skus = [(line.sku, line.quantity) for line in draft_of(desk, "stroud").lines]
    assert skus == [("LAMP-1", 1), ("WICK-2", 1)]


def test_each_fax_keeps_its_own_form(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.type("Wilhelmina Stroud")
    desk.page.form_panel.fields.edit("phone").setFocus()
    desk.type("805 555 0163")
    desk.review("two")
    assert (desk.field("name"), desk.field("fax")) == ("", "(909) 555-0125")
    desk.type("Other")
    desk.choose("stroud")
    assert desk.field("name") == "Wilhelmina Stroud"
    assert desk.field("phone") == "805 555 0163"
    desk.choose("two")
    assert desk.field("name") == "Other"


def test_numbers_alone_make_no_draft(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.page.form_panel.fields.edit("phone").setFocus()
    desk.type("805 555 0163")
    desk.key(TAB)
    desk.page.on_hidden()
    desk.tasks.drain()
    assert orders(desk) == []


def test_a_crash_loses_nothing_of_the_order(desk: FaxDesk) -> None:
    desk.review("stroud")
    key_order(desk)
    desk.page.form_panel.fields.edit("phone").setFocus()
    desk.type("805 555 0163")
    desk.page.form_panel.fields.edit("hours").setFocus()
    desk.type("evenings")
    desk.choose("none")
    desk.until(lambda: desk.page.keeper.is_idle)
    desk.page.keeper._states.clear()
    desk.choose("stroud")
    assert desk.field("name") == "Wilhelmina Stroud"
    assert (desk.field("line1"), desk.field("postal_code")) == ("7 Kestrel Lane", "93023")
    assert (desk.field("phone"), desk.field("hours")) == ("805 555 0163", "evenings")
    assert desk.text("fax_goods_label") == "$23.33"
    desk.page.form_panel.fields.edit("name").setFocus()
    desk.key(Qt.Key.Key_F10)
    assert len(orders(desk)) == 1


def test_a_known_customer_is_offered_and_used(desk: FaxDesk) -> None:
    known = desk.shop.customer(
        given_name="Wilhelmina", family_name="Stroud", phone="(805) 555-0163"
    )
    desk.review("stroud")
    banner = desk.page.form_panel.known_banner
    assert banner.title() == "Known customer: Wilhelmina Stroud"
    desk.key(Qt.Key.Key_U, ALT)
    assert desk.field("name") == "Wilhelmina Stroud"
    assert desk.field("phone") == "(805) 555-0163"
    assert banner.title() == "Keyed for Wilhelmina Stroud, on file"
    desk.page.form_panel.form_lines.entry.setFocus()
    desk.type("LAMP-1")
    desk.key(ENTER)
    desk.key(ENTER)
    desk.key(Qt.Key.Key_F10)
    (order,) = orders(desk)
    assert order.customer_id == known.id


def test_nobody_is_offered_where_the_number_is_on_no_file(desk: FaxDesk) -> None:
    desk.review("stroud")
    assert desk.page.form_panel.known_banner.isHidden()
    assert desk.reason("use_known") == "Nobody with this number is on file."


@pytest.mark.parametrize("field", ["name", "remarks", "phone", "hours"])
def test_a_card_number_is_wiped_from_every_field(desk: FaxDesk, field: str) -> None:
    desk.review("stroud")
    edit = desk.page.form_panel.fields.edit(field)
    edit.setFocus()
    desk.type("4242" * 4)
    assert edit.text() == ""
    wiped = "That looked like a card number. It was wiped: cards go into F8 only."
    assert desk.page.form_panel.fields.rows[field].error == wiped
    assert not edit.isUndoAvailable()


def test_a_card_number_is_wiped_from_the_entry(desk: FaxDesk) -> None:
    desk.review("stroud")
    entry = desk.page.form_panel.form_lines.entry
    entry.setFocus()
    desk.type("4242" * 4)
    assert entry.text() == ""
    assert "card number" in desk.page.form_panel.form_lines.row.error


def test_there_is_no_field_for_a_card(desk: FaxDesk) -> None:
    desk.review("stroud")
    names = [row.editor.accessibleName() for row in desk.page.form_panel.fields.rows.values()]
    assert not any("card" in name.lower() for name in names)
    said = desk.page.form_panel.call_banner.text()
    assert said == "Card by phone only: F2 calls the customer, then F8."


def test_what_another_keys_can_only_be_looked_at(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.key(Qt.Key.Key_L, ALT)
    desk.faxes.take(desk.ids["stroud"], desk=2)
    desk.changes.broadcast({"faxes"})
    desk.settle()
    assert not desk.page.form_panel.is_open
    assert desk.page.form_panel.closed_banner.text() == "Omar has it just now."
    assert desk.reason("have_called") == "Omar has it just now."


def test_whoever_types_first_has_it(desk: FaxDesk) -> None:
    desk.faxes.review(desk.ids["stroud"], desk=2)
    with desk.shop.database.write() as session:
        received_faxes.give_back(session, desk.shop.desk(2), desk.ids["stroud"], uuid7())
    desk.changes.broadcast({"faxes"})
    desk.choose("stroud")
    desk.key(Qt.Key.Key_Tab, CONTROL, times=2)
    assert desk.focus == "fax_name_edit"
    assert not desk.fax("stroud").row.is_mine
    desk.type("W")
    assert desk.fax("stroud").row.is_mine
