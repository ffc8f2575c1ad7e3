"""Signing in: by keys alone, with the right words for each refusal, and no password left behind."""

from __future__ import annotations

import gc
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.services import people
from desktop.services.people import Person
from models.agent import Agent, Role
from models.session import DatabaseBusy
from tests.desktop.settings_shop import OTHER_PASSWORD, PASSWORD, use_quick_hashes
from tests.ui.accessibility import walk
from tests.ui.pages.desk_room import DeskRoom
from ui.dialogs.change_password_sheet import ChangePasswordSheet
from ui.pages.sign_in_page import SignInPage
from ui.pages.sign_in_place import SignInPlace
from ui.theme import Theme

WRONG = "That person and password do not go together. Try again."


class SignIn(DeskRoom):
    """The sign-in page of a live shop in which Ines and Dana have a password."""

    def __init__(self, qtbot: QtBot, folder: Path, theme: Theme) -> None:
        super().__init__(qtbot, folder)
        self.give_password(self.shop.ines, PASSWORD)
        self.give_password(self.shop.dana, PASSWORD)
        self.page = SignInPage(
            theme=theme, tasks=self.tasks, place=place_of(self), clock=self.shop.clock
        )
        self.entered: list[Person] = []
        self.page.signed_in.connect(self.entered.append)
        qtbot.addWidget(self.page)
        self.page.resize(1366, 768)

    def open(self) -> None:
        self.page.show()
        self.qtbot.waitExposed(self.page)
        self.page.activateWindow()
        self.page.ask()
        self.settle()
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    def give_password(self, agent_id: uuid.UUID, password: str) -> None:
        with self.shop.database.write() as session:
            agent = session.get_one(Agent, agent_id)
            people.set_password(session, agent, password, now=self.shop.clock.now())

    def shown(self) -> list[str]:
        chosen = self.page.chooser.person_list
        return [
            str(chosen.model().index(row, 0).data()) for row in range(chosen.model().rowCount())
        ]

    def try_password(self, password: str) -> None:
        self.tab_to("password_edit")
        self.type(password)
        self.key(Qt.Key.Key_Return)

    def message(self) -> str:
        return "" if self.page.banner.isHidden() else self.page.banner.text()


def place_of(room: DeskRoom) -> SignInPlace:
    return SignInPlace(
        store_id=room.shop.store_id,
        workstation_id=room.shop.workstation_id,
        shop_name="Lanternfield Supply",
        workstation_name="Desk 1",
        time_zone="America/Los_Angeles",
    )


@pytest.fixture
def room(
    qtbot: QtBot, tmp_path: Path, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SignIn]:
    use_quick_hashes(monkeypatch)
    made = SignIn(qtbot, tmp_path, theme)
    yield made
    made.close()


def test_by_arrows_and_enter(room: SignIn) -> None:
    room.open()
    assert room.focused().objectName() == "sign_in_name_edit"
    assert room.shown() == ["Dana Okafor, Agent", "Ines Marchetti, Supervisor"]
    assert room.page.password_row.editor.accessibleName() == "Password of Dana Okafor"
    room.key(Qt.Key.Key_Down)
    room.key(Qt.Key.Key_Return)
    assert room.focused().objectName() == "password_edit"
    assert room.focused().accessibleName() == "Password of Ines Marchetti"
    room.type(PASSWORD)
    room.key(Qt.Key.Key_Return)
    assert [p.id for p in room.entered] == [room.shop.ines]
    assert room.message() == ""


@pytest.mark.parametrize("typed", ["ine", "marchetti", "INES M"])
def test_by_typing_a_name(room: SignIn, typed: str) -> None:
    room.open()
    room.type(typed)
    assert room.shown() == ["Ines Marchetti, Supervisor"]
    room.key(Qt.Key.Key_Return)
    room.try_password(PASSWORD)
    assert [p.id for p in room.entered] == [room.shop.ines]


def test_a_name_nobody_has(room: SignIn) -> None:
    room.open()
    room.type("zz")
    assert room.shown() == []
    assert room.page.chooser.name_row.error == "Nobody here has this name."
    room.try_password(PASSWORD)
    assert room.page.chooser.name_row.error == "Choose who you are."
    assert room.focused().objectName() == "sign_in_name_edit"
    assert room.entered == []
    assert room.shop.audit() == []


