"""What was typed into the finder, put into the fields of a new customer."""

from __future__ import annotations

import pytest

from ui.pages.call_desk.finder_text import fields_of


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        (" ann@example.com ", {"email": "ann@example.com"}),
        ("92373", {"postal_code": "92373"}),
        ("92373-0142", {"postal_code": "92373-0142"}),
        ("909 555 0142", {"phone": "909 555 0142"}),
        ("+44 20 7946 0958", {"phone": "+44 20 7946 0958"}),
        ("ann lee", {"given_name": "Ann", "family_name": "Lee"}),
        ("Anna van der Meer", {"given_name": "Anna", "family_name": "van der Meer"}),
        ("MacLeod", {"given_name": "MacLeod", "family_name": ""}),
        ("山田 花子", {"given_name": "花子", "family_name": "山田"}),
        ("王小明", {"given_name": "", "family_name": "王小明"}),
        ("Иван Петров", {"given_name": "Иван", "family_name": "Петров"}),
        ("12 Elm", {}),
        ("  ", {}),
    ],
)
def test_each_goes_where_it_belongs(typed: str, fields: dict[str, str]) -> None:
    assert fields_of(typed) == fields
