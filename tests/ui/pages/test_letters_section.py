"""How letters are mailed, set by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.services import mailing_settings
from desktop.services.mailing_settings import MailingSettings
from tests.ui.pages.settings_room import SettingsRoom
from ui.theme import Theme


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, theme: Theme) -> Iterator[SettingsRoom]:
    made = SettingsRoom(qtbot, tmp_path, theme)
    yield made
    made.close()


def stored(room: SettingsRoom) -> MailingSettings:
    with room.shop.database.read() as session:
        return mailing_settings.get(session, room.shop.store_id)


def test_mailer_id_envelopes_and_labels_are_set_by_keys(room: SettingsRoom) -> None:
    section = room.open_form("letters")
    assert section.form.values() == {
        "mailer_id": "", "service_type": "300", "envelope": "window", "labels": "5160",
    }  # fmt: skip
    room.retype("900 001 047")
    room.tab_to("letters_service_edit")
    room.retype("270")
    room.tab_to("letters_envelope_combo")
    room.key(Qt.Key.Key_Down)
    room.tab_to("letters_labels_combo")
    room.key(Qt.Key.Key_Down)
    room.save()
    assert room.told == [("Saved: Letters", "ok")]
    assert stored(room) == MailingSettings(
        version=1, mailer_id="900001047", service_type="270", envelope="plain", labels="5163"
    )
    assert section.form.values()["mailer_id"] == "900001047"


@pytest.mark.parametrize(
    ("name", "field", "typed", "words"),
    [
        (
            "mailer",
            "mailer_id",
            "12345",
            "A Mailer ID has 6 digits and begins with 0 to 8, or 9 digits and begins with 9.",
        ),
        (
            "mailer",
            "mailer_id",
            "812345678",
            "A Mailer ID has 6 digits and begins with 0 to 8, or 9 digits and begins with 9.",
        ),
        ("service", "service_type", "30", "A service type has three digits, such as 300."),
    ],
)
def test_what_the_post_office_does_not_have_is_said_beside_the_field(
    room: SettingsRoom, name: str, field: str, typed: str, words: str
) -> None:
    section = room.open_form("letters")
    room.tab_to(f"letters_{name}_edit")
    room.retype(typed)
    room.key(Qt.Key.Key_Tab)
    assert section.form.errors() == {field: words}
    room.save()
    assert section.form.errors() == {field: words}
    assert room.told == []
    assert stored(room) == MailingSettings()
