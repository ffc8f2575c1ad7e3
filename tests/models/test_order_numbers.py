from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import card_guard, order_numbers

SEQUENCES = st.integers(1, order_numbers.MAX_SEQUENCE)


def test_the_forms_of_one_number() -> None:
    stored = order_numbers.compose(47_182_063, practice=False)
    assert stored == "471820630"
    assert order_numbers.display(stored) == "4718 2063-0"
    assert order_numbers.spoken(stored) == "4 7 1 8, 2 0 6 3, dash 0"
    assert order_numbers.is_practice(stored) is False


def test_the_forms_of_a_practice_number() -> None:
    stored = order_numbers.compose(1, practice=True)
    assert stored == "P000000013"
    assert order_numbers.display(stored) == "P0000 0001-3"
    assert order_numbers.spoken(stored) == "P, 0 0 0 0, 0 0 0 1, dash 3"
    assert order_numbers.is_practice(stored) is True


@pytest.mark.parametrize(
    "typed",
    [
        "471820630",
        "4718 2063-0",
        " 4718-2063 0 ",
        "4718–2063–0",
        "4718.2063.0",
        "#471820630",
        "47 18 20 63\u00a00",
        "٤٧١٨ ٢٠٦٣ ٠",
        "4718\u200b20630",
    ],
)
def test_parse_forgives_how_it_is_written(typed: str) -> None:
    assert order_numbers.parse(typed) == "471820630"


@pytest.mark.parametrize(
    "typed",
    ["", "P", "47182063", "4718206300", "471820631", "P47182063", "PP471820630", "47P1820630",
     "4718 2063-0x", "471820630P", "order 471820630"],
)  # fmt: skip
def test_parse_refuses(typed: str) -> None:
    assert order_numbers.parse(typed) is None


def test_a_small_p_is_practice() -> None:
    assert order_numbers.parse("p 0000 0001-3") == "P000000013"


@given(SEQUENCES, st.booleans())
def test_what_is_shown_is_read_back(sequence: int, practice: bool) -> None:
    stored = order_numbers.compose(sequence, practice)
    assert order_numbers.parse(stored) == stored
    assert order_numbers.parse(order_numbers.display(stored)) == stored
    assert order_numbers.parse(order_numbers.display(stored).lower()) == stored
    assert card_guard.looks_like_card(order_numbers.display(stored)) is False


@given(SEQUENCES)
def test_one_wrong_digit_or_a_swap_never_finds_another_order(sequence: int) -> None:
    stored = order_numbers.compose(sequence, practice=False)
    for at, digit in enumerate(stored):
        wrong = {stored[:at] + other + stored[at + 1 :] for other in "0123456789" if other != digit}
        assert {order_numbers.parse(number) for number in wrong} == {None}
        swapped = stored[:at] + stored[at : at + 2][::-1] + stored[at + 2 :]
        if swapped != stored:
            assert order_numbers.parse(swapped) is None


@pytest.mark.parametrize("sequence", [0, -1, 100_000_000])
def test_a_sequence_outside_its_range(sequence: int) -> None:
    with pytest.raises(ValueError, match="1 to 99999999"):
        order_numbers.compose(sequence, practice=False)


@pytest.mark.parametrize("stored", ["", "P", "471820631", "47182063"])
def test_what_is_not_stored_is_not_shown(stored: str) -> None:
    with pytest.raises(ValueError, match="not a stored"):
        order_numbers.display(stored)
    with pytest.raises(ValueError, match="not a stored"):
        order_numbers.spoken(stored)
