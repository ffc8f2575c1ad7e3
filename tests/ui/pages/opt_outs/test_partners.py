"""Partners by keys: the first one, its key, a list for it, the end of it."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt

from models.channels import Medium
from models.opt_out import Partner, Scrub
from tests.desktop.fake_keyring import MemoryKeyring, keyring_in_use
from tests.ui.pages.opt_outs.rooms import ALT, CONTROL, JANE, Room
from ui.pages.opt_outs.partners_sheet import PartnersSheet


@pytest.fixture(autouse=True)
def keyring() -> Iterator[MemoryKeyring]:
    kept = MemoryKeyring()
    with keyring_in_use(kept):
        yield kept


def open_partners(room: Room) -> PartnersSheet:
    room.show()
    room.key(Qt.Key.Key_P, ALT)
    return cast(PartnersSheet, room.sheet)


def add(room: Room, name: str) -> PartnersSheet:
    sheet = open_partners(room)
    room.type(name)
    room.key(Qt.Key.Key_Return)
    return sheet


def test_a_new_partners_key_is_shown_once_and_can_be_saved(
    room: Room, keyring: MemoryKeyring
) -> None:
    sheet = add(room, "Larkspur Mailings")
    key = sheet.key_box.key_row.text()
    assert (len(key), list(keyring.kept.values())) == (64, [key])
    assert (room.focus, sheet.key_box.isVisible()) == ("partner_key_edit", True)
    (row,) = sheet.partner_table.rows
    assert (row.cells[0], row.cells[2], row.cells[4]) == ("Larkspur Mailings", "0", "Gets lists")
    assert key[:16] != row.cells[1]
    room.key(Qt.Key.Key_S, CONTROL)
    file = room.folder / "partner-key.txt"
    assert file.read_text() == f"{key}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    room.key(Qt.Key.Key_S, CONTROL)
    assert sheet.key_box.file_row.error == "There is a file of that name. Choose another name."
    room.key(Qt.Key.Key_Escape)
    again = open_partners(room)
    assert (again.key_box.isVisible(), again.key_box.key_row.text()) == (False, "")
    assert room.focus == "partner_table"


def test_a_name_that_is_taken_or_missing_is_refused_in_place(room: Room) -> None:
    sheet = add(room, "Larkspur")
    sheet.name_row.editor.setFocus()
    room.key(Qt.Key.Key_N, ALT)
    assert sheet.name_row.error == "Type a name of 1 to 60 characters."
    room.type("LARKSPUR")
    room.key(Qt.Key.Key_Return)
    assert sheet.name_row.error.startswith("There is a partner of this name")
    assert room.shop.count(Partner) == (1,)


def test_without_a_keyring_there_is_no_partner(room: Room, keyring: MemoryKeyring) -> None:
    keyring.is_locked = True
    sheet = add(room, "Larkspur")
    assert sheet.outcome_banner.text() != ""
    assert (room.shop.count(Partner), sheet.key_box.isVisible()) == ((0,), False)


def test_f10_writes_the_list_of_a_medium_on_record_and_replaces_it_only_by_a_second(
    room: Room,
) -> None:
    room.record(JANE, media=frozenset({Medium.EMAIL}))
    sheet = add(room, "Larkspur")
    room.key(Qt.Key.Key_F10)
    file = room.folder / f"larkspur-email-{room.desk.today()}.csv"
    assert sheet.outcome_banner.title() == "1 value for Larkspur, on record."
    assert sheet.outcome_banner.text() == str(file)
    content = file.read_text()
    assert "jane@example.com" not in content
    assert len(content.splitlines()) == 2
    assert (sheet.partner_table.rows[0].cells[2], room.shop.count(Scrub)) == ("1", (1,))
    room.key(Qt.Key.Key_F10)
    assert sheet.path_row.error == "There is a file of that name. F10 again replaces it."
    assert room.shop.count(Scrub) == (1,)
    room.key(Qt.Key.Key_F10)
    assert (sheet.path_row.error, room.shop.count(Scrub)) == ("", (2,))


def test_a_partner_is_ended_by_a_second_press_and_gets_no_more(
    room: Room, keyring: MemoryKeyring
) -> None:
    sheet = add(room, "Larkspur")
    room.key(Qt.Key.Key_E, ALT)
    assert sheet.partner_table.rows[0].cells[4] == "Gets lists"
    room.key(Qt.Key.Key_E, ALT)
    assert sheet.outcome_banner.text() == "Larkspur gets no more lists."
    assert sheet.partner_table.rows[0].cells[4] == "Ended 2 Mar 2026"
    assert keyring.kept == {}
    room.key(Qt.Key.Key_F10)
    assert (room.shop.count(Scrub), list(Path(room.folder).glob("larkspur*"))) == ((0,), [])
    assert room.actions.get("partners.write").reason == (
        "This partner has ended and gets no more lists."
    )
