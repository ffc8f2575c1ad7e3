"""Countries as lists name them."""

from __future__ import annotations

import pytest

from models.countries import country_code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("US", "US"), (" us ", "US"), ("USA", "US"), ("U.S.A.", "US"), ("United States", "US"),
        ("Estados Unidos", "US"), ("Canada", "CA"), ("México", "MX"), ("UK", "GB"),
        ("Great Britain", "GB"), ("Deutschland", "DE"), ("Puerto Rico", "PR"), ("Narnia", None),
        ("", None), ("ZZ", None), ("DEU", "DE"), ("gbr", "GB"), ("Czechia", "CZ"), ("Türkiye", "TR"),
        ("Czech Republic", "CZ"), ("The Netherlands", "NL"), ("Viet Nam", "VN"), ("Eswatini", "SZ"),
        ("Korea, Republic of", "KR"), ("North Macedonia", "MK"), ("UAE", "AE"), ("Kosovo", "XK"),
    ],
)  # fmt: skip
def test_a_country_is_known_by_code_and_in_words(typed: str, code: str | None) -> None:
    assert country_code(typed) == code
