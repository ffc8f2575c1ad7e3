"""Each section of the settings: every field by keys, every refusal in words beside its field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.errors import AgentError
from desktop.services import people, shipping_settings, stores, tax_settings
from desktop.services.shipping_settings import ShippingRule
from models.agent import Agent, Role
from models.shipping import PriceBasis
from tests.desktop.settings_shop import OTHER_PASSWORD, PASSWORD, use_quick_hashes
from tests.ui.pages.desk_room import ALT, CONTROL, SHIFT
from tests.ui.pages.settings_room import SettingsRoom
from ui.pages.settings.desk_settings import DeskSettings
from ui.pages.settings.settings_section import SettingsSection
from ui.theme import Theme

CARD_LIKE = " ".join(["4242"] * 4)


@pytest.fixture
def room(
    qtbot: QtBot, tmp_path: Path, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SettingsRoom]:
    use_quick_hashes(monkeypatch)
    made = SettingsRoom(qtbot, tmp_path, theme)
    yield made
    made.close()


def _keep(room: SettingsRoom, name: str, text: str) -> None:
    room.tab_to(name)
    room.retype(text)


# Store


def test_every_field_of_the_profile(room: SettingsRoom) -> None:
    before = room.profile()
    texts = {
        "store_name_edit": "Larkspur Lamps",
        "store_website_edit": "lamps.example.com",
        "store_time_zone_edit": "America/New_York",
        "store_languages_edit": "es, en",
        "store_phone_edit": "1-800-555-0111",
        "store_phone_abroad_edit": "+1 909 555 0112",
        "store_fax_edit": "1-909-555-0113",
        "store_email_edit": "help@example.com",
        "store_opt_out_phone_edit": "1-800-555-0114",
        "store_opt_out_fax_edit": "1-800-555-0115",
        "store_opt_out_email_edit": "stop@example.com",
        "store_opt_out_address_edit": "Attn: Opting Out",
    }
    for name, text in texts.items():
        _keep(room, name, text)
    room.tab_to("store_address_edit")
    room.retype("1 New Street")
    QTest.keyClick(room.focused(), Qt.Key.Key_Return, SHIFT)
    room.type("Redlands, CA 92373")
    room.save()
    assert room.profile() == replace(
        before,
        version=2,
        name="Larkspur Lamps",
        website="lamps.example.com",
        time_zone="America/New_York",
        languages=("es", "en"),
        address_lines=("1 New Street", "Redlands, CA 92373"),
        phone_domestic="1-800-555-0111",
        phone_abroad="+1 909 555 0112",
        fax="1-909-555-0113",
        email="help@example.com",
        opt_out_phone="1-800-555-0114",
        opt_out_fax="1-800-555-0115",
        opt_out_email="stop@example.com",
        opt_out_address_lines=("Attn: Opting Out",),
    )


@pytest.mark.parametrize("name", ["store_country_edit", "store_currency_edit", "store_mode_edit"])
def test_what_is_fixed_cannot_be_typed_over(room: SettingsRoom, name: str) -> None:
    field = room.tab_to(name)
    assert isinstance(field, QLineEdit)
    before = field.text()
    room.type("XX")
    assert field.text() == before
    assert room.page.unsaved == []


def test_the_fixed_values_in_words(room: SettingsRoom) -> None:
    values = room.section("store").form.values()
    assert (values["country"], values["currency"], values["mode"]) == (
        "United States (US)",
        "USD",
        "Live",
    )


def test_a_refusal_stands_beside_its_field_and_nothing_else_is_lost(room: SettingsRoom) -> None:
    _keep(room, "store_name_edit", "New Name")
    _keep(room, "store_time_zone_edit", "Mars/Olympus")
    room.save()
    form = room.section("store").form
    assert form.errors() == {"time_zone": "No such time zone. Enter one like America/Los_Angeles."}
    assert room.focused().objectName() == "store_time_zone_edit"
    assert form.values()["name"] == "New Name"
    assert room.profile().name == "Lanternfield Supply"
    assert room.told == []
    room.retype("America/Denver")
    assert form.errors() == {}
    room.save()
    assert (room.profile().name, room.profile().time_zone) == ("New Name", "America/Denver")


def test_a_number_is_checked_when_its_field_is_left(room: SettingsRoom) -> None:
    _keep(room, "store_fax_edit", "12")
    assert room.section("store").form.errors() == {}
    room.key(Qt.Key.Key_Tab)
    assert room.section("store").form.errors() == {
        "fax": "This cannot be dialled. Enter the number with its area code."
    }


def test_a_card_number_is_wiped_while_it_is_typed(room: SettingsRoom) -> None:
    _keep(room, "store_website_edit", CARD_LIKE)
    form = room.section("store").form
    assert form.values()["website"] == ""
    assert form.errors()["website"].startswith("That looked like a card number. It was wiped")
    room.tab_to("store_address_edit")
    room.retype(CARD_LIKE)
    assert form.values()["address_lines"] == ()
    assert form.errors()["address_lines"].startswith("That looked like a card number.")


def test_stale_shows_theirs_with_mine_in_it_and_goes_on(room: SettingsRoom) -> None:
    _keep(room, "store_name_edit", "Mine")
    with room.shop.database.write() as session:
        theirs = replace(room.profile(), name="Theirs", website="theirs.example.com")
        stores.save_profile(session, room.shop.desk(), theirs)
    room.save()
    section = room.section("store")
    assert section.strip.title() == "Someone else saved this meanwhile"
    assert room.profile().name == "Theirs", "nothing is written over unseen"
    assert section.form.values()["name"] == "Mine"
    assert section.form.values()["website"] == "theirs.example.com"
    room.save()
    assert (room.profile().name, room.profile().website) == ("Mine", "theirs.example.com")
    assert section.strip.isHidden()


def test_stale_and_undo_takes_theirs(room: SettingsRoom) -> None:
    _keep(room, "store_name_edit", "Mine")
    with room.shop.database.write() as session:
        stores.save_profile(session, room.shop.desk(), replace(room.profile(), name="Theirs"))
    room.save()
    QTest.keyClick(room.window.windowHandle(), Qt.Key.Key_U, ALT)
    assert room.section("store").form.values()["name"] == "Theirs"
    assert room.page.unsaved == []


# Shipping


def test_a_new_method_with_its_prices(room: SettingsRoom) -> None:
    section = room.go_to("shipping")
    room.key(Qt.Key.Key_N, CONTROL)
    assert room.focused().objectName() == "shipping_name_edit"
    assert section.form_panel.title_label.text() == "New method"
    room.type("Overnight")
    _keep(room, "shipping_code_edit", "NIGHT")
    _keep(room, "shipping_carrier_edit", "Parcel")
    _keep(room, "shipping_least_edit", "1")
    _keep(room, "shipping_most_edit", "1")
    _keep(room, "shipping_countries_edit", "us ca")
    _keep(room, "shipping_states_edit", "ak, hi")
    room.tab_to("shipping_po_boxes_check")
    room.key(Qt.Key.Key_Space)
    room.tab_to("shipping_basis_combo")
    room.key(Qt.Key.Key_Down)
    room.tab_to("shipping_rule_from_1_edit")
    assert room.focused().accessibleName() == "From, in grams, rule 1"
    for text in ("0", "29.90", "1000", "39.9"):
        room.type(text)
        room.key(Qt.Key.Key_Return)
    assert room.focused().objectName() == "shipping_rule_from_3_edit"
    room.save()
    made = room.methods()[-1]
    assert made == replace(
        made,
        name="Overnight",
        code="NIGHT",
        carrier="Parcel",
        reaches_po_boxes=True,
        reaches_military=False,
        countries=("US", "CA"),
        states_not_reached=("AK", "HI"),
        least_days=1,
        most_days=1,
        active=True,
        rules=(
            ShippingRule(PriceBasis.WEIGHT, 0, 2990),
            ShippingRule(PriceBasis.WEIGHT, 1000, 3990),
        ),
    )
    assert room.told == [("Saved: Overnight", "ok")]
    assert section.record_list.current_key() == str(made.id)
    assert section.form.values()["countries"] == "US, CA"


def test_a_price_is_taken_away_by_emptying_its_row(room: SettingsRoom) -> None:
    room.open_form("shipping")
    for name in ("shipping_rule_from_2_edit", "shipping_rule_price_2_edit"):
        room.tab_to(name)
        room.retype("")
    room.save()
    assert room.methods()[0].rules == (ShippingRule(PriceBasis.SUBTOTAL, 0, 790),)


@pytest.mark.parametrize(
    ("name", "text", "field", "words"),
    [
        ("shipping_name_edit", "", "name", "Enter a name."),
        ("shipping_code_edit", "POST", "code", "Another method has this code: choose another."),
        (
            "shipping_countries_edit",
            "USA",
            "countries",
            "Enter countries by their two letters, such as US, CA.",
        ),
        (
            "shipping_least_edit",
            "9",
            "most_days",
            "The longest time cannot be shorter than the shortest.",
        ),
        (
            "shipping_most_edit",
            "x",
            "most_days",
            "Enter business days as a whole number.",
        ),
        (
            "shipping_rule_price_2_edit",
            "free",
            "rules",
            "Row 2 cannot be read. Enter both columns as plain figures.",
        ),
        (
            "shipping_rule_from_2_edit",
            "0",
            "rules",
            "Two rows begin at the same value: keep one of them.",
        ),
    ],
)
def test_what_a_method_refuses(
    room: SettingsRoom, name: str, text: str, field: str, words: str
) -> None:
    before = room.methods()
    section = room.open_form("shipping")
    _keep(room, name, text)
    room.save()
    assert section.form.errors() == {field: words}
    assert section.form.isAncestorOf(room.focused())
    assert room.methods() == before


def test_changes_of_several_methods_are_saved_together(room: SettingsRoom) -> None:
    section = room.open_form("shipping")
    _keep(room, "shipping_carrier_edit", "Rail")
    section.record_list.setFocus()
    room.key(Qt.Key.Key_Down)
    room.qtbot.waitUntil(lambda: section.form.values()["name"] == "Post")
    room.key(Qt.Key.Key_Return)
    _keep(room, "shipping_carrier_edit", "Mule")
    assert _rows(section) == ["Ground, Not saved", "Post, Not saved"]
    room.save()
    assert [(m.name, m.carrier) for m in room.methods()] == [("Ground", "Rail"), ("Post", "Mule")]
    assert room.told == [("Saved: Ground", "ok"), ("Saved: Post", "ok")]


def test_the_second_is_kept_when_the_first_is_refused(room: SettingsRoom) -> None:
    section = room.open_form("shipping")
    _keep(room, "shipping_name_edit", "")
    section.record_list.setFocus()
    room.key(Qt.Key.Key_Down)
    room.qtbot.waitUntil(lambda: section.form.values()["name"] == "Post")
    room.key(Qt.Key.Key_Return)
    _keep(room, "shipping_carrier_edit", "Mule")
    room.save()
    assert section.form.errors() == {"name": "Enter a name."}
    assert section.form.values()["code"] == "GROUND", "the one that is refused is shown"
    assert [m.carrier for m in room.methods()] == ["Parcel", "USPS"]
    room.retype("Ground")
    room.save()
    assert [m.carrier for m in room.methods()] == ["Parcel", "Mule"]


def test_an_empty_new_method_goes_when_it_is_left(room: SettingsRoom) -> None:
    section = room.go_to("shipping")
    room.key(Qt.Key.Key_N, CONTROL)
    assert len(section.record_list.shown_keys()) == 3
    section.record_list.setFocus()
    room.key(Qt.Key.Key_Up)
    room.qtbot.waitUntil(lambda: len(section.record_list.shown_keys()) == 2)
    assert room.page.unsaved == []


def test_a_method_changed_by_someone_else(room: SettingsRoom) -> None:
    section = room.open_form("shipping")
    _keep(room, "shipping_name_edit", "Road")
    with room.shop.database.write() as session:
        ground = room.methods()[0]
        shipping_settings.save_shipping(session, room.shop.desk(), replace(ground, carrier="Rail"))
    room.save()
    assert section.strip.title() == "Someone else saved this meanwhile"
    assert section.form.values()["carrier"] == "Rail"
    room.save()
    assert (room.methods()[0].name, room.methods()[0].carrier) == ("Road", "Rail")


# Taxes


def test_the_filter_finds_by_every_word(room: SettingsRoom) -> None:
    section = room.go_to("taxes")
    room.key(Qt.Key.Key_F, CONTROL)
    assert room.focused().objectName() == "taxes_filter_edit"
    room.type("nevada")
    shown = _rows(section)
    assert shown == ["CA 917, standard, 8.75 %", "NV, standard, 6.85 %"], "the current one stays"
    room.key(Qt.Key.Key_Return)
    room.key(Qt.Key.Key_Down)
    room.qtbot.waitUntil(lambda: section.form.values()["state"] == "NV")
    room.key(Qt.Key.Key_F, CONTROL)
    room.retype("nevada 6.85")
    assert _rows(section) == ["NV, standard, 6.85 %"]


def test_a_rate_is_typed_in_percent_and_sourced(room: SettingsRoom) -> None:
    section = room.go_to("taxes")
    room.key(Qt.Key.Key_N, CONTROL)
    values = section.form.values()
    assert (values["country"], values["tax_class"]) == ("US", "standard")
    assert (values["effective_from"], values["rate_ppm"]) == ("2026-03-02", "")
    _keep(room, "taxes_state_edit", "or")
    _keep(room, "taxes_rate_edit", "0,5")
    room.save()
    assert section.form.errors() == {
        "source": "Say where the rate is from, and of when: without it, no rate."
    }
    room.type("State of Oregon, 2026-02")
    room.save()
    made = next(rate for rate in room.rates() if rate.state == "OR")
    assert (made.rate_ppm, made.source, made.effective_from) == (
        5_000,
        "State of Oregon, 2026-02",
        date(2026, 3, 2),
    )


@pytest.mark.parametrize(
    ("name", "text", "field", "words"),
    [
        (
            "taxes_rate_edit",
            "many",
            "rate_ppm",
            "Enter the rate in percent, from 0 to 100, such as 8.75.",
        ),
        (
            "taxes_rate_edit",
            "101",
            "rate_ppm",
            "Enter the rate in percent, from 0 to 100, such as 8.75.",
        ),
        (
            "taxes_from_edit",
            "1/31/2026",
            "effective_from",
            "Enter the day as year-month-day, such as 2026-01-31.",
        ),
        (
            "taxes_from_edit",
            "2026-02-30",
            "effective_from",
            "Enter the day as year-month-day, such as 2026-01-31.",
        ),
        ("taxes_state_edit", "", "state", "Enter the state, such as CA."),
        ("taxes_class_edit", "", "tax_class", "Enter the class of goods, such as standard."),
    ],
)
def test_what_a_rate_refuses(
    room: SettingsRoom, name: str, text: str, field: str, words: str
) -> None:
    before = room.rates()
    section = room.open_form("taxes")
    _keep(room, name, text)
    room.save()
    assert section.form.errors() == {field: words}
    assert room.rates() == before


def test_a_rate_is_removed_and_put_back(room: SettingsRoom) -> None:
    california, nevada = room.rates()
    section = room.go_to("taxes")
    room.key(Qt.Key.Key_R, ALT)
    assert room.rates() == (nevada,)
    assert section.form.values()["state"] == "NV"
    assert room.told == [("Removed: CA 917, standard. Alt+U puts it back", "info")]
    room.key(Qt.Key.Key_U, ALT)
    back = room.rates()[0]
    assert replace(back, id=california.id) == california
    assert room.told[-1] == ("Put back: CA 917, standard", "ok")
    room.key(Qt.Key.Key_U, ALT)
    assert len(room.rates()) == 2, "once is enough"


def test_a_rate_that_someone_else_removed(room: SettingsRoom) -> None:
    section = room.open_form("taxes")
    _keep(room, "taxes_rate_edit", "9")
    california, nevada = room.rates()
    with room.shop.database.write() as session:
        assert california.id is not None
        tax_settings.delete_tax(session, room.shop.desk(), california.id)
    room.save()
    assert section.strip.title() == "Someone else saved this meanwhile"
    assert room.rates() == (nevada,)
    assert section.form.values()["state"] == "NV"
    assert room.page.unsaved == []


# People


def test_a_new_person(room: SettingsRoom) -> None:
    section = room.go_to("people")
    room.key(Qt.Key.Key_N, CONTROL)
    room.type("Bea Lindqvist")
    _keep(room, "people_sign_in_edit", "bea")
    room.tab_to("people_role_combo")
    room.key(Qt.Key.Key_Down)
    room.tab_to("people_reader_check")
    room.key(Qt.Key.Key_Space)
    room.save()
    assert section.form.errors() == {"password": "Enter a password: nobody signs in without one."}
    assert room.focused().objectName() == "people_password_edit"
    room.type(PASSWORD)
    room.save()
    bea = next(p for p in room.everyone() if p.sign_in_name == "bea")
    assert (bea.display_name, bea.role, bea.uses_screen_reader, bea.has_password) == (
        "Bea Lindqvist",
        Role.SUPERVISOR,
        True,
        True,
    )
    assert room.told == [("Saved: Bea Lindqvist", "ok")]


def test_a_password_is_never_shown_back(room: SettingsRoom) -> None:
    section = room.open_form("people")
    field = room.tab_to("people_password_edit")
    assert isinstance(field, QLineEdit)
    assert field.echoMode() == QLineEdit.EchoMode.Password
    room.type(PASSWORD)
    room.save()
    assert field.text() == ""
    assert section.form.values()["password"] == ""
    room.key(Qt.Key.Key_Z, CONTROL)
    assert field.text() == ""
    with room.shop.database.read() as session:
        stored = session.get_one(Agent, room.shop.dana).password_hash
    assert stored is not None
    assert people.matches(stored, PASSWORD)
    assert PASSWORD not in room.shop.every_value()


def test_an_empty_password_leaves_it_as_it_is(room: SettingsRoom) -> None:
    with room.shop.database.write() as session:
        dana = session.get_one(Agent, room.shop.dana)
        people.set_password(session, dana, PASSWORD, now=room.shop.clock.now())
    room.open_form("people")
    _keep(room, "people_name_edit", "Dana O.")
    room.save()
    with room.shop.database.read() as session:
        dana = session.get_one(Agent, room.shop.dana)
        assert dana.display_name == "Dana O."
        assert dana.password_hash is not None
        assert people.matches(dana.password_hash, PASSWORD)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short 1", "Too short: at least 12 characters."),
        ("letters only here", "It needs letters and digits."),
    ],
)
def test_the_rule_is_checked_when_the_field_is_left(
    room: SettingsRoom, password: str, words: str
) -> None:
    section = room.open_form("people")
    room.tab_to("people_password_edit")
    room.type(password)
    room.key(Qt.Key.Key_Tab)
    assert section.form.errors() == {"password": words}
    room.save()
    assert section.form.errors() == {"password": words}
    assert room.everyone()[0].has_password is False


def test_the_lock_is_shown_and_ended(room: SettingsRoom) -> None:
    with room.shop.database.write() as session:
        dana = session.get_one(Agent, room.shop.dana)
        people.set_password(session, dana, OTHER_PASSWORD, now=room.shop.clock.now())
        dana.locked_until = room.shop.clock.now() + timedelta(minutes=30)
    room.page.on_shown()
    room.settle()
    section = room.open_form("people")
    assert _rows(section)[0] == "Dana Okafor, Locked"
    box = room.tab_to("people_unlock_check")
    assert box.accessibleDescription() == "Locked until 07:34, after 10 wrong passwords."
    room.key(Qt.Key.Key_Space)
    room.save()
    assert room.everyone()[0].locked_until is None
    assert not box.isVisible()


def test_the_last_supervisor_stays_one(room: SettingsRoom) -> None:
    with room.shop.database.write() as session:
        ines = session.get_one(Agent, room.shop.ines)
        people.set_password(session, ines, PASSWORD, now=room.shop.clock.now())
    section = room.go_to("people")
    room.key(Qt.Key.Key_Down)
    room.qtbot.waitUntil(lambda: section.form.values()["sign_in_name"] == "ines")
    room.key(Qt.Key.Key_Return)
    room.tab_to("people_role_combo")
    room.key(Qt.Key.Key_Up)
    room.save()
    assert section.form.errors() == {
        "role": "The last supervisor stays one: make another supervisor first."
    }
    assert room.everyone()[1].role is Role.SUPERVISOR


def test_the_sentence_about_screen_readers(room: SettingsRoom) -> None:
    room.open_form("people")
    box = room.tab_to("people_reader_check")
    assert box.accessibleDescription() == (
        "With it on, any program of yours can read the card number while it is typed."
    )


# This desk


def test_what_is_saved_of_this_desk_is_seen_at_once(room: SettingsRoom) -> None:
    seen: list[DeskSettings] = []
    room.page.desk_settings_saved.connect(seen.append)
    room.open_form("desk")
    _keep(room, "desk_name_edit", "Window desk")
    for name, steps in (
        ("desk_printer_combo", 2),
        ("desk_text_combo", 2),
        ("desk_scheme_combo", 1),
        ("desk_font_combo", 0),
    ):
        room.tab_to(name)
        room.key(Qt.Key.Key_Down, times=steps)
    before = room.theme.px(100)
    room.save()
    assert room.stored == DeskSettings("Window desk", 125, "dark", "inter", "Letters")
    assert seen == [room.stored]
    assert room.theme.scheme == "dark"
    assert room.theme.px(100) == round(before * 1.25)
    assert room.page.unsaved == []


def test_a_printer_that_is_off_stays_chosen(qtbot: QtBot, tmp_path: Path, theme: Theme) -> None:
    room = SettingsRoom(qtbot, tmp_path, theme)
    room.stored = replace(room.stored, letter_printer="Cellar")
    room.page.on_shown()
    room.settle()
    room.go_to("desk")
    assert room.section("desk").form.values()["letter_printer"] == "Cellar"
    assert room.page.unsaved == []
    room.close()


def test_what_the_settings_refuse_stands_beside_its_field(room: SettingsRoom) -> None:
    room.refuse_desk = AgentError("Enter another name.", field="workstation_name")
    section = room.open_form("desk")
    _keep(room, "desk_name_edit", "x")
    room.save()
    assert section.form.errors() == {"workstation_name": "Enter another name."}
    assert room.page.unsaved == ["This desk"]


def _rows(section: SettingsSection) -> list[str]:
    """The words of the rows of the list."""
    model = section.record_list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]
