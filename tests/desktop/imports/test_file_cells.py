"""What cells say: money by the whole of its column, counts, marked-up text."""

from __future__ import annotations

import pytest

from desktop.imports.file_cells import (
    amount,
    count,
    decimal_mark,
    names_other_currency,
    plain_text,
)


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["12.50", "1,299"], "."),
        (["12,50", "1.299"], ","),
        (["1.299,00"], ","),
        (["1,299.00"], "."),
        (["1.299.000", "5"], ","),
        (["0,125"], ","),
        (["1,299", "1.299", "5", "", "on request"], ""),
        (["12,50", "3.20", "4.10"], "."),
    ],
)
def test_a_column_shows_its_decimal_mark(cells: list[str], mark: str) -> None:
    assert decimal_mark(cells) == mark


@pytest.mark.parametrize(
    ("cell", "mark", "minor"),
    [
        ("44.99", "", 4499),
        ("1,299.00", ",", 129900),
        ("1.299,00", ".", 129900),
        ("12,50", ".", 1250),
        ("1.299", ",", 129900),
        ("1,299", ".", 129900),
        ("1,299", "", 129900),
        ("12,34,567.50", "", 123456750),
        ("1 299,5", "", 129950),
        ("1'299.00", "", 129900),
        ("$5", "", 500),
        ("USD 5", "", 500),
        ("5.00 USD", "", 500),
        (".5", "", 50),
        ("0", "", 0),
    ],
)
def test_an_amount_that_shows_its_mark_needs_no_column(cell: str, mark: str, minor: int) -> None:
    assert amount(cell, mark, 2) == (minor, False)


@pytest.mark.parametrize(
    "cell", ["", "-5", "(5.00)", "five", "1.2.3,4,5", "12,34", "5 6", "9" * 30, "x" * 500, "1.299"]
)
def test_what_is_no_amount_or_may_be_two_is_none(cell: str) -> None:
    found = amount(cell, "", 2)
    assert found is None or (cell, found) == ("12,34", (1234, False))


def test_an_amount_is_rounded_half_up_and_told_so() -> None:
    assert amount("7.005", ".", 2) == (701, True)
    assert amount("7.0040", ".", 2) == (700, True)
    assert amount("7.5000", ".", 2) == (750, False)
    assert amount("500.5", ".", 0) == (501, True)
    assert amount("1.299", "", 3) == (1299, False)
    assert amount("500", "", 3) == (500_000, False)


def test_another_currency_is_noticed() -> None:
    assert names_other_currency("€ 5", "USD")
    assert names_other_currency("CAD 5", "USD")
    assert not any(names_other_currency(cell, "USD") for cell in ("$5", "US$ 5", "USD 5", "5"))
    assert not names_other_currency("5 €", "EUR")


@pytest.mark.parametrize(
    ("cell", "pieces"),
    [
        ("12", 12), ("1,200", 1200), ("1.200", 1200), ("1 200", 1200), ("12.00", 12), ("-3", -3),
        ("1,000.00", 1000), ("1.5", None), ("many", None), ("", None), ("1,2", None),
    ],
)  # fmt: skip
def test_pieces_are_whole(cell: str, pieces: int | None) -> None:
    assert count(cell) == pieces


def test_text_without_its_markup() -> None:
    assert plain_text("<p>A pot &amp; <b>saucer</b></p><ul><li>red<li>blue</ul>") == (
        "A pot & saucer\nred\nblue"
    )
    assert plain_text("5 < 6 &lt;b&gt; 360&#176; AT&T") == "5 < 6 <b> 360° AT&T"
    assert plain_text("a<!-- <p>no</p> -->b<script>no()</script>c<style>") == "abc"
    assert plain_text("one\\ntwo\u00a0 three\x07") == "one\ntwo three"
    assert plain_text("<script>" * 5000) == ""
