"""Whose a fax is while one goes up and down the list, and where it stands there."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Qt

from desktop.services.received_fax_shapes import FaxRow
from tests.ui.pages.fax_room.fax_desk import ALT, ENTER, FaxDesk
from ui.pages.fax_room.fax_reader import in_the_order_of


def listed(desk: FaxDesk) -> list[str]:
    """The list, by the names of the faxes."""
    names = {fax_id: name for name, fax_id in desk.ids.items()}
    return [names.get(row.id, "new") for row in desk.page.table.faxes.rows]


def test_a_fax_that_nothing_was_keyed_from_is_given_back_when_another_is_chosen(
    desk: FaxDesk,
) -> None:
    desk.review("stroud")
    assert desk.fax("stroud").row.is_mine
    desk.choose("torn")
    assert desk.fax("stroud").row.taken_by_id is None
    desk.choose("stroud")
    assert desk.fax("stroud").row.taken_by_id is None
    desk.key(ENTER)
    assert desk.fax("stroud").row.is_mine
    desk.choose("none")
    assert desk.fax("stroud").row.taken_by_id is None


def test_a_fax_that_is_being_keyed_stays_with_its_desk(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.type("Wilhelmina Stroud")
    desk.choose("torn")
    assert desk.fax("stroud").row.is_mine


def test_a_fax_in_the_redaction_window_stays_taken_while_another_is_looked_at(
    desk: FaxDesk,
) -> None:
    desk.choose("stroud")
    desk.key(ENTER)
    desk.choose("torn")
    assert desk.fax("stroud").row.is_mine
    desk.redaction.confirm()
    desk.settle()
    assert desk.fax("stroud").row.taken_by_id is None
    assert desk.page.table.current_id == desk.ids["torn"]


def test_a_fax_keeps_its_place_while_one_works_on_it(desk: FaxDesk) -> None:
    assert listed(desk) == ["stroud", "none", "torn", "two"]
    desk.review("stroud")
    assert listed(desk) == ["stroud", "none", "torn", "two"]
    assert desk.page.table.current_id == desk.ids["stroud"]
    desk.key(Qt.Key.Key_Escape)
    assert listed(desk) == ["stroud", "none", "torn", "two"]
    desk.faxes.arrive(sender="+12135550142", minutes_ago=1)
    desk.changes.broadcast({"faxes"})
    desk.settle()
    assert listed(desk) == ["new", "stroud", "none", "torn", "two"]
    assert desk.page.table.current_id == desk.ids["stroud"]


def test_the_list_is_in_its_own_order_again_where_one_comes_to_it_anew(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.window.show_page("settings")
    desk.window.show_page("fax_room")
    desk.settle()
    assert listed(desk) == ["none", "torn", "two", "stroud"]
    assert desk.page.table.current_id == desk.ids["stroud"]
    desk.review("none")
    assert listed(desk) == ["none", "torn", "two", "stroud"]
    desk.key(Qt.Key.Key_F4)
    desk.key(ENTER)
    assert listed(desk) == ["torn", "two", "stroud", "none"] or listed(desk) == [
        "torn", "two", "none", "stroud",
    ]  # fmt: skip


def test_what_has_ended_leaves_the_list_and_the_first_that_waits_is_current(
    desk: FaxDesk,
) -> None:
    desk.review("none")
    desk.key(Qt.Key.Key_J, ALT)
    desk.key(Qt.Key.Key_F10)
    assert listed(desk) == ["stroud", "torn", "two"]
    assert desk.page.table.current_id == desk.ids["stroud"]


def test_what_comes_first_goes_first_and_a_longer_stretch_goes_last(desk: FaxDesk) -> None:
    rows = desk.page.table.faxes.rows

    def ids(found: tuple[FaxRow, ...]) -> list[uuid.UUID]:
        return [row.id for row in found]

    a, b, c, d = rows
    assert ids(in_the_order_of((c, b), (a, b, c, d))) == ids((a, c, b, d))
    assert ids(in_the_order_of((), (b, a))) == ids((b, a))
    assert ids(in_the_order_of((a, b), (c,))) == ids((c,))


def test_who_looks_something_up_meanwhile_comes_back_to_where_they_typed(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.type("Wilhelmina Stroud")
    desk.page.form_panel.fields.edit("hours").setFocus()
    desk.type("after")
    desk.window.show_page("settings")
    desk.window.show_page("fax_room")
    desk.settle()
    assert desk.focus == "fax_hours_edit"
    desk.type(" six")
    assert desk.field("hours") == "after six"
    desk.key(Qt.Key.Key_Escape)
    desk.window.show_page("settings")
    desk.window.show_page("fax_room")
    desk.settle()
    assert desk.focus == "faxes_table"


def test_what_is_missing_is_in_view_with_its_words(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.type("Wilhelmina Stroud")
    desk.key(Qt.Key.Key_F10)
    row = desk.page.form_panel.form_lines.row
    assert row.error
    assert desk.focus == "fax_entry_edit"
    area = desk.page.form_panel.scroll_area.viewport()
    top = row.mapTo(area, row.rect().topLeft()).y()
    assert top >= 0
    assert top + row.height() <= area.height()
