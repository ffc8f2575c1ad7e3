"""The print sheet: what its keys ask for, and what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.documents.confirmation import RenderedDocument, Unprintable, render_confirmation
from desktop.platform.printers import Printer, PrinterState
from tests.desktop.documents.letters import confirmation, many_lines
from tests.ui.accessibility import walk
from ui.actions import ActionTable
from ui.dialogs.print_sheet import PrintSheet
from ui.dialogs.print_sheet_words import place_words, unprintable_words
from ui.theme import Theme
from ui.widgets.banner import Banner

LASER = Printer("laser", "Office LaserJet, tray 2", PrinterState.READY, is_default=True)
BACK = Printer("back", "Back room", PrinterState.PAUSED, problem="It is out of paper.")
LETTER = render_confirmation(confirmation(lines=many_lines(70)))
PATH = "/letters/Confirmation 4718 2063-5.pdf"


class Bench:
    """A window with the sheet open in it, and a record of what it asked for."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1100, 740)
        self.table = ActionTable()
        self.sheet = PrintSheet(theme=theme, actions=self.table, parent=self.window)
        self.sheet.setGeometry(self.window.rect())
        self.asked: list[tuple[object, ...]] = []
        self.sheet.print_requested.connect(lambda *values: self.asked.append(("print", *values)))
        self.sheet.save_requested.connect(lambda *values: self.asked.append(("save", *values)))
        self.sheet.paper_answered.connect(lambda *values: self.asked.append(("paper", *values)))
        self.sheet.sheet_closed.connect(lambda: self.asked.append(("closed",)))

    def open(self, *printers: Printer, document: RenderedDocument = LETTER) -> None:
        """Show the window with *document* in the sheet."""
        self.sheet.show_document(document, title="Confirmation, order 4718 2063-5", file_path=PATH)
        self.sheet.show_printers(printers)
        self.sheet.show()
        with self.qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.table.suspend(but=self.sheet.sheet_id)
        self.sheet.take_focus(None)

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """A key to whatever has the focus."""
        both = Qt.KeyboardModifier.NoModifier
        for one in modifiers:
            both |= one
        QTest.keyClick(self.window.focusWidget() or self.window, key, both)

    def text(self, name: str) -> str:
        """Title and text of one of the sheet's banners, empty when it is hidden."""
        banner = self.sheet.findChild(Banner, name)
        assert banner is not None
        if not banner.isVisibleTo(self.sheet):
            return ""
        return f"{banner.title()}|{banner.text()}"


@pytest.fixture
def bench(qtbot: QtBot, theme: Theme) -> Bench:
    return Bench(qtbot, theme)


CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def test_enter_prints_at_once_on_the_chosen_printer(bench: Bench) -> None:
    bench.open(LASER, BACK)
    bench.press(Qt.Key.Key_Return)
    assert bench.asked == [("print", "laser", 1)]


def test_copies_and_printer_are_chosen_by_key(bench: Bench) -> None:
    bench.open(LASER, BACK)
    bench.press(Qt.Key.Key_C, ALT)
    bench.press(Qt.Key.Key_3)
    bench.press(Qt.Key.Key_P, ALT)
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_F10)
    assert bench.asked == [("print", "back", 3)]


def test_the_printer_used_last_is_chosen_and_stays(bench: Bench) -> None:
    bench.open()
    bench.sheet.show_printers([LASER, BACK], chosen="back")
    assert bench.sheet.fields.printer == "back"
    bench.sheet.show_printers([BACK, LASER], chosen="laser")
    assert bench.sheet.fields.printer == "back"
    bench.sheet.show_printers([LASER], chosen="back")
    assert bench.sheet.fields.printer == "laser"


def test_a_printers_trouble_stands_under_its_name(bench: Bench) -> None:
    bench.open(BACK, LASER)
    combo = bench.sheet.fields.printer_combo
    assert combo.accessibleDescription() == "It is out of paper."
    combo.setCurrentIndex(1)
    assert combo.accessibleDescription() == ""


def test_without_a_printer_the_letter_can_still_be_saved(bench: Bench) -> None:
    bench.open()
    bench.press(Qt.Key.Key_F10)
    assert bench.sheet.action_called("print").reason == (
        "No printer was found. Save the letter as a PDF."
    )
    bench.press(Qt.Key.Key_S, CTRL)
    assert bench.asked == [("save", PATH, False)]


def test_a_file_that_is_there_is_replaced_by_the_same_key_again(bench: Bench) -> None:
    bench.open(LASER)
    bench.press(Qt.Key.Key_S, CTRL)
    bench.sheet.show_file_there()
    assert bench.sheet.fields.path_row.error == (
        "There is a file of that name. Ctrl+S again replaces it."
    )
    bench.press(Qt.Key.Key_S, CTRL)
    assert bench.asked == [("save", PATH, False), ("save", PATH, True)]
    bench.sheet.show_saved("Saved.")
    assert bench.text("outcome_banner") == "|Saved."
    bench.press(Qt.Key.Key_S, CTRL)
    assert bench.asked[-1] == ("save", PATH, False)


def test_another_name_is_never_taken_for_leave_to_replace(bench: Bench) -> None:
    bench.open(LASER)
    bench.press(Qt.Key.Key_S, CTRL)
    bench.sheet.show_file_there()
    bench.press(Qt.Key.Key_End)
    bench.press(Qt.Key.Key_X)
    bench.press(Qt.Key.Key_S, CTRL)
    assert bench.asked[-1] == ("save", PATH + "x", False)


