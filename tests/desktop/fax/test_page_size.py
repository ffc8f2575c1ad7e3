from __future__ import annotations

import pytest

from desktop.fax.page_size import PageSize, dpi_or_guess

SIZE = PageSize(width=1728, height=2156, dpi_x=204, dpi_y=196, rotation=270)


def test_size_comes_back_from_its_record() -> None:
    assert SIZE.to_record() == {
        "width": 1728, "height": 2156, "dpi_x": 204, "dpi_y": 196, "rotation": 270,
    }  # fmt: skip
    assert PageSize.from_record(SIZE.to_record()) == SIZE


@pytest.mark.parametrize(
    "wrong",
    [
        {"width": 0}, {"height": -1}, {"dpi_x": 0}, {"dpi_y": None}, {"rotation": 45},
        {"width": 2_000_000}, {"width": "1728"}, {"width": True}, {"height": 2.0},
    ],
)  # fmt: skip
def test_record_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        PageSize.from_record({**SIZE.to_record(), **wrong})
    with pytest.raises(ValueError):
        PageSize.from_record({})


@pytest.mark.parametrize(
    ("named", "size", "dpi"),
    [
        ((204, 98), (1728, 1100), (204, 98)),
        ((300, 300), (2550, 3300), (300, 300)),
        ((203.9, 195.6), (1728, 2200), (204, 196)),
        ((0, 0), (1728, 2200), (204, 196)),
        ((0, 0), (1728, 1143), (204, 98)),
        ((0, 0), (2000, 2000), (204, 204)),
        ((1, 1), (1728, 2200), (204, 196)),
        ((2400, 100), (1728, 2200), (204, 196)),
        ((float("inf"), 200), (800, 800), (204, 204)),
        ((float("nan"), 200), (800, 800), (204, 204)),
    ],
)
def test_resolution_is_what_the_file_says_if_that_can_be(
    named: tuple[float, float], size: tuple[int, int], dpi: tuple[int, int]
) -> None:
    assert dpi_or_guess(*named, width=size[0], height=size[1]) == dpi
