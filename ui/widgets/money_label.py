"""An amount of money, set so that figures stand under figures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.theme_fonts import FontRole
from ui.widgets.text_label import TextLabel


class MoneyLabel(TextLabel):
    """Right-aligned, with a true minus sign (U+2212). The text comes formatted."""

    def __init__(
        self,
        text: str = "",
        *,
        theme: Theme,
        role: FontRole = "body",
        tone: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """See TextLabel."""
        super().__init__("", theme=theme, role=role, tone=tone, parent=parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.set_amount(text)

    def set_amount(self, text: str) -> None:
        """Show an amount as written by the formatter of money."""
        self.setText(text.replace("-", "−"))
