"""The romanised form of a name and address: asked for where it is wanted, kept, found, warned of."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.addresses_rules import PostalAddress
from models.customer import Customer
from tests.ui.pages.call_desk.seat import Seat
from tests.ui.pages.call_desk.test_forms import customers
from ui import labels_scripts
from ui.pages.call_desk.roman_fields import RomanFields
from ui.theme import Theme

THERE = PostalAddress(name="王小明", line1="1 Main Street", city="ดวง", country="CN")
WARNING = (
    "No font here prints ด ว ง (Thai). Type the name and address in Latin letters (romanized)."
)


class AtOnce:
    """Tasks that are done when they are asked for."""

    def query(
        self, _owner: object, work: Callable[[Any], Any], *, done: Callable[[Any], None]
    ) -> None:
        done(work(None))


@pytest.fixture
def fields(qtbot: QtBot, theme: Theme) -> RomanFields:
    made = RomanFields(kit=SimpleNamespace(theme=theme, tasks=AtOnce()), prefix="bill_to")
    qtbot.addWidget(made)
    return made


def shown(fields: RomanFields) -> list[str]:
    return [name for name, row in fields.rows.items() if not row.isHidden()]


def test_nothing_is_asked_of_latin_letters(fields: RomanFields) -> None:
    fields.fill(PostalAddress(name="Łukasz Ñandú", line1="1 Elm", city="Łódź", country="PL"))
    assert fields.isHidden()
    assert fields.beside(PostalAddress(name="Jane")) == PostalAddress(name="Jane")


def test_what_is_not_in_latin_letters_has_a_field(fields: RomanFields) -> None:
    fields.show_beside(THERE)
    assert not fields.isHidden()
    assert shown(fields) == ["name", "city"]
    fields.rows["name"].line_edit.setText(" Wang Xiaoming ")
    fields.rows["line1"].line_edit.setText("nobody asked")
    kept = fields.beside(THERE)
    assert (kept.roman_name, kept.roman_line1, kept.roman_city) == ("Wang Xiaoming", "", "")
    assert (kept.name, kept.city) == ("王小明", "ดวง")
    assert fields.form() == {"roman_name": " Wang Xiaoming ", "roman_line1": "nobody asked"}


def test_what_cannot_be_printed_is_said_until_it_is_romanized(
    fields: RomanFields, qtbot: QtBot
) -> None:
    fields.show_beside(THERE)
    assert fields.warning_label.isHidden()  # not while it is being typed
    qtbot.waitUntil(lambda: not fields.warning_label.isHidden())
    assert fields.warning_label.text() == WARNING
    edit = fields.rows["city"].line_edit
    QTest.keyClicks(edit, "Duang")
    qtbot.waitUntil(lambda: fields.warning_label.isHidden())
    fields.show_beside(PostalAddress(name="王小明"))
    assert shown(fields) == ["name"]


def test_a_rare_character_is_named() -> None:
    assert labels_scripts.cannot_print(("𠮷",)).startswith(
        "No font here prints 𠮷 (rare Chinese character)."
    )


def test_a_caller_s_name_is_kept_in_both_forms_by_keys_alone(desk: Seat) -> None:
    desk.call()
    desk.paste("王小明")
    desk.enter()
    desk.until(lambda: desk.page.order_stage.open_form is not None)
    assert desk.text("customer_family_name_edit") == "王小明"
    desk.tab_to("customer_roman_name_edit")
    desk.type("Wang Xiaoming")
    desk.key(Qt.Key.Key_F10)
    made, name = customers(desk)[0]
    assert name == "王小明"
    with desk.workspace.database.read() as session:
        assert session.get_one(Customer, made).romanised_name == "Wang Xiaoming"
