from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import phone_numbers
from models.phone_numbers import display, national_digits, parse, search_keys

DESK = "+19095682800"
LONDON = "+442079460958"


@pytest.mark.parametrize(
    ("typed", "e164", "extension"),
    [
        ("1.909-568-2800", DESK, ""),
        ("(909) 568 2800 x12", DESK, "12"),
        ("909/568-2800 ext. 5", DESK, "5"),
        ("909 568 2800 extension 1234567", DESK, "1234567"),
        ("909 568 2800 #12", DESK, "12"),
        ("9095682800,,12", DESK, "12"),
        ("+1 (909) 568-2800", DESK, ""),
        ("(+1) 909 568 2800", DESK, ""),
        ("001 909 568 2800", DESK, ""),
        ("00 1 909 568 2800", DESK, ""),
        ("tel:+1-909-568-2800;ext=5", DESK, "5"),
        ("tel:909-568-2800", DESK, ""),
        ("Tel: (909) 568-2800", DESK, ""),
        ("909\u2013568\u20142800", DESK, ""),
        ("909\u2011568\u200b\u20112800", DESK, ""),
        ("909\u00a0568\u202f2800", DESK, ""),
        ("\u202a+1 909 568 2800\u202c", DESK, ""),
        ("９０９５６８２８００", DESK, ""),
        ("٩٠٩ ٥٦٨ ٢٨٠٠", DESK, ""),
        (" 9095682800\n", DESK, ""),
        ("1-800-FLOWERS", "+18003569377", ""),
        ("+44 20 7946 0958", LONDON, ""),
        ("+44 (0)20 7946 0958", LONDON, ""),
        ("011 44 20 7946 0958", LONDON, ""),
        ("00 44 20 7946 0958", LONDON, ""),
        ("0044-20-7946-0958", LONDON, ""),
    ],
)
def test_what_people_write(typed: str, e164: str, extension: str) -> None:
    number = parse(typed, "US")
    assert number is not None
    assert (number.typed, number.e164, number.extension) == (typed, e164, extension)
    assert number.warnings == () or number.is_toll_free


@pytest.mark.parametrize(
    "typed",
    ["", " ", "+", "abc", "John Smith", "x12", "911", "568-2800", "909568", "9" * 300, "9" * 17,
     "909-568-2800 or 909-568-2801", "12 Main St"],
)  # fmt: skip
def test_what_is_no_number(typed: str) -> None:
    assert parse(typed, "US") is None


def test_everything_about_an_ordinary_number() -> None:
    number = parse("1.909-568-2800", "US")
    assert number is not None
    assert number.national == "(909) 568-2800"
    assert number.international == "+1 909-568-2800"
    assert number.country == "US"
    assert number.region == "California"
    assert number.time_zones == ("America/Los_Angeles",)
    assert number.kind == ""
    assert (number.is_toll_free, number.is_fiction, number.warnings) == (False, False, ())


def test_everything_about_a_foreign_number() -> None:
    number = parse("020 7946 0958", "GB")
    assert number is not None
    assert (number.e164, number.country, number.kind) == (LONDON, "GB", "fixed line")
    assert number.region == "London, United Kingdom"
    assert number.time_zones == ("Europe/London",)


@pytest.mark.parametrize("code", ["800", "833", "844", "855", "866", "877", "888"])
def test_toll_free_is_accepted_with_a_warning_and_has_no_place(code: str) -> None:
    number = parse(f"1-{code}-629-3325", "US")
    assert number is not None
    assert number.is_toll_free is True
    assert number.kind == "toll-free"
    assert len(number.warnings) == 1
    assert "toll-free" in number.warnings[0]
    assert (number.region, number.time_zones) == ("", ())


@pytest.mark.parametrize(
    ("typed", "fiction"),
    [
        ("909-555-0100", True),
        ("909-555-0199", True),
        ("909-555-0200", False),
        ("909-555-0099", False),
        ("909-556-0123", False),
        ("+44 20 5550 1234", False),
    ],
)
def test_fiction_is_accepted_with_a_warning(typed: str, fiction: bool) -> None:
    number = parse(typed, "US")
    assert number is not None
    assert number.is_fiction is fiction
    assert any("555-01" in warning for warning in number.warnings) is fiction


def test_a_number_may_be_toll_free_and_fiction() -> None:
    number = parse("800-555-0199", "US")
    assert number is not None
    assert (number.is_toll_free, number.is_fiction, len(number.warnings)) == (True, True, 2)


def test_a_number_that_nobody_has_is_accepted_with_a_warning() -> None:
    number = parse("123-456-7890", "US")
    assert number is not None
    assert number.e164 == "+11234567890"
    assert len(number.warnings) == 1
    assert number.time_zones == ()


