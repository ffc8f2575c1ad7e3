"""What every state must keep: names, reach by Tab, room for what matters, no scrolling sideways."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.accessibility import walk
from tests.ui.pages.fax_room.fax_desk import ALT, CONTROL, ENTER, FaxDesk
from ui.actions import DeskAction
from ui.pages.fax_room.fax_actions import FaxAction
from ui.pages.fax_room.kit import FaxHealth
from ui.pages.fax_room.page_sides import FORM, LIST, PAGE
from ui.theme import Theme

SIZES = [(1366, 768, 1.0), (1366, 640, 1.0), (1024, 700, 1.0), (800, 600, 1.0), (1920, 1080, 2.0)]


def unreviewed(desk: FaxDesk) -> None:
    desk.choose("stroud")


def in_the_window(desk: FaxDesk) -> None:
    desk.choose("stroud")
    desk.key(ENTER)


def fallen_over(desk: FaxDesk) -> None:
    in_the_window(desk)
    desk.redaction.fall_over("keys_gone")


def damaged(desk: FaxDesk) -> None:
    desk.choose("torn")


def reviewed(desk: FaxDesk) -> None:
    desk.shop.customer(given_name="Wilhelmina", family_name="Stroud", phone="(909) 555-0125")
    desk.review("two")
    desk.type("Wilhelmina Stroud")
    desk.page.form_panel.form_lines.entry.setFocus()
    for sku in ("LAMP-1", "WICK-2", "TEA-3"):
        desk.type(sku)
        desk.key(ENTER)
        desk.key(ENTER)


def with_errors(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.page.form_panel.fields.edit("postal_code").setFocus()
    desk.type("9302")
    desk.key(Qt.Key.Key_Tab)
    desk.page.form_panel.form_lines.entry.setFocus()
    desk.type("WICK-3")
    desk.key(ENTER)


def marks(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.key(Qt.Key.Key_M, CONTROL)


def silent_line(desk: FaxDesk) -> None:
    desk.health = FaxHealth(words="The fax server is silent since 07:10: faxes may wait there.")
    desk.page.refresh()


def more_actions(desk: FaxDesk) -> None:
    for at in range(4):
        desk.page.add_fax_action(
            FaxAction(
                id=f"more_{at}", text=f"Another thing {at}", icon="truck",
                keys=(f"Ctrl+{at + 1}",), run=lambda _fax: None,
            )
        )  # fmt: skip
    desk.review("stroud")


def answer_sheet(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.key(Qt.Key.Key_A, ALT)


def junk_sheet(desk: FaxDesk) -> None:
    desk.choose("stroud")
    desk.key(Qt.Key.Key_J, ALT)


def document_sheet(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.key(Qt.Key.Key_D, ALT)


def form_sheet(desk: FaxDesk) -> None:
    desk.key(Qt.Key.Key_F9)
    desk.key(Qt.Key.Key_F10)


def show_sheet(desk: FaxDesk) -> None:
    desk.key(Qt.Key.Key_F4)


STATES = (
    unreviewed, in_the_window, fallen_over, damaged, reviewed, with_errors, marks, silent_line,
    more_actions, answer_sheet, junk_sheet, document_sheet, form_sheet, show_sheet,
)  # fmt: skip


@pytest.mark.parametrize("state", STATES, ids=lambda state: str(state.__name__))
def test_every_state_is_reached_named_and_whole_in_every_window(
    desk: FaxDesk, state: Callable[[FaxDesk], None]
) -> None:
    state(desk)
    desk.settle()
    sheet = desk.window.open_sheet_now
    assert walk(sheet if sheet is not None else desk.page) == []
    for width, height, scale in SIZES:
        desk.theme.set_text_scale(scale)
        desk.window.resize(width, height)
        QApplication.processEvents()
        assert (desk.window.width(), desk.window.height()) == (width, height)
        if sheet is not None:
            assert walk(sheet) == []
            continue
        for side in (LIST, PAGE, FORM) if desk.page.narrow else ("all",):
            if side != "all":
                desk.page.sides.side = side
                desk.page.sides.fit()
                QApplication.processEvents()
                assert walk(desk.page) == []
            _is_in_order(desk, side, f"{width}x{height}, {scale}, {side}")
    desk.page.words.picker.stop()


def _is_in_order(desk: FaxDesk, side: str, where: str) -> None:
    page = desk.page
    area = page.parentWidget()
    assert area is not None
    assert page.width() <= area.width(), f"the page must not scroll sideways: {where}"
    assert page.height() <= area.height(), f"the page must not scroll: {where}"
    names = []
    if side in (LIST, "all"):
        names += ["faxes_table", "fax_room_show_button", "fax_count_label"]
        columns = sum(page.table.columnWidth(at) for at in range(3))
        assert columns <= page.table.viewport().width() + 1, f"the list must not be cut: {where}"
    if side in (PAGE, "all"):
        names += ["fax_page_label"]
        names += [one.id.replace(".", "_") + "_button" for one in _offered(desk)]
        if desk.page.page_panel.has_page:
            names += ["fax_page_view", "fax_state_banner"]
    if side in (FORM, "all"):
        names += [
            "fax_total_label", "fax_room_have_called_button", "fax_room_call_now_button",
            "fax_room_keep_draft_button", "fax_call_banner",
        ]  # fmt: skip
        form = page.form_panel
        inner, seen = form.scroll_area.holder.width(), form.scroll_area.viewport().width()
        assert inner <= seen, f"the form must not be cut: {where}"
    for name in names:
        assert _is_whole(page, name), f"{name} at {where}"


def _offered(desk: FaxDesk) -> list[DeskAction]:
    return [made for _action, made in desk.page.fax_actions.listed() if not made.reason]


def _is_whole(page: QWidget, name: str) -> bool:
    widget = page.findChild(QWidget, name)
    assert isinstance(widget, QWidget), name
    corner = widget.mapTo(page, QPoint(0, 0))
    end = corner + QPoint(widget.width() - 1, widget.height() - 1)
    inside = page.rect().contains(corner) and page.rect().contains(end)
    needed = widget.minimumSizeHint().height()
    if widget.hasHeightForWidth():
        needed = widget.heightForWidth(widget.width())
    return widget.isVisible() and inside and widget.height() >= needed


def test_narrow_shows_one_side_at_a_time(desk: FaxDesk) -> None:
    desk.window.resize(1024, 700)
    QApplication.processEvents()
    page = desk.page
    assert page.narrow

    def shown() -> list[bool]:
        return [one.isVisible() for one in (page.list_panel, page.page_panel, page.form_panel)]

    assert shown() == [True, False, False]
    desk.choose("torn")
    desk.key(ENTER)
    assert shown() == [False, True, False]
    assert desk.focus == "sealed_state"
    desk.key(Qt.Key.Key_Escape)
    assert shown() == [True, False, False]
    desk.review("stroud")
    assert shown() == [False, False, True]
    assert desk.focus == "fax_name_edit"
    desk.key(Qt.Key.Key_Tab, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert shown() == [False, True, False]
    assert desk.focus == "fax_page_view"
    desk.key(Qt.Key.Key_Escape)
    assert desk.focus == "faxes_table"


def test_an_empty_fax_room_says_so(qtbot: QtBot, tmp_path: Path, theme: Theme) -> None:
    desk = FaxDesk(qtbot, tmp_path, theme, faxes=False)
    said = "Everything has been dealt with. New faxes come here by themselves."
    assert desk.text("no_faxes_label") == said
    assert desk.text("no_fax_head_label") == "No fax is chosen"
    assert desk.page.list_panel.count_label.text() == "Nothing to do"
    assert desk.bar[-1] == ("Fax room", "Nothing to do, line up since 07:58")
    assert walk(desk.page) == []
    desk.close()


def test_the_bar_says_what_waits(desk: FaxDesk) -> None:
    assert desk.bar[-1] == ("Fax room", "3 unreviewed, 1 damaged, line up since 07:58")
    desk.review("stroud")
    said = "2 unreviewed, 1 damaged, 1 to key, line up since 07:58"
    assert desk.bar[-1] == ("Fax room", said)


def test_a_silent_line_is_said_over_the_list(desk: FaxDesk) -> None:
    assert desk.page.list_panel.health_banner.isHidden()
    silent_line(desk)
    desk.settle()
    words = "The fax server is silent since 07:10: faxes may wait there."
    assert desk.page.list_panel.health_banner.text() == words
    desk.health = FaxHealth()
    desk.page.refresh()
    desk.settle()
    assert desk.page.list_panel.health_banner.isHidden()


def test_both_schemes_draw_and_keep_what_is_shown(desk: FaxDesk) -> None:
    reviewed(desk)
    before = desk.page.form_panel.values()
    desk.theme.set_scheme("dark")
    QApplication.processEvents()
    assert not desk.page.grab().isNull()
    assert desk.page.form_panel.values() == before
    desk.theme.set_scheme("light")


def test_every_key_of_the_page_is_in_the_table_and_shown_or_listed(desk: FaxDesk) -> None:
    listed = desk.actions.listed("fax_room")
    keys = {action.id.removeprefix("fax_room."): action.keys[0] for action in listed}
    assert keys == {
        "call_now": "F2", "have_called": "F10", "keep_draft": "Ctrl+S", "open": "F5",
        "read_again": "F6", "show": "F4", "send_form": "F9", "marks": "Ctrl+M",
        "use_known": "Alt+U", "let_go": "Alt+L", "reopen": "Alt+T", "next_page": "Ctrl+PgDown",
        "page_before": "Ctrl+PgUp", "larger": "Ctrl++", "smaller": "Ctrl+-", "fit": "Ctrl+0",
        "turn": "Alt+R", "other_side": "Ctrl+Tab", "side_before": "Ctrl+Shift+Tab", "back": "Esc",
        "print": "Ctrl+P", "document": "Alt+D", "answer": "Alt+A", "junk": "Alt+J",
        "remove_line": "Del",
    }  # fmt: skip


def test_a_screen_reader_hears_the_row(desk: FaxDesk) -> None:
    desk.choose("torn")
    said = "unread, 06:24, (213) 555-0118, Damaged, end is missing, 40 min"
    assert desk.page.table.accessibleDescription() == said
    desk.choose("two")
    assert desk.page.table.accessibleDescription() == (
        "unread, 06:04, (909) 555-0125, Unreviewed, 2 pages, 1 h"
    )


def test_unread_is_bold_until_it_was_opened(desk: FaxDesk) -> None:
    desk.choose("torn")
    assert not desk.fax("torn").row.is_read
    desk.key(ENTER)
    assert desk.fax("torn").row.is_read
