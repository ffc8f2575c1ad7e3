"""The named test cards."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.practice import test_cards
from desktop.practice.test_cards import NAMES, NamedKeys, card_named, card_with_number, keys_for


def _luhn_valid(digits: tuple[str, ...]) -> bool:
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits))]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def test_every_outcome_that_people_train_on_has_a_card() -> None:
    assert set(NAMES) == {
        "visa_approved", "mastercard_approved", "amex_approved", "discover_approved",
        "generic_decline", "insufficient_funds", "lost_card", "stolen_card", "expired_card",
        "incorrect_cvc", "processing_error", "street_mismatch", "zip_mismatch", "code_mismatch",
        "check_unavailable", "slow_answer", "no_answer", "cut_after_charge",
        "refund_later", "refund_fails",
    }  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_keys_of_a_card(name: str) -> None:
    keys, card = keys_for(name), card_named(name)
    is_amex = card.brand == "amex"
    assert len(keys.number) == (15 if is_amex else 16)
    assert all(len(key) == 1 and key.isdecimal() for key in keys.number)
    assert _luhn_valid(keys.number)
    assert "".join(keys.number[-4:]) == card.last4
    assert len(keys.expiry) == 4
    assert keys.expiry[:2] == ("1", "2")
    assert len(keys.code) == (4 if is_amex else 3)
    assert card.words
    assert card_with_number("".join(keys.number)) is card


def test_numbers_differ_and_no_repr_shows_one() -> None:
    numbers = {"".join(keys_for(name).number) for name in NAMES}
    assert len(numbers) == len(NAMES)
    for name in NAMES:
        assert not any(character.isdigit() for character in repr(keys_for(name)))


def test_an_unknown_name_is_an_error() -> None:
    for function in (keys_for, card_named):
        with pytest.raises(KeyError):
            function("visa_of_nobody")
    assert card_with_number("1" * 16) is None
    assert isinstance(keys_for("visa_approved"), NamedKeys)


def test_no_whole_number_stands_in_the_source() -> None:
    source = Path(test_cards.__file__).read_text(encoding="utf-8")
    for name in NAMES:
        number = "".join(keys_for(name).number)
        assert number not in source
        assert number not in source.replace(" ", "").replace("-", "")
