"""Keys of records that came from no file: known again, and never like a card number."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from desktop.imports.own_keys import id_of, is_own, own_key
from models import card_guard


@given(st.uuids())
def test_a_key_is_known_again_and_has_no_digit(record_id: uuid.UUID) -> None:
    key = own_key(record_id)
    assert (is_own(key), id_of(key)) == (True, record_id)
    assert not any(map(str.isdigit, key))


def test_an_id_whose_digits_are_a_card_number_is_none_in_its_key() -> None:
    card = "4242" * 4
    record_id = uuid.UUID(f"{card}8{card[:3]}8{card[:11]}"[:32])
    assert card_guard.looks_like_card(str(record_id))
    assert not card_guard.looks_like_card(own_key(record_id))


def test_another_key_is_the_shops_own() -> None:
    assert (is_own("shopify:12"), id_of("shopify:12")) == (False, None)
    assert id_of("order-desk:nonsense") is None