def test_display_is_national_at_home_and_international_abroad() -> None:
    assert display(DESK, "US") == "(909) 568-2800"
    assert display(DESK, "CA") == "(909) 568-2800"
    assert display(DESK, "GB") == "+1 909-568-2800"
    assert display(LONDON, "US") == "+44 20 7946 0958"
    assert display("not a number", "US") == "not a number"


def test_national_digits() -> None:
    assert national_digits(DESK) == "9095682800"
    assert national_digits(LONDON) == "2079460958"


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("909", ("+1909", "909")),
        ("(909) 568", ("+1909568", "909568")),
        ("1-909-568", ("+1909568", "1909568")),
        ("+1909", ("+1909",)),
        ("568-2800", ("+15682800", "5682800")),
        ("2800", ("+12800", "2800")),
        ("+44 20 79", ("+442079",)),
        ("011 44 20", ("+4420", "0114420")),
        ("1.909-568-2800", (DESK, "9095682800")),
        ("+1 909 568 2800", (DESK,)),
        ("(909) 568-2800 x12", (DESK, "9095682800")),
        ("0012", ("+10012", "0012")),
        ("123-456-7890", ("+11234567890", "1234567890", "+1234567890")),
        ("28", ()),
        ("smith", ()),
        ("12 Main St 91764", ()),
        ("", ()),
        ("9" * 40, ()),
    ],
)
def test_search_keys(typed: str, keys: tuple[str, ...]) -> None:
    assert search_keys(typed, "US") == keys


def test_search_keys_in_a_country_with_a_trunk_zero() -> None:
    assert search_keys("020 79", "GB") == ("+442079", "02079")
    assert search_keys("020 7946 0958", "GB") == (LONDON, "2079460958")


def _finds(stored: str, typed: str, country: str) -> bool:
    """Match as the records do: keys with a plus sign as a beginning, others as an end."""
    return any(
        stored.startswith(key) if key.startswith("+") else stored.endswith(key)
        for key in search_keys(typed, country)
    )


@given(st.integers(201, 989), st.integers(200, 999), st.integers(0, 9999), st.integers(3, 10))
def test_a_number_is_found_as_it_is_typed(area: int, exchange: int, last: int, typed: int) -> None:
    digits = f"{area}{exchange}{last:04d}"
    stored = f"+1{digits}"
    assert _finds(stored, digits[:typed], "US") is True
    assert _finds(stored, f"1{digits}"[: typed + 1], "US") is True
    assert _finds(stored, stored[: typed + 2], "US") is True
    assert _finds(stored, digits[-4:], "US") is True
    assert _finds(stored, f"({area}) {exchange}.{last:04d} x7", "US") is True


@given(st.text(max_size=40))
def test_any_text_gives_a_number_or_none(text: str) -> None:
    number = parse(text, "US")
    assert number is None or number.e164.startswith("+")
    assert all(len(key) >= 3 for key in search_keys(text, "US"))


def test_parsing_does_not_load_the_tables_of_places() -> None:
    code = (
        "import sys; from models.phone_numbers import parse, search_keys, display;"
        "n = parse('909-568-2800', 'US'); search_keys('909', 'US'); display(n.e164, 'US');"
        "print([m for m in ('phonenumbers.geocoder', 'phonenumbers.timezone') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_a_number_compares_by_what_was_given() -> None:
    assert parse("909-568-2800", "US") == parse("909-568-2800", "US")
    assert phone_numbers.region_words(LONDON) == "London, United Kingdom"


@pytest.mark.parametrize(
    ("country", "international", "long_distance"),
    [
        ("US", "011", "1"),
        ("GB", "00", "0"),
        ("AU", "0011", "0"),
        ("ES", "00", ""),
        ("XX", "00", ""),
    ],
)
def test_prefixes_are_those_of_the_country(
    country: str, international: str, long_distance: str
) -> None:
    found = phone_numbers.dialling_prefixes(country)
    assert (found.international, found.long_distance) == (international, long_distance)


@pytest.mark.parametrize(
    ("typed", "country", "barred"),
    [
        ("911", "US", True),
        ("911 555 0142", "US", True),
        ("112", "US", True),
        ("411", "US", True),
        ("999", "GB", True),
        ("110", "DE", True),
        ("1-900-234-5678", "US", True),
        ("(909) 976-1234", "US", True),
        ("0906 123 4567", "GB", True),
        ("+44 906 123 4567", "US", True),
        ("(909) 568-2800", "US", False),
        ("1-800-629-2329", "US", False),
        ("(909) 555-0142", "US", False),
        ("912 345 678", "ES", False),
        ("fax please", "US", False),
        ("", "US", False),
    ],
)
def test_what_no_machine_may_call(typed: str, country: str, barred: bool) -> None:
    assert phone_numbers.is_barred(typed, country) is barred
