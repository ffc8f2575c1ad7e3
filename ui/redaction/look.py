"""How the redaction window looks: as the workspace does that opens it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from ui.child_windows.protocol import ProtocolError
from ui.theme import Theme


@dataclass(frozen=True, kw_only=True)
class RedactionLook:
    """What the window makes its own theme of.

    Attributes:
        scheme: Light or dark.
        contrast: High keeps the system's own palette.
        font: The system's, or the bundled one.
        text_scale: 1.0 is the system's size.
    """

    scheme: Literal["light", "dark"] = "light"
    contrast: Literal["normal", "high"] = "normal"
    font: Literal["system", "inter"] = "system"
    text_scale: float = 1.0

    @classmethod
    def of(cls, theme: Theme) -> RedactionLook:
        """The look of a workspace."""
        return cls(
            scheme=theme.scheme,
            contrast="high" if theme.high_contrast else "normal",
            font=theme.font_choice,
            text_scale=theme.text_scale,
        )

    def message(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def from_message(cls, plain: Mapping[str, Any]) -> RedactionLook:
        """The look that `message` wrote.

        Raises:
            ProtocolError: a part is missing, unknown or makes no sense.
        """
        if set(plain) != {field.name for field in fields(cls)}:
            raise ProtocolError("a look has the wrong parts")
        look = cls(**plain)
        is_known = (
            look.scheme in ("light", "dark")
            and look.contrast in ("normal", "high")
            and look.font in ("system", "inter")
            and isinstance(look.text_scale, int | float)
        )
        if not is_known or not 0.5 <= look.text_scale <= 5:
            raise ProtocolError("a look makes no sense")
        return look
