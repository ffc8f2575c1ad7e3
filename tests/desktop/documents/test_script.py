"""Order, joining and coverage of characters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.documents import arabic, fonts
from desktop.documents.script import MISSING, prepare, visual
from desktop.documents.wrapping import wrap


def names(text: str) -> list[str]:
    return [unicodedata.name(c).removeprefix("ARABIC LETTER ").removesuffix(" FORM") for c in text]


def test_arabic_letters_take_the_form_their_neighbours_ask_for() -> None:
    assert names(arabic.join("محمد")) == [
        "MEEM INITIAL",
        "HAH MEDIAL",
        "MEEM MEDIAL",
        "DAL FINAL",
    ]
    assert names(arabic.join("دار")) == ["DAL ISOLATED", "ALEF ISOLATED", "REH ISOLATED"]


def test_lam_and_alef_become_one() -> None:
    assert arabic.join("سلام") == "ﺳﻼﻡ"
    assert arabic.join("لا") == "ﻻ"


def test_persian_letters_join_too() -> None:
    assert names(arabic.join("پیک")) == ["PEH INITIAL", "FARSI YEH MEDIAL", "KEHEH FINAL"]


def test_what_is_not_arabic_is_left_alone() -> None:
    assert arabic.join("Flat 3, Łódź") == "Flat 3, Łódź"


def test_right_to_left_text_is_put_in_order_with_its_numbers() -> None:
    assert visual("אבג 12", right_to_left=True) == "12 גבא"
    assert visual("Flat 3, אב") == "Flat 3, בא"
    assert visual("plain") == "plain"


def test_brackets_turn_round_with_the_text_that_they_hold() -> None:
    assert visual("אב (12)", right_to_left=True) == "(12) בא"
    assert visual("abc אב (12) x") == "abc (12) בא x"
    assert visual("א (b) c") == "א (b) c"


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Marguerite", ()),
        ("Nguyễn", ()),
        ("Nguyê\N{COMBINING TILDE}n", ()),  # composes to one letter
        ("李美玲", ()),
        ("山田ハナ子　ﾊﾅ １２", ()),
        ("김민수", ()),
        ("㈱⑴", ()),  # signs that are letters in another dress
        ("𠮷野𠮷", ("𠮷",)),  # a Han character that the font has not
        ("สม", ("ส", "ม")),
        ("x\N{COMBINING CARON}y", ("x\N{COMBINING CARON}",)),
        ("राम", ("र", "ा", "म")),
        ("ߒߞߏ", ("ߒ", "ߞ", "ߏ")),
        ("a\ud800b", ("\ud800",)),
        ("\uf001", ("\uf001",)),  # private use: nobody knows what it is meant to be
        ("a\x00b\tc", ()),
        ("A\u200dB\ufeff\u202eC", ()),
    ],
)
def test_what_does_not_print_right_is_named(text: str, missing: tuple[str, ...]) -> None:
    assert prepare(text, fonts.regular()).missing == missing


def test_a_square_stands_for_what_is_missing() -> None:
    assert prepare("ส M.", fonts.regular()).text == f"{MISSING} M."
    assert prepare("x\N{COMBINING CARON}y", fonts.regular()).text == "xy"


def test_controls_become_one_space_and_invisible_characters_go() -> None:
    assert prepare("a\x00\r\n\t b\u200b\u202ec ", fonts.regular()).text == "a bc"


def test_bold_falls_back_to_regular_where_it_lacks_a_letter() -> None:
    lacking = "\N{MATHEMATICAL SANS-SERIF CAPITAL A}"
    assert fonts.regular().has(lacking)
    assert not fonts.bold().has(lacking)
    assert prepare(f"a{lacking}", fonts.bold()).face is fonts.regular()
    assert prepare("aß", fonts.bold()).face is fonts.bold()


@given(st.text(max_size=80))
def test_everything_prepared_has_a_glyph(text: str) -> None:
    ready = prepare(text, fonts.bold())
    assert all(ready.face.has(c) for c in ready.text)
    if not ready.missing:
        assert MISSING not in ready.text or MISSING in text


@given(st.text(alphabet="abc -/.@\u00e9", max_size=200), st.floats(20, 300))
def test_lines_fit_their_width_and_lose_nothing(text: str, width: float) -> None:
    face = fonts.regular()
    clean = " ".join(text.split(" ")).strip()
    lines = wrap(clean, face, 9.0, width)
    assert all(face.width(line, 9.0) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == clean.replace(" ", "")


def test_a_word_breaks_after_its_dashes_before_it_breaks_anywhere() -> None:
    face = fonts.regular()
    room = face.width("AB-12-CD-", 9.0) + 0.1
    assert wrap("AB-12-CD-34", face, 9.0, room) == ["AB-12-CD-", "34"]
    assert wrap("ABCDEFGH", face, 9.0, face.width("ABCD", 9.0) + 0.1)[0] == "ABCD"
    assert wrap("", face, 9.0, 10) == [""]
