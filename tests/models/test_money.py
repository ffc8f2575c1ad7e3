from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.money import MAX_MINOR, MINUS, CurrencyMismatch, Money, exponent, half_up, parse_amount

CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "KWD", "CAD", "CHF"])
MINORS = st.integers(-(10**12), 10**12)
MONEY = st.builds(Money, MINORS, CURRENCIES)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def test_arithmetic() -> None:
    assert usd(150) + usd(25) == usd(175)
    assert usd(150) - usd(175) == usd(-25)
    assert usd(150) * 3 == 3 * usd(150) == usd(450)
    assert -usd(5) == usd(-5)
    assert abs(usd(-5)) == usd(5)
    assert (bool(usd(0)), bool(usd(-1))) == (False, True)
    assert usd(1) < usd(2) <= usd(2) < usd(3)
    assert usd(3) > usd(2) >= usd(2)
    assert Money.total([usd(1), usd(2)], "USD") == usd(3)
    assert Money.total([], "JPY") == Money.zero("JPY") == Money(0, "JPY")


def test_currencies_never_mix() -> None:
    yen: Any = Money(1, "JPY")
    for mixed in (
        lambda: usd(1) + yen,
        lambda: usd(1) - yen,
        lambda: usd(1) < yen,
        lambda: usd(1) <= yen,
        lambda: usd(1) > yen,
        lambda: usd(1) >= yen,
        lambda: Money.total([yen], "USD"),
    ):
        with pytest.raises(CurrencyMismatch):
            mixed()
    assert usd(1) != yen


@pytest.mark.parametrize("minor", [1.0, Decimal(1), True, "1", None])
def test_money_counts_whole_units_only(minor: Any) -> None:
    with pytest.raises(TypeError):
        Money(minor, "USD")
    with pytest.raises(TypeError):
        usd(1) * minor
    with pytest.raises(TypeError):
        usd(1) + minor


@pytest.mark.parametrize("currency", ["usd", "US", "USDX", "", "ÜSD", "US\n"])
def test_a_currency_is_three_capitals(currency: str) -> None:
    with pytest.raises(ValueError, match="three capital letters"):
        Money(1, currency)


def test_money_fits_its_column() -> None:
    assert usd(MAX_MINOR).minor == 2**63 - 1
    with pytest.raises(ValueError, match="too large"):
        usd(MAX_MINOR) + usd(1)


@pytest.mark.parametrize(
    ("money", "shown", "bare"),
    [
        (usd(123450), "$1,234.50", "1,234.50"),
        (usd(5), "$0.05", "0.05"),
        (usd(0), "$0.00", "0.00"),
        (usd(-123456789), f"{MINUS}$1,234,567.89", f"{MINUS}1,234,567.89"),
        (Money(8400, "JPY"), "¥8,400", "8,400"),
        (Money(1234, "KWD"), "KWD\u00a01.234", "1.234"),
        (Money(500, "CAD"), "CA$5.00", "5.00"),
        (Money(-1, "EUR"), f"{MINUS}€0.01", f"{MINUS}0.01"),
    ],
)
def test_format(money: Money, shown: str, bare: str) -> None:
    assert money.format() == str(money) == shown
    assert money.format(symbol=False) == bare
    assert "-" not in shown


def test_exponents() -> None:
    assert [exponent(c) for c in ("USD", "JPY", "KWD", "CLF", "KRW", "XXX")] == [2, 0, 3, 4, 0, 2]


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("1,234.50", 123450),
        ("1.234,50", 123450),
        ("1 234,50", 123450),
        ("1\u202f234,50", 123450),
        ("1'234.50", 123450),
        ("1’234.50", 123450),
        ("$84", 8400),
        ("84.", 8400),
        ("84", 8400),
        ("84,5", 8450),
        ("$ 84.00", 8400),
        ("USD 84", 8400),
        ("84 usd", 8400),
        (".5", 50),
        ("−5", -500),
        ("-5", -500),
        ("-$5", -500),
        ("$-5", -500),
        ("(5.00)", -500),
        ("1,234", 123400),
        ("1,234,567", 123456700),
        ("1.234.567", 123456700),
        ("1.234.567,8", 123456780),
        ("８４.５０", 8450),
        ("0", 0),
        ("00012.50", 1250),
    ],
)
def test_amounts_as_people_type_them(typed: str, minor: int) -> None:
    assert parse_amount(typed, "USD") == usd(minor)