def test_a_file_needs_a_name(bench: Bench) -> None:
    bench.open(LASER)
    bench.sheet.fields.show_path(" ")
    bench.press(Qt.Key.Key_S, CTRL)
    assert bench.asked == []
    assert bench.sheet.fields.path_row.error == "Type a name for the file."


@pytest.mark.parametrize(("key", "good"), [(Qt.Key.Key_Y, True), (Qt.Key.Key_N, False)])
def test_the_paper_is_asked_about_once(bench: Bench, key: Qt.Key, good: bool) -> None:
    bench.open(LASER)
    bench.press(key, ALT)
    assert bench.asked == []
    assert bench.text("paper_banner") == ""
    bench.sheet.show_printed("3 pages went to Office LaserJet.")
    assert bench.text("paper_banner") == "Is the paper good?|3 pages went to Office LaserJet."
    bench.press(key, ALT)
    bench.press(key, ALT)
    assert bench.asked == [("paper", good)]
    assert bench.text("paper_banner") == ""


def test_while_it_works_nothing_is_asked_twice(bench: Bench) -> None:
    bench.open(LASER)
    bench.press(Qt.Key.Key_F10)
    bench.sheet.show_working("Printing")
    bench.press(Qt.Key.Key_F10)
    bench.press(Qt.Key.Key_S, CTRL)
    assert bench.asked == [("print", "laser", 1)]
    bench.sheet.show_problem("The print system of this computer does not answer.")
    assert bench.text("outcome_banner") == "|The print system of this computer does not answer."
    assert bench.text("paper_banner") == ""
    bench.press(Qt.Key.Key_F10)
    assert bench.asked == [("print", "laser", 1)] * 2


def test_keys_turn_pages_and_toggle_the_guide_from_any_field(bench: Bench) -> None:
    bench.open(LASER, BACK)
    bench.press(Qt.Key.Key_P, ALT)
    bench.press(Qt.Key.Key_PageDown)
    assert bench.sheet.page_label.text() == "Page 2 of 3"
    bench.press(Qt.Key.Key_PageUp)
    bench.press(Qt.Key.Key_PageUp)
    assert bench.sheet.page_label.text() == "Page 1 of 3"
    assert bench.sheet.fields.printer == "laser"
    bench.press(Qt.Key.Key_W, CTRL)
    assert not bench.sheet.document_preview.guide_shown
    bench.press(Qt.Key.Key_W, CTRL)
    assert bench.sheet.document_preview.guide_shown


def test_escape_closes(bench: Bench) -> None:
    bench.open(LASER)
    bench.press(Qt.Key.Key_Escape)
    assert bench.asked == [("closed",)]


def test_characters_that_do_not_print_are_named(bench: Bench) -> None:
    flawed = render_confirmation(
        confirmation(ship_to=("ดวง", "Redlands"), gift_message="x\N{COMBINING CARON}")
    )
    bench.open(LASER, document=flawed)
    assert bench.text("flaws_banner") == (
        "4 characters cannot be printed|Ship-to: ด ว ง (Thai)\n"
        "Gift message: x\N{COMBINING CARON} (accent)\n"
        "Type the name and address in Latin letters (romanized)."
    )
    gift = (Unprintable("ด", ("ด",), "gift_message"),)  # nobody's name
    bench.open(LASER, document=replace(LETTER, unprintable=gift))
    assert bench.text("flaws_banner") == "One character cannot be printed|Gift message: ด (Thai)"
    bench.open(LASER, document=LETTER)
    assert bench.text("flaws_banner") == ""


def test_an_address_that_does_not_fit_is_told(bench: Bench) -> None:
    bench.open(LASER, document=replace(LETTER, address_fits=False))
    assert bench.text("flaws_banner") == (
        "The address is too long for the envelope's window|"
        "Shorten the address, or use an envelope without a window."
    )
    both = replace(LETTER, address_fits=False, unprintable=(Unprintable("李", ("李",), "x"),))
    bench.open(LASER, document=both)
    assert bench.text("flaws_banner") == (
        "One character cannot be printed|Letter: 李 (rare Chinese character)\n"
        "The address is too long for the envelope's window.\n"
        "Shorten the address, or use an envelope without a window."
    )


def test_a_damaged_letter_cannot_be_printed(bench: Bench) -> None:
    bench.open(LASER, document=replace(LETTER, pdf=b"%PDF-1.4"))
    assert bench.text("outcome_banner") == "|The letter cannot be shown. Make it again."
    bench.press(Qt.Key.Key_F10)
    bench.press(Qt.Key.Key_S, CTRL)
    assert bench.asked == []


def test_places_are_told_as_people_call_them() -> None:
    assert place_words("lines.3.name") == "Line 4"
    assert place_words("recipient.0") == "Envelope address"
    assert place_words("whatever.else") == "Letter"
    many = [Unprintable("李", ("李",), f"lines.{n}.name") for n in range(7)]
    assert unprintable_words(many).splitlines() == [
        *(f"Line {n}: 李 (rare Chinese character)" for n in range(1, 6)),
        "And 2 more places.",
    ]
    address = [
        Unprintable("x", tuple(marks), f"recipient.{n}") for n, marks in enumerate(("ดว", "วง"))
    ]
    assert unprintable_words(address) == "Envelope address: ด ว ง (Thai)", "once, each once"


def test_every_part_can_be_reached_and_has_a_name(bench: Bench) -> None:
    bench.open(LASER, BACK)
    bench.sheet.show_printed("3 pages went to Office LaserJet.")
    assert walk(bench.window) == []
