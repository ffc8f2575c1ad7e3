"""Whoever calls is found: under every spelling of a number, and by whatever else they say."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.services import customer_search, orders
from desktop.services.customer_search import MOST_MATCHES, CustomerMatch, MatchedBy
from models.addresses_rules import PostalAddress
from models.customer import Customer
from tests.desktop.factories import ONTARIO, RENO, DeskShop, make_desk_shop

EVERY_SPELLING = (
    "1.909-568-2800",
    "1-909-568-2800",
    "+1 909 568 2800",
    "+19095682800",
    "(909) 568-2800",
    "(909) 568 2800 x12",
    "909.568.2800 ext. 12",
    "9095682800",
    "19095682800",
    "001 909 568 2800",
    "011 1 909 568 2800",
    "tel:+1-909-568-2800",
    "909 – 568 – 2800",
    "  909 568 2800  ",
    "９０９-５６８-２８００",
    "٩٠٩٥٦٨٢٨٠٠",
    "\u200e+1 (909) 568\u00a02800\u202c",
    "909-LOV-2800",
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskShop]:
    """One shop for all searches, which change nothing."""
    made = make_desk_shop(tmp_path_factory.mktemp("search"))
    made.customer(
        given_name="José", family_name="García Muñoz", phone="1.909-568-2800",
        email="Jose.Garcia@Example.com", address=ONTARIO,
    )  # fmt: skip
    made.customer(
        given_name="Siobhán", family_name="O’Brien", mobile="(775) 555-0142", address=RENO
    )
    made.customer(given_name="Ana", family_name="de la Cruz", phone="+44 20 7946 0958")
    made.customer(
        given_name="Zoë", family_name="Łuczak-Smith", phone="909 555 0142 x77",
        address=PostalAddress(name="Zoë", line1="9 Elm", city="Ontario", state="CA",
                              postal_code="91764-1234"),
    )  # fmt: skip
    made.customer(given_name="", family_name="", company_name="3M Tooling & Sons", fax="9095550177")
    yield made
    made.database.close()


def _find(shop: DeskShop, text: str, *, practice: bool = True) -> tuple[CustomerMatch, ...]:
    with shop.database.read() as session:
        return customer_search.search(session, shop.desk(practice=practice), text)


def _who(shop: DeskShop, text: str) -> list[str]:
    return [match.display_name for match in _find(shop, text)]


JOSE, SIOBHAN, ANA, ZOE = (
    "José García Muñoz",
    "Siobhán O’Brien",
    "Ana de la Cruz",
    "Zoë Łuczak-Smith",
)
FIRM = "3M Tooling & Sons"


@pytest.mark.parametrize("typed", EVERY_SPELLING)
def test_a_caller_is_found_under_every_spelling_of_the_number(shop: DeskShop, typed: str) -> None:
    [match] = _find(shop, typed)
    assert match == CustomerMatch(
        id=match.id, display_name=JOSE, company_name="", phone="(909) 568-2800",
        place="Ontario, CA", matched_by=MatchedBy.PHONE, whole=True, order_id=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    "whole", ["9095682800", "(909) 568-2800", "1-909-568-2800", "+1 909-568-2800"]
)
def test_a_caller_is_found_while_the_number_is_typed(shop: DeskShop, whole: str) -> None:
    for length in range(1, len(whole) + 1):
        typed = whole[:length]
        digits = sum(c.isdigit() for c in typed)
        if digits >= 3 + whole.lstrip("+").startswith("1"):
            assert JOSE in _who(shop, typed), typed


@pytest.mark.parametrize("typed", ["", " ", "9", "90", "+", "+1", "(", "x", "-", "@"])
def test_too_little_finds_nobody(shop: DeskShop, typed: str) -> None:
    assert _find(shop, typed) == ()


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("2800%", [JOSE]),
        ("๒๘๐๐", [JOSE]),
        ("2800", [JOSE]),
        ("568-2800", [JOSE]),
        ("0142", [SIOBHAN, ZOE]),
        ("555-0142", [SIOBHAN, ZOE]),
        ("0177", [FIRM]),
        ("0958", [ANA]),
        ("7775", []),
    ],
)
def test_the_last_digits_are_enough(shop: DeskShop, typed: str, who: list[str]) -> None:
    matches = _find(shop, typed)
    assert [match.display_name for match in matches] == who
    assert not any(match.whole for match in matches)


@pytest.mark.parametrize(
    "typed", ["+44 20 7946 0958", "011 44 20 7946 0958", "0044 20 7946 0958", "+44 20 79",
              "020 7946 0958", "+442079460958", "7946 0958"]
)  # fmt: skip
def test_a_foreign_number_is_found(shop: DeskShop, typed: str) -> None:
    [match] = _find(shop, typed)
    assert (match.display_name, match.phone) == (ANA, "+44 20 7946 0958")


def test_an_extension_that_was_not_given_does_not_matter(shop: DeskShop) -> None:
    for typed in ("909 555 0142", "909 555 0142 x77", "909 555 0142 x1"):
        [match] = _find(shop, typed)
        assert (match.display_name, match.whole) == (ZOE, True)


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("garcia", [JOSE]),
        ("GARCÍA", [JOSE]),
        ("garc jo", [JOSE]),
        ("jo garc", [JOSE]),
        ("munoz josé g", [JOSE]),
        ("Muñoz, José", [JOSE]),
        ("garciamunoz", [JOSE]),
        ("ga", [JOSE]),
        ("obrien", [SIOBHAN]),
        ("o'brien", [SIOBHAN]),
        ("O´BRIEN siobhan", [SIOBHAN]),
        ("brien", [SIOBHAN]),
        ("delacruz", [ANA]),
        ("de la cruz", [ANA]),
        ("cruz ana", [ANA]),
        ("la cr", [ANA]),
        ("luczak", [ZOE]),
        ("smith zoe", [ZOE]),
        ("luczaksmith", [ZOE]),
        ("zoe\u0308 smi", [ZOE]),
        ("3m", [FIRM]),
        ("3M Tool", [FIRM]),
        ("tooling and sons", [FIRM]),
        ("garcia obrien", []),
        ("arcia", []),
        ("garcia garcia garcia", [JOSE]),
    ],
)
def test_a_name_is_found_by_the_beginnings_of_its_words(
    shop: DeskShop, typed: str, who: list[str]
) -> None:
    matches = _find(shop, typed)
    assert [match.display_name for match in matches] == who
    assert {match.matched_by for match in matches} <= {MatchedBy.NAME}


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("jose.garcia@example.com", True),
        ("JOSE.GARCIA@EXAMPLE.COM", True),
        ("José <Jose.Garcia@example.com>", True),
        ("mailto:jose.garcia@example.com", True),
        ("jose.garcia@", False),
        ("jose.garcia@exa", False),
        ("jose.gar", False),
    ],
)
def test_an_email_is_found_by_its_beginning(shop: DeskShop, typed: str, whole: bool) -> None:
    [match] = _find(shop, typed)
    assert (match.display_name, match.matched_by, match.whole) == (JOSE, MatchedBy.EMAIL, whole)


def test_another_email_finds_nobody(shop: DeskShop) -> None:
    assert _find(shop, "jose.garcia@example.org") == ()
    assert _find(shop, "garcia@example.com") == ()


@pytest.mark.parametrize(
    ("typed", "who", "whole"),
    [
        ("91764", [JOSE, ZOE], True),
        ("917", [JOSE, ZOE], False),
        ("9176", [JOSE, ZOE], False),
        ("91764-1234", [JOSE, ZOE], True),
        ("91764-", [JOSE, ZOE], True),
        ("91764-12", [JOSE, ZOE], True),
        ("917641234", [JOSE, ZOE], True),
        ("89501", [SIOBHAN], True),
        ("٨٩٥٠١", [SIOBHAN], True),
        ("89502", [], False),
    ],
)
def test_a_zip_is_found_whole_or_by_its_beginning(
    shop: DeskShop, typed: str, who: list[str], whole: bool
) -> None:
    matches = _find(shop, typed)
    assert [match.display_name for match in matches] == who
    assert all(match.matched_by is MatchedBy.POSTAL_CODE for match in matches)
    assert all(match.whole is whole for match in matches)


def test_an_area_code_comes_before_a_zip(shop: DeskShop) -> None:
    """909 begins the numbers of three customers; no ZIP here begins so."""
    assert {match.matched_by for match in _find(shop, "909")} == {MatchedBy.PHONE}


@pytest.mark.parametrize("practice", [True, False])
def test_an_order_number_finds_its_customer_however_it_is_typed(
    tmp_path_factory: pytest.TempPathFactory, practice: bool
) -> None:
    shop = make_desk_shop(tmp_path_factory.mktemp("orders"))
    draft = shop.ready_draft(customer_id=shop.customer(family_name="Rivera").id)
    with shop.database.write() as session:
        order = orders.save_draft(session, shop.desk(practice=practice), draft)
    stored, shown = order.number, order.shown_number
    spellings = [stored, shown, shown.lower(), shown.replace(" ", "-"), " ".join(stored),
                 shown.replace("-", " – "), stored.removeprefix("P")]  # fmt: skip
    for typed in spellings:
        [match] = _find(shop, typed, practice=practice)
        assert (match.matched_by, match.whole, match.order_id) == (MatchedBy.ORDER, True, order.id)
    wrong_digit = stored[:-1] + str((int(stored[-1]) + 1) % 10)
    assert _find(shop, wrong_digit, practice=practice) == ()
    shop.database.close()


@pytest.mark.parametrize(
    "typed",
    [
        "%", "_", "%%%", "g%", "garc_a", "'; DROP TABLE customers; --", '"', "\\",
        "\x00", "garcia\x00", "\ud800", "9\ud800", "@\ud800", "👩‍👩‍👧", "👩9", "²³", "Ⅻ",
        "nobody", "999 999 9999", "99999", "P9999 9999-9", "nobody@nowhere", "@@", "@@@9",
        "4242" * 4, " ".join(["4242"] * 4), "x" + "4242" * 4, f"visa {'4242' * 4} exp 12/30",
        "1" * 200, "a" * 200, "a" * 100_000, "9" * 100_000, "x " * 50_000, "ab " * 66,
        "@" * 100_000, "jo " * 66, "é" * 199,
    ],
)  # fmt: skip
def test_hostile_text_finds_nobody_and_raises_nothing(shop: DeskShop, typed: str) -> None:
    who = _who(shop, typed)
    assert who == ([JOSE] if typed.startswith(("garcia\x00", "jo jo")) else [])


@given(st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_raises_anything(shop: DeskShop, typed: str) -> None:
    assert len(_find(shop, typed)) <= MOST_MATCHES


def test_nothing_is_found_of_another_shop(shop: DeskShop) -> None:
    elsewhere = dataclasses.replace(shop.desk(), store_id=uuid.uuid4())
    for typed in ("9095682800", "2800", "garcia", "91764", "jose.garcia@example.com"):
        with shop.database.read() as session:
            assert customer_search.search(session, elsewhere, typed) == ()


def test_a_shared_number_shows_everyone_and_at_most_eight(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = make_desk_shop(tmp_path_factory.mktemp("shared"))
    for number in range(12):
        shop.customer(given_name=f"Anna{chr(97 + number)}", phone="909-568-2800")
    matches = _find(shop, "9095682800")
    assert len(matches) == MOST_MATCHES == 8
    assert [match.display_name for match in matches] == [
        f"Anna{chr(97 + number)} Roe" for number in range(8)
    ]
    shop.database.close()


def test_who_was_merged_away_is_found_no_more(tmp_path_factory: pytest.TempPathFactory) -> None:
    shop = make_desk_shop(tmp_path_factory.mktemp("merged"))
    kept, gone = shop.customer(phone="909-568-2800"), shop.customer(phone="909-568-2801")
    with shop.database.write() as session:
        session.get_one(Customer, gone.id).merged_into_id = kept.id
    assert [match.id for match in _find(shop, "roe")] == [kept.id]
    assert _find(shop, "9095682801") == ()
    shop.database.close()
