"""The icons: Phosphor 1.3, drawn from the font that qtawesome carries.

The font and its names are read from qtawesome's package data without importing qtawesome: the
import brings in qtpy and checks and loads twelve fonts, half a second of a start that has 0.6 s.
Every name that the program uses is looked up when the set is made, because a missing glyph inside
a paintEvent breaks the painting of the whole window.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPixmap

_WORDS: Final = """
    phone-call phone-call-fill shield-check shield-check-fill file-text file-text-fill printer
    printer-fill prohibit prohibit-fill package package-fill gear-six gear-six-fill
    clipboard-text clipboard-text-fill tray tray-fill

    phone phone-incoming phone-outgoing phone-disconnect pause play clock map-pin at note
    user user-circle user-plus users storefront truck gift tag

    credit-card lock-key-fill lock-key lock currency-dollar receipt percent

    hourglass-medium hourglass-medium-fill check-circle check-circle-fill x-circle x-circle-fill
    question question-fill warning warning-fill warning-circle warning-circle-fill
    graduation-cap-fill database-fill eye-slash-fill shield-warning-fill info info-fill

    chat-text envelope-simple equals-bold minus-bold

    magnifying-glass check checks x plus minus floppy-disk file-pdf bounding-box
    paper-plane-tilt arrows-clockwise arrow-counter-clockwise list-dashes funnel keyboard
    trash pencil-simple copy sign-out caret-right caret-down arrow-right chart-bar
    folder-open download-simple upload-simple handshake
"""

#: Phosphor names without their ``ph.``: rail, calls, money, states, media, actions.
NAMES: Final = frozenset(_WORDS.split())

#: Composed here because the set has no not-equal sign; ``same`` is its counterpart.
DIFFERS: Final = "differs"
SAME: Final = "same"


class IconSet:
    """Glyphs by name, painted in any colour at any size.

    Raises:
        LookupError: a name of ``NAMES`` is not in the font, or the font cannot be read.
    """

    def __init__(self) -> None:
        self._glyphs, self._family = _load()
        self._cache: dict[tuple[str, str, int, float], QPixmap] = {}

    def has(self, name: str) -> bool:
        """Whether the name is one of the set, composed ones included."""
        return name in self._glyphs or name in {DIFFERS, SAME}

    def _glyph(self, name: str) -> str:
        # Raising here would break the painting of the whole window; a test finds wrong names.
        return self._glyphs.get(name, self._glyphs["question"])

    def paint(self, painter: QPainter, rect: QRectF, name: str, color: QColor) -> None:
        """Draw an icon into ``rect`` (its shorter side is the size), crisp at any scale."""
        side = min(rect.width(), rect.height())
        if side < 1:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setPen(color)
        font = QFont(self._family)
        # The glyphs fill their em; an eighth of air keeps 16 px icons as light as the words.
        font.setPixelSize(max(1, round(side * 0.875)))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        painter.setFont(font)
        if name == DIFFERS:
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._glyphs["equals-bold"])
            painter.translate(rect.center())
            painter.rotate(-60)
            painter.translate(-rect.center())
            name = "minus-bold"
        glyph = self._glyph("equals-bold" if name == SAME else name)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, glyph)
        painter.restore()

    def pixmap(self, name: str, color: QColor, side: int, ratio: float = 1.0) -> QPixmap:
        """A picture of an icon, ``side`` logical pixels square, for a screen of ``ratio``."""
        key = (name, color.name(QColor.NameFormat.HexArgb), side, ratio)
        if key not in self._cache:
            picture = QPixmap(QSize(side, side) * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            self.paint(painter, QRectF(0, 0, side, side), name, color)
            painter.end()
            self._cache[key] = picture
        return self._cache[key]

    def icon(self, name: str, color: QColor, disabled: QColor, side: int = 16) -> QIcon:
        """A QIcon for widgets that take one; it does not follow a change of the theme."""
        icon = QIcon()
        for ratio in (1.0, 2.0):
            icon.addPixmap(self.pixmap(name, color, side, ratio))
            icon.addPixmap(self.pixmap(name, disabled, side, ratio), QIcon.Mode.Disabled)
        return icon


@cache
def _load() -> tuple[dict[str, str], str]:
    """Every glyph of the font by name, and the family the font was registered under."""
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise LookupError("the icon font is missing: qtawesome is not installed")
    fonts = Path(spec.origin).parent / "fonts"
    table = json.loads(next(fonts.glob("phosphor-charmap-*.json")).read_text("utf-8"))
    absent = sorted(name for name in NAMES if name not in table)
    if absent:
        raise LookupError("not in the icon font: " + ", ".join(absent))
    number = QFontDatabase.addApplicationFont(str(next(fonts.glob("phosphor-[0-9]*.ttf"))))
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    if not families:
        raise LookupError("the icon font cannot be read")
    return {name: chr(int(code, 16)) for name, code in table.items()}, families[0]
