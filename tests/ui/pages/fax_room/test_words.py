"""Words of the page into the form, by their marks and by a click."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest

from desktop.services.received_fax_shapes import FaxWord
from tests.ui.pages.fax_room import paper
from tests.ui.pages.fax_room.fax_desk import ALT, CONTROL, SHIFT, FaxDesk


def press_mark(
    desk: FaxDesk, word: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Ctrl+M, and the mark that stands beside a word."""
    desk.key(Qt.Key.Key_M, CONTROL)
    picker, view = desk.page.words.picker, desk.page.page_panel.view
    at = next(at for at, one in enumerate(view.words) if one.text == word)
    mark = next(mark for mark, found in picker._marks.items() if found == at)
    for letter in mark:
        desk.key(Qt.Key(ord(letter.upper())), modifier)


def click(
    desk: FaxDesk, word: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Click a word of the page."""
    view = desk.page.page_panel.view
    found = next(one for one in view.words if one.text == word)
    place = view._place()
    assert place is not None
    rect = place.to_view(QRectF(found.x, found.y, found.width, found.height))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, QPoint(*_middle(rect)))
    desk.settle()


def _middle(rect: QRectF) -> tuple[int, int]:
    return round(rect.center().x()), round(rect.center().y())


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, ALT])
def test_a_mark_drops_its_word_into_the_focused_field(
    desk: FaxDesk, modifier: Qt.KeyboardModifier
) -> None:
    desk.review("stroud")
    press_mark(desk, "Wilhelmina", modifier)
    assert desk.field("name") == "Wilhelmina"
    assert desk.focus == "fax_name_edit"
    press_mark(desk, "Stroud", modifier)
    assert desk.field("name") == "Wilhelmina Stroud"
    assert not desk.page.words.picker.is_picking


def test_with_shift_a_mark_drops_all_up_to_the_next_gap(desk: FaxDesk) -> None:
    desk.review("stroud")
    press_mark(desk, "Wilhelmina", SHIFT)
    assert desk.field("name") == "Wilhelmina Stroud"
    desk.key(Qt.Key.Key_Tab, times=2)
    press_mark(desk, "7", SHIFT)
    assert desk.field("line1") == "7 Kestrel Lane"


def test_a_zip_that_is_dropped_fills_town_and_state(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.key(Qt.Key.Key_Tab, times=4)
    press_mark(desk, "93023")
    assert (desk.field("postal_code"), desk.field("city")) == ("93023", "Ojai")
    assert desk.field("state") == "CA"


def test_a_word_can_be_clicked_and_goes_where_the_focus_was(desk: FaxDesk) -> None:
    desk.review("stroud")
    click(desk, "Wilhelmina", SHIFT)
    assert desk.field("name") == "Wilhelmina Stroud"
    assert desk.focus == "fax_name_edit"
    desk.key(Qt.Key.Key_Tab, times=2)
    click(desk, "Kestrel")
    assert desk.field("line1") == "Kestrel"


def test_a_word_in_the_entry_looks_for_the_item(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.page.form_panel.form_lines.entry.setFocus()
    press_mark(desk, "LAMP-1")
    assert desk.page.form_panel.form_lines.entry.text() == "LAMP-1"
    desk.key(Qt.Key.Key_Return)
    variants = [line.variant_id for line in desk.page.form_panel.form_lines.lines]
    assert variants == [desk.shop.goods["LAMP-1"].id]


def test_marks_go_with_escape_and_with_any_other_key(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.key(Qt.Key.Key_M, CONTROL)
    assert desk.page.words.picker.is_picking
    desk.key(Qt.Key.Key_Escape)
    assert not desk.page.words.picker.is_picking
    assert desk.focus == "fax_name_edit"
    assert desk.field("name") == ""
    desk.key(Qt.Key.Key_M, CONTROL)
    desk.key(Qt.Key.Key_1)
    assert not desk.page.words.picker.is_picking
    assert desk.field("name") == "1"


def test_tab_goes_to_the_next_field_under_the_marks(desk: FaxDesk) -> None:
    desk.review("stroud")
    desk.key(Qt.Key.Key_M, CONTROL)
    desk.key(Qt.Key.Key_Tab, times=2)
    assert desk.focus == "fax_line1_edit"
    assert desk.page.words.picker.is_picking
    desk.key(Qt.Key.Key_Escape)


def test_what_looks_like_a_card_number_is_never_dropped(desk: FaxDesk) -> None:
    """Somebody has overlooked one, and a reader has read it in pieces that no guard knows alone."""
    pieces = ["4242"] * 4
    words = [FaxWord(1, 560 + 90 * at, 1300, 80, 40, text) for at, text in enumerate(pieces)]
    desk.review("stroud")
    desk.page.words.show_words(desk.ids["stroud"], [(*paper.words(), *words)])
    click(desk, "4242", SHIFT)
    assert desk.field("name") == ""
    refused = ("That looks like a card number, so it is not taken over.", "bad")
    assert desk.told[-1] == refused
    for _ in pieces:
        click(desk, "4242")
        assert len(desk.field("name")) < 16


def test_pieces_of_a_number_do_not_add_up_in_a_field(desk: FaxDesk) -> None:
    desk.review("stroud")
    fields = desk.page.form_panel.fields
    for piece in ["4242"] * 3:
        assert fields.drop(piece, field="name")
    assert fields.drop("4242", field="name")
    assert desk.field("name") == "4242"


def test_no_mark_without_words(desk: FaxDesk) -> None:
    desk.read_words = [()] * 9
    desk.review("stroud")
    assert desk.reason("marks") == "No words were read on this page."