@pytest.mark.parametrize(
    "typed",
    ["", " ", ".", "$", "-", "--5", "-(5)", "(-5)", "abc", "1 2", "1,23.4", "1.234", "84.505", "1e5",
     "€5", "5 EUR", "12,34,567", "1,,2", "84..", "1.2,3", "+5", "½", "1_000", "9" * 19, "9" * 5000,
     "nan", "٨٤", "1/2"],
)  # fmt: skip
def test_amounts_that_nobody_can_be_sure_of(typed: str) -> None:
    assert parse_amount(typed, "USD") is None


def test_amounts_of_currencies_without_cents_or_with_three_places() -> None:
    assert parse_amount("8,400", "JPY") == Money(8400, "JPY")
    assert parse_amount("¥8400.", "JPY") == Money(8400, "JPY")
    assert parse_amount("84.00", "JPY") is None
    assert parse_amount("84,0", "JPY") is None
    assert parse_amount("1.234", "KWD") == Money(1234, "KWD")
    assert parse_amount("1,234", "KWD") == Money(1234000, "KWD")
    assert parse_amount("$5", "CAD") == parse_amount("CA$5", "CAD") == Money(500, "CAD")


@given(MONEY, st.booleans())
def test_what_is_shown_is_read_back(money: Money, symbol: bool) -> None:
    assert parse_amount(money.format(symbol=symbol), money.currency) == money


@given(st.text("0123456789.,'$- ()", max_size=24), CURRENCIES)
def test_any_text_is_an_amount_or_none(text: str, currency: str) -> None:
    money = parse_amount(text, currency)
    assert money is None or money.currency == currency


@given(MINORS, st.integers(1, 10**9))
def test_half_up_is_the_nearest_whole_number_halves_away_from_zero(
    numerator: int, denominator: int
) -> None:
    rounded, exact = half_up(numerator, denominator), Fraction(numerator, denominator)
    assert abs(rounded - exact) <= Fraction(1, 2)
    if abs(rounded - exact) == Fraction(1, 2):
        assert abs(rounded) > abs(exact)
    assert half_up(-numerator, denominator) == -rounded


def test_half_up_examples() -> None:
    assert [half_up(n, 2) for n in (-3, -1, 0, 1, 3)] == [-2, -1, 0, 1, 2]
    with pytest.raises(ValueError, match="positive"):
        half_up(1, 0)


def test_percent_of() -> None:
    assert usd(1999).percent_of(Decimal("7.75")) == usd(155)
    assert usd(1000).percent_of(10) == usd(100)
    assert usd(5).percent_of(10) == usd(1)
    assert usd(-5).percent_of(10) == usd(-1)
    wrong: Any = 7.75
    with pytest.raises(TypeError):
        usd(1).percent_of(wrong)
    with pytest.raises(TypeError):
        usd(1).percent_of(True)


def test_allocate_examples() -> None:
    assert usd(10).allocate([1, 1, 1]) == (usd(4), usd(3), usd(3))
    assert usd(-5).allocate([0, 3, 1]) == (usd(0), usd(-4), usd(-1))
    assert usd(5).allocate([0, 0]) == (usd(3), usd(2))
    for weights in ([], [1, -1]):
        with pytest.raises(ValueError, match="weights"):
            usd(1).allocate(weights)


@given(MONEY, st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_allocated_parts_add_up_and_are_fair(money: Money, weights: list[int]) -> None:
    parts = money.allocate(weights)
    assert Money.total(parts, money.currency) == money
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        if whole:
            assert abs(part.minor - Fraction(money.minor * weight, whole)) < 1
            assert weight > 0 or part.minor == 0