def test_a_wrong_password_gives_no_hint_and_empties_the_field(room: SignIn) -> None:
    room.open()
    room.try_password(PASSWORD + "x")
    assert room.message() == WRONG
    assert room.entered == []
    field = room.focused()
    assert isinstance(field, QLineEdit)
    assert (field.objectName(), field.text()) == ("password_edit", "")
    room.type("a")
    assert room.message() == "", "the message goes when the next try begins"


def test_no_password_is_a_wrong_one(room: SignIn) -> None:
    room.open()
    room.try_password("")
    assert room.message() == WRONG


def test_locked_says_until_when_and_lets_in_after(room: SignIn) -> None:
    room.open()
    for _ in range(10):
        room.try_password("wrong")
    assert room.message() == ("Too many tries. Locked until 07:34; a supervisor can end the lock.")
    assert room.shown()[0] == "Dana Okafor, Locked until 07:34"
    room.try_password(PASSWORD)
    assert room.entered == []
    room.shop.clock.advance(timedelta(minutes=30))
    room.try_password(PASSWORD)
    assert [p.id for p in room.entered] == [room.shop.dana]


def test_switched_off_people_are_found_by_name_only(room: SignIn) -> None:
    with room.shop.database.write() as session:
        session.get_one(Agent, room.shop.dana).switched_off_at = room.shop.clock.now()
    room.open()
    assert room.shown() == ["Ines Marchetti, Supervisor"]
    room.type("dana")
    assert room.shown() == ["Dana Okafor, Switched off"]
    room.try_password(PASSWORD)
    assert room.message() == ("This sign-in is switched off. A supervisor can switch it on again.")
    chosen = room.page.chooser.chosen()
    assert chosen is not None
    assert chosen.id == room.shop.dana, "the words must stand beside whom they are about"
    assert room.entered == []


def test_unused_for_ninety_days(room: SignIn) -> None:
    room.shop.clock.advance(timedelta(days=91))
    room.open()
    room.try_password(PASSWORD)
    assert room.message().startswith("Nobody signed in here for more than 90 days")
    assert room.shown() == ["Dana Okafor, Switched off", "Ines Marchetti, Supervisor"]
    assert room.entered == []


def test_an_old_password_is_changed_before_going_on(room: SignIn) -> None:
    _grow_old(room)
    room.open()
    room.try_password(PASSWORD)
    assert room.entered == []
    sheet = room.page.findChild(ChangePasswordSheet)
    assert sheet is not None
    assert sheet.isVisible()
    assert sheet.subtitle_label.text() == (
        "Dana Okafor: This password is older than 90 days: choose a new one."
    )
    assert walk(sheet) == []
    assert room.focused().objectName() == "present_password_edit"
    for text in (PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD):
        room.type(text)
        QTest.keyClick(room.focused(), Qt.Key.Key_Tab)
    QTest.keyClick(room.page.windowHandle(), Qt.Key.Key_F10)
    room.settle()
    assert [p.id for p in room.entered] == [room.shop.dana]
    room.qtbot.waitUntil(lambda: room.page.findChild(ChangePasswordSheet) is None)
    kinds = [entry[0] for entry in room.shop.audit()]
    assert kinds[-3:] == ["sign_in_failed", "password_changed", "signed_in"]


@pytest.mark.parametrize(
    ("present", "new", "again", "field", "words"),
    [
        ("wrong", OTHER_PASSWORD, OTHER_PASSWORD, "_present", "This is not the present password."),
        (PASSWORD, "short 1", "short 1", "_new", "Too short: at least 12 characters."),
        (PASSWORD, PASSWORD, PASSWORD, "_new", "It is one of the last 4: choose another."),
        (
            PASSWORD,
            OTHER_PASSWORD,
            OTHER_PASSWORD + "x",
            "_again",
            "The two are not the same. Enter the new one twice.",
        ),
    ],
)
def test_what_the_change_refuses(
    room: SignIn, present: str, new: str, again: str, field: str, words: str
) -> None:
    _grow_old(room)
    room.open()
    room.try_password(PASSWORD)
    sheet = room.page.findChild(ChangePasswordSheet)
    assert sheet is not None
    _fill(room, present, new, again)
    row = getattr(sheet, field)
    assert row.error == words
    assert row.editor is room.focused()
    assert row.text() == ""
    assert room.entered == []
    room.key(Qt.Key.Key_Escape)
    room.qtbot.waitUntil(lambda: room.page.findChild(ChangePasswordSheet) is None)
    assert room.focused().objectName() == "password_edit"


