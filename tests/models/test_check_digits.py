from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.check_digits import damm, damm_valid, gtin_valid, luhn_valid, normalise_gtin

DIGITS = st.text("0123456789", min_size=1, max_size=18)


def test_damm_published_example() -> None:
    assert damm("572") == 4
    assert damm_valid("5724") is True
    assert damm_valid("5725") is False


@given(DIGITS)
def test_damm_catches_every_wrong_digit_and_every_swap_of_neighbours(body: str) -> None:
    whole = body + str(damm(body))
    assert damm_valid(whole) is True
    for at, digit in enumerate(whole):
        for other in "0123456789":
            if other != digit:
                assert damm_valid(whole[:at] + other + whole[at + 1 :]) is False
        swapped = whole[:at] + whole[at : at + 2][::-1] + whole[at + 2 :]
        assert damm_valid(swapped) is (swapped == whole)


@pytest.mark.parametrize("text", ["", "12a", "١٢", "²", " 1", "-1"])
def test_damm_takes_digits_only(text: str) -> None:
    assert damm_valid(text) is False
    with pytest.raises(ValueError, match="digits only"):
        damm(text)


@given(DIGITS)
def test_luhn_has_one_right_digit_and_catches_a_wrong_one(body: str) -> None:
    right = [digit for digit in "0123456789" if luhn_valid(body + digit)]
    assert len(right) == 1


def test_luhn_published_example() -> None:
    assert luhn_valid("7992739871" + "3") is True
    assert luhn_valid("7992739871" + "0") is False
    assert luhn_valid("0") is False
    assert luhn_valid("١٢") is False


@pytest.mark.parametrize("code", ["96385074", "036000291452", "4006381333931", "10012345678902"])
def test_gtin_of_each_length(code: str) -> None:
    assert gtin_valid(code) is True
    assert normalise_gtin(code) == code.zfill(14)
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    assert gtin_valid(wrong) is False
    assert normalise_gtin(wrong) is None


def test_the_same_article_as_upc_and_ean_is_one_value() -> None:
    assert normalise_gtin("0 36000 29145 2") == normalise_gtin("0036000291452\r\n")
    assert normalise_gtin("036000291452") == "00036000291452"


@pytest.mark.parametrize("code", ["", "0360002914", "03600029145a", "٩٦٣٨٥٠٧٤"])
def test_what_is_no_gtin(code: str) -> None:
    assert gtin_valid(code) is False
    assert normalise_gtin(code) is None
