from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models import emails, names, phone_numbers
from models.suppression_keys import email_key, phone_key

DESK = "+19095682800"
_VANITY = str.maketrans("23456789", "BdGkMrTw")
_COUNTRIES = st.sampled_from(["US", "CA", "PR", "GB", "DE", "IT", "JM"])
_CODES = sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)


def _by_phonenumbers(typed: str, country: str) -> str | None:
    number = phone_numbers.parse(typed, country)
    return number.e164 if number is not None else None


@st.composite
def _punctuated(draw: st.DrawFn, digits: st.SearchStrategy[str]) -> str:
    """Digits with a little punctuation anywhere."""
    marks = st.sampled_from(["", "", "", "", " ", "-", ".", "(", ")", "/", ") ", "  "])
    text = draw(digits)
    return draw(marks) + "".join(character + draw(marks) for character in text)


_HOME = st.from_regex(r"\+?1?[0-9]{9,11}", fullmatch=True)
_ABROAD = st.builds(
    "+{}{}".format, st.sampled_from(_CODES), st.from_regex("[0-9]{4,12}", fullmatch=True)
)
_ANYTHING = st.text(alphabet="0123456789+()-. x#*/;e,t", max_size=20)


@given(_punctuated(_HOME) | _punctuated(_ABROAD) | _ANYTHING | st.text(max_size=25), _COUNTRIES)
@example("(+1) 909 568 2800", "US")
@example("+1 1909 568 2800", "US")
@example("+44 020 7946 0958", "US")
@example("+39 06 1234567", "US")
@example("+800 1234 5678", "US")
@example("+9095682800", "US")
@example("123-456-7890", "US")
@example("909-568-2800" + " " * 300, "US")
def test_a_key_is_what_phonenumbers_reads(typed: str, country: str) -> None:
    assert phone_key(typed, country) == _by_phonenumbers(typed, country)


@st.composite
def _spelled(draw: st.DrawFn) -> tuple[str, str]:
    """A number of the United States and one of its spellings."""
    area = str(draw(st.integers(201, 989)))
    exchange = str(draw(st.integers(200, 999)))
    last = f"{draw(st.integers(0, 9999)):04d}"
    e164 = f"+1{area}{exchange}{last}"
    if not set(last) & set("01") and draw(st.booleans()):
        last = last.translate(_VANITY)
    apart = draw(st.sampled_from(["", " ", "-", ".", " - ", "\u2013", "\u2011", "\u00a0", "/"]))
    country = draw(st.sampled_from(["", "1", "1 ", "1-", "1.", "+1", "+1 ", "+1-", "(+1) ", "001 ",
                                    "00 1 ", "011 1 ", "tel:", "tel:+1-", "Tel: "]))  # fmt: skip
    area = draw(st.sampled_from(["{}", "({})", "({}) "])).format(area)
    extension = draw(
        st.sampled_from(["", "", "", " x12", " ext. 12", " ext 12", ";ext=12", " #12"])
    )
    typed = f"{country}{area}{apart}{exchange}{apart}{last}{extension}"
    if draw(st.booleans()):
        typed = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in typed)
    return e164, draw(st.sampled_from(["{}", " {}", "{}\n", "\u202a{}\u202c"])).format(typed)


@given(_spelled())
def test_every_spelling_of_one_number_is_one(number: tuple[str, str]) -> None:
    e164, typed = number
    assert phone_key(typed, "US") == e164


@pytest.mark.parametrize("typed", ["", "x", "911", "568-2800", "John", "9" * 17, "+", "()", "1"])
def test_what_is_no_number_has_no_key(typed: str) -> None:
    assert phone_key(typed, "US") is None


def test_a_number_of_another_country_needs_its_code() -> None:
    assert (
        phone_key("020 7946 0958", "GB") == phone_key("+44 20 7946 0958", "US") == "+442079460958"
    )
    assert phone_key("0207 946", "US") is None
    assert phone_key("+1 909 568 2800", "GB") == DESK


def _by_words(typed: str) -> str | None:
    return None if emails.problem(typed) else emails.normalise(typed)


_LOCAL = st.text(alphabet="abcXYZ019._%+-'\"@ é", max_size=12)
_DOMAIN = st.text(alphabet="abcXYZ019.-_ü", max_size=16)


@given(st.builds("{}@{}".format, _LOCAL, _DOMAIN) | st.text(max_size=30))
@example("a" * 65 + "@example.com")
@example("a" * 64 + "@example.com")
@example("jane@" + "a" * 64 + ".com")
@example("jane@a--b.com")
@example("jane@example.c0m")
@example("jane@example.com\n")
@example("jane@xn--mnchen-3ya.de")
@example("jane@1.2.3.4")
def test_a_key_is_what_the_check_of_addresses_reads(typed: str) -> None:
    assert email_key(typed) == _by_words(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "jane@münchen.de", "JANE@MÜNCHEN.DE", "jane@xn--mnchen-3ya.de", "Jane@XN--MNCHEN-3YA.de",
        "Jane <jane@münchen.de>", '"Roe, Jane" <JANE@München.de>', "mailto:jane@münchen.de",
        "MAILTO:jane@m\u0075\u0308nchen.de?subject=Stop", " jane@münchen.de. ", "jane@münchen。de",
        "jane\u200b@münchen．de", "ｊａｎｅ＠münchen.de",
    ],
)  # fmt: skip
def test_every_spelling_of_one_address_is_one(typed: str) -> None:
    assert email_key(typed) == "jane@xn--mnchen-3ya.de"


@pytest.mark.parametrize(
    "typed", ["", "jane", "jane@example", "a b@example.com", "jane@example..com"]
)
def test_what_is_no_address_has_no_key(typed: str) -> None:
    assert email_key(typed) is None


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=40))
@example("a..b. .c 1.5 -.d a'.b 1'.5 &.@.")
def test_plain_names_fold_as_any_others(text: str) -> None:
    """ASCII has a shorter way, which gives the same; the mark at the end is invisible."""
    assert names.fold(text) == names.fold(text + "\u200b")
