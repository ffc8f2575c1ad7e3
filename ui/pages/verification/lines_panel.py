"""The lines of a held order, where the window is wide enough to show them too."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.services.verification_shapes import Verification
from ui import labels, labels_counts
from ui.theme import Theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.money_label import MoneyLabel
from ui.widgets.panel import Panel
from ui.widgets.text_label import TextLabel

MOST = 12


class HeldLinesPanel(Panel):
    """Item, quantity, amount; a long order's rest is counted."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(self.tr("Lines"), theme=theme, name="held_lines_panel", parent=parent)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self.body.addLayout(self._grid)

    def show_order(self, seen: Verification) -> None:
        """Show its lines."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        theme, px = self._theme, self._theme.px
        self._grid.setVerticalSpacing(px(4))
        self._grid.setHorizontalSpacing(px(16))
        for at, line in enumerate(seen.lines[:MOST]):
            self._grid.addWidget(ElidedLabel(line.name, theme=theme), at, 0)
            self._grid.addWidget(MoneyLabel(str(line.quantity), theme=theme), at, 1)
            amount = labels.money(line.amount_minor, seen.currency)
            self._grid.addWidget(MoneyLabel(amount, theme=theme, role="strong"), at, 2)
        more = len(seen.lines) - MOST
        if more > 0:
            words = self.tr("and {lines} more").format(lines=labels_counts.lines(more))
            self._grid.addWidget(TextLabel(words, theme=theme, tone="muted"), MOST, 0)
