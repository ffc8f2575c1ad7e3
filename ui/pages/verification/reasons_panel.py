"""Why an order is held: each reason with what it rests on, and its own release."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.verification_shapes import HoldRow
from ui import labels_verification
from ui.actions import DeskAction
from ui.pages.verification.mark_rows import Mark, MarkRow
from ui.theme import Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.panel import Panel


class ReasonsPanel(Panel):
    """Rows of open holds. Where there are several, each can be released alone by its key."""

    def __init__(
        self, *, theme: Theme, actions: Sequence[DeskAction], parent: QWidget | None = None
    ) -> None:
        """*actions* release the first hold alone, the second, and so on."""
        super().__init__(self.tr("Why held"), theme=theme, name="reasons_panel", parent=parent)
        self._rows: list[tuple[QWidget, MarkRow, KeyButton]] = []
        self._column = QVBoxLayout()
        self._layouts: list[QHBoxLayout] = []
        for action in actions:
            row = QWidget()
            across = QHBoxLayout(row)
            across.setContentsMargins(0, 0, 0, 0)
            mark = MarkRow(theme=theme)
            button = KeyButton(theme=theme, action=action, height=28)
            across.addWidget(mark, 1)
            across.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            self._layouts.append(across)
            self._rows.append((row, mark, button))
            self._column.addWidget(row)
            row.hide()
        self.body.addLayout(self._column)
        theme.theme_changed.connect(self._on_reasons_theme_changed)
        self._on_reasons_theme_changed()

    def show_holds(self, holds: Sequence[HoldRow], currency: str) -> None:
        """Show the open holds of an order."""
        several = len(holds) > 1
        for at, (row, mark, button) in enumerate(self._rows):
            row.setVisible(at < len(holds))
            if at >= len(holds):
                continue
            hold = holds[at]
            _word, icon, tone = labels_verification.reason_word(hold.kind)
            words = labels_verification.hold_sentence(hold, currency)
            if hold.refusal:
                words = f"{words} {labels_verification.why_not(hold.refusal)}"
            mark.show_mark(Mark(words, icon, tone, attention=not hold.refusal))
            button.setVisible(several and not hold.refusal)

    def _on_reasons_theme_changed(self) -> None:
        self._column.setSpacing(self._theme.px(4))
        for layout in self._layouts:
            layout.setSpacing(self._theme.px(8))
