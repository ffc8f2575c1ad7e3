"""The fields of an address by themselves: each country's own, in its order, with the keyboard."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.desk import Desk
from desktop.zip_codes import ZipPlace, ZipTable
from models.addresses_rules import PostalAddress
from models.ids import uuid7
from ui.pages.call_desk.address_fields import AddressFields
from ui.theme import Theme

DOWN, TAB = Qt.Key.Key_Down, Qt.Key.Key_Tab


@dataclasses.dataclass(frozen=True)
class Kit:
    """What the fields need."""

    theme: Theme
    desk: Desk

    def look_up_zip(self, zip5: str) -> ZipPlace | None:
        """From the real table."""
        return ZipTable.load().lookup(zip5)


class Form(QWidget):
    """The fields between two others, as they stand in a form."""

    def __init__(self, kit: Kit, *, slim: bool = False) -> None:
        super().__init__()
        self.before, self.after = QLineEdit(), QLineEdit()
        self.before.setObjectName("before")
        self.after.setObjectName("after")
        self.fields = AddressFields(kit=kit, prefix="it", slim=slim)
        column = QVBoxLayout(self)
        for part in (self.before, self.fields, self.after):
            column.addWidget(part)
        chain = [self.before, *self.fields.tab_chain(), self.after]
        for one, other in pairwise(chain):
            QWidget.setTabOrder(one, other)

    def choose(self, country: str) -> None:
        """As the agent does in the list of countries."""
        combo = self.fields.country_combo
        combo.set_country(country)
        combo.activated.emit(combo.currentIndex())

    def type(self, field: str, text: str) -> None:
        """Go to a field and type in place of what stands there."""
        edit = self.fields.edit(field)
        edit.setFocus(Qt.FocusReason.TabFocusReason)
        edit.selectAll()
        QTest.keyClicks(edit, text)

    def leave(self) -> str:
        """Press Tab; the name of what has the focus then."""
        QTest.keyClick(self.focusWidget(), TAB)
        return str(self.focusWidget().objectName())

    def text(self, field: str) -> str:
        """What stands in a field."""
        return self.fields.edit(field).text()

    def tabbed(self) -> list[str]:
        """What Tab goes through from the field before to the one after."""
        self.before.setFocus()
        seen: list[str] = []
        while not seen or seen[-1] != "after":
            seen.append(self.leave())
            assert len(seen) < 20, seen
        return [name.removeprefix("it_").removesuffix("_edit") for name in seen[:-1]]

    def hint(self, field: str) -> str:
        """What is said under a field that is no error."""
        return "" if self.fields.rows[field].error else self.described(field)

    def described(self, field: str) -> str:
        """What is said under a field."""
        return self.fields.edit(field).accessibleDescription()


def at(kit_theme: Theme, country: str = "US") -> Kit:
    desk = Desk(
        store_id=uuid7(), workstation_id=uuid7(), agent_id=uuid7(), practice=True, currency="USD",
        country=country, time_zone="America/Los_Angeles",
    )  # fmt: skip
    return Kit(kit_theme, desk)


@pytest.fixture
def form(qtbot: QtBot, qapp: QApplication, theme: Theme) -> Form:
    """In a shop in the United States."""
    shown = Form(at(theme))
    qtbot.addWidget(shown)
    shown.show()
    shown.activateWindow()
    QTest.qWaitForWindowActive(shown)
    return shown


def test_at_home_the_zip_comes_first_and_fills(form: Form) -> None:
    assert form.tabbed() == ["postal_code", "line1", "line2", "city", "state", "country_combo"]
    form.type("postal_code", "92373")
    assert (form.text("city"), form.text("state")) == ("Redlands", "CA")
    form.type("state", "Calif")
    assert form.text("state") == "Calif", "nothing is completed at home"


@pytest.mark.parametrize(
    ("country", "fields", "labels"),
    [
        ("GB", ["postal_code", "line1", "line2", "city"],
         {"postal_code": "Postcode", "city": "Post town"}),
        ("CA", ["postal_code", "line1", "line2", "city", "state"], {"state": "Province"}),
        ("DE", ["line1", "line2", "postal_code", "city"], {"postal_code": "Postal code"}),
        ("FR", ["line1", "line2", "postal_code", "city"], {"city": "Town"}),
        ("GP", ["line1", "line2", "postal_code", "city", "sorting_code"],
         {"sorting_code": "Sorting code (CEDEX)"}),
        ("JP", ["postal_code", "state", "line1", "line2"], {"state": "Prefecture"}),
        ("BR", ["postal_code", "line1", "line2", "district", "city", "state"],
         {"district": "Neighborhood", "state": "State"}),
        ("IE", ["line1", "line2", "district", "city", "state", "postal_code"],
         {"district": "Townland", "state": "County", "postal_code": "Eircode"}),
        ("AE", ["line1", "line2", "state"], {"state": "Emirate"}),
        ("AU", ["postal_code", "line1", "line2", "city", "state"], {"city": "Suburb"}),
        ("IN", ["postal_code", "line1", "line2", "city", "state"], {"postal_code": "PIN code"}),
        ("HK", ["state", "city", "line1", "line2"], {"state": "Area", "city": "District"}),
        ("NZ", ["line1", "line2", "district", "city", "postal_code"], {"district": "Suburb"}),
        ("KR", ["postal_code", "state", "city", "district", "line1", "line2"], {"district": "District"}),
    ],
)  # fmt: skip
def test_a_country_has_its_fields_its_words_and_its_order(
    form: Form, country: str, fields: list[str], labels: dict[str, str]
) -> None:
    form.choose(country)
    assert form.tabbed() == [*fields, "country_combo"]
    shown = form.fields.shown_fields
    assert list(shown) == fields
    for field, row in form.fields.rows.items():
        assert row.isVisible() is (field in shown)
    for field, label in labels.items():
        assert form.fields.edit(field).accessibleName() == label
    names = [row.editor.accessibleName() for row in form.fields.rows.values()]
    assert len(set(names)) == len(names)
    form.choose("US")
    assert form.tabbed() == ["postal_code", "line1", "line2", "city", "state", "country_combo"]


def test_what_may_be_left_empty_says_so(form: Form) -> None:
    form.choose("IE")
    said = {field: form.fields.edit(field).placeholderText() for field in form.fields.shown_fields}
    assert said == {"line1": "", "line2": "", "district": "optional", "city": "",
                    "state": "optional", "postal_code": "optional"}  # fmt: skip
    form.choose("US")
    assert form.fields.edit("state").placeholderText() == ""


def test_a_province_is_completed_as_it_is_typed(form: Form) -> None:
    form.choose("CA")
    form.type("state", "ont")
    assert form.text("state") == "Ontario"
    assert form.fields.edit("state").selectedText() == "ario"
    assert form.leave() == "it_country_combo"
    assert form.fields.address(name="Jo").state == "ON"
    form.type("state", "New")
    assert form.text("state") == "New"
    assert form.hint("state") == "New Brunswick, Newfoundland and Labrador"
    form.leave()
    assert form.described("state") == (
        "Enter the province by its name or code, such as Alberta or AB."
    )
    form.type("state", "nb")
    assert (form.text("state"), form.described("state")) == ("nb", "")
    form.leave()
    assert (form.described("state"), form.fields.address(name="Jo").state) == ("", "NB")


def test_the_arrows_go_through_the_choices(form: Form) -> None:
    form.choose("JP")
    form.type("state", "")
    edit = form.fields.edit("state")
    QTest.keyClick(edit, DOWN)
    assert form.text("state") == "Aichi"
    QTest.keyClick(edit, Qt.Key.Key_Up)
    assert form.text("state") == "Yamanashi"
    form.type("state", "to")
    assert form.hint("state") == "Tochigi, Tokushima, Tokyo, Tottori …"
    QTest.keyClick(edit, DOWN)
    assert form.text("state") == "Tochigi"
    edit.setText("東京")
    assert form.fields.address(name="健").state == "東京都"


def test_a_code_is_never_completed_to_another_name(form: Form) -> None:
    form.choose("IT")
    form.type("state", "co")
    assert form.text("state") == "co"
    assert form.fields.address(name="Ada").state == "CO"
    form.type("state", "ro")
    assert form.text("state") == "ro", "Rovigo's, and not Rome"


def test_a_canadian_code_fills_and_never_overwrites(form: Form) -> None:
    form.choose("CA")
    form.type("postal_code", "m5v2t6")
    assert (form.text("city"), form.text("state")) == ("Toronto", "ON")
    form.type("postal_code", "h2x1y6")
    assert (form.text("city"), form.text("state")) == ("Montréal", "QC"), "filled, so filled again"
    form.type("postal_code", "k1a0b1")
    assert (form.text("city"), form.text("state")) == ("", "")
    assert form.hint("postal_code") == "Ontario or Quebec: type which."
    form.type("city", "Etobicoke")
    form.type("postal_code", "m9a1a1")
    assert (form.text("city"), form.text("state")) == ("Etobicoke", "ON")
    assert form.hint("postal_code") == "This code is in Toronto, Ontario. Yours is kept."
    form.leave()
    assert form.text("postal_code") == "M9A 1A1"


def test_a_british_code_fills_london_and_names_the_area_elsewhere(form: Form) -> None:
    form.choose("GB")
    form.type("postal_code", "sw1a 2aa")
    assert form.text("city") == "London"
    form.type("postal_code", "gu1 1aa")
    assert form.text("city") == ""
    assert form.hint("postal_code") == "GU: Guildford area. Type the post town."
    form.type("postal_code", "nonsense")
    form.leave()
    assert form.described("postal_code") == (
        "Enter the postcode as it is written there, like EC1Y 8SY."
    )
    assert form.text("postal_code") == "nonsense"


def test_the_region_is_filled_in_the_letters_of_the_rest(form: Form) -> None:
    form.choose("JP")
    form.type("postal_code", "1000005")
    assert form.text("state") == "Tokyo"
    form.fields.fill(None)
    form.choose("JP")
    form.fields.edit("line1").setText("丸の内1-2-3")
    form.type("postal_code", "1000005")
    assert form.text("state") == "東京都"


def test_another_country_takes_back_what_was_filled_and_hides_nothing_typed(form: Form) -> None:
    form.type("postal_code", "92373")
    form.type("line1", "12 Elm St")
    form.choose("GB")
    assert (form.text("city"), form.text("state")) == ("", "")
    assert (form.text("line1"), form.text("postal_code")) == ("12 Elm St", "92373")
    assert "state" not in form.fields.shown_fields
    form.type("postal_code", "")
    form.choose("US")
    form.type("state", "CA")
    form.choose("GB")
    assert form.fields.shown_fields[-1] == "state"
    assert form.fields.edit("state").accessibleName() == "County"
    form.fields.edit("state").setFocus()
    form.fields.edit("state").clear()
    assert form.leave() == "it_country_combo"
    assert "state" not in form.fields.shown_fields
    assert form.tabbed() == ["postal_code", "line1", "line2", "city", "country_combo"]


def test_what_is_on_file_is_shown_whole_and_comes_back_the_same(form: Form) -> None:
    rui = PostalAddress(
        name="Rui", line1="Rua Sol 4", district="Centro", city="Niterói", state="RJ",
        postal_code="24020-125", country="BR",
    )  # fmt: skip
    kent = PostalAddress(
        name="Jo",
        line1="1 Elm",
        city="Maidstone",
        state="Kent",
        postal_code="ME14 1XX",
        country="GB",
    )
    for address in (rui, kent):
        form.fields.fill(address)
        assert form.fields.address(name=address.name) == address
        half = form.fields.form()
        form.fields.fill(None)
        form.fields.restore(half)
        assert form.fields.address(name=address.name) == address
    form.fields.fill(None)
    assert form.fields.is_empty()
    assert form.fields.country == "US"


def test_messages_stand_beside_the_fields_and_the_first_is_returned(form: Form) -> None:
    form.choose("JP")
    found = form.fields.problems(form.fields.address(name="Ken"))
    assert form.fields.show_problems(found) is form.fields.edit("postal_code")
    assert form.described("postal_code") == "Enter the postal code, such as 154-0023."
    assert form.described("state") == "Enter the prefecture, such as Hokkaido."
    assert form.described("line1") == "Enter the street and number."
    assert form.fields.first_empty() is form.fields.edit("postal_code")


def test_the_country_of_a_number_is_offered_only_where_nothing_was_said(form: Form) -> None:
    form.fields.offer_country("GB")
    assert form.fields.country == "GB"
    combo = form.fields.country_combo
    assert combo.accessibleDescription() == "As their telephone number says."
    assert form.tabbed() == ["postal_code", "line1", "line2", "city", "country_combo"]
    form.fields.offer_country("CA")
    assert form.fields.country == "GB"
    form.fields.fill(None)
    assert combo.accessibleDescription() == ""
    form.fields.edit("line1").setText("1 Elm")
    form.fields.offer_country("CA")
    assert form.fields.country == "US"


def test_a_zip_undoes_a_country_that_was_only_guessed(form: Form) -> None:
    form.fields.offer_country("CA")
    form.type("postal_code", "92373")
    assert (form.fields.country, form.text("city")) == ("US", "Redlands")
    form.fields.fill(None)
    form.choose("CA")
    form.type("postal_code", "92373")
    assert (form.fields.country, form.text("city")) == ("CA", "")


def test_a_shop_abroad_begins_with_its_own_form(qtbot: QtBot, theme: Theme) -> None:
    shown = Form(at(theme, "DE"), slim=True)
    qtbot.addWidget(shown)
    shown.show()
    assert shown.tabbed() == ["line1", "line2", "postal_code", "city", "country_combo"]
    assert shown.fields.country == "DE"


def test_fields_that_are_not_shown_end_with_the_others(qtbot: QtBot, theme: Theme) -> None:
    form = Form(at(theme))
    rows = list(form.fields.rows.values())
    assert [row.parent() is None for row in rows].count(True) == 2, "a district, a sorting code"
    form.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not any(map(shiboken6.isValid, rows))
