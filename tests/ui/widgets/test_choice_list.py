"""A short list of words in a sheet."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.widgets.choice_list import ChoiceList


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_rows_and_letters_follow_the_size_of_the_text(
    qtbot: QtBot, theme: Theme, scale: float
) -> None:
    made = ChoiceList(theme=theme, name="way_list", title="Ways", most=3)
    qtbot.addWidget(made)
    made.show_words(["By post", "On terms"])
    theme.set_text_scale(scale)
    assert made.font().pointSizeF() == theme.font("body").pointSizeF()
    assert [made.item(at).sizeHint().height() for at in (0, 1)] == [theme.px(32)] * 2
    assert made.height() == 2 * theme.px(32) + theme.px(4)
    assert (made.objectName(), made.accessibleName(), made.currentRow()) == ("way_list", "Ways", -1)


def test_it_is_as_high_as_its_rows_up_to_a_bound(qtbot: QtBot, theme: Theme) -> None:
    made = ChoiceList(theme=theme, name="way_list", title="Ways", most=3)
    qtbot.addWidget(made)
    heights = []
    for count in (0, 1, 3, 9):
        made.show_words([str(at) for at in range(count)])
        heights.append((made.count(), made.height() - theme.px(4)))
    row = theme.px(32)
    assert heights == [(0, row), (1, row), (3, 3 * row), (9, 3 * row)]
