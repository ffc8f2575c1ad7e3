from __future__ import annotations

from ui import labels_counts


def test_one_is_one_and_many_can_be_read() -> None:
    assert [labels_counts.lines(n) for n in (0, 1, 2)] == ["0 lines", "1 line", "2 lines"]
    assert [labels_counts.pieces(n) for n in (1, 9_000)] == ["1 piece", "9,000 pieces"]
    assert [labels_counts.minutes(n) for n in (0, 1, 12)] == ["under 1 min", "1 min", "12 min"]
