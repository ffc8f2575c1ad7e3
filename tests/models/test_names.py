from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.names import display_name, fold, letter_lines, search_words, sort_name, tidy


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
