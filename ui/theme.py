"""The theme: colours, sizes and fonts, and when they change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

import resources
from ui.icons import IconSet
from ui.theme_fonts import (
    BASE_POINTS,
    FontRole,
    load_inter,
    load_missing_scripts,
    role_font,
    system_font_is_usable,
    with_tabular_figures,
)
from ui.theme_tokens import TOKENS, Scheme, palette_from, tokens_from_palette

SchemeChoice = Literal["system", "light", "dark"]
FontChoice = Literal["system", "inter"]
ContrastChoice = Literal["system", "normal", "high"]

_RESOURCES: Final = Path(resources.__file__).parent
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_PLACEHOLDER: Final = re.compile(r"@(?:\{(?P<file>[a-z]+)\}|(?P<px>\d+)|(?P<token>[a-z_]+))")


class Theme(QObject):
    """What everything is drawn with. One is made by the composition root and handed on.

    It follows the system's scheme and contrast unless told otherwise; the off-screen platform
    has neither, so tests and screenshots choose. GUI thread only.

    Signals:
        theme_changed: colours, fonts or sizes are new; the application's palette, font and style
            sheet are already set. A widget that holds a size, a font or a picture makes it again.
    """

    theme_changed = Signal()

    def __init__(
        self,
        *,
        app: QApplication,
        scheme: SchemeChoice = "system",
        font: FontChoice = "system",
        contrast: ContrastChoice = "system",
        text_scale: float = 1.0,
        parent: QObject | None = None,
    ) -> None:
        """Style the application.

        Args:
            app: the application to style (Fusion, palette, font, style sheet).
            scheme: light, dark, or as the system says.
            font: the system's, or the bundled Inter (taken too where the system has none).
            contrast: high keeps the system's own palette and no meaning colours.
            text_scale: 1.0 is the system's size, 2.0 is 200 % text.
            parent: the owner.
        """
        super().__init__(parent)
        self._app = app
        self._choice: SchemeChoice = scheme
        self._font_choice: FontChoice = font
        self._contrast: ContrastChoice = contrast
        self._text_scale = text_scale
        self._system_font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        template = (_RESOURCES / "styles" / "orderdesk.qss").read_text("utf-8")
        self._template = _COMMENT.sub("", template)
        self.icons = IconSet()
        style = QStyleFactory.create("Fusion")
        if style is not None:
            app.setStyle(style)
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_look_changed)
        accessibility = getattr(hints, "accessibility", None)
        if accessibility is not None:
            accessibility().contrastPreferenceChanged.connect(self._on_system_look_changed)
        load_missing_scripts()
        self._apply()

    # What there is

    @property
    def scheme(self) -> Scheme:
        """The scheme in force."""
        if self._choice != "system":
            return self._choice
        dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    @property
    def high_contrast(self) -> bool:
        """Whether the system's palette is left alone and words and icons carry all meaning."""
        if self._contrast != "system":
            return self._contrast == "high"
        accessibility = getattr(self._app.styleHints(), "accessibility", None)
        if accessibility is None:
            return False
        wanted = accessibility().contrastPreference()
        return bool(wanted == Qt.ContrastPreference.HighContrast)

    @property
    def font_choice(self) -> FontChoice:
        """The font that was chosen."""
        return self._font_choice

    @property
    def text_scale(self) -> float:
        """The size of the text that was chosen, 1.0 being the system's."""
        return self._text_scale

    @property
    def k(self) -> float:
        """The factor of every pixel in the design: 1 at 10 pt of 96 dpi, 2 at 200 % text.

        Taken from the size of the letters and not from the font's line height: two fonts of one
        size differ by an eighth in that, and the desk would not fit 1366 pixels with the taller.
        """
        return self._k

    def px(self, pixels: float) -> int:
        """A length of the design in pixels of this screen, at least 1 unless it is 0."""
        return max(1, round(pixels * self._k)) if pixels else 0

    def tokens(self) -> dict[str, str]:
        """Every colour by name, as #RRGGBB (the scrim as #AARRGGBB). A copy; the card window's."""
        return dict(self._tokens)

    def color(self, token: str) -> QColor:
        """One colour. Raises KeyError for a name that is not in the table."""
        return QColor(self._tokens[token])

    def font(self, role: FontRole = "body") -> QFont:
        """The font of a role, tabular figures included. A copy; what Qt found for it is shared."""
        if role not in self._fonts:
            self._fonts[role] = role_font(self._base_font, role)
        return QFont(self._fonts[role])

    def icon(self, name: str, *, tone: str = "text", size: int = 16) -> QIcon:
        """A QIcon in a token's colour; make it again on theme_changed."""
        return self.icons.icon(name, self.color(tone), self.color("disabled"), self.px(size))

    # What can be chosen

    def set_scheme(self, scheme: SchemeChoice) -> None:
        """Choose light, dark, or the system's scheme."""
        self._choice = scheme
        self._apply()

    def set_font(self, font: FontChoice) -> None:
        """Choose the system's font or Inter."""
        self._font_choice = font
        self._apply()

    def set_text_scale(self, text_scale: float) -> None:
        """Choose the size of the text and of all that holds it, 1.0 being the system's."""
        if text_scale != self._text_scale:
            self._text_scale = text_scale
            self._apply()

    @contextmanager
    def building(self) -> Iterator[None]:
        """While many widgets are made: they get the style sheet together, at the end.

        Under a style sheet Qt goes through all that hangs on a widget each time it is given a
        parent, which takes as long again as making a page.
        """
        self._app.setStyleSheet("")
        try:
            yield
        finally:
            self._app.setStyleSheet(self._style_sheet())

    # How it is done

    def _on_system_look_changed(self) -> None:
        self._apply()

    def _apply(self) -> None:
        self._base_font = self._make_base_font()
        self._fonts: dict[FontRole, QFont] = {}
        dots = self._app.primaryScreen().logicalDotsPerInch()
        base_pixels = BASE_POINTS * 96 / 72
        self._k = max(1.0, self._base_font.pointSizeF() * dots / 72 / base_pixels)
        if self.high_contrast:
            palette = QPalette(self._app.style().standardPalette())
            self._tokens = tokens_from_palette(palette)
        else:
            self._tokens = dict(TOKENS[self.scheme])
            palette = palette_from(self._tokens)
        self._app.setPalette(palette)
        self._app.setFont(self._base_font)
        # palette(...) in a style sheet does not follow setPalette, so the sheet is set again.
        self._app.setStyleSheet(self._style_sheet())
        self.theme_changed.emit()

    def _make_base_font(self) -> QFont:
        font = QFont(self._system_font)
        points = font.pointSizeF() if font.pointSizeF() > 0 else BASE_POINTS
        if self._font_choice == "inter" or not system_font_is_usable():
            family = load_inter()
            if family:
                font = QFont(family)
                points = BASE_POINTS if not system_font_is_usable() else points
        font.setPointSizeF(points * self._text_scale)
        return with_tabular_figures(font)

    def _style_sheet(self) -> str:
        def fill(match: re.Match[str]) -> str:
            if match["file"]:
                path = _RESOURCES / "icons" / f"{match['file']}-{self.scheme}.svg"
                return path.as_posix()
            if match["px"]:
                return f"{self.px(int(match['px']))}px"
            return self._tokens[match["token"]]

        return _PLACEHOLDER.sub(fill, self._template)
