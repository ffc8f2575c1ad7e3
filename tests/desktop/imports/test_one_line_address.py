from __future__ import annotations

import pytest

from desktop.imports.one_line_address import read_place
from models.addresses_rules import PostalAddress
from models.suppression_keys import address_key

REDLANDS = PostalAddress(
    line1="12 Main Street", line2="Apt 4", city="Redlands", state="CA", postal_code="92373"
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "12 Main St Apt 4, Redlands, CA 92373",
        "12 Main Street, Apt. 4, Redlands CA 92373-1234",
        "12 main st apt 4 redlands ca 92373",
        "12 Main St Apt 4, Redlands, California, 92373",
        "12 Main St\nApt 4\nRedlands, CA 92373\nUSA",
        "12 Main St Apt 4, Redlands, CA 92373, United States",
    ],
)
def test_one_place_in_many_spellings(text: str) -> None:
    place = read_place(text, "US")
    assert place is not None
    assert address_key(place) == address_key(REDLANDS)
    assert (place.name, place.company, place.state) == ("", "", "CA")
    assert place.city.casefold() == "redlands"


@pytest.mark.parametrize(
    ("text", "name", "company", "line1", "city", "state"),
    [
        ("Jane Roe, 12 Main St, Redlands, CA 92373", "Jane Roe", "", "12 Main St", "Redlands", "CA"),
        ("Jane Roe, Acme Inc, 350 5th Ave, New York, NY 10118",
         "Jane Roe", "Acme Inc", "350 5th Ave", "New York", "NY"),
        ("P.O. Box 7, Redlands, CA", "", "", "P.O. Box 7", "Redlands", "CA"),
        ("One Harbor Way, Redmond, Washington 98052", "", "", "One Harbor Way", "Redmond", "WA"),
        ("88 Quarry Rd, Old Town, NV 89501", "", "", "88 Quarry Rd", "Old Town", "NV"),
    ],
)  # fmt: skip
def test_who_and_where_are_told_apart(
    text: str, name: str, company: str, line1: str, city: str, state: str
) -> None:
    place = read_place(text, "US")
    assert place is not None
    found = (place.name, place.company, place.line1, place.city, place.state)
    assert found == (name, company, line1, city, state)


@pytest.mark.parametrize(
    "text",
    ["", "12 Main St", "12 Main St, Redlands", "Jane Roe, Redlands, CA 92373", "CA 92373", "Redlands",
     "909-555-0142", "jane@example.com", "1 Example Street Nowhere CA 92373", "x" * 500],
)  # fmt: skip
def test_what_is_no_whole_address(text: str) -> None:
    assert read_place(text, "US") is None


def test_other_countries_addresses_are_not_guessed_at() -> None:
    assert read_place("12 Main St, Redlands, CA 92373", "DE") is None
