"""Which form of an address goes on paper: as given where it can be printed, else the romanised one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.documents.confirmation import render_confirmation
from desktop.services import confirmations, printed_names
from desktop.services.confirmation_words import address_lines
from desktop.services.confirmations import Letter
from desktop.services.desk import Refused
from desktop.services.printed_names import missing, missing_in, printed_form, printed_name
from models.addresses_rules import PostalAddress
from models.ids import uuid7
from models.romanised import fields_in_other_scripts, latin_form
from tests.desktop.documents.letters import text_of
from tests.desktop.factories import RENO, DeskShop
from tests.desktop.services.test_confirmations import WORDS

BANGKOK = PostalAddress(
    name="ดวงใจ", line1="99 ถนนสุขุมวิท", line2="ชั้น 3", city="กรุงเทพฯ", postal_code="10110", country="TH",
    roman_name="Duangjai", roman_line1="99 Sukhumvit Road, floor 3", roman_city="Bangkok",
)  # fmt: skip
SEOUL = PostalAddress(
    name="김민수", line1="테헤란로 152", city="서울", postal_code="06236", country="KR",
    roman_name="Kim Minsu", roman_line1="152 Teheran-ro", roman_city="Seoul",
)  # fmt: skip
PLAIN = replace(BANGKOK, roman_name="", roman_line1="", roman_city="")


def test_an_address_that_can_be_printed_is_printed_as_it_was_given() -> None:
    assert missing_in(SEOUL) == ()
    assert printed_form(SEOUL) is SEOUL
    assert "김민수" in address_lines(SEOUL, "US")
    assert address_lines(SEOUL, "US")[-1] == "SOUTH KOREA"


def test_one_that_cannot_is_printed_in_its_romanised_form() -> None:
    form = printed_form(BANGKOK)
    assert (form.name, form.line1, form.line2, form.city, form.postal_code) == (
        "Duangjai", "99 Sukhumvit Road, floor 3", "", "Bangkok", "10110",
    )  # fmt: skip
    assert missing_in(form) == ()
    assert all(line.isascii() for line in address_lines(BANGKOK, "US"))


def test_where_none_is_kept_what_is_missing_is_said() -> None:
    assert printed_form(PLAIN) == PLAIN
    assert missing_in(PLAIN)[:3] == ("ด", "ว", "ง")
    assert missing("Łódź, Ёлка, 王, かな, 한글, אב, عب") == ()
    assert missing("") == ()


def test_a_name_alone() -> None:
    assert printed_name("王  小明", "Wang") == "王 小明"
    assert printed_name("ดวงใจ", "Duangjai") == "Duangjai"
    assert printed_name("ดวงใจ") == ""
    printed_names.require("王小明")
    with pytest.raises(Refused, match="name_unprintable"):
        printed_names.require("ดวงใจ")


def test_a_second_line_in_latin_letters_stays_beside_a_romanised_first() -> None:
    both = replace(BANGKOK, line2="Unit 4")
    assert (latin_form(both).line1, latin_form(both).line2) == (
        "99 Sukhumvit Road, floor 3", "Unit 4",
    )  # fmt: skip
    assert latin_form(RENO) is RENO
    assert fields_in_other_scripts(BANGKOK) == ("name", "line1", "line2", "city")
    assert fields_in_other_scripts(RENO) == ()


def test_a_region_of_the_country_s_form_is_known_in_both_scripts() -> None:
    there = replace(BANGKOK, state="กรุงเทพมหานคร")
    assert fields_in_other_scripts(there) == ("name", "line1", "line2", "city")
    assert latin_form(there).state == "Bangkok"
    assert latin_form(replace(there, roman_state="Krung Thep")).state == "Krung Thep"
    nowhere = replace(BANGKOK, state="ที่ไหน")
    assert fields_in_other_scripts(nowhere) == ("name", "line1", "line2", "city", "state")
    assert latin_form(nowhere).state == "ที่ไหน"
    assert latin_form(replace(PLAIN, state="กรุงเทพมหานคร")).state == "กรุงเทพมหานคร"


def letter(shop: DeskShop, bill_to: PostalAddress) -> Letter:
    view, _placed = shop.placed(shop.ready_draft(bill_to=bill_to, ship_to=RENO))
    with shop.database.write() as session:
        return confirmations.make(
            session, shop.desk(), view.id, words=WORDS, render=render_confirmation,
            command_id=uuid7(),
        )  # fmt: skip


def test_a_letter_has_the_romanised_form_and_nobody_is_warned(shop: DeskShop) -> None:
    made = letter(shop, BANGKOK)
    assert made.unprintable == ()
    assert "Duangjai\n99 Sukhumvit Road, floor 3\nBangkok" in text_of(made.pdf)


def test_a_letter_without_it_says_what_does_not_print_before_it_is_printed(shop: DeskShop) -> None:
    made = letter(shop, PLAIN)
    assert made.unprintable[0].where == "recipient.0"
    assert {note.where.partition(".")[0] for note in made.unprintable} == {"bill_to", "recipient"}
    assert made.printings == ()