def test_caps_lock_is_told(room: SignIn) -> None:
    room.open()
    room.tab_to("password_edit")
    row = room.page.password_row
    room.type("a")
    assert not _note(row).isVisible()
    capital = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "A")
    QApplication.sendEvent(room.focused(), capital)
    assert _note(row).text() == "Caps Lock seems to be on."
    shifted = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier, "A")
    QApplication.sendEvent(room.focused(), shifted)
    assert _note(row).text() == ""


def test_the_password_is_hidden_and_stays_nowhere(room: SignIn) -> None:
    secret = "Zanzibar-quokka-41"
    room.give_password(room.shop.dana, secret)
    room.open()
    room.try_password(secret)
    assert [p.id for p in room.entered] == [room.shop.dana]
    field = room.page.password_row.line_edit
    assert field.echoMode() == QLineEdit.EchoMode.Password
    room.tab_to("password_edit")
    room.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "", "undo does not bring it back"
    gc.collect()
    held = [
        value
        for widget in room.page.findChildren(QLineEdit) + room.page.findChildren(QLabel)
        for value in (widget.text(), widget.accessibleName(), widget.accessibleDescription())
    ]
    assert not any("quokka" in value for value in held)
    assert "quokka" not in room.shop.every_value()


def test_a_second_enter_while_the_first_is_checked_does_nothing(room: SignIn) -> None:
    room.open()
    room.tab_to("password_edit")
    room.type("wrong")
    QTest.keyClick(room.focused(), Qt.Key.Key_Return)
    QTest.keyClick(room.focused(), Qt.Key.Key_Return)
    room.settle()
    assert [entry[0] for entry in room.shop.audit()] == ["sign_in_failed"]


def test_the_database_gone_is_said(room: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: object, **_kwargs: object) -> None:
        raise OSError

    room.open()
    monkeypatch.setattr("desktop.services.sign_in.sign_in", gone)
    room.try_password(PASSWORD)
    assert room.message() == "The database cannot be reached, so nobody can sign in. Try again."
    assert room.entered == []
    assert room.unhandled == [("OSError", "sign_in")]
    room.unhandled.clear()


def test_a_file_that_comes_in_is_said(room: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_args: object, **_kwargs: object) -> None:
        raise DatabaseBusy("locked", by_file=True)

    room.open()
    monkeypatch.setattr("desktop.services.sign_in.sign_in", busy)
    room.try_password(PASSWORD)
    assert room.message() == (
        "A file is being brought in, so nobody can sign in yet. Try again in a while."
    )
    assert room.entered == []
    assert room.unhandled == [("DatabaseBusy", "sign_in")]
    room.unhandled.clear()


def test_the_walk_finds_nothing_and_every_field_is_reached(room: SignIn) -> None:
    room.shop.add_agent("bea", "Bea Lindqvist", Role.AGENT)
    room.open()
    assert walk(room.page) == []
    order = []
    for _ in range(3):
        order.append(room.focused().objectName())
        room.key(Qt.Key.Key_Tab)
    assert order == ["sign_in_name_edit", "password_edit", "sign_in_button"]
    assert room.focused().objectName() == "sign_in_name_edit"


def _grow_old(room: SignIn) -> None:
    """Dana signed in lately, with a password of 91 days."""
    room.shop.clock.advance(timedelta(days=91))
    with room.shop.database.write() as session:
        session.get_one(Agent, room.shop.dana).last_signed_in_at = room.shop.clock.now()


def _fill(room: SignIn, present: str, new: str, again: str) -> None:
    for text in (present, new):
        room.type(text)
        room.key(Qt.Key.Key_Return)
    room.type(again)
    room.key(Qt.Key.Key_Return)


def _note(row: object) -> QLabel:
    note = getattr(row, "_note")  # noqa: B009  the line under a field
    assert isinstance(note, QLabel)
    return note
