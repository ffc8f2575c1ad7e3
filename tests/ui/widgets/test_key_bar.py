"""The bar at the bottom where there is little room: news go before the keys of the page."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.key_bar import KeyBar
from ui.widgets.key_hints import AreaHints, KeyHint

NEWS = "OPT-1203 is in force. Stopped: everything."


def test_news_are_read_whole_beside_the_keys_of_a_full_page(qtbot: QtBot, theme: Theme) -> None:
    bar = KeyBar(theme=theme)
    qtbot.addWidget(bar)
    hints = tuple(KeyHint(f"Alt+{letter}", "a long word or two") for letter in "ABCDEFGH")
    bar.show_page(AreaHints("", hints))
    bar.resize(theme.px(680), theme.px(32))
    bar.show()
    bar.announce(NEWS)
    text = bar.findChild(ElidedLabel, "key_bar_news_label")
    assert text is not None
    qtbot.waitUntil(lambda: text.width() >= text.sizeHint().width())
    assert text.toolTip() == ""
    bar.clear_announcement()
    assert bar.announcement() == ""
    bar.announce("One word after the other, and no end of it. " * 9)
    bar.resize(theme.px(680), theme.px(32))
    assert bar.minimumSizeHint().width() <= theme.px(680)
