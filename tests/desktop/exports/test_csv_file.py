"""The apostrophe before what a spreadsheet would calculate, and without it again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.exports.csv_file import guarded, unguarded


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("''-", "'''-"),
        ("@home", "'@home"),
        ("\tA", "'\tA"),
        ("'Tis", "'Tis"),
        ("", ""),
        ("'", "'"),
        ("a=b", "a=b"),
    ],
)
def test_what_would_be_a_formula_has_an_apostrophe(cell: str, written: str) -> None:
    assert guarded(cell) == written
    assert unguarded(written) == cell


@given(st.text(alphabet="'=+-@\t\rab", max_size=6))
def test_it_goes_both_ways(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


def test_a_cell_without_a_formula_keeps_its_apostrophe() -> None:
    assert unguarded("'s-Hertogenbosch") == "'s-Hertogenbosch"
