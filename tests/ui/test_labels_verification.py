"""How long something waits, in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ui.labels_verification import waiting


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=-5), "0 min"),
        (timedelta(minutes=12), "12 min"),
        (timedelta(hours=2, minutes=5), "2 h 05"),
        (timedelta(days=1, minutes=59), "1 d"),
        (timedelta(days=3, hours=4), "3 d 4 h"),
    ],
)
def test_a_whole_day_has_no_hours(span: timedelta, words: str) -> None:
    assert waiting(span) == words
