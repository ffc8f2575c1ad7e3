"""The card processor in the settings: keys by their endings, the secret in the keyring alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.bootstrap import processor_kit
from desktop.payments.processor_state import ProcessorState
from models.audit import AuditEntry
from models.store import Store
from tests.desktop.fake_keyring import MemoryKeyring, keyring_in_use
from tests.ui.accessibility import walk
from tests.ui.pages.settings_room import SettingsRoom
from ui.theme import Theme

SECRET = "sk_live_" + "a" * 20 + "x1f9"
PUBLISHABLE = "pk_live_" + "d" * 20 + "77ab"
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    made = MemoryKeyring()
    with keyring_in_use(made):
        yield made


@pytest.fixture
def make(
    qtbot: QtBot, tmp_path: Path, theme: Theme, ring: MemoryKeyring
) -> Iterator[Callable[..., SettingsRoom]]:
    rooms: list[SettingsRoom] = []

    def one(*, practice: bool = False, supervisor: bool = True) -> SettingsRoom:
        made = SettingsRoom(
            qtbot, tmp_path, theme, practice=practice, supervisor=supervisor, with_processor=True
        )
        rooms.append(made)
        return made

    yield one
    for room in rooms:
        room.close()


def edit(room: SettingsRoom, name: str) -> QLineEdit:
    found = room.page.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def hint(room: SettingsRoom, name: str) -> str:
    return edit(room, name).accessibleDescription()


def stored(room: SettingsRoom) -> str:
    with room.shop.database.read() as session:
        return str(session.scalars(select(Store.settings)).one())


def test_keys_are_kept_each_in_its_place(
    make: Callable[..., SettingsRoom], ring: MemoryKeyring
) -> None:
    room = make()
    heard: list[frozenset[str]] = []
    room.changes.changed.connect(lambda what, _by: heard.append(what))
    room.open_form("processor")
    assert "None is set" in hint(room, "processor_secret_edit")
    room.type(PUBLISHABLE)
    assert "Live key ending …77ab" in hint(room, "processor_publishable_edit")
    room.key(Qt.Key.Key_Return)
    room.type(SECRET)
    assert edit(room, "processor_secret_edit").echoMode() is QLineEdit.EchoMode.Password
    room.save()
    assert list(ring.kept.values()) == [SECRET]
    assert PUBLISHABLE in stored(room)
    assert SECRET not in stored(room)
    assert edit(room, "processor_secret_edit").text() == ""
    assert "Live key ending …x1f9" in hint(room, "processor_secret_edit")
    assert room.dock() == "Everything is saved."
    assert frozenset({"processor"}) in heard
    with room.shop.database.read() as session:
        kinds = set(session.scalars(select(AuditEntry.kind)))
    assert {"processor_changed", "secret_key_set"} <= kinds
    shown = [label.text() for label in room.window.findChildren(QLabel)]
    assert not any(SECRET in text for text in shown)


def test_a_test_key_is_refused_beside_its_field(
    make: Callable[..., SettingsRoom], ring: MemoryKeyring
) -> None:
    room = make()
    section = room.open_form("processor")
    room.key(Qt.Key.Key_Return)
    room.type("sk_test_" + "b" * 24)
    room.save()
    assert "test key" in section.form.field("secret_key").error()
    assert ring.kept == {}
    assert stored(room) == "{}"


def test_saving_here_does_not_make_the_store_stale(make: Callable[..., SettingsRoom]) -> None:
    room = make()
    room.open_form("processor")
    room.type(PUBLISHABLE)
    room.save()
    room.open_form("store")
    room.type(" and Sons")
    room.save()
    assert room.dock() == "Everything is saved."
    assert room.profile().name.endswith("and Sons")


def test_check_now_says_what_came_of_it(
    make: Callable[..., SettingsRoom], ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = make()
    room.open_form("processor")
    room.key(Qt.Key.Key_K, ALT)
    room.settle()
    assert room.told[-1] == ("Keys are missing: save both first.", "bad")
    room.type(PUBLISHABLE)
    room.key(Qt.Key.Key_Return)
    room.type(SECRET)
    room.save()
    monkeypatch.setattr(
        processor_kit, "reach", lambda _connection: ProcessorState(True, "Stripe answers.")
    )
    room.key(Qt.Key.Key_K, ALT)
    room.settle()
    assert room.told[-1] == ("Stripe answers.", "ok")


def test_practice_has_nothing_to_set(make: Callable[..., SettingsRoom]) -> None:
    room = make(practice=True)
    section = room.go_to("processor")
    texts = [label.text() for label in section.findChildren(QLabel) if label.isVisible()]
    assert any(text.startswith("There is nothing to set") for text in texts)
    assert section.findChildren(QLineEdit) == []


def test_an_agent_can_read_and_not_change(make: Callable[..., SettingsRoom]) -> None:
    room = make(supervisor=False)
    room.go_to("processor")
    assert edit(room, "processor_publishable_edit").isReadOnly()
    assert not edit(room, "processor_secret_edit").isVisible()


def test_everything_in_it_has_a_name(make: Callable[..., SettingsRoom]) -> None:
    room = make()
    section = room.open_form("processor")
    assert isinstance(section, QWidget)
    assert walk(room.page) == []
