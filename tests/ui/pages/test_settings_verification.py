"""The rules of verification and the watch list, set by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.services import verification_rules, watch_list
from desktop.services.verification_rules import Rules
from desktop.services.watch_list import WatchedRow, WatchInput
from tests.ui.pages.desk_room import ALT, CONTROL
from tests.ui.pages.settings_room import SettingsRoom
from ui.theme import Theme


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, theme: Theme) -> Iterator[SettingsRoom]:
    made = SettingsRoom(qtbot, tmp_path, theme)
    yield made
    made.close()


def rules(room: SettingsRoom) -> Rules:
    with room.shop.database.read() as session:
        return verification_rules.rules_of(session, room.shop.store_id)


def watched(room: SettingsRoom) -> tuple[WatchedRow, ...]:
    with room.shop.database.read() as session:
        return watch_list.rows(session, room.shop.desk())


def test_every_rule_is_set_by_keys(room: SettingsRoom) -> None:
    room.open_form("verification")
    for name in ("ship_to_differs", "street_check", "postal_check", "code_check", "own_release"):
        room.tab_to(f"verification_{name}_check")
        room.key(Qt.Key.Key_Space)
    for name, typed in (("amount", "500"), ("first", "0"), ("many", "3")):
        room.tab_to(f"verification_{name}_edit")
        room.retype(typed)
    room.save()
    assert room.told == [("Saved: Verification", "ok")]
    assert rules(room) == Rules(
        version=1, ship_to_differs=False, street_check=False, postal_check=False, code_check=False,
        amount_over_minor=50_000, first_order_over_minor=0, many_to_address=3, own_release=False,
    )  # fmt: skip
    room.tab_to("verification_amount_edit")
    room.retype("")
    room.save()
    assert rules(room).amount_over_minor is None


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("amount", "lots", "Enter an amount such as 500.00, or leave it empty."),
        ("first", "-5", "This cannot be below zero."),
        ("many", "1", "Enter a whole number from 2 on, or leave it empty."),
        ("many", "few", "Enter a whole number from 2 on, or leave it empty."),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field(
    room: SettingsRoom, name: str, typed: str, words: str
) -> None:
    section = room.open_form("verification")
    room.tab_to(f"verification_{name}_edit")
    room.retype(typed)
    room.save()
    assert list(section.form.errors().values()) == [words]
    assert rules(room) == Rules()
    assert room.told == []


def test_two_who_change_the_rules(room: SettingsRoom) -> None:
    section = room.open_form("verification")
    room.tab_to("verification_amount_edit")
    room.retype("500")
    with room.shop.database.write() as session:
        theirs = Rules(many_to_address=4)
        verification_rules.save_rules(session, room.shop.desk(), theirs)
    room.save()
    assert section.strip.title() == "Someone else saved this meanwhile"
    assert section.form.values()["amount_over_minor"] == "500"
    assert section.form.values()["many_to_address"] == "4"
    room.save()
    assert rules(room) == Rules(version=2, amount_over_minor=50_000, many_to_address=4)


def test_a_number_is_watched_and_its_reason_kept(room: SettingsRoom) -> None:
    room.go_to("watch")
    room.key(Qt.Key.Key_N, CONTROL)
    room.tab_to("watch_contact_edit")
    room.type("theo@example.com")
    room.tab_to("watch_reason_edit")
    room.type("Said it was not theirs")
    room.save()
    assert room.told == [("Saved: theo@example.com", "ok")]
    assert [(row.contact, row.reason) for row in watched(room)] == [
        ("theo@example.com", "Said it was not theirs"),
        ("+19095550142", "Chargeback in May"),
    ]


def test_an_address_is_watched(room: SettingsRoom) -> None:
    room.go_to("watch")
    room.key(Qt.Key.Key_N, CONTROL)
    for name, typed in (
        ("street", "88 Quarry Road"), ("postal", "93401"), ("reason", "Three chargebacks"),
    ):  # fmt: skip
        room.tab_to(f"watch_{name}_edit")
        room.type(typed)
    room.save()
    assert watched(room)[0].match_key == "88 QUARRY RD|93401|US"


def test_an_entry_without_a_reason_is_refused(room: SettingsRoom) -> None:
    section = room.go_to("watch")
    room.key(Qt.Key.Key_N, CONTROL)
    room.tab_to("watch_contact_edit")
    room.type("909 555 0199")
    room.save()
    assert section.form.errors() == {"reason": "Say why: whoever verifies the order sees it."}
    assert len(watched(room)) == 1


def test_what_stands_shows_itself_only_and_its_reason_can_be_changed(room: SettingsRoom) -> None:
    section = room.open_form("watch")
    assert section.form.field("contact").isVisible()
    assert not section.form.field("street").isVisible()
    room.tab_to("watch_reason_edit")
    room.retype("Chargebacks in May and June")
    room.save()
    (row,) = watched(room)
    assert (row.contact, row.reason) == ("+19095550142", "Chargebacks in May and June")


def test_an_entry_is_ended_and_taken_back(room: SettingsRoom) -> None:
    (before,) = watched(room)
    room.go_to("watch")
    room.key(Qt.Key.Key_R, ALT)
    assert room.told == [("No longer watched: (909) 555-0142. Alt+U puts it back", "info")]
    assert watched(room) == ()
    room.key(Qt.Key.Key_U, ALT)
    assert watched(room) == (before,)


def test_somebody_else_ended_it_meanwhile(room: SettingsRoom) -> None:
    (before,) = watched(room)
    section = room.go_to("watch")
    with room.shop.database.write() as session:
        watch_list.end(session, room.shop.desk(), before.id)
    room.key(Qt.Key.Key_R, ALT)
    room.settle()
    assert section.record_list.shown_keys() == []
    with room.shop.database.write() as session:
        told = WatchInput(contact="909 555 0142", reason="Again")
        again = watch_list.add(session, room.shop.desk(), told)
    assert replace(again, id=before.id, reason=before.reason) == before


def test_a_card_number_is_wiped_from_a_reason(room: SettingsRoom) -> None:
    section = room.open_form("watch")
    room.tab_to("watch_reason_edit")
    room.retype(("4242 " * 4).strip())
    assert "That looked like a card number" in section.form.field("reason").error()
    assert "4242" not in str(section.form.values())
