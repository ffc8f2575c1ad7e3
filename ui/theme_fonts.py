"""The fonts of each role, relative to the application's own font."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, Literal

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QGuiApplication

import resources

FontRole = Literal[
    "caption",
    "chip",
    "body",
    "button",
    "strong",
    "title",
    "say",
    "say_large",
    "head",
    "number",
    "total",
]

#: role → (size relative to the application's font, weight)
ROLES: Final[dict[FontRole, tuple[float, int]]] = {
    "caption": (0.87, 400),
    "chip": (0.87, 500),
    "body": (1.00, 400),
    "button": (1.00, 500),
    "strong": (1.00, 600),
    "title": (1.08, 600),
    "say": (1.12, 400),
    "say_large": (1.22, 400),
    "head": (1.35, 600),
    "number": (1.35, 500),
    "total": (2.05, 600),
}

#: The size at which every pixel of the design holds (k = 1).
BASE_POINTS: Final = 10.0

#: What papers are set in, for the screens of machines that have no such font of their own.
_SCRIPTS: Final = (
    (
        (
            QFontDatabase.WritingSystem.SimplifiedChinese,
            QFontDatabase.WritingSystem.TraditionalChinese,
            QFontDatabase.WritingSystem.Japanese,
            QFontDatabase.WritingSystem.Korean,
        ),
        "droid/DroidSansFallback.ttf",
    ),
    (
        (
            QFontDatabase.WritingSystem.Hebrew,
            QFontDatabase.WritingSystem.Arabic,
            QFontDatabase.WritingSystem.Greek,
            QFontDatabase.WritingSystem.Cyrillic,
        ),
        "dejavu/DejaVuSans.ttf",
    ),
)

_BUNDLED: Final = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")


@cache
def load_inter() -> str:
    """Add the bundled Inter to this process and return its family, or '' if it cannot be read."""
    folder = Path(resources.__file__).parent / "fonts" / "inter"
    family = ""
    for name in _BUNDLED:
        number = QFontDatabase.addApplicationFont(str(folder / name))
        families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        family = families[0] if families else family
    return family


@cache
def load_missing_scripts() -> tuple[str, ...]:
    """Add bundled fonts for the scripts that no font here has; the files that were added.

    Without them names in those scripts would be boxes on the screen that print well. Takes some 2 ms
    where one is added, and next to nothing where none is.
    """
    folder = Path(resources.__file__).parent / "fonts"
    added = []
    for systems, file in _SCRIPTS:
        if all(QFontDatabase.families(system) for system in systems):
            continue
        if QFontDatabase.addApplicationFont(str(folder / file)) >= 0:
            added.append(file)
    return tuple(added)


def system_font_is_usable() -> bool:
    """False off-screen, where the platform has no font of its own, and where there is none."""
    if QGuiApplication.platformName() in {"offscreen", "minimal"}:
        return False
    wanted = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    return bool(QFontDatabase.families()) and bool(QFontInfo(wanted).family())


def with_tabular_figures(font: QFont) -> QFont:
    """The same font with figures of one width, so that columns of money stand still."""
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def role_font(base: QFont, role: FontRole) -> QFont:
    """The font of a role, by point size relative to ``base``."""
    size, weight = ROLES[role]
    font = QFont(base)
    font.setPointSizeF(base.pointSizeF() * size)
    font.setWeight(QFont.Weight(weight))
    return with_tabular_figures(font)
