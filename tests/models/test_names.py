from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.names import (
    display_name,
    fold,
    is_enough,
    letter_lines,
    search_words,
    searched,
    sort_name,
    tidy,
    whole_name,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("O’Brien-Łuczak, J.R.", "obrien luczak jr"),
        ("O'BRIEN", "obrien"),
        ("Straße", "strasse"),
        ("STRAẞE", "strasse"),
        ("Ærø Sørensen", "aero sorensen"),
        ("José  ÁNGEL\tÑandú", "jose angel nandu"),
        ("Đặng Þór", "dang thor"),
        ("İstanbul ılık", "istanbul ilik"),
        ("Œuvre ﬁne", "oeuvre fine"),
        ("A&B Co.", "a and b co"),
        ("1.5 qt", "1 5 qt"),
        ("Иванов", "иванов"),
        ("李小龍", "李小龍"),
        ("é", "e"),
        ("e\u0301", "e"),
        ("zero\u200bwidth", "zerowidth"),
        ("", ""),
        ("---", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert once == " ".join(once.split())


def test_search_words_join_and_part() -> None:
    assert search_words("Maria", "de la Cruz") == {"maria", "de", "la", "cruz", "delacruz"}
    assert search_words("O'Brien") == {"obrien", "brien"}
    assert search_words("Smith-Jones") == {"smith", "jones", "smithjones"}
    assert search_words("", " ") == frozenset()


def test_how_names_are_shown() -> None:
    assert display_name(" Jane ", "Roe", "Acme") == "Jane Roe"
    assert display_name("", "Roe") == "Roe"
    assert display_name("", " ", "Acme  Inc.") == "Acme Inc."
    assert sort_name("Jane", "Roe", "Acme") == "Roe, Jane"
    assert sort_name("Jane", "") == "Jane"
    assert sort_name("", "", "Acme") == "Acme"
    assert letter_lines("Jane", "Roe", "Acme Inc.") == ("Jane Roe", "Acme Inc.")
    assert letter_lines("", "", "Acme Inc.") == ("Acme Inc.",)
    assert letter_lines("", "") == ()


def test_tidy_keeps_case_and_accents() -> None:
    assert tidy("  jos\u0065\u0301   VAN\u00a0Dyk ") == "jos\u00e9 VAN Dyk"


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("ヤマダ", "やまだ"),
        ("ﾔﾏﾀﾞ", "ヤマダ"),
        ("ＪＡＮＥ　Ｒｏｅ", "jane roe"),
        ("مُحَمَّد", "محمد"),
        ("محمـــد", "محمد"),
        ("عیسی", "عيسى"),
        ("فاطمة", "فاطمه"),
        ("דָּוִד", "דוד"),
        ("ג׳ורג׳", "ג'ורג'"),
        ("ЁЖИКОВ", "ежиков"),
        ("ΠΈΤΡΟΣ", "Πέτρος"),
    ],
)
def test_what_people_type_for_one_another_is_searched_alike(text: str, alike: str) -> None:
    assert searched(text) == searched(alike)


def test_addresses_are_compared_as_before() -> None:
    """The keys under which places are suppressed are made by `fold`, and kept."""
    assert fold("ヤマダ") != fold("やまだ")
    assert fold("محمـد") != fold("محمد")


def test_a_name_without_spaces_is_found_from_each_of_its_characters_on() -> None:
    assert search_words("王小明") == {"王小明", "小明", "明"}
    assert search_words("김민수") == {fold("김민수"), fold("민수"), fold("수")}
    assert search_words("Ming 明子") == {"ming", "明子", "ming明子", "子"}
    assert "二三四五六七八九" not in search_words("株" * 11 + "一二三四五六七八九")


def test_vowel_signs_of_india_part_no_word() -> None:
    assert search_words("राम") == {searched("राम")}
    assert len(searched("राम")) == 2


@given(st.text(max_size=40))
def test_searching_twice_changes_nothing(text: str) -> None:
    once = searched(text)
    assert searched(once) == once
    assert once == " ".join(once.split())


def test_one_letter_is_enough_of_han_and_kana_only() -> None:
    assert is_enough("王", 2)
    assert is_enough(searched("ヤ"), 2)
    assert is_enough(searched("김"), 2)
    assert not is_enough("j", 2)
    assert not is_enough("и", 2)
    assert is_enough("jo", 2)


def test_names_of_east_asia_are_written_family_first() -> None:
    assert display_name("小明", "王") == "王小明"
    assert display_name("민수", "김") == "김민수"
    assert display_name("ハナコ", "ヤマダ") == "ヤマダ ハナコ"
    assert display_name("David", "王") == "David 王"
    assert sort_name("小明", "王") == "王小明"
    assert letter_lines("小明", "王", "株式会社") == ("王小明", "株式会社")
    assert whole_name("小明", "王") == "王小明"
    assert whole_name("ハナコ", "ヤマダ") == "ヤマダハナコ"
    assert whole_name("Jane", "Roe") == whole_name("", "王") == ""
