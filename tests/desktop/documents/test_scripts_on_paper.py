"""Lines of two typefaces, lines from right to left, and where lines of Han and kana may end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.documents import fonts
from desktop.documents.address_block import address_block
from desktop.documents.confirmation import render_confirmation
from desktop.documents.flow import TextMark
from desktop.documents.stationery import Rect
from desktop.documents.typesetter import Typesetter
from desktop.documents.wrapping import wrap
from tests.desktop.documents.letters import all_text, confirmation

ROOM = Rect(100, 100, 300, 200)


def marks(*lines: str) -> list[TextMark]:
    block = address_block(Typesetter(), lines, ROOM)
    assert block.fits
    return [mark for mark in block.marks if isinstance(mark, TextMark)]


def test_a_line_is_set_in_the_typeface_that_has_each_character() -> None:
    assert fonts.bold().runs("Attn: 王小明 3F") == (
        ("DejaVuSans-Bold", "Attn: "),
        ("DroidSansFallback", "王小明"),
        ("DejaVuSans-Bold", " 3F"),
    )
    assert fonts.regular().runs("Łódź, Ελλάδα") == (("DejaVuSans", "Łódź, Ελλάδα"),)
    assert fonts.regular().runs("") == (("DejaVuSans", ""),)


def test_the_width_of_a_line_is_that_of_its_parts() -> None:
    face = fonts.condensed()
    assert face.width("王小明", 10) == 30
    assert face.width("A 王", 10) == pytest.approx(face.width("A ", 10) + 10)


def test_signs_that_the_small_typeface_has_come_from_it() -> None:
    hexagram = "\N{HEXAGRAM FOR PEACE}"
    assert fonts.regular().runs(f"王{hexagram}")[1] == ("DejaVuSans", hexagram)


def test_eight_scripts_come_out_of_the_paper_as_they_went_in() -> None:
    lines = (
        "Ólafur Þórðarson",
        "Иван Ёжиков",
        "Πέτρος Ελευθερίου",
        "王小明 广东省深圳市",
        "山田ハナ子 東京都１－１",
        "김민수 서울특별시 강남구",
    )
    document = render_confirmation(confirmation(bill_to=lines))
    assert document.unprintable == ()
    for line in lines:
        assert line in all_text(document)
    both = render_confirmation(confirmation(bill_to=("דוד לוי 12", "محمد 15")))
    assert both.unprintable == ()
    assert "דוד לוי" in all_text(both)  # the reader puts right-to-left words back in their order
    assert "\ufee3\ufea4\ufee4\ufeaa" in all_text(both)  # each letter in its joined form


def test_lines_from_right_to_left_begin_at_one_edge_that_of_the_widest() -> None:
    name, street, country = marks("דוד לוי", "רחוב הרצל 12, דירה 4", "ISRAEL")
    assert (name.align, street.align, country.align) == ("right", "right", "left")
    assert name.x == street.x == 100 + street.face.width(street.text, street.size)
    assert country.x == 100
    assert street.text == "4 הריד ,12 לצרה בוחר"
    code = marks("محمد", "القاهرة", "11511", "EGYPT")[2]
    assert (code.text, code.align) == ("11511", "right")
    assert {mark.align for mark in marks("Jane Roe", "4711", "1 Elm")} == {"left"}


def test_digits_and_latin_keep_their_order_within_right_to_left() -> None:
    (line,) = marks("شارع 15, PO Box 230, القاهرة")
    assert "PO Box 230" in line.text
    assert line.text.endswith("ﻉﺭﺎﺷ")
    assert "15" in line.text


def test_an_address_of_other_scripts_stays_where_latin_ones_are() -> None:
    assert {(mark.x, mark.align) for mark in marks("王小明", "Москва", "RUSSIA")} == {(100, "left")}


@pytest.mark.parametrize(
    ("text", "ems", "lines"),
    [
        ("東京都千代田区", 4.1, ["東京都千", "代田区"]),
        ("人人、生活。", 2.1, ["人", "人、", "生", "活。"]),  # a closing mark begins no line
        ("花子「花子」様", 3.1, ["花子", "「花", "子」様"]),  # an opening one ends none
        ("ラーメン", 1.1, ["ラ", "ー", "メ", "ン"]),  # no room for two
        ("ラーメン", 2.1, ["ラー", "メン"]),
        ("강남구 테헤란로", 4.1, ["강남구", "테헤란로"]),  # Hangul has spaces
    ],
)
def test_where_lines_may_end(text: str, ems: float, lines: list[str]) -> None:
    assert wrap(text, fonts.regular(), 10, ems * 10) == lines


def test_han_fills_the_line_that_a_word_began() -> None:
    face = fonts.regular()
    room = face.width("Tel: 東京都", 10) + 1
    assert wrap("Tel: 東京都千代田区", face, 10, room) == ["Tel: 東京都", "千代田区"]


@given(st.text(alphabet="a 1-東ア（）「。김é", max_size=60), st.floats(20, 200))
def test_lines_of_any_script_fit_and_lose_nothing(text: str, width: float) -> None:
    face = fonts.regular()
    clean = " ".join(text.split())
    lines = wrap(clean, face, 9.0, width)
    assert all(face.width(line, 9.0) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == clean.replace(" ", "")
