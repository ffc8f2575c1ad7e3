from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.emails import normalise, problem


@pytest.mark.parametrize(
    "typed",
    [
        "Jane@Example.COM",
        " jane@example.com ",
        "Jane Roe <jane@example.com>",
        "mailto:jane@example.com?subject=Hello",
        "JANE@EXAMPLE.COM.",
        "ｊａｎｅ＠example.com",
        "jane\u200b@example.com",
    ],
)
def test_every_spelling_is_one_address(typed: str) -> None:
    assert normalise(typed) == "jane@example.com"
    assert problem(typed) == ""


def test_an_international_domain_has_one_form() -> None:
    assert normalise("a@MÜNCHEN.de") == normalise("a@xn--mnchen-3ya.de") == "a@xn--mnchen-3ya.de"
    assert problem("a@münchen.de") == ""


def test_the_beginning_of_an_address_is_normalised_too() -> None:
    assert normalise("Jane@Exa") == "jane@exa"
    assert normalise("JANE") == "jane"
    assert normalise("") == ""


@pytest.mark.parametrize(
    "typed",
    ["a.b+c@d.example.org", "o'brien@example.com", "a_b-c@sub.example.co.uk", '"a b"@example.com'],
)
def test_unusual_addresses_are_accepted(typed: str) -> None:
    assert problem(typed.replace(" ", "")) == ""


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter"),
        ("jane", "@ sign"),
        ("jane roe@example.com", "no spaces"),
        ("@example.com", "missing or doubled"),
        ("jane@@example.com", "missing or doubled"),
        ("jane@example", "needs a dot"),
        ("jane@", "needs a dot"),
        (".jane@example.com", "dot stands alone"),
        ("ja..ne@example.com", "dot stands alone"),
        ("ja,ne@example.com", "character before"),
        ("jane@-example.com", "mail server"),
        ("jane@exa_mple.com", "mail server"),
        ("jane@example..com", "mail server"),
        ("jane@127.0.0.1", "mail server"),
        (f"{'a' * 65}@example.com", "64 characters"),
        (f"jane@{'a.' * 130}com", "254 characters"),
    ],
)
def test_what_is_wrong_is_said(typed: str, words: str) -> None:
    assert words in problem(typed)


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing_for_good_addresses(text: str) -> None:
    if problem(text) == "":
        once = normalise(text)
        assert normalise(once) == once
