"""The small widgets: what they do with keys, errors and reasons."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.actions import Action, ActionTable, DeskAction
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.call_bar import CallBar
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.facts import Facts
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.key_chip import KeyChip
from ui.widgets.money_label import MoneyLabel
from ui.widgets.panel import Panel
from ui.widgets.pill import Pill
from ui.widgets.reason_label import ReasonLabel
from ui.widgets.say_box import SayBox
from ui.widgets.text_label import TextLabel


class Form:
    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.window = QWidget()
        self.rows = [
            FieldRow("Street", theme=theme, name="street_edit"),
            FieldRow("Method", theme=theme, name="method_combo", editor=QComboBox()),
            FieldRow("Message", theme=theme, name="message_edit", editor=QPlainTextEdit()),
            FieldRow("ZIP", theme=theme, name="zip_edit"),
        ]
        column = QVBoxLayout(self.window)
        for row in self.rows:
            column.addWidget(row)
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
        self.rows[0].setFocus()

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key, modifier)

    def where(self) -> str:
        widget = QApplication.focusWidget()
        return widget.objectName() if widget is not None else ""


@pytest.fixture
def form(qtbot: QtBot, theme: Theme) -> Form:
    return Form(qtbot, theme)


@pytest.fixture
def table(qapp: QApplication) -> ActionTable:
    return ActionTable()


@pytest.fixture
def action(table: ActionTable) -> DeskAction:
    return table.add(Action("finish", "Place the order", icon="check"), lambda: None)


def test_enter_and_tab_both_advance(form: Form) -> None:
    seen = []
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Return):
        form.press(key)
        seen.append(form.where())
    assert seen == ["method_combo", "message_edit", "zip_edit"]
    form.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert form.where() == "message_edit"
    form.press(Qt.Key.Key_Tab)
    assert form.where() == "zip_edit"


def test_shift_enter_makes_a_new_line_where_there_are_several(form: Form) -> None:
    editor = form.rows[2].editor
    assert isinstance(editor, QPlainTextEdit)
    editor.setFocus()
    QTest.keyClicks(editor, "a")
    form.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(editor, "b")
    assert editor.toPlainText().split() == ["a", "b"]
    assert len(editor.toPlainText()) == 3
    assert form.where() == "message_edit"


def test_text_is_selected_on_entry_by_key(form: Form) -> None:
    form.rows[3].line_edit.setText("92373")
    form.rows[2].editor.setFocus()
    form.press(Qt.Key.Key_Tab)
    assert form.rows[3].line_edit.selectedText() == "92373"


def test_leaving_a_field_is_told_once(form: Form) -> None:
    left: list[str] = []
    form.rows[0].field_left.connect(lambda: left.append("street"))
    form.press(Qt.Key.Key_Return)
    assert left == ["street"]


def test_an_error_stands_under_the_field_and_moves_nothing_sideways(
    form: Form, qtbot: QtBot
) -> None:
    row = form.rows[0]
    row.line_edit.setText("WCK-003")
    before = row.editor.geometry()
    width = form.window.width()
    row.set_error("No SKU WCK-003. Did the caller mean WCK-0031? " * 3)
    QTest.qWait(0)
    assert row.editor.geometry() == before
    assert form.window.width() == width
    assert row.editor.property("error") is True
    assert row.editor.accessibleDescription().startswith("No SKU WCK-003.")
    assert row.text() == "WCK-003"
    row.clear_error()
    assert row.error == ""
    assert row.editor.property("error") is False
    assert row.editor.accessibleDescription() == ""


def test_fields_side_by_side_stand_in_line(qtbot: QtBot, theme: Theme, action: DeskAction) -> None:
    from PySide6.QtWidgets import QHBoxLayout

    window = QWidget()
    line = QHBoxLayout(window)
    rows = [
        FieldRow("One", theme=theme, name="one_edit"),
        FieldRow("Two", theme=theme, name="two_edit", action=action),
        FieldRow("Three", theme=theme, name="three_edit"),
    ]
    for row in rows:
        line.addWidget(row)
    rows[2].set_error("That is not a ZIP.")
    qtbot.addWidget(window)
    window.show()
    assert len({row.editor.mapTo(window, row.editor.rect().topLeft()).y() for row in rows}) == 1


def test_a_button_triggers_its_action_once(qtbot: QtBot, theme: Theme, table: ActionTable) -> None:
    ran: list[str] = []
    made = table.add(Action("finish", "Place"), lambda: ran.append("placed"))
    button = KeyButton(theme=theme, action=made, variant="primary")
    qtbot.addWidget(button)
    button.show()
    QTest.keyClick(button, Qt.Key.Key_Return)
    QTest.simulateEvent(button, True, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QTest.simulateEvent(button, True, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", True)
    QTest.simulateEvent(button, False, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", True)
    assert ran == ["placed"]
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert ran == ["placed", "placed"]


def test_a_button_says_its_key_and_its_reason(
    qtbot: QtBot, theme: Theme, action: DeskAction
) -> None:
    button = KeyButton(theme=theme, action=action)
    reason = ReasonLabel(theme=theme, action=action)
    qtbot.addWidget(button)
    qtbot.addWidget(reason)
    assert (button.accessibleName(), button.accessibleDescription()) == ("Place the order", "F10")
    height = reason.minimumHeight()
    action.set_reason("Place needs a card first")
    assert not button.isEnabled()
    assert button.accessibleDescription() == "F10, Place needs a card first"
    assert reason.text() == "Place needs a card first"
    assert reason.minimumHeight() == height > 0
    action.set_words("Release", icon="check")
    assert button.accessibleName() == "Release"


def test_a_button_has_room_for_all_it_shows_at_any_size(
    qtbot: QtBot, theme: Theme, action: DeskAction
) -> None:
    button = KeyButton(theme=theme, action=action)
    qtbot.addWidget(button)
    whole = button.sizeHint().width()
    button.set_compact(True)
    assert button.sizeHint().width() == whole - 24
    button.set_bare(True)
    assert button.sizeHint().width() < whole - 60
    button.set_bare(False)
    button.set_compact(False)
    theme.set_text_scale(2.0)
    assert button.sizeHint().height() == 64
    assert button.sizeHint().width() == pytest.approx(whole * 2, abs=4)


def test_a_chip_is_never_typed_twice(qtbot: QtBot, theme: Theme, action: DeskAction) -> None:
    chip = KeyChip(action, theme=theme)
    qtbot.addWidget(chip)
    assert chip.text() == "F10"


def test_names_are_never_markup(qtbot: QtBot, theme: Theme) -> None:
    label = TextLabel("<b>Bold & Sons</b>", theme=theme)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_money_has_a_true_minus_and_stands_right(qtbot: QtBot, theme: Theme) -> None:
    label = MoneyLabel("-$2.85", theme=theme)
    qtbot.addWidget(label)
    assert label.text() == "−$2.85"
    assert label.alignment() & Qt.AlignmentFlag.AlignRight


def test_a_cut_label_has_its_whole_text_as_tool_tip(qtbot: QtBot, theme: Theme) -> None:
    label = ElidedLabel("Marguerite Holloway of Redlands", theme=theme)
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    label.show()
    assert label.toolTip() == ""
    label.resize(60, 20)
    assert label.toolTip() == "Marguerite Holloway of Redlands"
    assert label.minimumSizeHint().width() < 60


def test_titles_of_panels_line_up_with_and_without_a_pill(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    plain = Panel("Bill-to", theme=theme, name="bill_panel")
    with_pill = Panel("Ship-to", theme=theme, name="ship_panel")
    with_pill.add_trailing(Pill("Differs", theme=theme, kind="held", icon="differs"))
    column = QVBoxLayout(window)
    column.addWidget(plain)
    column.addWidget(with_pill)
    qtbot.addWidget(window)
    window.show()
    tops = {
        panel.title_label.mapTo(panel, panel.title_label.rect().center()).y()
        for panel in (plain, with_pill)
    }
    assert len(tops) == 1


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_pill_is_never_lower_than_its_two_radii(qtbot: QtBot, theme: Theme, scale: float) -> None:
    theme.set_text_scale(scale)
    pill = Pill("Held", theme=theme, kind="held")
    qtbot.addWidget(pill)
    pill.show()
    assert pill.height() >= 2 * theme.px(8)
    assert (pill.text(), pill.accessibleName()) == ("Held", "Held")


def test_a_banner_without_words_is_hidden(qtbot: QtBot, theme: Theme) -> None:
    banner = Banner(theme=theme, name="hold_banner", kind="held")
    qtbot.addWidget(banner)
    assert banner.isHidden()
    banner.show_message(kind="held", title="Will be held", say="We check such orders.")
    assert not banner.isHidden()
    assert banner.say_words() == "We check such orders."
    banner.show_message(kind="held")
    assert banner.isHidden()


def test_a_strip_is_said_aloud_when_it_comes_and_not_at_each_second_of_its_countdown(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("ui.widgets.banner.say_aloud", lambda _widget, words: said.append(words))
    strip = Banner(theme=theme, name="database_banner", kind="bad", square=True)
    beside = Banner(theme=theme, name="hold_banner", kind="held")
    qtbot.addWidget(strip)
    qtbot.addWidget(beside)
    beside.show_message(kind="held", title="Will be held")
    assert said == [], "who comes to a banner on a page reads it there"
    strip.show_message(kind="bad", title="It is gone", text="Next try in 9 s.")
    strip.show_message(kind="bad", title="It is gone", text="Next try in 8 s.")
    strip.show_message(kind="bad")
    assert said == ["It is gone. Next try in 9 s."]
    strip.show_message(kind="bad", title="It is gone")
    assert said[1:] == ["It is gone"], "it came back, and is gone again"


def test_say_box_puts_the_words_in_quotation_marks(qtbot: QtBot, theme: Theme) -> None:
    box = SayBox("Your card is approved.", theme=theme, kind="ok", role="say_large")
    qtbot.addWidget(box)
    assert box.words() == "Your card is approved."
    assert box.findChildren(TextLabel)[1].text() == "“Your card is approved.”"


def test_facts_replace_each_other(qtbot: QtBot, theme: Theme) -> None:
    facts = Facts(theme=theme, name="facts")
    qtbot.addWidget(facts)
    facts.show_facts([("Card", "Visa ending 4242", "credit-card", ""), ("ZIP", "matches", "", "")])
    facts.show_facts([("Card", "Visa ending 0341", "", "")])
    assert facts.shown() == [("Card", "Visa ending 0341")]
    shown = [label.text() for label in facts.findChildren(TextLabel) if not label.isHidden()]
    assert shown == ["Card", "Visa ending 0341"]


def test_the_timer_counts_minutes_and_hours(qtbot: QtBot, theme: Theme) -> None:
    bar = CallBar(theme=theme)
    qtbot.addWidget(bar)
    label = bar.findChild(TextLabel, "call_timer_label")
    assert label is not None
    bar.start_timer(277)
    assert label.text() == "04:37"
    bar.start_timer(3723)
    assert label.text() == "1:02:03"
    bar.stop_timer()
    assert label.isHidden()


def test_a_field_row_with_another_editor_has_no_line_edit(qtbot: QtBot, theme: Theme) -> None:
    row = FieldRow("Method", theme=theme, name="method_combo", editor=QComboBox())
    qtbot.addWidget(row)
    with pytest.raises(TypeError):
        _ = row.line_edit
    assert isinstance(FieldRow("A", theme=theme, name="a_edit", parent=row).line_edit, QLineEdit)


def test_a_long_address_in_the_facts_goes_on_in_the_next_line(qtbot: QtBot, theme: Theme) -> None:
    facts = Facts(theme=theme, name="some_facts")
    qtbot.addWidget(facts)
    address = "bigpinerangersupply.c038.accounts@somewhere.example.com"
    facts.show_facts([("E-mail address", address, "", "")])
    whole = facts.fontMetrics().horizontalAdvance(address)
    assert facts.minimumSizeHint().width() < theme.px(120) + whole / 2
    assert facts.shown() == [("E-mail address", address)]


def test_a_label_keeps_its_size_while_a_page_is_built(qtbot: QtBot, theme: Theme) -> None:
    label = TextLabel("Waiting for a call", theme=theme, role="strong")
    qtbot.addWidget(label)
    label.show()
    theme.set_text_scale(2.0)
    with theme.building():
        pass
    assert label.font().pointSizeF() == theme.font("strong").pointSizeF() == 20.0
    theme.set_text_scale(1.0)
