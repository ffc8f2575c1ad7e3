"""The words to say to the caller, large, where the page has no room for them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui import labels
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.say_box import SayBox
from ui.widgets.side_sheet import SideSheet


class SaySheet(SideSheet):
    """One say box. Esc closes it."""

    def __init__(self, *, kit: DeskKit, words: str, parent: QWidget | None = None) -> None:
        """Show *words*."""
        super().__init__(
            labels.tr("Words to say"), theme=kit.theme, name="say_sheet", parent=parent
        )
        self.body.addWidget(SayBox(words, theme=kit.theme, kind="held", role="say_large"))
        self.body.addStretch(1)
        self.setAccessibleDescription(words)
        self.sheet_closed.connect(self.deleteLater)
