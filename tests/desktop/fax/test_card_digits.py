"""Typed numbers, as a reader tells them, right and wrong."""

from __future__ import annotations

import random

import pytest

from desktop.fax.boxes import BoxReason
from desktop.fax.card_digits import numbers_in
from desktop.fax.lines import Line
from desktop.fax.tesseract import Word
from tests.models import card_like

CHANCE = random.Random(11)


def _line(text: str, *, gap: float = 10, confidence: float = 90) -> Line:
    """The words of *text* beside each other, 12 pixels to a letter."""
    words, x = [], 100.0
    for part in text.split(" "):
        width = 12.0 * len(part)
        if part:
            words.append(Word(part, confidence, x, 50, x + width, 70))
        x += width + gap
    return Line(tuple(words))


def _found(text: str, **how: float) -> list[tuple[str, str]]:
    """Reason and words of all that is found."""
    return [
        (found.reason.value, " ".join(word.text for word in found.words))
        for found in numbers_in(_line(text, **how))
    ]


def _visa() -> str:
    return card_like.number(CHANCE, "4", 16)


def _fours(digits: str) -> str:
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _without_check(digits: str) -> str:
    """The same with a wrong last digit."""
    return digits[:-1] + str((int(digits[-1]) + 1) % 10)


@pytest.mark.parametrize(("prefix", "length"), card_like.ISSUERS)
def test_every_issuer_is_found(prefix: str, length: int) -> None:
    digits = card_like.number(CHANCE, prefix, length)
    assert _found(f"charge {digits} please") == [("card_number", digits)]


def test_groups_are_one_number() -> None:
    for shown in (
        _fours(_visa()),
        _fours(_visa()).replace(" ", "-"),
        _fours(_visa()).replace(" ", "."),
    ):
        assert _found(f"to {shown}, thanks") == [("card_number", f"{shown},")]
    amex = card_like.number(CHANCE, "37", 15)
    shown = f"{amex[:4]} {amex[4:10]} {amex[10:]}"
    assert _found(shown) == [("card_number", shown)]


def test_letters_that_are_taken_for_digits_count() -> None:
    digits = _fours(card_like.complete("4" + "0158" * 3 + "01"))
    for digit, letter in (("0", "O"), ("1", "l"), ("5", "S"), ("8", "B"), ("0", "o"), ("1", "|")):
        shown = digits[0] + digits[1:].replace(digit, letter, 2)
        assert _found(f"No. {shown}") == [("card_number", shown)]


def test_two_numbers_of_one_line_are_two() -> None:
    one, other = _fours(_visa()), _fours(card_like.number(CHANCE, "55", 16))
    assert _found(f"{one} {other}") == [("card_number", one), ("card_number", other)]
    assert _found(f"{one} or {other}") == [("card_number", one), ("card_number", other)]


def test_date_and_code_behind_a_number_are_found_too() -> None:
    digits = _fours(_visa())
    assert _found(f"{digits} 12/30 123 thanks 456") == [
        ("card_number", digits), ("expiry", "12/30"), ("code", "123"),
    ]  # fmt: skip
    assert _found(f"{digits} thanks 12/30") == [("card_number", digits)]


def test_number_behind_its_label_without_a_space() -> None:
    digits = _visa()
    (found,) = numbers_in(_line(f"No:{digits}"))
    assert found.reason is BoxReason.CARD_NUMBER
    assert 100 < found.place.left < 100 + 12 * 3


def test_misread_digit_does_not_hide_a_number_that_is_grouped_as_one() -> None:
    wrong = _without_check(_visa())
    assert _found(_fours(wrong)) == [("card_number", _fours(wrong))]
    assert _found(f"to {wrong}") == [("card_number", wrong)]
    lost = wrong[:4] + " " + wrong[4:7] + " " + wrong[8:12] + " " + wrong[12:]
    assert _found(lost) == [("card_number", lost)]


def test_groups_far_apart_are_not_one_number() -> None:
    assert _found(_fours(_visa()), gap=80) == []


@pytest.mark.parametrize(
    "text",
    [
        "909 555 0123 or 909 555 0145",
        "(909) 555-0123 x12",
        "order 1042 7731-5 of 11/28/2026",
        "1 MUG-10233 blue 2 24.50 49.00",
        "Ontario, CA 91764-1234",
        "4 24.50 98.00 129.00 1,129.00",
        "tracking 1Z999AA10123456784",
        "9400 1000 0000 0000 0000 00",
        "2026-11-29 21:07:26",
        "Best Soil Bill Booze",
    ],
)
def test_what_people_write_all_day_is_no_number(text: str) -> None:
    assert _found(text) == []
