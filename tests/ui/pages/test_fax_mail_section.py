"""Fax and e-mail in the settings: set by keys, passwords in the keyring alone, servers tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.bootstrap.fax_settings_kit import fax_mail_kit
from desktop.errors import WorldError
from desktop.services import fax_settings, mail_settings
from desktop.services.fax_settings import FaxSettings
from desktop.services.mail_settings import MailSettings
from models.audit import AuditEntry
from models.store import Store
from tests.desktop.dispatch.imap_fake import imap_fake
from tests.desktop.dispatch.smtp_peer import HOST, smtp_peer
from tests.desktop.fake_keyring import MemoryKeyring, keyring_in_use
from tests.ui.accessibility import walk
from tests.ui.pages.settings_room import SettingsRoom
from ui.pages.settings.fax_mail_section import FaxMailKit, Tried
from ui.pages.settings.settings_section import SettingsSection
from ui.theme import Theme

ALT = Qt.KeyboardModifier.AltModifier
WORD = "a pass word 9"
Make = Callable[..., SettingsRoom]


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    made = MemoryKeyring()
    with keyring_in_use(made):
        yield made


def real_kit(room: SettingsRoom) -> FaxMailKit:
    """As the workspace makes it."""
    return fax_mail_kit(
        database=room.shop.database,
        desk=room.shop.desk(),
        actions=room.actions,
        changes=room.changes,
    )


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path, theme: Theme, ring: MemoryKeyring) -> Iterator[Make]:
    rooms: list[SettingsRoom] = []

    def one(
        kit: Callable[[SettingsRoom], FaxMailKit] = real_kit,
        *,
        practice: bool = False,
        supervisor: bool = True,
    ) -> SettingsRoom:
        made = SettingsRoom(
            qtbot, tmp_path, theme, practice=practice, supervisor=supervisor, fax_mail=kit
        )
        rooms.append(made)
        return made

    yield one
    for room in rooms:
        room.close()


def stored(room: SettingsRoom) -> tuple[FaxSettings, MailSettings]:
    with room.shop.database.read() as session:
        store_id = room.shop.store_id
        return fax_settings.get(session, store_id), mail_settings.get(session, store_id)


def edit(room: SettingsRoom, name: str) -> QLineEdit:
    found = room.page.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def fill(room: SettingsRoom, **typed: str) -> None:
    for name, text in typed.items():
        room.tab_to(f"{name}_edit")
        room.retype(text)


def said(room: SettingsRoom, name: str) -> str:
    found = room.page.findChild(QLabel, f"{name}_words")
    assert isinstance(found, QLabel)
    return found.text() if found.isVisible() else ""


def press(room: SettingsRoom, key: Qt.Key) -> None:
    room.key(key, ALT)
    room.settle()


def test_everything_is_set_by_keys(make: Make, ring: MemoryKeyring) -> None:
    room = make()
    room.open_form("fax_mail")
    fill(
        room, fax_host="fax.example.com", fax_port="4560", fax_user="desk", fax_password=WORD,
        fax_folder="/srv/fax", fax_key_file="/srv/keys", fax_outside="9", fax_area="909",
        fax_long_distance="1", fax_international="011", fax_tries="3",
    )  # fmt: skip
    for name in ("fax_cover_check", "fax_confirm_check"):
        room.tab_to(name)
        room.key(Qt.Key.Key_Space)
    fill(room, mail_host="smtp.example.com", mail_port="465")
    room.tab_to("mail_security_combo")
    room.key(Qt.Key.Key_Down)
    fill(
        room, mail_user="orders", mail_password="of the mail", mail_from_name="The shop",
        mail_from_address="orders@example.com", bounce_host="imap.example.com", bounce_port="143",
    )  # fmt: skip
    room.tab_to("bounce_security_combo")
    room.key(Qt.Key.Key_Up)
    fill(room, bounce_folder="Returned", bounce_user="box", bounce_password="of the box")
    room.save()
    assert room.told == [("Saved: Fax and e-mail", "ok")]
    assert stored(room) == (
        FaxSettings(
            version=1, host="fax.example.com", port=4560, user="desk", folder="/srv/fax",
            key_file="/srv/keys", outside_line="9", area_code="909", tries=3, cover_sheet=False,
            confirm_by_fax=True,
        ),
        MailSettings(
            version=1, host="smtp.example.com", port=465, security="tls", user="orders",
            from_name="The shop", from_address="orders@example.com",
            bounce_host="imap.example.com", bounce_port=143, bounce_security="starttls",
            bounce_user="box", bounce_folder="Returned",
        ),
    )  # fmt: skip
    store = room.shop.store_id
    assert ring.kept == {
        ("orderdesk", f"{store}/fax"): WORD,
        ("orderdesk", f"{store}/mail"): "of the mail",
        ("orderdesk", f"{store}/mail_in"): "of the box",
    }


def test_a_password_is_never_shown_again_and_in_no_database(
    make: Make, ring: MemoryKeyring
) -> None:
    room = make()
    room.open_form("fax_mail")
    field = edit(room, "fax_password_edit")
    assert field.accessibleDescription() == "None is set on this computer."
    fill(room, fax_password=WORD)
    assert field.echoMode() is QLineEdit.EchoMode.Password
    room.save()
    assert field.text() == ""
    assert field.accessibleDescription() == "One is set on this computer."
    assert room.dock() == "Everything is saved."
    assert WORD not in room.shop.every_value()
    shown = [label.text() for label in room.window.findChildren(QLabel)]
    assert not any(WORD in text for text in shown)
    with room.shop.database.read() as session:
        kinds = list(session.scalars(select(AuditEntry.kind)))
    assert kinds[-1] == "fax_password_set"
    assert "fax_settings_changed" not in kinds, "nothing else was changed"


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        (
            {"fax_host": "http://fax"}, "fax_host",
            "Enter a name or an address alone, such as mail.example.com.",
        ),
        ({"fax_port": "0"}, "fax_port", "Enter a port, from 1 to 65535."),
        ({"fax_host": "fax"}, "fax_user", "Enter the user: the fax server asks for one."),
        ({"fax_tries": "99"}, "fax_tries", "Enter a whole number from 1 to 20."),
        (
            {"mail_host": "smtp.example.com"}, "mail_from_address",
            "Enter the address that the shop's e-mail is from.",
        ),
        ({"bounce_host": "imap"}, "bounce_user", "Enter the user of the box."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(
    make: Make, typed: dict[str, str], field: str, words: str
) -> None:
    room = make()
    section = room.open_form("fax_mail")
    fill(room, **typed)
    room.save()
    assert section.form.errors() == {field: words}
    assert section.form.field(field).first_editor() is room.focused()
    assert stored(room) == (FaxSettings(), MailSettings())
    assert room.told == []


def test_without_encryption_only_this_computer_serves(make: Make) -> None:
    room = make()
    section = room.open_form("fax_mail")
    fill(room, mail_host="smtp.example.com", mail_from_address="a@example.com")
    room.tab_to("mail_security_combo")
    room.key(Qt.Key.Key_End)
    room.save()
    assert list(section.form.errors()) == ["mail_security"]
    assert stored(room)[1] == MailSettings()
    fill(room, mail_host="localhost")
    room.save()
    assert stored(room)[1].security == "none"


def test_a_keyring_that_is_locked_saves_nothing(make: Make, ring: MemoryKeyring) -> None:
    room = make()
    section = room.open_form("fax_mail")
    ring.is_locked = True
    fill(room, fax_password=WORD, fax_tries="4")
    room.save()
    assert section.strip.title() == "Not saved"
    assert stored(room)[0] == FaxSettings()
    assert edit(room, "fax_password_edit").text() == WORD, "it is not lost"
    ring.is_locked = False
    room.save()
    assert stored(room)[0].tries == 4
    assert list(ring.kept.values()) == [WORD]


def test_two_who_change_them(make: Make) -> None:
    room = make()
    section = room.open_form("fax_mail")
    fill(room, fax_tries="7")
    with room.shop.database.write() as session:
        theirs = replace(FaxSettings(), area_code="415")
        fax_settings.save(session, room.shop.desk(), theirs)
    room.save()
    assert section.strip.title() == "Someone else saved this meanwhile"
    assert section.form.values()["fax_area_code"] == "415"
    room.save()
    saved = stored(room)[0]
    assert (saved.tries, saved.area_code, saved.version) == (7, "415", 2)


def test_saving_here_does_not_make_the_store_stale(make: Make) -> None:
    room = make()
    room.open_form("fax_mail")
    fill(room, fax_tries="7")
    room.save()
    room.open_form("store")
    room.type(" and Sons")
    room.save()
    assert room.dock() == "Everything is saved."


# Trying ------------------------------------------------------------------------------------------


def told_kit(room: SettingsRoom) -> FaxMailKit:
    """A kit whose servers answer as a test wants."""

    def bad() -> Tried:
        raise WorldError("The mail server does not answer.")

    return replace(
        real_kit(room),
        try_fax=lambda: Tried(True, "The fax server answers."),
        try_mail=bad,
        try_box=lambda: Tried(False, "Something is amiss."),
    )


def test_what_came_of_a_try_stands_under_its_button(make: Make) -> None:
    room = make(told_kit)
    room.open_form("fax_mail")
    for key in (Qt.Key.Key_T, Qt.Key.Key_M, Qt.Key.Key_B):
        press(room, key)
    assert room.told == [
        ("The fax server answers.", "ok"),
        ("The mail server does not answer.", "bad"),
        ("Something is amiss.", "bad"),
    ]
    assert [said(room, name) for name in ("try_fax", "try_mail", "try_box")] == [
        words for words, _kind in room.told
    ]


def test_what_is_not_saved_is_not_tried(make: Make) -> None:
    asked: list[str] = []

    def kit(room: SettingsRoom) -> FaxMailKit:
        def ask() -> Tried:
            asked.append("fax")
            return Tried(True, "fine")

        return replace(real_kit(room), try_fax=ask)

    room = make(kit)
    room.open_form("fax_mail")
    fill(room, fax_tries="7")
    press(room, Qt.Key.Key_T)
    assert said(room, "try_fax") == "Save first: what is stored is tried."
    assert asked == []
    room.save()
    press(room, Qt.Key.Key_T)
    assert (said(room, "try_fax"), asked) == ("fine", ["fax"])


def set_both(room: SettingsRoom, smtp: int, imap: int) -> None:
    with room.shop.database.write() as session:
        changed = replace(
            mail_settings.get(session, room.shop.store_id),
            host=HOST, port=smtp, security="none", from_address="orders@example.com",
            bounce_host=HOST, bounce_port=imap, bounce_security="none", bounce_user="returned",
        )  # fmt: skip
        mail_settings.save(session, room.shop.desk(), changed)


def test_real_servers_are_tried_and_nothing_is_sent(make: Make, ring: MemoryKeyring) -> None:
    with smtp_peer() as peer, imap_fake() as fake:
        fake.messages = {4: b"one"}
        room = make()
        set_both(room, peer.port, fake.port)
        ring.set_password("orderdesk", f"{room.shop.store_id}/mail_in", "word")
        room.open_form("fax_mail")
        press(room, Qt.Key.Key_M)
        press(room, Qt.Key.Key_B)
        assert room.told == [
            (f"The mail server {HOST} takes our e-mail. Nothing was sent.", "ok"),
            ("The box can be read. Messages of the last 30 days: 1.", "ok"),
        ]
        assert (peer.got, fake.seen) == ([], [])
        ring.kept.clear()
        press(room, Qt.Key.Key_B)
        assert "password" in said(room, "try_box")


def test_a_mail_server_that_is_not_there(make: Make) -> None:
    with smtp_peer() as peer, imap_fake() as fake:
        ports = peer.port, fake.port
    room = make()
    set_both(room, *ports)
    room.open_form("fax_mail")
    press(room, Qt.Key.Key_M)
    assert said(room, "try_mail").startswith(f"The mail server {HOST} does not answer.")


def test_a_fax_server_without_settings_and_a_folder(make: Make, tmp_path: Path) -> None:
    room = make()
    room.open_form("fax_mail")
    press(room, Qt.Key.Key_T)
    assert said(room, "try_fax") == "Neither a server nor a folder is set: save one first."
    for folder, words in (
        (tmp_path, "The watched folder is here."),
        (tmp_path / "gone", "The watched folder is not on this computer."),
    ):
        fill(room, fax_folder=str(folder))
        room.save()
        press(room, Qt.Key.Key_T)
        assert said(room, "try_fax").startswith(words)


# Who and where -----------------------------------------------------------------------------------


def test_in_practice_it_says_that_nothing_is_sent_and_connects_to_nothing(make: Make) -> None:
    room = make(told_kit, practice=True)
    section = room.open_form("fax_mail")
    texts = [label.text() for label in section.findChildren(QLabel)]
    assert any(text.startswith("This is practice: nothing is sent") for text in texts)
    press(room, Qt.Key.Key_T)
    assert room.told == [("Practice connects to no server.", "info")]
    fill(room, fax_tries="2")
    room.save()
    assert stored(room)[0].tries == 2


def test_an_agent_can_read_and_try_and_not_change(make: Make) -> None:
    room = make(told_kit, supervisor=False)
    room.go_to("fax_mail")
    assert edit(room, "fax_host_edit").isReadOnly()
    assert not edit(room, "fax_password_edit").isVisible()
    press(room, Qt.Key.Key_T)
    assert said(room, "try_fax") == "The fax server answers."


def test_everything_in_it_has_a_name_and_the_page_fits(make: Make, theme: Theme) -> None:
    room = make()
    section = room.open_form("fax_mail")
    assert isinstance(section, SettingsSection)
    assert walk(room.page) == []
    with room.shop.database.read() as session:
        assert session.scalars(select(Store.settings)).one() == {}
