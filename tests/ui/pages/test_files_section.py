"""The section of files: what comes in and goes out, when it last came in, and its two keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.imports.importing import FileKind
from desktop.services import audit
from tests.ui.accessibility import walk
from tests.ui.pages.desk_room import CONTROL
from tests.ui.pages.settings_room import SettingsRoom
from ui.pages.settings.files_section import FilesSection
from ui.theme import Theme

COUNTS: dict[str, Any] = {"created": 1_204, "updated": 3, "unchanged": 0, "refused": 2}


def test_each_kind_says_when_it_came_in_and_its_keys_are_about_it(
    qtbot: QtBot, tmp_path: Path, theme: Theme
) -> None:
    room = SettingsRoom(qtbot, tmp_path, theme, with_files=True)
    section = cast(FilesSection, room.go_to("files"))
    assert section.record_list.shown_keys() == [kind.value for kind in FileKind]
    assert section.last_facts.shown() == [("Last brought in", "never")]
    assert (section.note_label.isVisible(), walk(room.page)) == (False, [])
    room.key(Qt.Key.Key_Down)
    with room.shop.database.write() as session:
        audit.note(session, room.shop.desk(), "file_read", kind_of_file="customers", **COUNTS)
    room.changes.broadcast({"files"})
    room.settle()
    desk = room.shop.desk()
    when = desk.now().astimezone(ZoneInfo(desk.time_zone)).strftime("%H:%M")
    assert section.last_facts.shown() == [
        ("Last brought in", f"{when}, by Ines Marchetti"),
        ("What it brought", "1,204 created, 3 updated, 0 unchanged, 2 refused"),
    ]  # fmt: skip
    room.key(Qt.Key.Key_I, CONTROL)
    room.key(Qt.Key.Key_Return)
    assert room.focused() is section.bring_button
    room.key(Qt.Key.Key_Return)
    room.key(Qt.Key.Key_O, CONTROL)
    customers = FileKind.CUSTOMERS
    assert room.asked == [
        ("bring_in", customers), ("bring_in", customers), ("write_out", customers),
    ]  # fmt: skip
    room.go_to("people")
    room.key(Qt.Key.Key_I, CONTROL)
    assert room.asked[-1] == ("bring_in", None)
    room.close()


def test_an_agent_is_told_what_is_a_supervisors(qtbot: QtBot, tmp_path: Path, theme: Theme) -> None:
    room = SettingsRoom(qtbot, tmp_path, theme, with_files=True, supervisor=False)
    section = cast(FilesSection, room.go_to("files"))
    assert section.note_label.text() == "Without a supervisor only stock comes in and goes out."
    room.close()
