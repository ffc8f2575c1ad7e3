"""Bars on each other: where they stand, how high they are, and what is written beside them."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.widgets.stacked_plot import PlotView, StackedPlot
from ui.widgets.text_label import TextLabel

WIDTH, HEIGHT = 452, 241
"""With 44 at the left, 8 at the right, 12 above and 24 below, 400 by 205 are left for the bars."""


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> PlotView:
    made = PlotView(theme=theme, name="view")
    qtbot.addWidget(made)
    made.resize(WIDTH, HEIGHT)
    return made


def rects(view: PlotView) -> list[tuple[str, list[float]]]:
    return [
        (token, [round(edge, 2) for edge in (rect.left(), rect.top(), rect.width(), rect.height())])
        for token, rect in view.bar_rects()
    ]


def test_bars_stand_on_each_other_and_those_of_no_height_are_not_there(view: PlotView) -> None:
    view.show_bars(["Mon", "Tue"], [("Phone", (20, 0)), ("Fax", (10, 40))])
    # The height is 42: 40, and a twentieth more.
    assert rects(view) == [
        ("accent", [72.0, 119.38, 144.0, 97.62]),
        ("held_line", [72.0, 70.57, 144.0, 48.81]),
        ("held_line", [272.0, 21.76, 144.0, 195.24]),
    ]


@pytest.mark.parametrize(
    ("heights", "steps"),
    [
        ((), (0, 1, 2, 3, 4)),
        ((1, 0), (0, 1, 2, 3, 4)),
        ((5, 0), (0, 1, 2, 3, 4, 5)),
        ((6, 0), (0, 2, 4, 6)),
        ((88, 3), (0, 20, 40, 60, 80)),
        ((1234, 3), (0, 500, 1000)),
    ],
)
def test_the_scale_has_whole_numbers(
    view: PlotView, heights: tuple[int, ...], steps: tuple[int, ...]
) -> None:
    view.show_bars(["Mon", "Tue"][: len(heights)], [("Phone", heights)])
    assert view.steps() == steps


def test_no_more_labels_than_have_room(view: PlotView) -> None:
    view.show_bars([str(day) for day in range(1, 32)], [("Phone", (0,) * 31)])
    assert view.shown_labels() == {at: str(at + 1) for at in range(0, 31, 4)}
    assert rects(view) == []


def test_legend_says_how_many_there_are_of_each(qtbot: QtBot, theme: Theme) -> None:
    plot = StackedPlot(theme=theme, name="plot")
    qtbot.addWidget(plot)
    plot.show_bars(["Mon", "Tue"], [("Phone", (1200, 34)), ("Fax", (0, 0))], said="In words")
    assert (plot.accessibleName(), plot.plot.accessibleName()) == ("In words", "In words")
    words = [label.text() for label in plot.findChildren(TextLabel)]
    assert words == ["Phone 1,234", "Fax 0"]
