"""The colours of Order Desk by name: one table for each scheme.

A token is a role, not a place: ``held_text`` is the words of whatever is held, wherever they
stand. The ratios that the pairs must reach are checked by a test against the same table.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from PySide6.QtGui import QColor, QPalette

Scheme = Literal["light", "dark"]

#: name → (light, dark). ``bad`` is declined and field errors, ``ok`` is approved.
_TABLE: Final[dict[str, tuple[str, str]]] = {
    "window": ("#F2F1EE", "#16181B"),
    "base": ("#FFFFFF", "#1E2125"),
    "alt": ("#F8F7F5", "#23272C"),
    "button": ("#FFFFFF", "#2A2F35"),
    "button_hover": ("#EDEBE6", "#343A42"),
    "text": ("#1C2024", "#E8E6E1"),
    "muted": ("#585D64", "#A8ADB4"),
    "placeholder": ("#686D74", "#969CA4"),
    "disabled": ("#8B8F95", "#6F757D"),
    "line": ("#E4E1DB", "#2C3137"),
    "border": ("#D3CFC7", "#373D45"),
    "inputline": ("#85817A", "#757C86"),
    "accent": ("#1B5AA8", "#7DB1F7"),
    "accent_hover": ("#154A8C", "#9AC3FA"),
    "onaccent": ("#FFFFFF", "#0A1B30"),
    "tint": ("#E3EDF9", "#1F3450"),
    "ring": ("#1B5AA8", "#8DBBFA"),
    "rail": ("#1F2D3A", "#0E1114"),
    "rail_selected": ("#34495C", "#26313D"),
    "rail_text": ("#C6D0D9", "#BCC5CE"),
    "rail_key": ("#95A3B0", "#8792A0"),
    "rail_current": ("#FFFFFF", "#FFFFFF"),
    "badge": ("#F2B544", "#F2B544"),
    "onbadge": ("#2B1B00", "#2B1B00"),
    "held_bg": ("#FFF2D1", "#35290E"),
    "held_line": ("#B27A00", "#B98A32"),
    "held_text": ("#664400", "#FFD98C"),
    "bad_bg": ("#FCE9E7", "#3B1B18"),
    "bad_line": ("#C23A2E", "#D2594D"),
    "bad_text": ("#8C1C13", "#FFB8AF"),
    "ok_bg": ("#E3F3E6", "#142C1D"),
    "ok_line": ("#2B8050", "#3F9A62"),
    "ok_text": ("#145130", "#A3E2B5"),
    "info_bg": ("#E6EEF9", "#16273D"),
    "info_line": ("#3D74B8", "#4F86C9"),
    "info_text": ("#123F78", "#AFCFFA"),
    "neutral_bg": ("#ECEAE5", "#2C3137"),
    "neutral_line": ("#D3CFC7", "#373D45"),
    "neutral_text": ("#44494F", "#C9CDD2"),
    "practice": ("#5A2A9C", "#4B2585"),
    "practice_stripe": ("#6A3AAE", "#583093"),
    "practice_text": ("#FFFFFF", "#F1E8FF"),
    "scrim": ("#6E1C2024", "#96000000"),
}

TOKENS: Final[Mapping[Scheme, Mapping[str, str]]] = MappingProxyType(
    {
        "light": MappingProxyType({name: pair[0] for name, pair in _TABLE.items()}),
        "dark": MappingProxyType({name: pair[1] for name, pair in _TABLE.items()}),
    }
)

#: The kinds that a banner, a pill or a tone may have; each owns ``_bg``, ``_line``, ``_text``.
KINDS: Final = ("held", "bad", "ok", "info", "neutral")

_PALETTE_ROLES: Final[dict[QPalette.ColorRole, str]] = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.Base: "base",
    QPalette.ColorRole.ToolTipBase: "base",
    QPalette.ColorRole.AlternateBase: "alt",
    QPalette.ColorRole.Button: "button",
    QPalette.ColorRole.Light: "button_hover",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "placeholder",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "inputline",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.HighlightedText: "onaccent",
}


def palette_from(tokens: Mapping[str, str]) -> QPalette:
    """The application palette of a token table."""
    palette = QPalette()
    for role, name in _PALETTE_ROLES.items():
        palette.setColor(role, QColor(tokens[name]))
    disabled = QColor(tokens["disabled"])
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, disabled)
    return palette


def tokens_from_palette(palette: QPalette) -> dict[str, str]:
    """Tokens for high contrast: the system's colours, and no colour that carries a meaning."""
    tokens = dict.fromkeys(_TABLE, palette.color(QPalette.ColorRole.Text).name())
    ground = palette.color(QPalette.ColorRole.Base).name()
    window = palette.color(QPalette.ColorRole.Window).name()
    accent = palette.color(QPalette.ColorRole.Highlight).name()
    onaccent = palette.color(QPalette.ColorRole.HighlightedText).name()
    tokens.update({name: ground for name in tokens if name.endswith("_bg")})
    tokens.update(
        base=ground,
        alt=ground,
        tint=ground,
        window=window,
        rail=window,
        practice=accent,
        practice_stripe=accent,
        practice_text=onaccent,
        button=palette.color(QPalette.ColorRole.Button).name(),
        button_hover=palette.color(QPalette.ColorRole.Button).name(),
        accent=accent,
        accent_hover=accent,
        ring=accent,
        rail_selected=accent,
        rail_current=onaccent,
        onaccent=onaccent,
        badge=accent,
        onbadge=onaccent,
        scrim="#96000000",
    )
    tokens["disabled"] = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text).name()
    return tokens
