"""Colours reach their ratios, sizes follow the text, and changes are told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo, QFontMetrics, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

import resources
import ui
from ui.icons import DIFFERS, NAMES, SAME, IconSet
from ui.theme import Theme
from ui.theme_fonts import ROLES, load_missing_scripts
from ui.theme_tokens import KINDS, TOKENS, Scheme

#: Text that must be read: 4.5 : 1 (WCAG 1.4.3). Pairs of (text, ground).
_TEXT_PAIRS = [
    *[(ink, ground) for ink in ("text", "muted") for ground in ("base", "window", "tint", "alt")],
    ("muted", "button_hover"),
    ("placeholder", "base"),
    ("accent", "base"),
    ("accent", "window"),
    ("accent", "tint"),
    ("onaccent", "accent"),
    ("onaccent", "accent_hover"),
    ("rail_text", "rail"),
    ("rail_key", "rail"),
    ("rail_current", "rail_selected"),
    ("onbadge", "badge"),
    ("practice_text", "practice"),
    ("practice_text", "practice_stripe"),
    *[(f"{kind}_text", f"{kind}_bg") for kind in KINDS],
    *[(f"{kind}_text", "base") for kind in KINDS],
    ("held_text", "tint"),
    ("text", "bad_bg"),
]

#: Edges and marks that must be seen: 3 : 1 (WCAG 1.4.11).
_EDGE_PAIRS = [
    ("inputline", "base"),
    ("inputline", "window"),
    ("ring", "base"),
    ("ring", "window"),
    ("ring", "bad_bg"),
    *[(f"{kind}_line", "window") for kind in ("held", "bad", "ok", "info")],
]

#: Ratios that the design has computed: (scheme, one, other, ratio).
_KNOWN = [
    ("light", "text", "base", 16.4),
    ("dark", "text", "window", 14.3),
    ("light", "muted", "tint", 5.6),
    ("dark", "muted", "button_hover", 5.1),
    ("light", "inputline", "window", 3.4),
    ("dark", "inputline", "base", 3.8),
    ("light", "held_text", "held_bg", 7.9),
    ("dark", "held_text", "base", 12.0),
    ("light", "bad_text", "bad_bg", 7.8),
    ("dark", "ok_text", "ok_bg", 10.0),
    ("light", "practice_text", "practice", 9.4),
    ("dark", "practice_text", "practice_stripe", 7.9),
    ("light", "onbadge", "badge", 9.1),
]


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = []
    for channel in (QColor(color).redF(), QColor(color).greenF(), QColor(color).blueF()):
        parts.append(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def ratio(scheme: Scheme, one: str, other: str) -> float:
    table = TOKENS[scheme]
    light, dark = sorted((luminance(table[one]), luminance(table[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(scheme: Scheme) -> None:
    low = {pair: round(ratio(scheme, *pair), 2) for pair in _TEXT_PAIRS}
    assert {pair: value for pair, value in low.items() if value < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_can_be_seen(scheme: Scheme) -> None:
    low = {pair: round(ratio(scheme, *pair), 2) for pair in _EDGE_PAIRS}
    assert {pair: value for pair, value in low.items() if value < 3.0} == {}


@pytest.mark.parametrize(("scheme", "one", "other", "expected"), _KNOWN)
def test_ratios_are_those_of_the_design(
    scheme: Scheme, one: str, other: str, expected: float
) -> None:
    assert ratio(scheme, one, other) == pytest.approx(expected, abs=0.06)


def test_every_icon_exists_and_draws_something(qapp: QApplication) -> None:
    icons = IconSet()
    blank = QImage(32, 32, QImage.Format.Format_ARGB32)
    blank.fill(0)
    for name in sorted({*NAMES, DIFFERS, SAME}):
        assert icons.has(name), name
        picture = blank.copy()
        painter = QPainter(picture)
        icons.paint(painter, QRectF(0, 0, 32, 32), name, QColor("black"))
        painter.end()
        assert picture != blank, name
    assert not icons.has("not-an-icon")


def test_every_icon_that_the_program_names_is_one_of_the_set(qapp: QApplication) -> None:
    icons = IconSet()
    named = re.compile(r"""(?:icon=|set_icon\(\s*|IconLabel\(\s*)"([a-z][a-z-]+)\"""")
    found = {
        (path.name, name)
        for path in Path(str(ui.__path__[0])).rglob("*.py")
        for name in named.findall(path.read_text("utf-8"))
    }
    assert len(found) > 10
    assert {pair for pair in found if not icons.has(pair[1])} == set()


def test_icons_come_without_importing_qtawesome() -> None:
    text = "".join(path.read_text("utf-8") for path in Path(str(ui.__path__[0])).rglob("*.py"))
    assert "import qtawesome" not in text


def test_style_sheet_sets_no_font_and_is_filled(qapp: QApplication, theme: Theme) -> None:
    template = (Path(resources.__file__).parent / "styles" / "orderdesk.qss").read_text("utf-8")
    assert "font-family" not in template
    assert "font-size" not in template
    assert "@" not in qapp.styleSheet()
    for path in re.findall(r"url\(([^)]*)\)", qapp.styleSheet()):
        assert Path(path).is_file(), path


def test_k_doubles_with_the_text(theme: Theme) -> None:
    assert (theme.k, theme.px(32), theme.px(0)) == (1.0, 32, 0)
    assert QFontMetrics(theme.font()).height() == 16
    theme.set_text_scale(2.0)
    assert (theme.k, theme.px(32), theme.px(1)) == (2.0, 64, 2)
    theme.set_text_scale(0.5)
    assert theme.k == 1.0


def test_fonts_of_the_roles(theme: Theme) -> None:
    base = theme.font("body").pointSizeF()
    assert base == 10.0
    for role, (size, weight) in ROLES.items():
        font = theme.font(role)
        assert font.pointSizeF() == pytest.approx(base * size, abs=0.01), role
        assert font.weight() == weight, role
        assert [tag.toString().data() for tag in font.featureTags()] == [b"tnum"], role
    assert QFontInfo(theme.font()).family() == "Inter"


def test_figures_are_of_one_width(theme: Theme) -> None:
    for role in ROLES:
        metrics = QFontMetrics(theme.font(role))
        assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8088"), role


def test_scheme_is_chosen_and_told(qapp: QApplication, theme: Theme, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.theme_changed):
        theme.set_scheme("dark")
    assert theme.scheme == "dark"
    assert theme.tokens()["base"] == "#1E2125"
    assert qapp.palette().color(QPalette.ColorRole.Base).name() == "#1e2125"
    assert "#1E2125" in qapp.styleSheet()
    assert "#FFFFFF" not in qapp.styleSheet()


def test_tokens_are_a_copy(theme: Theme) -> None:
    theme.tokens()["base"] = "#000000"
    assert theme.tokens()["base"] == "#FFFFFF"


def test_high_contrast_has_no_meaning_colours(qapp: QApplication) -> None:
    theme = Theme(app=qapp, contrast="high")
    tokens = theme.tokens()
    assert {tokens[f"{kind}_text"] for kind in KINDS} == {tokens["text"]}
    assert {tokens[f"{kind}_bg"] for kind in KINDS} == {tokens["base"]}
    assert set(tokens) == set(TOKENS["light"])
    standard = qapp.style().standardPalette().color(QPalette.ColorRole.Window)
    assert qapp.palette().color(QPalette.ColorRole.Window) == standard


def test_a_label_keeps_its_role_when_its_tone_and_the_theme_change(
    qtbot: QtBot, theme: Theme
) -> None:
    from ui.widgets.text_label import TextLabel

    label = TextLabel("Total", theme=theme, role="total")
    qtbot.addWidget(label)
    label.show()
    label.set_tone("bad")
    assert label.font().pointSizeF() == pytest.approx(20.5)
    assert label.palette().color(QPalette.ColorRole.WindowText).name() == "#8c1c13"
    theme.set_scheme("dark")
    theme.set_text_scale(2.0)
    assert label.font().pointSizeF() == pytest.approx(41.0)
    assert label.palette().color(QPalette.ColorRole.WindowText).name() == "#ffb8af"
    assert isinstance(label, QLabel)


def test_names_in_every_script_that_prints_have_a_font_on_the_screen(theme: Theme) -> None:
    system = QFontDatabase.WritingSystem
    for one in (
        system.SimplifiedChinese, system.TraditionalChinese, system.Japanese, system.Korean,
        system.Hebrew, system.Arabic, system.Greek, system.Cyrillic,
    ):  # fmt: skip
        assert QFontDatabase.families(one)
    before = len(QFontDatabase.families())
    load_missing_scripts()
    assert len(QFontDatabase.families()) == before  # once is enough
