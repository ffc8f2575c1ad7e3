"""The columns of carriers' files, edited by keys, and refused in words beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.exports.carrier_rules import OTHER, UPS
from desktop.services import carrier_mappings
from desktop.services.carrier_mappings import Mapping
from tests.desktop.settings_shop import use_quick_hashes
from tests.ui.pages.desk_room import ALT, CONTROL
from tests.ui.pages.settings_room import SettingsRoom
from ui.theme import Theme


@pytest.fixture
def room(
    qtbot: QtBot, tmp_path: Path, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SettingsRoom]:
    use_quick_hashes(monkeypatch)
    made = SettingsRoom(qtbot, tmp_path, theme)
    yield made
    made.close()


def _stored(room: SettingsRoom, carrier: str) -> Mapping:
    with room.shop.database.read() as session:
        return carrier_mappings.mapping(session, room.shop.desk(), carrier)


def test_the_carriers_of_the_shop_and_two_more_are_there(room: SettingsRoom) -> None:
    section = room.go_to("carriers")
    assert section.record_list.shown_keys() == ["other carrier", "parcel", "ups", "usps"]


def test_a_heading_is_changed_and_a_column_moved(room: SettingsRoom) -> None:
    room.go_to("carriers")
    room.key(Qt.Key.Key_Down)
    room.key(Qt.Key.Key_Return)
    room.tab_to("carrier_column_heading_1_edit")
    room.retype("REF")
    room.key(Qt.Key.Key_Down, ALT)
    room.save()
    saved = _stored(room, "Parcel")
    assert [(c.heading, c.field) for c in saved.columns[:2]] == [
        ("Parcel", "parcel"), ("REF", "reference"),
    ]  # fmt: skip
    assert saved.columns[2:] == OTHER.columns[2:]
    assert _stored(room, "UPS").columns == UPS.columns


def test_a_new_carrier_begins_with_usual_columns(room: SettingsRoom) -> None:
    room.go_to("carriers")
    room.key(Qt.Key.Key_N, CONTROL)
    assert room.focused().objectName() == "carrier_name_edit"
    room.type("Bike Courier")
    room.save()
    saved = _stored(room, "bike courier")
    assert (saved.carrier, saved.columns, saved.version) == ("Bike Courier", OTHER.columns, 1)


def test_what_cannot_be_is_told_with_its_row_and_nothing_is_stored(room: SettingsRoom) -> None:
    section = room.go_to("carriers")
    room.key(Qt.Key.Key_Down)
    room.key(Qt.Key.Key_Return)
    room.tab_to("carrier_column_heading_2_edit")
    room.retype("Order")
    room.save()
    assert section.form.errors() == {"columns": "Row 2 has a heading that another one has."}
    room.tab_to("carrier_column_heading_2_edit")
    room.retype("4242" * 4)
    assert section.form.values()["columns"][1][0] in ("", "4242" * 3)
    assert section.form.errors()["columns"].startswith("That looked like a card number.")
    assert _stored(room, "Parcel").version is None
